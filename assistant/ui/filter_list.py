"""A field that filters and the list below it, worked by keyboard: popups are made of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from assistant.core.display_text import one_line
from assistant.core.fuzzy import score
from assistant.ui.icons import pixmap
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

_ENTRY = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True)
class ListEntry:
    """`detail` stands at the right; `value` is what `chosen` hands over."""

    text: str
    value: Any
    icon: str = ""
    detail: str = ""
    weight: int = field(default=0, compare=False)


class _EntryDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        height = QFontMetrics(self._theme.interface_font()).height()
        return QSize(200, max(measures.HIT_AREA + 2, height + 14))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        entry: ListEntry = index.data(_ENTRY)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        state = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        if selected or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("weak_accent" if selected else "raised"))
            painter.drawRoundedRect(option.rect.adjusted(4, 1, -4, -1), 6, 6)
        area = option.rect.adjusted(14, 0, -14, 0)
        if entry.icon:
            colour = self._theme.palette.accent if selected else self._theme.palette.secondary
            drawn = pixmap(entry.icon, colour, 16, painter.device().devicePixelRatioF())
            painter.drawPixmap(area.left(), area.center().y() - 7, drawn)
        area.adjust(26, 0, 0, 0)
        if entry.detail:
            painter.setFont(self._theme.caption_font())
            painter.setPen(self._theme.colour("secondary"))
            metrics = painter.fontMetrics()
            detail = metrics.elidedText(entry.detail, Qt.TextElideMode.ElideLeft, area.width() // 2)
            painter.drawText(
                area, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), detail
            )
            area.adjust(0, 0, -metrics.horizontalAdvance(detail) - 12, 0)
        painter.setFont(self._theme.interface_font())
        painter.setPen(self._theme.colour("ink"))
        text = painter.fontMetrics().elidedText(
            entry.text, Qt.TextElideMode.ElideRight, area.width()
        )
        painter.drawText(
            area, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), text
        )
        painter.restore()


class FilterList(QWidget):
    """`chosen(object)`: the value of the entry that was clicked or confirmed with Enter.

    `left()`: Escape was pressed.
    """

    chosen = Signal(object)
    left = Signal()
    filtered = Signal(int)

    def __init__(self, theme: Theme, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: list[ListEntry] = []
        self.field = QLineEdit(self)
        self.field.setProperty("kind", "bare")
        self.field.setPlaceholderText(placeholder)
        self.field.setAccessibleName(placeholder)
        self.field.setMaxLength(300)
        self.field.textChanged.connect(self._on_text_changed)
        self.field.installEventFilter(self)
        self._model = QStandardItemModel(self)
        self.view = QListView(self)
        self.view.setAccessibleName(placeholder)
        self.view.setModel(self._model)
        self.view.setItemDelegate(_EntryDelegate(theme, self.view))
        self.view.setUniformItemSizes(True)
        self.view.setMouseTracking(True)
        self.view.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.clicked.connect(self._on_clicked)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.field)
        column.addWidget(self.view)

    def set_entries(self, entries: Sequence[ListEntry]) -> None:
        """Filter among these from now on."""
        self._entries = list(entries)
        self._on_text_changed(self.field.text())

    def texts(self) -> list[str]:
        """What the list shows now, from top to bottom."""
        return [self._model.item(row).text() for row in range(self._model.rowCount())]

    def select_value(self, value: object) -> None:
        """Put the cursor on the entry with this value, when it is shown."""
        for row in range(self._model.rowCount()):
            entry: ListEntry = self._model.item(row).data(_ENTRY)
            if entry.value == value:
                self.view.setCurrentIndex(self._model.index(row, 0))

    def row_height(self) -> int:
        return self.view.sizeHintForRow(0) if self._model.rowCount() else measures.HIT_AREA

    @Slot(str)
    def _on_text_changed(self, text: str) -> None:
        self._model.clear()
        for entry in _ranked(self._entries, text):
            item = QStandardItem(one_line(entry.text))
            item.setData(entry, _ENTRY)
            self._model.appendRow(item)
        if self._model.rowCount():
            self.view.setCurrentIndex(self._model.index(0, 0))
            self.view.scrollToTop()
        self.filtered.emit(self._model.rowCount())

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(index.data(_ENTRY).value)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: 8,
            Qt.Key.Key_PageUp: -8,
        }
        key = Qt.Key(event.key())
        if key in steps and self._model.rowCount():
            row = self.view.currentIndex().row() + steps[key]
            row = min(max(row, 0), self._model.rowCount() - 1)
            self.view.setCurrentIndex(self._model.index(row, 0))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_clicked(self.view.currentIndex())
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        elif key not in steps:
            return super().eventFilter(watched, event)
        return True


def _ranked(entries: Sequence[ListEntry], query: str) -> list[ListEntry]:
    if not query.strip():
        return list(entries)
    scored = [
        (found + entry.weight, entry)
        for entry in entries
        if (found := score(query, f"{entry.text} {entry.detail}")) is not None
    ]
    scored.sort(key=lambda pair: -pair[0])
    return [entry for _score, entry in scored]
