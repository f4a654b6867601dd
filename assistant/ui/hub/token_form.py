"""Entering the token for a hub, in its place: it goes to the keyring and is never shown again."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QVBoxLayout, QWidget

from assistant.controllers.hub import HubController
from assistant.core.errors import UserError
from assistant.core.hub.access import hub_host
from assistant.ui.controls import Caption, push_button, repolish
from assistant.ui.documents.wrapping_row import wrapping
from assistant.ui.error_words import error_text
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme


class TokenForm(QFrame):
    """`saved(str)`: kept and checked; the name of its owner. `left()`: closed without a token.

    Where the system has no keyring it asks, in its own words, whether an encrypted file may do.
    """

    saved = Signal(str)
    left = Signal()

    def __init__(self, hub: HubController, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._hub = hub
        self._theme = theme
        self._waiting = False
        self._checking = ""
        self.title = QLabel(self)
        self.title.setWordWrap(True)
        self.words = Caption(theme, "", self)
        self.field = QLineEdit(self)
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setMaxLength(400)
        self.note = Caption(theme, "", self)
        self.note.hide()
        self.save = push_button("", "primary", self)
        self.get = push_button(self.tr("Get a token…"), "", self)
        self.get.setToolTip(self.tr("Opens the hub's page in the browser"))
        self.cancel = push_button(self.tr("Cancel"), "", self)
        self._build()
        self._passphrase = False
        self._ask_token()
        hub.token_changed.connect(self._on_token)
        hub.token_failed.connect(self._on_token_failed)
        hub.token_checked.connect(self._on_checked)
        hub.failed.connect(self._on_failed)
        theme.changed.connect(self._on_theme)
        self._on_theme()
        self.hide()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(measures.GAP_L, measures.GAP_M, measures.GAP_L, measures.GAP_M)
        column.setSpacing(measures.GAP_S)
        for widget in (self.title, self.words, self.field, self.note):
            column.addWidget(widget)
        column.addWidget(wrapping(measures.GAP_S, self.save, self.get, self.cancel))
        self.save.clicked.connect(self._on_save)
        self.field.returnPressed.connect(self._on_save)
        self.get.clicked.connect(self._on_get)
        self.cancel.clicked.connect(self.leave)

    def begin(self) -> None:
        """Show it, empty, with the cursor in the field; a locked file is opened first."""
        if self._hub.access.place == "locked":
            self._ask_passphrase("locked")
        else:
            self._ask_token()
        self.note.hide()
        self.show()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """Close it; what was typed is forgotten."""
        self.field.clear()
        self._waiting = False
        if not self.isHidden():
            self.hide()
            self.left.emit()

    # --- what it asks for ------------------------------------------------------------------

    def _ask_token(self) -> None:
        host = hub_host(self._hub.access.endpoint)
        self._passphrase = False
        self.title.setText(self.tr("A token for {host}").format(host=host))
        self.words.setText(
            self.tr(
                "It says who you are, so that the hub can let you in. It is kept in the keyring "
                "of this computer and goes to {host} alone."
            ).format(host=host)
        )
        self._name_field(self.tr("Token"), "hf_…", self.tr("Keep the token"))
        self.get.show()

    def _ask_passphrase(self, place: str) -> None:
        self._passphrase = True
        if place == "locked":
            self.title.setText(self.tr("The passphrase of your encrypted file"))
            self.words.setText(
                self.tr("Tokens and keys are kept there, for this system has no keyring.")
            )
            save = self.tr("Open it")
        else:
            self.title.setText(self.tr("This system has no keyring"))
            self.words.setText(
                self.tr(
                    "The token can be kept in a file that a passphrase encrypts. Inkstone asks for "
                    "the passphrase when it needs the token. It cannot be recovered."
                )
            )
            save = self.tr("Keep it in an encrypted file")
        self._name_field(self.tr("Passphrase"), "", save)
        self.get.hide()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _name_field(self, name: str, hint: str, save: str) -> None:
        self.field.clear()
        self.field.setAccessibleName(name)
        self.field.setPlaceholderText(hint or name)
        self.save.setText(save)
        self.save.setAccessibleName(save)
        self._enable(True)

    def _enable(self, on: bool) -> None:
        self.field.setEnabled(on)
        self.save.setEnabled(on)

    # --- what happens ----------------------------------------------------------------------

    @Slot()
    def _on_save(self) -> None:
        typed = self.field.text().strip()
        if not typed:
            self.field.setFocus()
            return
        self._waiting = True
        self._enable(False)
        self.field.clear()
        self._say(self.tr("Keeping it"), "secondary")
        if self._passphrase:
            self._hub.unlock_secrets(typed)
        else:
            self._hub.set_token(typed)

    @Slot(bool)
    def _on_token(self, known: bool) -> None:
        if not self._waiting:
            return
        if not known:  # the file was opened, and there is none in it
            self._waiting = False
            self._ask_token()
            return
        self._say(self.tr("Asking the hub whose it is"), "secondary")
        self._checking = self._hub.check_token()

    @Slot(object, str)
    def _on_token_failed(self, error: UserError, place: str) -> None:
        if not self._waiting:
            return
        self._waiting = False
        again = self._passphrase
        if place in ("nowhere", "locked"):
            self._ask_passphrase(place)
        else:
            self._enable(True)
        if again or place not in ("nowhere", "locked"):
            self._say(error_text(error), "danger")
        else:
            self.note.hide()

    @Slot(str)
    def _on_checked(self, name: str) -> None:
        if not self._checking:
            return
        self._checking, self._waiting = "", False
        self.hide()
        self.saved.emit(name)

    @Slot(str, object)
    def _on_failed(self, request: str, error: UserError) -> None:
        if not request or request != self._checking:
            return
        self._checking, self._waiting = "", False
        if error.kind == "token":
            self._hub.set_token("")  # it is good for nothing
        self._ask_token()
        self._say(error_text(error), "danger")

    def _say(self, text: str, tone: str) -> None:
        self.note.setText(text)
        self.note.setProperty("tone", tone)
        repolish(self.note)
        self.note.show()

    @Slot()
    def _on_get(self) -> None:
        QDesktopServices.openUrl(QUrl(f"{self._hub.access.endpoint}/settings/tokens"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
            return
        super().keyPressEvent(event)

    @Slot()
    def _on_theme(self) -> None:
        self.title.setFont(self._theme.interface_font(bold=True))
