"""Titles, suggestions and saved states: asked for beside the conversation."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from assistant.core.entities import Conversation
from assistant.core.messages import Cancel, ForgetStates, Generate, RestoreState, Turn
from assistant.core.settings import Conversations
from tests.controllers.conftest import Desk, MakeDesk

QUESTIONS = "1. Which stone?\n2. How often?\n3. Why hot?"


def background(turns: tuple[Turn, ...]) -> str:
    return QUESTIONS if "questions" in turns[-1].content else '**"Sharpening irons."**'


def begin(make_desk: MakeDesk, script: object = "One two three.", **options: object) -> Desk:
    desk = make_desk(script, **{"background": background, **options})
    desk.choose_model()
    desk.open_new()
    return desk


def want(desk: Desk, **wishes: bool) -> None:
    settings = desk.preferences.settings
    desk.preferences.replace(
        msgspec.structs.replace(settings, conversations=Conversations(**wishes))
    )


def stored(desk: Desk) -> Conversation:
    found: list[Conversation] = []
    wanted = desk.chat.conversation_id or 0
    desk.store.submit(lambda store: store.get_conversation(wanted), found.append)
    desk.qtbot.waitUntil(lambda: bool(found))
    return found[0]


def asides(desk: Desk) -> list[Generate]:
    return [each for each in desk.asked(Generate) if not each.keep]


def test_the_model_titles_a_conversation_after_its_first_answer(make_desk: MakeDesk) -> None:
    desk = begin(make_desk)
    with desk.qtbot.waitSignal(desk.titles.titled) as titled:
        desk.chat.send("How do I sharpen a plane iron?")
    conversation = titled.args[0]
    assert (conversation.title, conversation.title_set) == ("Sharpening irons", False)
    assert conversation.title_written
    desk.say("And then?")
    assert len(asides(desk)) == 1
    request = asides(desk)[0]
    assert request.conversation == str(conversation.id)
    answer = desk.asked(Generate)[0]
    assert request.turns[:-1] == (*answer.turns, Turn("assistant", "One two three."))


def test_a_title_costs_the_conversation_nothing(make_desk: MakeDesk) -> None:
    desk = begin(make_desk)
    with desk.qtbot.waitSignal(desk.titles.titled):
        desk.chat.send("How do I sharpen a plane iron?")
    first = desk.chat.messages[-1].usage
    second = desk.say("And then?").usage
    assert second.cached_tokens == first.prompt_tokens + first.completion_tokens


def test_the_row_of_the_list_stays_where_it_is(make_desk: MakeDesk) -> None:
    desk = begin(make_desk, background="")
    desk.say("Older")
    older = desk.chat.conversation_id
    desk.open_new()
    desk.say("Newer")

    def write(store: object) -> object:
        return store.write_title(older, "A title")  # type: ignore[attr-defined]

    desk.store.submit(write)
    with desk.qtbot.waitSignal(desk.conversations.changed) as changed:
        desk.conversations.load()
    assert [row.title for row in changed.args[0]] == ["Newer", "A title"]


@pytest.mark.parametrize("why", ["setting", "no template", "useless answer"])
def test_otherwise_the_title_is_the_first_words(make_desk: MakeDesk, why: str) -> None:
    desk = begin(
        make_desk,
        has_template=why != "no template",
        background="…" if why == "useless answer" else background,
    )
    want(desk, titles=why != "setting")
    desk.say("How do I sharpen it?")
    if why == "useless answer":
        desk.qtbot.waitUntil(lambda: bool(asides(desk)))
    desk.say("And then?")
    desk.settle()
    assert len(asides(desk)) == (why == "useless answer")
    conversation = stored(desk)
    assert (conversation.title, conversation.title_written) == ("How do I sharpen it?", False)


def test_a_persons_title_is_left_alone(make_desk: MakeDesk) -> None:
    desk = begin(make_desk, "word " * 30, tokens_per_s=100.0)
    with desk.qtbot.waitSignal(desk.chat.turn_accepted):
        desk.chat.send("Hello")
    desk.conversations.rename(desk.chat.conversation_id or 0, "Mine")
    with desk.qtbot.waitSignal(desk.chat.reply_finished):
        pass
    desk.settle()
    desk.settle()
    assert stored(desk).title == "Mine"
    assert asides(desk) == []


def test_a_deleted_conversation_needs_no_title(make_desk: MakeDesk) -> None:
    desk = begin(make_desk)
    with desk.qtbot.waitSignal(desk.chat.reply_finished):
        desk.chat.send("Hello")
    desk.engine._token_s = 2.0
    desk.qtbot.waitUntil(lambda: bool(asides(desk)))
    with desk.qtbot.waitSignal(desk.conversations.changed):
        desk.conversations.load()
    with desk.qtbot.waitSignal(desk.conversations.deleted):
        desk.conversations.delete(desk.chat.conversation_id or 0)
    desk.qtbot.waitUntil(
        lambda: any(each.target == asides(desk)[0].request_id for each in desk.asked(Cancel))
    )


def test_the_next_turn_does_not_wait_for_the_title(make_desk: MakeDesk) -> None:
    desk = begin(make_desk, background="Slow " * 20)
    with desk.qtbot.waitSignal(desk.chat.reply_finished):
        desk.chat.send("Hello")
    desk.engine._token_s = 0.5  # the title takes ten seconds, an answer a fraction of that
    desk.qtbot.waitUntil(lambda: bool(asides(desk)))
    titled: list[object] = []
    desk.titles.titled.connect(titled.append)
    desk.say("And then?")
    assert titled == []


def test_suggestions_come_only_when_they_are_wanted(make_desk: MakeDesk) -> None:
    desk = begin(make_desk)
    want(desk, titles=False)
    desk.say("How do I sharpen it?")
    assert asides(desk) == []
    want(desk, titles=False, suggestions=True)
    with desk.qtbot.waitSignal(desk.suggestions.suggested) as suggested:
        desk.chat.send("And then?")
    message_id, questions = suggested.args
    assert message_id == desk.chat.messages[-1].id
    assert questions == ("Which stone?", "How often?", "Why hot?")
    assert (asides(desk)[0].priority, asides(desk)[0].keep) == (3, False)


def test_suggestions_for_what_is_not_shown_any_more_are_not_asked_for(make_desk: MakeDesk) -> None:
    desk = begin(make_desk, tokens_per_s=50.0)
    want(desk, titles=False, suggestions=True)
    with desk.qtbot.waitSignal(desk.chat.turn_accepted):
        desk.chat.send("Hello")
    desk.open_new()
    with desk.qtbot.waitSignal(desk.chat.reply_finished):
        pass
    desk.settle()
    assert asides(desk) == []


def test_what_is_opened_is_fetched_from_the_disk(make_desk: MakeDesk) -> None:
    desk = begin(make_desk)
    desk.say("Hello")
    conversation_id = desk.chat.conversation_id or 0
    desk.open_new()
    assert desk.asked(RestoreState) == []
    desk.open(conversation_id)
    desk.qtbot.waitUntil(
        lambda: [each.conversation for each in desk.asked(RestoreState)] == [str(conversation_id)]
    )


def test_a_state_is_fetched_when_the_model_comes_later(make_desk: MakeDesk) -> None:
    desk = begin(make_desk)
    desk.say("Hello")
    conversation_id = desk.chat.conversation_id or 0
    desk.store.stop()
    other = make_desk()
    other.open(conversation_id)
    assert other.engine.commands == []  # opening alone starts no engine
    other.choose_model()
    other.qtbot.waitUntil(lambda: bool(other.asked(RestoreState)))
    assert other.asked(RestoreState)[0].conversation == str(conversation_id)


def purge(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    monkeypatch.setattr("assistant.controllers.conversations.UNDO_S", 0.0)
    with desk.qtbot.waitSignal(desk.conversations.purged) as purged:
        desk.conversations.purge()
    gone: list[int] = purged.args[0]
    return gone


def forgotten(desk: Desk) -> Callable[[], bool]:
    return lambda: bool(desk.asked(ForgetStates))


def test_what_is_purged_leaves_no_state(
    make_desk: MakeDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = begin(make_desk)
    desk.say("Hello")
    conversation_id = desk.chat.conversation_id or 0
    desk.store.submit(lambda store: store.delete_conversation(conversation_id))
    assert purge(desk, monkeypatch) == [conversation_id]
    desk.qtbot.waitUntil(forgotten(desk))
    assert desk.asked(ForgetStates)[0].conversations == (str(conversation_id),)


def test_without_an_engine_it_is_noted_and_done_with_the_next_model(
    make_desk: MakeDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = begin(make_desk)
    desk.say("Hello")
    conversation_id = desk.chat.conversation_id or 0
    desk.store.submit(lambda store: store.delete_conversation(conversation_id))
    desk.settle()
    desk.store.stop()
    other = make_desk()
    assert purge(other, monkeypatch) == [conversation_id]
    other.settle()
    assert other.engine.commands == []
    other.store.stop()
    third = make_desk()
    third.choose_model()
    third.qtbot.waitUntil(forgotten(third))
    assert third.asked(ForgetStates)[0].conversations == (str(conversation_id),)
    noted: list[str] = []

    def look() -> bool:
        third.store.submit(lambda store: store.setting("states.to_forget"), noted.append)
        return bool(noted) and noted[-1] == ""

    third.qtbot.waitUntil(look)


def test_nothing_is_asked_after_the_end(make_desk: MakeDesk) -> None:
    desk = begin(make_desk)
    with desk.qtbot.waitSignal(desk.chat.reply_finished):
        desk.chat.send("Hello")
    desk.engine._token_s = 2.0
    desk.qtbot.waitUntil(lambda: bool(asides(desk)))
    desk.chat.shut_down()
    desk.qtbot.waitUntil(lambda: bool(desk.asked(Cancel)))
    assert desk.asked(Cancel)[0].target == asides(desk)[0].request_id
