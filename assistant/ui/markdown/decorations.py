"""What is painted around the text of a leaf: cards, markers, bars, captions."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from assistant.ui.markdown.leaves import Kind, Leaf
from assistant.ui.markdown.segment import Segment, indent_of
from assistant.ui.markdown.style import Style
from assistant.ui.theme import measures

BAR_WIDTH = 3


def paint_card(
    painter: QPainter, segment: Segment, height: float, *, first: bool, last: bool
) -> None:
    """The card behind code: round where the group begins and ends."""
    roles = segment.style.palette
    radius = float(measures.RADIUS_CARD)
    whole = QRectF(segment.indent, 0, segment.width + 2 * segment.style.code_padding, height)
    rect = whole.adjusted(0.5, 0.5 if first else -radius, -0.5, -0.5 if last else radius)
    path = QPainterPath()
    path.addRoundedRect(rect, radius, radius)
    painter.save()
    painter.setClipRect(whole, Qt.ClipOperation.IntersectClip)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(QColor(roles.surface))
    painter.setPen(QPen(QColor(roles.hairline), 1))
    painter.drawPath(path)
    painter.restore()


def paint_caption(painter: QPainter, segment: Segment) -> None:
    """The language over a piece of code."""
    style = segment.style
    painter.setFont(style.caption_font)
    painter.setPen(QColor(style.palette.secondary))
    rect = QRectF(segment.x, 2, segment.width - 40, style.caption_height - 2)
    flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
    painter.drawText(rect, flags, segment.leaf.language)


def paint_strip(
    painter: QPainter, segment: Segment, extent: float, scrolled: float, height: float
) -> None:
    """The handle under a group that is wider (`extent`) than its room."""
    share = segment.width / extent
    bar = QRectF(segment.x + scrolled * share, height - 7, max(24.0, segment.width * share), 4)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(segment.style.palette.control))
    painter.drawRoundedRect(bar, 2, 2)


def paint_quotes(painter: QPainter, leaf: Leaf, style: Style, space: int, height: float) -> None:
    """A bar for each quotation around `leaf`; `space` above it is filled within the same one."""
    for depth, container in enumerate(leaf.containers[:16]):
        if container == "Q":
            x = indent_of(leaf.containers[:depth], style)
            above = space if depth < leaf.shared else 0
            bar = QRectF(x, -above, BAR_WIDTH, height + above)
            painter.fillRect(bar, QColor(style.palette.control))


def paint_marker(painter: QPainter, segment: Segment) -> None:
    """What stands before the first leaf of a list item."""
    marker, style = segment.leaf.marker, segment.style
    line = segment.document.begin().layout().lineAt(0)
    inset = style.code_padding if segment.leaf.kind is Kind.CODE else 0
    baseline = segment.y + style.body_px * 1.2
    if line.isValid() and segment.leaf.kind not in (Kind.TABLE, Kind.CODE):
        baseline = line.y() + line.ascent()
    x_height = style.body_px * 0.53
    middle = QPointF(segment.x - inset - 13 * style.scale, baseline - x_height / 2)
    colour = QColor(style.palette.secondary)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if marker == "•":
        painter.setBrush(colour)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawEllipse(middle, 2.4 * style.scale, 2.4 * style.scale)
    elif marker.startswith("["):
        _paint_box(painter, style, middle, checked=marker == "[x]")
    else:
        painter.setFont(style.body_font)
        painter.setPen(colour)
        advance = painter.fontMetrics().horizontalAdvance(marker)
        painter.drawText(QPointF(segment.x - inset - 7 - advance, baseline), marker)
    painter.restore()


def _paint_box(painter: QPainter, style: Style, middle: QPointF, *, checked: bool) -> None:
    roles = style.palette
    half = round(6.5 * style.scale)
    box = QRectF(round(middle.x()) - half, round(middle.y()) - half - 1, 2 * half, 2 * half)
    painter.setPen(QPen(QColor(roles.accent if checked else roles.control), 1.4))
    painter.setBrush(QColor(roles.accent if checked else roles.surface))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
    if checked:
        painter.setPen(QPen(QColor(roles.on_accent), 1.8))
        painter.drawPolyline(
            [
                QPointF(box.left() + half * 0.5, box.center().y()),
                QPointF(box.left() + half * 0.87, box.bottom() - half * 0.58),
                QPointF(box.right() - half * 0.42, box.top() + half * 0.6),
            ]
        )
