"""A field for a text with variables: they are coloured, and a wrong line is underlined."""

from __future__ import annotations

import re

from PySide6.QtCore import QMimeData, Qt, Signal, Slot
from PySide6.QtGui import (
    QResizeEvent,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextDocument,
)
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from assistant.core.display_text import storable
from assistant.core.templates.parsing import LONGEST_TEXT
from assistant.ui.templates.long_text import height_of_lines
from assistant.ui.theme.theme import Theme

_TAG = re.compile(r"(\\*)\{\{([#^/]?)[^{}\n]*(\}\})?")
_LONGEST_HIGHLIGHTED = 20_000


class VariableHighlighter(QSyntaxHighlighter):
    """`set_wrong(line)` underlines a line, counted from 1; 0 none."""

    def __init__(self, theme: Theme, document: QTextDocument) -> None:
        super().__init__(document)
        self._theme = theme
        self._wrong = 0
        theme.changed.connect(self.rehighlight)

    def set_wrong(self, line: int) -> None:
        if line != self._wrong:
            before, self._wrong = self._wrong, line
            for number in (before, line):
                block = self.document().findBlockByNumber(number - 1)
                if number and block.isValid():
                    self.rehighlightBlock(block)

    def highlightBlock(self, text: str) -> None:
        if len(text) > _LONGEST_HIGHLIGHTED:
            return
        if self.currentBlock().blockNumber() == self._wrong - 1:
            wrong = QTextCharFormat()
            wrong.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            wrong.setUnderlineColor(self._theme.colour("danger"))
            self.setFormat(0, len(text), wrong)
        for tag in _TAG.finditer(text):
            if len(tag[1]) % 2:
                continue
            shown = self.format(tag.start() + len(tag[1]))
            shown.setForeground(self._theme.colour("secondary" if tag[2] else "accent"))
            shown.setBackground(self._theme.colour("weak_accent"))
            start = tag.start() + len(tag[1])
            self.setFormat(start, tag.end() - start, shown)


class PromptText(QPlainTextEdit):
    """Grows with its text between `least` and `most` lines. `changed()` after an edit.

    What would make it longer than a template can be is cut off and said by `too_long()`.
    """

    changed = Signal()
    too_long = Signal()

    def __init__(
        self,
        theme: Theme,
        name: str,
        parent: QWidget | None = None,
        *,
        least: int = 3,
        most: int = 14,
        mono: bool = False,
    ) -> None:
        super().__init__(parent)
        self._theme, self._least, self._most, self._mono = theme, least, most, mono
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.highlighter = VariableHighlighter(theme, self.document())
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._last = ""
        self.textChanged.connect(self._on_changed)
        theme.changed.connect(self._on_theme)
        self._on_theme()

    def text(self) -> str:
        return storable(self.toPlainText())

    def set_text(self, text: str) -> None:
        """Show `text`; says nothing. Undo goes not behind it."""
        if text != self.toPlainText():
            self._last = text
            self.setPlainText(text)

    def insertFromMimeData(self, source: QMimeData) -> None:
        room = LONGEST_TEXT - self.document().characterCount() + 1
        room += len(self.textCursor().selectedText())
        text = storable(source.text())
        self.textCursor().insertText(text[: max(0, room)])
        self.ensureCursorVisible()
        if len(text) > room:
            self.too_long.emit()

    @Slot()
    def _on_changed(self) -> None:
        """Colours change the document, too, but not its text."""
        text = self.toPlainText()
        if text != self._last:
            self._last = text
            self.changed.emit()

    @Slot()
    def _fit(self, _size: object = None) -> None:
        wanted = height_of_lines(self, self._least, self._most)
        if wanted != self.height():
            self.setFixedHeight(wanted)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    @Slot()
    def _on_theme(self) -> None:
        self.setFont(self._theme.mono_font() if self._mono else self._theme.interface_font())
        self._fit()
