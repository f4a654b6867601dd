"""How far a translation is, and how long it will take, from what it has taken so far."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import msgspec

from assistant.core.translation.order import Segment

_FEWEST = 2
"""Sentences before a guess of the rest is worth showing."""


class TranslationProgress(msgspec.Struct, frozen=True, kw_only=True):
    """`done` of `total` sentences; `seconds_left` None while nothing is measured."""

    done: int = 0
    total: int = 0
    seconds_left: float | None = None


class Pace:
    """Counts sentences of one run; `clock` gives seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._total = self._done = self._measured = 0
        self._characters_left = self._characters_done = 0
        self._began = 0.0

    def begin(self, segments: Sequence[Segment]) -> None:
        """The run starts with these; those that are done already cost no time."""
        waiting = [segment for segment in segments if not segment.target]
        self._total = len(segments)
        self._done = len(segments) - len(waiting)
        self._characters_left = sum(len(segment.source) for segment in waiting)
        self._measured = self._characters_done = 0
        self._began = self._clock()

    def finish(self, segment: Segment) -> None:
        """A sentence that waited is done."""
        self._done += 1
        self._measured += 1
        self._characters_done += len(segment.source)
        self._characters_left -= len(segment.source)

    def progress(self) -> TranslationProgress:
        left: float | None = None
        if self._measured >= _FEWEST and self._characters_done:
            taken = self._clock() - self._began
            left = max(0.0, taken / self._characters_done * self._characters_left)
        return TranslationProgress(done=self._done, total=self._total, seconds_left=left)
