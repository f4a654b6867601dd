"""Which change did what a guard found, and what is left when it is taken back."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

import msgspec

from assistant.core.writing.change import Change, Flag, revised
from assistant.core.writing.guards import Finding, findings

_ROUNDS = 8
"""Taking a change back can uncover another damage (a number had moved); each time there are
fewer changes left."""


class Guarded(msgspec.Struct, frozen=True, kw_only=True):
    """Changes of one text with their flags; `flags` are about no single change."""

    changes: tuple[Change, ...]
    flags: tuple[Flag, ...] = ()
    rejected: tuple[Change, ...] = ()

    @property
    def damage(self) -> int:
        """How many flags there are."""
        return len(self.flags) + sum(len(change.flags) for change in self.changes)


def guarded(source: str, changes: Sequence[Change]) -> Guarded:
    """`changes` with what each does to what is guarded in `source`."""
    bare = [msgspec.structs.replace(change, flags=()) for change in changes]
    flags: dict[int, list[Flag]] = {}
    whole: list[Flag] = []
    for finding in findings(source, revised(source, bare)):
        at = _change_of(finding, bare)
        (whole if at is None else flags.setdefault(at, [])).append(finding.flag)
    return Guarded(
        changes=tuple(
            msgspec.structs.replace(change, flags=tuple(flags.get(number, ())))
            for number, change in enumerate(bare)
        ),
        flags=tuple(whole),
    )


def protected(source: str, changes: Sequence[Change]) -> Guarded:
    """`changes` without those that damage something guarded; these are `rejected`.

    A flag that is only "doubtful" is no reason to take a change back.
    """
    result = guarded(source, changes)
    rejected: list[Change] = []
    for _ in range(_ROUNDS):
        bad = [change for change in result.changes if _damages(change)]
        if not bad:
            break
        rejected += bad
        result = guarded(source, [change for change in result.changes if not _damages(change)])
    else:
        rejected += result.changes
        result = Guarded(changes=())
    rejected.sort(key=lambda change: change.start)
    return msgspec.structs.replace(result, rejected=tuple(rejected))


def _damages(change: Change) -> bool:
    return any(flag.problem != "doubtful" for flag in change.flags)


def _change_of(finding: Finding, changes: Sequence[Change]) -> int | None:
    """The change that a finding lies on, or beside; None where it has no place."""
    if not changes:
        return None
    best: tuple[int, int] | None = None
    for place, spans in (
        (finding.before, [(change.start, change.end) for change in changes]),
        (finding.after, _spans_after(changes)),
    ):
        if place is None:
            continue
        nearest = min((_distance(place, span), number) for number, span in enumerate(spans))
        if best is None or nearest[0] < best[0]:
            best = nearest
    return None if best is None else best[1]


def _spans_after(changes: Sequence[Change]) -> list[tuple[int, int]]:
    """Where what the changes put in stands in the text after."""
    shifts = accumulate((len(each.after) - len(each.before) for each in changes), initial=0)
    starts = [change.start + shift for change, shift in zip(changes, shifts, strict=False)]
    return [(at, at + len(each.after)) for at, each in zip(starts, changes, strict=True)]


def _distance(one: tuple[int, int], other: tuple[int, int]) -> int:
    """Characters between two spans; 0 where they overlap, or one is a place in the other."""
    if one[0] < other[1] and other[0] < one[1]:
        return 0
    inside = one[0] <= other[0] <= one[1] if other[0] == other[1] else False
    return 0 if inside else max(one[0] - other[1], other[0] - one[1], 0) + 1
