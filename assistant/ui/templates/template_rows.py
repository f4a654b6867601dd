"""Templates in a list: a title, how it is typed, and a star for a favourite."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QObject, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from assistant.core.templates.template import Template
from assistant.ui.icons import pixmap
from assistant.ui.templates.template_words import mode_icon, summary_of, title_of
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

_TEMPLATE = Qt.ItemDataRole.UserRole + 1
_MARK = Qt.ItemDataRole.UserRole + 2
KEY = Qt.ItemDataRole.UserRole + 3
_ICON = 16
_LEFT_TO_RIGHT = "\u200e"
"""The slash stays before the name where everything else is written from the right."""


class _RowDelegate(QStyledItemDelegate):
    """`tall` rows say in a second line what a template does."""

    def __init__(self, theme: Theme, tall: bool, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._tall = tall

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        height = QFontMetrics(self._theme.interface_font()).height()
        if self._tall:
            height += QFontMetrics(self._theme.caption_font()).height() + 2
        return QSize(120, max(measures.HIT_AREA + 2, height + 14))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        template: Template = index.data(_TEMPLATE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_back(painter, option)
        right_to_left = option.direction == Qt.LayoutDirection.RightToLeft
        area = option.rect.adjusted(14, 0, -14, 0)
        ratio = painter.device().devicePixelRatioF()
        palette = self._theme.palette
        drawn = pixmap(mode_icon(template.mode), palette.secondary, _ICON, ratio)
        left = area.right() - _ICON + 1 if right_to_left else area.left()
        painter.drawPixmap(left, area.center().y() - _ICON // 2 + 1, drawn)
        area.adjust(*((0, 0, -26, 0) if right_to_left else (26, 0, 0, 0)))
        lines = option.rect.adjusted(0, 7, 0, -7)
        first = area.adjusted(0, lines.top() - area.top(), 0, 0)
        first.setHeight(lines.height() // 2 if self._tall else lines.height())
        self._paint_first(painter, template, index.data(_MARK), first, right_to_left)
        if self._tall:
            second = area.adjusted(0, first.bottom() + 1 - area.top(), 0, 0)
            second.setBottom(lines.bottom())
            self._paint_text(painter, summary_of(template), second, "secondary", caption=True)
        painter.restore()

    def _paint_back(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if not selected and not option.state & QStyle.StateFlag.State_MouseOver:
            return
        box = option.rect.adjusted(4, 1, -4, -1)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus) and selected
        painter.setPen(self._theme.colour("accent") if focused else Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("weak_accent" if selected else "raised"))
        painter.drawRoundedRect(box, measures.RADIUS_CONTROL, measures.RADIUS_CONTROL)

    def _paint_first(
        self, painter: QPainter, template: Template, mark: str, area: object, mirrored: bool
    ) -> None:
        """The title, then a star; at the other side the mark or how it is typed."""
        rect = area.adjusted(0, 0, 0, 0)  # type: ignore[attr-defined]
        typed = f"{_LEFT_TO_RIGHT}/{template.name}" if template.name and not self._tall else ""
        detail = mark or typed
        metrics = QFontMetrics(self._theme.caption_font())
        room = rect.width() * 2 // 5
        shown = metrics.elidedText(detail, Qt.TextElideMode.ElideRight, room)
        width = metrics.horizontalAdvance(shown)
        side = rect.adjusted(0, 0, 0, 0)
        if mirrored:
            side.setRight(side.left() + width)
        else:
            side.setLeft(side.right() - width)
        tone = "accent" if mark else "faint"
        self._paint_text(painter, shown, side, tone, caption=True)
        gap = width + 12 if width else 0
        rect.adjust(*((gap, 0, 0, 0) if mirrored else (0, 0, -gap, 0)))
        star = 18 if template.favourite else 0
        metrics = QFontMetrics(self._theme.interface_font())
        title = title_of(template)
        room = rect.width() - star
        wide = min(room, metrics.horizontalAdvance(title))
        titled = rect.adjusted(star, 0, 0, 0) if mirrored else rect.adjusted(0, 0, -star, 0)
        self._paint_text(painter, title, titled, "ink")
        if star:
            left = rect.right() - wide - star if mirrored else rect.left() + wide + 5
            ratio = painter.device().devicePixelRatioF()
            drawn = pixmap("star-filled", self._theme.palette.caution, 13, ratio)
            painter.drawPixmap(left, rect.center().y() - 6, drawn)

    def _paint_text(
        self, painter: QPainter, text: str, rect: object, tone: str, *, caption: bool = False
    ) -> None:
        font = self._theme.caption_font() if caption else self._theme.interface_font()
        painter.setFont(font)
        painter.setPen(self._theme.colour(tone))
        width = rect.width()  # type: ignore[attr-defined]
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, width)
        flags = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(rect, int(flags), shown)  # type: ignore[call-overload]


class TemplateRows(QListView):
    """The rows; `keys` identify them, `marks` are said in the place of how one is typed."""

    def __init__(self, theme: Theme, *, tall: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = QStandardItemModel(self)
        self.setModel(self._model)
        self.setItemDelegate(_RowDelegate(theme, tall, self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        theme.changed.connect(self.viewport().update)

    def show_templates(
        self,
        templates: Sequence[Template],
        keys: Sequence[int] | None = None,
        marks: Sequence[str] | None = None,
    ) -> None:
        """Show these from top to bottom; the cursor goes to none of them."""
        self._model.clear()
        for number, template in enumerate(templates):
            mark = marks[number] if marks else ""
            said = (title_of(template), f"/{template.name}", summary_of(template), mark)
            item = QStandardItem(title_of(template))
            item.setData(template, _TEMPLATE)
            item.setData(mark, _MARK)
            item.setData(template.id if keys is None else keys[number], KEY)
            item.setData(". ".join(filter(None, said)), Qt.ItemDataRole.AccessibleTextRole)
            self._model.appendRow(item)

    def update_row(self, key: int, template: Template, mark: str) -> None:
        """Show another state of the row with `key`, where it is."""
        row = self.row_of(key)
        if row >= 0:
            item = self._model.item(row)
            item.setText(title_of(template))
            item.setData(template, _TEMPLATE)
            item.setData(mark, _MARK)

    def count(self) -> int:
        return self._model.rowCount()

    def texts(self) -> list[str]:
        """What the list shows now, from top to bottom."""
        return [self._model.item(row).text() for row in range(self.count())]

    def current(self) -> Template | None:
        index = self.currentIndex()
        return index.data(_TEMPLATE) if index.isValid() else None

    def current_key(self) -> int | None:
        index = self.currentIndex()
        return index.data(KEY) if index.isValid() else None

    def template_at(self, index: QModelIndex) -> Template:
        found: Template = index.data(_TEMPLATE)
        return found

    def row_of(self, key: int) -> int:
        """Where the row with `key` is; -1 where none is."""
        rows = range(self.count())
        return next((row for row in rows if self._model.item(row).data(KEY) == key), -1)

    def go_to(self, row: int) -> None:
        """Put the cursor on a row; past an end it stays at that end."""
        if self.count():
            wanted = self._model.index(min(max(row, 0), self.count() - 1), 0)
            self.setCurrentIndex(wanted)
            self.scrollTo(wanted)

    def step(self, rows: int) -> None:
        self.go_to(self.currentIndex().row() + rows)

    def row_height(self) -> int:
        return self.sizeHintForRow(0) if self.count() else measures.HIT_AREA
