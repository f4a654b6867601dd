"""The part "Servers" of the mode Models."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from assistant.core.display_text import one_line
from assistant.core.errors import UserError
from assistant.core.notices import Notice
from assistant.core.remote.server import RemoteServer
from assistant.ui.actions import ActionRegistry
from assistant.ui.controls import Caption, push_button
from assistant.ui.documents.wrapping_row import wrapping
from assistant.ui.servers.server_card import ServerCard
from assistant.ui.servers.server_form import ServerForm
from assistant.ui.services import Services
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

_UNDO = "servers.restore"
_WIDEST = 760
_USUAL = (
    ("llama-server", "localhost:8080"),
    ("Ollama", "localhost:11434"),
    ("LM Studio", "localhost:1234"),
    ("vLLM", "localhost:8000"),
)
"""Programs that people run, and where they usually are."""


class Servers(QWidget):
    """All servers, one below the other; the form takes the place of the one it changes."""

    def __init__(self, services: Services, theme: Theme, actions: ActionRegistry) -> None:
        super().__init__()
        self.setObjectName("servers_page")
        self._services = services
        self._servers = services.servers
        self._consent = services.consent
        self._theme = theme
        self._asked = False
        self.cards: dict[str, ServerCard] = {}
        self.form = ServerForm(theme, self)
        self.form.hide()
        self.about = Caption(
            theme,
            self.tr(
                "A server runs models that are too large for this computer: one of your own, of "
                "your team, or any that speaks the OpenAI API. What is sent there leaves this "
                "computer, so every conversation asks before."
            ),
            self,
        )
        self.add = push_button(self.tr("Add a server"), "primary", self)
        self.add.clicked.connect(self.begin_new)
        self._usual = self._build_usual()
        self._build()
        self._connect()
        self._refresh()

    def _build_usual(self) -> QWidget:
        buttons = []
        for name, address in _USUAL:
            button = push_button(f"{name} · {address}", "", self)
            button.clicked.connect(
                lambda _on=False, name=name, address=address: self.begin_new(address, name)
            )
            buttons.append(button)
        return wrapping(measures.GAP_S, *buttons)

    def _build(self) -> None:
        inside = QWidget()
        inside.setProperty("role", "page")
        self._list = QVBoxLayout()
        self._list.setSpacing(measures.GAP_M)
        column = QVBoxLayout()
        column.setSpacing(measures.GAP_M)
        column.addWidget(self.about)
        column.addWidget(wrapping(measures.GAP_S, self.add))
        column.addWidget(self._usual)
        column.addWidget(self.form)
        column.addLayout(self._list)
        column.addStretch(1)
        holder = QWidget(inside)
        holder.setLayout(column)
        holder.setMaximumWidth(_WIDEST)
        column.setContentsMargins(0, 0, 0, 0)
        around = QHBoxLayout(inside)
        around.setContentsMargins(measures.GAP_L, measures.GAP_M, measures.GAP_L, measures.GAP_L)
        around.addWidget(holder)
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._area)

    def _connect(self) -> None:
        servers = self._servers
        servers.changed.connect(self._refresh)
        servers.checked.connect(self._on_checked)
        servers.removed.connect(self._on_removed)
        self._consent.changed.connect(self._show_permissions)
        self._services.conversations.changed.connect(self._show_permissions)
        self._services.models.state_changed.connect(self._on_model)
        self._services.notices.action_chosen.connect(self._on_notice_action)
        self.form.saved.connect(self._on_saved)
        self.form.tested.connect(self._on_tested)
        self.form.cancelled.connect(self.close_form)

    def take_focus(self) -> None:
        """The part was chosen."""
        if not self._asked:
            self._asked = True
            self._servers.refresh_unknown()
        first = next(iter(self.cards.values()), None)
        if not self.form.isHidden():
            self.form.address.setFocus()
        elif first is not None:
            first.edit.setFocus()
        else:
            self.add.setFocus()

    # --- the form --------------------------------------------------------------------------

    @Slot()
    def begin_new(self, address: str = "", name: str = "") -> None:
        """Write down another server."""
        self._open_form(None)
        if isinstance(address, str) and address:
            self.form.address.setText(address)
            self.form.name.setText(name)
        self.form.address.setFocus()

    def begin_edit(self, server_id: str) -> None:
        """Change a server; the form stands where its card was."""
        server = self._servers.server(server_id)
        if server is not None:
            self._open_form(server)
            self.form.name.setFocus()

    def _open_form(self, server: RemoteServer | None) -> None:
        self.close_form()
        self.form.begin(server)
        if server is None:
            self._list.insertWidget(0, self.form)
        else:
            card = self.cards[server.id]
            self._list.insertWidget(self._list.indexOf(card), self.form)
            card.hide()
        self.form.show()
        self.add.setEnabled(False)
        self._usual.hide()
        self._area.ensureWidgetVisible(self.form)

    @Slot()
    def close_form(self) -> None:
        """Back to the list."""
        if self.form.isHidden():
            return
        self._servers.drop_check("")
        edited = self.cards.get(self.form.server_id)
        self.form.hide()
        self.add.setEnabled(True)
        self._show_usual()
        if edited is not None:
            edited.show()
            edited.edit.setFocus()
        else:
            self.add.setFocus()

    @Slot(object, object)
    def _on_saved(self, server: RemoteServer, key: str | None) -> None:
        try:
            if server.id:
                kept = self._servers.edit(server, key)
            else:
                kept = self._servers.add(server, key or "")
        except UserError as error:
            self.form.show_error(error)
            return
        self.close_form()
        if kept.id in self.cards:
            self.cards[kept.id].show()
            self.cards[kept.id].edit.setFocus()

    @Slot(object, object)
    def _on_tested(self, server: RemoteServer, key: str | None) -> None:
        self._servers.test_draft(server, key)

    # --- the list --------------------------------------------------------------------------

    @Slot()
    def _refresh(self) -> None:
        servers = self._servers.servers
        for gone in [known for known in self.cards if all(s.id != known for s in servers)]:
            card = self.cards.pop(gone)
            card.hide()
            card.deleteLater()
        for place, server in enumerate(servers):
            card = self.cards.get(server.id) or self._make_card(server.id)
            card.show_server(server)
            if self._list.indexOf(card) != place:
                self._list.insertWidget(place, card)
        if (
            not self.form.isHidden()
            and self.form.server_id
            and self.form.server_id not in self.cards
        ):
            self.close_form()
        self._show_usual()
        self._show_checks()
        self._show_permissions()

    def _make_card(self, server_id: str) -> ServerCard:
        card = ServerCard(self._theme, self)
        servers = self._servers
        card.model_chosen.connect(self._services.models.choose)
        card.test_requested.connect(lambda: servers.test_again(server_id))
        card.edit_requested.connect(lambda: self.begin_edit(server_id))
        card.remove_requested.connect(lambda: servers.remove(server_id))
        card.withdrawn.connect(self._consent.withdraw)
        card.unlock_requested.connect(servers.unlock)
        self.cards[server_id] = card
        return card

    def _show_usual(self) -> None:
        self._usual.setVisible(not self.cards and self.form.isHidden())

    def _show_checks(self) -> None:
        used = self._services.models.state.path
        for server_id, card in self.cards.items():
            card.show_check(self._servers.check(server_id), used)

    @Slot()
    def _show_permissions(self, _fact: object = None) -> None:
        titles = {row.id: row.title for row in self._services.conversations.rows}
        given = self._consent.permissions
        for server_id, card in self.cards.items():
            card.show_permissions([each for each in given if each.server_id == server_id], titles)

    @Slot(str)
    def _on_checked(self, server_id: str) -> None:
        if not server_id:
            self.form.show_check(self._servers.check(""))
        elif server_id in self.cards:
            used = self._services.models.state.path
            self.cards[server_id].show_check(self._servers.check(server_id), used)

    @Slot(object)
    def _on_model(self, _state: object) -> None:
        self._show_checks()

    # --- undo ------------------------------------------------------------------------------

    @Slot(object)
    def _on_removed(self, server: RemoteServer) -> None:
        self._services.notices.post(
            Notice(
                text=self.tr("The server “{name}” was removed.").format(name=one_line(server.name)),
                action=_UNDO,
                action_label=self.tr("Undo"),
                timeout_s=30.0,
            )
        )
        self.take_focus()

    @Slot(str)
    def _on_notice_action(self, action: str) -> None:
        if action == _UNDO:
            self._servers.restore()
