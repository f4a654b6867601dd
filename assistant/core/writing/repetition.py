"""Models that say the same over and over: how that is seen while they do, and where it began."""

from __future__ import annotations

_TAIL = 1200
"""Letters at the end that are looked at: an answer is looked at with every piece of it."""
_LEAST = 90
"""Letters that have to be repetition."""
_ROUNDS = 4
"""Times that something stands in a row before it is a loop; more of them when it is short."""
_LONGEST_UNIT = _TAIL // _ROUNDS


def repeats(text: str) -> bool:
    """Whether `text` ends in a loop: the same letters, at least four times in a row.

    A line of dashes, a table's empty cells or “ha ha ha” are none: a loop is longer. Fast enough
    to be asked with every token.
    """
    return _unit(text) > 0


def loops(text: str, source: str) -> bool:
    """Whether `text` ends in a loop that does not stand in its `source` like that."""
    size = _unit(text)
    return size > 0 and text[-size * _rounds(size) :] not in source


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


def _rounds(size: int) -> int:
    """How often a unit of that length has to stand in a row."""
    return max(_ROUNDS, -(-_LEAST // size))


def _says_something(unit: str) -> bool:
    """Rulers and empty table cells have no letters."""
    return any(one.isalnum() for one in unit)
