"""Which changes of a text are accepted, which are refused, and the way back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, TypeAlias

from assistant.core.writing.change import Change, revised

Verdict: TypeAlias = Literal["open", "accepted", "rejected"]


class Review:
    """The changes of one source and what a person decided about each; not thread-safe.

    A change that is still open counts as proposed: it is part of `text`. One that was taken back
    to protect something begins as rejected, and can be accepted all the same. Numbers are places
    in `changes`; they never change while changes are added at the end.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self.changes: list[Change] = []
        self.verdicts: list[Verdict] = []
        self.protected: set[int] = set()
        self._undo: list[dict[int, Verdict]] = []
        self._redo: list[dict[int, Verdict]] = []

    def add(self, changes: Sequence[Change], taken_back: Sequence[Change] = ()) -> list[Change]:
        """More changes, behind all that are here; those of `taken_back` that stand apart, too.

        Returned are the ones of `taken_back` in whose place something else is changed.
        """
        left = [each for each in taken_back if _touches(each, changes)]
        apart = [each for each in taken_back if not _touches(each, changes)]
        apart = [each for at, each in enumerate(apart) if not _touches(each, apart[:at])]
        merged = sorted([(each, False) for each in changes] + [(each, True) for each in apart],
                        key=lambda pair: (pair[0].start, pair[0].end))  # fmt: skip
        for change, was_taken_back in merged:
            if was_taken_back:
                self.protected.add(len(self.changes))
            self.changes.append(change)
            self.verdicts.append("rejected" if was_taken_back else "open")
        return left

    def accept(self, numbers: Iterable[int]) -> tuple[int, ...]:
        """Accept these; the numbers of those for which that is new."""
        return self._decide(dict.fromkeys(numbers, "accepted"))

    def reject(self, numbers: Iterable[int]) -> tuple[int, ...]:
        return self._decide(dict.fromkeys(numbers, "rejected"))

    def accept_all(self) -> tuple[int, ...]:
        """Accept every one that is open; what was decided stays."""
        return self.accept(self.open())

    def reject_all(self) -> tuple[int, ...]:
        return self.reject(self.open())

    def undo(self) -> tuple[int, ...]:
        """Take the last decision back; the numbers that it was about, () where there is none."""
        return self._go(self._undo, self._redo)

    def redo(self) -> tuple[int, ...]:
        """Take back what the last `undo` did, unless something was decided since."""
        return self._go(self._redo, self._undo)

    @property
    def can_undo(self) -> bool:
        return bool(self._undo)

    @property
    def can_redo(self) -> bool:
        return bool(self._redo)

    def open(self) -> list[int]:
        """Those that nothing was decided about."""
        return [number for number, verdict in enumerate(self.verdicts) if verdict == "open"]

    def decided(self) -> int:
        """How many are accepted or rejected, without those that were taken back before."""
        protected = self.protected
        return sum(
            1
            for number, verdict in enumerate(self.verdicts)
            if verdict != "open" and not (number in protected and verdict == "rejected")
        )

    def total(self) -> int:
        """How many there are to decide about."""
        untouched = sum(1 for number in self.protected if self.verdicts[number] == "rejected")
        return len(self.changes) - untouched

    def flagged(self) -> list[int]:
        """Those that somebody should look at, the ones that were taken back among them."""
        return [
            number
            for number, change in enumerate(self.changes)
            if change.flags or number in self.protected
        ]

    def is_in(self, number: int) -> bool:
        """Whether the change is part of the text as it stands."""
        return self.verdicts[number] != "rejected"

    def text(self) -> str:
        """The source with all changes that are not rejected."""
        return revised(
            self.source, self.changes, {n for n in range(len(self.changes)) if self.is_in(n)}
        )

    def restore(self, verdicts: Sequence[Verdict]) -> None:
        """Decisions as they were kept; there is no way back behind them."""
        for number, verdict in enumerate(verdicts[: len(self.verdicts)]):
            self.verdicts[number] = verdict

    # --- the ways back and forth -----------------------------------------------------------

    def _decide(self, wanted: dict[int, Verdict]) -> tuple[int, ...]:
        new = {number: v for number, v in wanted.items() if self.verdicts[number] != v}
        if not new:
            return ()
        self._undo.append(self._swap(new))
        self._redo.clear()
        return tuple(sorted(new))

    def _go(
        self, taken: list[dict[int, Verdict]], kept: list[dict[int, Verdict]]
    ) -> tuple[int, ...]:
        if not taken:
            return ()
        step = taken.pop()
        kept.append(self._swap(step))
        return tuple(sorted(step))

    def _swap(self, step: dict[int, Verdict]) -> dict[int, Verdict]:
        """Put these verdicts in the place of others, which are returned."""
        before = {number: self.verdicts[number] for number in step}
        for number, verdict in step.items():
            self.verdicts[number] = verdict
        return before


def _touches(change: Change, others: Sequence[Change]) -> bool:
    """Whether one of `others` stands in the same place, or directly beside it."""
    return any(change.start <= other.end and other.start <= change.end for other in others)
