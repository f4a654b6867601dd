"""Turns with a task, and scopes, whoever writes the reply."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.controllers.reply_work import ReplyWork, WorkEnd, WorkOrder, WorkProgress
from assistant.core.entities import ChatParameters, Message, MessageState, Usage
from assistant.core.errors import UserError
from assistant.core.grounding import AskTask, DocumentRef, Scope, Sources, SummaryTask
from assistant.core.messages import CountTokens, Generate
from tests.controllers.conftest import Desk, MakeDesk

DOCUMENT = DocumentRef(sha256="a" * 64, name="a.pdf", path="/a.pdf", pages=3, characters=900)
SCOPE = Scope(documents=(DOCUMENT,))
SUMMARY = SummaryTask(documents=(DOCUMENT,))


class _Work(ReplyWork):
    """Does what the test says."""

    def __init__(self, order: WorkOrder) -> None:
        super().__init__()
        self.order = order
        self.began = False
        self.stopped = False

    def start(self) -> None:
        self.began = True

    def stop(self) -> None:
        self.stopped = True
        self.finished.emit(WorkEnd(text="so far", state=MessageState.STOPPED))


class _Works:
    def __init__(self, desk: Desk) -> None:
        self.made: list[_Work] = []
        desk.chat._answering._make_work = self.make

    def make(self, order: WorkOrder) -> ReplyWork:
        self.made.append(_Work(order))
        return self.made[-1]

    @property
    def last(self) -> _Work:
        return self.made[-1]


@pytest.fixture
def works(desk: Desk) -> _Works:
    return _Works(desk)


def said(desk: Desk, act: Callable[[], object]) -> list[Message]:
    with desk.qtbot.waitSignal(desk.chat.turn_accepted) as accepted:
        act()
    return accepted.args[0]


def ended(desk: Desk, work: _Work, end: WorkEnd) -> Message:
    with desk.qtbot.waitSignal(desk.chat.reply_finished) as finished:
        work.finished.emit(end)
    desk.settle()
    return finished.args[0]


def test_a_work_writes_the_reply_and_it_is_kept_with_its_sources(desk: Desk, works: _Works) -> None:
    shown: list[str] = []
    desk.chat.reply_extended.connect(lambda _id, text, _reasoning: shown.append(f"+{text}"))
    desk.chat.reply_replaced.connect(lambda _id, text: shown.append(text))
    turn, reply = said(desk, lambda: desk.chat.send("Summarise a.pdf", task=SUMMARY))
    order = works.last.order
    assert (turn.task, order.task, order.reply.id) == (SUMMARY, SUMMARY, reply.id)
    assert order.branch[-1].id == turn.id
    assert works.last.began
    assert desk.chat.answering
    works.last.replaced.emit("One")
    works.last.extended.emit(" two", 1)
    works.last.progressed.emit(WorkProgress(done=1, total=2))
    assert desk.chat.work_progress(reply.conversation_id) == WorkProgress(done=1, total=2)
    sources = Sources(documents=(DOCUMENT,), coverage=1.0)
    message = ended(
        desk,
        works.last,
        WorkEnd(
            text="One three",
            state=MessageState.COMPLETE,
            sources=sources,
            usage=Usage(3, 0, 2),
        ),
    )
    assert shown == ["One", "+ two", "One three"]
    assert (message.text, message.sources, message.usage) == ("One three", sources, Usage(3, 0, 2))
    kept = desk.open(message.conversation_id).messages[-1]
    assert (kept.text, kept.sources, kept.state) == ("One three", sources, MessageState.COMPLETE)


def test_with_a_scope_a_question_is_asked_of_it(desk: Desk, works: _Works) -> None:
    changed: list[object] = []
    desk.chat.conversation_changed.connect(changed.append)
    desk.chat.set_scope(SCOPE)
    assert (desk.chat.scope, changed) == (SCOPE, [None])
    desk.chat.save_draft("What is it?")
    turn, _ = said(desk, lambda: desk.chat.send("What is it?"))
    assert turn.task == AskTask(scope=SCOPE)
    assert desk.chat.conversation is not None
    assert desk.chat.conversation.scope == SCOPE
    assert desk.chat.conversation.draft == ""
    ended(desk, works.last, WorkEnd(text="This.", state=MessageState.COMPLETE))
    desk.chat.set_scope(Scope())
    desk.settle()
    turn, _ = said(desk, lambda: desk.chat.send("Something else"))[-2:]
    assert turn.task is None
    assert desk.open_new().conversation is None
    assert desk.chat.scope == Scope()


def test_edited_and_regenerated_turns_keep_their_task(desk: Desk, works: _Works) -> None:
    desk.chat.set_scope(SCOPE)
    turn, _ = said(desk, lambda: desk.chat.send("What is it?"))
    reply = ended(desk, works.last, WorkEnd(text="This.", state=MessageState.COMPLETE))
    desk.chat.set_scope(Scope())
    said(desk, lambda: desk.chat.regenerate(reply.id))
    assert works.last.order.task == turn.task
    reply = ended(desk, works.last, WorkEnd(text="That.", state=MessageState.COMPLETE))
    assert reply.sibling_count == 2
    said(desk, lambda: desk.chat.edit(turn.id, "What was it?"))
    assert works.last.order.task == turn.task
    assert works.last.order.branch[-1].text == "What was it?"
    assert len(works.made) == 3
    desk.chat.stop()


def test_two_changes_of_the_scope_in_a_row_keep_the_last(desk: Desk) -> None:
    desk.say("Hello")
    seen: list[Scope] = []
    desk.chat.conversation_changed.connect(lambda _conversation: seen.append(desk.chat.scope))
    more = Scope(documents=(DOCUMENT,), collections=(1,))
    desk.chat.set_scope(SCOPE)
    desk.chat.set_scope(more)
    desk.settle()
    assert desk.chat.scope == more
    assert seen[-1] == more
    assert SCOPE not in seen[1:]
    assert desk.chat.conversation_id is not None
    assert desk.open(desk.chat.conversation_id).conversation.scope == more


def test_a_work_that_fails_keeps_its_text_and_says_why(desk: Desk, works: _Works) -> None:
    said(desk, lambda: desk.chat.send("Summarise", task=SUMMARY))
    error = UserError("engine_died", "The engine died.", "Continue it.")
    with desk.qtbot.waitSignal(desk.chat.reply_failed) as failed:
        message = ended(
            desk,
            works.last,
            WorkEnd(text="A part", state=MessageState.INTERRUPTED, error=error),
        )
    assert failed.args == [message.id, error]
    assert (message.text, message.error) == ("A part", "The engine died. Continue it.")


def test_stop_is_told_to_the_work_and_nothing_is_written_after_the_end(
    desk: Desk, works: _Works
) -> None:
    said(desk, lambda: desk.chat.send("Summarise", task=SUMMARY))
    work = works.last
    with desk.qtbot.waitSignal(desk.chat.reply_finished) as finished:
        desk.chat.stop()
    assert work.stopped
    assert (finished.args[0].state, finished.args[0].text) == (MessageState.STOPPED, "so far")
    assert not desk.chat.answering


def test_the_end_of_the_application_keeps_what_there_is(
    desk: Desk, works: _Works, make_desk: MakeDesk
) -> None:
    _, reply = said(desk, lambda: desk.chat.send("Summarise", task=SUMMARY))
    works.last.replaced.emit("Three sections")
    desk.stop()
    assert works.last.stopped
    kept = make_desk().open(reply.conversation_id).messages[-1]
    assert (kept.text, kept.state) == ("Three sections", MessageState.INTERRUPTED)


def test_answers_from_documents_are_titled(make_desk: MakeDesk) -> None:
    desk = make_desk(background="About a file")
    desk.choose_model()
    desk.open_new()
    works = _Works(desk)
    said(desk, lambda: desk.chat.send("Summarise a.pdf", task=SUMMARY))
    with desk.qtbot.waitSignal(desk.titles.titled) as titled:
        ended(desk, works.last, WorkEnd(text="It says this.", state=MessageState.COMPLETE))
    assert titled.args[0].title == "About a file"
    [asked] = desk.asked(Generate)
    assert [turn.content for turn in asked.turns[:2]] == ["Summarise a.pdf", "It says this."]


def test_a_question_to_documents_is_not_counted_as_part_of_the_branch(desk: Desk) -> None:
    desk.chat.set_parameters(ChatParameters(system_prompt="Be brief."))
    with desk.qtbot.waitSignal(desk.chat.context_counted):
        desk.chat.count_draft("How long is a piece of string?")
    assert desk.asked(CountTokens)[-1].turns[-1].content.startswith("How long")
    with desk.qtbot.waitSignal(desk.chat.context_counted):
        desk.chat.set_scope(SCOPE)
    assert [turn.role for turn in desk.asked(CountTokens)[-1].turns] == ["system"]


def test_a_reply_with_a_task_is_chatted_where_nobody_works(make_desk: MakeDesk) -> None:
    desk = make_desk()
    desk.choose_model()
    desk.open_new()
    desk.chat._answering._make_work = None
    with desk.qtbot.waitSignal(desk.chat.reply_finished) as finished:
        desk.chat.send("Summarise", task=SUMMARY)
    desk.settle()
    assert finished.args[0].text == "One two three."
