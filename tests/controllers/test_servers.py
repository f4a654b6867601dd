from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from assistant.controllers.consent import ConsentKeeper
from assistant.controllers.servers import ServerCheck, ServersController
from assistant.core.errors import UserError
from assistant.core.remote.consent import WRITING
from assistant.core.remote.facts import ServerFacts, ServerModel
from assistant.core.remote.protection import goes_unprotected
from assistant.core.remote.server import RemoteServer, model_path
from tests.controllers.conftest import Desk, MakeDesk

FACTS = ServerFacts(
    kind="vLLM",
    models=(ServerModel(name="big/model"), ServerModel(name="nomic-embed-text")),
    seconds=0.02,
)


class Keys:
    """Secrets in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}
        self.broken = False
        self.place = "keyring"
        self.passphrase = ""

    def unlock(self, passphrase: str) -> None:
        if passphrase != "good":  # noqa: S105 - of a test
            raise UserError("keyring", "This is another passphrase.")
        self.broken, self.place = False, "file"

    def get(self, name: str) -> str:
        return self.kept.get(name, "")

    def put(self, name: str, secret: str) -> None:
        if self.broken:
            raise UserError("keyring", "There is no keyring.")
        if secret:
            self.kept[name] = secret
        else:
            self.kept.pop(name, None)


@dataclass
class Servers:
    desk: Desk
    controller: ServersController
    consent: ConsentKeeper
    keys: Keys = field(default_factory=Keys)
    looked: list[tuple[RemoteServer, str]] = field(default_factory=list)
    answer: ServerFacts | UserError = FACTS

    def look(self, server: RemoteServer, key: str) -> ServerFacts:
        self.looked.append((server, key))
        if isinstance(self.answer, UserError):
            raise self.answer
        return self.answer

    def add(self, url: str = "https://llm.example.org/v1/", key: str = "") -> RemoteServer:
        added = self.controller.add(RemoteServer(id="", name="", url=url), key)
        self.wait(added.id)
        return added

    def wait(self, server_id: str) -> ServerCheck:
        def ended() -> bool:
            check = self.controller.check(server_id)
            return check is not None and check.phase != "asking"

        self.desk.qtbot.waitUntil(ended)
        check = self.controller.check(server_id)
        assert check is not None
        return check


@pytest.fixture
def servers(make_desk: MakeDesk) -> Iterator[Servers]:
    desk = make_desk()
    consent = ConsentKeeper(desk.store, desk.models, desk.preferences)
    keys = Keys()
    made: list[Servers] = []
    controller = ServersController(
        desk.preferences,
        consent,
        desk.models,
        desk.pool,
        lambda: keys,
        lambda server, key: made[0].look(server, key),  # noqa: PLW0108 - made below
    )
    made.append(Servers(desk, controller, consent, keys))
    yield made[0]


def test_a_server_is_kept_with_its_key_apart(servers: Servers, qtbot: QtBot) -> None:
    added = servers.add(key="sk-secret")
    assert added.id
    assert (added.name, added.url) == ("llm.example.org", "https://llm.example.org/v1")
    assert servers.controller.servers == (added,)
    assert servers.keys.kept == {added.id: "sk-secret"}
    assert servers.looked == [(added, "sk-secret")]
    desk = servers.desk
    written = desk.preferences._store
    qtbot.waitUntil(lambda: not desk.preferences._saving)
    assert written.load().servers == (added,)
    assert "sk-secret" not in str(msgspec.to_builtins(written.load()))


def test_its_models_stand_among_the_others(servers: Servers) -> None:
    added = servers.add()
    assert [model.name for model in servers.controller.models_of(added.id)] == [
        "big/model",
        "nomic-embed-text",
    ]
    listed = [file for file in servers.desk.models.files if file.origin == "server"]
    assert [(file.path, file.name, file.size) for file in listed] == [
        (model_path(added.id, "big/model"), "big/model", 0)
    ]
    servers.controller.remove(added.id)
    assert [file for file in servers.desk.models.files if file.origin == "server"] == []


def test_what_is_wrong_with_a_server_is_told_and_what_was_known_stays(servers: Servers) -> None:
    added = servers.add()
    servers.answer = UserError("server_certificate", "The certificate cannot be trusted.")
    servers.controller.test(added)
    check = servers.wait(added.id)
    assert check.phase == "failed"
    assert check.error is servers.answer
    assert check.facts.models[0].name == "big/model"


def test_a_server_that_is_not_added_yet_can_be_tested(servers: Servers) -> None:
    draft = RemoteServer(id="", name="", url="localhost:8080")
    servers.controller.test(draft, "typed")
    assert servers.wait("").phase == "good"
    assert servers.looked[0][0].url == "http://localhost:8080"
    assert servers.looked[0][1] == "typed"
    assert servers.controller.servers == ()
    assert servers.keys.kept == {}
    servers.controller.test(msgspec.structs.replace(draft, url="ftp://x"))
    check = servers.wait("")
    assert check.phase == "failed"
    assert check.error is not None
    assert len(servers.looked) == 1


def test_the_newest_test_counts(servers: Servers) -> None:
    told: list[str] = []
    servers.controller.checked.connect(told.append)
    servers.controller.test(RemoteServer(id="", name="", url="localhost:1"))
    servers.controller.drop_check("")
    servers.desk.pool._pool.waitForDone()
    servers.desk.settle()
    assert servers.controller.check("") is None
    assert told == [""]


def test_an_address_that_is_none_is_refused(servers: Servers) -> None:
    for url in ("", "ftp://example.org", "http://", "https://exa mple.org", "http://host:99999"):
        with pytest.raises(UserError):
            servers.controller.add(RemoteServer(id="", name="x", url=url))
    assert servers.controller.servers == ()


def test_another_address_has_neither_permissions_nor_the_key(servers: Servers) -> None:
    added = servers.add(key="sk-secret")
    done: list[bool] = []
    servers.consent.permit_server(WRITING, added, lambda: done.append(True))
    servers.desk.qtbot.waitUntil(lambda: bool(done))
    assert servers.consent.permits(WRITING, added.id)
    renamed = msgspec.structs.replace(added, name="Renamed", masking=True)
    servers.controller.edit(renamed)
    servers.wait(added.id)
    assert servers.consent.permits(WRITING, added.id)
    assert servers.keys.kept == {added.id: "sk-secret"}
    moved = msgspec.structs.replace(renamed, url="https://elsewhere.example/v1")
    now = servers.controller.edit(moved)
    assert now.id != added.id
    assert servers.controller.servers == (now,)
    for server_id in (added.id, now.id):
        assert not servers.consent.permits(WRITING, server_id)
    servers.wait(now.id)
    assert servers.looked[-1] == (now, "")
    servers.desk.qtbot.waitUntil(lambda: servers.keys.kept == {})


def test_a_removed_server_comes_back_with_its_key_but_asks_again(servers: Servers) -> None:
    first = servers.add(key="sk-one")
    second = servers.add("https://b.example")
    done: list[bool] = []
    servers.consent.permit_server(WRITING, first, lambda: done.append(True))
    servers.desk.qtbot.waitUntil(lambda: bool(done))
    servers.controller.remove(first.id)
    servers.desk.qtbot.waitUntil(lambda: servers.keys.kept == {})
    assert servers.controller.servers == (second,)
    servers.controller.restore()
    servers.wait(first.id)
    assert servers.controller.servers == (first, second)
    assert servers.keys.kept == {first.id: "sk-one"}
    assert not servers.consent.permits(WRITING, first.id)
    servers.controller.restore()
    assert servers.controller.servers == (first, second)


def test_a_key_that_cannot_be_kept_is_told(servers: Servers) -> None:
    servers.keys.broken = True
    failures: list[UserError] = []
    servers.controller.failed.connect(failures.append)
    added = servers.add(key="sk-secret")
    assert [error.kind for error in failures] == ["keyring"]
    check = servers.controller.check(added.id)
    assert check is not None
    assert check.error is failures[0]
    servers.controller.remove(added.id)
    servers.desk.pool._pool.waitForDone()
    servers.desk.settle()
    assert len(failures) == 1


def test_servers_are_told_of_when_they_change(servers: Servers) -> None:
    told: list[bool] = []
    servers.controller.changed.connect(lambda: told.append(True))
    servers.add()
    assert told == [True]
    settings = servers.desk.preferences.settings
    servers.desk.preferences.replace(msgspec.structs.replace(settings, servers=()))
    assert told == [True, True]


def test_what_goes_unprotected() -> None:
    def unprotected(url: str) -> bool:
        return goes_unprotected(RemoteServer(id="x", name="", url=url))

    assert unprotected("http://192.168.1.20:8080")
    assert not unprotected("https://192.168.1.20:8080")
    assert not unprotected("http://localhost:8080")
    assert not unprotected("http://[::1]:8080")


def test_without_a_keyring_servers_without_a_key_work(servers: Servers) -> None:
    servers.keys.broken, servers.keys.place = True, "nowhere"
    added = servers.add("localhost:11434")
    assert servers.wait(added.id).phase == "good"
    assert servers.looked == [(added, "")]


def test_a_passphrase_lets_a_key_be_kept_that_could_not(servers: Servers) -> None:
    servers.keys.broken, servers.keys.place = True, "nowhere"
    added = servers.add(key="sk-secret")
    assert servers.wait(added.id).phase == "failed"
    servers.controller.unlock("bad")
    servers.desk.qtbot.waitUntil(lambda: "another" in str(servers.controller.check(added.id).error))
    servers.controller.unlock("good")
    servers.desk.qtbot.waitUntil(lambda: servers.keys.kept == {added.id: "sk-secret"})
    servers.desk.qtbot.waitUntil(lambda: bool(servers.looked))
    assert servers.wait(added.id).phase == "good"
    assert servers.looked == [(added, "sk-secret")]


def test_a_draft_is_tested_with_the_kept_key_while_its_address_stays(servers: Servers) -> None:
    added = servers.add(key="sk-secret")
    servers.controller.test_draft(msgspec.structs.replace(added, masking=True), None)
    servers.desk.qtbot.waitUntil(lambda: len(servers.looked) == 2)
    assert servers.looked[-1][1] == "sk-secret"
    servers.wait("")
    moved = msgspec.structs.replace(added, url="https://elsewhere.example")
    servers.controller.test_draft(moved, None)
    servers.desk.qtbot.waitUntil(lambda: len(servers.looked) == 3)
    assert servers.looked[-1][1] == ""
    servers.wait("")
    assert servers.controller.servers == (added,)


def test_a_server_that_is_removed_writes_no_more_and_one_that_moved_goes_on(
    servers: Servers,
) -> None:
    models = servers.desk.models
    added = servers.add()
    models.choose(model_path(added.id, "big/model"))
    servers.desk.qtbot.waitUntil(lambda: models.state.phase == "ready")
    now = servers.controller.edit(msgspec.structs.replace(added, url="https://b.example"))
    servers.desk.qtbot.waitUntil(
        lambda: models.state.phase == "ready" and models.state.path.startswith(f"server:{now.id}/")
    )
    servers.wait(now.id)
    servers.controller.remove(now.id)
    servers.desk.qtbot.waitUntil(lambda: models.state.phase == "chosen")
