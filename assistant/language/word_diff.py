"""Two texts compared word by word, as a reader would mark the changes."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from assistant.core.writing.change import Change
from assistant.language.words import is_word, words

_EXACT = 16_000_000
"""Token pairs that are compared as a whole; of longer texts the parts between anchors are."""
_MOST = 900_000_000
"""Beyond this many (100 MB of memory) two texts without a common anchor are one change."""
_GRAM = 4
"""Tokens of an anchor: a run that stands once in each text."""
_ALIKE = 60.0
"""Percent of letters from which on a word counts as corrected rather than replaced."""
_ISLAND_SHARE = 2
"""A kept word disappears between two changes that are each this many times longer."""

Span = tuple[int, int, int, int]
"""Tokens from, to (exclusive) of the one text, and of the other."""


class WordDiffer:
    """Fulfils `core.writing.order.Differ`. Any thread."""

    def changes(self, before: str, after: str) -> list[Change]:
        """See the port."""
        if before == after:
            return []
        old, new = words(before), words(after)
        spans = _readable(_different(old, new), old, new)
        starts = [0, *accumulate(map(len, old))]
        made = []
        for first, last, new_first, new_last in spans:
            start, end = starts[first], starts[last]
            text = "".join(new[new_first:new_last])
            made.append(Change(start=start, end=end, before=before[start:end], after=text))
        return made


def _different(old: Sequence[str], new: Sequence[str]) -> list[Span]:
    """Where the tokens differ, in order; no two spans touch."""
    known: dict[str, int] = {}
    first = [known.setdefault(token, len(known)) for token in old]
    second = [known.setdefault(token, len(known)) for token in new]
    spans: list[Span] = []
    for part in _parts(first, second):
        for span in _compared(first, second, part):
            if spans and spans[-1][1] == span[0] and spans[-1][3] == span[2]:
                span = (spans[-1][0], span[1], spans[-1][2], span[3])  # noqa: PLW2901
                spans.pop()
            spans.append(span)
    return spans


def _compared(first: Sequence[int], second: Sequence[int], part: Span) -> list[Span]:
    start, end, new_start, new_end = part
    if start == end or new_start == new_end or (end - start) * (new_end - new_start) > _MOST:
        return [part] if end > start or new_end > new_start else []
    found: list[Span] = []
    at, new_at = start, new_start
    for block in Indel.opcodes(first[start:end], second[new_start:new_end]):
        if block.tag == "equal":
            equal, new_equal = start + block.src_start, new_start + block.dest_start
            if equal > at or new_equal > new_at:
                found.append((at, equal, new_at, new_equal))
            at, new_at = start + block.src_end, new_start + block.dest_end
    if end > at or new_end > new_at:
        found.append((at, end, new_at, new_end))
    return found


# --- long texts: what stands between runs that both have once -----------------------------------


def _parts(first: list[int], second: list[int]) -> list[Span]:
    """The parts of the texts that are compared apart; what they leave out is equal."""
    start, stop = 0, min(len(first), len(second))
    while start < stop and first[start] == second[start]:
        start += 1
    end, new_end = len(first), len(second)
    while end > start and new_end > start and first[end - 1] == second[new_end - 1]:
        end, new_end = end - 1, new_end - 1
    whole = (start, end, start, new_end)
    if (end - start) * (new_end - start) <= _EXACT:
        return [whole]
    parts: list[Span] = []
    at, new_at = start, start
    for place, new_place in _anchors(first, second, whole):
        if place < at or new_place < new_at:
            continue  # the run before reaches beyond it
        parts.append((at, place, new_at, new_place))
        at, new_at = place + _GRAM, new_place + _GRAM
        while at < end and new_at < new_end and first[at] == second[new_at]:
            at, new_at = at + 1, new_at + 1
    parts.append((at, end, new_at, new_end))
    return parts


def _anchors(first: list[int], second: list[int], whole: Span) -> list[tuple[int, int]]:
    """Places of runs that stand once in each text, as many as keep their order in both."""
    start, end, new_start, new_end = whole
    one, other = _once(first, start, end), _once(second, new_start, new_end)
    pairs = sorted((place, other[gram]) for gram, place in one.items() if gram in other)
    return _rising(pairs)


def _once(tokens: list[int], start: int, end: int) -> dict[tuple[int, ...], int]:
    """The runs of `_GRAM` tokens that stand once between `start` and `end`, and where."""
    runs = zip(*(tokens[start + shift : end] for shift in range(_GRAM)), strict=False)
    places: dict[tuple[int, ...], int] = {}
    for place, run in enumerate(runs, start):
        places[run] = -1 if run in places else place
    return {run: place for run, place in places.items() if place >= 0}


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest selection whose second numbers rise (patience sorting)."""
    tops: list[int] = []
    at_top: list[int] = []
    before: list[int] = []
    for number, (_place, new_place) in enumerate(pairs):
        pile = bisect_left(tops, new_place)
        before.append(at_top[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(new_place)
            at_top.append(number)
        else:
            tops[pile], at_top[pile] = new_place, number
    chosen: list[tuple[int, int]] = []
    number = at_top[-1] if at_top else -1
    while number >= 0:
        chosen.append(pairs[number])
        number = before[number]
    return chosen[::-1]


# --- what a reader sees as one change -------------------------------------------------------------


def _readable(spans: Sequence[Span], old: Sequence[str], new: Sequence[str]) -> list[Span]:
    """`spans` with those joined that only a scrap of kept text keeps apart."""
    joined: list[Span] = []
    for span in spans:
        current = span
        while joined and _belong_together(joined[-1], current, old, new):
            last = joined.pop()
            current = (last[0], current[1], last[2], current[3])
        joined.append(current)
    return joined


def _belong_together(left: Span, right: Span, old: Sequence[str], new: Sequence[str]) -> bool:
    island = old[left[1] : right[0]]
    text = "".join(island)
    if "\n" in text or "\r" in text or len(island) > 3:
        return False
    if any(map(is_word, island)):
        size = _ISLAND_SHARE * len(text)
        return size <= _length(left, old, new) and size <= _length(right, old, new)
    in_words = _has_words(left, old, new), _has_words(right, old, new)
    if text.isspace():
        return any(in_words) and not (_corrects(left, old, new) and _corrects(right, old, new))
    return len(island) == 1 and not any(in_words)


def _length(span: Span, old: Sequence[str], new: Sequence[str]) -> int:
    """Characters of a change, whichever side has more."""
    return max(sum(map(len, old[span[0] : span[1]])), sum(map(len, new[span[2] : span[3]])))


def _has_words(span: Span, old: Sequence[str], new: Sequence[str]) -> bool:
    return any(map(is_word, old[span[0] : span[1]])) or any(map(is_word, new[span[2] : span[3]]))


def _corrects(span: Span, old: Sequence[str], new: Sequence[str]) -> bool:
    """Whether one word became one like it."""
    one, other = old[span[0] : span[1]], new[span[2] : span[3]]
    return len(one) == len(other) == 1 and fuzz.ratio(one[0], other[0]) >= _ALIKE


