"""One server: what came of asking it, its models, what may be sent to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from assistant.controllers.servers import ServerCheck
from assistant.core.display_text import one_line
from assistant.core.remote.consent import Permission
from assistant.core.remote.server import RemoteServer
from assistant.ui.controls import Caption, ElidedLabel, Hairline, IconButton, push_button
from assistant.ui.documents.wrapping_row import wrapping
from assistant.ui.servers.check_words import check_text
from assistant.ui.servers.permission_rows import PermissionRows, permission_heading
from assistant.ui.servers.server_models import ServerModels
from assistant.ui.servers.words import warnings_of
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme


class ServerCard(QFrame):
    """model_chosen(str): its path. withdrawn(str, str): place and server; "" for all of them.

    unlock_requested(str): a passphrase for the file that keys are kept in.
    """

    model_chosen = Signal(str)
    test_requested = Signal()
    edit_requested = Signal()
    remove_requested = Signal()
    withdrawn = Signal(str, str)
    unlock_requested = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._theme = theme
        self._server_id = ""
        self.name = ElidedLabel("", self)
        self.address = ElidedLabel("", self)
        self.address.setProperty("tone", "secondary")
        self.state = Caption(theme, "", self)
        self.notes = Caption(theme, "", self)
        self.warning = Caption(theme, "", self, tone="caution")
        self.models = ServerModels(theme, self)
        self.models.chosen.connect(self.model_chosen)
        self.heading = permission_heading(theme, self.tr("May be sent there"), self)
        self.permissions = PermissionRows(theme, self)
        self.permissions.withdrawn.connect(self.withdrawn)
        self._build_buttons()
        self._build_passphrase()
        self._lay_out()
        theme.changed.connect(self._on_theme)
        self._on_theme()

    def _build_buttons(self) -> None:
        self.test = IconButton(self._theme, "refresh", self.tr("Ask again"), self)
        self.test.clicked.connect(self.test_requested)
        self.edit = IconButton(self._theme, "pencil", self.tr("Change"), self)
        self.edit.clicked.connect(self.edit_requested)
        self.remove = IconButton(self._theme, "trash", self.tr("Remove"), self)
        self.remove.clicked.connect(self.remove_requested)

    def _build_passphrase(self) -> None:
        self.passphrase = QLineEdit(self)
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.passphrase.setAccessibleName(self.tr("Passphrase"))
        self.passphrase.setPlaceholderText(self.tr("Passphrase"))
        self.passphrase.returnPressed.connect(self._on_unlock)
        self.unlock = push_button(self.tr("Keep keys in an encrypted file"), "", self)
        self.unlock.clicked.connect(self._on_unlock)
        self.passphrase_row = wrapping(measures.GAP_S, self.passphrase, self.unlock)
        self.passphrase_row.hide()

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.name)
        words.addWidget(self.address)
        top = QHBoxLayout()
        top.setSpacing(0)
        top.addLayout(words, 1)
        for button in (self.test, self.edit, self.remove):
            top.addWidget(button)
        self.line = Hairline(self._theme, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(measures.GAP_L, measures.GAP_M, measures.GAP_M, measures.GAP_M)
        column.setSpacing(6)
        column.addLayout(top)
        for widget in (
            self.state,
            self.passphrase_row,
            self.warning,
            self.notes,
            self.models,
            self.line,
            self.heading,
            self.permissions,
        ):
            column.addWidget(widget)

    def show_server(self, server: RemoteServer) -> None:
        self._server_id = server.id
        name = one_line(server.name)
        self.name.set_full_text(name)
        self.address.set_full_text(server.url)
        self.setAccessibleName(self.tr("Server {name}").format(name=name))
        for button, text in (
            (self.test, self.tr("Ask {name} again")),
            (self.edit, self.tr("Change {name}")),
            (self.remove, self.tr("Remove {name}")),
        ):
            button.setAccessibleName(text.format(name=name))
        warnings = warnings_of(server)
        self.warning.setText("\n".join(warnings))
        self.warning.setVisible(bool(warnings))
        self.notes.setText(
            self.tr("Private data is masked before it is sent") if server.masking else ""
        )
        self.notes.setVisible(server.masking)

    def show_check(self, check: ServerCheck | None, used: str) -> None:
        """What came of asking it; `used` is the path of the model that is chosen."""
        text, tone = check_text(check)
        self.state.setText(text)
        self.state.set_tone(tone)
        self.test.setEnabled(check is None or check.phase != "asking")
        models = () if check is None else check.facts.models
        self.models.show_models(self._server_id, models, used)
        locked = check is not None and check.error is not None and check.error.kind == "keyring"
        self.passphrase_row.setVisible(locked)
        if not locked:
            self.passphrase.clear()

    def show_permissions(self, given: Sequence[Permission], titles: Mapping[int, str]) -> None:
        self.permissions.show_permissions(given, titles, {})
        for widget in (self.line, self.heading):
            widget.setVisible(bool(given))

    @Slot()
    def _on_unlock(self) -> None:
        if self.passphrase.text():
            self.unlock_requested.emit(self.passphrase.text())
            self.passphrase.clear()

    @Slot()
    def _on_theme(self) -> None:
        self.name.setFont(self._theme.interface_font(bold=True))
        for label in (self.address, self.state, self.notes, self.warning):
            label.setFont(self._theme.caption_font())
        self.heading.setFont(self._theme.caption_font(bold=True))
