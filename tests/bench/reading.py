"""How fast PDFs are read, and what that takes, against PDFium's own text of the same pages.

Both sides count from the wish to the text in this process, the start of a process included.
"Cold" starts ours for each file; "warm" has one waiting, as the window does after its first file.
"""

from __future__ import annotations

import gc
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import psutil

from assistant.documents.extractor import Extractor
from assistant.paths import child_command
from tests.bench.bench_files import chinese_pdf, english_pdf

ROUNDS = 7
PAGES = {"english": 400, "chinese": 250}
MANY_PAGES = 5_000
BARE = """
import sys
import pypdfium2
document = pypdfium2.PdfDocument(sys.argv[1])
text = "\\n".join(page.get_textpage().get_text_bounded() for page in document)
sys.stdout.buffer.write(text.encode())
"""
"""Everything that is needed for the text of a file, in the words of pypdfium2's own guide."""
_LOOK_S = 0.01


def bare_text(path: Path) -> str:
    """The text of all pages, by a process that does nothing else."""
    ran = subprocess.run(
        [sys.executable, "-c", BARE, str(path)], stdout=subprocess.PIPE, check=True
    )
    return ran.stdout.decode()


def run(rounds: int = ROUNDS) -> dict[str, float]:
    """Seconds, and the bare side's seconds over ours (more is better)."""
    results: dict[str, float] = {}
    for name, write in (("english", english_pdf), ("chinese", chinese_pdf)):
        results |= _compared(name, write(PAGES[name]), rounds)
    return results


def run_memory() -> dict[str, float]:
    """Megabytes at most: the reading processes together, and what this one gained."""
    results: dict[str, float] = {}
    for name, pages in (("", PAGES["english"]), ("_long", MANY_PAGES)):
        path = english_pdf(pages)
        with closing(Extractor(child_command("extract-child"))) as extractor:
            watch = _MemoryWatch()
            text = watch.during(lambda: extractor.read(path))  # noqa: B023 - called at once
            assert text.pages == pages
            del text
        results[f"memory_reading{name}_mb"] = watch.children / 1e6
        results[f"memory_reading{name}_parent_mb"] = watch.gained / 1e6
    return results


def _compared(name: str, path: Path, rounds: int) -> dict[str, float]:
    sides: dict[str, Callable[[], float]] = {
        "bare": lambda: _seconds(lambda: bare_text(path)),
        "cold": lambda: _cold(path),
        "warm": lambda: _warm(path),
    }
    took: dict[str, list[float]] = {side: [] for side in sides}
    bare_text(path)  # the file and the libraries are in the system's cache from here on
    for number in range(rounds):
        order = list(sides)
        for side in order[number % 3 :] + order[: number % 3]:
            took[side].append(sides[side]())
    middle = {side: statistics.median(seconds) for side, seconds in took.items()}
    return {
        f"read_{name}_bare_s": middle["bare"],
        f"read_{name}_cold_s": middle["cold"],
        f"read_{name}_warm_s": middle["warm"],
        f"read_{name}_cold_ratio": _ratio(took["bare"], took["cold"]),
        f"read_{name}_warm_ratio": _ratio(took["bare"], took["warm"]),
    }


def _ratio(theirs: list[float], ours: list[float]) -> float:
    """The median of the rounds' ratios: what disturbs a round disturbs both."""
    return statistics.median(bare / our for bare, our in zip(theirs, ours, strict=True))


def _cold(path: Path) -> float:
    with closing(Extractor(child_command("extract-child"))) as extractor:
        return _seconds(lambda: extractor.read(path))


def _warm(path: Path) -> float:
    with closing(Extractor(child_command("extract-child"), spare=True)) as extractor:
        extractor.warm()
        wait_until_idle()
        return _seconds(lambda: extractor.read(path))


def wait_until_idle() -> None:
    """Wait until the processes that this one started have nothing to do."""
    before, still = -1.0, 0
    while still < 10:
        spent = sum(sum(one.cpu_times()[:2]) for one in psutil.Process().children())
        still = still + 1 if spent == before else 0
        before = spent
        time.sleep(0.02)


def _seconds(work: Callable[[], Any]) -> float:
    gc.collect()
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


class _MemoryWatch:
    """Looks at the memory of this process and of its children while something is done."""

    def __init__(self) -> None:
        self.children = 0
        self.gained = 0
        self._over = threading.Event()

    def during(self, work: Callable[[], Any]) -> Any:
        gc.collect()
        me = psutil.Process()
        before = me.memory_info().rss
        watcher = threading.Thread(target=self._look, args=(me, before))
        watcher.start()
        try:
            return work()
        finally:
            self._over.set()
            watcher.join()

    def _look(self, me: psutil.Process, before: int) -> None:
        while not self._over.wait(_LOOK_S):
            self.children = max(self.children, _family_bytes(me))
            self.gained = max(self.gained, me.memory_info().rss - before)


def _family_bytes(me: psutil.Process) -> int:
    """Of all children, their shared memory once (Linux: the proportional set size)."""
    total = 0
    for child in me.children(recursive=True):
        try:
            found = child.memory_full_info()
        except psutil.Error:  # it has ended, or may not be looked into
            continue
        total += getattr(found, "pss", 0) or found.rss
    return total


if __name__ == "__main__":
    for key, value in {**run(), **run_memory()}.items():
        print(f"{key:32} {value:10.3f}")
