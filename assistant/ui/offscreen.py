"""Drawing in a process that has no window and no display: the terminal command."""

from __future__ import annotations

import os
import sys

from PySide6.QtCore import QLibraryInfo, QPluginLoader
from PySide6.QtGui import QGuiApplication

_PLUGINS = {"win32": "qoffscreen.dll", "darwin": "libqoffscreen.dylib"}


def why_not() -> str:
    """What keeps Qt from drawing here; "" where nothing does.

    Qt ends the process when it finds no platform to draw on, so this is looked at before.
    """
    if QGuiApplication.instance() is not None:
        return ""
    plugins = QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)
    name = _PLUGINS.get(sys.platform, "libqoffscreen.so")
    loader = QPluginLoader(f"{plugins}/platforms/{name}")
    return "" if loader.load() else loader.errorString() or "Qt cannot start"


def as_pdf(html: str, title: str) -> bytes:
    """`ui.printing.as_pdf`, with an application of its own where there is none. Main thread."""
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
