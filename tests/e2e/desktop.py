"""A real X server without a screen, and hands to type with: Xvfb and xdotool."""

from __future__ import annotations

import ctypes
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
            # without -noreset it begins anew when its last client leaves, and loses who comes then
            [
                "Xvfb",
                "-displayfd",
                str(writer),
                "-screen",
                "0",
                size,
                "-nolisten",
                "tcp",
                "-noreset",
            ],
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

    def close_window(self, title: str) -> None:
        """Ask a window to close, as a window manager does when its cross is pressed."""
        window = int(self.focus(title))
        library = ctypes.CDLL("libX11.so.6")
        library.XOpenDisplay.restype = ctypes.c_void_p
        library.XInternAtom.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int]
        library.XInternAtom.restype = ctypes.c_ulong
        library.XCloseDisplay.argtypes = [ctypes.c_void_p]
        library.XSendEvent.argtypes = [
            ctypes.c_void_p, ctypes.c_ulong, ctypes.c_int, ctypes.c_long, ctypes.c_void_p,
        ]  # fmt: skip
        display = library.XOpenDisplay(self.name.encode())
        protocols, delete = (
            library.XInternAtom(display, name, 0) for name in (b"WM_PROTOCOLS", b"WM_DELETE_WINDOW")
        )
        words = (ctypes.c_long * 5)(delete, 0, 0, 0, 0)
        event = _ClientMessage(33, 0, 1, display, window, protocols, 32, words)
        library.XSendEvent(display, window, 0, 0, ctypes.byref(event))
        library.XCloseDisplay(display)  # it sends what waits


class _ClientMessage(ctypes.Structure):
    """`XClientMessageEvent` of Xlib.h, as large as an `XEvent`."""

    _fields_ = (
        ("type", ctypes.c_int), ("serial", ctypes.c_ulong), ("send_event", ctypes.c_int),
        ("display", ctypes.c_void_p), ("window", ctypes.c_ulong), ("kind", ctypes.c_ulong),
        ("format", ctypes.c_int), ("words", ctypes.c_long * 5), ("rest", ctypes.c_char * 96),
    )  # fmt: skip
