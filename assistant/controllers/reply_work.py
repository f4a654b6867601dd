"""Replies that take more than one request: summaries, and answers from documents."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeAlias

import msgspec
from PySide6.QtCore import QObject, Signal

from assistant.core.entities import (
    ChatParameters,
    ContextFold,
    Message,
    MessageState,
    Timings,
    Usage,
)
from assistant.core.errors import UserError
from assistant.core.grounding import Sources, Task

CellState: TypeAlias = Literal["waiting", "working", "done", "failed"]


class Cell(msgspec.Struct, frozen=True):
    """A section on the coverage meter: `weight` characters of document `document` (from 0)."""

    document: int
    weight: int
    state: CellState = "waiting"


class WorkProgress(msgspec.Struct, frozen=True, kw_only=True):
    """How far a work is. `stage` is a sentence for the person ("Reading section 3 of 12").

    `done` of `total` passes; `coverage` 0 to 1; `seconds_left` None while nothing is measured.
    """

    stage: str = ""
    done: int = 0
    total: int = 0
    coverage: float = 0.0
    cells: tuple[Cell, ...] = ()
    seconds_left: float | None = None


class WorkEnd(msgspec.Struct, frozen=True, kw_only=True):
    """How a work ended: the whole text of the reply, its state, and what it stands on.

    `error` says why there is no more of it; the text so far is kept all the same.
    """

    text: str
    state: MessageState
    sources: Sources | None = None
    usage: Usage = Usage()
    timings: Timings = Timings()
    error: UserError | None = None


class WorkOrder(msgspec.Struct, frozen=True, kw_only=True):
    """`reply` is the empty message to write; `branch` ends with the turn that holds `task`.

    `folds` are all of the conversation.
    """

    reply: Message
    branch: tuple[Message, ...]
    task: Task
    parameters: ChatParameters
    folds: tuple[ContextFold, ...] = ()


class ReplyWork(QObject):
    """Writes one reply. Window thread; exactly one `finished` follows `start`.

    extended(str, int)          more text at the end, and its tokens
    replaced(str)               all of the text so far is this from now on
    progressed(WorkProgress)    how far it is
    prompted(int, int)          tokens of the prompt that are read, of all
    staged(str)                 what is done before that: "summarising", "" for nothing
    folded(ContextFold)         from now on less of the branch is sent
    finished(WorkEnd)           no signal follows
    """

    extended = Signal(str, int)
    replaced = Signal(str)
    progressed = Signal(object)
    prompted = Signal(int, int)
    staged = Signal(str)
    folded = Signal(object)
    finished = Signal(object)

    def start(self) -> None:
        """Begin; the model may still be loading. Returns at once."""
        raise NotImplementedError

    def stop(self) -> None:
        """End soon with what there is; `finished` follows, perhaps at once."""
        raise NotImplementedError


MakeWork: TypeAlias = Callable[[WorkOrder], ReplyWork]
