"""Finding a text in every message of the branch, shown or not."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.ui.markdown.flow import Flow, Mark, Place
from assistant.ui.markdown.leaves import Kind, Leaf
from assistant.ui.markdown.lookup import matches
from assistant.ui.transcript.turn import Turn

_MARKUP = re.compile(
    r"!?\[([^\[\]\n]*)\]\([^()\n]*\)|\*+|~~|`+|(?<!\w)_+|_+(?!\w)|^#{1,6} ", re.MULTILINE
)


def without_markup(text: str) -> str:
    """`text` about as it is shown: without the marks for emphasis, code, links and headings."""
    return _MARKUP.sub(lambda match: match.group(1) or "", text)


def occurrences(text: str, query: str) -> int:
    """How often `query` (lower case) is in `text`, marks of Markdown left out where needed."""
    lowered = text.lower()
    return lowered.count(query) or without_markup(lowered).count(query)


class Finder:
    """One search over turns: how many hits, which is current. GUI thread."""

    def __init__(self) -> None:
        self.query = ""
        self._counts: list[int] = []
        self.turn = -1
        self.hit = 0

    @property
    def total(self) -> int:
        return sum(self._counts)

    @property
    def current(self) -> int:
        """The number of the current hit, from 1; 0 when there is none."""
        if self.turn < 0 or not self._counts:
            return 0
        return sum(self._counts[: self.turn]) + self.hit + 1

    def search(self, query: str, turns: Sequence[Turn]) -> None:
        """Count `query` in all turns; no hit is current yet."""
        self.query = query.lower()
        self.turn, self.hit = -1, 0
        self.recount(turns)

    def recount(self, turns: Sequence[Turn]) -> None:
        """After the turns changed."""
        query = self.query
        self._counts = [occurrences(turn.source, query) for turn in turns] if query else []
        if self.turn >= len(self._counts):
            self.turn, self.hit = -1, 0

    def clear(self) -> None:
        self.query = ""
        self._counts = []
        self.turn = -1

    def step(self, start: int, *, backwards: bool) -> bool:
        """Go to the next hit, around the ends; from turn `start` the first time."""
        if not self.total:
            self.turn = -1
            return False
        if self.turn < 0:
            self.turn = min(max(start, 0), len(self._counts) - 1)
            self.hit = self._counts[self.turn] if backwards else -1
        self.hit += -1 if backwards else 1
        way = -1 if backwards else 1
        while not 0 <= self.hit < self._counts[self.turn]:
            self.turn = (self.turn + way) % len(self._counts)
            self.hit = self._counts[self.turn] - 1 if backwards else 0
        return True

    def place(self, flow: Flow) -> Mark | None:
        """The current hit in the flow of its turn; the nearest one there is."""
        last: Mark | None = None
        number = 0
        for index, leaf in enumerate(flow.leaves):
            if not self._may_match(leaf):
                continue
            for start, end in matches(flow, index, self.query):
                last = Mark(Place(index, start), Place(index, end), "found_current")
                if number == self.hit:
                    return last
                number += 1
        return last

    def marks(self, flow: Flow, first: int, last: int, current: Mark | None) -> list[Mark]:
        """All hits in the leaves from `first` to `last`, the current one on top."""
        if not self.query:
            return []
        found = [
            Mark(Place(index, start), Place(index, end), "found")
            for index in range(first, min(last + 1, len(flow.leaves)))
            if self._may_match(flow.leaves[index])
            for start, end in matches(flow, index, self.query)
        ]
        return [*found, current] if current is not None else found

    def _may_match(self, leaf: Leaf) -> bool:
        if leaf.kind in (Kind.RULE, Kind.FORMULA):
            return False
        text = leaf.text
        if leaf.kind is Kind.TABLE:
            text = "\n".join("\n".join(row) for row in leaf.rows)
        lowered = text.lower()
        return self.query in lowered or self.query in without_markup(lowered)
