"""What the module of a format makes of a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, Protocol, TypeAlias

Layout: TypeAlias = Literal["", "below", "table"]
Report: TypeAlias = Callable[[float], None]


def note(sentence: str) -> str:
    """A sentence for the person, which the window translates."""
    return sentence


class Rebuilt:
    """A file in parts, to be written one after the other, and sentences on what is other than
    it was."""

    def __init__(self, parts: Sequence[bytes | memoryview], notes: Sequence[str] = ()) -> None:
        self.parts = parts
        self.notes = tuple(notes)


class Opened(Protocol):
    """A file whose texts are known; lives in the reading process."""

    @property
    def units(self) -> Sequence[str]:
        """The texts, with marks."""

    @property
    def notes(self) -> Sequence[str]:
        """Sentences on what stays untranslated."""

    def rebuilt(self, targets: Sequence[str], bilingual: Layout, language: str = "") -> Rebuilt:
        """The file with `targets`, one for each of `units`; raises `UserError`.

        `language` (a code, or "") is what they are in.

        The same bytes where all targets are the units themselves.
        """


Opener: TypeAlias = Callable[[bytes, Report], Opened]
