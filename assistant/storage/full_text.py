"""What a person types into the search field, and how a hit is shown."""

from __future__ import annotations

import re

from assistant.storage.folding import MARK, SEPARATOR, UNSPACED, UNSPACED_CHARACTER, Folding

SNIPPET_LENGTH = 160
_LEAD = 40
_MATCHES_LOOKED_AT = 500
_BLOCK = 200_000
_OVERLAP = 1000

_QUERY_PART = re.compile(r'"([^"]*)"?|([^\s"]+)')
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_NOT_INSIDE_BEFORE = f"(?<![^{SEPARATOR}{UNSPACED}])"
_NOT_INSIDE_AFTER = f"(?![^{SEPARATOR}{UNSPACED}])"

Match = tuple[int, int, int]
"""(start, end, number of the part of the query)."""


class Query:
    """A query, and the places where it matches.

    Words stand for themselves and for longer ones that begin so; "words in quotation marks" are
    looked for as they are, one after the other. Every part must occur.
    """

    def __init__(self, typed: str, folding: Folding) -> None:
        self._folding = folding
        self._patterns: list[re.Pattern[str]] = []
        phrases = []
        for quoted, word in _QUERY_PART.findall(typed):
            tokens = folding.tokens(quoted or word)
            if tokens:
                # "C++" is whole; "C" may be the beginning of a word.
                prefix = bool(word) and folding.fold(word[-1:]) != SEPARATOR
                phrases.append(f'"{" ".join(tokens)}"{" *" if prefix else ""}')
                self._patterns.append(_pattern(tokens, prefix=prefix))
        self.match = " AND ".join(phrases)
        """The FTS5 expression; "" when the query holds no letter or number."""

    def matches(self, text: str) -> list[Match]:
        """The first matches in `text`, in order; in a very long text only those of one place."""
        for offset in range(0, max(len(text), 1), _BLOCK):
            folded = self._folding.fold(text[offset : offset + _BLOCK + _OVERLAP])
            found = [
                (match.start() + offset, match.end() + offset, part)
                for part, pattern in enumerate(self._patterns)
                for match, _ in zip(
                    pattern.finditer(folded), range(_MATCHES_LOOKED_AT), strict=False
                )
            ]
            if found:
                return sorted(found)
        return []


def _pattern(tokens: list[str], *, prefix: bool) -> re.Pattern[str]:
    """Finds `tokens` one after the other in folded text."""
    words = []
    for number, token in enumerate(tokens):
        letters = "".join(f"{re.escape(letter)}{MARK}*" for letter in token)
        if UNSPACED_CHARACTER.fullmatch(token):
            words.append(letters)
            continue
        open_end = prefix and number == len(tokens) - 1
        words.append(_NOT_INSIDE_BEFORE + letters + ("" if open_end else _NOT_INSIDE_AFTER))
    return re.compile(f"{SEPARATOR}*".join(words))


def snippet(text: str, matches: list[Match]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """One line cut from `text` around the best of `matches`, and their places in that line.

    Best is the place where most parts of the query meet. Line breaks and control characters
    become spaces, one for one; "…" stands where text was cut off.
    """
    start, end = _window(text, matches)
    lead = "…" if start > 0 else ""
    line = lead + _CONTROL.sub(" ", text[start:end]) + ("…" if end < len(text) else "")
    spans: list[tuple[int, int]] = []
    for first, last, _part in matches:
        if first < start or last > end:
            continue
        low, high = first - start + len(lead), last - start + len(lead)
        if spans and low <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], high))
        else:
            spans.append((low, high))
    return line, tuple(spans)


def _window(text: str, matches: list[Match]) -> tuple[int, int]:
    """(start, end) of the piece of `text` that is shown."""
    best, best_end, most = 0, 0, 0
    for i, (first, last, _part) in enumerate(matches):
        near = [m for m in matches[i : i + 50] if m[1] <= first + SNIPPET_LENGTH - _LEAD]
        parts = len({part for _start, _end, part in near}) or 1
        if parts > most:
            best, best_end, most = first, last, parts
    start = max(0, best - _LEAD)
    if start > 0:  # begin with a whole word where one begins soon
        start = text.find(" ", start, best) + 1 or start
    end = max(start + SNIPPET_LENGTH, best_end)
    if end < len(text):
        space = text.rfind(" ", max(best_end, end - 20), end)
        end = space if space > best_end else end
    return start, min(end, len(text))
