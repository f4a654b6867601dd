"""How the hub is reached now: the settings and the token, which is looked up in the background."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from assistant.controllers.preferences import Preferences
from assistant.core.errors import UserError
from assistant.core.hub.access import endpoint_of, hub_access, token_name
from assistant.core.hub.messages import HubAccess
from assistant.core.hub.ports import PassphraseSecrets, SecretsPlace
from assistant.core.settings import Settings
from assistant.workers.task_pool import TaskPool

PATIENCE_MS = 3_000
"""A keyring may ask the person for its password; so long nothing public waits for that."""


class HubAccessKeeper(QObject):
    """`ready(HubAccess)` follows the first `ask`, and then every change.

    `token_changed(bool)`: whether there is a token for this hub. `failed(UserError, place)`: the
    secrets cannot be had; where they would be kept (`SecretsPlace`) says what helps. Nothing is
    looked up before `ask` or `ask_token`. Window thread.
    """

    ready = Signal(object)
    token_changed = Signal(bool)
    failed = Signal(object, str)

    def __init__(
        self,
        preferences: Preferences,
        pool: TaskPool,
        make_secrets: Callable[[], PassphraseSecrets],
        own_folder: Path,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._pool = pool
        self._secrets = _Once(make_secrets)
        self._own_folder = own_folder
        self._environment = os.environ.get("HF_ENDPOINT", "")
        self._settings = preferences.settings.hub
        self._wanted = False
        self._looked_up = False
        self._known = False
        self.place: SecretsPlace | None = None
        """Where secrets would be kept, when they could not be had."""
        self._token = ""
        self._number = 0
        self._refused: str | None = None
        """A token that the keyring did not take; it is kept where a passphrase opens a place."""
        self.told: HubAccess | None = None
        """What was said last."""
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._patience.timeout.connect(self._tell)
        preferences.changed.connect(self._on_settings)

    @property
    def endpoint(self) -> str:
        return endpoint_of(self._settings, self._environment)

    @property
    def folder(self) -> Path:
        """Where models land."""
        return Path(self._settings.folder or self._own_folder)

    @property
    def has_token(self) -> bool:
        """As far as is known yet."""
        return bool(self._token)

    def ask(self) -> None:
        """Have `ready` emitted, now and after each change; more than one `ask` is one."""
        if self._wanted:
            return
        self._wanted = True
        if self._looked_up:
            self._tell()
        else:
            self._patience.start()
            self.ask_token()

    def ask_token(self) -> None:
        """Have `token_changed` or `failed` said; what is known is not looked up again."""
        if self._looked_up and self._known:
            self.token_changed.emit(self.has_token)
        elif self._looked_up or not self._number:
            self._look_up()

    def set_token(self, token: str) -> None:
        """Keep `token` in the keyring and use it; "" removes it."""
        name, secrets = token_name(self.endpoint), self._secrets

        def put() -> str:
            secrets.get().put(name, token)
            return token

        self._refused = token
        self._look(put)

    def unlock(self, passphrase: str) -> None:
        """Open the encrypted file, then keep there what was refused, or read what is there."""
        name, secrets, refused = token_name(self.endpoint), self._secrets, self._refused

        def unlocked() -> str:
            secrets.get().unlock(passphrase)
            if refused is None:
                return secrets.get().get(name)
            secrets.get().put(name, refused)
            return refused

        self._look(unlocked)

    def _look_up(self) -> None:
        name, secrets = token_name(self.endpoint), self._secrets
        self._look(lambda: secrets.get().get(name))

    def _look(self, task: Callable[[], str]) -> None:
        """Have `task` say the token, on the pool; only the newest one counts."""
        self._number += 1
        number, secrets = self._number, self._secrets

        def attempt() -> str | tuple[UserError, SecretsPlace]:
            try:
                return task()
            except UserError as error:
                return error, secrets.get().place

        def done(found: str | tuple[UserError, SecretsPlace]) -> None:
            if number == self._number:  # else of a hub that was left since
                self._looked_up = True
                self._patience.stop()
                self._take(found)

        self._pool.run(attempt, done)

    def _take(self, found: str | tuple[UserError, SecretsPlace]) -> None:
        """What is public can be had without a token."""
        self._known = isinstance(found, str)
        if isinstance(found, str):
            self._token, self._refused, self.place = found, None, None
        else:
            self.place = found[1]
        if self._wanted:
            self._tell()
        if isinstance(found, str):
            self.token_changed.emit(bool(found))
        else:
            self.failed.emit(*found)

    @Slot()
    def _tell(self) -> None:
        access = hub_access(self._settings, self.endpoint, self._token, str(self._own_folder))
        if access != self.told:
            self.told = access
            self.ready.emit(access)

    @Slot(object)
    def _on_settings(self, settings: Settings) -> None:
        if settings.hub == self._settings:
            return
        before, self._settings = self.endpoint, settings.hub
        if self.endpoint != before and self._number:
            self._token, self._refused, self._looked_up = "", None, False
            self._look_up()
        elif self._wanted and self.told is not None:
            self._tell()


class _Once:
    """Makes the secrets when they are first needed, on whichever thread that is."""

    def __init__(self, make: Callable[[], PassphraseSecrets]) -> None:
        self._make = make
        self._made: PassphraseSecrets | None = None
        self._lock = threading.Lock()

    def get(self) -> PassphraseSecrets:
        with self._lock:
            if self._made is None:
                self._made = self._make()
            return self._made
