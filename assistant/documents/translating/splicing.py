"""Files that are text: translations take the place of ranges, all else is copied.

A unit covers a range of the text. Its pieces know where in the text they stand: a "text" piece
has a `Wording`, a mark the (start, end) of what it stands for. Units may lie inside marks of
others (the description of a picture in a sentence).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

import msgspec

from assistant.documents.translating.marks import (
    Piece,
    arranged,
    hard_parts,
    may_be_hard,
    numbered,
    paired,
    trimmed,
)
from assistant.documents.translating.writing import Writing

_LINES = re.compile(r"[ \t]*[\r\n]+[ \t]*")
Spelling = tuple[int, str]
"""(index in the text, how the source writes the character there)."""


class Dialect(Protocol):
    """How a format writes text."""

    special: re.Pattern[str]
    """One character that may be written in more than one way; the space is one."""

    def spelled(self, character: str, before: str, after: str) -> str:
        """How to write `character` so that it is text; neighbours may be ""."""

    def context(self, character: str, before: str, after: str) -> str:
        """What tells apart two occurrences that need not be written alike."""

    def may_begin_line(self, word: str) -> bool:
        """Whether a line may begin with `word`, inside a paragraph."""

    def tidied(self, pieces: Sequence[Piece], text: str) -> Sequence[Piece]:
        """`pieces` of a translation so that its marks mean what they did; `text` is the file.

        A mark whose `source` is a text is written like that.
        """


class Wording(msgspec.Struct, eq=False):
    """Where a text piece stands and how its characters are written where that is special."""

    start: int
    end: int
    spellings: tuple[Spelling, ...] = ()


class Unit(msgspec.Struct, eq=False):
    """A range of the source that is translated.

    `polished` has the last word on what is written; it gets the line break of the source ("" for
    a source of one line), too. `block` is the range that a bilingual
    version repeats behind itself, after `glue`; without it the unit is left as it is there.
    """

    start: int
    end: int
    text: str
    pieces: list[Piece]
    dialect: Dialect
    special: re.Pattern[str]
    polished: Callable[[str, str], str] | None = None
    block: tuple[int, int] | None = None
    glue: str = ""


def text_pieces(
    text: str,
    start: int,
    spellings: Sequence[Spelling] = (),
    hard: re.Pattern[str] | None = None,
) -> list[Piece]:
    """Pieces of `text`, written at `start`; what matches `hard` (or `HARD`) stands alone, it is
    not translated.

    `spellings` tell which characters take more or other characters in the source.
    """
    pieces: list[Piece] = []
    offsets = _Offsets(start, spellings)
    at = 0
    if hard is None and may_be_hard(text):
        hard = hard_parts()
    for found in hard.finditer(text) if hard else ():
        if found.start() > at:
            pieces.append(offsets.piece(text, at, found.start()))
        pieces.append(Piece("alone", source=(offsets.at(found.start()), offsets.at(found.end()))))
        at = found.end()
    if at < len(text):
        pieces.append(offsets.piece(text, at, len(text)))
    return pieces


class _Offsets:
    """From characters of the text to characters of the source; asked in order."""

    def __init__(self, start: int, spellings: Sequence[Spelling]) -> None:
        self._start = start
        self._spellings = spellings
        self._next = 0
        self._extra = 0

    def at(self, index: int) -> int:
        while self._next < len(self._spellings) and self._spellings[self._next][0] < index:
            self._extra += len(self._spellings[self._next][1]) - 1
            self._next += 1
        return self._start + index + self._extra

    def piece(self, text: str, first: int, last: int) -> Piece:
        begin = self.at(first)
        known = self._next
        end = self.at(last)
        own = tuple((at - first, said) for at, said in self._spellings[known : self._next])
        return Piece("text", text[first:last], Wording(begin, end, own))


def make_unit(pieces: Sequence[Piece], dialect: Dialect) -> Unit | None:
    """The unit of these pieces without what is around all its words; None without words."""
    pieces = paired(pieces)
    first, last = trimmed(pieces)
    if first == last:
        return None
    core = list(pieces[first:last])
    _strip(core)
    start = core[0].source.start if core[0].kind == "text" else core[0].source[0]
    end = core[-1].source.end if core[-1].kind == "text" else core[-1].source[1]
    return Unit(start, end, numbered(core), core, dialect, _special(core, dialect))


def _special(core: Sequence[Piece], dialect: Dialect) -> re.Pattern[str]:
    """The special characters of the dialect, and those that the source writes specially here."""
    others = {
        piece.text[at]
        for piece in core
        if piece.kind == "text"
        for at, _said in piece.source.spellings
        if not dialect.special.match(piece.text[at])
    }
    if not others:
        return dialect.special
    listed = "".join(map(re.escape, sorted(others)))
    return re.compile(f"{dialect.special.pattern}|[{listed}]")


def _strip(core: list[Piece]) -> None:
    """Leave white space at the ends outside."""
    piece = core[0]
    if piece.kind == "text":
        cut = len(piece.text) - len(piece.text.lstrip())
        if cut:
            offsets = _Offsets(piece.source.start, piece.source.spellings)
            offsets.at(cut)
            core[0] = offsets.piece(piece.text, cut, len(piece.text))
    piece = core[-1]
    if piece.kind == "text":
        offsets = _Offsets(piece.source.start, piece.source.spellings)
        core[-1] = offsets.piece(piece.text, 0, len(piece.text.rstrip()))


class Spliced:
    """A text and its units, in order of their start; those around come before those inside."""

    def __init__(self, text: str, units: Iterable[Unit]) -> None:
        self.text = text
        self.units = sorted(units, key=lambda one: (one.start, -one.end))
        self._starts = [one.start for one in self.units]

    def rebuilt(self, targets: Sequence[str]) -> str:
        """The text with `targets` in the place of the units."""
        return _Rebuilding(self, targets).rendered(0, len(self.text), 0)

    def below(self, targets: Sequence[str]) -> str:
        """The text with the translation of each block below it."""
        rebuilding = _Rebuilding(self, targets)
        said: list[str] = []
        at = 0
        for number, unit in enumerate(self.units):
            if unit.block is None or unit.block[0] < at or targets[number] == unit.text:
                continue
            start, end = unit.block
            said += [self.text[at:end], unit.glue, rebuilding.rendered(start, end, 0)]
            at = end
        return "".join(said) + self.text[at:]

    def rendered(self, start: int, end: int, targets: Sequence[str]) -> str:
        """`rebuilt` for a range that cuts no unit."""
        return _Rebuilding(self, targets).rendered(start, end, 0)

    def first_from(self, start: int) -> int:
        """The number of the first unit that begins at `start` or later."""
        return bisect_left(self._starts, start)


class _Rebuilding:
    def __init__(self, spliced: Spliced, targets: Sequence[str]) -> None:
        self._spliced = spliced
        self._targets = targets

    def rendered(self, start: int, end: int, least: int) -> str:
        """The range with its units from number `least` on replaced."""
        spliced = self._spliced
        number = max(least, spliced.first_from(start))
        said: list[str] = []
        at = start
        while number < len(spliced.units) and spliced.units[number].end <= end:
            unit = spliced.units[number]
            if unit.start >= at:
                said.append(spliced.text[at : unit.start])
                said.append(self._unit(number))
                at = unit.end
            number += 1
        said.append(spliced.text[at:end])
        return "".join(said)

    def _unit(self, number: int) -> str:
        unit, target = self._spliced.units[number], self._targets[number]
        target = _LINES.sub(" ", target.strip())
        if target in (unit.text, ""):
            return self.rendered(unit.start, unit.end, number + 1)
        text = self._spliced.text
        pieces = unit.dialect.tidied(arranged(target, unit.pieces), text)

        def copied(source: tuple[int, int] | str) -> str:
            return source if isinstance(source, str) else self.rendered(*source, number + 1)

        return Writing(unit, pieces, copied, text).result()
