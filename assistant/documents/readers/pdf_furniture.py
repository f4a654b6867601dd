"""Running heads, running feet and page numbers: what stands at the same place page after page."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

import msgspec

from assistant.documents.readers.pdf_layout import Row
from assistant.documents.readers.pdf_text import clean

_EDGE_ROWS = 2
_PAGES = 3  # on so many, or it is no furniture
_SLOT = 3.0  # points: the same place
_GAP = 0.8  # of the font size: more than lines of one paragraph leave white
_LONGEST = 160
_DIGITS = re.compile(r"\d+")
_ROMAN = re.compile(r"[ivxlc]+", re.IGNORECASE)
_ONLY_NUMBER = re.compile(
    r"[\W_]*(?:(?:page|seite|p\.|s\.|página|pagina|стр\.?|第)\s*)?(?:\d+|[ivxlc]+)"
    r"(?:\s*(?:of|von|de|di|sur|from|/|из|页|頁|共)*\s*\d*)*[\W_页頁]*",
    re.IGNORECASE,
)
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


class Edge(msgspec.Struct, array_like=True):
    """A row near the top or bottom of page `page` (from 0); `row` counts in reading order.

    `apart`: white space parts it from what else is on the page.
    """

    page: int
    row: int
    text: str
    y: float
    size: float
    apart: bool


def edges_of(rows: Sequence[Row], page: int) -> list[Edge]:
    """The highest and lowest rows of a page that may be furniture."""
    order = sorted(range(len(rows)), key=lambda number: -rows[number].y1)
    upwards = order[::-1]
    above, below = _apart([rows[number] for number in order]), _apart([rows[n] for n in upwards])
    if above + below >= len(rows):  # nothing that it would be the head or foot of
        above = below = 0
    found = {}
    for numbers, apart in ((order, above), (upwards, below)):
        for place, number in enumerate(numbers[:_EDGE_ROWS]):
            row = rows[number]
            text = clean(row.text).strip()
            if 0 < len(text) <= _LONGEST and (number not in found or place < apart):
                found[number] = Edge(page, number, text, row.y0, row.size, place < apart)
    return list(found.values())


def _apart(rows: Sequence[Row]) -> int:
    """How many of the first rows, going inwards, stand beyond a wide gap."""
    count = 0
    for place, (outer, inner) in enumerate(pairwise(rows[: _EDGE_ROWS + 1]), 1):
        gap = max(outer.y0 - inner.y1, inner.y0 - outer.y1)
        if gap > _GAP * max(outer.size, inner.size):
            count = place
    return count


def furniture(edges: Iterable[Edge], body_size: float) -> list[Edge]:
    """Those of the edges that are furniture."""
    slots: dict[int, list[Edge]] = defaultdict(list)
    for edge in edges:
        slots[round(edge.y / _SLOT)].append(edge)
    found: dict[tuple[int, int], Edge] = {}
    for slot in list(slots):
        near = [*slots[slot], *slots.get(slot + 1, [])]
        for edge in [*_repeated(near, body_size), *_numbered(near)]:
            found[edge.page, edge.row] = edge
    return list(found.values())


def is_number(text: str) -> bool:
    """Whether nothing is lost with it: a page number and no more."""
    return _ONLY_NUMBER.fullmatch(text) is not None


def _repeated(edges: list[Edge], body_size: float) -> list[Edge]:
    """The same words on several pages, whatever the numbers; slide titles are larger."""
    by_words: dict[str, list[Edge]] = defaultdict(list)
    for edge in edges:
        if edge.size <= 1.3 * body_size:
            by_words[_DIGITS.sub("#", edge.text).casefold()].append(edge)
    return [
        edge
        for words, same in by_words.items()
        if words != "#" and len({edge.page for edge in same if edge.apart}) >= _PAGES
        for edge in same
    ]


def _numbered(edges: list[Edge]) -> list[Edge]:
    """Rows whose number grows with the page: page numbers, alone or beside a running title."""
    shifts: Counter[int] = Counter()
    numbered: list[tuple[Edge, set[int]]] = []
    for edge in edges:
        values = {value - edge.page for value in _numbers(edge.text)}
        if edge.apart:
            shifts.update(values)
        numbered.append((edge, values))
    steady = {shift for shift, count in shifts.items() if count >= _PAGES}
    return [edge for edge, values in numbered if values & steady]


def _numbers(text: str) -> set[int]:
    """Numbers at the ends of the text; a year or a section in its middle does not count."""
    words = text.split()
    if is_number(text):
        return {int(word) for word in _DIGITS.findall(text)[:1]} or _roman(words)
    ends = {words[0], words[-1]} if len(words) > 1 else set()
    return {int(word) for word in ends if word.isdecimal() and len(word) < 5}


def _roman(words: Sequence[str]) -> set[int]:
    found = set()
    for word in words:
        if _ROMAN.fullmatch(word):
            values = [_ROMAN_VALUES[letter] for letter in word.casefold()]
            pairs = zip(values, [*values[1:], 0], strict=True)
            found.add(sum(-value if value < after else value for value, after in pairs))
    return found
