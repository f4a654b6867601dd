"""The quiet switch between the parts of the mode "Models"."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QTabBar, QWidget

from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

_PAD = 14


class PartTabs(QTabBar):
    """Words in a row, the current one on a card; arrow keys go from one to the next.

    Where there is no room for all of them they scroll.
    """

    def __init__(self, theme: Theme, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._theme = theme
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setMouseTracking(True)
        theme.changed.connect(self._on_theme)
        self._on_theme()

    def tabSizeHint(self, index: int) -> QSize:
        metrics = QFontMetrics(self._theme.interface_font(bold=True))
        width = metrics.horizontalAdvance(self.tabText(index)) + 2 * _PAD
        return QSize(width, max(measures.HIT_AREA, metrics.height() + 12))

    def minimumTabSizeHint(self, index: int) -> QSize:
        return self.tabSizeHint(index)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pointed = self.tabAt(self.mapFromGlobal(self.cursor().pos())) if self.underMouse() else -1
        for index in range(self.count()):
            rect = QRectF(self.tabRect(index)).adjusted(1, 1, -1, -1)
            current = index == self.currentIndex()
            if current or index == pointed:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(self._theme.colour("weak_accent" if current else "raised"))
                painter.drawRoundedRect(rect, 6, 6)
            if current and self.hasFocus():
                painter.setPen(QPen(self._theme.colour("accent"), measures.FOCUS_RING))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(rect, 6, 6)
            painter.setFont(self._theme.interface_font(bold=current))
            painter.setPen(self._theme.colour("ink" if current else "secondary"))
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self.tabText(index))
        painter.end()

    @Slot()
    def _on_theme(self) -> None:
        self.setFont(self._theme.interface_font())
        self.update()
