"""A finished summary, and where each of its points is from.

The model ends its statements with marks: "[p. 3]" a page, "[s. 3]" a section of a text without
pages, "[d. 2]" a document. They are checked here against what the statement can be from; a
mark of anything else is removed. A statement without one gets the places of the source that
shares most of its words, if any shares enough.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Literal, TypeAlias

import msgspec

from assistant.core.display_text import storable
from assistant.core.sentences import sentences
from assistant.core.summary_options import Form
from assistant.core.summary_point import Point

Unit: TypeAlias = Literal["p", "s", "d"]

_MARK = re.compile(
    r"[ \t]*[\[(【]\s*(?P<unit>pages?|pp?|sections?|s|documents?|docs?|d)\s*[.．]?\s*"
    r"(?P<numbers>\d{1,6}(?:\s*(?:[-–—,;&]|and)\s*(?:[psd]{1,2}\s*\.?\s*)?\d{1,6})*)\s*[\])】]",
    re.IGNORECASE,
)
_NUMBERS = re.compile(r"(\d+)(?:\s*[-–—]\s*(?:[psd]{1,2}\s*\.?\s*)?(\d+))?")
_ITEM = re.compile(r"^[ \t]*(?:[-*•‣+]|\d{1,3}[.)])[ \t]+", re.MULTILINE)
_WORD = re.compile(r"[^\W_]{3,}|[\u3040-\u30ff\u4e00-\u9fff]", re.UNICODE)
_FENCED = re.compile(r"\A```[a-z]*\n(.*?)\n?```\s*\Z", re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_RULE_ROW = re.compile(r"^[\s|:\-]+$")
_SHARED = 0.34
"""The part of a statement's words that its source has to share."""


class PartSummary(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A summary (Markdown, with checked marks), its points, and its name.

    `coverage` is the part of the document's characters that was read, 0 to 1.
    """

    name: str
    text: str
    points: tuple[Point, ...] = ()
    coverage: float = 1.0


class SummaryResult(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`documents` in their order; `comparison` only where there are several.

    `warnings` are sentences for the person: what was cut, and what gave no answer.
    """

    documents: tuple[PartSummary, ...]
    comparison: PartSummary | None = None
    coverage: float = 1.0
    warnings: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The comparison, or the summary of the only document."""
        return self.comparison.text if self.comparison else self.documents[0].text

    @property
    def points(self) -> tuple[Point, ...]:
        """All points: those of the documents, then those of the comparison."""
        own = tuple(point for document in self.documents for point in document.points)
        return own + (self.comparison.points if self.comparison else ())


class Source(msgspec.Struct, frozen=True):
    """Something that a statement can be from, and the place it stands for."""

    places: tuple[int, ...]
    text: str


def clean_answer(text: str) -> str:
    """What the model answered, without control characters and a code fence around it."""
    text = _CONTROL.sub("", storable(text)).strip()
    fenced = _FENCED.match(text)
    return (fenced[1] if fenced else text).strip()


def marked(unit: Unit, places: Sequence[int]) -> str:
    """The mark of `places`: "[p. 3-5, 9]"; "" for none."""
    runs: list[list[int]] = []
    for place in sorted(set(places)):
        if runs and place == runs[-1][-1] + 1:
            runs[-1] = [runs[-1][0], place]
        else:
            runs.append([place])
    named = ", ".join("-".join(map(str, run)) for run in runs)
    return f"[{unit}. {named}]" if named else ""


def checked_marks(text: str, unit: Unit, allowed: Collection[int]) -> str:
    """`text` with every mark written one way, and without those that are not `allowed`."""

    def checked(match: re.Match[str]) -> str:
        places = _places(match, unit, allowed)
        return f" {marked(unit, places)}" if places else ""

    return _MARK.sub(checked, text)


def places_in(text: str, unit: Unit, allowed: Collection[int]) -> tuple[int, ...]:
    """The allowed places that the marks in `text` name, in ascending order."""
    found: set[int] = set()
    for match in _MARK.finditer(text):
        found.update(_places(match, unit, allowed))
    return tuple(sorted(found))


def without_marks(text: str) -> str:
    return _MARK.sub("", text).strip()


def source_of(statement: str, sources: Sequence[Source]) -> tuple[int, ...]:
    """The places of the source that shares most words with `statement`; () when none does."""
    words = _words(without_marks(statement))
    if not words:
        return ()
    best: tuple[int, ...] = ()
    best_share = _SHARED
    for source in sources:
        share = len(words & _words(source.text)) / len(words)
        if share > best_share:
            best, best_share = source.places, share
    return best


def notes_with_marks(
    notes: str,
    unit: Unit,
    allowed: Sequence[int],
    sources: Sequence[Source],
    otherwise: Sequence[int] = (),
) -> str:
    """`notes` in which each line ends with a checked mark.

    Where the model gave none, it is that of the source that fits best, else `otherwise`.
    """
    lines = []
    for line in checked_marks(notes, unit, allowed).splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        places = places_in(line, unit, allowed) or source_of(line, sources) or otherwise
        lines.append(f"{without_marks(line)} {marked(unit, places)}".rstrip())
    return "\n".join(lines)


def sources_in(notes: str, unit: Unit, allowed: Collection[int]) -> list[Source]:
    """The lines of marked notes as sources."""
    lines = [(places_in(line, unit, allowed), line) for line in notes.splitlines()]
    return [Source(places, line) for places, line in lines if places]


def part_summary(
    name: str,
    answer: str,
    form: Form,
    unit: Unit,
    allowed: Collection[int],
    sources: Sequence[Source],
    *,
    document: int,
) -> PartSummary:
    """Take a summary apart into points and find out where each is from.

    `document` is the index of the summarised document, -1 for a comparison, whose marks are
    those of documents (from 1).
    """
    text = checked_marks(clean_answer(answer), unit, allowed)
    pieces: list[str] = []
    points: list[Point] = []
    done = 0
    for start, end, is_item in _statements(text, form):
        statement = text[start:end]
        said = _said(statement)
        if not said:
            continue
        marks = places_in(statement, unit, allowed)
        places = marks or source_of(said, sources)
        points.append(_point(said, unit, places, document))
        if is_item and places and not marks:
            pieces += [text[done:start], statement.rstrip(), " ", marked(unit, places)]
            done = start + len(statement.rstrip())
    pieces.append(text[done:])
    return PartSummary(name=name, text="".join(pieces), points=tuple(points))


def _point(said: str, unit: Unit, places: tuple[int, ...], document: int) -> Point:
    if unit == "d":
        return Point(text=said, documents=tuple(place - 1 for place in places))
    if unit == "p":
        return Point(text=said, pages=places, documents=(document,))
    return Point(text=said, sections=places, documents=(document,))


def _statements(text: str, form: Form) -> list[tuple[int, int, bool]]:
    """(start, end, whether a mark may be added at the end) of each statement."""
    if form == "table" and (rows := _rows(text)):
        return [(start, end, False) for start, end in rows]
    starts = [match.start() for match in _ITEM.finditer(text)]
    if form != "prose" and starts:
        ends = [*starts[1:], len(text)]
        items = []
        for start, end in zip(starts, ends, strict=True):
            gap = text.find("\n\n", start, end)
            items.append((start, gap if gap >= 0 else end, True))
        return items
    return [(start, end, False) for start, end in _whole_sentences(text)]


def _whole_sentences(text: str) -> list[tuple[int, int]]:
    """Sentences; a mark after the full stop belongs to the sentence before."""
    blanked = _MARK.sub(lambda mark: " " * len(mark[0]), text)
    return [span for span in sentences(blanked) if blanked[slice(*span)].strip(" \t\n.。")]


def _rows(text: str) -> list[tuple[int, int]]:
    """The rows of a Markdown table below its head."""
    rows: list[tuple[int, int]] = []
    at, below_head = 0, False
    for line in text.splitlines(keepends=True):
        start, at = at, at + len(line)
        bare = line.strip()
        if not bare.startswith("|"):
            continue
        if _RULE_ROW.match(bare):
            below_head = True
        elif below_head:
            rows.append((start, start + len(line.rstrip())))
    return rows


def _said(statement: str) -> str:
    """The words of a statement without list sign, cell borders, emphasis and marks."""
    bare = _ITEM.sub("", without_marks(statement), count=1).strip()
    if bare.startswith("|"):
        cells = [cell.strip() for cell in bare.strip("|").split("|")]
        bare = ": ".join(cell for cell in cells if cell)
    bare = re.sub(r"^#{1,6}\s+", "", bare).replace("**", "")
    return " ".join(bare.split())


def _places(match: re.Match[str], unit: Unit, allowed: Collection[int]) -> tuple[int, ...]:
    if match["unit"][0].lower() != unit:
        return ()
    found: set[int] = set()
    for first, last in _NUMBERS.findall(match["numbers"]):
        low, high = int(first), int(last or first)
        if low <= high:
            found.update(place for place in allowed if low <= place <= high)
    return tuple(sorted(found))


def _words(text: str) -> set[str]:
    return {word.casefold() for word in _WORD.findall(text)}
