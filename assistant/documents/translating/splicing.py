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
from assistant.documents.translating.wrapping import filled

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

        return written(unit, pieces, copied, text)


def written(
    unit: Unit, pieces: Sequence[Piece], copied: Callable[[tuple[int, int] | str], str], text: str
) -> str:
    """The source of `pieces`, the translation of `unit`; spaces and special characters are
    written as in the source wherever they are the same."""
    memory = _remembered(unit)
    wanted = _occurrences(pieces, unit)
    spaces = memory.get(" ", [])
    same = len(spaces) == sum(1 for key in wanted if key[0] == " ")
    counts: dict[str, int] = {}
    for key, *_rest in wanted:
        counts[key] = counts.get(key, 0) + 1
    queues = {
        key: iter(said)
        for key, said in memory.items()
        if key != " " and (counts.get(key) == len(said) or len(set(said)) == 1)
    }
    uniform = {key: said[0] for key, said in memory.items() if len(set(said)) == 1}
    occurrences = iter(wanted)
    queue = iter(spaces)
    parts: list[str | None] = []

    def one(character: re.Match[str]) -> str:
        key, before, after = next(occurrences)
        if key == " ":
            if same:
                return _space(character, next(queue), unit.dialect)
            said = unit.dialect.spelled(" ", before, after)
            return "\0" if said == " " else said
        said = next(queues[key], "") if key in queues else ""
        said = said or uniform.get(key, "")
        if said or not unit.dialect.special.match(character[0]):
            return said or character[0]
        return unit.dialect.spelled(character[0], before, after)

    opened: list[int] = []
    for piece in pieces:
        if piece.kind == "open":
            opened.append(len(parts) + 1)
        if piece.kind == "close" and piece.text:
            inside = "".join(part or " " for part in parts[opened.pop() :])
            alike = inside.casefold().split() == piece.text[2:-1].casefold().split()
            parts.append(copied(piece.source) if alike else piece.text)
            continue
        if piece.kind == "close":
            opened.pop()
        if piece.kind != "text":
            said = copied(piece.source)
            if parts and not unit.dialect.may_begin_line(said):
                parts[-1] = _without_break(parts[-1], spaces)
            parts.append(said)
            continue
        spelled = unit.special.sub(one, piece.text)
        for number, part in enumerate(spelled.split("\0")):
            parts += [None, part] if number else [part]
    broken = next((said for said in spaces if "\n" in said or "\r" in said), "")
    result = filled(parts, broken, _width(unit, text), unit.dialect.may_begin_line)
    return unit.polished(result, broken) if unit.polished else result


def _space(space: re.Match[str], said: str, dialect: Dialect) -> str:
    """`said` for the space, unless what follows must not begin a line."""
    if "\n" in said or "\r" in said:
        word = space.string[space.end() : space.end() + 12].partition(" ")[0]
        if not dialect.may_begin_line(word):
            return " "
    return said


def _without_break(part: str | None, spaces: Sequence[str]) -> str | None:
    """`part` with a plain space where it ends in a line break of the source."""
    if part is not None:
        for said in spaces:
            if said.strip(" \t") and part.endswith(said):
                return part[: -len(said)] + " "
    return part


def _width(unit: Unit, text: str) -> int:
    return max(map(len, re.split(r"[\r\n]+", text[unit.start : unit.end])))


def _remembered(unit: Unit) -> dict[str, list[str]]:
    """key of a special character → how the source writes it, each time."""
    memory: dict[str, list[str]] = {}
    spellings = [dict(piece.source.spellings) for piece in unit.pieces if piece.kind == "text"]
    number = -1
    found = iter(_occurrences(unit.pieces, unit))
    for piece in unit.pieces:
        if piece.kind != "text":
            continue
        number += 1
        for special in unit.special.finditer(piece.text):
            key = next(found)[0]
            memory.setdefault(key, []).append(spellings[number].get(special.start(), special[0]))
    return memory


def _occurrences(pieces: Sequence[Piece], unit: Unit) -> list[tuple[str, str, str]]:
    """(key, neighbour before, neighbour after) of each special character, in order."""
    result: list[tuple[str, str, str]] = []
    for piece in pieces:
        if piece.kind != "text":
            continue
        text = piece.text
        for special in unit.special.finditer(text):
            at = special.start()
            before, after = text[at - 1 : at], text[at + 1 : at + 2]
            character = special[0]
            if character == " ":
                result.append((" ", before, after))
            else:
                result.append(
                    (character + unit.dialect.context(character, before, after), before, after)
                )
    return result
