from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import msgspec
import pytest

from assistant.controllers.chat import ChatController
from assistant.controllers.consent import NEW_CONVERSATION, ConsentKeeper, place_of
from assistant.controllers.reply import Reply
from assistant.core.entities import Message
from assistant.core.errors import UserError
from assistant.core.messages import CountTokens, Generate
from assistant.core.remote.consent import WRITING, conversation_place
from assistant.core.remote.server import RemoteServer, model_path
from assistant.engine.scripted_servers import ScriptedServers
from tests.controllers.conftest import Desk, MakeDesk

SERVER = RemoteServer(id="s1", name="Team", url="https://llm.example.org/v1", masking=True)
OTHER = RemoteServer(id="s2", name="Here", url="http://localhost:8080")
REMOTE = model_path("s1", "big/model")
LOCAL = "/models/scripted.gguf"


@dataclass
class Remote:
    """A desk whose chat asks for permission."""

    desk: Desk
    consent: ConsentKeeper
    refusals: list[UserError]

    @property
    def chat(self) -> ChatController:
        return self.desk.chat

    def choose(self, path: str) -> None:
        with self.desk.qtbot.waitSignal(
            self.desk.models.state_changed,
            check_params_cb=lambda state: state.phase == "ready" and state.path == path,
        ):
            self.desk.models.choose(path)

    def said(self) -> list[Generate]:
        """What the engine was asked to answer."""
        self.desk.settle()
        self.desk.engine_caught_up()
        return self.desk.asked(Generate)

    def permit(self, place: str) -> None:
        done: list[bool] = []
        self.consent.permit(place, lambda: done.append(True))
        self.desk.qtbot.waitUntil(lambda: bool(done))

    def say(self, text: str) -> Message:
        return self.desk.say(text)


@pytest.fixture
def remote(make_desk: MakeDesk) -> Iterator[Remote]:
    servers = ScriptedServers({"s1": SERVER.host}, masked={"email": 2})
    desk = make_desk(remote=servers)
    settings = desk.preferences.settings
    desk.preferences.replace(msgspec.structs.replace(settings, servers=(SERVER, OTHER)))
    consent = ConsentKeeper(desk.store, desk.models, desk.preferences)
    servers.permits = consent.permits
    desk.chat.shut_down()
    desk.chat = ChatController(
        desk.store,
        desk.inference,
        desk.models,
        lambda: desk.preferences.settings.chat,
        consent=consent,
    )
    made = Remote(desk, consent, [])
    desk.chat.send_refused.connect(made.refusals.append)
    made.choose(REMOTE)
    desk.open_new()
    desk.settle()
    yield made


def texts_asked(remote: Remote) -> list[CountTokens]:
    """What the engine was asked to count, but for the test's own questions."""
    return [each for each in remote.desk.asked(CountTokens) if each.turns]


def test_nothing_reaches_the_engine_before_it_is_allowed(remote: Remote) -> None:
    assert remote.consent.needed(NEW_CONVERSATION) == SERVER
    assert remote.chat.send("My secret plan")
    assert remote.said() == []
    assert texts_asked(remote) == []
    assert [error.kind for error in remote.refusals] == ["server_permission"]
    assert SERVER.host in remote.refusals[0].text
    assert remote.chat.conversation is None
    assert remote.desk.from_thread(remote.desk.store, lambda s: s.list_conversations()) == []


def test_what_was_allowed_for_a_new_conversation_holds_for_it_alone(remote: Remote) -> None:
    remote.consent.permit(NEW_CONVERSATION)
    assert remote.consent.needed(NEW_CONVERSATION) is None
    answer = remote.say("Hello")
    (asked,) = [each for each in remote.said() if each.keep]
    assert asked.place == conversation_place(answer.conversation_id)
    assert remote.consent.permits(asked.place, "s1")
    assert remote.consent.needed(asked.place) is None
    remote.desk.open_new()
    assert remote.consent.needed(NEW_CONVERSATION) == SERVER
    remote.chat.send("Another")
    assert [error.kind for error in remote.refusals] == ["server_permission"]


def test_leaving_the_new_conversation_forgets_what_was_allowed_for_it(remote: Remote) -> None:
    remote.consent.permit(NEW_CONVERSATION)
    remote.desk.open_new()
    assert remote.consent.needed(NEW_CONVERSATION) == SERVER


def test_the_answer_says_where_it_was_asked_and_what_was_masked(remote: Remote) -> None:
    remote.consent.permit(NEW_CONVERSATION)
    answer = remote.say("Hello")
    assert (answer.sent_to, answer.masked) == (SERVER.host, {"email": 2})
    stored = remote.desk.from_thread(
        remote.desk.store, lambda store: store.branch(answer.conversation_id)
    )
    assert (stored[-1].sent_to, stored[-1].masked) == (SERVER.host, {"email": 2})
    remote.choose(LOCAL)
    local = remote.say("And here")
    assert (local.sent_to, local.masked) == ("", {})


def test_going_back_from_a_local_model_asks_again(remote: Remote) -> None:
    remote.consent.permit(NEW_CONVERSATION)
    first = remote.say("Hello")
    place = conversation_place(first.conversation_id)
    remote.choose(LOCAL)
    assert remote.consent.needed(place) is None
    remote.say("Something for this machine")
    before = len(remote.said())
    remote.choose(REMOTE)
    assert remote.consent.needed(place) == SERVER
    for attempt in (
        lambda: remote.chat.send("Once more"),
        remote.chat.regenerate,
        lambda: remote.chat.edit(remote.chat.messages[0].id, "Changed"),
    ):
        remote.refusals.clear()
        attempt()
        assert [error.kind for error in remote.refusals] == ["server_permission"]
    assert len(remote.said()) == before
    assert len(remote.chat.messages) == 4
    remote.permit(place)
    remote.say("Once more")
    assert len(remote.said()) > before


def test_a_permission_is_for_one_server_at_one_address(remote: Remote) -> None:
    remote.permit(WRITING)
    assert remote.consent.permits(WRITING, "s1")
    assert not remote.consent.permits(WRITING, "s2")
    assert not remote.consent.permits("", "s1")
    assert not remote.consent.permits("quick", "s1")
    moved = msgspec.structs.replace(SERVER, url="https://elsewhere.example")
    settings = remote.desk.preferences.settings
    remote.desk.preferences.replace(msgspec.structs.replace(settings, servers=(moved,)))
    assert not remote.consent.permits(WRITING, "s1")
    assert remote.consent.permissions == ()
    remote.desk.preferences.replace(settings)
    assert remote.consent.permits(WRITING, "s1")


def test_permissions_are_there_again_after_a_start_and_not_before(remote: Remote) -> None:
    remote.permit(WRITING)
    desk = remote.desk
    later = ConsentKeeper(desk.store, desk.models, desk.preferences)
    assert not later.permits(WRITING, "s1")
    with desk.qtbot.waitSignal(later.changed, check_params_cb=lambda: bool(later.permissions)):
        later.load()
    assert later.permits(WRITING, "s1")


def test_what_is_withdrawn_holds_no_more_at_once(remote: Remote) -> None:
    remote.permit(WRITING)
    remote.permit("quick")
    remote.consent.withdraw(place=WRITING)
    assert not remote.consent.permits(WRITING, "s1")
    assert remote.consent.permits("quick", "s1")
    remote.consent.withdraw(server_id="s1")
    remote.desk.settle()
    assert remote.desk.from_thread(remote.desk.store, lambda s: s.permissions()) == []


def test_an_answer_that_the_engine_refuses_says_why(remote: Remote) -> None:
    """Withdrawn behind the back of the chat: the engine itself does not send it."""
    remote.consent.permit(NEW_CONVERSATION)
    first = remote.say("Hello")
    failures: list[UserError] = []
    remote.chat.reply_failed.connect(lambda _id, error: failures.append(error))
    consent = remote.consent
    consent._permitted = frozenset()
    consent.needed = lambda place: None  # type: ignore[method-assign]  # as if it were there
    remote.say("Again")
    assert [error.kind for error in failures] == ["server_permission"]
    assert remote.chat.messages[-1].sent_to == ""
    assert remote.chat.conversation_id == first.conversation_id


def test_models_of_unknown_servers_and_of_this_disk_need_no_permission(remote: Remote) -> None:
    assert remote.consent.needed_for(WRITING, LOCAL) is None
    assert remote.consent.needed_for(WRITING, model_path("gone", "m")) is None
    assert remote.consent.needed_for(WRITING, model_path("s2", "m")) == OTHER
    assert OTHER.is_this_machine
    assert place_of(None) == NEW_CONVERSATION


def test_a_permission_that_cannot_be_kept_does_not_hold(remote: Remote) -> None:
    failures: list[UserError] = []
    remote.consent.failed.connect(failures.append)
    again: list[bool] = []
    remote.consent.permit(conversation_place(404), lambda: again.append(True))
    remote.desk.qtbot.waitUntil(lambda: bool(failures))
    assert failures[0].kind == "not_found"
    assert again == []
    assert not remote.consent.permits(conversation_place(404), "s1")


def test_a_request_that_is_tried_again_counts_once() -> None:
    message = Message(id=2, conversation_id=1, parent_id=1, sequence=2, role="assistant", text="")
    reply = Reply(message)
    reply.sent("host", {"email": 2}, "r1")
    reply.sent("host", {"email": 2}, "r1")
    reply.sent("host", {"email": 1, "phone": 1}, "r2")
    assert (reply.sent_to, reply.masked) == ("host", {"email": 3, "phone": 1})
