"""A real X server without a screen, and hands to type with: Xvfb and xdotool."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path

PATIENCE_S = 120.0  # ends a test that would hang, on a busy machine too


def available() -> bool:
    return bool(shutil.which("Xvfb") and shutil.which("xdotool"))


def wait_until(holds: Callable[[], object], what: str) -> None:
    """Look again and again until `holds`; AssertionError with `what` when it never does."""
    deadline = time.monotonic() + PATIENCE_S
    pause = threading.Event()
    while not holds():
        assert time.monotonic() < deadline, f"waited in vain for {what}"
        pause.wait(0.05)


class Desktop:
    """One X display of its own, ended by `close`."""

    def __init__(self, size: str = "1280x800x24") -> None:
        reader, writer = os.pipe()
        self._server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writer), "-screen", "0", size, "-nolisten", "tcp"],
            pass_fds=(writer,),
            stderr=subprocess.DEVNULL,
        )
        os.close(writer)
        with os.fdopen(reader) as numbers:
            self.name = f":{numbers.readline().strip()}"

    def close(self) -> None:
        self._server.terminate()
        self._server.wait(timeout=10)

    def environment(self, home: Path, **more: str) -> dict[str, str]:
        """What a program needs to draw here, its files below `home`."""
        kept = {key: value for key, value in os.environ.items() if key != "QT_QPA_PLATFORM"}
        kept.pop("WAYLAND_DISPLAY", None)
        return {**kept, "DISPLAY": self.name, "INKSTONE_HOME": str(home), **more}

    def do(self, *arguments: str) -> str:
        """Run xdotool; what it prints."""
        return subprocess.run(
            ["xdotool", *arguments],
            check=True,
            capture_output=True,
            text=True,
            env={**os.environ, "DISPLAY": self.name},
            timeout=PATIENCE_S,
        ).stdout.strip()

    def windows(self, title: str) -> list[str]:
        """The visible windows whose title holds `title`."""
        found = subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--name", title],
            check=False,
            capture_output=True,
            text=True,
            env={**os.environ, "DISPLAY": self.name},
            timeout=PATIENCE_S,
        )
        return found.stdout.split()

    def focus(self, title: str) -> str:
        """Wait for the window and give it the keyboard; its id."""
        wait_until(lambda: self.windows(title), f"the window “{title}”")
        window = self.windows(title)[0]
        self.do("windowfocus", "--sync", window)
        return window
