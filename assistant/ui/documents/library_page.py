"""The mode "Documents": collections, summaries and documents that are kept."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from assistant.controllers.collections import CollectionState
from assistant.core.collection import Collection
from assistant.core.display_text import one_line
from assistant.core.errors import UserError
from assistant.core.notices import Notice
from assistant.ui.actions import ActionRegistry
from assistant.ui.controls import push_button
from assistant.ui.documents.ask_row import AskRow
from assistant.ui.documents.library_details import LibraryDetails
from assistant.ui.documents.library_drop import DropHint, dropped_paths
from assistant.ui.documents.library_empty import EmptyLibrary
from assistant.ui.documents.library_list import Key
from assistant.ui.documents.library_panel import LibraryPanel
from assistant.ui.services import Services
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

_WIDTH = 960 + 2 * measures.GAP_XL
_LIST_WIDTH = 312
_STACK_BELOW = 700
_UNDO = "collections.undo_delete"
_UNDO_S = 20.0


class LibraryPage(QWidget):
    """Two panes, the list and what is chosen in it; one at a time where there is little room.

    `take_focus` puts the cursor into the list. What is asked or summarised goes on in the chat.
    """

    def __init__(self, services: Services, theme: Theme, actions: ActionRegistry) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self._services = services
        self._theme = theme
        self._actions = actions
        self._collections = services.collections
        self._known = bool(self._collections.states or self._collections.documents)
        self._detail_open = False
        self._focus_waits = False
        self._before: set[int] | None = None
        self._deleted: Collection | None = None
        self._build()
        self._connect()
        theme.changed.connect(self._on_theme)
        self._on_theme()
        self.panel.fill()

    # --- parts -----------------------------------------------------------------------------

    def _build(self) -> None:
        self.panel = LibraryPanel(self._collections, self._theme, self._actions, self)
        self.details = LibraryDetails(self._services, self._theme, self._actions, self)
        self.drop_question = AskRow(self._theme, self)
        self.empty = EmptyLibrary(self._theme, self._actions, self)
        self._blank = QWidget(self)
        self._split = self._build_panes()
        self._body = QStackedWidget(self)
        for page in (self._blank, self.empty, self._split):
            self._body.addWidget(page)
        inside = QWidget(self)
        inside.setMaximumWidth(_WIDTH)
        self._column = QVBoxLayout(inside)
        self._column.setSpacing(measures.GAP_M)
        self._column.addWidget(self._build_top())
        self._column.addWidget(self.drop_question)
        self._column.addWidget(self._body, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(inside, 100)
        row.addStretch(1)
        self.drop_hint = DropHint(self._theme, self)
        stops = [self.new_button, self.panel.filter, self.panel.view, self.back_button]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def _build_top(self) -> QWidget:
        self._title = QLabel(self.tr("Documents"), self)
        self.new_button = push_button(self.tr("New collection…"), "", self)
        self.new_button.clicked.connect(lambda _checked=False: self.new_collection())
        self._top = QWidget(self)
        row = QHBoxLayout(self._top)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._title)
        row.addStretch(1)
        row.addWidget(self.new_button)
        return self._top

    def _build_panes(self) -> QWidget:
        self.back_button = push_button(self.tr("‹ All documents"), "link", self)
        self.back_button.setAccessibleName(self.tr("Back to all documents"))
        self.back_button.clicked.connect(self.close_details)
        self._right = QWidget(self)
        column = QVBoxLayout(self._right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measures.GAP_XS)
        column.addWidget(self.back_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.details, 1)
        panes = QWidget(self)
        row = QHBoxLayout(panes)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(measures.GAP_XL)
        row.addWidget(self.panel)
        row.addWidget(self._right, 1)
        return panes

    def _connect(self) -> None:
        collections, panel = self._collections, self.panel
        collections.changed.connect(self._on_known)
        collections.documents_changed.connect(self._on_known)
        collections.failed.connect(self._on_failed)
        collections.deleted.connect(self._on_deleted)
        self._services.notices.action_chosen.connect(self._on_notice_action)
        self._services.chat.reply_finished.connect(self._on_reply_finished)
        panel.shown.connect(self._on_shown)
        panel.pressed.connect(self._on_pressed)
        panel.open_requested.connect(self._on_open)
        panel.delete_requested.connect(self._on_delete)
        panel.rename_requested.connect(self._on_rename)
        panel.pause_requested.connect(self._on_pause)
        panel.filled.connect(self._on_filled)
        self.empty.folder_requested.connect(self.new_from_folder)
        self.empty.files_requested.connect(self.new_from_files)
        self.details.new.create_requested.connect(self._on_create)
        self.details.new.left.connect(self._on_new_left)
        self.details.focus_returned.connect(self._return_focus)

    # --- arrangement -----------------------------------------------------------------------

    @property
    def stacked(self) -> bool:
        """Whether there is room for one pane only."""
        return self.width() < _STACK_BELOW

    def _arrange(self) -> None:
        collections = self._collections
        nothing = not (collections.states or collections.summaries or collections.documents)
        creating, stacked = self.details.creating, self.stacked
        if nothing and not creating:
            self._body.setCurrentWidget(self.empty if self._known else self._blank)
        else:
            self._body.setCurrentWidget(self._split)
        alone = stacked and (self._detail_open or creating)
        self.panel.setVisible(not nothing and not alone)
        self.panel.setMaximumWidth(_LIST_WIDTH if not stacked else _WIDTH)
        self.panel.setMinimumWidth(_LIST_WIDTH if not stacked else 0)
        self._right.setVisible(not stacked or alone)
        self.back_button.setVisible(alone and not nothing and not creating)
        self._top.setVisible(not alone and not nothing)
        self.new_button.setVisible(not creating)
        side = measures.GAP_L if stacked else measures.GAP_XL
        above = measures.GAP_S if alone else side
        self._column.setContentsMargins(side, above, side, measures.GAP_M)

    def take_focus(self) -> None:
        """The mode was chosen; the cursor waits until there is something to show."""
        self._focus_waits = self._body.currentWidget() is self._blank
        if self._focus_waits:
            return
        if self._body.currentWidget() is self.empty:
            self.empty.starters[0].setFocus()
        elif self.panel.isVisibleTo(self):
            self.panel.view.setFocus()
        else:
            self.details.take_focus()

    @Slot()
    def _return_focus(self) -> None:
        if self.panel.isVisibleTo(self):
            self.panel.view.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.details.take_focus()

    @Slot()
    def close_details(self) -> None:
        """Go back to the list, where only one pane has room."""
        self._detail_open = False
        self._arrange()
        self._return_focus()

    # --- facts -----------------------------------------------------------------------------

    @Slot()
    def _on_known(self) -> None:
        self._known = True

    @Slot()
    def _on_filled(self) -> None:
        """The list is new: go to what was created, away from what is gone."""
        created = self._created()
        if created is not None:
            self._before = None
            self.details.new.setEnabled(True)
            self.details.new.begin()
            self._detail_open = True
            self.panel.choose(Key("collection", created))
            self._return_focus()
        elif not self.details.creating:
            if self.details.thing(self.panel.key) is None:
                self._detail_open = False
                self.panel.choose(self.panel.first())
            else:
                self.details.show_key(self.panel.key)
        self._arrange()
        if self._focus_waits:
            self.take_focus()

    def _created(self) -> int | None:
        """The collection that was waited for."""
        if self._before is None:
            return None
        ids = [state.collection.id for state in self._collections.states]
        return next((number for number in ids if number not in self._before), None)

    @Slot(object)
    def _on_shown(self, key: Key | None) -> None:
        self.details.show_key(key)
        self._arrange()

    @Slot(object)
    def _on_failed(self, _error: UserError) -> None:
        """Whatever it was, it is told elsewhere; the form can be sent again."""
        self._before = None
        self.details.new.setEnabled(True)

    @Slot(object)
    def _on_deleted(self, collection: Collection) -> None:
        self._deleted = collection
        text = self.tr("Deleted the collection {name}; its files are untouched.")
        self._services.notices.post(
            Notice(
                text=text.format(name=f"“\u2068{one_line(collection.name, 60)}\u2069”"),
                action=_UNDO,
                action_label=self.tr("Undo"),
                timeout_s=_UNDO_S,
            )
        )

    @Slot(str)
    def _on_notice_action(self, action: str) -> None:
        if action == _UNDO and self._deleted is not None:
            collection, self._deleted = self._deleted, None
            self._collections.restore(collection)

    @Slot(object)
    def _on_reply_finished(self, _message: object) -> None:
        if self.isVisible():
            self._collections.load_kept()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._collections.load_kept()

    # --- what a person does in the list ----------------------------------------------------

    @Slot(object)
    def _on_pressed(self, key: Key) -> None:
        self._detail_open = True
        self.panel.choose(key)
        if self.stacked:
            self.details.take_focus()

    @Slot(object)
    def _on_open(self, key: Key) -> None:
        self._on_pressed(key)
        self.details.take_focus()

    @Slot(object)
    def _on_delete(self, key: Key) -> None:
        if key.kind != "collection":
            self._on_pressed(key)  # the question is asked there
        self.details.delete(key)

    @Slot(object)
    def _on_rename(self, key: Key) -> None:
        if key.kind == "collection":
            self._on_pressed(key)
            self.details.collection.rename()

    def rename_chosen(self) -> None:
        """Type another name for the collection that is shown."""
        if self.panel.key is not None and not self.details.creating:
            self._on_rename(self.panel.key)

    @Slot(object)
    def _on_pause(self, key: Key) -> None:
        state = self.details.thing(key)
        if isinstance(state, CollectionState):
            collection = state.collection
            self._collections.set_paused(collection.id, not collection.paused)

    # --- a new collection ------------------------------------------------------------------

    def new_collection(self, paths: Sequence[str] = ()) -> None:
        """Put a collection together, beginning with these files and folders."""
        self.details.new.begin(paths)
        self.details.setCurrentWidget(self.details.new)
        self._arrange()
        self.details.new.take_focus()

    @Slot()
    def new_from_folder(self) -> None:
        self.new_collection()
        self.details.new.choose_folder()

    @Slot()
    def new_from_files(self) -> None:
        self.new_collection()
        self.details.new.choose_files()

    @Slot(str, list)
    def _on_create(self, name: str, roots: list[str]) -> None:
        self._before = {state.collection.id for state in self._collections.states}
        self.details.new.setEnabled(False)
        self._collections.create(name, roots)

    @Slot()
    def _on_new_left(self) -> None:
        self.details.show_key(self.panel.key)
        self._arrange()
        self.take_focus()

    # --- files that are dropped ------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if not dropped_paths(event.mimeData()):
            event.ignore()  # the window knows what to do with it
            return
        self.drop_hint.show_hint()
        event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.drop_hint.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        self.drop_hint.hide()
        paths = dropped_paths(event.mimeData())
        if paths:
            event.acceptProposedAction()
            self.take_dropped(paths)

    def take_dropped(self, paths: Sequence[str]) -> None:
        """Add to what is being put together, or ask whether to the opened collection."""
        opened = self.details.thing(self.panel.key)
        if self.details.creating:
            self.details.new.add(paths)
        elif not isinstance(opened, CollectionState):
            self.new_collection(paths)
        else:
            collection = opened.collection
            name = f"“\u2068{one_line(collection.name, 40)}\u2069”"
            self.drop_question.ask(
                self.tr("Where shall %n file(s) or folder(s) go?", "", len(paths)),
                [
                    (
                        self.tr("Add to {name}").format(name=name),
                        lambda: self._collections.add_roots(collection.id, paths),
                    ),
                    (self.tr("New collection"), lambda: self.new_collection(paths)),
                ],
            )

    # --- keys, size, looks -----------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.back_button.isVisible():
            self.close_details()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    @Slot()
    def _on_theme(self) -> None:
        self._title.setFont(self._theme.title_font())
