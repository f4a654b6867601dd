"""One of several texts to choose from: a row that wraps, pressed by pointer or keyboard."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from assistant.core.display_text import storable
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme


class ChoiceRow(QFrame):
    """`chosen(str)` with its text. `place` (from 1) is shown; Alt and that digit choose it."""

    chosen = Signal(str)

    def __init__(
        self,
        theme: Theme,
        place: int,
        text: str,
        *,
        mirrored: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.text = text
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(storable(text))
        self.setToolTip(self.tr("Use this wording (Alt+{place})").format(place=place))
        number = QLabel(str(place), self)
        number.setProperty("tone", "faint")
        number.setFont(theme.caption_font())
        words = QLabel(storable(text), self)
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setWordWrap(True)
        words.setFont(theme.reading_font())
        if mirrored:
            words.setAlignment(Qt.AlignmentFlag.AlignRight)
        row = QHBoxLayout(self)
        row.setContentsMargins(measures.GAP_M, measures.GAP_S, measures.GAP_M, measures.GAP_S)
        row.setSpacing(measures.GAP_M)
        row.addWidget(number, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(words, 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(self.text)
        elif key == Qt.Key.Key_Down:
            self.focusNextChild()
        elif key == Qt.Key.Key_Up:
            self.focusPreviousChild()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(
            event.position().toPoint()
        ):
            self.chosen.emit(self.text)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = measures.FOCUS_RING if self.hasFocus() else 1
        box = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        role = "accent" if self.hasFocus() else "control" if self.underMouse() else "hairline"
        painter.setPen(QPen(self._theme.colour(role), width))
        painter.setBrush(self._theme.colour("raised" if self.underMouse() else "surface"))
        painter.drawRoundedRect(box, measures.RADIUS_CONTROL, measures.RADIUS_CONTROL)
