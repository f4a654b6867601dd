"""Models that say the same over and over: how that is seen while they do, and where it began."""

from __future__ import annotations

import zlib

_TAIL = 1200
"""Letters at the end that are looked at: an answer is looked at with every piece of it."""
_LEAST = 90
"""Letters that have to be repetition."""
_ROUNDS = 4
"""Times that something stands in a row before it is a loop; more of them when it is short."""
_STRIDE = 24
"""Letters between two looks."""
_GROWTH = 1.5
_REPETITIVE = 0.15
"""What remains of a text that says the same over and over when it is compressed."""
_LONGEST_UNIT = _TAIL // _ROUNDS


def repeats(text: str) -> bool:
    """Whether `text` ends in a loop: the same letters, at least four times in a row.

    A line of dashes, a table's empty cells or “ha ha ha” are none: a loop is longer. Fast enough
    to be asked with every token.
    """
    return _unit(text) > 0


def loops(text: str, source: str) -> bool:
    """Whether `text` ends in a loop that does not come from its `source`.

    A text that is made of a source which repeats itself may do so too, as long as that.
    """
    size = _unit(text)
    if not size or text[-size * _rounds(size) :] in source:
        return False
    return len(text) > _GROWTH * len(source) or not _is_repetitive(source)


class LoopWatch:
    """Says of an answer that grows whether it `loops`; it looks each time when there is more of it
    than before, so that it can be asked with every token."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._next = _LEAST

    def __call__(self, text: str) -> bool:
        if len(text) < self._next:
            return False
        self._next = len(text) + _STRIDE
        return loops(text, self._source)


def without_loop(text: str) -> str:
    """`text` with the loop that it ends in said once."""
    size = _unit(text)
    if not size:
        return text
    end = len(text)
    while end - 2 * size >= 0 and text[end - 2 * size : end - size] == text[end - size : end]:
        end -= size
    # what was begun of one more round before the first whole one belongs to the loop as well
    return text[:end].rstrip()


def _unit(text: str) -> int:
    """Length of what the end of `text` repeats; 0 for a text that is no loop."""
    if len(text) < _LEAST:
        return 0
    tail = text[-_TAIL:]
    last = tail[-1:]
    size = 0
    while True:
        # a unit ends as the text does, so its length is the distance to an earlier such letter
        at = tail.rfind(last, 0, len(tail) - size - 1)
        if at < 0:
            return 0
        size = len(tail) - 1 - at
        if size > _LONGEST_UNIT:
            return 0
        span = size * _rounds(size)
        if span > len(tail):
            continue
        # a text of period `size` equals itself, moved by one period
        if tail[-span:-size] == tail[-span + size :] and _says_something(tail[-size:]):
            return size


def _is_repetitive(text: str) -> bool:
    data = text.encode("utf-8", "replace")
    return len(zlib.compress(data, 1)) < _REPETITIVE * len(data)


def _rounds(size: int) -> int:
    """How often a unit of that length has to stand in a row."""
    return max(_ROUNDS, -(-_LEAST // size))


def _says_something(unit: str) -> bool:
    """Rulers and empty table cells have no letters."""
    return any(one.isalnum() for one in unit)
