"""The text that is worked on."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QTimer, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from assistant.core.display_text import storable
from assistant.core.draft import LONG_LINE
from assistant.ui.theme.theme import Theme
from assistant.ui.writing.markup import Run, broken, length16, shown

_PAUSE_MS = 500
_LINES_ABOVE = 2
"""Lines that stay above a place that is brought into sight."""


class SourceEditor(QPlainTextEdit):
    """`text_changed()`: some moments after the last change. `files_dropped(list[str])`.

    A text with a line that would stall an editor is held beside it: it is shown with breaks, is
    whole in `text`, and cannot be edited here (`held`).
    """

    text_changed = Signal()
    held_changed = Signal(bool)
    files_dropped = Signal(list)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("source_text")
        self.setAccessibleName(self.tr("Your text"))
        self.setTabChangesFocus(True)
        self._theme = theme
        self._held: str | None = None
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.text_changed)
        self.textChanged.connect(self._pause.start)
        theme.changed.connect(self._on_theme)
        self._on_theme()

    @property
    def held(self) -> bool:
        """Whether the text cannot be edited here."""
        return self._held is not None

    def text(self) -> str:
        """All of it, as it was put in."""
        return storable(self.toPlainText()) if self._held is None else self._held

    def selected(self) -> str:
        """The part that is selected; "" for none, or where it is only white space."""
        text = storable(self.textCursor().selectedText().replace("\u2029", "\n"))
        return "" if self.held or not text.strip() else text

    def set_text(self, text: str) -> None:
        """Have this text; what was there comes back with undo."""
        text = storable(text)
        if _has_long_line(text):
            self._hold(text)
            return
        was_held, self._held = self.held, None
        self.setReadOnly(False)
        self._put(text)
        if was_held:
            self.held_changed.emit(False)

    def _hold(self, text: str) -> None:
        self._held = text
        self.setReadOnly(True)
        self._put("".join(run.text for run in broken([Run(shown(text), "same")], 0)[0]))
        self.held_changed.emit(True)

    def _put(self, text: str) -> None:
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def mark(self, start: int, before: str) -> None:
        """Mark `before`, which should stand at character `start`; where it does not, nothing.

        The place is brought into sight; the person's cursor stays.
        """
        self.setExtraSelections([])
        if self.held or start < 0:
            return
        at = _units(self.toPlainText(), start)
        cursor = QTextCursor(self.document())
        cursor.setPosition(min(at, self.document().characterCount() - 1))
        end = min(at + length16(before), self.document().characterCount() - 1)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        if cursor.selectedText().replace("\u2029", "\n") != before:
            return
        one = QTextEdit.ExtraSelection()
        one.cursor = cursor
        one.format.setBackground(self._theme.colour("found"))
        one.format.setForeground(self._theme.colour("ink"))
        self.setExtraSelections([one])
        if not self.viewport().rect().intersects(self.cursorRect(cursor)):
            above = max(0, cursor.block().firstLineNumber() - _LINES_ABOVE)
            self.verticalScrollBar().setValue(above)

    def flush(self) -> None:
        """Tell of a change now that is still waited with."""
        if self._pause.isActive():
            self._pause.stop()
            self.text_changed.emit()

    # --- what is put in --------------------------------------------------------------------

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasUrls() or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        paths = [url.toLocalFile() for url in source.urls() if url.isLocalFile()]
        if paths:
            self.files_dropped.emit(paths)
        else:
            self.insert_text(source.text())

    def insert_text(self, text: str) -> None:
        """Put `text` in the place of what is selected; all is held when it cannot be shown."""
        text = storable(text).replace("\r\n", "\n").replace("\r", "\n")
        if self.held:
            return
        longest = max(map(len, text.split("\n")))
        if self.textCursor().block().length() + longest <= LONG_LINE:
            self.textCursor().insertText(text)
            self.ensureCursorVisible()
            return
        cursor = self.textCursor()
        whole = self.toPlainText()
        start, end = _place(whole, cursor.selectionStart()), _place(whole, cursor.selectionEnd())
        self.set_text(whole[:start] + text + whole[end:])

    def _on_theme(self) -> None:
        self.setFont(self._theme.reading_font())


def _has_long_line(text: str) -> bool:
    return len(text) > LONG_LINE and max(map(len, text.split("\n"))) > LONG_LINE


def _units(text: str, place: int) -> int:
    """A place in characters, as an editor counts it."""
    return place if text.isascii() else length16(text[:place])


def _place(text: str, position: int) -> int:
    """A place that an editor counts in UTF-16, counted in characters."""
    if text.isascii():
        return position
    return len(
        text.encode("utf-16-le", "surrogatepass")[: 2 * position].decode("utf-16-le", "replace")
    )
