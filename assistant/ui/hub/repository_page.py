"""One repository of the hub: what it is, its files with their fit, its card."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from assistant.core.errors import UserError
from assistant.core.hub.download import Download, DownloadOrder
from assistant.core.hub.machine_facts import MachineFacts
from assistant.core.hub.repository import HubRepository
from assistant.ui.controls import Caption
from assistant.ui.error_words import in_window_language
from assistant.ui.hub.card_view import CardView
from assistant.ui.hub.repository_head import GateCard, RepositoryHead
from assistant.ui.hub.state_card import Action, StateCard
from assistant.ui.hub.token_form import TokenForm
from assistant.ui.hub.variant_panel import VariantPanel
from assistant.ui.models.part_tabs import PartTabs
from assistant.ui.services import Services
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

_SIDE_BY_SIDE = 860
_GATE_KINDS = ("gated", "token")


class RepositoryPage(QWidget):
    """`left()`: back to the list. `settings_requested()`, `downloads_requested()`."""

    left = Signal()
    settings_requested = Signal()
    downloads_requested = Signal()

    def __init__(self, services: Services, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._hub = services.hub
        self._theme = theme
        self._repo = ""
        self._request = ""
        self._card_request = ""
        self._start_request = ""
        self.repository: HubRepository | None = None
        self.head = RepositoryHead(self._hub, theme, self)
        self.gate = GateCard(self._hub, theme, self)
        self.token = TokenForm(self._hub, theme, self)
        self.tabs = PartTabs(theme, self.tr("Parts of the repository"), self)
        self.tabs.addTab(self.tr("Files"))
        self.tabs.addTab(self.tr("Model card"))
        self.variants = VariantPanel(theme, self)
        self.card = CardView(theme, self)
        self.card_note = Caption(theme, "", self)
        self.state = StateCard(theme, self)
        self._build()
        self._connect()
        self._arrange()

    def _build(self) -> None:
        self._about = QWidget(self)
        about = QVBoxLayout(self._about)
        about.setContentsMargins(0, 0, 0, 0)
        about.setSpacing(measures.GAP_XS)
        about.addWidget(self.card_note)
        about.addWidget(self.card, 1)
        panes = QWidget(self)
        row = QHBoxLayout(panes)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(measures.GAP_XL)
        row.addWidget(self.variants, 1)
        row.addWidget(self._about, 1)
        opened = QWidget(self)
        column = QVBoxLayout(opened)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measures.GAP_S)
        for widget in (self.gate, self.token, self.tabs):
            column.addWidget(widget)
        column.addWidget(panes, 1)
        opened.setProperty("role", "page")
        self._opened = QScrollArea(self)  # in a low window a gate or a form needs the room
        self._opened.setFrameShape(QFrame.Shape.NoFrame)
        self._opened.setWidgetResizable(True)
        self._opened.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._opened.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._opened.setWidget(opened)
        self.body = QStackedWidget(self)
        self.body.addWidget(self.state)
        self.body.addWidget(self._opened)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(measures.GAP_S)
        outer.addWidget(self.head)
        outer.addWidget(self.body, 1)

    def _connect(self) -> None:
        hub = self._hub
        hub.repository_opened.connect(self._on_opened)
        hub.card_read.connect(self._on_card)
        hub.queued.connect(self._on_queued)
        hub.failed.connect(self._on_failed)
        hub.downloads_changed.connect(self._on_downloads)
        hub.token_changed.connect(self.gate.show_token)
        self._services.model_library.machine_found.connect(self._on_machine)
        self.head.back_requested.connect(self.left)
        self.gate.page_requested.connect(self.head.open_page)
        self.gate.token_requested.connect(self._enter_token)
        self.token.saved.connect(self._on_token_saved)
        self.token.left.connect(self._on_token_left)
        self.tabs.currentChanged.connect(self._arrange)
        self.variants.download_requested.connect(self._on_download)
        self.variants.downloads_requested.connect(self.downloads_requested)
        self.variants.use_requested.connect(hub.use)
        self.variants.resume_requested.connect(hub.resume)

    # --- opening ---------------------------------------------------------------------------

    def open(self, repo: str) -> None:
        """Show `repo`, asking the hub for it."""
        self._repo = repo
        self.token.leave()
        self.repository = None
        self.head.show_name(repo)
        self.tabs.setCurrentIndex(0)
        self._ask()

    def _ask(self) -> None:
        self._request = self._hub.open(self._repo)
        self.state.show_state(
            self.tr("Asking the hub what is in it"),
            "",
            ((self.tr("Stop"), self._on_stop),),
            busy=True,
        )
        self.body.setCurrentWidget(self.state)
        self.head.back.setFocus()

    @Slot()
    def _on_stop(self) -> None:
        self._hub.drop(self._request)
        self._request = ""
        self.left.emit()

    @Slot(object)
    def _on_opened(self, repository: HubRepository) -> None:
        if not self._request:
            return
        self._request = ""
        self.repository = repository
        self._repo = repository.model.repo
        self.head.show_repository(repository)
        self.gate.show_gate(repository.model)
        self._show_variants()
        self.variants.show_downloads_of(self._hub.downloads)
        self.body.setCurrentWidget(self._opened)
        self._arrange()
        self._read_card(repository)
        if self.isVisible():
            self.take_focus()

    def _show_variants(self) -> None:
        if self.repository is not None:
            machine = self._services.model_library.machine
            self.variants.show_repository(self.repository, machine, self._hub.access.endpoint)

    def _read_card(self, repository: HubRepository) -> None:
        self.card.clear()
        self._note(self.tr("Reading the model card"))
        self._card_request = self._hub.read_card(repository.model.repo, repository.revision)

    @Slot(str)
    def _on_card(self, markdown: str) -> None:
        if not self._card_request:
            return
        self._card_request = ""
        self._note("" if markdown.strip() else self.tr("There is no model card."))
        self.card.show_card(markdown)

    def _note(self, text: str) -> None:
        self.card_note.setText(text)
        self.card_note.setVisible(bool(text))

    # --- fetching --------------------------------------------------------------------------

    @Slot(object)
    def _on_download(self, order: DownloadOrder) -> None:
        self._start_request = self._hub.start(order)

    @Slot(str, str)
    def _on_queued(self, request: str, _download_id: str) -> None:
        if request == self._start_request:
            self._start_request = ""
            self.variants.order_taken()

    @Slot(object)
    def _on_downloads(self, downloads: tuple[Download, ...]) -> None:
        if not self.isVisible():
            return
        self.variants.show_downloads_of(downloads)
        download = self.variants.download
        closed = download is not None and download.error_kind in _GATE_KINDS
        if closed and self.gate.isHidden() and self.token.isHidden():
            self.gate.show_closed()

    @Slot(str)
    def _on_token_saved(self, _name: str) -> None:
        """With it, more may be seen: ask again."""
        self._ask()

    # --- failures --------------------------------------------------------------------------

    @Slot(str, object)
    def _on_failed(self, request: str, error: UserError) -> None:
        if request and request == self._card_request:
            self._card_request = ""
            self._note(in_window_language(error.text))
        elif request and request == self._start_request:
            self._start_request = ""
            self.variants.show_problem(error)
            if error.kind in _GATE_KINDS and self.token.isHidden():
                self.gate.show_closed()
        elif request and request == self._request:
            self._request = ""
            self._show_failure(error)

    def _show_failure(self, error: UserError) -> None:
        again: Action = (self.tr("Try again"), self._ask)
        settings: Action = (self.tr("Settings of the hub"), self.settings_requested.emit)
        actions: tuple[Action, ...] = (again, settings)
        if error.kind in _GATE_KINDS:
            actions = (
                (self.tr("Enter a token"), self._enter_token),
                (self.tr("Ask for access"), self.head.open_page),
            )
        elif error.kind == "offline":
            actions = (settings, again)
        elif error.kind == "not_found":
            actions = ((self.tr("Back to the list"), self.left.emit), again)
        elif error.kind == "not_gguf":
            back: Action = (self.tr("Back to the list"), self.left.emit)
            actions = (back, (self.tr("Open its page"), self.head.open_page))
        self.state.show_state(
            in_window_language(error.text), in_window_language(error.hint), actions
        )
        self.body.setCurrentWidget(self.state)
        if self.isVisible():
            self.state.take_focus()

    @Slot()
    def _enter_token(self) -> None:
        """In the place of the gate."""
        self.gate.hide()
        self.body.setCurrentWidget(self._opened)
        self.token.begin()
        self._arrange()

    @Slot()
    def _on_token_left(self) -> None:
        if self.repository is None:
            self.body.setCurrentWidget(self.state)
        else:
            self.gate.show_gate(self.repository.model)
        self._arrange()
        self.take_focus()

    # --- arrangement -----------------------------------------------------------------------

    @Slot()
    def _arrange(self, _index: int = 0) -> None:
        """Both panes side by side, or one of them behind the switch; none before they are known."""
        wide, known = self.width() >= _SIDE_BY_SIDE, self.repository is not None
        focused = self.focusWidget()
        inside = focused is not None and focused.hasFocus()
        self.tabs.setVisible(known and not wide)
        self.variants.setVisible(known and (wide or self.tabs.currentIndex() == 0))
        self._about.setVisible(known and (wide or self.tabs.currentIndex() == 1))
        if inside and focused is not None and not focused.isVisibleTo(self):
            self.tabs.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def _on_machine(self, _machine: MachineFacts) -> None:
        self._show_variants()

    def take_focus(self) -> None:
        if self.body.currentWidget() is self.state:
            if not self.state.take_focus():
                self.head.back.setFocus()
        elif self.variants.isVisibleTo(self):
            self.variants.take_focus()
        else:
            self.card.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._services.model_library.find_machine()
        self.variants.show_downloads_of(self._hub.downloads)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        back = event.key() == Qt.Key.Key_Escape or (
            event.key() == Qt.Key.Key_Left and event.modifiers() == Qt.KeyboardModifier.AltModifier
        )
        if back:
            self.left.emit()
            return
        super().keyPressEvent(event)
