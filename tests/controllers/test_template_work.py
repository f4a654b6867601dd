"""Turns that are answered as a template wants it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from assistant.core.entities import ChatParameters, Message, MessageState
from assistant.core.grounding import Scope, TemplateTask, goes_on
from assistant.core.messages import Generate, Turn
from assistant.core.templates.template import Example
from tests.controllers.conftest import Desk, MakeDesk

TASK = TemplateTask(
    name="sentiment",
    title="Sentiment",
    system="You label texts.",
    examples=(
        Example(question="Lovely.", answer="positive"),
        Example(question="Awful.", answer="negative"),
    ),
    sampling=ChatParameters(temperature=0.0, max_tokens=9, stop=("\n\n",)),
    grammar='root ::= "positive" | "negative"',
)
SHOTS = [
    Turn("user", "Lovely."),
    Turn("assistant", "positive"),
    Turn("user", "Awful."),
    Turn("assistant", "negative"),
]


def use(desk: Desk, text: str, task: TemplateTask = TASK) -> Message:
    """Say a filled in template and wait for the whole answer."""
    with desk.qtbot.waitSignal(desk.chat.reply_finished) as finished:
        desk.chat.send(text, task=task)
    desk.settle()
    message: Message = finished.args[0]
    return message


def requests(desk: Desk) -> list[Generate]:
    """What was asked for a visible answer."""
    return [each for each in desk.asked(Generate) if each.priority == 0]


def test_the_answer_is_asked_for_as_the_template_wants_it(desk: Desk) -> None:
    desk.chat.set_parameters(ChatParameters(temperature=1.5, top_k=7, system_prompt="Be brief."))
    said: list[str] = []
    desk.chat.reply_extended.connect(lambda _id, text, _reasoning: said.append(text))
    read: list[tuple[int, int, int]] = []
    desk.chat.reply_progressed.connect(lambda *progress: read.append(progress))
    works: list[object] = []
    desk.chat.work_progressed.connect(lambda _id, progress: works.append(progress))
    message = use(desk, "I like it.")
    [request] = requests(desk)
    assert read
    assert read[-1][0] == message.id
    assert not works, "it looks like every other answer"
    assert list(request.turns) == [
        Turn("system", "You label texts."),
        *SHOTS,
        Turn("user", "I like it."),
    ]
    sampling = request.sampling
    assert (sampling.temperature, sampling.top_k, request.max_tokens) == (0.0, 7, 9)
    assert (sampling.grammar, request.stop) == (TASK.grammar, ("\n\n",))
    assert request.thinking is False
    assert request.conversation == ""
    assert (message.text, message.state) == ("One two three.", MessageState.COMPLETE)
    assert "".join(said) == message.text


def test_the_task_is_kept_with_its_turn_and_regenerating_repeats_it(desk: Desk) -> None:
    message = use(desk, "I like it.")
    turn = desk.open(message.conversation_id).messages[-2]
    assert (turn.text, turn.task) == ("I like it.", TASK)
    with desk.qtbot.waitSignal(desk.chat.reply_finished) as finished:
        desk.chat.regenerate()
    assert finished.args[0].sibling_count == 2
    first, second = requests(desk)
    assert (first.turns, first.sampling.grammar) == (second.turns, second.sampling.grammar)


def test_an_edited_turn_is_answered_with_the_template_again(desk: Desk) -> None:
    message = use(desk, "I like it.")
    with desk.qtbot.waitSignal(desk.chat.reply_finished):
        desk.chat.edit(message.parent_id or 0, "I hate it.")
    assert list(requests(desk)[-1].turns)[-2:] == [SHOTS[-1], Turn("user", "I hate it.")]


def test_earlier_turns_go_along_and_later_ones_are_plain_chat(desk: Desk) -> None:
    desk.say("Hello")
    use(desk, "I like it.")
    desk.say("Why?")
    asked = [list(each.turns) for each in requests(desk)]
    earlier = [Turn("user", "Hello"), Turn("assistant", "One two three.")]
    assert asked[1][1:] == [*earlier, *SHOTS, Turn("user", "I like it.")]
    answered = [Turn("user", "I like it."), Turn("assistant", "One two three.")]
    assert asked[2] == [*earlier, *answered, Turn("user", "Why?")]
    assert requests(desk)[2].sampling.grammar == ""


def test_without_a_system_prompt_or_examples_the_conversation_stays_known(desk: Desk) -> None:
    desk.chat.set_parameters(ChatParameters(system_prompt="Be brief."))
    use(desk, "Write a poem.", TemplateTask(name="poem"))
    [request] = requests(desk)
    assert request.turns == (Turn("system", "Be brief."), Turn("user", "Write a poem."))
    assert request.conversation


def test_a_scope_does_not_take_the_turn_of_a_template(desk: Desk) -> None:
    desk.chat.set_scope(Scope(collections=(1,)))
    use(desk, "I like it.")
    assert desk.chat.messages[0].task == TASK


def test_what_was_being_typed_stays(desk: Desk) -> None:
    desk.chat.save_draft("half a thought")
    message = use(desk, "I like it.")
    conversation = desk.open(message.conversation_id).conversation
    assert conversation is not None
    assert conversation.draft == "half a thought"


def test_a_stopped_answer_keeps_what_came(make_desk: MakeDesk) -> None:
    desk = make_desk("word " * 400, tokens_per_s=50.0)
    desk.choose_model()
    desk.open_new()
    with desk.qtbot.waitSignal(desk.chat.reply_extended):
        desk.chat.send("I like it.", task=TASK)
    with desk.qtbot.waitSignal(desk.chat.reply_finished) as finished:
        desk.chat.stop()
    message = finished.args[0]
    assert message.state is MessageState.STOPPED
    assert message.text.startswith("word")
    assert not desk.chat.answering


def test_an_answer_that_is_cut_says_so(make_desk: MakeDesk) -> None:
    desk = make_desk("word " * 400)
    desk.choose_model()
    desk.open_new()
    message = use(desk, "I like it.")
    assert message.state is MessageState.LENGTH


def test_an_engine_that_dies_is_said_and_the_answer_can_be_asked_for_again(
    make_desk: MakeDesk,
) -> None:
    desk = make_desk("One two three four five six.", die_after=2)
    desk.choose_model()
    desk.open_new()
    with desk.qtbot.waitSignal(desk.chat.reply_failed) as failed:
        message = use(desk, "I like it.")
    assert failed.args[1].kind == "engine_died"
    assert message.state in (MessageState.INTERRUPTED, MessageState.FAILED)
    assert not goes_on(TASK)


def long_conversation(turns: Sequence[Turn]) -> str:
    return "word " * 120


@pytest.mark.parametrize("rule", ["drop", "refuse"])
def test_a_full_context_follows_the_rule_of_the_conversation(
    make_desk: MakeDesk, rule: str
) -> None:
    desk = make_desk(long_conversation, context_length=1024)
    desk.choose_model()
    desk.open_new()
    for question in ("one", "two", "three", "four", "five"):
        desk.say(f"{question} " * 40)
    assert desk.chat.conversation is not None
    parameters = ChatParameters(on_overflow="refuse" if rule == "refuse" else "drop")
    desk.chat.set_parameters(parameters)
    desk.settle()
    plain = TemplateTask(name="poem", system="Write.", examples=TASK.examples)
    message = use(desk, "last " * 150, plain)
    if rule == "refuse":
        assert message.state is MessageState.FAILED
        assert "tokens" in message.error
        return
    assert message.state is MessageState.COMPLETE
    turns = requests(desk)[-1].turns
    assert turns[0].content == "Write."
    assert not any(turn.content.startswith("one ") for turn in turns)
    assert turns[-5:-1] == tuple(SHOTS)
    assert desk.chat.folds


def test_older_turns_are_summarised_where_the_conversation_wants_that(make_desk: MakeDesk) -> None:
    desk = make_desk(long_conversation, context_length=1024, background="What was said.")
    desk.choose_model()
    desk.open_new()
    for question in ("one", "two", "three", "four", "five"):
        desk.say(f"{question} " * 40)
    desk.chat.set_parameters(ChatParameters(on_overflow="summarise"))
    desk.settle()
    stages: list[str] = []
    desk.chat.reply_staged.connect(lambda _id, stage: stages.append(stage))
    message = use(desk, "last " * 150, TemplateTask(name="poem", system="Write."))
    assert message.state is MessageState.COMPLETE
    assert stages == ["summarising", ""]
    assert requests(desk)[-1].turns[0].content.startswith("Write.\n\nSummary of the earlier")
    assert desk.chat.folds[-1].summary == "What was said."
