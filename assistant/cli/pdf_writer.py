"""PDF from the terminal: Qt draws it, without a display and only when it is asked for."""

from __future__ import annotations

import os
import sys

from assistant.core.errors import UserError

_OTHER = "Let the name end in .md, .html or .docx instead."


def check() -> None:
    """Whether Qt can draw here. Raises `UserError("no_display")` with what is missing.

    Qt ends the process when it finds no platform to draw on, so this is looked at before.
    """
    try:
        from PySide6.QtCore import QLibraryInfo, QPluginLoader
        from PySide6.QtGui import QGuiApplication
    except ImportError as error:
        raise _missing(str(error)) from error
    if QGuiApplication.instance() is not None:
        return
    plugins = QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)
    name = {"win32": "qoffscreen.dll", "darwin": "libqoffscreen.dylib"}.get(
        sys.platform, "libqoffscreen.so"
    )
    loader = QPluginLoader(f"{plugins}/platforms/{name}")
    if not loader.load():
        raise _missing(loader.errorString())


def as_pdf(html: str, title: str) -> bytes:
    """The PDF of a page; makes the process's own application without a display if need be."""
    check()
    from PySide6.QtGui import QGuiApplication

    from assistant.ui.printing import as_pdf as drawn

    application = QGuiApplication.instance()
    if application is None:
        before = os.environ.get("QT_QPA_PLATFORM")
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        application = QGuiApplication(["inkstone"])
        if before is None:
            del os.environ["QT_QPA_PLATFORM"]
        else:
            os.environ["QT_QPA_PLATFORM"] = before
    return drawn(html, title)


def _missing(reason: str) -> UserError:
    from assistant import system_libraries

    lacking = sorted(set(system_libraries.missing().values()))
    hint = _OTHER
    if lacking:
        hint = f"This installs it: {system_libraries.install_command(lacking)}. {_OTHER}"
    first = reason.splitlines()[0] if reason else "Qt cannot start"
    return UserError("no_display", f"A PDF cannot be drawn here: {first[:200]}.", hint)
