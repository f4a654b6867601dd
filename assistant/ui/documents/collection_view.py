"""A collection on the right side of the library: its state, what can be done, its files."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QMenu,
    QProgressBar,
    QWidget,
)

from assistant.controllers.collections import CollectionsController, CollectionState
from assistant.core.collection import CollectionFile
from assistant.core.display_text import one_line
from assistant.ui.controls import Caption, IconButton, push_button
from assistant.ui.documents import library_words as words
from assistant.ui.documents.details import Details
from assistant.ui.documents.file_list import FileDelegate, FileModel, FileRole
from assistant.ui.documents.new_collection import NAME_LENGTH
from assistant.ui.documents.roots import Roots, ask_for_files, ask_for_folder
from assistant.ui.icons import icon
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

_TOGETHER_MS = 150
"""Changes of files that follow each other this closely are shown at once."""


class CollectionView(Details):
    """`ask_requested(int)`: a collection; `ask_file_requested(CollectionFile)`: one of its files.

    `delete_requested(int)`. All else is asked of the controller directly.
    """

    ask_requested = Signal(int)
    ask_file_requested = Signal(object)
    delete_requested = Signal(int)

    def __init__(
        self, collections: CollectionsController, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, parent)
        self._collections = collections
        self._state: CollectionState | None = None
        self._build_title()
        self._build_actions()
        self._build_files()
        self._pause_files = QTimer(self, singleShot=True, interval=_TOGETHER_MS)
        self._pause_files.timeout.connect(self._show_files)
        collections.files_changed.connect(self._on_files_changed)

    # --- parts -----------------------------------------------------------------------------

    def _build_title(self) -> None:
        self.title.double_clicked.connect(self.rename)
        self.name = QLineEdit(self)
        self.name.setMaxLength(NAME_LENGTH)
        self.name.setAcceptDrops(False)
        self.name.setAccessibleName(self.tr("New name of the collection"))
        self.name.installEventFilter(self)
        self.name.hide()
        self.work = Caption(self.theme, "", self)
        self.progress = QProgressBar(self)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(self.tr("How much is read"))
        self.column.insertWidget(1, self.name)
        self.column.addWidget(self.work)
        self.column.addWidget(self.progress)

    def _build_actions(self) -> None:
        self.ask_button = push_button(self.tr("Ask"), "primary", self)
        self.ask_button.clicked.connect(self._on_ask)
        self.pause_button = IconButton(self.theme, "pause", self.tr("Pause"), self)
        self.pause_button.clicked.connect(self.toggle_paused)
        self.refresh_button = IconButton(
            self.theme, "refresh", self.tr("Look for changes now, and try again what failed"), self
        )
        self.refresh_button.clicked.connect(self._on_refresh)
        self.roots_button = push_button("", "link", self)
        self.roots_button.setCheckable(True)
        self.more_button = IconButton(self.theme, "more", self.tr("More"), self)
        self.more_button.clicked.connect(self._on_more)
        row = QHBoxLayout()
        row.setSpacing(measures.GAP_XS)
        row.addWidget(self.ask_button)
        row.addSpacing(measures.GAP_XS)
        row.addWidget(self.pause_button)
        row.addWidget(self.refresh_button)
        row.addWidget(self.more_button)
        row.addStretch(1)
        row.addWidget(self.roots_button)
        self.roots = Roots(self.theme, self)
        self.roots.remove_requested.connect(self._on_remove_root)
        self.roots.hide()
        self.roots_button.toggled.connect(self.roots.setVisible)
        self.column.addLayout(row)
        self.column.addWidget(self.question)
        self.column.addWidget(self.roots)

    def _build_files(self) -> None:
        self.filter = QLineEdit(self)
        self.filter.setPlaceholderText(self.tr("Filter files"))
        self.filter.setAccessibleName(self.tr("Filter files"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setMaxLength(300)
        self.filter.setAcceptDrops(False)
        self.filter.textChanged.connect(self._on_filter)
        self.problems = QCheckBox(self)
        self.problems.toggled.connect(self._on_filter)
        self.model = FileModel(self)
        self.files = QListView(self)
        self.files.setAccessibleName(self.tr("Files of the collection"))
        self.files.setModel(self.model)
        self.delegate = FileDelegate(self.theme)
        self.delegate.setParent(self.files)
        self.files.setItemDelegate(self.delegate)
        self.files.setUniformItemSizes(True)
        self.files.setMouseTracking(True)
        self.files.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.files.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.files.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.files.customContextMenuRequested.connect(self._on_file_menu)
        self.files.activated.connect(self._on_activated)
        self.files.selectionModel().currentChanged.connect(self._on_current_file)
        self.nothing = Caption(self.theme, "", self)
        self.reason = Caption(self.theme, "", self, tone="danger")
        self.reason.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.reason.hide()
        row = QHBoxLayout()
        row.setSpacing(measures.GAP_M)
        row.addWidget(self.filter, 1)
        row.addWidget(self.problems)
        self.column.addLayout(row)
        stops = [self.ask_button, self.pause_button, self.refresh_button, self.more_button]
        stops += [self.roots_button, self.filter, self.problems, self.files]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)
        self.column.addWidget(self.nothing)
        self.column.addWidget(self.files, 1)
        self.column.addWidget(self.reason)

    # --- what is shown ---------------------------------------------------------------------

    @property
    def collection_id(self) -> int | None:
        return None if self._state is None else self._state.collection.id

    def show_state(self, state: CollectionState) -> None:
        """Show a collection, or how far it is by now."""
        another = self.collection_id != state.collection.id
        self._state = state
        if another:
            self._begin(state)
        collection = state.collection
        self.title.set_full_text(collection.name)
        self.facts.setText(words.counts_text(state))
        self.work.setText(words.work_text(state))
        self.work.setVisible(bool(self.work.text()))
        self._show_progress(state)
        self.pause_button.set_icon_name("play" if collection.paused else "pause")
        words_of_pause = (
            self.tr("Continue (Space)") if collection.paused else self.tr("Pause (Space)")
        )
        self.pause_button.setToolTip(words_of_pause)
        self.pause_button.setAccessibleName(
            self.tr("Continue reading") if collection.paused else self.tr("Pause reading")
        )
        self.roots.show_paths(collection.roots)
        self.roots_button.setText(self._roots_text(state))
        self.roots_button.setAccessibleName(self.roots_button.text())
        self.roots_button.setVisible(bool(collection.roots))

    def _begin(self, state: CollectionState) -> None:
        self._end_renaming()
        self.question.hide()
        self.roots_button.setChecked(False)
        self.filter.clear()
        self.problems.setChecked(False)
        self.model.show_files([])
        self._collections.open(state.collection.id)
        self._show_files()

    def _show_progress(self, state: CollectionState) -> None:
        fraction = words.work_fraction(state)
        working = bool(state.work) and not state.collection.paused
        self.progress.setVisible(working)
        if working:
            self.progress.setRange(0, 0 if fraction is None else 1000)
            self.progress.setValue(round((fraction or 0) * 1000))

    def _roots_text(self, state: CollectionState) -> str:
        roots = state.collection.roots
        if len(roots) == 1:
            return self.tr("From {name}").format(name=one_line(words.file_name(roots[0]), 24))
        return self.tr("From %n place(s)", "", len(roots))

    @Slot(int)
    def _on_files_changed(self, collection_id: int) -> None:
        if collection_id == self.collection_id and not self._pause_files.isActive():
            self._pause_files.start()

    @Slot()
    def _show_files(self) -> None:
        """Take over the files, with the cursor and the place in the list kept."""
        current = self.files.currentIndex().data(FileRole.FILE)
        scrolled = self.files.verticalScrollBar().value()
        shown_id = self.collection_id
        files = [file for file in self._collections.files if file.collection_id == shown_id]
        roots = () if self._state is None else self._state.collection.roots
        self.model.show_files(files, roots)
        if isinstance(current, CollectionFile):
            self.files.setCurrentIndex(self.model.row_of(current.path))
        self.files.verticalScrollBar().setValue(scrolled)
        problems = self.model.problems
        self.problems.setText(self.tr("Only problems (%n)", "", problems))
        self.problems.setAccessibleName(self.problems.text())
        self.problems.setVisible(bool(problems) or self.problems.isChecked())
        self._say_if_nothing()

    def _say_if_nothing(self) -> None:
        text = ""
        if self.model.rowCount() == 0 and self.model.total:
            text = self.tr("No file fits.")
        elif self._state is not None and not self._state.total and not self._state.work:
            text = self.tr("There is nothing in it that can be read.")
        self.nothing.setText(text)
        self.nothing.setVisible(bool(text))

    @Slot()
    def _on_filter(self, _what: object = None) -> None:
        self.model.set_filter(self.filter.text().strip(), self.problems.isChecked())
        self._say_if_nothing()

    @Slot(QModelIndex)
    def _on_current_file(self, index: QModelIndex) -> None:
        """Say below the list why a file failed, where its row has no room for that."""
        file = index.data(FileRole.FILE)
        failed = isinstance(file, CollectionFile) and file.state == "failed"
        text = words.file_line(file) if failed else ""
        taken = QFontMetrics(self.theme.caption_font()).horizontalAdvance(text)
        self.reason.setText(text)
        self.reason.setVisible(taken > self.delegate.text_width(self.files.viewport().width()))

    # --- doing something -------------------------------------------------------------------

    def take_focus(self) -> None:
        self.ask_button.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def toggle_paused(self) -> None:
        if self._state is not None:
            collection = self._state.collection
            self._collections.set_paused(collection.id, not collection.paused)

    @Slot()
    def rename(self) -> None:
        """Type another name in the place of the title."""
        if self._state is None:
            return
        self.name.setText(one_line(self._state.collection.name, NAME_LENGTH))
        self.title.hide()
        self.name.show()
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)
        self.name.selectAll()

    def _end_renaming(self, *, keep: bool = False) -> None:
        if self.name.isHidden() or self._state is None:
            return
        had_focus = self.name.hasFocus()
        self.name.hide()
        self.title.show()
        name = one_line(self.name.text(), NAME_LENGTH)
        if keep and name and name != self._state.collection.name:
            self._collections.rename(self._state.collection.id, name)
        if had_focus:
            self.focus_returned.emit()

    def _on_ask(self) -> None:
        if self.collection_id is not None:
            self.ask_requested.emit(self.collection_id)

    def _on_refresh(self) -> None:
        if self.collection_id is not None:
            self._collections.refresh(self.collection_id)

    @Slot(str)
    def _on_remove_root(self, root: str) -> None:
        if self.collection_id is not None:
            self._collections.remove_root(self.collection_id, root)

    @Slot()
    def add_folder(self) -> None:
        ask_for_folder(self, self.tr("A folder for the collection"), self.add_roots)

    @Slot()
    def add_files(self) -> None:
        ask_for_files(self, self.tr("Files for the collection"), self.add_roots)

    def add_roots(self, paths: list[str]) -> None:
        """Have these files and folders in the collection too."""
        if self.collection_id is not None and paths:
            self._collections.add_roots(self.collection_id, paths)

    def menu(self) -> QMenu:
        """What else can be done with the collection."""
        colour = self.theme.palette.secondary
        menu = QMenu(self)
        for name, text, act in (
            ("pencil", self.tr("Rename") + "\tF2", self.rename),
            ("folder", self.tr("Add a folder…"), self.add_folder),
            ("file", self.tr("Add files…"), self.add_files),
        ):
            menu.addAction(icon(name, colour), text).triggered.connect(act)
        menu.addSeparator()
        delete = menu.addAction(icon("trash", colour), self.tr("Delete the collection") + "\tDel")
        delete.triggered.connect(lambda: self.delete_requested.emit(self.collection_id))
        return menu

    @Slot()
    def _on_more(self) -> None:
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.more_button.mapToGlobal(QPoint(0, self.more_button.height())))

    # --- files -----------------------------------------------------------------------------

    @Slot(QModelIndex)
    def _on_activated(self, index: QModelIndex) -> None:
        file = index.data(FileRole.FILE)
        if isinstance(file, CollectionFile):
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(Path(file.path).parent)))

    def file_menu(self, index: QModelIndex) -> QMenu | None:
        """The menu of a file; None where there is none."""
        file = index.data(FileRole.FILE)
        if not isinstance(file, CollectionFile):
            return None
        colour = self.theme.palette.secondary
        menu = QMenu(self)
        if file.sha256:
            menu.addAction(icon("chat", colour), self.tr("Ask this document")).triggered.connect(
                lambda: self.ask_file_requested.emit(file)
            )
        menu.addAction(icon("folder", colour), self.tr("Open its folder")).triggered.connect(
            lambda: self._on_activated(index)
        )
        return menu

    @Slot(QPoint)
    def _on_file_menu(self, where: QPoint) -> None:
        menu = self.file_menu(self.files.indexAt(where))
        if menu is not None:
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(self.files.viewport().mapToGlobal(where))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.name:
            if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
                    self._end_renaming(keep=event.key() != Qt.Key.Key_Escape)
                    return True
            elif event.type() == QEvent.Type.FocusOut:
                self._end_renaming(keep=True)
        return super().eventFilter(watched, event)
