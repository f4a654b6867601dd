"""What the scripted engine is at work on: loads and answers, cut into timed steps."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from assistant.core.messages import (
    AnyCommand,
    AnyEvent,
    Failed,
    Finished,
    Generate,
    LoadModel,
    StatesKept,
)
from assistant.engine.scripted_answer import ScriptedAnswer

_BYTES_PER_TOKEN = 1000
_BUDGET = 2 * 1024**3


@dataclass(slots=True)
class Step:
    """Something that happens at `at` (monotonic seconds); `due` makes its events."""

    at: float
    due: Callable[[], list[AnyEvent]]


@dataclass(slots=True)
class Job:
    """A load or an answer that goes on; `next` is its step to come, `rested_s` what it paused."""

    command: LoadModel | Generate
    steps: Iterator[Step]
    next: Step | None = None
    answer: ScriptedAnswer | None = None
    paused_at: float | None = None
    rested_s: float = 0.0

    @property
    def background(self) -> bool:
        return isinstance(self.command, Generate) and self.command.priority > 0

    @property
    def due_at(self) -> float:
        """When the next step is due; never for a job that rests."""
        if self.next is None or self.paused_at is not None:
            return math.inf
        return self.next.at + self.rested_s

    def cancelled(self) -> AnyEvent:
        """The last event of a job that is stopped."""
        return cancelled(self.command) if self.answer is None else self.answer.finished("cancelled")


class Queue:
    """Commands that wait for their turn: loads in order, answers by priority between them."""

    def __init__(self) -> None:
        self._waiting: deque[LoadModel | Generate] = deque()

    def __iter__(self) -> Iterator[LoadModel | Generate]:
        return iter(self._waiting)

    def add(self, command: LoadModel | Generate) -> None:
        self._waiting.append(command)

    def clear(self) -> None:
        self._waiting.clear()

    def remove(self, request_id: str) -> LoadModel | Generate | None:
        """Take the command with this id out."""
        found = next((c for c in self._waiting if c.request_id == request_id), None)
        if found is not None:
            self._waiting.remove(found)
        return found

    def take(self, active: list[Job]) -> LoadModel | Generate | None:
        """What may begin beside `active`: one answer somebody waits for, one in the background.

        The latter begins only when nobody waits. A load begins when nothing else goes on.
        """
        if any(isinstance(job.command, LoadModel) for job in active) or not self._waiting:
            return None
        first = self._waiting[0]
        if isinstance(first, LoadModel):
            return None if active else self._waiting.popleft()
        behind: list[Generate] = []
        for command in self._waiting:
            if isinstance(command, LoadModel):
                break
            behind.append(command)
        wanted = min(behind, key=lambda command: command.priority)
        foreground = any(not job.background for job in active)
        background = any(job.background for job in active)
        if foreground or (background and wanted.priority > 0):
            return None
        self._waiting.remove(wanted)
        return wanted


class States:
    """What was read of each conversation, as a prefix cache knows it."""

    def __init__(self) -> None:
        self._tokens: dict[str, list[str]] = {}

    def keep(self, conversation: str, tokens: list[str]) -> None:
        self._tokens[conversation] = tokens

    def clear(self) -> None:
        self._tokens.clear()

    def forget(self, conversations: Sequence[str] | None) -> None:
        """Those of `conversations`; None is all."""
        for name in list(self._tokens) if conversations is None else conversations:
            self._tokens.pop(name, None)

    def known(self, tokens: list[str]) -> int:
        """How many of `tokens` at the beginning were read before, in any conversation."""
        return max((_shared(tokens, state) for state in self._tokens.values()), default=0)

    def kept(self, request_id: str) -> StatesKept:
        return StatesKept(
            request_id=request_id,
            conversations=len(self._tokens),
            bytes=sum(map(len, self._tokens.values())) * _BYTES_PER_TOKEN,
            budget=_BUDGET,
        )


def _shared(one: list[str], other: list[str]) -> int:
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def cancelled(command: AnyCommand) -> AnyEvent:
    """The last event of a command that was stopped before it began."""
    if isinstance(command, Generate):
        return Finished(request_id=command.request_id, reason="cancelled")
    return Failed(request_id=command.request_id, kind="cancelled", text="Cancelled.")
