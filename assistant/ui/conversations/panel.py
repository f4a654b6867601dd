"""The column with the conversations: new, search, the list."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QListView, QMenu, QVBoxLayout, QWidget

from assistant.controllers.conversations import ConversationList
from assistant.core.entities import ConversationSummary, SearchHit
from assistant.ui.actions import ActionRegistry
from assistant.ui.controls import Caption, IconButton
from assistant.ui.conversations.delegate import ConversationDelegate
from assistant.ui.conversations.list_model import HEADING, ROW, ConversationModel, Role
from assistant.ui.icons import icon
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

_SEARCH_PAUSE_MS = 150


class ConversationPanel(QFrame):
    """`open_requested(int, object, str)`: conversation, message or None, what was searched for.

    `new_requested()`: a new conversation. `delete_requested(int)`.
    """

    open_requested = Signal(int, object, str)
    new_requested = Signal()
    delete_requested = Signal(int)

    def __init__(
        self,
        conversations: ConversationList,
        theme: Theme,
        actions: ActionRegistry,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._conversations = conversations
        self._theme = theme
        self._actions = actions
        self._query = ""
        self._build()
        self._add_actions()
        self._pause = QTimer(self, singleShot=True, interval=_SEARCH_PAUSE_MS)
        self._pause.timeout.connect(self._on_search_pause)
        self._midnight = QTimer(self, singleShot=True)
        self._midnight.timeout.connect(self._on_midnight)
        conversations.changed.connect(self._on_rows)
        conversations.search_finished.connect(self._on_hits)
        theme.changed.connect(self._on_theme)
        self._on_theme()
        if conversations.rows:
            self._on_rows(conversations.rows)

    def _build(self) -> None:
        theme = self._theme
        self.search_field = QLineEdit(self)
        self.search_field.setObjectName("conversation_search")
        self.search_field.setPlaceholderText(self.tr("Search"))
        self.search_field.setAccessibleName(self.tr("Search conversations"))
        self.search_field.setClearButtonEnabled(True)
        self.search_field.setMaxLength(1000)
        self.search_field.textChanged.connect(self._on_query_changed)
        self.search_field.installEventFilter(self)
        self._search_action = self.search_field.addAction(
            icon("search", theme.palette.secondary, 16), QLineEdit.ActionPosition.LeadingPosition
        )
        self.new_button = IconButton(theme, "plus", self.tr("New conversation"), self, role="ink")
        self.new_button.setObjectName("new_conversation")
        self.new_button.clicked.connect(self.new_requested)
        self._model = ConversationModel(self)
        self._model.renamed.connect(self._conversations.rename)
        self.view = self._build_view()
        self._nothing = Caption(theme, "", self)
        self._nothing.setContentsMargins(18, 8, 18, 8)
        self._nothing.hide()
        top = QHBoxLayout()
        top.setContentsMargins(measures.GAP_S, measures.GAP_S, measures.GAP_S, measures.GAP_XS)
        top.setSpacing(measures.GAP_XS)
        top.addWidget(self.search_field)
        top.addWidget(self.new_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self._nothing)
        column.addWidget(self.view, 1)

    def _build_view(self) -> QListView:
        view = QListView(self)
        view.setObjectName("conversation_list")
        view.setAccessibleName(self.tr("Conversations"))
        view.setModel(self._model)
        self._delegate = ConversationDelegate(self._theme, view)
        view.setItemDelegate(self._delegate)
        view.setUniformItemSizes(True)
        view.setMouseTracking(True)
        view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._on_context_menu)
        view.clicked.connect(self._open_index)
        view.activated.connect(self._open_index)
        view.installEventFilter(self)
        self._delegate.menu_requested.connect(self._show_menu)
        self._delegate.editing_ended.connect(
            self._on_editing_ended, Qt.ConnectionType.QueuedConnection
        )
        return view

    def _add_actions(self) -> None:
        add = self._actions.add
        add(
            "delete_conversation",
            self.tr("Delete the conversation"),
            "Del",
            self._delete_current,
            scope=self.view,
            listed=False,
        )
        self._actions.describe(self.new_button, "new_conversation")

    def minimumSizeHint(self) -> QSize:
        return QSize(180, 200)

    # --- what is shown ---------------------------------------------------------------------

    @property
    def searching(self) -> bool:
        """Whether the list shows what a search found."""
        return bool(self._query.strip())

    def set_shown(self, conversation_id: int | None) -> None:
        """Mark the open conversation."""
        self._delegate.shown = conversation_id
        if self._delegate.editing:  # moving the cursor would end the typing
            self.view.viewport().update()
            return
        index = self._model.index_of(conversation_id)
        if index.isValid():
            self.view.setCurrentIndex(index)
            self.view.scrollTo(index)
        elif not self.searching:
            self.view.setCurrentIndex(QModelIndex())
        self.view.viewport().update()

    def neighbour(self, offset: int) -> int | None:
        """The conversation `offset` rows from the open one, clamped."""
        ids = [row.id for row in self._conversations.rows]
        if not ids:
            return None
        if self._delegate.shown not in ids:
            return ids[0] if offset > 0 else ids[-1]
        return ids[min(max(ids.index(self._delegate.shown) + offset, 0), len(ids) - 1)]

    def focus_search(self) -> None:
        self.search_field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search_field.selectAll()

    def rename_current(self) -> bool:
        """Edit the title of the row that has the focus; False when the list has no focus."""
        index = self.view.currentIndex()
        if not self.view.hasFocus() or not index.isValid() or index.data(Role.KIND) != ROW:
            return False
        self.view.edit(index)
        return True

    @Slot(list)
    def _on_rows(self, rows: list[ConversationSummary]) -> None:
        if self.searching:
            self._conversations.search(self._query)
            return
        if self._delegate.editing:  # a reset would throw away the title that is being typed
            return
        scrolled = self.view.verticalScrollBar().value()
        had_focus = self.view.currentIndex().data(Role.CONVERSATION)
        self._model.show_conversations(rows, date.today())
        self._nothing.setVisible(not rows)
        if not rows:
            self._nothing.setText(self.tr("Your conversations will stand here."))
        index = self._model.index_of(had_focus if self.view.hasFocus() else self._delegate.shown)
        if index.isValid():
            self.view.setCurrentIndex(index)
        self.view.verticalScrollBar().setValue(scrolled)
        tomorrow = datetime.combine(date.today() + timedelta(days=1), time())
        self._midnight.start(int((tomorrow - datetime.now()).total_seconds() * 1000) + 1000)

    @Slot()
    def _on_editing_ended(self) -> None:
        self._on_rows(self._conversations.rows)

    @Slot()
    def _on_midnight(self) -> None:
        self._on_rows(self._conversations.rows)

    # --- searching -------------------------------------------------------------------------

    @Slot(str)
    def _on_query_changed(self, text: str) -> None:
        self._query = text
        if text.strip():
            self._pause.start()
        else:
            self._pause.stop()
            self._conversations.search("")
            self._on_rows(self._conversations.rows)

    @Slot()
    def _on_search_pause(self) -> None:
        self._conversations.search(self._query)

    @Slot(str, list)
    def _on_hits(self, query: str, hits: list[SearchHit]) -> None:
        if query != self._query or not self.searching:
            return
        self._model.show_hits(hits)
        self.view.scrollToTop()
        self._nothing.setText(self.tr("Nothing found for “{query}”.").format(query=query.strip()))
        self._nothing.setVisible(not hits)

    # --- doing something with a row --------------------------------------------------------

    @Slot(QModelIndex)
    def _open_index(self, index: QModelIndex) -> None:
        kind = index.data(Role.KIND)
        if kind in (None, HEADING):
            return
        query = self._query.strip() if kind != ROW else ""
        self.open_requested.emit(index.data(Role.CONVERSATION), index.data(Role.MESSAGE), query)

    def _delete_current(self) -> None:
        index = self.view.currentIndex()
        if index.isValid() and index.data(Role.KIND) == ROW:
            self.delete_requested.emit(index.data(Role.CONVERSATION))

    @Slot(QPoint)
    def _on_context_menu(self, where: QPoint) -> None:
        index = self.view.indexAt(where)
        self._show_menu(self.view.viewport().mapToGlobal(where), index)

    def menu_for(self, index: QModelIndex) -> QMenu | None:
        """The menu of a conversation's row; None for any other row."""
        if not index.isValid() or index.data(Role.KIND) != ROW:
            return None
        wanted, pinned = index.data(Role.CONVERSATION), index.data(Role.PINNED)
        conversations, view = self._conversations, self.view
        colour = self._theme.palette.secondary
        menu = QMenu(self)
        menu.addAction(icon("pencil", colour), self.tr("Rename")).triggered.connect(
            lambda: view.edit(self._model.index_of(wanted))
        )
        menu.addAction(
            icon("pin-off" if pinned else "pin", colour),
            self.tr("Unpin") if pinned else self.tr("Pin"),
        ).triggered.connect(lambda: conversations.set_pinned(wanted, not pinned))
        menu.addSeparator()
        menu.addAction(icon("trash", colour), self.tr("Delete")).triggered.connect(
            lambda: self.delete_requested.emit(wanted)
        )
        return menu

    @Slot(object, object)
    def _show_menu(self, where: QPoint, index: QModelIndex) -> None:
        menu = self.menu_for(index)
        if menu is not None:
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(where)

    # --- keyboard and looks ----------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if watched is self.search_field:
            return self._on_search_key(event) or super().eventFilter(watched, event)
        if watched is self.view and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open_index(self.view.currentIndex())
            return True
        return super().eventFilter(watched, event)

    def _on_search_key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape and self.search_field.text():
            self.search_field.clear()
            return True
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            first = next(
                (
                    index
                    for row in range(self._model.rowCount())
                    if (index := self._model.index(row)).data(Role.KIND) != HEADING
                ),
                None,
            )
            if first is None:
                return True
            if event.key() == Qt.Key.Key_Down:
                self.view.setFocus(Qt.FocusReason.TabFocusReason)
                self.view.setCurrentIndex(first)
            elif self.searching:
                self._open_index(first)
            return True
        return False

    @Slot()
    def _on_theme(self) -> None:
        self._search_action.setIcon(icon("search", self._theme.palette.secondary, 16))
        self._nothing.setFont(self._theme.caption_font())
        self.view.viewport().update()
