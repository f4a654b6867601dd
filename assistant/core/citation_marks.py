"""The marks of an answer that name where something stands, and the places that they mean.

"[2]" is a citation, "[p. 3-5, 9]" pages of the only document, "[s. 4]" a section of it, "[d. 2]"
a document (from 1), "[d. 2, p. 3]" and "[d. 2, s. 4]" a page and a section of it.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from assistant.core.citation import Citation
from assistant.core.grounding import DocumentRef, Sources

_NUMBERS = r"\d{1,6}(?:-\d{1,6})?(?:, ?\d{1,6}(?:-\d{1,6})?)*"
_TARGET = re.compile(
    rf"(?P<n>\d{{1,4}})|d\. ?(?P<document>\d{{1,6}}), ?(?P<in_unit>[ps])\. ?(?P<in_it>{_NUMBERS})"
    rf"|(?P<unit>[psd])\. ?(?P<numbers>{_NUMBERS})"
)
_MARK = re.compile(rf"\[(?P<target>{_TARGET.pattern})\]")
_LINK = re.compile(r"\[(?:[^\[\]\n]|\[[^\[\]\n]*\]){1,1000}\]\([^()\n]{0,2000}\)|<[a-z]+:[^<>\s]+>")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_TICKS = re.compile(r"`+")
_MOST_PLACES = 100


class Mark(NamedTuple):
    """Characters `start` to `end` (exclusive) of a text are `label`; `target` is for `resolve`."""

    start: int
    end: int
    label: str
    target: str


class MarkPlace(msgspec.Struct, frozen=True, kw_only=True):
    """What a mark means: `page` from 1 (0: not known), `spans` (start, end) in the whole text.

    `section` (from 1) is named by marks of texts without pages. `quote` is what the answer says
    stands there; `verified` is false when a quotation with this mark is not in the document:
    the place is then the passage that it names.
    """

    document: DocumentRef
    page: int = 0
    spans: tuple[tuple[int, int], ...] = ()
    section: int = 0
    quote: str = ""
    verified: bool = True


def find_marks(text: str) -> list[Mark]:
    """The marks in `text` (Markdown), in order; those in code and in links are none."""
    if "[" not in text:
        return []
    hidden = _hidden(text)
    starts = [start for start, _end in hidden]
    found = []
    for match in _MARK.finditer(text):
        before = bisect.bisect_right(starts, match.start()) - 1
        if before < 0 or hidden[before][1] <= match.start():
            found.append(Mark(match.start(), match.end(), match[0], match["target"]))
    return found


def resolve(target: str, sources: Sources) -> tuple[MarkPlace, ...]:
    """The places that the mark with this target means; () for what is not there.

    A citation is one place for each of its documents, which are one or none in practice.
    """
    match = _TARGET.fullmatch(target)
    if match is None:
        return ()
    if match["n"]:
        return _cited(int(match["n"]), sources)
    if match["unit"] == "d":
        return _documents(match["numbers"], sources)
    document = int(match["document"]) - 1 if match["document"] else 0
    the_only = match["document"] or len(sources.documents) == 1
    if not (the_only and 0 <= document < len(sources.documents)):
        return ()
    numbers = match["in_it"] or match["numbers"]
    if (match["in_unit"] or match["unit"]) == "p":
        return _pages(numbers, sources.documents[document])
    return _sections(numbers, document, sources)


def place_of(citation: Citation, sources: Sources) -> MarkPlace | None:
    """Where one citation stands; None for a quotation that names no passage."""
    document = _document_at(citation.path, sources)
    if document is None:
        return None
    return MarkPlace(
        document=document,
        page=citation.page,
        spans=((citation.start, citation.end),) if citation.start < citation.end else (),
        quote=citation.quote,
        verified=citation.verified,
    )


def section_place(section: int, document: int, sources: Sources) -> MarkPlace | None:
    """Section `section` (from 1) of document `document` (from 0)."""
    starts = sources.section_starts[document] if document < len(sources.section_starts) else ()
    if not 1 <= section <= len(starts):
        return None
    ref = sources.documents[document]
    start = starts[section - 1]
    end = starts[section] if section < len(starts) else max(start, ref.characters)
    return MarkPlace(document=ref, spans=((start, end),) if start < end else (), section=section)


def _cited(n: int, sources: Sources) -> tuple[MarkPlace, ...]:
    found: dict[str, list[MarkPlace]] = {}
    for citation in sources.citations:
        place = place_of(citation, sources) if citation.n == n and n > 0 else None
        if place is not None:
            found.setdefault(citation.path, []).append(place)
    return tuple(_joined(places) for places in found.values())


def _joined(places: Sequence[MarkPlace]) -> MarkPlace:
    """All citations of a document with one mark.

    What is not there does not hide what is: the passage around it counts only where nothing
    of the mark was found.
    """
    there = [place for place in places if place.verified] or places
    spans = sorted({span for place in there for span in place.spans})
    return msgspec.structs.replace(
        there[0], spans=tuple(spans), verified=len(there) == len(places) and there[0].verified
    )


def _document_at(path: str, sources: Sources) -> DocumentRef | None:
    return next((each for each in sources.documents if path and each.place == path), None)


def _documents(numbers: str, sources: Sources) -> tuple[MarkPlace, ...]:
    return tuple(
        MarkPlace(document=sources.documents[number - 1])
        for number in _each(numbers, len(sources.documents))
    )


def _pages(numbers: str, document: DocumentRef) -> tuple[MarkPlace, ...]:
    return tuple(MarkPlace(document=document, page=page) for page in _each(numbers, document.pages))


def _sections(numbers: str, document: int, sources: Sources) -> tuple[MarkPlace, ...]:
    last = len(sources.section_starts[document]) if document < len(sources.section_starts) else 0
    places = (section_place(number, document, sources) for number in _each(numbers, last))
    return tuple(place for place in places if place is not None)


def _each(numbers: str, last: int) -> list[int]:
    """The numbers of "3-5, 9" from 1 to `last`, each once."""
    found: dict[int, None] = {}
    for part in numbers.split(","):
        low, _, high = part.strip().partition("-")
        first, end = int(low), min(int(high or low), last)
        found.update(dict.fromkeys(range(max(1, first), min(end, first + _MOST_PLACES) + 1)))
    return list(found)[:_MOST_PLACES]


def _hidden(text: str) -> list[tuple[int, int]]:
    """Stretches of code and links, in order, none inside another."""
    found = list(_code(text))
    in_code = bytearray(len(text))
    for start, end in found:
        in_code[start:end] = b"\1" * (end - start)
    found += [match.span() for match in _LINK.finditer(text) if not in_code[match.start()]]
    merged: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _code(text: str) -> Iterator[tuple[int, int]]:
    """Fenced blocks, and spans between equally long runs of ticks within a paragraph."""
    if "`" not in text and "~~~" not in text:
        return
    at, paragraph = 0, 0
    fence, opened = "", 0
    for line in text.splitlines(keepends=True):
        start, at = at, at + len(line)
        marks = _FENCE.match(line)
        if fence:
            closed = marks is not None and marks[1].startswith(fence)
            if closed and line.strip() == marks[1]:  # type: ignore[index]  # closed says so
                yield opened, at
                fence, paragraph = "", at
        elif marks is not None and not (marks[1][0] == "`" and "`" in line[marks.end() :]):
            yield from _spans(text, paragraph, start)
            fence, opened = marks[1], start
        elif not line.strip():
            yield from _spans(text, paragraph, start)
            paragraph = at
    if fence:
        yield opened, len(text)
    else:
        yield from _spans(text, paragraph, len(text))


def _spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    runs = [match.span() for match in _TICKS.finditer(text, start, end)]
    later: dict[int, list[int]] = {}
    for number, (first, last) in enumerate(runs):
        later.setdefault(last - first, []).append(number)
    at = 0
    while at < len(runs):
        first, last = runs[at]
        same = later[last - first]
        place = bisect.bisect_right(same, at)
        if place < len(same):
            yield first, runs[same[place]][1]
            at = same[place]
        at += 1
