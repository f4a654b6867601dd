"""What an answer stands on: documents, quotations and whether they are there, points."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QListView, QStackedWidget, QVBoxLayout, QWidget

from assistant.core.citation_marks import resolve
from assistant.core.grounding import Sources
from assistant.ui.controls import Caption
from assistant.ui.documents.source_painting import ROW, SourceDelegate
from assistant.ui.documents.source_rows import SourceRow, source_rows
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

Index = QModelIndex | QPersistentModelIndex


class _Rows(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[SourceRow] = []

    def set_rows(self, rows: list[SourceRow]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.rows[index.row()]
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.spoken
        return None


class SourceList(QListView):
    """`chosen(QModelIndex)`: a click, Enter or Space on a row."""

    chosen = Signal(QModelIndex)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(False)
        self.clicked.connect(self.chosen)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if event.key() in keys and self.currentIndex().isValid():
            self.chosen.emit(self.currentIndex())
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()


class SourcesPanel(QWidget):
    """`place_chosen(MarkPlace)`: the person wants to see what stands there."""

    place_chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sources_panel")
        self.setAccessibleName(self.tr("Sources"))
        self._theme = theme
        self._sources: Sources | None = None
        self._model = _Rows(self)
        self._stack = QStackedWidget(self)
        self.list = SourceList(self._stack)
        self.list.setObjectName("source_list")
        self.list.setAccessibleName(self.tr("Sources of the answer"))
        self.list.setModel(self._model)
        self.list.setItemDelegate(SourceDelegate(theme, self.list))
        self.list.chosen.connect(self._on_chosen)
        self.empty = self._empty_page()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.list)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        theme.changed.connect(self._on_theme)

    def _empty_page(self) -> QWidget:
        page = QWidget(self._stack)
        text = self.tr(
            "What an answer from documents stands on is listed here, with its pages. "
            "This conversation has no such answer yet."
        )
        column = QVBoxLayout(page)
        column.setContentsMargins(measures.GAP_L, measures.GAP_S, measures.GAP_L, measures.GAP_L)
        column.addWidget(Caption(self._theme, text, page))
        column.addStretch(1)
        return page

    @property
    def rows(self) -> list[SourceRow]:
        """What is listed."""
        return self._model.rows

    def show_sources(self, sources: Sources | None) -> None:
        """List what an answer stands on; None when there is no such answer."""
        if sources != self._sources:
            self._sources = sources
            self._model.set_rows(source_rows(sources) if sources is not None else [])
        self._stack.setCurrentWidget(self.empty if sources is None else self.list)

    def select_mark(self, mark: str) -> None:
        """Make the first row that a mark ("2", "p. 3") stands for the current one."""
        places = resolve(mark, self._sources) if self._sources is not None else ()
        wanted = int(mark) if mark.isdigit() else 0
        for number, row in enumerate(self.rows):
            if row.place is None or not places:
                continue
            same_page = (row.place.document, row.place.page) == (
                places[0].document,
                places[0].page,
            )
            if row.number == wanted if wanted else row.kind != "citation" and same_page:
                self.list.setCurrentIndex(self._model.index(number))
                return

    def take_focus(self) -> None:
        """Put the cursor on the current row, the first when there is none."""
        if self._stack.currentWidget() is not self.list:
            return
        if not self.list.currentIndex().isValid() and self.rows:
            self.list.setCurrentIndex(self._model.index(0))
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 120)

    @Slot(QModelIndex)
    def _on_chosen(self, index: QModelIndex) -> None:
        row: SourceRow = index.data(ROW)
        if row.place is not None:
            self.place_chosen.emit(row.place)

    @Slot()
    def _on_theme(self) -> None:
        self.list.viewport().update()
