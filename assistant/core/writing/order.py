"""What is asked of the writing desk, what is heard while it works, and what comes of it."""

from __future__ import annotations

from typing import Literal, Protocol, TypeAlias

import msgspec

from assistant.core.entities import Timings, Usage
from assistant.core.writing.action import Action
from assistant.core.writing.change import Change, Flag


class WriteOrder(msgspec.Struct, frozen=True, kw_only=True):
    """Do `action` with `text`.

    `protect`: a change that damages something guarded is asked again once, and rejected when it
    does so again (`rejected` in its piece); else it is only flagged. `reasons`: ask for one short
    reason per change. `note` is what the person adds ("keep it under 100 words", the points of a
    reply). `priority` as in `Generate`.
    """

    text: str
    action: Action
    protect: bool = True
    reasons: bool = False
    note: str = ""
    priority: int = 0


PieceState: TypeAlias = Literal["waiting", "working", "done", "failed"]


class Piece(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Characters `start` to `end` of the source, which were asked as one, and what became of them.

    `text` takes their place; `changes` have offsets in the whole source. `flags` are about the
    piece as a whole (it was cut, the model refused). `rejected` are changes that were taken back
    because something guarded was damaged.
    """

    start: int
    end: int
    text: str
    changes: tuple[Change, ...] = ()
    flags: tuple[Flag, ...] = ()
    rejected: tuple[Change, ...] = ()


class WriteResult(msgspec.Struct, frozen=True, kw_only=True):
    """`text` is the whole result with every change; `changes` are empty for "compose" actions.

    `cut`: the model had no more room, the end is missing. `flags` are those of all pieces, that
    are about no single change.
    """

    text: str
    changes: tuple[Change, ...] = ()
    flags: tuple[Flag, ...] = ()
    rejected: tuple[Change, ...] = ()
    cut: bool = False
    usage: Usage = Usage()
    timings: Timings = Timings()


class WriteHearing(Protocol):
    """Hears a work while it goes on; called on the driver's thread."""

    def began(self, pieces: tuple[tuple[int, int], ...]) -> None:
        """The source is done in these pieces: (start, end) each, in order, covering all words."""

    def extended(self, piece: int, text: str) -> None:
        """More of the raw answer to a piece (from 0); it may still be changed by `finished`."""

    def finished(self, piece: int, done: Piece) -> None:
        """A piece is done. Pieces finish in order."""


class Differ(Protocol):
    """Compares two texts word by word; any thread."""

    def changes(self, before: str, after: str) -> list[Change]:
        """What makes `after` of `before`: `revised(before, changes)` is `after`, exactly."""
