"""Questions on their way: replies in order, several beside each other, failures, cancelling."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.core.errands import Errands
from assistant.core.errors import UserError
from assistant.core.messages import (
    AnyCommand,
    Cancel,
    CountTokens,
    Delta,
    Embed,
    Embedded,
    Failed,
    Finished,
    Generate,
    PromptProgress,
    TokenCount,
    Turn,
)
from assistant.core.steps import Beside, Call, Compute, Lookup, Steps, Write, Written


class Desk:
    """An engine that is played by the test."""

    def __init__(self) -> None:
        self.sent: list[AnyCommand] = []
        self.errands = Errands(self.sent.append, self._aside)
        self.results: list[Any] = []
        self.errors: list[UserError] = []

    def _aside(self, question: Lookup | Compute, done: Any, failed: Any) -> None:
        try:
            result = question.work("library") if isinstance(question, Lookup) else question.work()
        except UserError as error:
            failed(error)
        else:
            done(result)

    def run(self, steps: Steps[Any], *, strict: bool = True) -> Any:
        failed = self.errors.append if strict else None
        return self.errands.run(steps, self.results.append, failed)

    def open(self) -> list[AnyCommand]:
        return [command for command in self.sent if not isinstance(command, Cancel)]

    def say(self, command: AnyCommand, text: str) -> None:
        self.errands.take(Delta(request_id=command.request_id, text=text))
        self.errands.take(Finished(request_id=command.request_id))


def said(text: str) -> Generate:
    return Generate(turns=(Turn("user", text),))


def test_each_question_gets_its_kind_of_reply() -> None:
    def steps() -> Steps[list[Any]]:
        found = []
        for question in (
            CountTokens(text="a"),
            Embed(texts=("a",)),
            Lookup(lambda library: f"{library}!"),
            Compute(lambda: 7),
            Call(lambda done, _failed: done("called")),
            said("q"),
        ):
            reply = yield question
            found += [reply]
        return found

    desk = Desk()
    desk.run(steps())
    desk.errands.take(TokenCount(request_id=desk.sent[0].request_id, n=3))
    desk.errands.take(Embedded(request_id=desk.sent[1].request_id, vectors=((1.0,),)))
    desk.say(desk.sent[2], "hi")
    count, *rest = desk.results[0]
    assert count.n == 3
    assert rest == [((1.0,),), "library!", 7, "called", "hi"]


def test_a_text_is_told_while_it_is_written() -> None:
    heard: list[Any] = []

    def steps() -> Steps[Written]:
        return (
            yield Write(
                said("q"),
                lambda text, tokens: heard.append((text, tokens)),
                lambda done, total: heard.append((done, total)),
            )
        )

    desk = Desk()
    desk.run(steps())
    number = desk.sent[0].request_id
    desk.errands.take(PromptProgress(request_id=number, done=1, total=2))
    desk.errands.take(Delta(request_id=number, text="thought", channel="reasoning"))
    desk.errands.take(Delta(request_id=number, text="a", tokens=1))
    desk.errands.take(Delta(request_id=number, text="b", tokens=2))
    desk.errands.take(Finished(request_id=number, reason="length"))
    assert heard == [(1, 2), ("a", 1), ("b", 2)]
    assert (desk.results[0].text, desk.results[0].reason) == ("ab", "length")


def test_an_answer_ends_where_its_listener_has_had_enough() -> None:
    def steps() -> Steps[Written]:
        first: Written = yield Write(said("q"), until=lambda text: text.count("la") == 3)
        yield CountTokens(text=first.text)
        return first

    desk = Desk()
    desk.run(steps())
    asked = desk.sent[0].request_id
    for _ in range(5):
        desk.errands.take(Delta(request_id=asked, text="la"))
    assert [type(command) for command in desk.sent] == [Generate, Cancel, CountTokens]
    desk.errands.take(Finished(request_id=asked, reason="cancelled"))
    desk.errands.take(TokenCount(request_id=desk.sent[2].request_id, n=3))
    assert desk.results == [Written(text="lalala", reason="halted")]
    assert desk.errors == []


def test_a_tuple_is_asked_together_and_answered_in_order() -> None:
    def steps() -> Steps[Any]:
        return (yield (said("one"), said("two"), Lookup(lambda _library: 3)))

    desk = Desk()
    desk.run(steps())
    first, second = desk.open()
    desk.say(second, "2")
    assert desk.results == []
    desk.say(first, "1")
    assert desk.results == [("1", "2", 3)]


def test_no_more_than_some_go_beside_each_other() -> None:
    def one(text: str) -> Steps[str]:
        first = yield said(text)
        second = yield said(first)
        return str(second)

    def steps() -> Steps[Any]:
        return (yield Beside(tuple(one(str(number)) for number in range(5)), at_once=2))

    desk = Desk()
    desk.run(steps())
    answered: set[str] = set()
    most = 0
    while not desk.results:
        waiting = [each for each in desk.open() if each.request_id not in answered]
        most = max(most, len(waiting))
        answered.add(waiting[-1].request_id)
        desk.say(waiting[-1], waiting[-1].turns[0].content + "'")
    assert most == 2
    assert desk.results == [("0''", "1''", "2''", "3''", "4''")]


def test_nothing_beside_each_other_is_an_empty_reply() -> None:
    def steps() -> Steps[Any]:
        return (yield Beside(()))

    desk = Desk()
    desk.run(steps())
    assert desk.results == [()]


def test_a_failure_is_raised_where_it_was_asked() -> None:
    def steps() -> Steps[str]:
        try:
            yield said("q")
        except UserError as error:
            return f"caught {error.kind}"
        return ""

    desk = Desk()
    desk.run(steps())
    desk.errands.take(Failed(request_id=desk.sent[0].request_id, kind="engine_died", text="x"))
    assert desk.results == ["caught engine_died"]


def test_a_failure_that_nobody_handles_ends_in_failed_alone() -> None:
    def steps() -> Steps[str]:
        yield (said("one"), said("two"))
        return "never"

    desk = Desk()
    desk.run(steps())
    one, two = desk.open()
    desk.errands.take(Failed(request_id=one.request_id, kind="context_full", text="x"))
    assert [error.kind for error in desk.errors] == ["context_full"]
    assert desk.results == []
    assert desk.sent[-1] == Cancel(request_id=desk.sent[-1].request_id, target=two.request_id)
    desk.say(two, "late")
    assert desk.results == []


def test_without_a_place_for_failures_there_is_no_answer() -> None:
    def broken() -> Steps[Any]:
        def fail(_library: object) -> None:
            raise UserError("database", "x")

        return (yield said("q")), (yield Lookup(fail))

    desk = Desk()
    desk.run(broken(), strict=False)
    desk.errands.take(Failed(request_id=desk.sent[0].request_id, kind="engine_died", text="x"))
    assert desk.results == [(None, None)]


def test_a_bug_in_the_steps_ends_in_failed() -> None:
    def steps() -> Steps[Any]:
        yield said("q")
        raise ValueError("a bug")

    desk = Desk()
    desk.run(steps())
    desk.say(desk.sent[0], "x")
    assert [error.kind for error in desk.errors] == ["bug"]


@pytest.mark.parametrize("from_within", [False, True])
def test_cancelled_steps_are_closed_and_call_nothing(from_within: bool) -> None:
    closed: list[bool] = []
    errands: list[Any] = []

    def steps() -> Steps[str]:
        try:
            yield (said("one"), said("two"))
            if from_within:
                desk.errands.cancel(errands[0])
            yield said("three")
            return "done"
        finally:
            closed.append(True)

    desk = Desk()
    errands.append(desk.run(steps()))
    one, two = desk.open()
    if from_within:
        desk.say(one, "1")
        desk.say(two, "2")
        assert len(desk.sent) == 2
    else:
        desk.errands.cancel(errands[0])
        cancelled = {each.target for each in desk.sent if isinstance(each, Cancel)}
        assert cancelled == {one.request_id, two.request_id}
        desk.say(one, "1")
    assert closed == [True]
    assert (desk.results, desk.errors) == ([], [])
