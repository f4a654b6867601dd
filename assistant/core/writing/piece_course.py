"""One piece of a text: asked, cleaned, compared, guarded, and asked once more where it is bad."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import msgspec

from assistant.core.errors import UserError
from assistant.core.messages import Generate, Sampling
from assistant.core.sampling_defaults import TASK_SAMPLING
from assistant.core.steps import Compute, Steps, Write, Written
from assistant.core.writing.change import Change
from assistant.core.writing.judging import Judge, Judged, kept_as_it_is
from assistant.core.writing.order import Piece, WriteOrder
from assistant.core.writing.pieces import Span
from assistant.core.writing.prompts import (
    Fence,
    piece_turns,
    reasons_in,
    reasons_schema,
    reasons_turns,
    reminder_of,
)
from assistant.core.writing.repetition import LoopWatch
from assistant.core.writing.tally import Tally

_AGAIN = Sampling(temperature=0.3, top_p=0.9)
"""For a second try: greedy drawing would say the same again."""
_REASONS_AT_ONCE = 20
_REASON_TOKENS = 24


class PieceDone(msgspec.Struct, frozen=True):
    """A finished piece and what it cost."""

    piece: Piece
    tally: Tally


class Asker:
    """Does the pieces of one order."""

    def __init__(self, order: WriteOrder, system: str, fence: Fence, judge: Judge) -> None:
        self._order = order
        self._system = system
        self._fence = fence
        self._judge = judge

    def piece(
        self, span: Span, limit: int, extended: Callable[[str, int], None]
    ) -> Steps[PieceDone]:
        """The piece at `span`, whose answer may have `limit` tokens.

        `extended` hears the first answer while it comes; a second one is asked in silence.
        """
        tally = Tally()
        source = self._order.text[slice(*span)]
        best = yield from self._tried(source, limit, tally, extended)
        if best.wants_another(protect=self._order.protect):
            again = yield from self._tried(source, limit, tally, None, reminder_of(best.found))
            best = min(best, again, key=lambda each: each.badness)
        piece = yield Compute(partial(self._finished, span, source, best))
        if self._order.reasons and piece.changes:
            piece = yield from self._reasoned(piece, tally)
        return PieceDone(piece, tally)

    def _tried(
        self,
        source: str,
        limit: int,
        tally: Tally,
        extended: Callable[[str, int], None] | None,
        reminder: str = "",
    ) -> Steps[Judged]:
        """One answer, with everything that can be said about it."""
        request = Generate(
            turns=piece_turns(self._system, source, self._fence, reminder),
            sampling=_AGAIN if reminder else TASK_SAMPLING[self._order.action.task],
            max_tokens=limit,
            thinking=False,
            keep=False,
            priority=self._order.priority,
        )
        try:
            written: Written = yield Write(request, extended, until=LoopWatch(source))
        except UserError as error:
            if error.kind != "context_full" or self._order.action.kind == "compose":
                raise
            return kept_as_it_is(source)
        tally.count(written)
        result: Judged = yield Compute(partial(self._judge.judged, source, written, self._said()))
        return result

    def _said(self) -> tuple[str, ...]:
        return (self._system, self._order.action.instruction)

    def _finished(self, span: Span, source: str, best: Judged) -> Piece:
        """The piece as it is handed on; any thread."""
        kept = best.kept(source, protect=self._order.protect)
        return Piece(
            start=span[0],
            end=span[1],
            text=kept.text,
            changes=tuple(_moved(each, span[0]) for each in kept.changes),
            flags=kept.flags,
            rejected=tuple(_moved(each, span[0]) for each in kept.rejected),
        )

    # --- reasons ---------------------------------------------------------------------------

    def _reasoned(self, piece: Piece, tally: Tally) -> Steps[Piece]:
        """`piece` with a reason for each change, as far as the model gives them."""
        reasons: list[str] = []
        for first in range(0, len(piece.changes), _REASONS_AT_ONCE):
            part = piece.changes[first : first + _REASONS_AT_ONCE]
            sampling = Sampling(temperature=0.0, json_schema=reasons_schema(len(part)))
            request = Generate(
                turns=reasons_turns(part),
                sampling=sampling,
                max_tokens=_REASON_TOKENS * (len(part) + 1),
                thinking=False,
                keep=False,
                priority=self._order.priority,
            )
            try:
                written: Written = yield Write(request)
            except UserError as error:
                if error.kind != "context_full":
                    raise
                reasons += [""] * len(part)  # the changes stand without them
                continue
            tally.count(written)
            reasons += reasons_in(written.text, len(part))
        changes = tuple(
            msgspec.structs.replace(change, reason=reason)
            for change, reason in zip(piece.changes, reasons, strict=True)
        )
        return msgspec.structs.replace(piece, changes=changes)


def _moved(change: Change, by: int) -> Change:
    """`change` with places in the whole source."""
    return msgspec.structs.replace(change, start=change.start + by, end=change.end + by)
