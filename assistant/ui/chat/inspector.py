"""The column at the right: the sources of an answer with their pages, and parameters."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from assistant.controllers.chat import ChatController
from assistant.controllers.consent import ConsentKeeper
from assistant.controllers.models import ModelsController
from assistant.controllers.pages import PageDrawer
from assistant.controllers.shown import Opened
from assistant.core.citation_marks import MarkPlace, resolve
from assistant.core.entities import Message
from assistant.ui.actions import ActionRegistry
from assistant.ui.chat.inspector_tabs import InspectorTabs
from assistant.ui.chat.parameters_page import ParametersPage
from assistant.ui.controls import IconButton
from assistant.ui.documents.sources_panel import SourcesPanel
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

if TYPE_CHECKING:
    from assistant.ui.documents.page_view import PageView

SOURCES, PARAMETERS = 0, 1


class Inspector(QFrame):
    """Two tabs; a page of a document takes the place of the list of sources.

    closed(): its close button; defaults_chosen(ChatParameters); wide_wanted(bool): a page is
    read, for which the column may be wider.
    """

    closed = Signal()
    defaults_chosen = Signal(object)
    wide_wanted = Signal(bool)

    def __init__(
        self,
        chat: ChatController,
        models: ModelsController,
        pages: Callable[[], PageDrawer],
        theme: Theme,
        actions: ActionRegistry,
        consent: ConsentKeeper,
        parent: QWidget | None = None,
    ) -> None:
        """`pages` is asked for when a page is looked at for the first time."""
        super().__init__(parent)
        self.setObjectName("side")
        self.setProperty("edge", "right")
        self._chat = chat
        self._theme = theme
        self._message_id: int | None = None
        self.tabs = InspectorTabs(theme, self)
        self.tabs.addTab(self.tr("Sources"))
        self.tabs.addTab(self.tr("Parameters"))
        self.tabs.setCurrentIndex(PARAMETERS)
        self._parameters = ParametersPage(chat, models, theme, self, consent)
        self._parameters.defaults_chosen.connect(self.defaults_chosen)
        self.panel = self._parameters.panel
        self.sources = SourcesPanel(theme, self)
        self._pages = pages
        self._page: PageView | None = None
        self._found = QStackedWidget(self)
        self._found.addWidget(self.sources)
        self._parts = QStackedWidget(self)
        self._parts.addWidget(self._found)
        self._parts.addWidget(self._parameters)
        self._parts.setCurrentIndex(PARAMETERS)
        self._build(actions)
        self._connect()
        self._show_newest(chat.messages)

    def _build(self, actions: ActionRegistry) -> None:
        close = IconButton(self._theme, "x", self.tr("Close the inspector"), self)
        close.clicked.connect(self.closed)
        actions.describe(close, "inspector")
        top = QHBoxLayout()
        top.setContentsMargins(measures.GAP_S, measures.GAP_S, measures.GAP_S, measures.GAP_XS)
        top.addWidget(self.tabs)
        top.addStretch(1)
        top.addWidget(close)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(measures.HAIRLINE, 0, 0, 0)  # what lies inside hides no edge
        outer.setSpacing(0)
        outer.addLayout(top)
        outer.addWidget(self._parts, 1)

    def _connect(self) -> None:
        chat = self._chat
        self.tabs.currentChanged.connect(self._on_tab)
        self.sources.place_chosen.connect(self.open_place)
        chat.opened.connect(self._on_opened)
        chat.branch_changed.connect(self._on_branch)
        chat.turn_accepted.connect(self._on_branch)
        chat.reply_finished.connect(self._on_finished)

    def minimumSizeHint(self) -> QSize:
        return QSize(280, 200)

    @property
    def page(self) -> PageView:
        """Made when a page is looked at for the first time."""
        if self._page is None:
            from assistant.ui.documents.page_view import PageView

            self._page = PageView(self._pages(), self._theme, self)
            self._page.back_requested.connect(self.show_list)
            self._found.addWidget(self._page)
        return self._page

    # --- what is shown -------------------------------------------------------------------------

    @property
    def page_shown(self) -> bool:
        """Whether a page stands in the place of the list of sources."""
        return self._page is not None and self._found.currentWidget() is self._page

    def focus(self, name: str = "system_prompt") -> None:
        """Put the cursor on a parameter, the first by default."""
        self.tabs.setCurrentIndex(PARAMETERS)
        self._parameters.focus(name)

    def show_destination(self) -> None:
        """Show where the conversation is sent."""
        self.tabs.setCurrentIndex(PARAMETERS)
        self._parameters.show_destination()

    @property
    def at_parameters(self) -> bool:
        return self.tabs.currentIndex() == PARAMETERS

    def take_focus(self) -> None:
        """It was opened: the cursor goes into what it shows."""
        if self.at_parameters:
            self._parameters.focus("system_prompt")
        elif self.page_shown:
            self.page.take_focus()
        else:
            self.sources.take_focus()

    def show_sources(self, message_id: int) -> None:
        """List what a message stands on."""
        message = self._chat.message(message_id)
        if message is not None:
            self._show_message(message)
            self.show_list()

    def show_citation(self, message_id: int, mark: str) -> None:
        """Open the page that a mark of a message stands for."""
        message = self._chat.message(message_id)
        if message is None or message.sources is None:
            return
        self._show_message(message)
        self.sources.select_mark(mark)
        places = resolve(mark, message.sources)
        if places:
            self.open_place(places[0])
        else:
            self.show_list()

    @Slot(object)
    def open_place(self, place: MarkPlace) -> None:
        """Show a place of a document."""
        self.tabs.setCurrentIndex(SOURCES)
        page = self.page
        self._found.setCurrentWidget(page)
        self.wide_wanted.emit(True)
        page.open(place)
        self.page.take_focus()

    @Slot()
    def show_list(self) -> None:
        """Show the list of sources, with the cursor in it."""
        self.tabs.setCurrentIndex(SOURCES)
        self._close_page()
        self.sources.take_focus()

    def _close_page(self) -> None:
        self._found.setCurrentWidget(self.sources)
        if self._page is not None:
            self._page.close_page()

    def _show_message(self, message: Message | None) -> None:
        self._message_id = message.id if message is not None else None
        self.sources.show_sources(message.sources if message is not None else None)

    def _show_newest(self, messages: list[Message]) -> None:
        """What the last answer from documents stands on."""
        newest = next((each for each in reversed(messages) if each.sources is not None), None)
        self._show_message(newest)

    # --- facts ---------------------------------------------------------------------------------

    @Slot(int)
    def _on_tab(self, index: int) -> None:
        self._parts.setCurrentIndex(index)
        self.wide_wanted.emit(index == SOURCES and self.page_shown)

    @Slot(object)
    def _on_opened(self, opened: Opened) -> None:
        self._close_page()
        self.wide_wanted.emit(False)
        self._show_newest(opened.messages)

    @Slot(list)
    def _on_branch(self, messages: list[Message]) -> None:
        if not any(each.id == self._message_id for each in messages):
            self._show_newest(messages)

    @Slot(object)
    def _on_finished(self, message: Message) -> None:
        if message.sources is not None and self._chat.message(message.id) is not None:
            self._show_message(message)
