"""The tabs at the top of the inspector."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QTabBar, QWidget

from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

_LINE = 2


class InspectorTabs(QTabBar):
    """Words with a line under the current one; arrow keys go from one to the next."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("inspector_tabs")
        self.setAccessibleName(self.tr("Parts of the inspector"))
        self._theme = theme
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(False)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setMouseTracking(True)
        theme.changed.connect(self._on_theme)
        self._on_theme()

    def tabSizeHint(self, index: int) -> QSize:
        metrics = QFontMetrics(self._theme.interface_font(bold=True))
        width = metrics.horizontalAdvance(self.tabText(index)) + 2 * measures.GAP_S
        return QSize(width, measures.HIT_AREA)

    def minimumTabSizeHint(self, index: int) -> QSize:
        return self.tabSizeHint(index)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index in range(self.count()):
            rect = QRectF(self.tabRect(index))
            current = index == self.currentIndex()
            painter.setFont(self._theme.interface_font(bold=current))
            painter.setPen(self._theme.colour("ink" if current else "secondary"))
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self.tabText(index))
            if current:
                line = QRectF(rect.left() + measures.GAP_S, rect.bottom() - _LINE, 0, _LINE)
                line.setRight(rect.right() - measures.GAP_S)
                painter.fillRect(line, self._theme.colour("accent"))
                if self.hasFocus():
                    painter.setPen(QPen(self._theme.colour("accent"), measures.FOCUS_RING))
                    painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 5, 5)
        painter.end()

    @Slot()
    def _on_theme(self) -> None:
        self.setFont(self._theme.interface_font())
        self.update()
