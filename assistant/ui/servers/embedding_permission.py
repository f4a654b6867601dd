"""Documents that are searched by meaning on a server: where they go, and asking for it."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from assistant.controllers.servers import embeds
from assistant.core.remote.consent import DOCUMENTS
from assistant.core.remote.server import RemoteServer, model_path
from assistant.ui.controls import Caption, push_button
from assistant.ui.servers.permission_card import PermissionCard
from assistant.ui.servers.words import destination_text
from assistant.ui.services import Services
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme


class EmbeddingPermission(QWidget):
    """Below the choice of the embedding model; nothing while that is on this disk.

    models_changed()  `choices` are others now
    model_wanted()    another model instead
    """

    models_changed = Signal()
    model_wanted = Signal()

    def __init__(self, services: Services, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._services = services
        self._consent = services.consent
        self.line = Caption(theme, "", self, tone="caution")
        self.withdraw = push_button(self.tr("Withdraw"), "link", self)
        self.withdraw.clicked.connect(self._on_withdraw)
        self.card = PermissionCard(theme, self)
        self.card.allowed.connect(self._on_allowed)
        self.card.model_wanted.connect(self.model_wanted)
        self.card.left.connect(self.model_wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measures.GAP_XS)
        column.addWidget(self.line)
        column.addWidget(self.withdraw)
        column.addWidget(self.card)
        self._consent.changed.connect(self.refresh)
        services.servers.checked.connect(self.models_changed)
        self.refresh()

    def choices(self) -> list[tuple[str, str]]:
        """(words, path) of each model of a server that finds passages."""
        servers = self._services.servers
        return [
            (f"{model.name} · {server.name}", model_path(server.id, model.name))
            for server in servers.servers
            for model in servers.models_of(server.id)
            if embeds(model)
        ]

    @property
    def _server(self) -> RemoteServer | None:
        wanted = self._services.preferences.settings.documents.embedding_model
        return self._consent.server_of(wanted)

    @Slot()
    def refresh(self) -> None:
        """Follow the choice and what is allowed."""
        server = self._server
        self.setVisible(server is not None)
        if server is None:
            return
        permitted = self._consent.permits(DOCUMENTS, server.id)
        self.line.setText(destination_text(server))
        self.withdraw.setVisible(permitted)
        if permitted:
            self.card.put_away()
            return
        self.card.ask(
            server,
            [
                self.tr("All text of the documents that are searched by meaning, once."),
                self.tr("Your questions about them, each time."),
                self.tr("Until you allow it they are searched by their words."),
            ],
            title=self.tr("Send your documents to {host}?"),
            allow=self.tr("Allow for all documents"),
        )

    @Slot()
    def _on_allowed(self) -> None:
        server = self._server
        if server is not None:
            self._consent.permit_server(DOCUMENTS, server)

    @Slot()
    def _on_withdraw(self) -> None:
        server = self._server
        if server is not None:
            self._consent.withdraw(DOCUMENTS, server.id)
