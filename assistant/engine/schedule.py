"""Decides what goes into the next batch.

Every text that is being written gets a token in every batch; prompts are read in slices. What
somebody is waiting for (priority 0) comes first: background work gets the time that is left over,
measured in credit. All times in seconds. Pure; one thread.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

VISIBLE = 0
ALONE_SECONDS = 1.0  # a slice of the only visible prompt: progress is shown as often
BACKGROUND_SECONDS = 0.25  # a slice of any other prompt: somebody may come and would wait for it
BESIDE_SECONDS = 0.05  # a slice beside a text that is being written for somebody
VISIBLE_SHARE = 0.5  # of the speed that a visible answer has alone
MOST_CREDIT_SECONDS = 0.3
FIRST_RATE = 128.0  # tokens a second, before anything was measured
SMALLEST_SLICE = 8
_LEARNING = 0.3


@dataclass(frozen=True, slots=True)
class Demand:
    """What a job would have evaluated next.

    A reader can be given fewer, down to one; a writer's drafted tokens may be left out.
    """

    job: str
    priority: int
    reads: bool
    tokens: int


@dataclass(frozen=True, slots=True)
class Share:
    """`tokens` of the demand of `job` go into the batch."""

    job: str
    tokens: int
    reads: bool
    visible: bool


class Schedule:
    """Plans batches of at most `capacity` tokens, `outputs` of them sampled from.

    `slice_limit` is the most tokens of one prompt in a batch.
    """

    def __init__(self, capacity: int, outputs: int, slice_limit: int) -> None:
        self._capacity = capacity
        self._outputs = outputs
        self._slice_limit = min(slice_limit, capacity)
        self._rate = FIRST_RATE
        self._alone = 0.0
        self._credit = 0.0

    def plan(self, demands: Sequence[Demand]) -> list[Share]:
        """The shares of the next batch; `demands` in the order in which jobs arrived.

        Never empty when there are demands.
        """
        ordered = sorted(demands, key=lambda one: one.priority)
        visible = [one for one in ordered if one.priority <= VISIBLE]
        background = [one for one in ordered if one.priority > VISIBLE]
        batch = _Batch(self._capacity, self._outputs)
        reading = any(one.reads for one in visible)
        writing = any(not one.reads for one in visible)
        batch.add_writers(visible)
        if reading:
            together = BESIDE_SECONDS if writing else BACKGROUND_SECONDS
            seconds = together if len(visible) > 1 else ALONE_SECONDS
            batch.add_readers(visible, self._slice(seconds))
        elif not writing:
            batch.add_writers(background)
            batch.add_readers(background, self._slice(BACKGROUND_SECONDS))
        elif background and self._credit > 0.0:
            batch.add_writers(background)
            batch.add_readers(background, self._slice(BESIDE_SECONDS))
        return batch.shares

    def measured(self, shares: Sequence[Share], seconds: float) -> None:
        """Learn from a batch that took `seconds`."""
        read = sum(share.tokens for share in shares if share.reads)
        written = sum(share.tokens for share in shares if not share.reads)
        if read >= SMALLEST_SLICE and read >= 4 * written:
            rate = (read + written) / max(seconds, 1e-6)
            self._rate += (rate - self._rate) * (1.0 if self._rate == FIRST_RATE else _LEARNING)
        if not any(share.visible and not share.reads for share in shares):
            return
        if all(share.visible for share in shares):
            if not read:
                self._alone += (seconds - self._alone) * (_LEARNING if self._alone else 1.0)
                earned = self._alone * (1.0 / VISIBLE_SHARE - 1.0)
                self._credit = min(self._credit + earned, MOST_CREDIT_SECONDS)
        else:
            self._credit -= max(0.0, seconds - self._alone)

    def rested(self) -> None:
        """Nothing visible is going on: the next one begins without debts."""
        self._credit = 0.0

    def _slice(self, seconds: float) -> int:
        """How many tokens can be read in `seconds`."""
        tokens = int(self._rate * seconds)
        if tokens > 32:
            tokens = tokens // 16 * 16
        return max(1, min(self._slice_limit, max(SMALLEST_SLICE, tokens)))


class _Batch:
    """Shares so far, and the room that is left."""

    def __init__(self, capacity: int, outputs: int) -> None:
        self.shares: list[Share] = []
        self._room = capacity
        self._outputs = outputs

    def add_writers(self, demands: Sequence[Demand]) -> None:
        """One token for each; what room is left then goes to drafts, the first one first."""
        writers = [one for one in demands if not one.reads]
        writers = writers[: min(self._room, self._outputs)]
        spare = min(self._room, self._outputs) - len(writers)
        for one in writers:
            extra = min(one.tokens - 1, spare)
            spare -= extra
            self._take(one, 1 + extra, outputs=1 + extra)

    def add_readers(self, demands: Sequence[Demand], limit: int) -> None:
        """Together at most `limit` tokens of prompts, the first one first."""
        for one in demands:
            if not one.reads:
                continue
            tokens = min(one.tokens, limit, self._room)
            if tokens <= 0 or self._outputs <= 0:
                return
            limit -= tokens
            self._take(one, tokens, outputs=1)

    def _take(self, one: Demand, tokens: int, *, outputs: int) -> None:
        self._room -= tokens
        self._outputs -= outputs
        self.shares.append(Share(one.job, tokens, one.reads, one.priority <= VISIBLE))
