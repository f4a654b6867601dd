"""Numbers that are written as words, in the languages that our readers use most."""

from __future__ import annotations

import re
from functools import lru_cache

_SMALL = (
    "zero null nul cero",
    "one once first eins uno primero premier",
    "two both twice second zwei zweite deux dos segundo beide",
    "three third drei dritte trois tres",
    "four fourth vier quatre cuatro",
    "five fifth fünf cinq cinco",
    "six sixth sechs seis",
    "seven seventh sieben sept siete",
    "eight eighth acht huit ocho",
    "nine ninth neun neuf nueve",
    "ten tenth zehn dix diez",
    "eleven eleventh elf onze",
    "twelve twelfth dozen zwölf douze doce",
    "thirteen thirteenth dreizehn treize",
    "fourteen fourteenth vierzehn quatorze",
    "fifteen fifteenth fünfzehn quinze",
    "sixteen sixteenth sechzehn seize",
    "seventeen siebzehn",
    "eighteen achtzehn",
    "nineteen neunzehn",
    "twenty zwanzig vingt veinte",
)
"""Words of 0 to 20; articles are none of them."""
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_HUNDRED = ("hundred", "hundert", "cent", "cien")
_HAN = "零一二三四五六七八九"


def written_out(key: str, text: str) -> int:
    """How often `text` has the number `key` (digits) as a word."""
    if not key.isdigit():
        return 0
    count = 0
    pattern = _alphabetic(int(key))
    if pattern is not None:
        count += len(pattern.findall(text))
    return count + sum(len(each.findall(text)) for each in _han(key))


@lru_cache(maxsize=256)
def _alphabetic(number: int) -> re.Pattern[str] | None:
    words: list[str] = []
    if number < len(_SMALL):
        words += _SMALL[number].split()
    if number == 100:
        words += _HUNDRED
    if 20 <= number < 100:
        tens, ones = _TENS.split()[number // 10 - 2], number % 10
        words.append(tens if not ones else f"{tens}[- ]{_SMALL[ones].split()[0]}")
    if not words:
        return None
    return re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)


@lru_cache(maxsize=256)
def _han(key: str) -> tuple[re.Pattern[str], ...]:
    """Chinese numerals: 二十五, and digit by digit 一九八五."""
    spellings: list[str] = []
    number = int(key)
    if number < 100 and str(number) == key:
        tens, ones = divmod(number, 10)
        head = "" if not tens else ("十" if tens == 1 else f"{_HAN[tens]}十")
        tail = _HAN[ones] if ones or not tens else ""
        spellings.append(head + tail)
        if number == 2:
            spellings.append("两")
    else:
        spellings.append("".join(_HAN[int(one)] for one in key))
        spellings.append(spellings[0].replace("零", "〇"))
    alone = "零〇一二三四五六七八九十"
    return tuple(
        re.compile(rf"(?<![{alone}]){one}(?![{alone}])") for one in dict.fromkeys(spellings)
    )
