"""Starting the desktop window as a process: display, one instance, signals, crash marker."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from assistant import __version__, logs
from assistant.paths import Paths, app_paths, resources
from assistant.quick_call import QUICK, request, use_token

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

    from assistant.app import Application
    from assistant.app_quick import QuickDoor
    from assistant.instance import Instance

LISTEN_AFTER_MS = 100
"""Later starts and signals are heard so long after the window was shown."""
QUICK_AFTER_MS = 1500
"""The icon in the tray and the hotkey come so long after the window."""


def why_no_window() -> str:
    """A sentence when no window can be opened here; empty when one can be tried."""
    if sys.platform.startswith("linux") and not os.environ.get("QT_QPA_PLATFORM"):
        if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
            return "No display was found (neither DISPLAY nor WAYLAND_DISPLAY is set)."
        from assistant import system_libraries

        lacking = sorted(set(system_libraries.missing().values()))
        if lacking:
            return (
                "Qt needs system libraries that are not installed. "
                f"This installs them: {system_libraries.install_command(lacking)}."
            )
    return ""


def chat_in_terminal(reason: str) -> int:
    """Say why there is no window and chat here instead."""
    _say(f"{reason} Starting 'inkstone chat' in this terminal.")
    from assistant.cli.main import main as terminal_main

    return terminal_main(["chat"])


def main(
    arguments: list[str], on_window: Callable[[Application], object] = lambda _application: None
) -> int:
    """Open the window (or raise the one that is open) and run until it is closed.

    With the argument "quick" it is the quick window, and the main one stays hidden. `on_window`
    is called once the window is shown, before the event loop runs.
    """
    gc.disable()  # the window's thread collects, once it is shown: workers/gui_collector.py
    if reason := why_no_window():
        gc.enable()
        if QUICK in arguments:
            _say(reason)
            return 3
        return chat_in_terminal(reason)
    paths = app_paths()
    try:
        paths.create()
        logs.setup(paths.app_log)
    except OSError as error:
        _say(
            f"{error.filename or paths.data} cannot be written ({error.strerror}). "
            "Set INKSTONE_HOME to a folder that can."
        )
        return 3
    _import_before_qt()
    from PySide6.QtWidgets import QApplication

    from assistant.instance import Instance

    os.environ.setdefault("QT_STYLE_OVERRIDE", "Fusion")  # at once, not after another style
    qt = QApplication(sys.argv[:1])
    qt.setApplicationName("Inkstone")
    qt.setApplicationVersion(__version__)
    qt.setDesktopFileName("inkstone")
    instance = Instance(paths.data)
    if not instance.claim():
        return _raise_first(instance, arguments)
    return _run(qt, paths, instance, arguments, on_window)


def _import_before_qt() -> None:
    """Import what knows no Qt: PySide6 reads the source of every module imported after it."""
    import tomllib  # noqa: F401

    from assistant import compose  # noqa: F401
    from assistant.core import chat, draft, fuzzy, notices, settings  # noqa: F401
    from assistant.storage import settings_file  # noqa: F401


def _raise_first(instance: Instance, arguments: list[str]) -> int:
    asked = request() if QUICK in arguments else _model_files(arguments)
    if instance.hand_over(asked):
        return 0
    _say(
        "another Inkstone window uses the same files but does not answer. "
        "Close it, then start again."
    )
    return 3


def _run(
    qt: QApplication,
    paths: Paths,
    instance: Instance,
    arguments: list[str],
    on_window: Callable[[Application], object],
) -> int:
    from PySide6.QtCore import QTimer

    from assistant.app import Application
    from assistant.signals import Signals

    crashed = paths.running_marker.exists()
    paths.running_marker.touch(mode=0o600)
    application = Application(paths, None, safe=crashed or "--safe" in arguments)
    logs.install_hooks(application.bug_found.emit)
    doors = _Doors(application)
    instance.raised.connect(doors.hear)
    if QUICK in arguments:
        QTimer.singleShot(0, lambda: doors.hear([QUICK]))
    else:
        application.window.show()
    for name in _model_files(arguments):
        application.models.open_file(name)
    signals = Signals(qt)
    QTimer.singleShot(LISTEN_AFTER_MS, instance.listen)
    QTimer.singleShot(LISTEN_AFTER_MS, signals.listen)
    QTimer.singleShot(LISTEN_AFTER_MS, _set_icon)
    QTimer.singleShot(QUICK_AFTER_MS, doors.open_quick)
    on_window(application)
    code = qt.exec()
    signals.close()
    doors.shut_down()
    application.shutdown()
    instance.release()
    paths.running_marker.unlink(missing_ok=True)
    logs.close()
    return code


def _set_icon() -> None:
    """For desktops that do not take it from the menu entry; later, for SVG takes time to load."""
    from PySide6.QtGui import QIcon
    from PySide6.QtWidgets import QApplication

    QApplication.setWindowIcon(QIcon(str(resources() / "inkstone.svg")))


class _Doors:
    """What later starts ask for: the main window, or the quick one. Window thread."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._quick: QuickDoor | None = None
        self._closed = False

    def open_quick(self) -> QuickDoor | None:
        """From now on there is a quick window, an icon in the tray, and a hotkey."""
        if self._quick is None and not self._closed:
            from assistant.app_quick import QuickDoor

            self._quick = QuickDoor(self._application)
            self._quick.begin()
        return self._quick

    def hear(self, asked: list[str]) -> None:
        """What another start said."""
        if asked[:1] == [QUICK]:
            use_token(asked)
            if (quick := self.open_quick()) is not None:
                quick.toggle()
            return
        show_in_front(self._application.window)
        for name in asked:
            self._application.models.open_file(name)

    def shut_down(self) -> None:
        self._closed = True
        if self._quick is not None:
            self._quick.shut_down()


def show_in_front(window: QWidget) -> None:
    """Show a window that may be hidden, minimised or behind others."""
    from PySide6.QtCore import Qt

    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()


def _model_files(arguments: list[str]) -> list[str]:
    return [str(Path(name).absolute()) for name in arguments if name.endswith(".gguf")]


def _say(text: str) -> None:
    if sys.stderr is not None:  # a windowed build has none
        print(f"inkstone: {text}", file=sys.stderr)  # noqa: T201
