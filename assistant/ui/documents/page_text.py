"""The text of a page, or a part of a text without pages, with the passage marked."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QColor, QKeyEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QTextEdit, QWidget

from assistant.ui.markdown.safe_text import displayable
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

_LONGEST = 1500
_LINE = 200


class PageText(QPlainTextEdit):
    """Read only; can be selected and copied by mouse and keyboard. GUI thread."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page_text")
        self._theme = theme
        self._spans: tuple[tuple[int, int], ...] = ()
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.document().setDocumentMargin(measures.GAP_M)
        theme.changed.connect(self._on_theme)
        self._on_theme()

    def show_text(self, text: str, spans: tuple[tuple[int, int], ...]) -> None:
        """Show `text` with what is between `spans` marked, at the first of them."""
        # One for one, so that the places of the spans stay what they are.
        shown = displayable(text.replace("\r\n", " \n"))
        spans = tuple(_calm(shown, start, end) for start, end in spans)
        self._spans = tuple((_units(shown, start), _units(shown, end)) for start, end in spans)
        self.setPlainText(shown)
        self._mark()
        if self._spans:
            cursor = QTextCursor(self.document())
            cursor.setPosition(self._spans[0][0])
            self.setTextCursor(cursor)
            self.centerCursor()

    def marked(self) -> list[str]:
        """The words that are marked."""
        return [
            each.cursor.selectedText().replace("\u2029", "\n")  # type: ignore[attr-defined]
            for each in self.extraSelections()
        ]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self.textCursor().hasSelection():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _mark(self) -> None:
        form = QTextCharFormat()
        form.setBackground(QColor(self._theme.palette.found))
        made = []
        for start, end in self._spans:
            selection = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self.document())
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            selection.cursor = cursor  # type: ignore[attr-defined]
            selection.format = form  # type: ignore[attr-defined]
            made.append(selection)
        self.setExtraSelections(made)

    @Slot()
    def _on_theme(self) -> None:
        self.setFont(self._theme.reading_font())
        self.setStyleSheet(
            "QPlainTextEdit, QPlainTextEdit:focus { background: transparent; border: none;"
            " padding: 0; }"
        )
        self._mark()


def _calm(text: str, start: int, end: int) -> tuple[int, int]:
    """Of a whole section only the first line is marked."""
    if end - start <= _LONGEST:
        return start, end
    while text[start].isspace() and start < end - 1:
        start += 1
    line = text.find("\n", start, end)
    return start, min(line if line > start else end, start + _LINE)


def _units(text: str, place: int) -> int:
    """A place in `text` as Qt counts it: characters beyond U+FFFF are two."""
    return len(text[:place].encode("utf-16-le", "surrogatepass")) // 2
