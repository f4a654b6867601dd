"""One work of the writing desk while it goes on and after: its pieces, its changes, its end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias

import msgspec

from assistant.core.errors import UserError
from assistant.core.writing.action import Action
from assistant.core.writing.change import Change, Flag
from assistant.core.writing.order import Piece, WriteOrder
from assistant.core.writing.review import Review, Verdict

SessionPhase: TypeAlias = Literal["working", "done", "stopped", "failed"]

_UNUSABLE = ("cut", "refused", "echoed", "repeated", "language")
"""Flags that say that the model did not do a piece as it was asked to."""


class WritingSession:
    """What was asked of one text, and what has come of it so far. One thread.

    `spans` are the pieces, `done` those that are finished, in order. `composed` is the text of a
    "compose" action as it comes. `failure` is why it ended early. Offsets are of `order.text`.
    `origin` is the path of the file that the text is from, `left_out` are changes that were taken
    back and whose place something else changed: (piece, change).
    """

    def __init__(self, order: WriteOrder, origin: str = "") -> None:
        self.order = order
        self.origin = origin
        self.left_out: list[tuple[int, Change]] = []
        self.phase: SessionPhase = "working"
        self.spans: list[tuple[int, int]] = []
        self.done: list[Piece] = []
        self.review = Review(order.text)
        self.firsts: list[int] = []
        self.composed = ""
        self.cut = False
        self.flags: tuple[Flag, ...] = ()
        self.failure: UserError | None = None
        self.streams: dict[int, str] = {}

    @property
    def composes(self) -> bool:
        """Whether another text is written instead of changing this one."""
        return self.order.action.kind == "compose"

    @property
    def rest(self) -> int:
        """Where the part of the source begins that nothing is done about yet."""
        return self.done[-1].end if self.done else 0

    @property
    def unfinished(self) -> bool:
        """Whether a later run has something to go on with."""
        return len(self.done) < len(self.spans) or (not self.spans and self.phase != "done")

    def plan(self, spans: Sequence[tuple[int, int]]) -> None:
        """What is left is done in these pieces."""
        self.spans = [(piece.start, piece.end) for piece in self.done] + list(spans)
        self.streams.clear()
        self.composed = ""

    def extend(self, piece: int, text: str) -> None:
        """More of the raw answer to a piece."""
        self.streams[piece] = self.streams.get(piece, "") + text
        if self.composes and piece == len(self.done):
            self.composed += text

    def finish(self, piece: Piece) -> range:
        """The next piece is done; the numbers of its changes."""
        self.streams.pop(len(self.done), None)
        self.firsts.append(len(self.review.changes))
        self.done.append(piece)
        left = self.review.add(piece.changes, piece.rejected)
        self.left_out += [(len(self.done) - 1, change) for change in left]
        if self.composes:
            self.composed = self._composed()
        return self.numbers(len(self.done) - 1)

    def numbers(self, piece: int) -> range:
        """The changes of a finished piece."""
        after = self.firsts[piece + 1] if piece + 1 < len(self.firsts) else None
        return range(self.firsts[piece], len(self.review.changes) if after is None else after)

    def piece_of(self, number: int) -> int:
        """The finished piece that a change belongs to."""
        import bisect

        return bisect.bisect_right(self.firsts, number) - 1

    def text(self) -> str:
        """The text as it stands: written, or revised with what is not rejected."""
        return self.composed if self.composes else self.review.text()

    def unusable(self) -> list[int]:
        """Finished pieces that the model did not do as it was asked to."""
        return [
            number
            for number, piece in enumerate(self.done)
            if any(flag.kind in _UNUSABLE for flag in piece.flags)
        ]

    def replace_piece(self, number: int, piece: Piece) -> None:
        """A piece was done again; decisions about the others stay, without a way back."""
        kept = [
            [self.review.verdicts[each] for each in self.numbers(at)]
            for at in range(len(self.done))
        ]
        pieces = [*self.done[:number], piece, *self.done[number + 1 :]]
        self.done, self.firsts, self.review = [], [], Review(self.order.text)
        self.left_out = []
        verdicts: list[Verdict] = []
        for at, each in enumerate(pieces):
            numbers = self.finish(each)
            again = [self.review.verdicts[one] for one in numbers]
            verdicts += again if at == number else kept[at]
        self.review.restore(verdicts)

    def _composed(self) -> str:
        """What is written so far, with what there is of the next piece."""
        parts = [piece.text for piece in self.done]
        parts.append(self.streams.get(len(self.done), ""))
        return "\n\n".join(part for part in parts if part)


def moved(piece: Piece, by: int) -> Piece:
    """`piece` of a text that begins `by` characters into the whole one."""
    if not by:
        return piece
    return msgspec.structs.replace(
        piece,
        start=piece.start + by,
        end=piece.end + by,
        changes=_moved(piece.changes, by),
        rejected=_moved(piece.rejected, by),
    )


def _moved(changes: Sequence[Change], by: int) -> tuple[Change, ...]:
    replace = msgspec.structs.replace
    return tuple(replace(each, start=each.start + by, end=each.end + by) for each in changes)


class KeptSession(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A session as it is written down."""

    text: str
    action: Action
    note: str = ""
    protect: bool = True
    reasons: bool = False
    phase: SessionPhase = "done"
    spans: tuple[tuple[int, int], ...] = ()
    done: tuple[Piece, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    composed: str = ""
    cut: bool = False
    origin: str = ""


def kept(session: WritingSession) -> KeptSession:
    """What is to be written down; one that goes on is kept as a stopped one."""
    order = session.order
    return KeptSession(
        text=order.text,
        action=order.action,
        note=order.note,
        protect=order.protect,
        reasons=order.reasons,
        phase="stopped" if session.phase == "working" else session.phase,
        spans=tuple(session.spans),
        done=tuple(session.done),
        verdicts=tuple(session.review.verdicts),
        composed=session.composed,
        cut=session.cut,
        origin=session.origin,
    )


def restored(kept_session: KeptSession) -> WritingSession:
    """The session that was written down."""
    session = WritingSession(
        WriteOrder(
            text=kept_session.text,
            action=kept_session.action,
            note=kept_session.note,
            protect=kept_session.protect,
            reasons=kept_session.reasons,
        ),
        kept_session.origin,
    )
    session.spans = list(kept_session.spans)
    for piece in kept_session.done:
        session.finish(piece)
    session.review.restore(kept_session.verdicts)
    session.composed = kept_session.composed
    session.phase, session.cut = kept_session.phase, kept_session.cut
    return session
