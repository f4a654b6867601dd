"""The table of terms: searched, edited in place, worked by keyboard."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPointF,
    QRectF,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from assistant.core.translation.glossary import Term
from assistant.ui.icons import pixmap
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme
from assistant.ui.translation.term_model import KEEP, NOTE, SOURCE, TARGET, TermModel

_BOX = 16
_NOTE_FROM = 560
"""A narrower table has no room for notes."""


class _KeepDelegate(QStyledItemDelegate):
    """A box that is ticked by a click anywhere in its cell, or with the space bar."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, self._theme.colour("weak_accent"))
        box = QRectF(0, 0, _BOX, _BOX)
        box.moveCenter(QPointF(option.rect.left() + _BOX, option.rect.center().y() + 0.5))
        ticked = Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)) == Qt.CheckState.Checked
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        edge = "ink" if focused else "accent" if ticked else "control"
        painter.setPen(QPen(self._theme.colour(edge), 2 if focused else 1))
        painter.setBrush(self._theme.colour("accent" if ticked else "surface"))
        painter.drawRoundedRect(box, 4, 4)
        if ticked:
            colour = self._theme.palette.on_accent
            drawn = pixmap("check", colour, _BOX - 4, painter.device().devicePixelRatioF())
            painter.drawPixmap(QPointF(box.left() + 2, box.top() + 2), drawn)
        painter.restore()

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: QModelIndex,
    ) -> bool:
        clicked = event.type() == QEvent.Type.MouseButtonRelease
        space = (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Space
        )
        if not clicked and not space:
            return False
        ticked = Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)) == Qt.CheckState.Checked
        state = Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked
        return model.setData(index, state, Qt.ItemDataRole.CheckStateRole)


class TermTable(QTableView):
    """`removed(list)`: what was deleted, for `model.put_back`."""

    removed = Signal(list)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.terms = TermModel(self)
        self.setModel(self.terms)
        self.setAccessibleName(self.tr("Terms"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.setShowGrid(False)
        self.setStyleSheet("QTableView::item { padding: 0 8px; }")  # as the header has it
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(KEEP, QHeaderView.ResizeMode.Fixed)
        self.setItemDelegateForColumn(KEEP, _KeepDelegate(theme, self))
        theme.changed.connect(self._on_theme)
        self._on_theme()

    def add(self) -> None:
        """Begin a new term at the top."""
        row = self.terms.add()
        index = self.terms.index(row, SOURCE)
        self.scrollToTop()
        self.setCurrentIndex(index)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        QTimer.singleShot(0, self._edit_current)

    @Slot()
    def _edit_current(self) -> None:
        if self.currentIndex().isValid():
            self.edit(self.currentIndex())

    @Slot()
    def remove_chosen(self) -> None:
        ranges = self.selectionModel().selection()  # single rows would be asked for one by one
        rows = sorted({row for each in ranges for row in range(each.top(), each.bottom() + 1)})
        gone: list[tuple[int, Term]] = self.terms.remove(rows)
        if gone:
            self.removed.emit(gone)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        editing = self.state() == QAbstractItemView.State.EditingState
        index = self.currentIndex()
        if not editing and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove_chosen()
        elif not editing and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if index.isValid() and index.column() != KEEP:
                self.edit(index)
        else:
            super().keyPressEvent(event)

    def closeEditor(self, editor: QWidget, hint: object) -> None:
        """Enter in a new term goes on to its translation."""
        super().closeEditor(editor, hint)  # type: ignore[arg-type]
        index = self.currentIndex()
        if not index.isValid() or index.column() != SOURCE:
            return
        term = self.terms.term(index.row())
        if term.source and not term.target and not term.keep:
            self.setCurrentIndex(self.terms.index(index.row(), TARGET))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setColumnHidden(NOTE, self.viewport().width() < _NOTE_FROM)

    @Slot()
    def _on_theme(self) -> None:
        metrics = self.fontMetrics()
        self.verticalHeader().setDefaultSectionSize(max(measures.HIT_AREA, metrics.height() + 12))
        words = metrics.horizontalAdvance(
            str(self.terms.headerData(KEEP, Qt.Orientation.Horizontal))
        )
        self.horizontalHeader().resizeSection(KEEP, max(64, words + 28))
