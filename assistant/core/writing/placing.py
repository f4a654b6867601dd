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
    """The change that a finding lies on; None for none, or where it has no place."""
    if finding.before is not None:
        start, end = finding.before
        for number, change in enumerate(changes):
            if change.start < end and start < max(change.end, change.start + 1):
                return number
    if finding.after is not None:
        start, end = finding.after
        shifts = accumulate((len(each.after) - len(each.before) for each in changes), initial=0)
        for number, (change, shift) in enumerate(zip(changes, shifts, strict=False)):
            first = change.start + shift
            if first < end and start < max(first + len(change.after), first + 1):
                return number
    return None
