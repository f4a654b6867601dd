"""The title a conversation has until a person names it."""

from __future__ import annotations

import re
import unicodedata

TITLE_LENGTH = 60
_SHORTEST_CUT = 30
_LOOKED_AT = 1000
_LINE = re.compile(r"\S[^\r\n\u2028\u2029]*")
_JOINERS = "\u200c\u200d"
_LINES_LOOKED_AT = 100


def auto_title(text: str, length: int = TITLE_LENGTH) -> str:
    """The first line of `text` that shows something, at most `length` characters.

    White space is collapsed; control, direction and unpaired surrogate characters are left out;
    a longer line is cut between words (or Chinese characters) and ends in "…".
    """
    for number, line in enumerate(_LINE.finditer(text)):
        title = _visible(text[line.start() : min(line.end(), line.start() + _LOOKED_AT)])
        if title.strip(_JOINERS + " "):
            return title if len(title) <= length else _cut(title, length)
        if number == _LINES_LOOKED_AT:
            break
    return ""


def _visible(line: str) -> str:
    kept = (
        " " if unicodedata.category(c) == "Cc" else c
        for c in line
        if unicodedata.category(c) not in ("Cf", "Cs") or c in _JOINERS
    )
    return " ".join("".join(kept).split())


def _cut(title: str, length: int) -> str:
    end = length - 1
    for place in range(end, _SHORTEST_CUT, -1):
        before, after = title[place - 1], title[place]
        if after == " " or (_stands_alone(before) and not _belongs_to_previous(after)):
            end = place
            break
    else:
        while end > 1 and _belongs_to_previous(title[end]):
            end -= 1
    return title[:end].rstrip(" ,;:，、；：") + "…"


def _stands_alone(character: str) -> bool:
    """Whether a line may break after it: ideographs and kana, and the punctuation among them."""
    return unicodedata.east_asian_width(character) in "WF"


def _belongs_to_previous(character: str) -> bool:
    return (
        unicodedata.category(character) in ("Mn", "Me", "Mc", "Sk", "Pe", "Pf", "Po")
        or character in _JOINERS
    )
