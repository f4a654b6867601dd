"""Words that nobody wrote, with the habits of those that people do: for documents of any length.

A few thousand words, frequent ones short and rare ones long (Zipf's law), in sentences,
paragraphs and chapters; the same for the same seed.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from itertools import accumulate

WORDS = 8_000
_ONSETS = """
b c d f g h l m n p r s t v w br cl cr dr fl gr pl pr sh sp st str th tr
"""
_VOWELS = "a e i o u ea ou ai io ee"
_CODAS = ("", "", "", "n", "r", "s", "t", "l", "d", "nd", "st", "ng", "ck")
_SMALL = "the of and to in a that is was for it with as on be by this are from at or an"
_FIRST, _LAST = 0xB0, 0xD7
"""Rows of GB 2312 with its 3,755 common characters, sorted by sound."""


def english_words(seed: int = 1) -> list[str]:
    """`WORDS` different words, the most frequent first."""
    draw = random.Random(seed)
    onsets, vowels = _ONSETS.split(), _VOWELS.split()
    found = dict.fromkeys(_SMALL.split())
    while len(found) < WORDS:
        syllables = 1 + min(3, len(found) // 600)
        word = "".join(
            draw.choice(onsets) + draw.choice(vowels) for _ in range(syllables)
        ) + draw.choice(_CODAS)
        found[word] = None
    return list(found)


def chinese_words(seed: int = 1) -> list[str]:
    """`WORDS` different words of one to three characters, the most frequent first."""
    draw = random.Random(seed)
    rows = range(_FIRST, _LAST + 1)
    cells = [bytes((row, cell)) for row in rows for cell in range(0xA1, 0xFF)]
    characters = [cell.decode("gb2312") for cell in cells if _exists(cell)]
    found = dict.fromkeys(draw.sample(characters, 60))
    while len(found) < WORDS:
        found["".join(draw.choices(characters, k=draw.choice((2, 2, 2, 3))))] = None
    return list(found)


def _exists(cell: bytes) -> bool:
    """Whether GB 2312 has a character there: its last common row is not full."""
    return cell[0] < _LAST or cell[1] < 0xFA


class Prose:
    """Sentences and paragraphs without an end."""

    def __init__(self, words: list[str], seed: int, *, spaced: bool) -> None:
        self._draw = random.Random(seed)
        self._words = words
        self._weights = list(accumulate(1 / (rank + 3) for rank in range(len(words))))
        self._spaced = spaced

    def title(self) -> str:
        """A few words, as a heading has them."""
        words = self._draw.choices(self._words[200:], k=self._draw.randint(2, 4))
        return " ".join(words).title() if self._spaced else "".join(words)

    def sentence(self) -> str:
        """A sentence, with a comma in it when it is long."""
        words = self._draw.choices(
            self._words, cum_weights=self._weights, k=self._draw.randint(7, 26)
        )
        if len(words) > 12:
            words[len(words) // 2] += "," if self._spaced else "，"
        if self._spaced:
            return " ".join(words).capitalize() + "."
        return "".join(words) + "。"

    def paragraph(self) -> str:
        """Four to nine sentences."""
        joined = " " if self._spaced else ""
        return joined.join(self.sentence() for _ in range(self._draw.randint(4, 9)))

    def number(self) -> str:
        """A number for a table."""
        return f"{self._draw.uniform(0, 5000):,.1f}"


def wrapped(
    text: str, width: float, measure: Callable[[str], float], *, spaced: bool
) -> Iterator[str]:
    """`text` as lines of at most `width`, by a `measure` of single words or characters."""
    space = measure(" ") if spaced else 0.0
    line: list[str] = []
    used = 0.0
    joined = " " if spaced else ""
    for part in text.split(" ") if spaced else text:
        length = measure(part)
        if line and used + length > width:
            yield joined.join(line)
            line, used = [], 0.0
        line.append(part)
        used += length + space
    if line:
        yield joined.join(line)
