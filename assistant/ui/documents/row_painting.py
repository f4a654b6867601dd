"""How the rows of the library are drawn: two lines, an icon, a thin bar."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from assistant.ui.documents.library_list import Role
from assistant.ui.icons import pixmap
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

Index = QModelIndex | QPersistentModelIndex
_PAD = 10
_ICON = 16
_BAR = 3
_ROOM = 18
_ICONS = {"collection": "folder", "summary": "file-text", "document": "file"}


def row_height(theme: Theme) -> int:
    """Of a row with two lines."""
    lines = (theme.interface_font(), theme.caption_font())
    return sum(QFontMetrics(font).height() for font in lines) + _ROOM


class TwoLineDelegate(QStyledItemDelegate):
    """A name over a secondary line; every row is as high as the others."""

    def __init__(self, theme: Theme, parent: QStyledItemDelegate | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.painted = 0
        """Rows drawn so far: what scrolling costs."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, row_height(self.theme))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self.painted += 1
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_row(painter, option, index)
        painter.restore()

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        raise NotImplementedError

    def paint_background(self, painter: QPainter, option: QStyleOptionViewItem) -> QRect:
        """The soft card of a row that is chosen, pointed at or has the focus; what is inside."""
        state = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        card = QRectF(option.rect).adjusted(1.5, 1.5, -1.5, -1.5)
        if selected or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.theme.colour("weak_accent" if selected else "raised"))
            painter.drawRoundedRect(card, measures.RADIUS_CONTROL, measures.RADIUS_CONTROL)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.theme.colour("accent"), measures.FOCUS_RING))
            painter.drawRoundedRect(card, measures.RADIUS_CONTROL, measures.RADIUS_CONTROL)
        return option.rect.adjusted(_PAD, 0, -_PAD, 0)

    def paint_icon(self, painter: QPainter, inside: QRect, name: str, role: str) -> QRect:
        """The icon at the left; what is left of the room."""
        dpr = painter.device().devicePixelRatioF()
        drawn = pixmap(name, getattr(self.theme.palette, role), _ICON, dpr)
        painter.drawPixmap(QPoint(inside.left(), inside.center().y() - _ICON // 2 + 1), drawn)
        return inside.adjusted(_ICON + _PAD, 0, 0, 0)

    @staticmethod
    def text_width(row_width: int) -> int:
        """The room for the words of a row."""
        return row_width - 3 * _PAD - _ICON

    def paint_lines(
        self, painter: QPainter, room: QRect, lines: tuple[str, str], tone: str, up: int = 0
    ) -> None:
        """Name and secondary line, in the middle of the height, `up` pixels higher."""
        fonts = (self.theme.interface_font(), self.theme.caption_font())
        heights = [QFontMetrics(font).height() for font in fonts]
        top = room.top() + (room.height() - sum(heights) - 2) // 2 - up
        for text, font, height, role in zip(lines, fonts, heights, ("ink", tone), strict=True):
            self._paint_line(
                painter, QRect(room.left(), top, room.width(), height), text, font, role
            )
            top += height + 2

    def _paint_line(
        self, painter: QPainter, where: QRect, text: str, font: QFont, role: str
    ) -> None:
        painter.setFont(font)
        painter.setPen(self.theme.colour(role))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, where.width())
        # A line with characters of another face may be higher than the room it has.
        how = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip
        painter.drawText(where, int(how), shown)


class LibraryDelegate(TwoLineDelegate):
    """Rows of the library: headings, collections with their progress, summaries, documents."""

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        kind = index.data(Role.KEY).kind
        if kind == "heading":
            self._paint_heading(painter, option.rect, str(index.data()))
            return
        inside = self.paint_background(painter, option)
        room = self.paint_icon(painter, inside, _ICONS[kind], "secondary")
        fraction = index.data(Role.FRACTION)
        lines = (str(index.data()), str(index.data(Role.LINE)))
        tone = index.data(Role.TONE)
        self.paint_lines(painter, room, lines, tone, up=0 if fraction is None else 3)
        if fraction is not None:
            self._paint_bar(painter, room, fraction)

    def _paint_heading(self, painter: QPainter, rect: QRect, text: str) -> None:
        painter.setFont(self.theme.caption_font(bold=True))
        painter.setPen(self.theme.colour("secondary"))
        where = rect.adjusted(_PAD, 0, -_PAD, -6)
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, where.width())
        painter.drawText(
            where, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom), shown
        )

    def _paint_bar(self, painter: QPainter, room: QRect, fraction: float) -> None:
        bar = QRectF(room.left(), room.bottom() - 8, room.width(), _BAR)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.colour("hairline"))
        painter.drawRoundedRect(bar, _BAR / 2, _BAR / 2)
        bar.setWidth(max(_BAR, bar.width() * fraction))
        painter.setBrush(self.theme.colour("accent"))
        painter.drawRoundedRect(bar, _BAR / 2, _BAR / 2)
