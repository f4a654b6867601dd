"""A text that is written anew: it comes word by word, and can be changed then."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from assistant.core.display_text import storable
from assistant.core.writing.change import Flag
from assistant.ui.actions import ActionRegistry
from assistant.ui.controls import Caption, push_button
from assistant.ui.documents.wrapping_row import wrapping
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme
from assistant.ui.writing.words import flag_text

_PAUSE_MS = 500
_MOST_FLAGS = 4


class ComposeView(QWidget):
    """`edited(str)`: a person changed the text."""

    edited = Signal(str)

    def __init__(self, theme: Theme, actions: ActionRegistry, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.editor = QPlainTextEdit(self)
        self.editor.setObjectName("composed_text")
        self.editor.setAccessibleName(self.tr("The new text"))
        self.editor.setTabChangesFocus(True)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._tell)
        self.editor.textChanged.connect(self._on_changed)
        self.flags = Caption(theme, "", self, tone="caution")
        self.flags.hide()
        self.insert_button = push_button(self.tr("Insert below your text"), "", self)
        self.replace_button = push_button(self.tr("Replace your text"), "", self)
        self.insert_button.clicked.connect(lambda _on=False: actions.trigger("write_insert"))
        self.replace_button.clicked.connect(lambda _on=False: actions.trigger("write_use"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measures.GAP_S)
        column.addWidget(self.editor, 1)
        column.addWidget(self.flags)
        self._buttons = wrapping(measures.GAP_S, self.insert_button, self.replace_button)
        column.addWidget(self._buttons)
        theme.changed.connect(self._on_theme)
        self._on_theme()

    def text(self) -> str:
        return storable(self.editor.toPlainText())

    def show_text(self, text: str, *, working: bool) -> None:
        """Show this text; it can be changed when nothing is written any more."""
        shown = self.text()
        if working and len(text) > len(shown) and text.startswith(shown):
            self.extend(text[len(shown) :])
        elif text != shown:
            self.editor.setPlainText(text)
            self.editor.moveCursor(QTextCursor.MoveOperation.End if working
                                   else QTextCursor.MoveOperation.Start)  # fmt: skip
        self._pause.stop()
        self.editor.setReadOnly(working)
        for button in (self.insert_button, self.replace_button):
            button.setEnabled(not working and bool(text.strip()))

    def say_where(self, *, above: bool) -> None:
        """Where the text goes when it is put to the person's own one."""
        below, over = self.tr("Insert below your text"), self.tr("Insert above your text")
        self.insert_button.setText(over if above else below)
        self.insert_button.setAccessibleName(self.insert_button.text())

    def say_flags(self, flags: Sequence[Flag]) -> None:
        """What of the text should be checked."""
        said = list(dict.fromkeys(map(flag_text, flags)))
        more = len(said) - _MOST_FLAGS
        lines = [f"\u2691 {text}" for text in said[:_MOST_FLAGS]]
        if more > 0:
            lines.append(self.tr("and %n more", "", more))
        self.flags.setText("\n".join(lines))
        self.flags.setVisible(bool(lines))

    def extend(self, text: str) -> None:
        """More of it; who has scrolled up is left alone."""
        bar = self.editor.verticalScrollBar()
        at_end = bar.value() >= bar.maximum() - 1
        cursor = QTextCursor(self.editor.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertText(text)
        if at_end:
            bar.setValue(bar.maximum())

    def flush(self) -> None:
        """Tell of a change now that is still waited with."""
        if self._pause.isActive():
            self._tell()

    @Slot()
    def _on_changed(self) -> None:
        if not self.editor.isReadOnly():
            self._pause.start()

    @Slot()
    def _tell(self) -> None:
        self._pause.stop()
        self.edited.emit(self.text())

    @Slot()
    def _on_theme(self) -> None:
        self.editor.setFont(self._theme.reading_font())
