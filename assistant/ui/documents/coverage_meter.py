"""A thin bar with one cell for each section: what has been read, and what has not."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from assistant.controllers.reply_work import Cell
from assistant.ui.documents.plan_words import cell_text, coverage_text
from assistant.ui.theme.theme import Theme

_HEIGHT = 14
_GAP = 2.0
_DOCUMENT_GAP = 6.0
_NARROWEST = 4.0
"""Cells narrower than this have no gaps between them."""


class CoverageMeter(QWidget):
    """States differ in shape as well as in colour.

    Waiting is a thin line, working an outlined cell half full, done a full cell, failed a full
    cell that is crossed out.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("coverage_meter")
        self._theme = theme
        self._cells: tuple[Cell, ...] = ()
        self._coverage = 0.0
        self.setAccessibleName(self.tr("What has been read"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @property
    def cells(self) -> tuple[Cell, ...]:
        return self._cells

    def set_progress(self, cells: tuple[Cell, ...], coverage: float) -> None:
        """Show these sections; `coverage` is the part of the text that is read, 0 to 1."""
        if cells == self._cells and coverage == self._coverage:
            return
        self._cells, self._coverage = cells, coverage
        self.setAccessibleDescription(self.text())
        self.update()

    def text(self) -> str:
        """The same in words."""
        return coverage_text(self._cells, self._coverage)

    def boxes(self) -> list[QRectF]:
        """Where each cell stands; their widths are in proportion to the sections."""
        cells = self._cells
        if not cells:
            return []
        breaks = sum(1 for a, b in pairwise(cells) if a.document != b.document)
        inner = len(cells) - 1 - breaks
        gap, between = _GAP, _DOCUMENT_GAP
        room = self.width() - breaks * between
        if room - inner * gap < len(cells) * _NARROWEST:
            gap = 0.0
        if room < len(cells):
            between, room = 0.0, float(self.width())
        room = max(1.0, room - inner * gap)
        total = float(sum(max(1, cell.weight) for cell in cells))
        made, left = [], 0.0
        for number, cell in enumerate(cells):
            width = room * max(1, cell.weight) / total
            begin, end = (left, left + width) if gap else (round(left), round(left + width))
            made.append(QRectF(begin, 0.0, end - begin, float(self.height())))
            ends = number + 1 < len(cells) and cells[number + 1].document != cell.document
            left += width + (between if ends else gap)
        return made

    def cell_at(self, place: QPoint) -> int | None:
        """The number of the cell at `place`, gaps counting to their neighbours."""
        boxes = self.boxes()
        if not boxes:
            return None
        return min(
            range(len(boxes)),
            key=lambda number: max(
                boxes[number].left() - place.x(), 0.0, place.x() - boxes[number].right()
            ),
        )

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            number = self.cell_at(event.pos())
            text = self.text() if number is None else cell_text(self._cells, number)
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    def sizeHint(self) -> QSize:
        return QSize(240, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        accent, danger = self._theme.colour("accent"), self._theme.colour("danger")
        waiting, weak = self._theme.colour("control"), self._theme.colour("weak_accent")
        for cell, box in zip(self._cells, self.boxes(), strict=True):
            full = box.adjusted(0, 1, 0, -1)
            if cell.state == "waiting":
                middle = box.center().y()
                painter.fillRect(QRectF(box.left(), middle - 1, box.width(), 2), waiting)
            elif cell.state == "working":
                painter.fillRect(full, weak)
                _half(painter, full, accent)
            elif cell.state == "done":
                painter.fillRect(full, accent)
            else:
                painter.fillRect(full, danger)
                _crossed(painter, full, self._theme.colour("paper"))


def _half(painter: QPainter, box: QRectF, colour: QColor) -> None:
    """An outline, filled up to the middle."""
    lower = QRectF(box.left(), box.center().y(), box.width(), box.height() / 2)
    painter.fillRect(lower, colour)
    if box.width() >= _NARROWEST:
        painter.setPen(QPen(colour, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))


def _crossed(painter: QPainter, box: QRectF, colour: QColor) -> None:
    middle = box.center()
    reach = min(box.width(), box.height()) / 2 - 2
    if reach < 1:
        return
    painter.setPen(QPen(colour, 1.5))
    slope = QPointF(reach, reach)
    painter.drawLine(middle - slope, middle + slope)
    slope = QPointF(reach, -reach)
    painter.drawLine(middle - slope, middle + slope)
