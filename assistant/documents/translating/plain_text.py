"""Plain text: paragraphs between empty lines, or lines where a paragraph is not wrapped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.documents.translating.marks import Piece
from assistant.documents.translating.opened import Opened, Report
from assistant.documents.translating.spliced_file import SplicedFile
from assistant.documents.translating.splicing import Spliced, Unit, make_unit, text_pieces
from assistant.documents.translating.text_file import TextFile, lines_of
from assistant.documents.translating.wrapping import columns, wrapped

_SPACE = re.compile(" ")
_BREAK = re.compile(r"[ \t]*(?:\r\n|\r|\n)[ \t]*")
_ITEM = re.compile(r"\s*(?:[-*+•–—]|\(?\w{1,3}[.)])\s")
_SHORTEST_LONG_LINE = 55
_COLUMN = 38

Line = tuple[int, int, int]


class Plain:
    """Text that needs no escapes."""

    special = _SPACE

    def spelled(self, character: str, before: str, after: str) -> str:
        return character

    def context(self, character: str, before: str, after: str) -> str:
        return ""

    def may_begin_line(self, word: str) -> bool:
        return True

    def tidied(self, pieces: Sequence[Piece], text: str) -> Sequence[Piece]:
        return pieces


def opened(data: bytes, _report: Report) -> Opened:
    """The paragraphs of a text file."""
    file = TextFile(data)
    units = [unit for lines in _paragraphs(file.text) for unit in _units(file, lines)]
    return SplicedFile(file, units, in_columns=lambda text, said: _columns(file, text, said))


def _paragraphs(text: str) -> Iterator[list[Line]]:
    paragraph: list[Line] = []
    for line in lines_of(text):
        if text[line[0] : line[1]].strip():
            paragraph.append(line)
        elif paragraph:
            yield paragraph
            paragraph = []
    if paragraph:
        yield paragraph


def _units(file: TextFile, lines: Sequence[Line]) -> Iterator[Unit]:
    for first, last, whole in _divided(file.text, lines):
        text = file.text[first:last]
        unit = joined_unit(text, first)
        if unit is not None:
            unit.block = (first, last)
            unit.glue = file.newline * (2 if whole else 1)
            yield unit


def joined_unit(text: str, start: int) -> Unit | None:
    """The unit of a text whose lines are one sentence after the other."""
    spellings: list[tuple[int, str]] = []
    said: list[str] = []
    at = length = 0
    for broken in _BREAK.finditer(text):
        said += [text[at : broken.start()], " "]
        length += broken.start() - at
        spellings.append((length, broken[0]))
        length += 1
        at = broken.end()
    said.append(text[at:])
    return make_unit(text_pieces("".join(said), start, spellings), Plain())


def _divided(text: str, lines: Sequence[Line]) -> Iterator[tuple[int, int, bool]]:
    """(start, end, whether it is the whole paragraph) of what belongs together."""
    widths = [columns(text[start:end].strip()) for start, end, _next in lines]
    wide = max(widths)
    wraps = wide >= _SHORTEST_LONG_LINE and all(one >= 0.6 * wide for one in widths[:-1])
    if wraps and not any(_ITEM.match(text, start, end) for start, end, _next in lines[1:]):
        yield lines[0][0], lines[-1][1], True
        return
    for start, end, _next in lines:
        yield start, end, len(lines) == 1


def _columns(file: TextFile, spliced: Spliced, targets: Sequence[str]) -> str:
    """The source at the left, the translation at the right, wrapped."""
    said: list[str] = []
    at = 0
    for unit in spliced.units:
        start, end = unit.block or (unit.start, unit.end)
        left = wrapped(" ".join(file.text[start:end].split()), _COLUMN)
        right = wrapped(" ".join(spliced.rendered(start, end, targets).split()), _COLUMN)
        said.append(file.text[at:start])
        rows = [
            f"{_padded(left, row)} | {right[row] if row < len(right) else ''}".rstrip()
            for row in range(max(len(left), len(right)))
        ]
        said.append(file.newline.join(rows))
        at = end
    return "".join(said) + file.text[at:]


def _padded(lines: Sequence[str], row: int) -> str:
    line = lines[row] if row < len(lines) else ""
    return line + " " * max(0, _COLUMN - columns(line))
