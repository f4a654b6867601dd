"""Writing and translating from anywhere in the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QGuiApplication

from assistant.core.display_text import storable
from assistant.core.notices import Notice

if TYPE_CHECKING:
    from assistant.ui.window import MainWindow
    from assistant.ui.writing.page import WritePage

_NOTICE_S = 12.0


class DeskCommands(QObject):
    """Window thread. Every command shows the mode in which its result appears."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    @Slot(str, str)
    def show(self, mode: str, text: str) -> None:
        """Show the mode "write" or "translate" with `text`; undo brings back what was there."""
        self._window.show_mode(mode)
        if mode == "write":
            page: WritePage = self._window.page(mode)  # type: ignore[assignment]
            page.source.set_text(text)
        else:
            self._window.services.translating.wish.set_text(text)

    @Slot()
    def write_clipboard(self) -> None:
        self._show_clipboard("write")

    @Slot()
    def translate_clipboard(self) -> None:
        self._show_clipboard("translate")

    @Slot(str)
    def talk_about(self, text: str) -> None:
        """Put a result into the message that is being written."""
        self._window.documents.attach([], text)

    def _show_clipboard(self, mode: str) -> None:
        text = storable(QGuiApplication.clipboard().text()).replace("\r\n", "\n")
        if text.strip():
            self.show(mode, text)
        else:
            notice = self.tr("There is no text in the clipboard.")
            self._window.services.notices.post(
                Notice(text=notice, severity="caution", timeout_s=_NOTICE_S)
            )
