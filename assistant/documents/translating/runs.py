"""Paragraphs of Office files: runs of text as pieces, and translations put into them.

As long as the marks of a translation stand in the order of the source, only texts are changed and
the structure stays as it is. Otherwise the paragraph is laid out anew (`run_order`).
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from copy import deepcopy
from itertools import pairwise
from typing import Literal, TypeAlias

import msgspec
from lxml import etree

from assistant.documents.translating.marks import (
    Piece,
    arranged,
    hard_parts,
    may_be_hard,
    numbered,
    trimmed,
)

Element: TypeAlias = etree._Element
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_LONGEST_WORD = 60
_FILLER = frozenset(" \u00a0,.;:!?()-–—'\"“”‘’…、。，；：！？（）\t")
"""What may take the formatting of its neighbour: nobody sees it, and each mark is one to lose."""


class Grammar(msgspec.Struct, frozen=True):
    """The names of a markup language; `keeps_space`: its texts need `xml:space`."""

    run: str
    text: str
    properties: str
    keeps_space: bool


class Words(msgspec.Struct, eq=False):
    """The source of a text piece: its text elements. `own`: which have the formatting of the
    piece (others are space and punctuation)."""

    elements: list[Element]
    own: list[bool]


class Holder(msgspec.Struct, eq=False):
    """The source of a pair of marks: runs of other formatting, an element around, or a field."""

    kind: Literal["format", "element", "field"]
    element: Element | None = None
    inner: Element | None = None
    first: list[Element] = []
    last: list[Element] = []


class Paragraph(msgspec.Struct, eq=False):
    """A paragraph with a unit: `pieces[first:last]` are the unit, the rest is around it."""

    element: Element
    pieces: list[Piece]
    first: int
    last: int
    text: str
    split: list[tuple[Element, Element]]


def make_paragraph(
    element: Element, found: Sequence[Piece], split: list[tuple[Element, Element]]
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
    cuts = sorted(
        {0, *(edge for hard in hard_parts().finditer(text) for edge in hard.span()), len(text)}
    )
    parts: list[tuple[Element, bool]] = []
    at = element
    for start, end in pairwise(cuts):
        part = text[start:end]
        if parts:
            following = _following(at, grammar)
            split.append((at, following))
            at = following
        at.text = part
        parts.append((at, hard_parts().fullmatch(part) is not None))
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


def _grouped(found: Sequence[Piece]) -> list[Piece]:
    """Texts of equal formatting become one piece, those of unusual formatting get marks."""
    if len(found) == 1 and found[0].kind == "text":
        only = found[0]
        return [Piece("text", only.text, Words([only.source], [True]))]
    levels, usual = _usual_formatting(found)
    grouping = _Grouping()
    for piece, level in zip(found, levels, strict=True):
        if piece.kind != "text":
            grouping.end()
            grouping.pieces.append(piece)
        else:
            grouping.text(piece, usual[level])
    grouping.end()
    return grouping.pieces


class _Grouping:
    """Collects texts as long as their formatting is the same."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self._words: Words | None = None
        self._key: Hashable = None
        self._holder: Holder | None = None
        self._number = 1_000_000

    def text(self, piece: Piece, usual: Hashable) -> None:
        """One more; space and punctuation take the formatting that there is."""
        words = self._words
        wanted = piece.key
        if wanted not in (self._key, usual) and _FILLER.issuperset(piece.text):
            wanted = self._key if words is not None else usual
        if words is None or wanted != self._key:
            self.end()
            self._key = wanted
            words = self._words = Words([], [])
            if wanted != usual:
                self._number += 1
                self._holder = Holder("format")
                self.pieces.append(Piece("open", "", self._holder, self._number))
            self.pieces.append(Piece("text", "", words))
        self.pieces[-1].text += piece.text
        words.elements.append(piece.source)
        words.own.append(piece.key == wanted)

    def end(self) -> None:
        """What follows does not belong to it."""
        if self._holder is not None:
            self.pieces.append(Piece("close", "", self._holder, self._number))
        self._words = self._holder = None


def _usual_formatting(found: Sequence[Piece]) -> tuple[list[int], dict[int, Hashable]]:
    """The holder that each piece is in (0: none), and the formatting of most text in each."""
    levels: list[int] = []
    stack, count = [0], 0
    amounts: dict[int, dict[Hashable, int]] = {0: {}}
    for piece in found:
        if piece.kind == "close":
            stack.pop()
        levels.append(stack[-1])
        if piece.kind == "open":
            count += 1
            stack.append(count)
            amounts[count] = {}
        elif piece.kind == "text":
            here = amounts[stack[-1]]
            here[piece.key] = here.get(piece.key, 0) + len(piece.text.strip())
    usual = {
        level: max(keys, key=keys.__getitem__) if keys else None for level, keys in amounts.items()
    }
    return levels, usual


def put(paragraph: Paragraph, target: str, grammar: Grammar) -> None:
    """Put the translation `target` into the paragraph."""
    core = paragraph.pieces[paragraph.first : paragraph.last]
    wanted = arranged(target.replace("\n", " "), core)
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
    if len(words.elements) == 1:
        _set(words.elements[0], text, grammar)
        return
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
    element.text = text
    if grammar.keeps_space and text != text.strip() and not element.attrib:
        element.set(_SPACE, "preserve")


def new_text(grammar: Grammar, text: str, like: Element) -> Element:
    """A text element with `text`, in no tree."""
    made = like.makeelement(grammar.text, nsmap=like.nsmap)
    _set(made, text, grammar)
    return made
