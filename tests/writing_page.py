"""The mode "Write" in a real window, for tests and pictures."""

from __future__ import annotations

from assistant.app import Application
from assistant.ui.writing.page import WritePage


def write_page(app: Application) -> WritePage:
    """The page, which is shown."""
    app.window.show_mode("write")
    page = app.window._pages["write"]
    assert isinstance(page, WritePage)
    return page
