"""How models are found and fetched: the hub, its token, downloads, other programs' models."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import msgspec
from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QLabel, QLineEdit, QWidget

from assistant.core.errors import UserError
from assistant.core.hub.access import USUAL_ENDPOINT, hub_host
from assistant.core.settings import Settings
from assistant.ui.controls import Caption, ElidedLabel, IconButton, push_button
from assistant.ui.documents.wrapping_row import wrapping
from assistant.ui.error_words import error_text
from assistant.ui.hub.token_form import TokenForm
from assistant.ui.services import Services
from assistant.ui.settings.form import FormPage, Number
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

_MOST_AT_ONCE = 8


class HubSettingsPage(FormPage):
    """Every change counts at once; the token lies in the keyring and is never shown."""

    def __init__(self, services: Services, theme: Theme) -> None:
        super().__init__(theme, "")
        self.title.setText(self.tr("Models from the hub"))
        self._preferences = services.preferences
        self._models = services.models
        self._hub = services.hub
        self._checking = ""
        self._add_hub()
        self._add_token()
        self._add_downloads()
        self._add_elsewhere()
        self._show(services.preferences.settings)
        self._show_token()
        services.preferences.changed.connect(self._show)
        self._hub.token_changed.connect(self._show_token)
        self._hub.token_failed.connect(self._on_token_failed)
        self._hub.token_checked.connect(self._on_checked)
        self._hub.failed.connect(self._on_failed)

    # --- parts -----------------------------------------------------------------------------

    def _add_hub(self) -> None:
        self.add_heading(self.tr("Hub"))
        self.offline = self._check(self.tr("Work without the hub"))
        self.column.addWidget(
            Caption(
                self.theme,
                self.tr("No search, no download, no connection. Models that are here work on."),
                self,
            )
        )
        self.endpoint = _AddressField(USUAL_ENDPOINT)
        self.add_row(
            self.tr("Address"),
            self.endpoint,
            self.tr("Another one for a mirror. Each address has a token of its own."),
        )
        self.endpoint_note = self._danger_note(
            self.tr("An address begins with https:// or http://. It was not taken over.")
        )
        self.proxy = _AddressField(self.tr("as the system says"))
        self.add_row(self.tr("Proxy"), self.proxy, self.tr("For example http://proxy:3128"))
        self.proxy_note = self._danger_note(
            self.tr("A proxy begins with http://, https:// or socks5://. It was not taken over.")
        )
        self.offline.toggled.connect(lambda on: self._change(offline=on))
        self.endpoint.editingFinished.connect(self._on_endpoint)
        self.proxy.editingFinished.connect(self._on_proxy)

    def _add_token(self) -> None:
        self.add_heading(self.tr("Token"))
        self.token_state = QLabel(self)
        self.token_state.setWordWrap(True)
        self.token_state.setTextFormat(Qt.TextFormat.PlainText)
        self.column.addWidget(self.token_state)
        self.token_set = push_button(self.tr("Enter a token"), "", self)
        self.token_check = push_button(self.tr("Whose is it?"), "", self)
        self.token_remove = push_button(self.tr("Remove it"), "", self)
        buttons = wrapping(measures.GAP_S, self.token_set, self.token_check, self.token_remove)
        self.column.addWidget(buttons)
        self.token_form = TokenForm(self._hub, self.theme, self)
        self.column.addWidget(self.token_form)
        self.token_set.clicked.connect(self.token_form.begin)
        self.token_check.clicked.connect(self._on_check)
        self.token_remove.clicked.connect(lambda: self._hub.set_token(""))
        self.token_form.saved.connect(self._on_checked_name)
        self.token_form.left.connect(self.token_set.setFocus)

    def _add_downloads(self) -> None:
        self.add_heading(self.tr("Downloads"))
        self.folder = _FolderField(self.theme, self)
        self.add_row(self.tr("Folder"), self.folder, self.tr("Where fetched models are put."))
        self.folder.choose.setAccessibleName(self.tr("Choose the folder for downloads"))
        self.folder.choose.clicked.connect(self._on_choose_folder)
        self.folder.usual.clicked.connect(lambda: self.folder_chosen(""))
        self.parallel = Number(1, _MOST_AT_ONCE)
        self.add_row(self.tr("At the same time"), self.parallel)
        self.parallel.valueChanged.connect(lambda number: self._change(parallel=number))

    def _add_elsewhere(self) -> None:
        self.add_heading(self.tr("Other programs"))
        self.elsewhere = self._check(self.tr("Look into other programs' folders, too"))
        self.column.addWidget(
            Caption(
                self.theme,
                self.tr(
                    "Models of LM Studio, Ollama, GPT4All, Jan, llama.cpp and the Hugging Face "
                    "cache are used where they are. Nothing is copied or changed."
                ),
                self,
            )
        )
        self.elsewhere.toggled.connect(self._on_elsewhere)

    def _check(self, text: str) -> QCheckBox:
        box = QCheckBox(text, self)
        box.setAccessibleName(text)
        self.column.addWidget(box)
        return box

    def _danger_note(self, text: str) -> Caption:
        note = Caption(self.theme, text, self, tone="danger")
        note.hide()
        self.column.addWidget(note)
        return note

    # --- facts -----------------------------------------------------------------------------

    @Slot(object)
    def _show(self, settings: Settings) -> None:
        hub = settings.hub
        for box, on in ((self.offline, hub.offline), (self.elsewhere, settings.models.elsewhere)):
            with QSignalBlocker(box):
                box.setChecked(on)
        for field, text in ((self.endpoint, hub.endpoint), (self.proxy, hub.proxy)):
            if not field.hasFocus():
                field.setText(text)
        with QSignalBlocker(self.parallel):
            self.parallel.setValue(hub.parallel)
        self.folder.show_folder(str(self._hub.access.folder), chosen=bool(hub.folder))
        self._show_token()

    @Slot()
    def _show_token(self, _known: bool = False) -> None:
        known = self._hub.has_token
        host = hub_host(self._hub.access.endpoint)
        text = self.tr("A token for {host} is kept.") if known else self.tr(
            "There is no token for {host}. Only models that ask for permission need one."
        )  # fmt: skip
        self._say(text.format(host=host))
        self.token_set.setText(self.tr("Enter another one") if known else self.tr("Enter a token"))
        self.token_set.setAccessibleName(self.token_set.text())
        self.token_check.setVisible(known)
        self.token_remove.setVisible(known)

    def _say(self, text: str) -> None:
        self.token_state.setText(text)
        self.token_state.setAccessibleName(text)

    @Slot(object, str)
    def _on_token_failed(self, error: UserError, place: str) -> None:
        """The form says it itself while it is open; that there is no keyring matters only to
        those who have a token."""
        if not self.token_form.isHidden() or place == "nowhere":
            return
        self._say(error_text(error))
        if place == "locked":
            self.token_set.setText(self.tr("Open the encrypted file"))
            self.token_set.setAccessibleName(self.token_set.text())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._hub.ask_token()

    # --- what a person does ----------------------------------------------------------------

    @Slot()
    def _on_endpoint(self) -> None:
        text = self.endpoint.text().strip().rstrip("/")
        good = not text or _is_address(text, ("http", "https"))
        self.endpoint_note.setVisible(not good)
        if good:
            self._change(endpoint="" if text == USUAL_ENDPOINT else text)

    @Slot()
    def _on_proxy(self) -> None:
        text = self.proxy.text().strip()
        good = not text or _is_address(text, ("http", "https", "socks5", "socks5h"))
        self.proxy_note.setVisible(not good)
        if good:
            self._change(proxy=text)

    @Slot()
    def _on_check(self) -> None:
        self._say(self.tr("Asking the hub whose it is"))
        self._checking = self._hub.check_token()

    @Slot(str)
    def _on_checked(self, name: str) -> None:
        if self._checking:
            self._checking = ""
            self._on_checked_name(name)

    @Slot(str)
    def _on_checked_name(self, name: str) -> None:
        self._show_token()
        self._say(self.tr("The token belongs to {name}.").format(name=f"“\u2068{name}\u2069”"))

    @Slot(str, object)
    def _on_failed(self, request: str, error: UserError) -> None:
        if request and request == self._checking:
            self._checking = ""
            self._say(error_text(error))

    @Slot()
    def _on_choose_folder(self) -> None:
        dialog = QFileDialog(self, self.tr("Choose the folder for downloads"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setDirectory(str(self._hub.access.folder))
        dialog.fileSelected.connect(self.folder_chosen)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    @Slot(str)
    def folder_chosen(self, folder: str) -> None:
        """Put models into `folder` from now on, "" for the usual one; it is searched, too."""
        self._change(folder=folder)
        if folder:
            self._models.add_folder(folder)

    @Slot(bool)
    def _on_elsewhere(self, wanted: bool) -> None:
        settings = self._preferences.settings
        models = msgspec.structs.replace(settings.models, elsewhere=wanted)
        self._preferences.set_models(models)
        self._models.refresh()

    def _change(self, **fields: Any) -> None:
        settings = self._preferences.settings
        hub = msgspec.structs.replace(settings.hub, **fields)
        self._preferences.replace(msgspec.structs.replace(settings, hub=hub))


class _AddressField(QLineEdit):
    def __init__(self, usual: str) -> None:
        super().__init__()
        self.setPlaceholderText(usual)
        self.setMaxLength(500)
        self.setClearButtonEnabled(True)


class _FolderField(QWidget):
    """A folder that can be chosen; `usual` goes back to the application's own."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.label = ElidedLabel("", self)
        self.choose = push_button(self.tr("Choose…"), "", self)
        self.usual = IconButton(theme, "undo", self.tr("Use Inkstone's own folder"), self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(measures.GAP_XS)
        row.addWidget(self.label, 1)
        row.addWidget(self.usual)
        row.addWidget(self.choose)

    def show_folder(self, folder: str, *, chosen: bool) -> None:
        self.label.set_full_text(folder)
        self.label.setToolTip(folder)
        self.usual.setVisible(chosen)


def _is_address(text: str, schemes: tuple[str, ...]) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme.lower() in schemes and bool(parts.hostname)
    except ValueError:
        return False
