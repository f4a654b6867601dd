"""The tabs at the top of the inspector."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme
from assistant.ui.word_tabs import WordTabs

_LINE = 2


class InspectorTabs(WordTabs):
    """Words with a line under the current one."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, "", parent, scrolls=False)
        self.setObjectName("inspector_tabs")
        self.setAccessibleName(self.tr("Parts of the inspector"))

    def tabSizeHint(self, index: int) -> QSize:
        return QSize(self.word_size(index).width() + 2 * measures.GAP_S, measures.HIT_AREA)

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
