"""How long the packaged window takes to be seen, against the checkout's: `dist/inkstone` and
`.venv`, in turns, on an Xvfb of their own.

Seen is when the middle of the screen is no longer black; the frame buffer is a file.
"""

from __future__ import annotations

import argparse
import contextlib
import mmap
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bundle_contents import ROOT

DISPLAY = ":97"
_WIDTH, _HEIGHT = 1280, 800
_PATIENCE_S = 60.0
PROGRAMS = {
    "package": [str(ROOT / "dist/inkstone/inkstone")],
    "checkout": [str(ROOT / ".venv/bin/python"), "-m", "assistant"],
}
GOAL = 1.3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=10)
    rounds = parser.parse_args().rounds
    missing = [words[0] for words in PROGRAMS.values() if not Path(words[0]).exists()]
    if missing:
        sys.exit(f"inkstone: {missing[0]} is not there; make package and make test make it.")
    taken: dict[str, list[float]] = {name: [] for name in PROGRAMS}
    with tempfile.TemporaryDirectory() as folder, screen(Path(folder)) as buffer:
        for number in range(rounds + 1):
            for name in list(PROGRAMS)[:: -1 if number % 2 else 1]:
                seconds = seen_after(PROGRAMS[name], Path(folder) / "home", buffer)
                if number:  # the first only fills the system's file cache
                    taken[name].append(seconds)
    medians = {name: statistics.median(each) for name, each in taken.items()}
    for name, seconds in medians.items():
        print(f"{name:<10}{seconds:>7.2f} s  ({min(taken[name]):.2f} to {max(taken[name]):.2f})")
    ratio = medians["package"] / medians["checkout"]
    print(f"{'ratio':<10}{ratio:>7.2f}    (goal: at most {GOAL})")


@contextlib.contextmanager
def screen(folder: Path) -> Iterator[mmap.mmap]:
    """An X server and what it shows: a file in X's window dump format, black at first."""
    size = f"{_WIDTH}x{_HEIGHT}x24"
    words = ["Xvfb", DISPLAY, "-screen", "0", size, "-fbdir", str(folder), "-nolisten", "tcp"]
    server = subprocess.Popen(words, stderr=subprocess.DEVNULL)
    try:
        place = folder / "Xvfb_screen0"
        _wait(lambda: place.exists() and place.stat().st_size >= 4 * _WIDTH * _HEIGHT, "Xvfb")
        with place.open("rb") as file:
            yield mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
    finally:
        server.terminate()
        server.wait()


def seen_after(words: list[str], home: Path, buffer: mmap.mmap) -> float:
    """Seconds from the start of the program until its window is drawn; then it is closed."""
    _wait(lambda: not _is_drawn(buffer), "the empty screen")
    environment = {
        **os.environ,
        "DISPLAY": DISPLAY,
        "INKSTONE_HOME": str(home),
        "INKSTONE_STARTER": "none",
        "QT_QPA_PLATFORM": "xcb",
    }
    began = time.monotonic()
    program = subprocess.Popen(
        words, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait(lambda: _is_drawn(buffer), "the window")
        return time.monotonic() - began
    finally:
        time.sleep(1.0)  # let it finish what it does after it was drawn
        program.terminate()
        program.wait(timeout=_PATIENCE_S)


def _is_drawn(buffer: mmap.mmap) -> bool:
    """Whether some points in the middle of the screen have a colour. Three bytes a point are
    colours; the header of the file is short against the picture."""
    middle = len(buffer) // 2
    return any(buffer[middle : middle + 64])


def _wait(holds: object, what: str) -> None:
    assert callable(holds)  # noqa: S101
    deadline = time.monotonic() + _PATIENCE_S
    while not holds():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what} did not come within {_PATIENCE_S:.0f} s")
        time.sleep(0.001)


if __name__ == "__main__":
    main()
