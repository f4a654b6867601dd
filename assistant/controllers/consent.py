"""What may leave this machine: permissions that a person gave, and whether one is missing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot

from assistant.controllers.models import ModelsController
from assistant.controllers.preferences import Preferences
from assistant.core.errors import UserError
from assistant.core.ports import ConversationStore
from assistant.core.remote.consent import Permission, conversation_place
from assistant.core.remote.server import RemoteServer, is_remote, server_and_model
from assistant.core.settings import Settings
from assistant.workers.store_thread import StoreThread

NEW_CONVERSATION = "conversation:new"
"""The place of a conversation that does not exist yet; the engine never permits it."""


def place_of(conversation_id: int | None) -> str:
    """The place of a conversation, or of the one that does not exist yet (None)."""
    return NEW_CONVERSATION if conversation_id is None else conversation_place(conversation_id)


class ConsentKeeper(QObject):
    """Window thread, but for `permits`. Fulfils `core.remote.consent.Consents`.

    Until the permissions are read nothing is permitted. A permission counts once it is durable,
    and one that was withdrawn counts no more at once.

    changed()            permissions are others now, or what the chosen model needs is
    failed(UserError)    one could not be kept or withdrawn
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(
        self,
        store: StoreThread,
        models: ModelsController,
        preferences: Preferences,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._models = models
        self._preferences = preferences
        self._given: dict[tuple[str, str], Permission] = {}
        self._changes = 0
        self._new: Permission | None = None
        # Replaced as a whole, never changed: the inference thread reads it.
        self._permitted: frozenset[tuple[str, str]] = frozenset()
        self._model = models.state.path
        self._servers = preferences.settings.servers
        store.opened.connect(self.load)
        models.state_changed.connect(self._on_model)
        preferences.changed.connect(self._on_settings)

    # --- asking ----------------------------------------------------------------------------

    def permits(self, place: str, server_id: str) -> bool:
        """See `Consents`; any thread."""
        return bool(place) and (place, server_id) in self._permitted

    @property
    def server(self) -> RemoteServer | None:
        """Where the chosen model is; None for one on this disk."""
        return self.server_of(self._models.state.path)

    def server_of(self, model_path: str) -> RemoteServer | None:
        """The server of a model; None for one on this disk, or of a server that is not known."""
        if not is_remote(model_path):
            return None
        return self.known(server_and_model(model_path)[0])

    def known(self, server_id: str) -> RemoteServer | None:
        servers = self._preferences.settings.servers
        return next((server for server in servers if server.id == server_id), None)

    def needed(self, place: str) -> RemoteServer | None:
        """The server that the chosen model would send text of `place` to without being allowed
        to; None where nothing is missing."""
        return self.needed_for(place, self._models.state.path)

    def needed_for(self, place: str, model_path: str) -> RemoteServer | None:
        """The same for any model."""
        server = self.server_of(model_path)
        if server is None or self.permits(place, server.id):
            return None
        new = self._new
        waits = place == NEW_CONVERSATION and new is not None
        return None if waits and _holds(new, server) else server

    def refusal(self, place: str) -> UserError | None:
        """Why the chosen model may not be asked about `place` now; None where it may."""
        server = self.needed(place)
        return None if server is None else not_permitted(server)

    def given(self, place: str) -> tuple[Permission, ...]:
        """The permissions of a place that hold."""
        return tuple(each for each in self.permissions if each.place == place)

    @property
    def permissions(self) -> tuple[Permission, ...]:
        """All that hold, the newest first."""
        holding = [self._given[key] for key in self._permitted if key in self._given]
        return tuple(sorted(holding, key=lambda each: (-each.given_at, each.place)))

    # --- giving and taking back ------------------------------------------------------------

    def permit(self, place: str, done: Callable[[], object] | None = None) -> None:
        """Allow what `needed(place)` asks for; `done()` once it holds, at once where it does.

        That of a conversation which does not exist yet is kept with its first turn.
        """
        server = self.needed(place)
        if server is None:
            if done is not None:
                done()
        else:
            self.permit_server(place, server, done)

    def permit_server(
        self, place: str, server: RemoteServer, done: Callable[[], object] | None = None
    ) -> None:
        """Allow `place` for this server; `done()` once it holds."""
        if place == NEW_CONVERSATION:
            self._new = Permission(place=place, server_id=server.id, host=server.host)
            self.changed.emit()
            if done is not None:
                done()
            return

        def kept(permission: Permission) -> None:
            self.take(permission)
            if done is not None:
                done()

        self._store.submit(
            lambda store: store.permit(place, server.id, server.host), kept, self.failed.emit
        )

    def new_permission(self) -> Permission | None:
        """What was allowed for the conversation that does not exist yet."""
        return self._new

    def forget_new(self) -> None:
        """That conversation was left, or has begun."""
        if self._new is not None:
            self._new = None
            self.changed.emit()

    def take(self, permission: Permission) -> None:
        """A permission is durable: it counts from now on."""
        self._changes += 1
        self._given[permission.place, permission.server_id] = permission
        self._count()

    def withdraw(self, place: str = "", server_id: str = "") -> None:
        """Take back the permissions of a place, of a server, or of both together."""
        if not (place or server_id):
            return
        new = self._new
        if new and place in ("", new.place) and server_id in ("", new.server_id):
            self._new = None
        gone = [
            key
            for key in self._given
            if (not place or key[0] == place) and (not server_id or key[1] == server_id)
        ]
        self._changes += 1
        for key in gone:
            del self._given[key]
        self._count()
        if place != NEW_CONVERSATION:
            self._store.submit(
                lambda store: store.withdraw(place, server_id), failed=self.failed.emit
            )

    # --- what is known ---------------------------------------------------------------------

    @Slot()
    def load(self) -> None:
        """Read what was permitted; `changed` follows."""

        asked = self._changes

        def read(found: list[Permission]) -> None:
            if asked != self._changes:  # what was read is older than what was done meanwhile
                self.load()
                return
            self._given = {(each.place, each.server_id): each for each in found}
            self._count()

        self._store.submit(_permissions, read, self.failed.emit)

    def _count(self) -> None:
        """A server that has another address now has no permissions."""
        hosts = {server.id: server.host for server in self._preferences.settings.servers}
        self._permitted = frozenset(
            key for key, each in self._given.items() if hosts.get(each.server_id) == each.host
        )
        self.changed.emit()

    @Slot(object)
    def _on_settings(self, settings: Settings) -> None:
        if settings.servers != self._servers:
            self._servers = settings.servers
            self._count()

    @Slot(object)
    def _on_model(self, _state: object) -> None:
        if self._models.state.path != self._model:
            self._model = self._models.state.path
            self.changed.emit()


def _permissions(store: ConversationStore) -> list[Permission]:
    return store.permissions()


def _holds(permission: Permission | None, server: RemoteServer) -> bool:
    return (
        permission is not None
        and permission.server_id == server.id
        and permission.host == server.host
    )


def not_permitted(server: RemoteServer) -> UserError:
    """Nothing was sent, for nobody has allowed it yet."""
    translate = QCoreApplication.translate
    text = translate("Consent", "Nothing was sent to {host}: it was not allowed yet.")
    hint = translate("Consent", "Allow it, or choose another model.")
    return UserError("server_permission", text.format(host=server.host), hint)
