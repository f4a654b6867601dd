"""A user's turn while it is edited in place."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from assistant.ui.markdown.safe_text import encodable
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

LARGEST_HEIGHT = 420


class TurnEditor(QFrame):
    """Enter and Ctrl+Enter send, Shift+Enter breaks the line, Esc cancels."""

    submitted = Signal(str)
    cancelled = Signal()
    height_wanted = Signal()
    text_edited = Signal(str)

    def __init__(self, theme: Theme, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("turn_editor")
        self.field = QPlainTextEdit(self)
        self.field.setObjectName("turn_editor_text")
        self.field.setAccessibleName(self.tr("Your message"))
        self.field.setFont(theme.reading_font())
        self.field.setFrameShape(QFrame.Shape.NoFrame)
        self.field.setTabChangesFocus(True)
        self.field.setPlainText(encodable(text))
        self.field.installEventFilter(self)
        self.cancel = QPushButton(self.tr("Cancel"), self)
        self.send = QPushButton(self.tr("Send"), self)
        self.send.setProperty("kind", "primary")
        self.cancel.setToolTip(self.tr("Cancel (Esc)"))
        self.send.setToolTip(self.tr("Send (Enter)"))
        column = QVBoxLayout(self)
        column.setContentsMargins(measures.GAP_M, measures.GAP_S, measures.GAP_M, measures.GAP_M)
        column.setSpacing(measures.GAP_S)
        column.addWidget(self.field, 1)
        row = QHBoxLayout()
        row.setSpacing(measures.GAP_S)
        row.addStretch(1)
        row.addWidget(self.cancel)
        row.addWidget(self.send)
        column.addLayout(row)
        self.cancel.clicked.connect(self.cancelled)
        self.send.clicked.connect(self._on_send)
        self.field.textChanged.connect(self._on_text_changed)
        self.restyle()
        self._on_text_changed()
        cursor = self.field.textCursor()
        cursor.movePosition(cursor.MoveOperation.End)
        self.field.setTextCursor(cursor)

    def restyle(self) -> None:
        """Follow the theme."""
        roles = self._theme.palette
        self.field.setFont(self._theme.reading_font())
        self.setStyleSheet(
            f"#turn_editor {{ background: {roles.surface}; border: 1px solid {roles.accent};"
            f" border-radius: {measures.RADIUS_CARD}px; }}"
            f" #turn_editor_text {{ background: transparent; border: none; color: {roles.ink}; }}"
        )

    def wanted_height(self) -> int:
        """For all of the text, up to a limit; the rest scrolls."""
        lines = int(self.field.document().size().height())
        line = self.field.fontMetrics().lineSpacing()
        text = lines * line + 2 * int(self.field.document().documentMargin()) + 4
        return min(LARGEST_HEIGHT, max(2 * line + 16, text) + measures.HIT_AREA + 36)

    def stops(self) -> list[QWidget]:
        """What the Tab key reaches."""
        return [self.field, self.cancel, self.send]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        keys = (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)
        if watched is self.field and event.type() in keys and isinstance(event, QKeyEvent):
            return self._on_key(event)
        return super().eventFilter(watched, event)

    def _on_key(self, event: QKeyEvent) -> bool:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        breaking = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() != Qt.Key.Key_Escape and (not enter or breaking):
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # the window's own Esc and Ctrl+Enter wait until this is done
        elif enter:
            self._on_send()
        else:
            self.cancelled.emit()
        return True

    @Slot()
    def _on_send(self) -> None:
        text = self.field.toPlainText()
        if text.strip():
            self.submitted.emit(text)

    @Slot()
    def _on_text_changed(self) -> None:
        self.send.setEnabled(bool(self.field.toPlainText().strip()))
        self.text_edited.emit(self.field.toPlainText())
        self.height_wanted.emit()
