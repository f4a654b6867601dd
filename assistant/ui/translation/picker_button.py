"""A button that names what is chosen, and opens a list of what else there is."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from assistant.core.display_text import one_line
from assistant.ui.icons import pixmap
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

_CHEVRON = 14
_WIDEST = 280


class PickerButton(QToolButton):
    """`set_words` with what is chosen, and a second part in a quieter colour."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words = ""
        self._detail = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def set_words(self, words: str, detail: str = "") -> None:
        self._words, self._detail = one_line(words, 80), one_line(detail, 80)
        self.setText(self.words())
        self.setToolTip(self.words())
        self.updateGeometry()
        self.update()

    def words(self) -> str:
        """All that stands on the button."""
        return f"{self._words} · {self._detail}" if self._detail else self._words

    def sizeHint(self) -> QSize:
        font = self._theme.interface_font()
        width = QFontMetrics(font).horizontalAdvance(self.words()) + 6
        height = max(measures.HIT_AREA, QFontMetrics(font).height() + 12)
        return QSize(min(width, _WIDEST) + _CHEVRON + 3 * measures.GAP_M, height)

    def minimumSizeHint(self) -> QSize:
        return QSize(88, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_frame(painter)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        chevron_x = measures.GAP_M if mirrored else self.width() - measures.GAP_M - _CHEVRON
        colour = self._theme.palette.secondary if self.isEnabled() else self._theme.palette.faint
        drawn = pixmap("chevron-down", colour, _CHEVRON, self.devicePixelRatioF())
        painter.drawPixmap(QPoint(chevron_x, (self.height() - _CHEVRON) // 2), drawn)
        room = QRect(measures.GAP_M, 0, self.width() - _CHEVRON - 3 * measures.GAP_M, self.height())
        if mirrored:
            room.translate(_CHEVRON + measures.GAP_M, 0)
        self._paint_words(painter, room)

    def _paint_frame(self, painter: QPainter) -> None:
        width = measures.FOCUS_RING if self.hasFocus() else 1
        box = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        enabled = self.isEnabled()
        role = "accent" if self.hasFocus() else "control" if enabled else "hairline"
        painter.setPen(QPen(self._theme.colour(role), width))
        raised = enabled and (self.underMouse() or self.isDown())
        painter.setBrush(self._theme.colour("raised" if raised else "surface"))
        painter.drawRoundedRect(box, measures.RADIUS_CONTROL, measures.RADIUS_CONTROL)

    def _paint_words(self, painter: QPainter, room: QRect) -> None:
        painter.setFont(self._theme.interface_font())
        metrics = painter.fontMetrics()
        flags = int(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        words = metrics.elidedText(self._words, Qt.TextElideMode.ElideRight, room.width())
        painter.setPen(self._theme.colour("ink" if self.isEnabled() else "faint"))
        direction = self.layoutDirection()
        painter.setLayoutDirection(direction)
        painter.drawText(room, flags, words)
        used = metrics.horizontalAdvance(words)
        left = room.width() - used
        if not self._detail or words != self._words or left < 24:
            return
        detail = metrics.elidedText(f" · {self._detail}", Qt.TextElideMode.ElideRight, left)
        painter.setPen(self._theme.colour("secondary"))
        mirrored = direction == Qt.LayoutDirection.RightToLeft
        rest = room.adjusted(0, 0, -used, 0) if mirrored else room.adjusted(used, 0, 0, 0)
        painter.drawText(rest, flags, detail)


def open_below(button: QWidget, popup: QWidget) -> None:
    """Show `popup` below `button`, inside the screen."""
    screen = button.screen().availableGeometry()
    corner = button.mapToGlobal(QPoint(0, button.height() + 4))
    if corner.y() + popup.height() > screen.bottom():
        corner.setY(button.mapToGlobal(QPoint(0, 0)).y() - popup.height() - 4)
    x = min(corner.x(), screen.right() - popup.width() - 4)
    popup.move(max(screen.left() + 4, x), max(screen.top() + 4, corner.y()))
    popup.show()
