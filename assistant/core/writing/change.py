"""A change of a text that can be accepted or refused on its own."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Literal, TypeAlias

import msgspec

FlagKind: TypeAlias = Literal[
    "number",
    "unit",
    "date",
    "url",
    "email",
    "name",
    "quoted",
    "placeholder",
    "code",
    "markdown",
    "citation",
    "language",
    "term",
    "repeated",
    "cut",
    "refused",
    "echoed",
]
"""What a flag is about: something of the text that was to stay, or how the model answered."""

FlagProblem: TypeAlias = Literal["changed", "missing", "added", "doubtful"]


class Flag(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something that a person should look at before they trust a text.

    `item` is what stood in the source ("" when it was added), `became` what stands there now.
    """

    kind: FlagKind
    problem: FlagProblem
    item: str = ""
    became: str = ""


class Change(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Characters `start` to `end` (exclusive) of the source, which are `before`, become `after`.

    Of changes of one text none touches another, and they are in order. `reason` is a few words
    of the model, or "". `flags` are about what this change does.
    """

    start: int
    end: int
    before: str
    after: str
    reason: str = ""
    flags: tuple[Flag, ...] = ()


def revised(source: str, changes: Sequence[Change], accepted: Collection[int] | None = None) -> str:
    """`source` with the changes whose places in `changes` are `accepted`; None: with all."""
    parts: list[str] = []
    at = 0
    for number, change in enumerate(changes):
        if accepted is not None and number not in accepted:
            continue
        parts += (source[at : change.start], change.after)
        at = change.end
    parts.append(source[at:])
    return "".join(parts)
