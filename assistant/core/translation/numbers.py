"""Numbers of a text and of its translation, which may write them in another way."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from assistant.core.translation.marks import without_marks
from assistant.core.writing.change import Flag, FlagProblem

_NUMBER = re.compile(r"\d+(?:[.,'’٫٬  ]\d+)*(?: \d{3}(?!\d))*")
_SPELLED = 12
"""Numbers up to this one are often written as words."""
_MYRIADS = "万萬亿億만억"


def number_flags(source: str, target: str) -> tuple[Flag, ...]:
    """Numbers that are missing in `target` or came to it.

    How thousands and decimals are separated does not matter, nor the order of the parts of a
    date. What may be written in words, or in units of ten thousand, is only doubtful.
    """
    before, after = _numbers(source), _numbers(target)
    gone = before - after
    new = after - before
    if not gone and not new:
        return ()
    if _digit_groups(source) == _digit_groups(target):
        return ()
    flags: list[Flag] = []
    added = list(new.elements())
    doubtful = any(one in source + target for one in _MYRIADS)
    for number in gone.elements():
        became = added.pop(0) if added else ""
        unsure = doubtful or (not became and _is_small(number))
        problem: FlagProblem = "doubtful" if unsure else "changed" if became else "missing"
        flags.append(Flag(kind="number", problem=problem, item=number, became=became))
    for number in added:
        unsure = doubtful or _is_small(number)
        flags.append(Flag(kind="number", problem="doubtful" if unsure else "added", became=number))
    return tuple(flags)


def _numbers(text: str) -> Counter[str]:
    """The digits of each number, without separators."""
    plain = _with_plain_digits(text)
    return Counter(re.sub(r"\D", "", found) for found in _NUMBER.findall(plain))


def _digit_groups(text: str) -> Counter[str]:
    return Counter(re.findall(r"\d+", _with_plain_digits(text)))


def _with_plain_digits(text: str) -> str:
    plain = without_marks(text)
    if plain.isascii():
        return plain
    return "".join(
        str(unicodedata.digit(one)) if one.isdecimal() and not one.isascii() else one
        for one in plain
    )


def _is_small(number: str) -> bool:
    return len(number) <= 2 and int(number) <= _SPELLED
