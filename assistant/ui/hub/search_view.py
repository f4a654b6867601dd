"""Searching the hub: the field, the findings, and what to do when there are none."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QListView, QStackedWidget, QVBoxLayout, QWidget

from assistant.core.errors import UserError
from assistant.core.hub.access import hub_host, repository_in
from assistant.core.hub.machine_facts import MachineFacts
from assistant.core.hub.repository import HubModel, HubPage, HubQuery
from assistant.core.hub.searching import largest_that_fits
from assistant.ui.actions import ActionRegistry
from assistant.ui.controls import Caption, push_button
from assistant.ui.error_words import in_window_language
from assistant.ui.hub.result_rows import ResultDelegate, ResultModel, found_row
from assistant.ui.hub.row_list import set_up
from assistant.ui.hub.search_bar import SearchBar
from assistant.ui.hub.state_card import Action, StateCard
from assistant.ui.services import Services
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

_OFFLINE_KINDS = ("offline", "no_network")


class SearchView(QWidget):
    """`opened(str)`: somebody chose a repository.

    While nothing is searched for it shows `set_beginning`'s widget, and asks nobody. A search is
    sent with Enter or the button alone.
    """

    opened = Signal(str)
    settings_requested = Signal()

    def __init__(self, services: Services, theme: Theme, actions: ActionRegistry) -> None:
        super().__init__()
        self._services = services
        self._hub = services.hub
        self._theme = theme
        self._actions = actions
        self._request = ""
        self._waits = False
        """A search waits until it is known what fits."""
        self._unknown_machine = False
        self._query = HubQuery()
        self._next = ""
        self._models: list[HubModel] = []
        self.bar = SearchBar(theme, self)
        self.found_models = ResultModel(self)
        self.results = self._list()
        self.results.setObjectName("hub_results")
        self.card = StateCard(theme, self)
        self.status = Caption(theme, "", self)
        self.more = push_button(self.tr("Show more"), "", self)
        self.stop = push_button(self.tr("Stop"), "", self)
        self._build()
        self._connect()
        self._name_hub()
        self._on_cleared()

    def _list(self) -> QListView:
        view = QListView(self)
        name = self.tr("Models that were found")
        set_up(view, name, self.found_models, ResultDelegate(self._theme))
        view.clicked.connect(self._on_chosen)
        view.installEventFilter(self)
        return view

    def _build(self) -> None:
        self.beginning: QWidget = QWidget(self)
        self._found = QWidget(self)
        column = QVBoxLayout(self._found)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measures.GAP_XS)
        column.addWidget(self.results, 1)
        foot = QHBoxLayout()
        foot.setSpacing(measures.GAP_S)
        foot.addWidget(self.status, 1)
        foot.addWidget(self.stop)
        foot.addWidget(self.more)
        column.addLayout(foot)
        self.body = QStackedWidget(self)
        for page in (self.beginning, self._found, self.card):
            self.body.addWidget(page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(measures.GAP_M)
        outer.addWidget(self.bar)
        outer.addWidget(self.body, 1)

    def set_beginning(self, widget: QWidget) -> None:
        """Show `widget` while nothing is searched for; it may have a `take_focus`."""
        shown = self.body.currentWidget() is self.beginning
        self.body.removeWidget(self.beginning)
        self.beginning.deleteLater()
        self.beginning = widget
        self.body.insertWidget(0, widget)
        if shown:
            self.body.setCurrentWidget(widget)

    def _connect(self) -> None:
        bar, hub, library = self.bar, self._hub, self._services.model_library
        bar.search_requested.connect(self.search)
        bar.cleared.connect(self._on_cleared)
        bar.list_requested.connect(self._to_list)
        self.more.clicked.connect(self._on_more)
        self.stop.clicked.connect(self._on_stop)
        self._services.preferences.changed.connect(self._name_hub)
        hub.found.connect(self._on_found)
        hub.failed.connect(self._on_failed)
        library.machine_found.connect(self._on_machine)
        library.failed.connect(self._on_library_failed)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._services.model_library.find_machine()

    @Slot()
    def _name_hub(self, _settings: object = None) -> None:
        self.bar.set_host(hub_host(self._hub.access.endpoint))

    def take_focus(self) -> None:
        self.bar.field.setFocus()
        self.bar.field.selectAll()

    # --- searching -------------------------------------------------------------------------

    @Slot()
    def search(self) -> None:
        """Look for what is typed and chosen now."""
        if self._services.preferences.settings.hub.offline:
            self._show_offline()
            return
        repo = repository_in(self.bar.field.text(), self._hub.access.endpoint)
        if repo:
            self.opened.emit(repo)
            return
        machine = self._services.model_library.machine
        if machine is None and self.bar.fits.isChecked() and not self._unknown_machine:
            self._wait_for_machine()
            return
        self._query = self.bar.query(largest_that_fits(machine) if machine is not None else 0)
        self._models, self._next = [], ""
        self._request = self._hub.search(self._query)
        host = hub_host(self._hub.access.endpoint)
        self.card.show_state(
            self.tr("Searching {host}").format(host=host),
            "",
            ((self.tr("Stop"), self._on_stop),),
            busy=True,
        )
        self.body.setCurrentWidget(self.card)

    def _wait_for_machine(self) -> None:
        """What fits is not known before this computer is."""
        self._waits = True
        self.card.show_state(
            self.tr("Looking at this computer"),
            self.tr("to find out which models fit it"),
            ((self.tr("Stop"), self._on_stop),),
            busy=True,
        )
        self.body.setCurrentWidget(self.card)
        self._services.model_library.find_machine()

    @Slot(str, object)
    def _on_library_failed(self, path: str, _error: UserError) -> None:
        """Then everything is shown."""
        if not path and self._waits:
            self._waits, self._unknown_machine = False, True
            self.search()

    @Slot()
    def _on_more(self) -> None:
        if not self._next:
            return
        self.more.setEnabled(False)
        self.stop.show()
        self.status.setText(self.tr("Asking for more"))
        self._request = self._hub.search(_after(self._query, self._next))

    @Slot()
    def _on_stop(self) -> None:
        self._hub.drop(self._request)
        self._request, self._waits = "", False
        if self._models:
            self._show_found()
        else:
            self._on_cleared()
            self.take_focus()

    @Slot(object)
    def _on_found(self, page: HubPage) -> None:
        if not self._request:
            return
        self._request = ""
        more = bool(self._models)
        self._models += page.models
        self._next = page.next
        machine = self._services.model_library.machine
        rows = [found_row(model, machine) for model in page.models]
        if more:
            self.found_models.add_rows(rows)
        else:
            self.found_models.show_rows(rows)
            self.results.scrollToTop()
            self.results.setCurrentIndex(QModelIndex())
        if self._models:
            self._show_found()
        else:
            self._show_nothing()

    def _show_found(self) -> None:
        self.stop.hide()
        self.more.setEnabled(True)
        self.more.setVisible(bool(self._next))
        count = len(self.found_models.rows)
        self.status.setText(self.tr("%n model(s)", "", count))
        self.body.setCurrentWidget(self._found)

    def _show_nothing(self) -> None:
        words = self._query.text
        title = self.tr("No model fits “{words}”.") if words else self.tr("No model fits.")
        actions: tuple[Action, ...] = ()
        sentence = self.tr("Try fewer words, or the name of a family: qwen, gemma, mistral.")
        if self.bar.filtered:
            sentence = self.tr("The filters may leave out what you look for.")
            actions = ((self.tr("Search without filters"), self.bar.clear_filters),)
        self.card.show_state(title.format(words=words), sentence, actions)
        self.body.setCurrentWidget(self.card)

    @Slot(str, object)
    def _on_failed(self, request: str, error: UserError) -> None:
        if request != self._request or not request:
            return
        self._request = ""
        if self._models:  # what is there stays; only more of it could not be had
            self._show_found()
            self.status.setText(in_window_language(error.text))
            return
        again = (self.tr("Try again"), self.search)
        settings = (self.tr("Settings of the hub"), self.settings_requested.emit)
        local = self.tr("Everything on this computer works as before.")
        first = error.kind in ("token", "offline")
        actions = (settings, again) if first else (again, settings)
        sentence = in_window_language(error.hint)
        if error.kind in _OFFLINE_KINDS:
            sentence = f"{sentence} {local}".strip()
        self.card.show_state(in_window_language(error.text), sentence, actions)
        self.body.setCurrentWidget(self.card)

    def _show_offline(self) -> None:
        """Nobody is asked: the person switched the network off for this."""
        self.card.show_state(
            self.tr("Inkstone is set to work without the hub."),
            self.tr("Models on this computer work as before. Nothing was sent."),
            (
                (self.tr("Settings of the hub"), self.settings_requested.emit),
                (self.tr("Try again"), self.search),
            ),
        )
        self.body.setCurrentWidget(self.card)

    @Slot()
    def _on_cleared(self) -> None:
        """Nothing is looked for."""
        if self._request:
            self._hub.drop(self._request)
        self._request, self._waits = "", False
        self._models = []
        self.body.setCurrentWidget(self.beginning)

    # --- facts -----------------------------------------------------------------------------

    @Slot(object)
    def _on_machine(self, machine: MachineFacts) -> None:
        self.found_models.show_rows([found_row(model, machine) for model in self._models])
        if self._waits:
            self._waits = False
            self.search()

    # --- lists -----------------------------------------------------------------------------

    @Slot(QModelIndex)
    def _on_chosen(self, index: QModelIndex) -> None:
        row = self.found_models.row(index)
        if row is not None:
            self.opened.emit(row.repo)

    @Slot()
    def _to_list(self) -> None:
        shown = self.body.currentWidget()
        if shown is self.beginning and hasattr(shown, "take_focus"):
            shown.take_focus()
        if shown is not self._found:
            return
        self.results.setFocus(Qt.FocusReason.TabFocusReason)
        if not self.results.currentIndex().isValid():
            self.results.setCurrentIndex(self.found_models.index(0, 0))

    def focus_results(self) -> None:
        """Somebody comes back from a repository."""
        if self.body.currentWidget() is self._found:
            self._to_list()
        else:
            self.take_focus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and isinstance(watched, QListView)
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        ):
            self._on_chosen(watched.currentIndex())
            return True
        return super().eventFilter(watched, event)


def _after(query: HubQuery, place: str) -> HubQuery:
    return msgspec.structs.replace(query, after=place)
