"""Quotations in an answer, and whether they stand in the text that is quoted.

A quotation is compared without regard to what copying changes: white space, hyphens within
words and at line ends, the shape of quotation marks and dashes, width, ligatures, case. Words
and their order must be the same; an ellipsis may leave something out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

_PAIRS = {"“": "”", "„": "“”", "「": "」", "『": "』", "«": "»", "»": "«", "《": ""}
_CODE = re.compile(r"```.*?(?:```|\Z)|`[^`\n]+`", re.DOTALL)
_LONGEST = 4000

_SHAPES = {
    **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff", ""),
    **dict.fromkeys("-\u00ad\u2010\u2011", "-"),
    **dict.fromkeys("\u2012\u2013\u2014\u2015\u2212", "–"),
    **dict.fromkeys("'\"`´‘’‚‛“”„‟«»‹›「」『』〝〞〟＂＇′″", "'"),
}
_WIDE = re.compile("[\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uffef\u3000-\u30ff]")
_ELLIPSIS = re.compile(r"\s*[\[(]?\s*(?:…+|\.{3,}|。{3,})\s*[\])]?\s*")
_EDGE = " ,.;:!?，。；：！？、"


@dataclass(frozen=True)
class Quotation:
    """Characters `start` to `end` (exclusive) of an answer; `text` is without its marks."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Folded:
    """Text as it is compared; character i stands for `starts[i]` to `ends[i]` of the original."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]


def quotations(answer: str) -> list[Quotation]:
    """What stands between quotation marks in `answer`, outermost marks only, in order.

    “…”, „…“, "…", 「…」, 『…』, «…». Code is left out, and so are marks that are never closed
    within their paragraph.
    """
    plain = _CODE.sub(lambda code: " " * len(code[0]), answer)
    found: list[Quotation] = []
    at = 0
    while at < len(plain):
        end = _closing(plain, at)
        if end:
            text = answer[at + 1 : end]
            if text.strip():
                found.append(Quotation(text.strip(), at, end + 1))
            at = end
        at += 1
    return found


def _closing(text: str, at: int) -> int:
    """The place of the mark that closes the one at `at`; 0 when there is none."""
    mark = text[at]
    if mark == '"':
        opens = (at == 0 or not text[at - 1].isalnum()) and not text[at + 1 : at + 2].isspace()
        closers = '"' if opens else ""
    elif mark == "»":  # »so« in German and Danish; elsewhere it closes
        opens = at == 0 or text[at - 1].isspace()
        closers = "«" if opens and text[at + 1 : at + 2].isalnum() else ""
    else:
        closers = _PAIRS.get(mark, "")
    if not closers:
        return 0
    depth = 0
    for place in range(at + 1, min(len(text), at + _LONGEST)):
        character = text[place]
        if character in closers:
            if depth == 0:
                return place
            depth -= 1
        elif character == mark:
            depth += 1
        elif character == "\n" and text.startswith("\n", place + 1):
            return 0
    return 0


def folded(text: str) -> Folded:
    """`text` as quotations are compared."""
    letters, starts, ends = _letters(text)
    kept: list[str] = []
    first: list[int] = []
    last: list[int] = []
    for place, letter in enumerate(letters):
        if letter == " " and not _keeps_space(letters, place, kept):
            continue
        if letter == "-" and _joins_word(letters, place):
            continue
        kept.append(letter)
        first.append(starts[place])
        last.append(ends[place])
    return Folded("".join(kept), tuple(first), tuple(last))


def _letters(text: str) -> tuple[list[str], list[int], list[int]]:
    """Every character in its compared shape, white space around nothing yet removed."""
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for place, character in enumerate(text):
        for letter in _shape(character):
            if letter == " " and letters and letters[-1] == " ":
                ends[-1] = place + 1
                continue
            letters.append(letter)
            starts.append(place)
            ends.append(place + 1)
    return letters, starts, ends


def _shape(character: str) -> str:
    if character.isascii() and character.isalnum():
        return character.lower()
    if character.isspace():
        return " "
    known = _SHAPES.get(character)
    if known is not None:
        return known
    shape = unicodedata.normalize("NFKD", character).casefold()
    return unicodedata.normalize("NFKD", shape).replace("。", ".").replace("、", ",")


def _keeps_space(letters: list[str], place: int, kept: list[str]) -> bool:
    """A space counts between two words of an alphabet, not beside characters without spaces."""
    if not kept or place + 1 >= len(letters):
        return False
    before, after = kept[-1], letters[place + 1]
    if _WIDE.match(before) or _WIDE.match(after):
        return False
    hyphenated = letters[place - 1] == "-" and _joins_word(letters, place - 1)
    return not hyphenated and before.isalnum() and after.isalnum()


def _joins_word(letters: list[str], place: int) -> bool:
    """Whether the hyphen at `place` stands between letters, perhaps at the end of a line."""
    after = place + 1
    if after < len(letters) and letters[after] == " ":
        after += 1
    return (
        place > 0
        and after < len(letters)
        and letters[place - 1].isalpha()
        and letters[after].isalpha()
    )


def located(quote: str, text: str | Folded) -> tuple[int, int] | None:
    """Where `quote` stands in `text`: (start, end) of the original, None where it does not.

    The parts between ellipses must come one after the other. A mark at the end of a quotation
    may belong to the sentence around it.
    """
    haystack = text if isinstance(text, Folded) else folded(text)
    parts = [part for part in (folded(p).text for p in _ELLIPSIS.split(quote)) if part.strip(_EDGE)]
    if not parts:
        return None
    return _in_order(parts, haystack) or _in_order(
        [part.strip(_EDGE + "'") for part in parts], haystack
    )


def _in_order(parts: Iterable[str], haystack: Folded) -> tuple[int, int] | None:
    at, first = 0, -1
    for part in parts:
        place = _find(part, haystack, at) if part else -1
        if place < 0:
            return None
        first = place if first < 0 else first
        at = place + len(part)
    return (haystack.starts[first], haystack.ends[at - 1]) if first >= 0 else None


def _find(part: str, haystack: Folded, at: int) -> int:
    """The first place of `part` from `at` that cuts no word and no character; -1: none."""
    while (place := haystack.text.find(part, at)) >= 0:
        end = place + len(part)
        if _may_cut(haystack, place) and _may_cut(haystack, end):
            return place
        at = place + 1
    return -1


def _may_cut(haystack: Folded, place: int) -> bool:
    text = haystack.text
    if place in (0, len(text)):
        return True
    before, after = text[place - 1], text[place]
    if haystack.starts[place - 1] == haystack.starts[place] or unicodedata.combining(after):
        return False
    if _WIDE.match(before) or _WIDE.match(after):
        return True
    joined = haystack.ends[place - 1] == haystack.starts[place]
    return not (joined and before.isalnum() and after.isalnum())


def overlap(one: str, other: str) -> float:
    """The share (0 to 1) of the word pairs of `one` that `other` holds too."""
    wanted, there = _grams(one), _grams(other)
    return len(wanted & there) / len(wanted) if wanted else 0.0


def _grams(text: str) -> set[str]:
    """Words of alphabets, and pairs of characters of scripts without spaces."""
    letters = unicodedata.normalize("NFKC", text).casefold()
    runs = re.findall(r"[\u2e80-\u9fff\uac00-\ud7a3]+|[^\W\u2e80-\u9fff\uac00-\ud7a3]+", letters)
    grams: set[str] = set()
    for run in runs:
        if _WIDE.match(run) and len(run) > 1:
            grams.update(a + b for a, b in pairwise(run))
        else:
            grams.add(run)
    return grams
