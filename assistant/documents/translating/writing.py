"""Writing the pieces of a translation as the source writes its own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from assistant.documents.translating.marks import Piece
from assistant.documents.translating.wrapping import filled

if TYPE_CHECKING:
    from assistant.documents.translating.splicing import Dialect, Unit

Copied = Callable[[tuple[int, int] | str], str]
"""The text of a range of the source with the units in it translated; a text as it is."""
_Occurrence = tuple[str, str, str]
"""(key, neighbour before, neighbour after) of a special character."""


class Writing:
    """One translation. Spaces (line breaks of the source among them) and special characters are
    written as in the source wherever they are the same and as many."""

    def __init__(self, unit: Unit, pieces: Sequence[Piece], copied: Copied, source: str) -> None:
        self._unit = unit
        self._dialect: Dialect = unit.dialect
        self._pieces = pieces
        self._copied = copied
        self._source = source
        memory = _remembered(unit)
        wanted = _occurrences(pieces, unit)
        self._spaces = memory.pop(" ", [])
        counts = Counter(key for key, _before, _after in wanted)
        self._same_spaces = len(self._spaces) == counts[" "]
        self._space = iter(self._spaces)
        self._uniform = {key: said[0] for key, said in memory.items() if len(set(said)) == 1}
        self._queues = {key: iter(said) for key, said in memory.items() if counts[key] == len(said)}
        self._occurrence: Iterator[_Occurrence] = iter(wanted)
        self._parts: list[str | None] = []  # None: a space, where a line may be broken
        self._opened: list[int] = []

    def result(self) -> str:
        """What stands in the place of the unit."""
        for piece in self._pieces:
            if piece.kind == "text":
                spelled = self._unit.special.sub(self._character, piece.text)
                for number, part in enumerate(spelled.split("\0")):
                    self._parts += [None, part] if number else [part]
            else:
                self._mark(piece)
        broken = next((said for said in self._spaces if "\n" in said or "\r" in said), "")
        lines = re.split(r"[\r\n]+", self._source[self._unit.start : self._unit.end])
        width = max(map(len, lines))
        text = filled(self._parts, broken, width, self._dialect.may_begin_line)
        return self._unit.polished(text, broken) if self._unit.polished else text

    def _mark(self, piece: Piece) -> None:
        if piece.kind == "open":
            self._opened.append(len(self._parts) + 1)
        elif piece.kind == "close":
            inside = self._parts[self._opened.pop() :]
            if piece.text and not _alike(inside, piece.text[2:-1]):
                self._parts.append(piece.text)
                return
        said = self._copied(piece.source)
        if self._parts and not self._dialect.may_begin_line(said):
            self._parts[-1] = self._without_break(self._parts[-1])
        self._parts.append(said)

    def _character(self, found: re.Match[str]) -> str:
        """How a special character is written; NUL for a space that may become a line break."""
        key, before, after = next(self._occurrence)
        character = found[0]
        if key == " ":
            if self._same_spaces:
                return self._known_space(found, next(self._space))
            said = self._dialect.spelled(" ", before, after)
            return "\0" if said == " " else said
        said = next(self._queues[key]) if key in self._queues else self._uniform.get(key, "")
        if said:
            return said
        if not self._dialect.special.match(character):
            return character
        return self._dialect.spelled(character, before, after)

    def _known_space(self, space: re.Match[str], said: str) -> str:
        """`said` for the space, unless what follows must not begin a line."""
        if "\n" in said or "\r" in said:
            word = space.string[space.end() : space.end() + 12].partition(" ")[0]
            if not self._dialect.may_begin_line(word):
                return " "
        return said

    def _without_break(self, part: str | None) -> str | None:
        """`part` with a plain space where it ends in a line break of the source."""
        if part is not None:
            for said in self._spaces:
                if said.strip(" \t") and part.endswith(said):
                    return part[: -len(said)] + " "
        return part


def _alike(inside: Sequence[str | None], label: str) -> bool:
    """Whether Markdown takes both for the same label of a link."""
    said = "".join(part or " " for part in inside)
    return said.casefold().split() == label.casefold().split()


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


def _occurrences(pieces: Sequence[Piece], unit: Unit) -> list[_Occurrence]:
    """(key, neighbour before, neighbour after) of each special character, in order."""
    result: list[_Occurrence] = []
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
