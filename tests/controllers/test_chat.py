"""What is said, answered, stopped, edited and asked again."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from assistant.core.entities import ChatParameters, Message, MessageState
from assistant.core.errors import UserError
from assistant.core.messages import Turn
from tests.controllers.conftest import Desk, MakeDesk


def texts(messages: list[Message]) -> list[str]:
    return [message.text for message in messages]


def test_a_turn_is_durable_before_it_is_accepted(desk: Desk) -> None:
    stored: list[list[Message]] = []

    def read(messages: list[Message]) -> None:
        conversation_id = messages[0].conversation_id
        desk.store.submit(lambda store: store.branch(conversation_id), stored.append)

    desk.chat.turn_accepted.connect(read)
    answer = desk.say("Hello")
    assert stored[0][0].text == "Hello"
    assert answer.text == "One two three."
    assert answer.state is MessageState.COMPLETE
    assert answer.usage.completion_tokens > 0


def test_everything_is_there_after_a_restart(desk: Desk, make_desk: MakeDesk) -> None:
    desk.say("Hello")
    desk.say("And again")
    conversation_id = desk.chat.conversation_id
    assert conversation_id is not None
    desk.store.stop()
    other = make_desk()
    with other.qtbot.waitSignal(other.chat.opened) as opened:
        other.chat.open_last()
    found = opened.args[0]
    assert found.conversation.id == conversation_id
    assert found.conversation.title == "Hello"
    assert texts(found.messages) == ["Hello", "One two three.", "And again", "One two three."]
    assert found.messages[3].usage.completion_tokens > 0


def test_the_engine_gets_the_branch_behind_the_system_prompt(make_desk: MakeDesk) -> None:
    asked: list[tuple[Turn, ...]] = []

    def script(turns: tuple[Turn, ...]) -> str:
        asked.append(turns)
        return f"Answer {len(asked)}"

    desk = make_desk(script)
    desk.choose_model()
    desk.open_new()
    desk.chat.set_parameters(ChatParameters(system_prompt="Be brief."))
    desk.say("First")
    desk.say("Second")
    assert asked[1] == (
        Turn("system", "Be brief."),
        Turn("user", "First"),
        Turn("assistant", "Answer 1"),
        Turn("user", "Second"),
    )


def test_without_a_model_nothing_is_sent_and_the_reason_is_told(make_desk: MakeDesk) -> None:
    desk = make_desk()
    desk.open_new()
    with desk.qtbot.waitSignal(desk.chat.send_refused) as refused:
        desk.chat.send("Hello")
    assert refused.args[0].kind == "no_model"
    rows: list[Any] = []
    desk.store.submit(lambda store: store.list_conversations(), rows.append)
    desk.qtbot.waitUntil(lambda: bool(rows))
    assert rows == [[]]


def test_blank_text_is_not_sent(desk: Desk) -> None:
    with desk.qtbot.assertNotEmitted(desk.chat.turn_accepted):
        desk.chat.send(" \n\t")
        desk.settle()


def test_stop_keeps_what_was_written(make_desk: MakeDesk) -> None:
    desk = make_desk("word " * 2000, tokens_per_s=300.0)
    desk.choose_model()
    desk.open_new()
    with desk.qtbot.waitSignal(desk.chat.reply_extended):
        desk.chat.send("Go on")
    assert desk.chat.answering
    with desk.qtbot.waitSignal(desk.chat.reply_finished) as finished:
        desk.chat.stop()
    message = finished.args[0]
    assert message.state is MessageState.STOPPED
    assert message.text.startswith("word ")
    assert len(message.text) < len("word " * 2000)
    desk.settle()
    assert not desk.chat.answering
    opened = desk.open(message.conversation_id)
    assert opened.messages[-1].text == message.text
    assert opened.messages[-1].state is MessageState.STOPPED


def test_a_second_turn_waits_for_the_first_to_end(make_desk: MakeDesk) -> None:
    desk = make_desk("word " * 500, tokens_per_s=200.0)
    desk.choose_model()
    desk.open_new()
    with desk.qtbot.waitSignal(desk.chat.reply_extended):
        desk.chat.send("One")
    with desk.qtbot.waitSignal(desk.chat.send_refused) as refused:
        desk.chat.send("Two")
    assert refused.args[0].kind == "busy"
    with desk.qtbot.waitSignal(desk.chat.reply_finished):
        desk.chat.stop()


def test_editing_makes_a_sibling_and_loses_nothing(desk: Desk) -> None:
    desk.say("First")
    desk.say("Second")
    first = desk.chat.messages[0]
    with desk.qtbot.waitSignal(desk.chat.reply_finished):
        desk.chat.edit(first.id, "First, better")
    desk.settle()
    assert texts(desk.chat.messages)[0] == "First, better"
    assert len(desk.chat.messages) == 2
    assert desk.chat.messages[0].sibling_count == 2
    with desk.qtbot.waitSignal(desk.chat.branch_changed) as changed:
        desk.chat.select_sibling(desk.chat.messages[0].id, -1)
    assert texts(changed.args[0]) == ["First", "One two three.", "Second", "One two three."]


def test_regenerating_makes_a_sibling_answer(make_desk: MakeDesk) -> None:
    answers = iter(["Good", "Better"])
    desk = make_desk(lambda _turns: next(answers))
    desk.choose_model()
    desk.open_new()
    desk.say("Tell me")
    with desk.qtbot.waitSignal(desk.chat.reply_finished):
        desk.chat.regenerate()
    desk.settle()
    last = desk.chat.messages[-1]
    assert (last.text, last.sibling_index, last.sibling_count) == ("Better", 1, 2)


def test_an_answer_goes_on_while_another_conversation_is_open(make_desk: MakeDesk) -> None:
    desk = make_desk("word " * 60, tokens_per_s=150.0)
    desk.choose_model()
    desk.open_new()
    with desk.qtbot.waitSignal(desk.chat.reply_extended):
        desk.chat.send("Long")
    answered_in = desk.chat.conversation_id
    assert answered_in is not None
    desk.open_new()
    assert not desk.chat.answering
    opened = desk.open(answered_in)
    assert desk.chat.answering
    assert opened.messages[-1].text.startswith("word")
    with desk.qtbot.waitSignal(desk.chat.reply_finished) as finished:
        pass
    assert finished.args[0].text == "word " * 60


def test_a_dead_engine_keeps_the_partial_answer_and_one_retry_answers(
    make_desk: MakeDesk,
) -> None:
    desk = make_desk("one two three four five six", die_after=3)
    desk.choose_model()
    desk.open_new()
    with desk.qtbot.waitSignal(desk.chat.reply_failed) as failed:
        desk.chat.send("Hello")
    message_id, error = failed.args
    assert error.kind == "engine_died"
    desk.settle()
    kept = desk.open(desk.chat.conversation_id or 0).messages[-1]
    assert kept.id == message_id
    assert kept.state is MessageState.INTERRUPTED
    assert kept.text.startswith("one two")
    assert kept.error
    desk.qtbot.waitUntil(lambda: desk.models.state.phase == "chosen")
    desk.engine.die_after = None
    with desk.qtbot.waitSignal(desk.chat.reply_finished) as finished:
        desk.chat.regenerate(message_id)
    assert finished.args[0].state is MessageState.COMPLETE
    assert finished.args[0].text == "one two three four five six"


def test_a_model_that_does_not_load_is_told_at_the_answer(make_desk: MakeDesk) -> None:
    why = UserError("not_gguf", "“notes.txt” is not a GGUF file.", "Choose another file.")
    desk = make_desk(fail_load=why)
    desk.open_new()
    with desk.qtbot.waitSignal(
        desk.models.state_changed, check_params_cb=lambda state: state.phase == "failed"
    ):
        desk.models.choose("/models/notes.txt")
    with desk.qtbot.waitSignal(desk.chat.reply_failed) as failed:
        desk.chat.send("Hello")
    assert failed.args[1].text == why.text
    assert desk.chat.messages[0].text == "Hello"
    assert desk.chat.messages[1].state is MessageState.FAILED


def test_drafts_belong_to_their_conversation(desk: Desk) -> None:
    desk.say("Hello")
    first = desk.chat.conversation_id
    assert first is not None
    desk.chat.save_draft("unsent here")
    desk.open_new()
    desk.chat.save_draft("unsent in a new one")
    assert desk.open(first).draft == "unsent here"
    assert desk.open_new().draft == "unsent in a new one"


def test_sending_clears_the_draft(desk: Desk) -> None:
    desk.chat.save_draft("Hello")
    desk.say("Hello")
    first = desk.chat.conversation_id
    assert desk.open(first or 0).draft == ""
    assert desk.open_new().draft == ""


def test_parameters_stay_with_the_conversation(desk: Desk) -> None:
    desk.say("Hello")
    wanted = ChatParameters(temperature=0.1, seed=7, system_prompt="Short.")
    with desk.qtbot.waitSignal(desk.chat.conversation_changed):
        desk.chat.set_parameters(wanted)
    first = desk.chat.conversation_id
    desk.open_new()
    assert desk.chat.parameters == ChatParameters()
    opened = desk.open(first or 0)
    assert opened.conversation is not None
    assert opened.conversation.parameters == wanted


def test_the_context_is_counted_with_the_draft(desk: Desk) -> None:
    with desk.qtbot.waitSignal(
        desk.chat.context_counted, check_params_cb=lambda _used, limit: limit > 0
    ) as empty:
        desk.chat.save_draft("")
    with desk.qtbot.waitSignal(
        desk.chat.context_counted, check_params_cb=lambda used, _limit: used > 50
    ) as full:
        desk.chat.save_draft("many words " * 50)
    assert full.args[0] > empty.args[0]
    assert full.args[1] == 8192


def test_a_reply_that_cannot_be_stored_is_kept_and_can_be_saved_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = UserError("disk_full", "The disk is full.")

    def refuse(*_arguments: object, **_more: object) -> Message:
        raise full

    store: list[Any] = []
    desk.store.submit(lambda opened: opened, store.append)
    desk.qtbot.waitUntil(lambda: bool(store))
    monkeypatch.setattr(type(store[0]), "finish_reply", refuse)
    with desk.qtbot.waitSignal(desk.chat.save_failed) as failed:
        desk.chat.send("Hello")
    assert failed.args[0] is full
    assert desk.chat.messages[-1].text == "One two three."
    monkeypatch.undo()
    desk.chat.save_again()
    desk.settle()
    kept = desk.open(desk.chat.conversation_id or 0).messages[-1]
    assert (kept.text, kept.state) == ("One two three.", MessageState.COMPLETE)


def test_reasoning_is_kept_apart(make_desk: MakeDesk) -> None:
    desk = make_desk("The answer.", reasoning="Let me think.")
    desk.choose_model()
    desk.open_new()
    message = desk.say("Why?")
    assert (message.text, message.reasoning) == ("The answer.", "Let me think.")
    kept = desk.open(message.conversation_id).messages[-1]
    assert msgspec.structs.asdict(kept)["reasoning"] == "Let me think."
