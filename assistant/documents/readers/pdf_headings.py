"""The level of each heading: the bookmarks', else by its number, else by its size."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from assistant.documents.readers.pdf_file import OutlineEntry
from assistant.documents.readers.pdf_paragraphs import Paragraph

_NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,5})\.?\s+\S")
_LETTERS = re.compile(r"[\W_]+")
_DEEPEST = 6
_LONGEST = 250
_LEADING_NUMBER = re.compile(r"^[\d.]+")


class Levels:
    """The levels for one document."""

    def __init__(
        self,
        outline: Iterable[OutlineEntry],
        pages: Sequence[Sequence[Paragraph]],
        body_size: float,
    ) -> None:
        self._titles: dict[int, dict[str, int]] = defaultdict(dict)
        for entry in outline:
            self._titles[entry.page][_plain(entry.title)] = min(entry.level, _DEEPEST)
        sizes: dict[float, int] = defaultdict(int)
        for page in pages:
            for paragraph in page:
                if paragraph.kind == "heading" and paragraph.size > 1.05 * body_size:
                    sizes[_rounded(paragraph.size)] += 1
        self._sizes = sorted(sizes, reverse=True)

    def mark(self, pages: Sequence[Sequence[Paragraph]]) -> None:
        """Make headings of the paragraphs that the bookmarks name."""
        for index, page in enumerate(pages):
            titles = self._titles.get(index)
            for paragraph in page if titles else ():
                if paragraph.kind in ("paragraph", "list_item") and self._titled(paragraph, index):
                    paragraph.kind = "heading"

    def of(self, paragraph: Paragraph, page: int) -> int:
        """The level of a heading on page `page` (from 0); 0: it is none."""
        if paragraph.kind != "heading":
            return 0
        level = self._titled(paragraph, page)
        if level:
            return level
        numbered = _NUMBERED.match(paragraph.text)
        if numbered and "." in numbered[1]:
            return min(_DEEPEST, 1 + numbered[1].count("."))
        size = _rounded(paragraph.size)
        rank = next((n for n, larger in enumerate(self._sizes) if size >= larger), len(self._sizes))
        return min(_DEEPEST, rank + 1)

    def _titled(self, paragraph: Paragraph, page: int) -> int:
        titles = self._titles.get(page)
        if not titles or len(paragraph.text) > _LONGEST:
            return 0
        plain = _plain(paragraph.text)
        return titles.get(plain) or titles.get(_LEADING_NUMBER.sub("", plain)) or 0


def _rounded(size: float) -> float:
    return round(size * 2) / 2


def _plain(text: str) -> str:
    return _LETTERS.sub("", text.casefold())
