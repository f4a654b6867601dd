"""GBNF for the decimal numbers between two bounds."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

_MOST_DIGITS = 15
"""What a double holds exactly; more digits could round across a bound."""

_LARGEST = 10**_MOST_DIGITS - 1

Number = int | float


@dataclass(frozen=True)
class Bounds:
    """From `low` to `high`, both None for "no bound"; `open` bounds are themselves left out."""

    low: Number | None = None
    high: Number | None = None
    low_open: bool = False
    high_open: bool = False


def integer_range(bounds: Bounds) -> str:
    """A rule for the whole numbers within. Raises `ValueError` with the reason if it has none."""
    low, high = -_LARGEST, _LARGEST
    if bounds.low is not None:
        low = math.floor(bounds.low) + 1 if bounds.low_open else math.ceil(bounds.low)
    if bounds.high is not None:
        high = math.ceil(bounds.high) - 1 if bounds.high_open else math.floor(bounds.high)
    _check(low, high)
    choices = []
    if low < 0:
        choices.append('"-" ' + _whole(max(1, -high), -low))
    if high >= 0:
        choices.append(_whole(max(0, low), high))
    return " | ".join(choices)


def number_range(bounds: Bounds) -> str:
    """A rule for the decimal numbers within, without exponents. Raises `ValueError`."""
    low = Fraction(-_LARGEST) if bounds.low is None else _exact(bounds.low)
    high = Fraction(_LARGEST) if bounds.high is None else _exact(bounds.high)
    _check(math.floor(low), math.ceil(high))
    if low > high or (low == high and (bounds.low_open or bounds.high_open)):
        raise ValueError("no number lies between its bounds")
    choices = []
    if low < 0:
        least, least_open = max(Fraction(0), -high), bounds.high_open and high <= 0
        choices.append('"-" ' + _positive(least, -low, least_open, bounds.low_open))
    if high > 0 or (high == 0 and not bounds.high_open):
        least, least_open = max(Fraction(0), low), bounds.low_open and low >= 0
        choices.append(_positive(least, high, least_open, bounds.high_open))
    return " | ".join(choices)


def _exact(value: Number) -> Fraction:
    """The number as it was written, not as the double nearest to it."""
    return Fraction(Decimal(repr(value)))


def _check(low: int, high: int) -> None:
    if max(abs(low), abs(high)) > _LARGEST:
        raise ValueError(f"its bounds have more than {_MOST_DIGITS} digits")
    if low > high:
        raise ValueError("no number lies between its bounds")


def _digits(low: str, high: str) -> str:
    """`low` or `high` or any character between them, for single digits."""
    return f'"{low}"' if low == high else f"[{low}-{high}]"


def _group(choices: list[str]) -> str:
    return choices[0] if len(choices) == 1 else "(" + " | ".join(choices) + ")"


def _any(count: int) -> str:
    return f"[0-9]{{{count}}}" if count else ""


def _whole(low: int, high: int) -> str:
    """Whole numbers from `low` to `high`, neither negative, without leading zeros."""
    choices = []
    for length in range(len(str(low)), len(str(high)) + 1):
        first = max(low, 10 ** (length - 1) if length > 1 else 0)
        last = min(high, 10**length - 1)
        choices.append(_between(str(first), str(last)))
    return _group(choices)


def _between(low: str, high: str) -> str:
    """Digits of one length from `low` to `high`."""
    if not low:
        return '""'
    if low[0] == high[0]:
        rest = _between(low[1:], high[1:])
        return f'"{low[0]}" {rest}'
    count = len(low) - 1
    choices = []
    first, last = int(low[0]), int(high[0])
    if low[1:].strip("0"):
        choices.append(f'"{low[0]}" {_between(low[1:], "9" * count)}')
        first += 1
    if high[1:].strip("9"):
        choices.append(f'"{high[0]}" {_between("0" * count, high[1:])}')
        last -= 1
    if first <= last:
        choices.append(f"{_digits(str(first), str(last))} {_any(count)}".rstrip())
    return _group(choices)


def _positive(low: Fraction, high: Fraction, low_open: bool, high_open: bool) -> str:
    """Decimal numbers from `low` to `high`, neither negative."""
    least, most = math.floor(low), math.floor(high)
    room = max(1, _MOST_DIGITS - len(str(most)))
    below, above = _fraction_digits(low - least), _fraction_digits(high - most)
    room = max(room, len(below), len(above))
    choices = []
    if least == most:
        choices += _with_tail(least, _Tail(room, below, low_open, above, high_open))
    else:
        choices += _with_tail(least, _Tail(room, below, low_open, None, False))
        if least + 1 < most:
            choices.append(f'{_whole(least + 1, most - 1)} ("." [0-9]{{1,{room}}})?')
        choices += _with_tail(most, _Tail(room, "", False, above, high_open))
    if not choices:
        raise ValueError("no number lies between its bounds")
    return _group(choices)


def _fraction_digits(value: Fraction) -> str:
    """The decimal digits of a fraction below 1."""
    digits = ""
    while value:
        value *= 10
        digit = math.floor(value)
        digits += str(digit)
        value -= digit
        if len(digits) > _MOST_DIGITS:
            raise ValueError(f"its bounds have more than {_MOST_DIGITS} digits")
    return digits


@dataclass(frozen=True)
class _Tail:
    """Digits behind a decimal point, at most `room`: from `low` to `high` (None: to the end).

    Digits that are missing count as 0.
    """

    room: int
    low: str
    low_open: bool
    high: str | None
    high_open: bool

    def may_end(self) -> bool:
        """Whether no further digit is needed."""
        above = not self.low.strip("0") and not self.low_open
        below = self.high is None or bool(self.high.strip("0")) or not self.high_open
        return above and below

    def choices(self) -> list[str]:
        """The next digit and what may follow it; empty when there can be none."""
        if not self.room:
            return []
        if not self.low and not self.low_open and self.high is None:
            return [f"[0-9] [0-9]{{0,{self.room - 1}}}"]
        first = int(self.low[:1] or "0")
        last = 9 if self.high is None else int(self.high[:1] or "0")
        if first > last:
            return []
        if first == last:
            return self._step(first, self.low[1:], self.low_open, self._rest(), self.high_open)
        found = self._step(first, self.low[1:], self.low_open, None, False)
        if self.high is not None:
            found += self._step(last, "", False, self.high[1:], self.high_open)
            last -= 1
        if first + 1 <= last:
            some = _digits(str(first + 1), str(last))
            found.append(f"{some} [0-9]{{0,{self.room - 1}}}")
        return found

    def _rest(self) -> str | None:
        return None if self.high is None else self.high[1:]

    def _step(
        self, digit: int, low: str, low_open: bool, high: str | None, high_open: bool
    ) -> list[str]:
        after = _Tail(self.room - 1, low, low_open, high, high_open)
        choices = after.choices()
        if after.may_end():
            choices.append('""')
        return [f'"{digit}" {_group(choices)}'] if choices else []


def _with_tail(whole: int, tail: _Tail) -> list[str]:
    """`whole` with the digits behind the point that `tail` allows."""
    found = []
    if tail.may_end():
        found.append(f'"{whole}"')
    if choices := tail.choices():
        found.append(f'"{whole}." {_group(choices)}')
    return found
