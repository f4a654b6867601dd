"""How a row of the conversation list is drawn and renamed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QMouseEvent,
    QPainter,
    QPen,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from assistant.core.display_text import one_line
from assistant.ui.conversations.list_model import HEADING, HIT, Role
from assistant.ui.icons import pixmap
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

Index = QModelIndex | QPersistentModelIndex
_ROW = 36
_HIT_ROW = 62
_SIDE = 8
_PAD = 10


class ConversationDelegate(QStyledItemDelegate):
    """`menu_requested(QPoint, QModelIndex)`: the row's ⋯ was pressed (global position).

    `editing_ended()`: a title was typed, or not; the list may be filled again.
    """

    menu_requested = Signal(object, object)
    editing_ended = Signal()

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.shown: int | None = None
        """The open conversation."""
        self.editing = False

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        metrics = QFontMetrics(self._theme.interface_font())
        if index.data(Role.KIND) == HIT:
            caption = QFontMetrics(self._theme.caption_font())
            return QSize(120, max(_HIT_ROW, metrics.height() + 2 * caption.height() + 16))
        return QSize(120, max(_ROW, metrics.height() + 14))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        kind = index.data(Role.KIND)
        if kind == HEADING:
            self._paint_heading(painter, option.rect, str(index.data()))
        else:
            self._paint_background(painter, option, index)
            inner = option.rect.adjusted(_SIDE + _PAD, 0, -_SIDE - _PAD, 0)
            if kind == HIT:
                self._paint_hit(painter, inner, index)
            else:
                self._paint_row(painter, inner, option, index)
        painter.restore()

    def _paint_heading(self, painter: QPainter, rect: QRect, text: str) -> None:
        painter.setFont(self._theme.caption_font(bold=True))
        painter.setPen(self._theme.colour("secondary"))
        where = rect.adjusted(_SIDE + _PAD, 0, -_SIDE - _PAD, -6)
        elided = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, where.width())
        painter.drawText(
            where, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom), elided
        )

    def _paint_background(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index
    ) -> None:
        state = option.state
        current = index.data(Role.CONVERSATION) == self.shown
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        card = QRectF(option.rect).adjusted(_SIDE + 0.5, 1.5, -_SIDE - 0.5, -1.5)
        if current or hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("weak_accent" if current else "raised"))
            painter.drawRoundedRect(card, measures.RADIUS_CONTROL, measures.RADIUS_CONTROL)
        if focused:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._theme.colour("accent"), measures.FOCUS_RING))
            painter.drawRoundedRect(card, measures.RADIUS_CONTROL, measures.RADIUS_CONTROL)

    def _paint_row(
        self, painter: QPainter, rect: QRect, option: QStyleOptionViewItem, index: Index
    ) -> None:
        state = option.state
        marked = bool(state & (QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_HasFocus))
        dpr = painter.device().devicePixelRatioF()
        right = rect.right() + 4
        if marked:
            more = pixmap("more", self._theme.palette.secondary, 16, dpr)
            painter.drawPixmap(QPoint(right - 16, rect.center().y() - 7), more)
            right -= 22
        if index.data(Role.PINNED):
            pin = pixmap("pin", self._theme.palette.faint, 14, dpr)
            painter.drawPixmap(QPoint(right - 14, rect.center().y() - 6), pin)
            right -= 20
        current = index.data(Role.CONVERSATION) == self.shown
        painter.setFont(self._theme.interface_font(bold=current))
        painter.setPen(self._theme.colour("ink"))
        where = QRect(rect.left(), rect.top(), right - rect.left(), rect.height())
        text = painter.fontMetrics().elidedText(
            str(index.data()), Qt.TextElideMode.ElideRight, where.width()
        )
        painter.drawText(
            where, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), text
        )

    def _paint_hit(self, painter: QPainter, rect: QRect, index: Index) -> None:
        snippet = str(index.data(Role.SNIPPET) or "")
        painter.setFont(self._theme.interface_font())
        painter.setPen(self._theme.colour("ink"))
        metrics = painter.fontMetrics()
        title = metrics.elidedText(str(index.data()), Qt.TextElideMode.ElideRight, rect.width())
        if index.data(Role.MESSAGE) is None:
            self._paint_title_hit(painter, rect, snippet or title, index)
            return
        top = rect.top() + 6
        painter.drawText(rect.left(), top + metrics.ascent(), title)
        layout = self._snippet_layout(snippet, index.data(Role.SPANS) or (), rect.width())
        painter.setPen(self._theme.colour("secondary"))
        painter.setClipRect(rect)
        layout.draw(painter, QPoint(rect.left(), top + metrics.height() + 2))

    def _paint_title_hit(self, painter: QPainter, rect: QRect, title: str, index: Index) -> None:
        font = self._theme.interface_font()
        spans = index.data(Role.SPANS) or ()
        layout = self._snippet_layout(title, spans, rect.width(), font, lines=1)
        painter.setClipRect(rect)
        top = rect.center().y() - round(layout.boundingRect().height() / 2)
        layout.draw(painter, QPoint(rect.left(), top))

    def _snippet_layout(
        self,
        snippet: str,
        spans: Sequence[tuple[int, int]],
        width: int,
        font: QFont | None = None,
        lines: int = 2,
    ) -> QTextLayout:
        """The first lines of the snippet with the matches marked."""
        shown, ranges = _flattened(snippet, spans)
        layout = QTextLayout(shown, font or self._theme.caption_font())
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.setFormats([self._found(start, length) for start, length in ranges])
        layout.beginLayout()
        height = 0.0
        for _number in range(lines):
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(width)
            line.setPosition(QPoint(0, round(height)))
            height += line.height()
        layout.endLayout()
        return layout

    def _found(self, start: int, length: int) -> QTextLayout.FormatRange:
        found = QTextLayout.FormatRange()
        found.start, found.length = start, length
        look = QTextCharFormat()
        look.setBackground(QColor(self._theme.palette.found))
        look.setForeground(QColor(self._theme.palette.ink))
        found.format = look
        return found

    # --- renaming and the row's menu ----------------------------------------------------------

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QLineEdit(parent)
        editor.setMaxLength(200)
        editor.setAccessibleName(self.tr("New title"))
        self.editing = True
        return editor

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        self.editing = False
        super().destroyEditor(editor, index)
        self.editing_ended.emit()

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QLineEdit):
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole)))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QLineEdit):
            model.setData(index, one_line(editor.text(), 200), Qt.ItemDataRole.EditRole)

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        editor.setGeometry(option.rect.adjusted(_SIDE, 1, -_SIDE, -1))

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        if (
            isinstance(event, QMouseEvent)
            and event.type() == QEvent.Type.MouseButtonRelease
            and event.button() == Qt.MouseButton.LeftButton
            and index.data(Role.KIND) != HIT
            and event.position().x() > option.rect.right() - _SIDE - 34
        ):
            self.menu_requested.emit(event.globalPosition().toPoint(), index)
            return True
        return super().editorEvent(event, model, option, index)


def _flattened(snippet: str, spans: Sequence[tuple[int, int]]) -> tuple[str, list[tuple[int, int]]]:
    """The snippet on one line and its matches as (start, length) in UTF-16 units, as Qt counts."""
    shown = "".join(" " if c.isspace() or ord(c) < 32 else c for c in snippet)
    widths = [2 if ord(c) > 0xFFFF else 1 for c in shown]
    ranges = []
    for start, end in spans:
        ranges.append((sum(widths[:start]), sum(widths[start:end])))
    return shown, ranges
