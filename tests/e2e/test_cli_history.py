"""`inkstone history list | show`."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from assistant import compose
from assistant.core.entities import MessageState, Timings, Usage
from assistant.paths import app_paths
from tests.e2e.terminal_runner import Inkstone


@pytest.fixture
def inkstone(tmp_path: Path) -> Inkstone:
    """Three conversations; the second is pinned, the first has two answers."""
    paths = app_paths(tmp_path)
    paths.create()
    store = compose.make_store(paths)
    for title in ("A plain question", "Pinned \x1b[31mred", "世界 \u202e backwards"):
        conversation = store.create_conversation()
        _turn, reply = store.send_turn(conversation.id, None, title, model="tiny")
        store.finish_reply(
            reply.id,
            "An \x1b]0;evil\x07 answer\r\nof two lines",
            "Because.",
            state=MessageState.COMPLETE,
            usage=Usage(prompt_tokens=9, cached_tokens=4, completion_tokens=3),
            timings=Timings(first_token_s=0.5, decode_tokens_per_s=20.0),
        )
        store.rename(conversation.id, title)
    again = store.add_message(
        1, store.branch(1)[0].id, "assistant", "", state=MessageState.STREAMING, model="other"
    )
    store.finish_reply(again.id, "Half", "", state=MessageState.STOPPED)
    store.set_pinned(2, True)
    store.close()
    return Inkstone(tmp_path)


def test_the_list_has_pinned_first_and_newest_next(inkstone: Inkstone) -> None:
    ended = inkstone.run("history", "list")
    assert (ended.code, ended.err) == (0, "")
    rows = ended.out.splitlines()
    assert [row.split()[0] for row in rows] == ["2", "1", "3"]
    assert [row.split()[1] == "*" for row in rows] == [True, False, False]
    assert rows[0].endswith("Pinned \\x1b[31mred")
    assert rows[2].endswith("世界 \\u202e backwards")


def test_the_list_as_json(inkstone: Inkstone) -> None:
    document = inkstone.run("history", "list", "--json", "--limit", "2").json
    first, second = document["conversations"]
    assert (first["id"], first["pinned"]) == (2, True)
    assert first["title"] == "Pinned \x1b[31mred"
    assert (second["id"], second["pinned"]) == (1, False)
    moment = datetime.datetime.fromisoformat(first["updated_at"])
    assert moment.tzinfo is not None
    assert abs(datetime.datetime.now(datetime.UTC) - moment) < datetime.timedelta(minutes=5)


def test_a_conversation_in_words(inkstone: Inkstone) -> None:
    shown = inkstone.run("history", "show", "2")
    assert (shown.code, shown.err) == (0, "")
    assert "── You" in shown.out
    assert "── Answer · tiny" in shown.out
    assert "An \\x1b]0;evil\\x07 answer\nof two lines\n" in shown.out
    branched = inkstone.run("history", "show", "1").out
    assert "2 of 2 · stopped" in branched
    assert "Half" in branched
    assert "of two lines" not in branched


def test_a_conversation_as_json(inkstone: Inkstone) -> None:
    document = inkstone.run("history", "show", "1", "--json").json
    assert document["id"] == 1
    assert document["title"] == "A plain question"
    question, answer = document["messages"]
    assert (question["role"], question["text"]) == ("user", "A plain question")
    assert question["parent_id"] is None
    assert answer["parent_id"] == question["id"]
    assert (answer["state"], answer["model"]) == ("stopped", "other")
    assert (answer["sibling_index"], answer["sibling_count"]) == (1, 2)
    whole = inkstone.run("history", "show", "2", "--json").json["messages"][1]
    assert whole["text"] == "An \x1b]0;evil\x07 answer\r\nof two lines"
    assert whole["reasoning"] == "Because."
    assert whole["usage"] == {"prompt_tokens": 9, "cached_tokens": 4, "completion_tokens": 3}
    assert whole["timings"]["decode_tokens_per_s"] == 20.0


def test_nothing_there_yet(tmp_path: Path) -> None:
    empty = Inkstone(tmp_path)
    ended = empty.run("history", "list")
    assert (ended.code, ended.out) == (0, "")
    assert "Nothing was said yet" in ended.err
    assert empty.run("history", "list", "--json").json == {"conversations": []}


@pytest.mark.parametrize("number", ["99", "0", "-1", "99999999999999999999"])
def test_no_such_conversation(number: str, inkstone: Inkstone) -> None:
    ended = inkstone.run("history", "show", number, "--json")
    assert (ended.code, ended.out) == (3, "")
    assert ended.error["kind"] == "not_found"


def test_a_reader_that_has_enough(inkstone: Inkstone) -> None:
    with inkstone.started("history", "list") as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == b""
        assert process.wait(30) == 0


def test_where_an_answer_was_asked_is_shown(inkstone: Inkstone, tmp_path: Path) -> None:
    paths = app_paths(tmp_path)
    store = compose.make_store(paths)
    conversation = store.create_conversation()
    _turn, reply = store.send_turn(conversation.id, None, "Hello", model="big")
    store.finish_reply(
        reply.id, "Hi", "", state=MessageState.COMPLETE, sent_to="llm.example.org:8080",
        masked={"email": 2, "phone": 1},
    )  # fmt: skip
    store.close()
    shown = inkstone.run("history", "show", str(conversation.id)).out
    assert "sent to llm.example.org:8080 · 3 masked" in shown
    document = inkstone.run("history", "show", str(conversation.id), "--json").json
    assert document["messages"][1]["sent_to"] == "llm.example.org:8080"
    assert document["messages"][1]["masked"] == {"email": 2, "phone": 1}
    assert document["messages"][0]["sent_to"] == ""
