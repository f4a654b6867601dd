"""The left side of the library: a filter and the list of everything that is kept."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QListView, QVBoxLayout, QWidget

from assistant.controllers.collections import CollectionsController
from assistant.ui.actions import ActionRegistry
from assistant.ui.controls import Caption
from assistant.ui.documents.library_list import Key, LibraryModel
from assistant.ui.documents.row_painting import LibraryDelegate
from assistant.ui.icons import icon
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

_TOGETHER_MS = 100
"""Changes that follow each other this closely are shown at once."""
_DELETE = QKeySequence("Del")


class LibraryPanel(QWidget):
    """Chooses one thing at a time; every signal brings its `Key`.

    shown(object)              the cursor went to it (None: to nothing)
    pressed(object)            a click
    open_requested(object)     Enter
    delete_requested(object)   Del
    rename_requested(object)   the keys for renaming
    pause_requested(object)    Space
    filled()                   the list shows what is known now
    """

    shown = Signal(object)
    pressed = Signal(object)
    open_requested = Signal(object)
    delete_requested = Signal(object)
    rename_requested = Signal(object)
    pause_requested = Signal(object)
    filled = Signal()

    def __init__(
        self,
        collections: CollectionsController,
        theme: Theme,
        actions: ActionRegistry,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._collections = collections
        self._theme = theme
        self._actions = actions
        self._key: Key | None = None
        self._filling = False
        self.filter = QLineEdit(self)
        self.filter.setPlaceholderText(self.tr("Filter"))
        self.filter.setAccessibleName(self.tr("Filter collections, summaries and documents"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setMaxLength(300)
        self.filter.setAcceptDrops(False)  # files are dropped on the page
        self.filter.installEventFilter(self)
        self._search = self.filter.addAction(
            icon("search", theme.palette.secondary, 16), QLineEdit.ActionPosition.LeadingPosition
        )
        self.model = LibraryModel(self)
        self.view = self._build_view()
        self.nothing = Caption(theme, self.tr("Nothing fits."), self)
        self.nothing.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measures.GAP_XS)
        column.addWidget(self.filter)
        column.addWidget(self.nothing)
        column.addWidget(self.view, 1)
        self._pause = QTimer(self, singleShot=True, interval=_TOGETHER_MS)
        self._pause.timeout.connect(self.fill)
        self.filter.textChanged.connect(self._later)
        collections.changed.connect(self._later)
        collections.documents_changed.connect(self._later)
        theme.changed.connect(self._on_theme)

    def _build_view(self) -> QListView:
        view = QListView(self)
        view.setObjectName("library_list")
        view.setAccessibleName(self.tr("Collections, summaries and documents"))
        view.setModel(self.model)
        self.delegate = LibraryDelegate(self._theme)
        self.delegate.setParent(view)
        view.setItemDelegate(self.delegate)
        view.setUniformItemSizes(True)
        view.setMouseTracking(True)
        view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        view.clicked.connect(self._on_clicked)
        view.selectionModel().currentChanged.connect(self._on_current)
        view.installEventFilter(self)
        return view

    # --- what is shown ---------------------------------------------------------------------

    @property
    def key(self) -> Key | None:
        """The thing that is chosen."""
        return self._key

    def choose(self, key: Key | None) -> None:
        """Put the cursor on a thing, as soon as it is in the list."""
        self._key = key
        index = self.model.index_of(key)
        if index.isValid() or key is None:
            self._filling = True
            self.view.setCurrentIndex(index)
            self._filling = False
            if key == self.first():
                self.view.scrollToTop()  # its heading too
            elif index.isValid():
                self.view.scrollTo(index)
        self.shown.emit(key)

    def first(self) -> Key | None:
        return next(iter(self.model.all_keys()), None)

    @Slot()
    def _later(self, _what: object = None) -> None:
        if not self._pause.isActive():
            self._pause.start()

    @Slot()
    def fill(self) -> None:
        """Show what is known now, with the cursor and the place in the list kept."""
        self._pause.stop()
        scrolled = self.view.verticalScrollBar().value()
        collections = self._collections
        wanted = self.filter.text().strip()
        self._filling = True
        if self.model.show_things(
            collections.states, collections.summaries, collections.documents, wanted
        ):
            self.view.setCurrentIndex(self.model.index_of(self._key))
            self.view.verticalScrollBar().setValue(scrolled)
        self._filling = False
        self.nothing.setVisible(bool(wanted) and not self.model.rowCount())
        self.filled.emit()

    @Slot(QModelIndex)
    def _on_current(self, index: QModelIndex) -> None:
        if self._filling:
            return
        self._key = self.model.key(index)
        self.shown.emit(self._key)

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        key = self.model.key(index)
        if key is not None:
            self.pressed.emit(key)

    # --- keyboard and looks ------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent):
            if watched is self.view:
                if event.type() == QEvent.Type.ShortcutOverride and self._asks(event) is not None:
                    event.accept()  # else the window would rename or delete a conversation
                    return True
                if event.type() == QEvent.Type.KeyPress:
                    return self._on_list_key(event)
            elif watched is self.filter and event.type() == QEvent.Type.KeyPress:
                return self._on_filter_key(event)
        return super().eventFilter(watched, event)

    def _asks(self, event: QKeyEvent) -> Signal | None:
        """What a key asks for in the list."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return self.open_requested
        if event.key() == Qt.Key.Key_Space:
            return self.pause_requested
        if QKeySequence(event.keyCombination()) == _DELETE:
            return self.delete_requested
        return self.rename_requested if self._actions.matches("rename", event) else None

    def _on_list_key(self, event: QKeyEvent) -> bool:
        asked = self._asks(event)
        if asked is None:
            return False
        key = self.model.key(self.view.currentIndex())
        if key is not None:
            asked.emit(key)
        return True

    def _on_filter_key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape and self.filter.text():
            self.filter.clear()
            return True
        if event.key() == Qt.Key.Key_Down:
            self.view.setFocus(Qt.FocusReason.TabFocusReason)
            if self.model.key(self.view.currentIndex()) is None:
                self.choose(self.first())
            return True
        return False

    @Slot()
    def _on_theme(self) -> None:
        self._search.setIcon(icon("search", self._theme.palette.secondary, 16))
        self.view.scheduleDelayedItemsLayout()
        self.view.viewport().update()
