"""The documents that reading is measured on, written once into `.cache/`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from tests.bench import bench_font
from tests.bench.bench_models import CACHE
from tests.bench.bench_texts import Prose, chinese_words, english_words, wrapped

VERSION = 2
"""Another one is written when this file changes what it writes."""
_WIDTH, _HEIGHT = A4
_LEFT, _TOP, _BOTTOM = 72.0, 760.0, 72.0
_GUTTER = 20.0
_SIZE, _LEADING = 10.5, 14.0
_CHINESE = "BenchSong"


def english_pdf(pages: int = 400) -> Path:
    """A book in English: chapters, running heads, every fifth page in columns, some tables."""
    return _written(f"bench-english-{pages}-v{VERSION}.pdf", pages, spaced=True)


def chinese_pdf(pages: int = 250) -> Path:
    """The same in Chinese, in an embedded font."""
    return _written(f"bench-chinese-{pages}-v{VERSION}.pdf", pages, spaced=False)


def _written(name: str, pages: int, *, spaced: bool) -> Path:
    path = CACHE / name
    if not path.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        print(f"writing {name} …", file=sys.stderr)
        part = path.with_suffix(".part")
        _Book(part, pages, spaced).write()
        part.replace(path)
    return path


class _Book:
    def __init__(self, path: Path, pages: int, spaced: bool) -> None:
        self._canvas = Canvas(str(path), pagesize=A4, pageCompression=1, invariant=1)
        self._canvas.setTitle("The bench book")
        self._pages = pages
        self._spaced = spaced
        self._font, self._bold = ("Times-Roman", "Times-Bold") if spaced else (_CHINESE, _CHINESE)
        words = english_words() if spaced else chinese_words()
        if not spaced:
            bench_font.register(_CHINESE, ["，", "。", *"".join(words)])
        self._prose = Prose(words, pages, spaced=spaced)
        self._lines: list[str] = []
        self._measure: Callable[[str], float] = cache(
            lambda part: float(pdfmetrics.stringWidth(part, self._font, _SIZE))
        )

    def write(self) -> None:
        chapter = self._prose.title()
        for number in range(1, self._pages + 1):
            top = _TOP
            if number % 12 == 1:
                chapter = self._prose.title()
                top = self._heading(f"{number // 12 + 1}  {chapter}", 20.0, top)
            elif number % 4 == 3:
                top = self._heading(self._prose.title(), 14.0, top)
            self._furniture(chapter, number)
            bottom = _BOTTOM
            if number % 10 == 6:
                bottom = self._table(_BOTTOM)
            if number % 5 == 0:
                width = (_WIDTH - 2 * _LEFT - _GUTTER) / 2
                self._column(_LEFT, width, top, bottom)
                self._column(_LEFT + width + _GUTTER, width, top, bottom)
            else:
                self._column(_LEFT, _WIDTH - 2 * _LEFT, top, bottom)
            self._canvas.showPage()
        self._canvas.save()

    def _heading(self, text: str, size: float, top: float) -> float:
        self._canvas.setFont(self._bold, size)
        self._canvas.drawString(_LEFT, top, text)
        return top - 2 * size

    def _furniture(self, chapter: str, number: int) -> None:
        self._canvas.setFont(self._font, 8)
        self._canvas.drawString(_LEFT, _HEIGHT - 40, chapter)
        self._canvas.drawCentredString(_WIDTH / 2, 40, str(number))

    def _column(self, left: float, width: float, top: float, bottom: float) -> None:
        self._lines.clear()  # what was wrapped for another width
        column = self._canvas.beginText(left, top)
        column.setFont(self._font, _SIZE, _LEADING)
        for _ in range(int((top - bottom) / _LEADING)):
            if not self._lines:
                text = self._prose.paragraph()
                self._lines = list(wrapped(text, width, self._measure, spaced=self._spaced))[::-1]
            column.textLine(self._lines.pop())
        self._canvas.drawText(column)

    def _table(self, bottom: float) -> float:
        """Six rows at the foot of the page; where they begin."""
        self._canvas.setFont(self._font, 9)
        for row in range(6):
            y = bottom + 13 * row
            self._canvas.drawString(_LEFT, y, self._prose.title()[:24])
            for column in range(3):
                self._canvas.drawRightString(_LEFT + 250 + 80 * column, y, self._prose.number())
        return bottom + 13 * 6 + 14


if __name__ == "__main__":
    print(english_pdf(), chinese_pdf())
