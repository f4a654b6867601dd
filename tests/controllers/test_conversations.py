"""The list: names, pins, deleting with undo, search."""

from __future__ import annotations

import pytest

from assistant.core.entities import ConversationSummary
from tests.controllers.conftest import Desk


def rows(desk: Desk) -> list[ConversationSummary]:
    with desk.qtbot.waitSignal(desk.conversations.changed) as changed:
        desk.conversations.load()
    return changed.args[0]


def three(desk: Desk) -> list[int]:
    ids = []
    for text in ("Apples and pears", "砚台怎么保养", "Third"):
        desk.open_new()
        desk.say(text)
        ids.append(desk.chat.conversation_id or 0)
    return ids


def test_the_latest_is_first_and_pins_come_before(desk: Desk) -> None:
    first, second, third = three(desk)
    assert [row.id for row in rows(desk)] == [third, second, first]
    with desk.qtbot.waitSignal(desk.conversations.changed) as changed:
        desk.conversations.set_pinned(first, True)
    assert [row.id for row in changed.args[0]] == [first, third, second]


def test_a_name_stays_and_an_empty_one_goes_back(desk: Desk) -> None:
    first, *_ = three(desk)
    with desk.qtbot.waitSignal(desk.conversations.changed):
        desk.conversations.rename(first, "  Fruit ")
    assert {row.id: row.title for row in desk.conversations.rows}[first] == "Fruit"
    with desk.qtbot.waitSignal(desk.conversations.changed):
        desk.conversations.rename(first, "")
    assert {row.id: row.title for row in desk.conversations.rows}[first] == "Apples and pears"


def test_deleting_can_be_undone(desk: Desk) -> None:
    first, second, third = three(desk)
    rows(desk)
    with (
        desk.qtbot.waitSignal(desk.conversations.deleted) as deleted,
        desk.qtbot.waitSignal(desk.conversations.changed) as changed,
    ):
        desk.conversations.delete(second)
    assert deleted.args[0].id == second
    assert [row.id for row in changed.args[0]] == [third, first]
    with desk.qtbot.waitSignals([desk.conversations.restored, desk.conversations.changed]):
        desk.conversations.undo_delete()
    assert {row.id for row in desk.conversations.rows} == {first, second, third}


@pytest.mark.parametrize(("query", "index"), [("pears", 0), ("砚台", 1), ("保养", 1), ("THIRD", 2)])
def test_search_finds_titles_and_words_in_any_script(desk: Desk, query: str, index: int) -> None:
    ids = three(desk)
    with desk.qtbot.waitSignal(desk.conversations.search_finished) as found:
        desk.conversations.search(query)
    assert {hit.conversation_id for hit in found.args[1]} == {ids[index]}
    message_hits = [hit for hit in found.args[1] if hit.message_id is not None]
    assert message_hits
    for hit in message_hits:
        assert all(
            hit.snippet[start:end].casefold() == query.casefold() for start, end in hit.spans
        )


def test_only_the_latest_search_is_answered(desk: Desk) -> None:
    three(desk)
    answered: list[str] = []
    desk.conversations.search_finished.connect(lambda query, _hits: answered.append(query))
    for query in ("p", "pe", "pea", "pears"):
        desk.conversations.search(query)
    desk.settle()
    assert answered == ["pears"]


def test_an_empty_search_is_answered_at_once(desk: Desk) -> None:
    with desk.qtbot.waitSignal(desk.conversations.search_finished) as found:
        desk.conversations.search("  ")
    assert found.args[1] == []
