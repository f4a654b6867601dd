"""How a row of the sources is drawn: a number, a quotation, and whether it was found."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from assistant.ui.documents.source_rows import SourceRow
from assistant.ui.icons import pixmap
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme
from assistant.ui.words import number_text

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole + 1
_SIDE, _TOP, _GAP = 12, 8, 3
_LEFT = 32
"""What number or icon stand in, before the words."""
_ICON = 14
_MOST_LINES = 5
_ICONS = {"document": "file-text", "warning": "alert", "good": "check", "caution": "alert"}


class SourceDelegate(QStyledItemDelegate):
    """Rows are as high as their words need at the width of the list."""

    def __init__(self, theme: Theme, view: QListView) -> None:
        super().__init__(view)
        self._theme = theme
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        width = self._view.viewport().width()
        row: SourceRow = index.data(ROW)
        caption = QFontMetrics(self._theme.caption_font()).height()
        lines = self._lines(row, width)
        height = len(lines) * QFontMetrics(self._body_font(row)).lineSpacing() + 2 * _TOP
        for words in (row.where, row.verdict):
            height += caption + _GAP if words else 0
        return QSize(width, max(measures.HIT_AREA, height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: SourceRow = index.data(ROW)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_background(painter, option, row)
        rect = option.rect.adjusted(_SIDE + self._indent(row), _TOP, -_SIDE, -_TOP)
        self._paint_left(painter, rect.topLeft() - QPoint(self._indent(row), 0), row)
        top = rect.top()
        where_first = row.kind == "citation"
        if row.where and where_first:
            top = self._paint_caption(painter, rect, top, row.where, "secondary")
        font = self._body_font(row)
        painter.setFont(font)
        painter.setPen(self._theme.colour(self._tone(row)))
        metrics = QFontMetrics(font)
        for line in self._lines(row, option.rect.width()):
            painter.drawText(QPoint(rect.left(), top + metrics.ascent()), line)
            top += metrics.lineSpacing()
        top += _GAP
        if row.where and not where_first:
            role = "accent" if row.kind == "point" else "secondary"
            top = self._paint_caption(painter, rect, top, row.where, role)
        if row.verdict:
            self._paint_verdict(painter, rect, top, row)
        painter.restore()

    def _body_font(self, row: SourceRow) -> QFont:
        if row.kind in ("read", "heading"):
            return self._theme.caption_font(bold=row.kind == "heading")
        return self._theme.interface_font(bold=row.kind == "document")

    @staticmethod
    def _tone(row: SourceRow) -> str:
        if row.kind in ("read", "heading"):
            return "secondary"
        return "caution" if row.kind == "warning" else "ink"

    @staticmethod
    def _indent(row: SourceRow) -> int:
        return 0 if row.kind in ("read", "heading") else _LEFT

    def _lines(self, row: SourceRow, width: int) -> list[str]:
        room = max(60, width - 2 * _SIDE - self._indent(row))
        return _wrapped(row.text, self._body_font(row).toString(), room)

    def _paint_background(
        self, painter: QPainter, option: QStyleOptionViewItem, row: SourceRow
    ) -> None:
        state = option.state
        card = QRectF(option.rect).adjusted(5.5, 1.5, -5.5, -1.5)
        selected = bool(state & QStyle.StateFlag.State_Selected)
        pointed = bool(state & QStyle.StateFlag.State_MouseOver) and row.place is not None
        if selected or pointed:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("weak_accent" if selected else "raised"))
            painter.drawRoundedRect(card, measures.RADIUS_CONTROL, measures.RADIUS_CONTROL)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._theme.colour("accent"), measures.FOCUS_RING))
            painter.drawRoundedRect(card, measures.RADIUS_CONTROL, measures.RADIUS_CONTROL)

    def _paint_left(self, painter: QPainter, corner: QPoint, row: SourceRow) -> None:
        height = QFontMetrics(self._theme.interface_font()).height()
        if row.kind in _ICONS:
            role = "caution" if row.kind == "warning" else "secondary"
            self._icon(painter, corner + QPoint(2, (height - 16) // 2), _ICONS[row.kind], role, 16)
        elif row.number:
            self._paint_number(painter, corner, row)
        elif row.kind == "point":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("secondary"))
            painter.drawEllipse(QPoint(corner.x() + 12, corner.y() + height // 2 + 1), 2, 2)

    def _paint_number(self, painter: QPainter, corner: QPoint, row: SourceRow) -> None:
        painter.setFont(self._theme.caption_font(bold=True))
        text = number_text(row.number)
        metrics = painter.fontMetrics()
        chip = QRectF(corner.x(), corner.y(), max(24, metrics.horizontalAdvance(text) + 8), 18)
        painter.setPen(Qt.PenStyle.NoPen)
        here = self._theme.colour("accent" if row.tone != "caution" else "caution")
        painter.setBrush(self._theme.colour("weak_accent"))
        painter.drawRoundedRect(chip, 5, 5)
        painter.setPen(here)
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_caption(self, painter: QPainter, rect: QRect, top: int, text: str, role: str) -> int:
        painter.setFont(self._theme.caption_font())
        painter.setPen(self._theme.colour(role))
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(QPoint(rect.left(), top + metrics.ascent()), shown)
        return top + metrics.height() + _GAP

    def _paint_verdict(self, painter: QPainter, rect: QRect, top: int, row: SourceRow) -> None:
        name = _ICONS.get(row.tone)
        if name is not None:
            height = QFontMetrics(self._theme.caption_font()).height()
            at = QPoint(rect.left(), top + (height - _ICON) // 2)
            self._icon(painter, at, name, row.tone, _ICON)
            rect = rect.adjusted(_ICON + 5, 0, 0, 0)
        self._paint_caption(painter, rect, top, row.verdict, row.tone)

    def _icon(self, painter: QPainter, at: QPoint, name: str, role: str, size: int) -> None:
        dpr = painter.device().devicePixelRatioF()
        painter.drawPixmap(at, pixmap(name, getattr(self._theme.palette, role), size, dpr))


@lru_cache(maxsize=2000)
def _wrapped(text: str, font_text: str, room: int) -> list[str]:
    """`text` in lines of at most `room` pixels; the last one is cut where there are too many."""
    font = QFont()
    font.fromString(font_text)
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    lines: list[str] = []
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(room)
        start = line.textStart()
        if len(lines) == _MOST_LINES - 1:
            metrics = QFontMetrics(font)
            lines.append(metrics.elidedText(_from(text, start), Qt.TextElideMode.ElideRight, room))
            break
        lines.append(_from(text, start, line.textLength()).rstrip())
    layout.endLayout()
    return lines or [""]


def _from(text: str, start: int, length: int | None = None) -> str:
    """Part of `text` by Qt's counting, in which characters beyond U+FFFF are two."""
    units = text.encode("utf-16-le", "surrogatepass")
    end = None if length is None else 2 * (start + length)
    return units[2 * start : end].decode("utf-16-le", "surrogatepass")
