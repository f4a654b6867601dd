"""Texts as words, spaces and marks, in any script: what is compared, and what is shown as one.

Follows the word boundaries of UAX #29 where they help a reader of changes. A word is letters,
their combining marks, digits and underscores, with apostrophes inside; a number keeps its
separators (1,234.5, 2024-05-01, 14:30). Scripts without spaces go by the character. An address
(https://…) and a placeholder ({name}) are one, for nobody accepts half of it; so are marks of
Markdown that are written twice, an emoji with its modifiers, every run of spaces, every line end
and every other mark.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from functools import lru_cache

_UNSPACED = (
    "\u0e00-\u0e7f"  # Thai
    "\u0e80-\u0eff"  # Lao
    "\u0f00-\u0fff"  # Tibetan
    "\u1000-\u109f"  # Myanmar
    "\u1780-\u17ff"  # Khmer
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3038-\u303b"  # radicals and signs of Han
    "\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9f"  # kana
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Han
)
"""Scripts that are written without spaces between words."""

_PICTURES = (
    "\u00a9\u00ae\u203c\u2049\u2122\u2139\u2194-\u21aa\u231a-\u23ff\u25aa-\u27bf\u2934\u2935"
    "\u2b05-\u2b55\u3030\u303d\u3297\u3299\U0001f000-\U0001f1e5\U0001f200-\U0001faff"
)
_LAST_MARK = 0x1E950
_VARIATIONS = range(0xE0100, 0xE01F0)


def words(text: str) -> list[str]:
    """The tokens of `text` in order: joined they are the text again."""
    return _token().findall(text)


def is_word(token: str) -> bool:
    """Whether a token of `words` has a letter, a digit or a sign of a language."""
    return any(one.isalnum() for one in token)


@lru_cache(maxsize=1)
def _token() -> re.Pattern[str]:
    marks = _marks()
    unspaced, word = f"[{_UNSPACED}]", rf"[^\W{_UNSPACED}]"
    run = f"{word}+(?:[{marks}]+{word}*)*"
    picture = (
        f"[{_PICTURES}](?:[\ufe0e\ufe0f\u20e3]|[\U0001f3fb-\U0001f3ff])*[\U000e0020-\U000e007f]*"
    )
    return re.compile(
        r"https?://[^\s<>\"'“”（）()\[\]{}，。、；]*[\w/=#&%+-]"
        r"|[$#]?\{{1,2}[\w.:|-]{1,60}\}{1,2}"
        r"|\*\*|__|~~|`{2,3}"
        "|[\U0001f1e6-\U0001f1ff]{2}"  # flags
        f"|{picture}(?:\u200d{picture})*"
        "|[0-9#*]\ufe0f?\u20e3"  # keycaps
        r"|\d{1,3}(?:[\u00a0\u202f ]\d{3})+(?![\w])"
        rf"|{run}(?:(?:['’ʼ·]|(?<=\d)[.,:/٫٬-](?=\d)){run})*"
        f"|{unspaced}[{marks}]*"
        r"|\r\n|\n|\r|[^\S\r\n]+"
        f"|.[{marks}\ufe0f\u200d]*",
        re.DOTALL,
    )


def _marks() -> str:
    """The combining marks of Unicode, as ranges of a character class."""
    ranges: list[list[int]] = []
    for code in (*range(0x300, min(_LAST_MARK, sys.maxunicode)), *_VARIATIONS):
        if unicodedata.category(chr(code))[0] == "M":
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1][1] = code
            else:
                ranges.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)
