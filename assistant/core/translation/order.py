"""What is asked of a translation, what is heard while it goes on, and what comes of it."""

from __future__ import annotations

from typing import Literal, Protocol, TypeAlias

import msgspec

from assistant.core.entities import Timings, Usage
from assistant.core.translation.glossary import Glossary, TermUse
from assistant.core.writing.change import Flag

Tone: TypeAlias = Literal["", "formal", "informal"]
Origin: TypeAlias = Literal["model", "memory", "person", "same"]


class Languages(msgspec.Struct, frozen=True, kw_only=True):
    """From and to, as codes ("en", "zh-Hans"); `source` "" is detected."""

    source: str = ""
    target: str


class TranslateOrder(msgspec.Struct, frozen=True, kw_only=True):
    """Translate `units`: independent texts in order (one, or the units of a file).

    A unit may hold marks of its format, "⟦1⟧" … "⟦/1⟧" around what is formatted and "⟦2/⟧" for
    something that stands alone; each must come back once. `instruction` is the person's wish.
    """

    units: tuple[str, ...]
    languages: Languages
    tone: Tone = ""
    glossary: Glossary = Glossary()
    instruction: str = ""
    use_memory: bool = True
    priority: int = 0


class Segment(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Characters `start` to `end` of unit `unit` (from 0) and their translation.

    `source` is these characters without the white space around them, which the target keeps.
    `origin` "same": nothing in it could be translated. `target` "" while it is not done.
    """

    unit: int
    start: int
    end: int
    source: str
    target: str = ""
    flags: tuple[Flag, ...] = ()
    origin: Origin = "model"


class Translation(msgspec.Struct, frozen=True, kw_only=True):
    """`units` are the translations of the order's units; `source_language` what was detected."""

    units: tuple[str, ...]
    segments: tuple[Segment, ...]
    source_language: str
    target_language: str
    terms: tuple[TermUse, ...] = ()
    usage: Usage = Usage()
    timings: Timings = Timings()

    @property
    def text(self) -> str:
        """The translation of an order with one unit."""
        return "".join(self.units)


class TranslateHearing(Protocol):
    """Hears a translation while it goes on; called on the driver's thread."""

    def began(self, source_language: str, segments: tuple[Segment, ...]) -> None:
        """All segments, in order; those from memory are done already."""

    def extended(self, segment: int, text: str) -> None:
        """More of the raw answer for a segment (from 0)."""

    def finished(self, segment: int, done: Segment) -> None:
        """A segment is done, in any order."""


class LanguageDetector(Protocol):
    """Says which language a text is in; any thread, never downloads."""

    def detect(self, text: str) -> tuple[str, float]:
        """A code of `core.translation.languages` and how sure that is (0 to 1); "" for neither."""
