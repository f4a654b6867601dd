"""The part of the window's composition that is about servers and the keys for them."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

from assistant import compose
from assistant.core.hub.ports import PassphraseSecrets, SecretsPlace
from assistant.core.ports import Engine
from assistant.paths import Paths

if TYPE_CHECKING:
    from assistant.app import Application
    from assistant.controllers.servers import ServersController


class LateSecrets:
    """The one place of secrets, made when one is needed: what encrypts takes long to load.

    Any thread; fulfils `core.hub.ports.PassphraseSecrets`.
    """

    def __init__(self, paths: Paths) -> None:
        self._paths = paths
        self._lock = Lock()
        self._made: PassphraseSecrets | None = None

    def _kept(self) -> PassphraseSecrets:
        with self._lock:
            if self._made is None:
                self._made = compose.make_secrets(self._paths)
            return self._made

    @property
    def place(self) -> SecretsPlace:
        return self._kept().place

    def unlock(self, passphrase: str) -> None:
        self._kept().unlock(passphrase)

    def get(self, name: str) -> str:
        return self._kept().get(name)

    def put(self, name: str, secret: str) -> None:
        self._kept().put(name, secret)


def make_engine(application: Application) -> Engine:
    """Inference thread: the engine of this disk, and those of the servers there are."""
    return compose.make_engine(
        application.paths,
        servers=lambda: application.preferences.settings.servers,
        consents=application.consent,
        secrets=application.secrets,
    )


def make_servers(application: Application) -> ServersController:
    """The servers one uses."""
    from assistant.controllers.servers import ServersController

    made = ServersController(
        application.preferences,
        application.consent,
        application.models,
        application.pool,
        lambda: application.secrets,
        compose.ask_server,
        application,
    )
    made.failed.connect(application.notices.post_error)
    return made
