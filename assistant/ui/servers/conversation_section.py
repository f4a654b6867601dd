"""In the inspector: where the shown conversation goes, and taking that back."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from assistant.controllers.chat import ChatController
from assistant.controllers.consent import ConsentKeeper, place_of
from assistant.core.display_text import one_line
from assistant.ui.controls import Caption, Hairline
from assistant.ui.servers.permission_rows import PermissionRows
from assistant.ui.servers.words import destination_hint
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme


class ConversationSection(QWidget):
    """Nothing while the model is on this disk and nothing was allowed."""

    def __init__(
        self, chat: ChatController, consent: ConsentKeeper, theme: Theme, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("conversation_destination")
        self._chat = chat
        self._consent = consent
        self._theme = theme
        self.title = QLabel(self.tr("Where it is sent"), self)
        self.text = Caption(theme, "", self)
        self.rows = PermissionRows(theme, self)
        self.rows.withdrawn.connect(self._on_withdrawn)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measures.GAP_S)
        column.addWidget(Hairline(theme, self))
        for widget in (self.title, self.text, self.rows):
            column.addWidget(widget)
        consent.changed.connect(self.refresh)
        chat.opened.connect(self.refresh)
        chat.turn_accepted.connect(self.refresh)
        theme.changed.connect(self._on_theme)
        self._on_theme()
        self.refresh()

    @Slot()
    def refresh(self, _fact: object = None) -> None:
        """Follow the conversation, the model and the permissions."""
        given = self._consent.given(place_of(self._chat.conversation_id))
        server = self._consent.server
        self.setVisible(bool(given) or server is not None)
        parts = []
        if server is not None and self._consent.needed(place_of(self._chat.conversation_id)):
            parts.append(destination_hint(server))
        elif server is not None:
            text = self.tr("What you write here is sent to {host}.")
            parts.append(text.format(host=one_line(server.host)))
        if not given:
            parts.append(self.tr("Nothing of this conversation may be sent to a server yet."))
        self.text.setText("\n".join(parts))
        names = {}
        for each in given:
            known = self._consent.known(each.server_id)
            if known is not None:
                name, host = one_line(known.name), one_line(known.host)
                names[each.server_id] = name if name == host else f"{name} ({host})"
        self.rows.show_permissions(given, {}, names)

    @Slot(str, str)
    def _on_withdrawn(self, place: str, server_id: str) -> None:
        self._consent.withdraw(place, server_id)

    @Slot()
    def _on_theme(self) -> None:
        self.title.setFont(self._theme.interface_font(bold=True))
        self.text.setFont(self._theme.caption_font())
