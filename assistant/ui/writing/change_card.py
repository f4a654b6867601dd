"""What is known of one change, beside it: reason, flags, and two buttons."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal, Slot
from PySide6.QtGui import QEnterEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from assistant.core.writing.session import WritingSession
from assistant.ui.actions import ActionRegistry
from assistant.ui.controls import Caption, push_button
from assistant.ui.documents.wrapping_row import wrapping
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme
from assistant.ui.writing.words import change_text, flag_text

_WIDTH = 320


class ChangeCard(QFrame):
    """`accepted(int)`, `rejected(int)`: a button was pressed. Hidden until `show_change`."""

    accepted = Signal(int)
    rejected = Signal(int)
    left = Signal()

    def __init__(self, theme: Theme, actions: ActionRegistry, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("floating")
        self._theme = theme
        self._actions = actions
        self.number = -1
        self.held = False
        """Whether the pointer is on it."""
        self.words = QLabel(self)
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.reason = Caption(theme, "", self)
        self.flags = Caption(theme, "", self, tone="caution")
        self.state = Caption(theme, "", self)
        self.accept_button = push_button(self.tr("Accept"), "primary", self)
        self.reject_button = push_button(self.tr("Reject"), "", self)
        self.accept_button.clicked.connect(lambda: self.accepted.emit(self.number))
        self.reject_button.clicked.connect(lambda: self.rejected.emit(self.number))
        column = QVBoxLayout(self)
        column.setContentsMargins(measures.GAP_M, measures.GAP_S, measures.GAP_M, measures.GAP_M)
        column.setSpacing(measures.GAP_XS)
        for widget in (self.words, self.reason, self.state, self.flags):
            column.addWidget(widget)
        column.addSpacing(measures.GAP_XS)
        column.addWidget(wrapping(measures.GAP_S, self.accept_button, self.reject_button))
        theme.changed.connect(self._on_theme)
        self._on_theme()
        self.hide()

    def show_change(self, session: WritingSession, number: int, beside: QRect) -> None:
        """Say what is known of it, below or above `beside` (in the parent's pixels)."""
        review = session.review
        change, verdict = review.changes[number], review.verdicts[number]
        self.number = number
        self.words.setText(change_text(change))
        self._say(self.reason, change.reason)
        self._say(self.flags, "\n".join(flag_text(flag) for flag in change.flags))
        protected = number in review.protected and verdict == "rejected"
        self._say(self.state, self._state(verdict, protected))
        self.accept_button.setText(self.tr("Change it anyway") if protected else self.tr("Accept"))
        self.accept_button.setEnabled(verdict != "accepted")
        self.reject_button.setEnabled(verdict != "rejected")
        self.reject_button.setVisible(not protected)
        self.accept_button.setToolTip(self._actions.tooltip("write_accept"))
        self.reject_button.setToolTip(self._actions.tooltip("write_reject"))
        said = (self.words, self.reason, self.state, self.flags)
        self.setAccessibleName(self.tr("Change"))
        self.setAccessibleDescription(" ".join(each.text() for each in said if each.text()))
        self._place(beside)
        self.show()
        self.raise_()

    def leave(self) -> None:
        if not self.isHidden():
            had_focus = self.isAncestorOf(self.window().focusWidget() or self.window())
            self.number = -1
            self.held = False
            self.hide()
            if had_focus:
                self.left.emit()

    def _state(self, verdict: str, protected: bool) -> str:
        if protected:
            return self.tr("Not done, because it would do damage:")
        if verdict == "accepted":
            return self.tr("Accepted")
        return self.tr("Rejected") if verdict == "rejected" else ""

    def _say(self, label: QLabel, text: str) -> None:
        label.setText(text)
        label.setVisible(bool(text))

    def _place(self, beside: QRect) -> None:
        room = self.parentWidget().rect().adjusted(4, 4, -4, -4)
        width = min(_WIDTH, room.width())
        self.setFixedWidth(width)
        self.layout().activate()
        height = self.layout().totalHeightForWidth(width)
        height = height if height > 0 else self.layout().totalSizeHint().height()
        self.setFixedHeight(height)
        box = QRect(beside.left() - measures.GAP_M, beside.bottom() + 4, width, height)
        if box.bottom() > room.bottom():
            box.moveBottom(beside.top() - 4)
        if box.top() < room.top():
            box.moveTop(min(max(room.top(), beside.bottom() + 4), room.bottom() - height))
        box.moveRight(min(box.right(), room.right()))
        box.moveLeft(max(box.left(), room.left()))
        self.move(box.topLeft())

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.held = True

    def leaveEvent(self, event: object) -> None:
        super().leaveEvent(event)  # type: ignore[arg-type]
        self.held = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
            return
        super().keyPressEvent(event)

    @Slot()
    def _on_theme(self) -> None:
        self.setFont(self._theme.interface_font())
        self.words.setFont(self._theme.interface_font(bold=True))
        for label in (self.reason, self.flags, self.state):
            label.setFont(self._theme.caption_font())
