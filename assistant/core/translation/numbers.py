"""Numbers of a text and of its translation, which may write them in another way."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

import msgspec

from assistant.core.writing.change import Flag, FlagProblem
from assistant.core.writing.guarded_dates import take_dates
from assistant.core.writing.guarded_items import Masked

_NUMBER = re.compile(r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,'’٫٬/:-]\d+)*")
_SPELLED = 12
"""Numbers up to this one are often written as words."""
_WRITTEN = re.compile(
    "[一二三四五六七八九十百千万萬亿億兆만억]|million|billion|Million|Milliard|mill"
)
"""What makes of “30,000” “3万” or of “三千” “3,000”: then only a person can compare."""
_HALF_DAY = re.compile(r"\d\s?[ap]\.?m\b|[上下]午|午[前後]", re.IGNORECASE)
_ROMAN = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"))


class _Number(msgspec.Struct, frozen=True):
    """A number as it stands in a text."""

    text: str

    @property
    def value(self) -> str:
        """The same however thousands and decimals are separated.

        A separator before three digits is taken for one of thousands: "1.000" and "1,000" may
        each be a thousand, or one in the other language.
        """
        groups: list[str] = re.findall(r"\d+", self.text)
        first, others = groups[0], groups[1:]
        sizes = [len(group) for group in others]
        if all(size == 3 for size in sizes) or (sizes[-1:] == [3] and set(sizes[:-1]) == {2}):
            return first + "".join(others)
        if len(others) > 1 and all(size == 3 for size in sizes[:-1]):
            return f"{first}{''.join(others[:-1])}.{others[-1]}"
        return ".".join((first, *others))

    @property
    def digits(self) -> str:
        return re.sub(r"\D", "", self.text)

    @property
    def groups(self) -> list[str]:
        return [group.lstrip("0") or "0" for group in re.findall(r"\d+", self.text)]


def number_flags(source: str, target: str) -> tuple[Flag, ...]:
    """Numbers that are missing in `target` or came to it.

    How thousands and decimals are separated does not matter, nor the order of the parts of a
    date. What may be written in words, or in units of ten thousand, is only doubtful.
    """
    source, target = _plain(source), _plain(target)
    gone, added = _not_in_both(source, target)
    if gone or added:
        gone, added = _not_in_both(*_without_same_dates(source, target))
    if not gone and not added:
        return ()
    gone, added = _without_parts(gone, added), _without_parts(added, gone)
    gone = [number for number in gone if not _is_roman_in(number, target)]
    unsure = bool(_WRITTEN.search(source) or _WRITTEN.search(target))
    half_day = bool(_HALF_DAY.search(source) or _HALF_DAY.search(target))
    flags: list[Flag] = []
    for number in gone:
        became = added.pop(0).text if added else ""
        alone = not became and _is_small(number)
        problem: FlagProblem = "changed" if became else "missing"
        if unsure or alone or (half_day and _is_small(number)):
            problem = "doubtful"
        flags.append(Flag(kind="number", problem=problem, item=number.text, became=became))
    for number in added:
        problem = "doubtful" if unsure or _is_small(number) else "added"
        flags.append(Flag(kind="number", problem=problem, became=number.text))
    return tuple(flags)


def _not_in_both(source: str, target: str) -> tuple[list[_Number], list[_Number]]:
    before, after = _numbers(source), _numbers(target)
    return _unmatched(before, after), _unmatched(after, before)


def _without_same_dates(source: str, target: str) -> tuple[str, str]:
    """Both texts without the dates and times that are the same in them."""
    old, new = Masked(source), Masked(target)
    take_dates(old)
    take_dates(new)
    left = Counter(_fields(item.key) for item in old.items)
    left &= Counter(_fields(item.key) for item in new.items)
    return _blanked(old, left.copy()), _blanked(new, left)


def _fields(key: str) -> tuple[str, ...]:
    """The parts of a date or time in any order."""
    return tuple(sorted(re.findall(r"\d+", key)))


def _blanked(masked: Masked, same: Counter[tuple[str, ...]]) -> str:
    text = masked.text
    for item in masked.items:
        fields = _fields(item.key)
        if same[fields] > 0:
            same[fields] -= 1
            text = text[: item.start] + " " * (item.end - item.start) + text[item.end :]
    return text


def _numbers(text: str) -> list[_Number]:
    return [_Number(found) for found in _NUMBER.findall(text)]


def _unmatched(numbers: list[_Number], others: list[_Number]) -> list[_Number]:
    left = Counter(number.value for number in others)
    found: list[_Number] = []
    for number in numbers:
        left[number.value] -= 1
        if left[number.value] < 0:
            found.append(number)
    return found


def _without_parts(numbers: list[_Number], others: list[_Number]) -> list[_Number]:
    """Those of `numbers` that are not made of parts of the `others`, as in another date."""
    pool = Counter(group for number in others for group in number.groups)
    found: list[_Number] = []
    for number in numbers:
        parts = Counter(number.groups)
        if parts <= pool:
            pool -= parts
        else:
            found.append(number)
    return found


def _plain(text: str) -> str:
    """`text` with digits of ASCII."""
    if text.isascii():
        return text
    return "".join(
        str(unicodedata.digit(one)) if one.isdecimal() and not one.isascii() else one
        for one in text
    )


def _is_small(number: _Number) -> bool:
    return len(number.digits) <= 2 and int(number.digits) <= _SPELLED


def _is_roman_in(number: _Number, text: str) -> bool:
    """“the 19th century” is “le XIXe siècle”."""
    if len(number.digits) > 2 or not int(number.digits):
        return False
    left, roman = int(number.digits), ""
    for value, letters in _ROMAN:
        roman += letters * (left // value)
        left %= value
    roman += "I" * left
    return re.search(rf"\b{roman}(?![A-Z])", text) is not None
