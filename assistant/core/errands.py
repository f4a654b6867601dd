"""Carries the questions of `core.steps` to whoever answers them, and the replies back.

Single-threaded and without waiting: the owner hands in what the engine says (`take`) and is
called back. The window's driver and the terminal's are both made of this.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeAlias

import msgspec

from assistant.core.errors import UserError
from assistant.core.messages import (
    LAST_EVENTS,
    AnyCommand,
    AnyEvent,
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
)
from assistant.core.steps import (
    Beside,
    Call,
    Compute,
    Lookup,
    Question,
    Steps,
    Write,
    Written,
    asking,
)

log = logging.getLogger(__name__)

Done: TypeAlias = Callable[[Any], None]
OnFailed: TypeAlias = Callable[[UserError], None]
Aside: TypeAlias = Callable[[Lookup | Compute, Done, OnFailed], None]
Asked: TypeAlias = CountTokens | Generate | Embed | Write


@dataclass(eq=False)
class Errand:
    """One `Steps` on its way. `question` is what the engine is at; `over` once it has ended.

    `place` is where its texts come from (`core.remote.consent`): every question that has no
    place of its own is asked in it. Without one nothing is ever sent to a server.
    """

    steps: Steps[Any]
    done: Done
    failed: OnFailed | None = None
    question: Asked | None = None
    text: list[str] = field(default_factory=list)
    children: list[Errand] = field(default_factory=list)
    running: bool = False
    over: bool = False
    place: str = ""


class Errands:
    """Any number of `Steps` beside each other; one thread.

    `submit` sends a command to the engine. `aside` has a `Lookup` or `Compute` done elsewhere
    and calls back on this thread, at once or later.
    """

    def __init__(self, submit: Callable[[AnyCommand], None], aside: Aside) -> None:
        self._submit = submit
        self._aside = aside
        self._asked: dict[str, Errand] = {}
        self._all: dict[int, Errand] = {}

    def run(
        self, steps: Steps[Any], done: Done, failed: OnFailed | None = None, *, place: str = ""
    ) -> Errand:
        """Start `steps`; `done(result)` follows, at once when nothing has to be asked.

        `place` as in `Errand`. With `failed`, what goes wrong is raised inside the steps, and what
        they do not handle ends in `failed(error)` instead of `done`.
        """
        errand = Errand(steps, done, failed, place=place)
        self.start(errand)
        return errand

    def start(self, errand: Errand) -> None:
        """`run` for an errand that its owner knows before anything happens."""
        self._all[id(errand)] = errand
        self._advance(errand, None)

    def cancel(self, errand: Errand | None) -> None:
        """Stop what is done for `errand`; neither of its callbacks is called any more."""
        if errand is None or errand.over:
            return
        self._end(errand)
        for child in reversed(errand.children):  # those that wait go before they could begin
            self.cancel(child)
        question, errand.question = errand.question, None
        if question is not None:
            target = _command(question).request_id
            self._asked.pop(target, None)
            if not isinstance(question, CountTokens):
                self._submit(Cancel(target=target))
        if not errand.running:
            errand.steps.close()

    def cancel_all(self) -> None:
        for errand in list(self._all.values()):
            self.cancel(errand)

    def take(self, event: AnyEvent) -> None:
        """Something the engine said; what was not asked here is left alone."""
        errand = self._asked.get(event.request_id)
        if errand is None or errand.question is None:
            return
        question = errand.question
        if isinstance(event, Delta):
            if event.channel == "answer":
                self._extend(errand, question, event)
        elif isinstance(event, PromptProgress):
            if isinstance(question, Write) and question.progressed is not None:
                question.progressed(event.done, event.total)
        elif isinstance(event, LAST_EVENTS):
            del self._asked[event.request_id]
            errand.question = None
            self._answer(errand, question, event)

    def _extend(self, errand: Errand, question: Asked, delta: Delta) -> None:
        errand.text.append(delta.text)
        if not isinstance(question, Write):
            return
        if question.extended is not None:
            question.extended(delta.text, delta.tokens)
        if errand.question is None or question.until is None:
            return
        text = "".join(errand.text)
        if question.until(text):
            self._asked.pop(delta.request_id, None)
            errand.question = None
            self._submit(Cancel(target=delta.request_id))
            self._advance(errand, Written(text=text, reason="halted"))

    # --- forward ---------------------------------------------------------------------------

    def _end(self, errand: Errand) -> None:
        errand.over = True
        self._all.pop(id(errand), None)

    def _advance(self, errand: Errand, reply: Any, error: UserError | None = None) -> None:
        if errand.over:
            return
        errand.text = []
        errand.children = []
        errand.running = True
        try:
            question = errand.steps.send(reply) if error is None else errand.steps.throw(error)
        except StopIteration as end:
            self._conclude(errand, partial(errand.done, end.value))
            return
        except UserError as trouble:
            self._give_up(errand, trouble)
            return
        except Exception as bug:  # the top of an errand
            if errand.failed is None:
                self._end(errand)
                raise
            log.exception("an errand failed")
            self._give_up(errand, _bug(bug))
            return
        finally:
            errand.running = False
        if id(errand) not in self._all:  # it was cancelled by what it told on its way here
            errand.steps.close()
            return
        self._ask(errand, question)

    def _conclude(self, errand: Errand, call: Callable[[], None]) -> None:
        if not errand.over:
            self._end(errand)
            call()

    def _give_up(self, errand: Errand, error: UserError) -> None:
        if errand.failed is None:
            self._end(errand)
            raise error
        self._conclude(errand, partial(errand.failed, error))

    def _fail(self, errand: Errand, error: UserError) -> None:
        """A question has no answer."""
        self._advance(errand, None, None if errand.failed is None else error)

    # --- questions -------------------------------------------------------------------------

    def _ask(self, errand: Errand, question: Question) -> None:
        if isinstance(question, tuple):
            question = Beside(tuple(asking(each) for each in question))
        if isinstance(question, Beside):
            _Group(errand, question, self).begin()
        elif isinstance(question, Lookup | Compute):
            self._aside(question, partial(self._advance, errand), partial(self._fail, errand))
        elif isinstance(question, Call):
            question.begin(partial(self._advance, errand), partial(self._fail, errand))
        else:
            command = _command(question)
            if not command.place:
                command = msgspec.structs.replace(command, place=errand.place)
            errand.question = question
            self._asked[command.request_id] = errand
            self._submit(command)

    def _answer(self, errand: Errand, question: Asked, event: AnyEvent) -> None:
        if isinstance(event, TokenCount):
            self._advance(errand, event)
        elif isinstance(event, Embedded):
            self._advance(errand, event.vectors)
        elif isinstance(event, Finished) and event.reason != "cancelled":
            text = "".join(errand.text)
            whole = Written(
                text=text, reason=event.reason, usage=event.usage, timings=event.timings
            )
            self._advance(errand, whole if isinstance(question, Write) else text)
        else:
            self._fail(errand, _trouble(event))


class _Group:
    """The steps of a `Beside`, on behalf of the errand that asked for them."""

    def __init__(self, parent: Errand, question: Beside, errands: Errands) -> None:
        self._parent = parent
        self._errands = errands
        self._at_once = max(1, question.at_once)
        self._waiting = deque(enumerate(question.steps))
        self._results: list[Any] = [None] * len(question.steps)
        self._left = len(question.steps)
        self._running = 0

    def begin(self) -> None:
        if not self._left:
            self._errands._advance(self._parent, ())
            return
        self._fill()

    def _fill(self) -> None:
        while self._waiting and self._running < self._at_once and not self._parent.over:
            number, steps = self._waiting.popleft()
            failed = self._on_failed if self._parent.failed is not None else None
            place = self._parent.place
            child = Errand(steps, partial(self._on_done, number), failed, place=place)
            self._parent.children.append(child)
            self._running += 1
            self._errands.start(child)

    def _on_done(self, number: int, result: Any) -> None:
        self._results[number] = result
        self._left -= 1
        self._running -= 1
        if not self._left:
            self._errands._advance(self._parent, tuple(self._results))
        else:
            self._fill()

    def _on_failed(self, error: UserError) -> None:
        self._waiting.clear()
        for child in self._parent.children:
            self._errands.cancel(child)
        self._errands._fail(self._parent, error)


def _command(question: Asked) -> CountTokens | Generate | Embed:
    return question.request if isinstance(question, Write) else question


def _trouble(event: AnyEvent) -> UserError:
    if isinstance(event, Failed) and event.kind != "cancelled":
        return UserError(event.kind, event.text, event.hint)
    if isinstance(event, Failed | Finished):
        return UserError("no_model", "The model was taken away before it was done.", "Try again.")
    return UserError("protocol", "The engine answered something that was not asked.")


def _bug(error: Exception) -> UserError:
    return UserError(
        "bug",
        f"Something unexpected happened inside Inkstone ({type(error).__name__}).",
        "The log file has the details.",
    )
