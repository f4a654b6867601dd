"""Drafts from what was said before: answers often repeat a part of their own prompt.

When the last tokens of a text stood in it earlier, what followed there is a good guess for what
follows now (prompt lookup, https://github.com/apoorvumang/prompt-lookup-decoding).
"""

from __future__ import annotations

from collections.abc import Iterable

GRAM = 3  # tokens that must agree before something is drafted
NEARBY = 24  # how far behind a place that was lost the text is looked for with fewer tokens


class PromptLookup:
    """The tokens of one text so far, and where their end was seen before."""

    def __init__(self, tokens: Iterable[int] = ()) -> None:
        self._tokens: list[int] = []
        self._after: dict[tuple[int, ...], int] = {}
        self._cursor = 0  # the token there is expected next; 0: nothing is
        self._lost = 0
        for token in tokens:
            self._append(token)
        self._cursor = self._find()

    def feed(self, token: int) -> None:
        """`token` comes next in the text."""
        follows = self._cursor and self._tokens[self._cursor] == token
        if self._cursor and not follows:
            self._lost = self._cursor
        self._append(token)
        self._cursor = self._cursor + 1 if follows else self._find()

    def draft(self, limit: int) -> list[int]:
        """Up to `limit` tokens that may come next; none where nothing repeats."""
        if not self._cursor:
            return []
        out = self._tokens[self._cursor : self._cursor + limit]
        while out and len(out) < limit:  # the repetition has reached its own end: it is a loop
            out += out[: limit - len(out)]
        return out

    def _append(self, token: int) -> None:
        """The gram before `token` leads to its place; the newest place counts."""
        if len(self._tokens) >= GRAM:
            self._after[tuple(self._tokens[-GRAM:])] = len(self._tokens)
        self._tokens.append(token)

    def _find(self) -> int:
        if len(self._tokens) < GRAM:
            return 0
        return self._nearby() or self._after.get(tuple(self._tokens[-GRAM:]), 0)

    def _nearby(self) -> int:
        """A little behind where the text was lost two equal tokens are enough."""
        if not self._lost:
            return 0
        last = self._tokens[-2:]
        for place in range(self._lost + 1, min(self._lost + NEARBY, len(self._tokens) - 1)):
            if self._tokens[place - 2 : place] == last:
                self._lost = 0
                return place
        return 0
