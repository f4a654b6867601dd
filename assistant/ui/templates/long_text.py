"""A field for a text of any length: what is too large for an editor is held beside it."""

from __future__ import annotations

import math

from PySide6.QtCore import QMimeData, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from assistant.core.display_text import one_line, storable
from assistant.core.draft import LONG_LINE, is_large
from assistant.ui.controls import ElidedLabel, IconButton
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme
from assistant.ui.words import number_text

_AROUND = 12
"""Border and padding, above and below."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def height_of_lines(editor: QPlainTextEdit, least: int, most: int) -> int:
    """The height at which `editor` shows all of its text, between `least` and `most` lines.

    Lines of other scripts are higher than the font says, so those that are there are measured.
    """
    line = math.ceil(QFontMetricsF(editor.font()).lineSpacing())
    block, text = editor.document().firstBlock(), 0.0
    while block.isValid() and text < most * line:
        text += editor.blockBoundingRect(block).height()
        block = block.next()
    within = min(max(least * line, math.ceil(text)), most * line)
    return within + round(2 * editor.document().documentMargin()) + _AROUND


class TextArea(QPlainTextEdit):
    """As high as its text, between `least` and `most` lines.

    `large_pasted(str)`: all of the text with what was pasted, which is too much for an editor.
    Tab leaves it, and what Ctrl+Enter does is the parent's business.
    """

    large_pasted = Signal(str)

    def __init__(self, least: int, most: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least, self._most = least, most
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._fit()

    def text(self) -> str:
        return storable(self.toPlainText())

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText()

    def insertFromMimeData(self, source: QMimeData) -> None:
        text = storable(source.text())
        line = self.textCursor().block().length()
        longest = max(map(len, text.splitlines()), default=0)
        if is_large(text) or line + longest > LONG_LINE:
            cursor, before = self.textCursor(), self.text()
            start, end = cursor.selectionStart(), cursor.selectionEnd()
            self.large_pasted.emit(before[:start] + text + before[end:])
        else:
            self.textCursor().insertText(text)
            self.ensureCursorVisible()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        controlled = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in _ENTER and controlled:
            event.ignore()
        else:
            super().keyPressEvent(event)

    @Slot()
    def _fit(self, _size: object = None) -> None:
        wanted = height_of_lines(self, self._least, self._most)
        if wanted != self.height():
            self.setFixedHeight(wanted)
            self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def sizeHint(self) -> QSize:
        return QSize(160, self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.height())


class LongTextField(QWidget):
    """`changed()`. The whole text is `text`, whether it can be edited here or is only held."""

    changed = Signal()

    def __init__(
        self,
        theme: Theme,
        name: str,
        parent: QWidget | None = None,
        *,
        least: int = 2,
        most: int = 6,
    ) -> None:
        super().__init__(parent)
        self._held = ""
        self.area = TextArea(least, most, self)
        self.area.setAccessibleName(name)
        self.area.textChanged.connect(self.changed)
        self.area.large_pasted.connect(self._on_large)
        self._holder = QWidget(self)
        self.summary = ElidedLabel("", self._holder)
        self.remove_button = IconButton(
            theme, "x", self.tr("{name}: remove the text").format(name=name), self._holder
        )
        self.remove_button.clicked.connect(self._on_remove)
        row = QHBoxLayout(self._holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(measures.GAP_XS)
        row.addWidget(self.summary, 1)
        row.addWidget(self.remove_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.area)
        column.addWidget(self._holder)
        self._holder.hide()

    def text(self) -> str:
        return self._held or self.area.text()

    def set_text(self, text: str) -> None:
        """Show `text`, or hold it where it is too large; says `changed` where it is another."""
        if text == self.text():
            return
        if is_large(text):
            self._hold(storable(text))
        else:
            self._hold("")
            self.area.setPlainText(storable(text))

    def _hold(self, text: str) -> None:
        if text == self._held:
            return
        had_focus = self.area.hasFocus() or self.remove_button.hasFocus()
        self._held = text
        self._holder.setVisible(bool(text))
        self.area.setVisible(not text)
        if text:
            words = self.tr("{count} characters: {start}")
            count, start = number_text(len(text)), one_line(text, 200)
            self.summary.set_full_text(words.format(count=count, start=start))
        if had_focus:
            (self.remove_button if text else self.area).setFocus()
        self.changed.emit()

    def main_control(self) -> QWidget:
        """Where the cursor goes."""
        return self.remove_button if self._held else self.area

    @Slot(str)
    def _on_large(self, text: str) -> None:
        self._hold(text)

    @Slot()
    def _on_remove(self) -> None:
        self.area.clear()
        self._hold("")
