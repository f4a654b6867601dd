"""Two texts compared word by word, as a reader would mark the changes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from rapidfuzz.distance import Indel

from assistant.core.writing.change import Change
from assistant.language.words import is_word, words

_WINDOW = 192
"""Tokens of each text that are compared at first."""
_SOLID = 8
"""Equal tokens after which two texts run beside each other again."""
_MOST = 12_288
"""Texts that do not meet in so many tokens have nothing to do with each other: one change."""
_ALIKE = 0.6
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
    at = new_at = 0
    while True:
        run = _equal_run(first, second, at, new_at)
        at, new_at = at + run, new_at + run
        if at == len(first) and new_at == len(second):
            return spans
        found, at, new_at = _until_they_meet(first, second, at, new_at)
        if spans and spans[-1][1] == found[0][0] and spans[-1][3] == found[0][2]:
            last = spans.pop()
            found[0] = (last[0], found[0][1], last[2], found[0][3])
        spans += found


def _equal_run(first: list[int], second: list[int], at: int, new_at: int) -> int:
    """How many tokens from `at` and `new_at` on are equal."""
    run, most = 0, min(len(first) - at, len(second) - new_at)
    while first[at + run : at + run + 64] == second[new_at + run : new_at + run + 64]:
        run += 64
        if run >= most:
            return most
    while run < most and first[at + run] == second[new_at + run]:
        run += 1
    return run


def _until_they_meet(
    first: list[int], second: list[int], at: int, new_at: int
) -> tuple[list[Span], int, int]:
    """The differences from here to a run of equal tokens that is no accident, and where it ends.

    Comparing all of two long texts takes time and memory of their product; so they are compared
    in a window that grows until they meet in it again.
    """
    size = _WINDOW
    while True:
        one, other = first[at : at + size], second[new_at : new_at + size]
        last = at + size >= len(first) and new_at + size >= len(second)
        if size >= _MOST and not last:
            return (
                [(at, at + len(one), new_at, new_at + len(other))],
                at + len(one),
                new_at + len(other),
            )
        spans, solid = _spans(one, other, at, new_at)
        if last:
            return spans, len(first), len(second)
        if solid is not None:
            number, end, new_end = solid
            return spans[:number], end, new_end
        size *= 2


def _spans(
    one: list[int], other: list[int], at: int, new_at: int
) -> tuple[list[Span], tuple[int, int, int] | None]:
    """The differences in a window; and of the last long equal run: how many of them stand before
    it, and where it ends in both texts."""
    spans: list[Span] = []
    solid: tuple[int, int, int] | None = None
    old_end, new_end = 0, 0
    for block in Indel.opcodes(one, other):
        if block.tag == "equal":
            if block.src_start > old_end or block.dest_start > new_end:
                spans.append(
                    (
                        at + old_end,
                        at + block.src_start,
                        new_at + new_end,
                        new_at + block.dest_start,
                    )
                )
            old_end, new_end = block.src_end, block.dest_end
            if block.src_end - block.src_start >= _SOLID:
                solid = len(spans), at + old_end, new_at + new_end
    if len(one) > old_end or len(other) > new_end:
        spans.append((at + old_end, at + len(one), new_at + new_end, new_at + len(other)))
    return spans, solid


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
    if text.isspace() and all(in_words):
        return not (_corrects(left, old, new) or _corrects(right, old, new))
    return len(island) == 1 and not any(in_words)


def _length(span: Span, old: Sequence[str], new: Sequence[str]) -> int:
    """Characters of a change, whichever side has more."""
    return max(sum(map(len, old[span[0] : span[1]])), sum(map(len, new[span[2] : span[3]])))


def _has_words(span: Span, old: Sequence[str], new: Sequence[str]) -> bool:
    return any(map(is_word, old[span[0] : span[1]])) or any(map(is_word, new[span[2] : span[3]]))


def _corrects(span: Span, old: Sequence[str], new: Sequence[str]) -> bool:
    """Whether one word became one like it."""
    one, other = old[span[0] : span[1]], new[span[2] : span[3]]
    if len(one) != 1 or len(other) != 1:
        return False
    return Indel.normalized_similarity(one[0], other[0]) >= _ALIKE
