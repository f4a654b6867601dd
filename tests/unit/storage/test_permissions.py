from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.core.entities import MessageState
from assistant.core.errors import UserError
from assistant.core.remote.consent import WRITING, conversation_of, conversation_place
from assistant.storage.store import SqliteStore
from tests.unit.storage.conftest import Clock

Opener = Callable[[], SqliteStore]


def test_nothing_is_permitted_at_first(store: SqliteStore) -> None:
    assert store.permissions() == []


def test_a_permission_stays_until_it_is_withdrawn(open_it: Opener, clock: Clock) -> None:
    store = open_it()
    place = conversation_place(store.create_conversation(title="A").id)
    given = store.permit(place, "s1", "example.org:8080")
    assert (given.place, given.server_id, given.host) == (place, "s1", "example.org:8080")
    assert given.given_at == clock.now
    clock.pass_days(1)
    other = store.permit(WRITING, "s1", "example.org:8080")
    store.close()
    store = open_it()
    assert store.permissions() == [other, given]
    assert store.withdraw(place=place) == 1
    assert store.permissions() == [other]
    assert store.withdraw(place=place) == 0


def test_permitting_again_takes_the_place_of_the_older_one(
    store: SqliteStore, clock: Clock
) -> None:
    store.permit(WRITING, "s1", "old.example")
    clock.pass_days(1)
    again = store.permit(WRITING, "s1", "new.example")
    assert store.permissions() == [again]
    assert again.given_at == clock.now


def test_withdrawing_touches_only_what_was_named(store: SqliteStore) -> None:
    for place in ("writing", "quick"):
        for server in ("s1", "s2"):
            store.permit(place, server, "example.org")
    assert store.withdraw() == 0
    assert store.withdraw(place="quick", server_id="s2") == 1
    assert store.withdraw(server_id="s1") == 2
    assert [(each.place, each.server_id) for each in store.permissions()] == [("writing", "s2")]


@pytest.mark.parametrize("missing", ["place", "server_id", "host"])
def test_a_permission_for_nothing_in_particular_is_refused(
    store: SqliteStore, missing: str
) -> None:
    given = {"place": WRITING, "server_id": "s1", "host": "example.org", missing: ""}
    with pytest.raises(UserError):
        store.permit(given["place"], given["server_id"], given["host"])
    assert store.permissions() == []


def test_a_conversation_takes_its_permission_along(store: SqliteStore) -> None:
    conversation = store.create_conversation(title="A").id
    kept = store.permit(WRITING, "s1", "example.org")
    given = store.permit(conversation_place(conversation), "s1", "example.org")
    store.delete_conversation(conversation)
    assert store.permissions() == [kept]
    with pytest.raises(UserError, match="no conversation"):
        store.permit(conversation_place(conversation), "s2", "example.org")
    store.restore_conversation(conversation)
    assert given in store.permissions()
    store.delete_conversation(conversation)
    store.purge_deleted()
    assert store.permissions() == [kept]
    with pytest.raises(UserError, match="no conversation"):
        store.permit(conversation_place(99), "s1", "example.org")


def test_what_was_sent_where_is_kept_with_the_answer(open_it: Opener, path: Path) -> None:
    store = open_it()
    conversation = store.create_conversation(title="A").id
    _turn, reply = store.send_turn(conversation, None, "Hello", model="big")
    assert (reply.sent_to, reply.masked) == ("", {})
    counts = {"email": 2, "phone": 1}
    done = store.finish_reply(
        reply.id, "Hi", "", state=MessageState.COMPLETE, sent_to="example.org", masked=counts
    )
    assert (done.sent_to, done.masked) == ("example.org", counts)
    store.close()
    store = open_it()
    turn, answer = store.branch(conversation)
    assert (turn.sent_to, turn.masked) == ("", {})
    assert (answer.sent_to, answer.masked) == ("example.org", counts)


def test_places_name_their_conversation() -> None:
    assert conversation_of(conversation_place(12)) == 12
    assert conversation_of(WRITING) is None
    assert conversation_of("") is None
    assert conversation_of("conversation:x") is None
