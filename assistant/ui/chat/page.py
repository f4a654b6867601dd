"""The chat mode: conversations, column, inspector, and how they fold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QSettings, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from assistant.core.entities import ChatParameters, ConversationSummary
from assistant.ui.actions import ActionRegistry
from assistant.ui.chat.column import ChatColumn
from assistant.ui.chat.inspector_width import InspectorWidth, within
from assistant.ui.chat.scrim import Scrim
from assistant.ui.services import Services
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

if TYPE_CHECKING:
    from assistant.ui.chat.inspector import Inspector
    from assistant.ui.conversations.panel import ConversationPanel

_LEAST_COLUMN = 420
"""With both side columns open the middle one keeps at least this; else the list folds."""


class ChatPage(QWidget):
    """`folded_changed(bool)`: whether the list is folded into the rail."""

    folded_changed = Signal(bool)
    inspector_changed = Signal(bool)

    def __init__(
        self,
        services: Services,
        theme: Theme,
        actions: ActionRegistry,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._theme = theme
        self._actions = actions
        self.folded = False
        self.drawer_open = False
        self.inspector: Inspector | None = None
        self.inspector_open = False
        self._list_width = measures.LIST_WIDTH
        self._inspector_width = InspectorWidth()
        self._scrim: Scrim | None = None
        self._panel: ConversationPanel | None = None
        self.side = QFrame(self)
        self.side.setObjectName("side")
        self.side.setMinimumWidth(180)
        self.column = ChatColumn(services, theme, actions, self)
        self.column.destination_asked.connect(self.show_destination)
        self.column.link.rule_wanted.connect(self.show_context_rule)
        self.column.link.citation_clicked.connect(self.show_citation)
        self.column.link.sources_requested.connect(self.show_sources)
        self._splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(3)
        self._splitter.addWidget(self.side)
        self._splitter.addWidget(self.column)
        self._splitter.setStretchFactor(0, 0)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.splitterMoved.connect(self._on_splitter_moved)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._splitter)
        services.conversations.deleted.connect(self._on_deleted)
        services.chat.opened.connect(self._on_shown_changed)
        services.chat.turn_accepted.connect(self._on_shown_changed)
        services.conversations.changed.connect(self._on_rows)

    @property
    def panel(self) -> ConversationPanel:
        """The conversations; made when first asked for, or after the first picture."""
        if self._panel is None:
            from assistant.ui.conversations.panel import ConversationPanel

            services = self._services
            made = ConversationPanel(services.conversations, self._theme, self._actions, self.side)
            self._panel = made
            column = QVBoxLayout(self.side)
            column.setContentsMargins(0, 0, 0, 0)
            column.addWidget(made)
            made.open_requested.connect(self.open_conversation)
            made.new_requested.connect(self.new_conversation)
            made.delete_requested.connect(self.delete_conversation)
            made.set_shown(services.chat.conversation_id)
        return self._panel

    def complete(self) -> list[QWidget]:
        """Make what was left out of the first picture; the stops of Tab from left to right."""
        panel, column = self.panel, self.column
        panel.show()
        header, composer = column.header, column.composer
        return [
            panel.search_field,
            panel.new_button,
            panel.view,
            header.destination,
            header.picker,
            header.inspector_button,
            header.more_button,
            column.transcript,
            composer.input,
            composer.attach_button,
            composer.templates_button,
            composer.parameters_button,
            composer.send_button,
            composer.stop_button,
        ]

    def take_focus(self) -> None:
        """The mode was chosen: the cursor goes where one writes."""
        self.column.composer.input.setFocus()

    # --- commands --------------------------------------------------------------------------

    @Slot(int, object, str)
    def open_conversation(
        self, conversation_id: int, message_id: int | None = None, query: str = ""
    ) -> None:
        """Show a conversation, at a message with the words that were looked for."""
        self._keep()
        self.column.link.find_after_open = (message_id, query) if message_id is not None else None
        self._services.chat.open(conversation_id, message_id)
        self.close_drawer()

    @Slot()
    def new_conversation(self) -> None:
        self._keep()
        self._services.chat.open_new()
        self.close_drawer()
        self.column.composer.input.setFocus()

    @Slot(int)
    def delete_conversation(self, conversation_id: int) -> None:
        """Delete, with what stands in its composer kept for the undo."""
        if conversation_id == self._services.chat.conversation_id:
            self._services.chat.stop()
            self.column.drafts.flush()
        self._services.conversations.delete(conversation_id)

    @Slot(object)
    def _on_deleted(self, row: ConversationSummary) -> None:
        if row.id == self._services.chat.conversation_id:
            self.column.drafts.forget()
            self._services.chat.open_new()

    def open_neighbour(self, offset: int) -> None:
        """Show the conversation above or below the open one."""
        wanted = self.panel.neighbour(offset)
        if wanted is not None and wanted != self._services.chat.conversation_id:
            self.open_conversation(wanted)

    def focus_search(self) -> None:
        """Put the cursor into the search, unfolding the list first."""
        if self.folded:
            self.open_drawer()
        self.panel.focus_search()

    def rename(self) -> None:
        """Rename the focused row, or else the open conversation in the header."""
        if not self.panel.rename_current() and self._services.chat.conversation is not None:
            self.column.header.title.begin_edit()

    def leave(self) -> None:
        """The window closes: keep what is being typed."""
        self._keep()

    def _keep(self) -> None:
        self.column.drafts.flush()
        if self.inspector is not None:
            self.inspector.panel.flush()

    @Slot()
    def _on_shown_changed(self, _fact: object = None) -> None:
        if self._panel is not None:
            self._panel.set_shown(self._services.chat.conversation_id)

    @Slot(list)
    def _on_rows(self, rows: list[ConversationSummary]) -> None:
        """The open conversation may have been renamed in the list."""
        shown = self._services.chat.conversation
        if shown is not None and any(r.id == shown.id and r.title != shown.title for r in rows):
            self._services.chat.refresh()
        self._on_shown_changed()

    # --- inspector -------------------------------------------------------------------------

    @property
    def covering(self) -> bool:
        """Whether the inspector, when open, covers the column."""
        return self.width() + measures.RAIL_WIDTH < measures.COVER_COLUMN_BELOW

    def toggle_inspector(self) -> None:
        self.set_inspector_open(not self.inspector_open)

    def toggle_parameters(self) -> None:
        """Show the parameters, or close the inspector when they are what it shows."""
        if self.inspector is not None and self.inspector_open and self.inspector.at_parameters:
            self.set_inspector_open(False)
        else:
            self.set_inspector_open(True)
            self.inspector.focus()

    def set_inspector_open(self, wanted: bool) -> None:
        """Open or close the column at the right."""
        if wanted and self.inspector is None:
            self._build_inspector()
        if wanted == self.inspector_open:
            return
        had_focus = self.inspector is not None and self.inspector.isAncestorOf(
            self.window().focusWidget() or self
        )
        self.inspector_open = wanted
        self._fold()
        self.inspector_changed.emit(wanted)
        if wanted:
            self.inspector.take_focus()
        elif had_focus or self.covering:
            self.column.composer.input.setFocus()

    @Slot()
    def show_context_rule(self) -> None:
        """Show where it is set what happens when the context is full."""
        self.set_inspector_open(True)
        self.inspector.focus("on_overflow")

    @Slot()
    def show_destination(self) -> None:
        """Show where the conversation is sent, to take that back."""
        self.set_inspector_open(True)
        self.inspector.show_destination()

    @Slot(int)
    def show_sources(self, message_id: int) -> None:
        """Show what a message stands on."""
        self.set_inspector_open(True)
        self.inspector.show_sources(message_id)

    @Slot(int, str)
    def show_citation(self, message_id: int, mark: str) -> None:
        """Show the page that a mark in a message stands for."""
        self.set_inspector_open(True)
        self.inspector.show_citation(message_id, mark)

    def _build_inspector(self) -> None:
        from assistant.ui.chat.inspector import Inspector

        services = self._services
        self.inspector = Inspector(
            services.chat,
            services.models,
            lambda: services.pages,
            self._theme,
            self._actions,
            services.consent,
            self,
        )
        self.inspector.wide_wanted.connect(self._on_wide_wanted)
        self.inspector.closed.connect(lambda: self.set_inspector_open(False))
        self.inspector.defaults_chosen.connect(self._on_defaults_chosen)

    @Slot(object)
    def _on_defaults_chosen(self, parameters: ChatParameters) -> None:
        preferences = self._services.preferences
        preferences.replace(msgspec.structs.replace(preferences.settings, chat=parameters))

    @Slot(bool)
    def _on_wide_wanted(self, wanted: bool) -> None:
        if wanted != self._inspector_width.reading:
            self._inspector_width.reading = wanted
            self._set_sizes()

    # --- the drawer ------------------------------------------------------------------------

    def toggle_list(self) -> None:
        """Open or close the folded list."""
        if self.drawer_open:
            self.close_drawer()
        else:
            self.open_drawer()

    def open_drawer(self) -> None:
        if not self.folded or self.drawer_open:
            return
        if self._scrim is None:
            self._scrim = Scrim(self)
            self._scrim.pressed.connect(self.close_drawer)
        self.drawer_open = True
        self._place_overlays()
        self._scrim.show()
        self._scrim.raise_()
        self.side.show()
        self.side.raise_()
        self.panel.view.setFocus()

    @Slot()
    def close_drawer(self) -> None:
        if not self.drawer_open:
            return
        self.drawer_open = False
        self._scrim.hide()
        self.side.setVisible(not self.folded)
        self.column.composer.input.setFocus()

    # --- folding ---------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        width = self.width() + measures.RAIL_WIDTH
        beside = self.inspector_open and not self.covering
        room = self.width() - self._list_width - (self._inspector_width.usual if beside else 0)
        folded = width < measures.FOLD_LIST_BELOW or room < _LEAST_COLUMN
        if folded != self.folded:
            self.close_drawer()
            self.folded = folded
            self._move_list(folded)
            self.folded_changed.emit(folded)
        if self.inspector is not None:
            self._move_inspector()
        self._place_overlays()
        self._set_sizes()

    def _move_list(self, folded: bool) -> None:
        if folded:
            self.side.setParent(self)
            self.side.hide()
        else:
            self._splitter.insertWidget(0, self.side)
            self._splitter.setStretchFactor(0, 0)
            self.side.show()

    def _move_inspector(self) -> None:
        inside = self._splitter.indexOf(self.inspector) >= 0
        if self.covering or not self.inspector_open:
            if inside:
                self.inspector.setParent(self)
        elif not inside:
            self._splitter.addWidget(self.inspector)
            self._splitter.setStretchFactor(self._splitter.indexOf(self.inspector), 0)
        self.inspector.setVisible(self.inspector_open)
        if self.inspector_open and self.covering:
            self.inspector.raise_()

    def _place_overlays(self) -> None:
        if self._scrim is not None:
            self._scrim.setGeometry(self.rect())
        if self.folded:
            width = min(measures.LIST_WIDTH + 16, self.width() - 48)
            self.side.setGeometry(0, 0, width, self.height())
        if self.inspector is not None and self.inspector_open and self.covering:
            self.inspector.setGeometry(self.rect())

    def _set_sizes(self) -> None:
        sizes = []
        for number in range(self._splitter.count()):
            widget = self._splitter.widget(number)
            if widget is self.side:
                sizes.append(self._list_width)
            elif widget is self.inspector:
                sizes.append(self._width_of_inspector())
            else:
                sizes.append(-1)
        taken = sum(size for size in sizes if size > 0)
        handles = self._splitter.handleWidth() * (len(sizes) - 1)
        rest = max(1, self.width() - taken - handles)
        self._splitter.setSizes([rest if size < 0 else size for size in sizes])

    def _width_of_inspector(self) -> int:
        beside = 0 if self.folded else self._list_width
        return self._inspector_width.wanted(self.width() - beside - _LEAST_COLUMN)

    @Slot()
    def _on_splitter_moved(self, _position: int = 0, _number: int = 0) -> None:
        if not self.folded:
            self._list_width = min(self.side.width(), 480)
        if self.inspector is not None and self._splitter.indexOf(self.inspector) >= 0:
            self._inspector_width.moved(self.inspector.width())

    # --- geometry that stays ---------------------------------------------------------------

    def save_state(self, kept: QSettings) -> None:
        kept.setValue("chat/list_width", self._list_width)
        self._inspector_width.save(kept)
        kept.setValue("chat/inspector_open", self.inspector_open)

    def restore_state(self, kept: QSettings) -> None:
        """Widths outside what makes sense are ignored."""
        self._list_width = within(kept.value("chat/list_width"), 180, 480, measures.LIST_WIDTH)
        self._inspector_width.restore(kept)
        if str(kept.value("chat/inspector_open", "false")).lower() == "true":
            self.set_inspector_open(True)
        self._fold()
