"""Paragraphs of Office files: runs of text as pieces, and translations put into them.

As long as the marks of a translation stand in the order of the source, only texts are changed and
the structure stays as it is. Otherwise the paragraph is laid out anew (`run_order`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal, TypeAlias

from lxml import etree

from assistant.documents.translating.marks import (
    HARD,
    Piece,
    arranged,
    may_be_hard,
    numbered,
    trimmed,
)

Element: TypeAlias = etree._Element
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_LONGEST_WORD = 60


@dataclass(frozen=True, slots=True)
class Grammar:
    """The names of a markup language; `keeps_space`: its texts need `xml:space`."""

    run: str
    text: str
    properties: str
    keeps_space: bool


@dataclass(slots=True)
class Words:
    """The source of a text piece: its text elements. `own`: which have the formatting of the
    piece (others are white space only)."""

    elements: list[Element]
    own: list[bool]


@dataclass(slots=True)
class Holder:
    """The source of a pair of marks: runs of other formatting, an element around, or a field."""

    kind: Literal["format", "element", "field"]
    element: Element | None = None
    inner: Element | None = None
    first: list[Element] = field(default_factory=list)
    last: list[Element] = field(default_factory=list)


@dataclass(slots=True)
class Found:
    """A piece on its way; `key` is the formatting of a text."""

    piece: Piece
    key: Hashable = ()


@dataclass(slots=True)
class Paragraph:
    """A paragraph with a unit: `pieces[first:last]` are the unit, the rest is around it."""

    element: Element
    pieces: list[Piece]
    first: int
    last: int
    text: str
    split: list[tuple[Element, Element]]


def make_paragraph(
    element: Element, found: Sequence[Found], split: list[tuple[Element, Element]]
) -> Paragraph | None:
    """The unit of a paragraph; None without words."""
    pieces = _grouped(found)
    first, last = trimmed(pieces)
    if first == last:
        return None
    return Paragraph(element, pieces, first, last, numbered(pieces[first:last]), split)


def split_text(
    element: Element, grammar: Grammar, split: list[tuple[Element, Element]]
) -> list[tuple[Element, bool]]:
    """The text element in parts: (element, whether it is never translated).

    Parts are elements (and runs) of their own until `joined` puts them together again.
    """
    text = element.text or ""
    if not may_be_hard(text):
        return [(element, False)]
    cuts = sorted({0, *(edge for hard in HARD.finditer(text) for edge in hard.span()), len(text)})
    parts: list[tuple[Element, bool]] = []
    at = element
    for start, end in pairwise(cuts):
        part = text[start:end]
        if parts:
            following = _following(at, grammar)
            split.append((at, following))
            at = following
        at.text = part
        parts.append((at, HARD.fullmatch(part) is not None))
    return parts or [(element, False)]


def _following(element: Element, grammar: Grammar) -> Element:
    """A new text element after this one, in the same formatting."""
    made = element.makeelement(element.tag, dict(element.attrib))
    if grammar.keeps_space:
        element.set(_SPACE, "preserve")
        made.set(_SPACE, "preserve")
        element.addnext(made)
        return made
    run = element.getparent()
    copy = bare_run(run, grammar)
    copy.append(made)
    run.addnext(copy)
    return made


def bare_run(run: Element, grammar: Grammar) -> Element:
    """A run with the formatting of `run` and no content, in no tree."""
    made = run.makeelement(run.tag, dict(run.attrib), nsmap=run.nsmap)
    properties = run.find(grammar.properties)
    if properties is not None:
        made.append(deepcopy(properties))
    return made


def joined(split: Sequence[tuple[Element, Element]], grammar: Grammar) -> None:
    """Put the parts of texts together again where they still follow each other."""
    for first, second in reversed(split):
        if grammar.keeps_space:
            if first.getnext() is second:
                _set(first, (first.text or "") + (second.text or ""), grammar)
                second.getparent().remove(second)
            continue
        run, other = first.getparent(), second.getparent()
        if run is not None and other is not None and run.getnext() is other:
            first.text = (first.text or "") + (second.text or "")
            other.getparent().remove(other)


def _grouped(found: Sequence[Found]) -> list[Piece]:
    """Texts of equal formatting become one piece, those of unusual formatting get marks."""
    levels, usual = _usual_formatting(found)
    pieces: list[Piece] = []
    number = 1_000_000
    key: Hashable = None
    words: Words | None = None
    level = -1
    for one, here in zip(found, levels, strict=True):
        piece = one.piece
        if piece.kind != "text":
            if words is not None and key != usual[level]:
                pieces.append(Piece("close", source=pieces[-2].source, number=number))
            words = None
            pieces.append(piece)
            continue
        blank = not piece.text.strip()
        wanted = one.key
        if blank:
            wanted = key if words is not None else usual[here]
        if words is not None and wanted == key:
            pieces[-1].text += piece.text
            words.elements.append(piece.source)
            words.own.append(one.key == key)
            continue
        if words is not None and key != usual[level]:
            pieces.append(Piece("close", source=pieces[-2].source, number=number))
        key, level = wanted, here
        words = Words([piece.source], [one.key == key])
        if key != usual[level]:
            number += 1
            pieces.append(Piece("open", source=Holder("format"), number=number))
        pieces.append(Piece("text", piece.text, words))
    if words is not None and key != usual[level]:
        pieces.append(Piece("close", source=pieces[-2].source, number=number))
    return pieces


def _usual_formatting(found: Sequence[Found]) -> tuple[list[int], dict[int, Hashable]]:
    """The holder that each piece is in (0: none), and the formatting of most text in each."""
    levels: list[int] = []
    stack, count = [0], 0
    amounts: dict[int, defaultdict[Hashable, int]] = {0: defaultdict(int)}
    for one in found:
        if one.piece.kind == "close":
            stack.pop()
        levels.append(stack[-1])
        if one.piece.kind == "open":
            count += 1
            stack.append(count)
            amounts[count] = defaultdict(int)
        elif one.piece.kind == "text":
            amounts[stack[-1]][one.key] += len(one.piece.text.strip())
    usual = {
        level: max(keys, key=keys.__getitem__) if keys else None for level, keys in amounts.items()
    }
    return levels, usual


def put(paragraph: Paragraph, target: str, grammar: Grammar) -> None:
    """Put the translation `target` into the paragraph."""
    core = paragraph.pieces[paragraph.first : paragraph.last]
    wanted = arranged(" ".join(target.split("\n")), core)
    texts = _in_place(core, wanted)
    if texts is None:
        from assistant.documents.translating.run_order import laid_out

        pieces = paragraph.pieces
        whole = [*pieces[: paragraph.first], *wanted, *pieces[paragraph.last :]]
        laid_out(paragraph.element, pieces, whole, grammar)
    else:
        for words, text in texts:
            distribute(words, text, grammar)
    joined(paragraph.split, grammar)


def _in_place(core: Sequence[Piece], wanted: Sequence[Piece]) -> list[tuple[Words, str]] | None:
    """The new text of each text piece; None where that is not all that changes."""
    result: list[tuple[Words, str]] = []
    at = 0
    for piece in core:
        following = wanted[at] if at < len(wanted) else None
        if piece.kind == "text":
            text = ""
            if following is not None and following.kind == "text":
                text, at = following.text, at + 1
            result.append((piece.source, text))
        elif following is piece:
            at += 1
        else:
            return None
    return result if at == len(wanted) else None


def distribute(words: Words, text: str, grammar: Grammar) -> None:
    """Put `text` into the text elements, in parts as long as they were, between words."""
    lengths = [len(one.text or "") for one in words.elements]
    total = sum(lengths)
    exact = total == len(text)
    if not exact and any(words.own):
        lengths = [size if own else 0 for size, own in zip(lengths, words.own, strict=True)]
        total = sum(lengths)
    start = before = 0
    for number, element in enumerate(words.elements):
        before += lengths[number]
        end = len(text)
        if number < len(words.elements) - 1 and before < total:
            end = before if exact else _word_end(text, before * len(text) // total)
        end = max(start, end) if lengths[number] else start
        _set(element, text[start:end], grammar)
        start = end


def _word_end(text: str, at: int) -> int:
    """The end of a word near `at`, with the space behind it; `at` where there is none."""
    for distance in range(_LONGEST_WORD):
        for edge in (at - distance, at + distance):
            if 0 < edge <= len(text) and text[edge - 1] == " ":
                return edge
    return at


def _set(element: Element, text: str, grammar: Grammar) -> None:
    if element.text == text:
        return
    element.text = text
    if grammar.keeps_space and text != text.strip():
        element.set(_SPACE, "preserve")


def new_text(grammar: Grammar, text: str, like: Element) -> Element:
    """A text element with `text`, in no tree."""
    made = like.makeelement(grammar.text, nsmap=like.nsmap)
    _set(made, text, grammar)
    return made
