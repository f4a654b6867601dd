"""Pasting into the window that the quick window was called from, where a program may do that."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Generator, Sequence
from typing import Protocol

from PySide6.QtCore import QCoreApplication, QObject, QProcess, QTimer
from PySide6.QtGui import QGuiApplication

Done = Callable[[bool], None]
Pasting = Generator[list[str], tuple[bool, str], bool]
"""Asks for xdotool's arguments, is sent whether it succeeded and what it printed."""

translate = QCoreApplication.translate
_PATIENCE_MS = 2000
_TERMINALS = (
    "terminal", "konsole", "xterm", "kitty", "alacritty", "urxvt", "tilix", "terminator", "foot",
    "wezterm", "ghostty",
)  # fmt: skip
"""What the class of a terminal's window has in it: Ctrl+V means something else there."""


class Paster(Protocol):
    """Window thread."""

    def remember(self, done: Callable[[], None]) -> None:
        """Note which window has the keyboard, then call `done()`, within half a second."""

    def paste(self, done: Done) -> None:
        """Give that window the keyboard back and press its keys for pasting.

        `done(False)` when it is not sure that they would go there: then nothing is pressed.
        """

    def close(self) -> None:
        """End what goes on; nothing is called any more."""


def make_paster(parent: QObject) -> Paster | None:
    """What can paste here, or None: on Wayland and macOS programs are not let."""
    if QGuiApplication.platformName() == "xcb" and (program := shutil.which("xdotool")):
        return XdotoolPaster(program, parent)
    return None


def why_pasting() -> str:
    """What becomes of Ctrl+Enter here, and why."""
    platform = QGuiApplication.platformName()
    if platform == "xcb" and shutil.which("xdotool"):
        return translate(
            "Pasting",
            "Ctrl+Enter pastes the result into the window that you came from; then the clipboard "
            "is again what it was.",
        )
    if platform == "xcb":
        return translate(
            "Pasting",
            "Ctrl+Enter copies the result, for you to paste. With the program xdotool installed "
            "it is pasted back into the window that you came from.",
        )
    if platform.startswith("wayland"):
        return translate(
            "Pasting",
            "Ctrl+Enter copies the result, for you to paste: on Wayland no program may type into "
            "the windows of others.",
        )
    return translate("Pasting", "Ctrl+Enter copies the result, for you to paste.")


class XdotoolPaster(QObject):
    """Fulfils `Paster` on X11."""

    def __init__(self, program: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._program = program
        self._window = ""
        self._running: list[QProcess] = []

    def remember(self, done: Callable[[], None]) -> None:
        self._window = ""

        def known(success: bool, said: str) -> None:
            self._window = said if success and said.isdigit() else ""
            done()

        self._run(["getwindowfocus"], known, patience_ms=500)

    def paste(self, done: Done) -> None:
        self._advance(self._pasting(), done, None)

    def _pasting(self) -> Pasting:
        window = self._window
        if not window:
            return False
        activated, _ = yield ["windowactivate", "--sync", window]
        if not activated:  # there is no window manager that could do it
            yield ["windowfocus", "--sync", window]
        known, focused = yield ["getwindowfocus"]
        if not known or focused != window:
            return False  # another window has the keyboard: nobody asked for a paste there
        known, name = yield ["getwindowclassname", window]  # an older xdotool cannot say it
        terminal = known and any(each in name.lower() for each in _TERMINALS)
        pressed, _ = yield ["key", "--clearmodifiers", "ctrl+shift+v" if terminal else "ctrl+v"]
        return pressed

    def _advance(self, pasting: Pasting, done: Done, said: tuple[bool, str] | None) -> None:
        try:
            arguments = next(pasting) if said is None else pasting.send(said)
        except StopIteration as end:
            done(bool(end.value))
            return
        self._run(arguments, lambda success, text: self._advance(pasting, done, (success, text)))

    def close(self) -> None:
        running, self._running = self._running, []
        for process in running:
            process.kill()
            process.waitForFinished(_PATIENCE_MS)

    def _run(
        self,
        arguments: Sequence[str],
        done: Callable[[bool, str], None],
        *,
        patience_ms: int = _PATIENCE_MS,
    ) -> None:
        """Run xdotool; `done(success, what it printed)` follows, after a while at the latest."""
        process = QProcess(self)
        self._running.append(process)
        timer = QTimer(process, singleShot=True, interval=patience_ms)
        over: list[bool] = []

        def end(success: bool) -> None:
            if over or process not in self._running:
                return
            over.append(True)
            timer.stop()
            self._running.remove(process)
            said = bytes(process.readAllStandardOutput().data()).decode(errors="replace").strip()
            process.deleteLater()
            done(success, said)

        process.finished.connect(lambda code, _status: end(code == 0))
        process.errorOccurred.connect(lambda _error: end(False))
        timer.timeout.connect(process.kill)
        timer.start()
        process.start(self._program, list(arguments))
