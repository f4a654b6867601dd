"""The quiet switch between the parts of the mode "Models"."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme
from assistant.ui.word_tabs import WordTabs

_PAD = 14


class PartTabs(WordTabs):
    """Words in a row, the current one on a card.

    Where there is no room for all of them they scroll.
    """

    def __init__(self, theme: Theme, name: str, parent: QWidget) -> None:
        super().__init__(theme, name, parent, scrolls=True)

    def tabSizeHint(self, index: int) -> QSize:
        word = self.word_size(index)
        return QSize(word.width() + 2 * _PAD, max(measures.HIT_AREA, word.height() + 12))

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
