"""Finding entries by a few of their letters."""

from __future__ import annotations

import unicodedata


def folded(text: str) -> str:
    """`text` without case and accents, for comparing."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


def score(query: str, text: str) -> int | None:
    """How well `query` describes `text`, higher is better; None when it does not.

    Every word of the query has to be found: as the start of a word (best), inside a word, or as
    letters in order.
    """
    haystack = folded(text)
    total = 0
    for word in folded(query).split():
        found = _word_score(word, haystack)
        if found is None:
            return None
        total += found
    return total - len(haystack) // 16


def _word_score(word: str, haystack: str) -> int | None:
    at = haystack.find(word)
    if at >= 0:
        while at > 0 and haystack[at - 1].isalnum():
            later = haystack.find(word, at + 1)
            if later < 0:
                return 60
            at = later
        return 100 if at == 0 else 90
    position, gaps = 0, 0
    for letter in word:
        found = haystack.find(letter, position)
        if found < 0:
            return None
        gaps += found - position
        position = found + 1
    return max(1, 40 - gaps)
