"""The servers a person uses: adding, changing and testing them, and what they offer."""

from __future__ import annotations

import secrets as random
from collections.abc import Callable
from functools import partial
from typing import Literal

import msgspec
from PySide6.QtCore import QObject, Signal

from assistant.controllers.consent import ConsentKeeper
from assistant.controllers.models import ModelsController
from assistant.controllers.preferences import Preferences
from assistant.core.display_text import one_line
from assistant.core.entities import ModelFile
from assistant.core.errors import UserError
from assistant.core.hub.ports import PassphraseSecrets
from assistant.core.remote.address import checked_address, origin_of
from assistant.core.remote.facts import ServerFacts, ServerModel
from assistant.core.remote.server import RemoteServer, is_remote, model_path, server_and_model
from assistant.workers.task_pool import TaskPool

CheckPhase = Literal["asking", "good", "failed"]


class ServerCheck(msgspec.Struct, frozen=True, kw_only=True):
    """What came of asking a server what it offers."""

    phase: CheckPhase
    facts: ServerFacts = ServerFacts()
    error: UserError | None = None


Look = Callable[[RemoteServer, str], ServerFacts]


class _Removed(msgspec.Struct, kw_only=True):
    """What `restore` needs; `key` is in no other place any more."""

    server: RemoteServer
    place: int
    key: str = ""


class ServersController(QObject):
    """Window thread. Keys lie in `Secrets` under the id of their server.

    changed()               servers are others now
    checked(str)            of this server, or of "" (one that is not added yet), more is known
    removed(RemoteServer)   it is gone; `restore` brings it back
    failed(UserError)       a key could not be kept, a setting not be written
    """

    changed = Signal()
    checked = Signal(str)
    removed = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        preferences: Preferences,
        consent: ConsentKeeper,
        models: ModelsController,
        pool: TaskPool,
        make_secrets: Callable[[], PassphraseSecrets],
        look: Look,
        parent: QObject | None = None,
    ) -> None:
        """`make_secrets` is called on the pool, whenever a key is needed, and `look` too.

        `look(server, key)` asks a server what it offers and sends no text of the person; it
        blocks for seconds and raises `UserError`.
        """
        super().__init__(parent)
        self._preferences = preferences
        self._consent = consent
        self._models = models
        self._pool = pool
        self._make_secrets = make_secrets
        self._look = look
        self._checks: dict[str, ServerCheck] = {}
        self._asked: dict[str, int] = {}
        self._gone: _Removed | None = None
        self._unkept: dict[str, str] = {}
        self._known = preferences.settings.servers
        preferences.changed.connect(self._on_settings)

    # --- what there is ---------------------------------------------------------------------

    @property
    def servers(self) -> tuple[RemoteServer, ...]:
        return self._preferences.settings.servers

    def server(self, server_id: str) -> RemoteServer | None:
        return next((each for each in self.servers if each.id == server_id), None)

    def check(self, server_id: str) -> ServerCheck | None:
        """The last test of a server in this session; "" is the one that is not added yet."""
        return self._checks.get(server_id)

    def models_of(self, server_id: str) -> tuple[ServerModel, ...]:
        """What a server offered when it was asked last."""
        check = self._checks.get(server_id)
        return () if check is None else check.facts.models

    def holds_key(self, server_id: str) -> bool:
        """Whether a key is kept for it, as far as can be told. Any thread but the window's."""
        try:
            return bool(_key_of(self._make_secrets(), server_id))
        except UserError:
            return False

    # --- changing --------------------------------------------------------------------------

    def add(self, server: RemoteServer, key: str = "") -> RemoteServer:
        """Use a server from now on, with an id of its own; it is asked for its models.

        Raises `UserError("server")` for an address that is none.
        """
        added = self._cleaned(server, random.token_hex(6))
        self._write((*self.servers, added))
        self._put_key(added, key, then=lambda: self.test(added))
        return added

    def edit(self, server: RemoteServer, key: str | None = None) -> RemoteServer:
        """Change the server of this id; `key` None leaves its key as it is, "" removes it.

        At another address it is another server, with another id: neither the key nor a
        permission goes along. Returns it as it is now; raises `UserError("server")`.
        """
        before = self.server(server.id)
        if before is None:
            return server
        changed = self._cleaned(server, server.id)
        moved = not _same_host(changed, before)
        if moved:
            changed = msgspec.structs.replace(changed, id=random.token_hex(6))
        self._write(tuple(changed if each is before else each for each in self.servers))
        if moved:
            self._leave(before, changed)
            key = key or None
        if key is None:
            self.test(changed)
        else:
            self._put_key(changed, key, then=lambda: self.test(changed))
        return changed

    def _leave(self, before: RemoteServer, after: RemoteServer) -> None:
        """Forget what belonged to the address before; a model of it is asked for at the new one."""
        self._consent.withdraw(server_id=before.id)
        self.drop_check(before.id)
        self._put_key(before, "")
        if self._is_used(before.id):
            model = server_and_model(self._models.state.path)[1]
            self._models.choose(model_path(after.id, model))

    def _is_used(self, server_id: str) -> bool:
        path = self._models.state.path
        return is_remote(path) and server_and_model(path)[0] == server_id

    def remove(self, server_id: str) -> None:
        """Use it no more; its key leaves the keyring, and its permissions are withdrawn.

        Until another one is removed or the application ends, `restore` brings it back.
        """
        server = self.server(server_id)
        if server is None:
            return
        gone = self._gone = _Removed(server=server, place=self.servers.index(server))
        self._consent.withdraw(server_id=server_id)
        self._write(tuple(each for each in self.servers if each.id != server_id))
        self.drop_check(server_id)
        self._tell_models()
        if self._is_used(server_id):
            self._models.unload()  # the next message says that its server is gone
        make_secrets = self._make_secrets

        def take() -> str:
            kept = make_secrets()
            key = _key_of(kept, server_id)
            if key:
                kept.put(server_id, "")
            return key

        def taken(key: str) -> None:
            gone.key = key
            if gone is not self._gone and self.server(server_id) is not None:
                self._put_key(server, key, then=lambda: self.test(server))

        self._pool.run(take, taken, self._on_key_not_removed)
        self.removed.emit(server)

    def restore(self) -> None:
        """Bring back what was removed last, with its key; its permissions are asked for again."""
        gone, self._gone = self._gone, None
        if gone is None:
            return
        servers = list(self.servers)
        servers.insert(gone.place, gone.server)
        self._write(tuple(servers))
        if gone.key:
            self._put_key(gone.server, gone.key, then=lambda: self.test(gone.server))
        else:
            self.test(gone.server)

    def _on_key_not_removed(self, error: UserError) -> None:
        if error.kind != "keyring":  # where no secret can be kept there is none to remove
            self.failed.emit(error)

    # --- asking ----------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask all servers for their models; `checked` follows for each."""
        for server in self.servers:
            self.test(server)

    def test(self, server: RemoteServer, key: str | None = None) -> None:
        """Ask what a server offers; `checked` at once and again at the end. No text is sent.

        Without `key` the one in the keyring is used. A server without an id is tested as "".
        """
        server_id = server.id
        try:
            asked = self._cleaned(server, server_id)
        except UserError as error:
            self._tell(server_id, ServerCheck(phase="failed", error=error))
            return
        number = self._asked[server_id] = self._asked.get(server_id, 0) + 1
        make_secrets, ask = self._make_secrets, self._look

        def look() -> ServerFacts:
            used = key
            if used is None:
                used = _key_of(make_secrets(), server_id)
            return ask(asked, used)

        def done(facts: ServerFacts) -> None:
            if number == self._asked.get(server_id):
                self._tell(server_id, ServerCheck(phase="good", facts=facts))
                self._tell_models()

        def failed(error: UserError) -> None:
            if number == self._asked.get(server_id):
                self._tell(server_id, ServerCheck(phase="failed", facts=kept, error=error))

        kept = self._facts(server_id)
        self._tell(server_id, ServerCheck(phase="asking", facts=kept))
        self._pool.run(look, done, failed)

    def refresh_unknown(self) -> None:
        """Ask those that were not asked in this session."""
        for server in self.servers:
            if server.id not in self._checks:
                self.test(server)

    def test_again(self, server_id: str) -> None:
        server = self.server(server_id)
        if server is not None:
            self.test(server)

    def test_draft(self, server: RemoteServer, key: str | None) -> None:
        """Test what stands in a form; what comes of it is that of "".

        `key` None is the one that is kept for the server, as long as its address stays.
        """
        before, number = self.server(server.id), self._asked.get("", 0)
        if key is not None or before is None or not _same_host(before, server):
            self.test(msgspec.structs.replace(server, id=""), key or "")
            return
        make_secrets = self._make_secrets
        self._tell("", ServerCheck(phase="asking"))

        def known(found: str) -> None:
            if number == self._asked.get("", 0):
                self.test(msgspec.structs.replace(server, id=""), found)

        def failed(error: UserError) -> None:
            if number == self._asked.get("", 0):
                self._tell("", ServerCheck(phase="failed", error=error))

        self._pool.run(lambda: _key_of(make_secrets(), server.id), known, failed)

    def unlock(self, passphrase: str) -> None:
        """Keep keys in a file that this passphrase encrypts; what waited for it is tried again."""
        make_secrets = self._make_secrets

        def done(_nothing: None) -> None:
            waiting, self._unkept = self._unkept, {}
            for server in self.servers:
                if server.id in waiting:
                    self._put_key(server, waiting[server.id], then=partial(self.test, server))
                elif self._locked(server.id):
                    self.test(server)

        def failed(error: UserError) -> None:
            for server in self.servers:
                if self._locked(server.id):
                    facts = self._facts(server.id)
                    self._tell(server.id, ServerCheck(phase="failed", facts=facts, error=error))

        self._pool.run(lambda: make_secrets().unlock(passphrase), done, failed)

    def _locked(self, server_id: str) -> bool:
        error = self._checks[server_id].error if server_id in self._checks else None
        return error is not None and error.kind == "keyring"

    def drop_check(self, server_id: str = "") -> None:
        """Nobody wants to know any more what came of a test."""
        self._asked[server_id] = self._asked.get(server_id, 0) + 1
        self._checks.pop(server_id, None)

    # --- behind it -------------------------------------------------------------------------

    def _cleaned(self, server: RemoteServer, server_id: str) -> RemoteServer:
        url = checked_address(server.url)
        made = msgspec.structs.replace(server, id=server_id, url=url, name=one_line(server.name))
        return made if made.name else msgspec.structs.replace(made, name=made.host)

    def _write(self, servers: tuple[RemoteServer, ...]) -> None:
        settings = self._preferences.settings
        self._preferences.replace(msgspec.structs.replace(settings, servers=servers))

    def _put_key(
        self, server: RemoteServer, key: str, then: Callable[[], object] | None = None
    ) -> None:
        make_secrets = self._make_secrets
        if then is not None:
            self._tell(server.id, ServerCheck(phase="asking", facts=self._facts(server.id)))

        def done(_nothing: None) -> None:
            if then is not None:
                then()

        def failed(error: UserError) -> None:
            if not key:  # nothing was to be kept; that an old one stays is for the log
                done(None)
                return
            self._unkept[server.id] = key
            self.failed.emit(error)
            self._tell(server.id, ServerCheck(phase="failed", error=error))

        self._pool.run(lambda: make_secrets().put(server.id, key), done, failed)

    def _facts(self, server_id: str) -> ServerFacts:
        check = self._checks.get(server_id)
        return ServerFacts() if check is None else check.facts

    def _tell(self, server_id: str, check: ServerCheck) -> None:
        self._checks[server_id] = check
        self.checked.emit(server_id)

    def _tell_models(self) -> None:
        self._models.set_server_models(self.model_files())

    def model_files(self) -> list[ModelFile]:
        """The models of all servers that write, as they stand in the list of models."""
        return [
            ModelFile(
                path=model_path(server.id, model.name), name=model.name, size=0, origin="server"
            )
            for server in self.servers
            for model in self.models_of(server.id)
            if not embeds(model)
        ]

    def _on_settings(self, _settings: object) -> None:
        if self.servers != self._known:
            self._known = self.servers
            self.changed.emit()


def _key_of(kept: PassphraseSecrets, server_id: str) -> str:
    """The key of a server; "" for none, also where no key can ever have been kept."""
    return "" if not server_id or kept.place == "nowhere" else kept.get(server_id)


def _same_host(one: RemoteServer, other: RemoteServer) -> bool:
    try:
        return origin_of(one.url) == origin_of(other.url)
    except UserError:
        return False


def embeds(model: ServerModel) -> bool:
    """Whether a model makes vectors and writes nothing, as far as its name tells."""
    return "embed" in model.name.lower()
