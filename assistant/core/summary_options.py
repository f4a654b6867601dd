"""What a summary shall be like."""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

Length: TypeAlias = Literal["one-line", "short", "medium", "page", "long"]
Form: TypeAlias = Literal["prose", "bullets", "points", "table", "timeline"]

LENGTHS: tuple[Length, ...] = ("one-line", "short", "medium", "page", "long")
FORMS: tuple[Form, ...] = ("prose", "bullets", "points", "table", "timeline")

ANSWER_TOKENS: dict[Length, int] = {
    "one-line": 96,
    "short": 256,
    "medium": 640,
    "page": 1024,
    "long": 2560,
}
"""The most tokens that a summary of each length is given; the prompt asks for less."""


class SummaryOptions(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`language` is named as a person would ("German"); "" is that of the document.

    `instructions` are the person's own words on what to look for and whom to write for.
    """

    length: Length = "medium"
    form: Form = "prose"
    language: str = ""
    instructions: str = ""
