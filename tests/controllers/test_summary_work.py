"""Summaries as replies: streamed, stopped, gone on with, kept."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest

from assistant.controllers.reply_work import WorkProgress
from assistant.core.citation_marks import find_marks, resolve
from assistant.core.entities import Message, MessageState
from assistant.core.errors import UserError
from assistant.core.grounding import AskTask, Scope
from assistant.core.messages import Turn
from assistant.core.summary_options import SummaryOptions
from tests.controllers.conftest import Desk, MakeDesk
from tests.controllers.summary_desk import (
    CONTEXT,
    begin,
    finish,
    keep,
    passes,
    report,
    summarising,
)


def make(make_desk: MakeDesk, script: object = summarising, **options: object) -> Desk:
    desk = make_desk(script, **{"context_length": CONTEXT, **options})
    desk.choose_model()
    desk.open_new()
    desk.open_library()
    return desk


def progress_of(desk: Desk) -> list[WorkProgress]:
    told: list[WorkProgress] = []
    desk.chat.work_progressed.connect(lambda _message, progress: told.append(progress))
    return told


def test_a_long_document_is_read_in_sections_and_summarised(make_desk: MakeDesk) -> None:
    desk = make(make_desk)
    told = progress_of(desk)
    documents = keep(desk, report("a.pdf", 24))
    message = finish(desk, lambda: begin(desk, documents))
    assert message.state is MessageState.COMPLETE
    assert message.text.startswith("It holds facts, the first of which is 1010 [p. 1].")
    assert "9999" not in message.text
    sources = message.sources
    assert sources is not None
    assert sources.documents == documents
    assert sources.coverage == 1.0
    assert sources.sections_read == sources.sections > 3
    assert len(sources.section_starts[0]) == sources.sections
    assert message.usage.completion_tokens > 0
    assert told[-1].total == len(passes(desk))
    assert {cell.state for cell in told[-1].cells} == {"done"}
    assert sum(cell.weight for cell in told[-1].cells) == documents[0].characters
    kept = desk.open(message.conversation_id).messages[-1]
    assert (kept.text, kept.sources) == (message.text, sources)


def test_sections_appear_in_order_whatever_the_order_in_which_they_are_finished(
    make_desk: MakeDesk,
) -> None:
    desk = make(make_desk)
    shuffle = random.Random(7)
    take = desk.engine._waiting.take

    def take_any(active: list[Any]) -> object:
        waiting = desk.engine._waiting._waiting
        items = list(waiting)
        shuffle.shuffle(items)
        waiting.clear()
        waiting.extend(items)
        return take(active)

    documents = keep(desk, report("a.pdf", 24))
    shown: dict[int, str] = {}
    seen: list[str] = []

    def extended(message_id: int, text: str, _reasoning: str) -> None:
        shown[message_id] = shown.get(message_id, "") + text
        seen.append(shown[message_id])

    def replaced(message_id: int, text: str) -> None:
        shown[message_id] = text
        seen.append(text)

    desk.chat.reply_extended.connect(extended)
    desk.chat.reply_replaced.connect(replaced)
    desk.engine._waiting.take = take_any  # type: ignore[method-assign]
    message = finish(desk, lambda: begin(desk, documents))
    assert shown[message.id] == message.text
    headings = [line for line in max(seen, key=len).splitlines() if line.startswith("### ")]
    of = message.sources.sections if message.sources else 0
    assert len(headings) > 2
    for number, heading in enumerate(headings, 1):
        assert heading.startswith(f"### Section {number} of {of} · p. ")


def test_stop_keeps_the_sections_and_going_on_asks_none_of_them_again(
    make_desk: MakeDesk,
) -> None:
    desk = make(make_desk)
    documents = keep(desk, report("a.pdf", 24))
    slow_after(desk, 4)
    begin(desk, documents)
    desk.qtbot.waitUntil(lambda: finished_passes(desk) >= 4)
    message = finish(desk, desk.chat.stop)
    assert message.state is MessageState.STOPPED
    assert message.text.count("### Section") == 4
    assert message.sources is not None
    assert 0 < (message.sources.coverage or 0) < 1
    assert message.sources.sections_read == 4
    before = len(passes(desk))
    assert job_states(desk) == ["stopped"]
    desk.engine._token_s = 0.0
    told = progress_of(desk)
    again = finish(desk, lambda: desk.chat.regenerate(message.id))
    assert again.state is MessageState.COMPLETE
    assert again.sibling_count == 2
    asked = passes(desk)[before:]
    assert len(asked) == told[-1].total - 4
    finished = {turns_of(each) for each in passes(desk)[:4]}
    assert not finished & {turns_of(each) for each in asked}
    assert job_states(desk) == ["done"]


def test_a_finished_summary_is_made_anew_when_it_is_asked_for_again(make_desk: MakeDesk) -> None:
    desk = make(make_desk)
    documents = keep(desk, report("a.pdf", 8))
    message = finish(desk, lambda: begin(desk, documents))
    before = len(passes(desk))
    again = finish(desk, lambda: desk.chat.regenerate(message.id))
    assert again.text == message.text
    assert len(passes(desk)) == 2 * before


def test_after_a_restart_nothing_that_is_finished_is_asked_again(make_desk: MakeDesk) -> None:
    desk = make(make_desk)
    documents = keep(desk, report("a.pdf", 24))
    slow_after(desk, 5)
    reply = begin(desk, documents)
    desk.qtbot.waitUntil(lambda: finished_passes(desk) >= 5)
    desk.stop()
    other = make(make_desk)
    with other.qtbot.waitSignal(other.chat.opened) as opened:
        other.chat.open(reply.conversation_id)
    kept = opened.args[0].messages[-1]
    assert kept.state is MessageState.INTERRUPTED
    assert kept.text.count("### Section") >= 4
    message = finish(other, lambda: other.chat.regenerate(kept.id))
    assert message.state is MessageState.COMPLETE
    done = {turns_of(each) for each in passes(desk)[:5]}
    assert not done & {turns_of(each) for each in passes(other)}


def test_the_engine_dies_once_and_the_summary_is_finished_all_the_same(
    make_desk: MakeDesk,
) -> None:
    desk = make(make_desk)
    documents = keep(desk, report("a.pdf", 24))
    die_in_pass(desk, {3})
    told = progress_of(desk)
    message = finish(desk, lambda: begin(desk, documents))
    assert message.state is MessageState.COMPLETE
    assert message.sources is not None
    assert message.sources.coverage == 1.0
    assert len(passes(desk)) <= told[-1].total + 4  # what was open with it, and nothing else


def test_a_section_that_kills_the_engine_twice_ends_the_summary(make_desk: MakeDesk) -> None:
    desk = make(make_desk)
    documents = keep(desk, report("a.pdf", 24))
    die_in_pass(desk, {3, 4, 5, 6, 7, 8, 9, 10})
    with desk.qtbot.waitSignal(desk.chat.reply_failed) as failed:
        message = finish(desk, lambda: begin(desk, documents))
    assert failed.args[1].kind == "engine_died"
    assert message.state is MessageState.INTERRUPTED
    assert message.text.count("### Section") >= 1
    assert message.error
    assert job_states(desk) == ["stopped"]


def test_two_summaries_at_once_while_another_conversation_is_shown(make_desk: MakeDesk) -> None:
    desk = make(make_desk)
    first = keep(desk, report("a.pdf", 10))
    second = keep(desk, report("b.pdf", 10, start=2))
    ended: list[Message] = []
    desk.chat.reply_finished.connect(ended.append)
    desk.engine._token_s = 0.01
    one = begin(desk, first)
    desk.open_new()
    two = begin(desk, second)
    desk.open_new()
    assert not desk.chat.answering
    desk.qtbot.waitUntil(lambda: desk.chat.work_progress(one.conversation_id) is not None)
    desk.engine._token_s = 0.0
    desk.qtbot.waitUntil(lambda: len(ended) == 2)
    desk.settle()
    found = {message.id: message for message in ended}
    assert "1010" in found[one.id].text
    assert "2010" in found[two.id].text
    assert desk.chat.conversation_id is None
    assert desk.chat.work_progress(one.conversation_id) is None
    assert desk.open(one.conversation_id).messages[-1].text == found[one.id].text


def test_whoever_opens_the_conversation_sees_what_there_is(make_desk: MakeDesk) -> None:
    desk = make(make_desk)
    documents = keep(desk, report("a.pdf", 24))
    slow_after(desk, 3)
    reply = begin(desk, documents)
    desk.open_new()
    desk.qtbot.waitUntil(lambda: finished_passes(desk) >= 3)
    opened = desk.open(reply.conversation_id)
    assert opened.messages[-1].text.count("### Section") >= 2
    assert desk.chat.answering
    progress = desk.chat.work_progress(reply.conversation_id)
    assert progress is not None
    assert progress.coverage > 0
    assert [cell.state for cell in progress.cells].count("done") >= 3
    assert progress.stage.startswith("Reading section")
    finish(desk, desk.chat.stop)


def test_several_documents_are_compared_and_every_mark_leads_somewhere(
    make_desk: MakeDesk,
) -> None:
    desk = make(make_desk)
    documents = keep(desk, report("a.pdf", 8), report("b.pdf", 2, start=2))
    message = finish(desk, lambda: begin(desk, documents))
    assert message.text.startswith("## Comparison\n\nBoth hold facts [d. 1-2].")
    assert "## 1. a.pdf" in message.text
    assert "## 2. b.pdf" in message.text
    assert "[d. 2, p. 1]" in message.text
    assert message.sources is not None
    marks = find_marks(message.text)
    assert len(marks) >= 4
    assert all(resolve(mark.target, message.sources) for mark in marks)


def test_questions_go_on_from_the_summarised_documents(make_desk: MakeDesk) -> None:
    desk = make(make_desk)
    documents = keep(desk, report("a.pdf", 6))
    with desk.qtbot.waitSignal(
        desk.chat.conversation_changed, check_params_cb=lambda c: c is not None and bool(c.scope)
    ):
        finish(desk, lambda: begin(desk, documents))
    assert desk.chat.scope == Scope(documents=documents)
    with desk.qtbot.waitSignal(desk.chat.turn_accepted) as accepted:
        desk.chat.send("And what else?")
    assert accepted.args[0][-2].task == AskTask(scope=Scope(documents=documents))
    desk.chat.stop()


def test_a_conversation_with_a_scope_keeps_it(make_desk: MakeDesk) -> None:
    desk = make(make_desk)
    documents = keep(desk, report("a.pdf", 6), report("b.pdf", 6, start=2))
    desk.chat.set_scope(Scope(documents=documents))
    finish(desk, lambda: begin(desk, documents[:1]))
    assert desk.chat.scope == Scope(documents=documents)


def test_an_answer_that_is_empty_is_asked_for_again_and_what_is_missing_is_said(
    make_desk: MakeDesk,
) -> None:
    def script(turns: tuple[Turn, ...]) -> str:
        return "" if "section 2 of" in turns[-1].content else summarising(turns)

    desk = make(make_desk, script)
    documents = keep(desk, report("a.pdf", 24))
    message = finish(desk, lambda: begin(desk, documents))
    assert message.state is MessageState.COMPLETE
    asked = [each for each in passes(desk) if "section 2 of" in each.turns[-1].content]
    assert len(asked) == 2
    assert "% of the text was read." in message.text
    assert "The model gave no answer for section 2" in message.text
    assert message.sources is not None
    assert message.sources.sections_read == message.sources.sections - 1


def test_a_document_that_is_not_kept_any_more_is_told(make_desk: MakeDesk) -> None:
    desk = make(make_desk)
    documents = keep(desk, report("a.pdf", 3))
    desk.from_library(lambda library: library.documents.delete_document(documents[0].sha256) or 1)
    with desk.qtbot.waitSignal(desk.chat.reply_failed) as failed:
        message = finish(desk, lambda: begin(desk, documents))
    assert message.state is MessageState.FAILED
    error: UserError = failed.args[1]
    assert error.text == "“a.pdf” is no longer kept."


def test_a_model_that_never_answers_is_told(make_desk: MakeDesk) -> None:
    desk = make(make_desk, "")
    message = finish(desk, lambda: begin(desk, keep(desk, report("a.pdf", 3))))
    assert message.state is MessageState.FAILED
    assert "no answer" in message.error


def test_another_model_ends_a_summary_that_can_be_gone_on_with(make_desk: MakeDesk) -> None:
    desk = make(make_desk)
    documents = keep(desk, report("a.pdf", 24))
    slow_after(desk, 3)
    begin(desk, documents)
    desk.qtbot.waitUntil(lambda: finished_passes(desk) >= 3)
    message = finish(desk, lambda: desk.models.choose("/models/other.gguf"))
    assert message.state is MessageState.INTERRUPTED
    assert "Another model was chosen" in message.error


def test_the_same_passes_serve_every_length_only_where_they_are_the_same(
    make_desk: MakeDesk,
) -> None:
    desk = make(make_desk)
    documents = keep(desk, report("a.pdf", 8))
    finish(desk, lambda: begin(desk, documents))
    before = len(passes(desk))
    desk.open_new()
    message = finish(
        desk, lambda: begin(desk, documents, SummaryOptions(length="one-line", form="points"))
    )
    assert message.state is MessageState.COMPLETE
    assert len(passes(desk)) < 2 * before  # sections are the same, the end is not


@pytest.mark.parametrize("when", ["loading", "counting"])
def test_stop_before_the_first_pass(make_desk: MakeDesk, when: str) -> None:
    desk = make_desk(summarising, context_length=CONTEXT)
    desk.choose_model()
    desk.open_new()
    desk.open_library()
    documents = keep(desk, report("a.pdf", 6))
    if when == "loading":
        desk.models.unload()
        desk.qtbot.waitUntil(lambda: desk.models.state.phase == "chosen")
        desk.engine._load_s = 60.0
    begin(desk, documents)
    message = finish(desk, desk.chat.stop)
    assert message.state is MessageState.STOPPED
    assert message.text == ""


# how the engine is steered


def slow_after(desk: Desk, count: int) -> None:
    """Let the engine become very slow after so many passes."""
    script = desk.engine._script
    answered = 0

    def slowing(turns: tuple[Turn, ...]) -> str:
        nonlocal answered
        if "MATERIAL" in turns[-1].content:
            answered += 1
            if answered == count + 1:
                desk.engine._token_s = 30.0
        assert callable(script)
        return script(turns)

    desk.engine._script = slowing


def die_in_pass(desk: Desk, numbers: set[int]) -> None:
    """Let the engine die in place of the answers of these passes, counted from 1."""
    script: Callable[[tuple[Turn, ...]], str] = desk.engine._script  # type: ignore[assignment]
    asked = 0

    def dying(turns: tuple[Turn, ...]) -> str:
        nonlocal asked
        asked += 1
        desk.engine.die_after = 0 if asked in numbers else None
        return script(turns)

    desk.engine._script = dying


def finished_passes(desk: Desk) -> int:
    progress = desk.chat.work_progress(1) or desk.chat.work_progress(desk.chat.conversation_id)
    return progress.done if progress is not None else 0


def job_states(desk: Desk) -> list[str]:
    return [job.state for job in desk.from_library(lambda library: library.documents.list_jobs())]


def turns_of(command: Any) -> tuple[Turn, ...]:
    return command.turns
