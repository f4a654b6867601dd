"""Breaking lines anew where the source had lines."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence


def filled(
    parts: Sequence[str | None], broken: str, width: int, may_begin: Callable[[str], bool]
) -> str:
    """`parts` joined; None is a space or, where `broken` is given, a line break when needed.

    `broken` is a line end and what the next line begins with. No line is longer than `width`
    characters unless a word is; `may_begin` says which words may begin a line.
    """
    if not broken:
        return "".join(" " if part is None else part for part in parts)
    words: list[str] = [""]
    for part in parts:
        if part is None:
            words.append("")
        else:
            words[-1] += part
    said = [words[0]]
    column = _last_line(words[0])
    for word in words[1:]:
        if column + 1 + len(word) > width and may_begin(word):
            said.append(broken)
            column = 0
        else:
            said.append(" ")
            column += 1
        said.append(word)
        column = _last_line(word) if "\n" in word else column + len(word)
    return "".join(said)


def _last_line(word: str) -> int:
    return len(word) - word.rfind("\n") - 1


def columns(text: str) -> int:
    """How many columns `text` takes: wide characters two, those for private use none."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(one) else 2 if unicodedata.east_asian_width(one) in "WF" else 1
        for one in text
    )


def wrapped(text: str, width: int) -> list[str]:
    """`text` in lines of at most `width` columns, broken at spaces and between wide characters.

    A word that is longer gets a line of its own.
    """
    lines: list[str] = []
    line, taken = "", 0
    for word, spaced in _words(text):
        size = columns(word)
        gap = 1 if spaced and line else 0
        if line and taken + gap + size > width:
            lines.append(line)
            line, taken, gap = "", 0, 0
        line += " " * gap + word
        taken += gap + size
    return [*lines, line] if line or not lines else lines


def _words(text: str) -> list[tuple[str, bool]]:
    """(word, whether a space stands before it); wide characters are words, with the
    punctuation that follows them."""
    result: list[tuple[str, bool]] = []
    for run in text.split():
        word, spaced = "", bool(result)
        for one in run:
            wide = unicodedata.east_asian_width(one) in "WF"
            closes = unicodedata.category(one) in ("Pe", "Pf", "Po")
            if word and not closes and (wide or unicodedata.east_asian_width(word[-1]) in "WF"):
                result.append((word, spaced))
                word, spaced = "", False
            word += one
        result.append((word, spaced))
    return result


def balanced(text: str, width: int) -> list[str]:
    """`text` in as few lines of at most `width` columns as it needs, of similar length."""
    fewest = wrapped(text, width)
    least = -(-columns(text) // max(1, len(fewest)))
    for narrower in range(least, width):
        lines = wrapped(text, narrower)
        if len(lines) == len(fewest):
            return lines
    return fewest
