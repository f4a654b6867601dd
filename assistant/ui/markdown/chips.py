"""The soft background of marks that lead to a source."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from assistant.ui.markdown.documents import Chip, QuietDocument
from assistant.ui.markdown.style import Style

_RADIUS = 3.5
_AROUND = 1.0


def paint_chips(painter: QPainter, document: QuietDocument, style: Style) -> None:
    """Paint behind the marks of a document that is laid out; its origin is the painter's."""
    if not document.chips:
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(style.palette.weak_accent))
    for chip in document.chips:
        for rect in _rects(document, chip):
            painter.drawRoundedRect(rect, _RADIUS, _RADIUS)
    painter.restore()


def _rects(document: QuietDocument, chip: Chip) -> Iterator[QRectF]:
    """Where the characters stand, one rectangle a line."""
    block = document.findBlock(chip.start)
    layout = block.layout()
    origin = document.documentLayout().blockBoundingRect(block).topLeft()
    first, last = chip.start - block.position(), chip.end - block.position()
    for number in range(layout.lineCount()):
        line = layout.lineAt(number)
        here = max(first, line.textStart())
        there = min(last, line.textStart() + line.textLength())
        if here < there:
            left, right = line.cursorToX(here)[0], line.cursorToX(there)[0]
            top = line.y() + line.ascent() - chip.ascent - _AROUND
            height = chip.ascent + chip.descent + 2 * _AROUND
            rect = QRectF(min(left, right) + 0.5, top, abs(right - left) - 1, height)
            yield rect.translated(origin)
