"""On which line of a TOML file each key stands; Python's parser keeps that to itself."""

from __future__ import annotations

import re
from typing import NamedTuple

Path = tuple[str | int, ...]
"""Keys from the outermost to the innermost; a number is a place in an array of tables."""

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_SPACES = re.compile(r"[ \t]*")
_KEY = re.compile(r"""[ \t]*(?:"((?:\\.|[^"\\])*)"|'([^']*)'|([\w-]+))[ \t]*""")
_STRINGS = (
    re.compile(r'"""(?:\\.|[^\\])*?"""(?:"{0,2})', re.DOTALL),
    re.compile(r"'''.*?'''(?:'{0,2})", re.DOTALL),
    re.compile(r'"(?:\\.|[^"\\])*"'),
    re.compile(r"'[^']*'"),
)
_PLAIN = re.compile(r"[^\"'#\[\]{}\n]+")


class Place(NamedTuple):
    """Lines, from 1: of a key, and where the text of its value begins."""

    key: int
    value: int


def key_places(text: str) -> dict[Path, Place]:
    """Where each key and table of `text`, which is valid TOML, stands.

    Keys inside of inline tables are not told.
    """
    return _Reader(text).read()


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._places: dict[Path, Place] = {}
        self._counts: dict[Path, int] = {}
        self._line = 1
        self._counted_to = 0

    def read(self) -> dict[Path, Place]:
        table: Path = ()
        while True:
            self._at = self._end_of(_BLANK)
            if self._at >= len(self._text):
                return self._places
            line = self._line_of(self._at)
            if self._text.startswith("[", self._at):
                table = self._table()
                self._places.setdefault(table, Place(line, line))
                if isinstance(table[-1], int):  # the array of tables begins with its first
                    self._places.setdefault(table[:-1], Place(line, line))
                continue
            keys = self._keys()
            path = (*table, *keys)
            for depth in range(1, len(keys)):
                self._places.setdefault((*table, *keys[:depth]), Place(line, line))
            self._at += 1  # the equals sign
            self._at = self._end_of(_SPACES)
            first = self._line_of(self._at)
            if self._text.startswith(('"""', "'''"), self._at):
                first += self._text.startswith(("\n", "\r\n"), self._at + 3)
            self._places.setdefault(path, Place(line, first))
            self._skip_value()

    def _table(self) -> Path:
        many = self._text.startswith("[[", self._at)
        self._at += 2 if many else 1
        keys = self._keys()
        self._at += 2 if many else 1
        path: Path = ()
        for key in keys[:-1]:
            path = self._inside((*path, key))
        path = (*path, keys[-1])
        if not many:
            return self._inside(path)
        self._counts[path] = self._counts.get(path, -1) + 1
        return self._inside(path)

    def _inside(self, path: Path) -> Path:
        """`path`, or the last table there where it is an array of tables."""
        return (*path, self._counts[path]) if path in self._counts else path

    def _keys(self) -> list[str]:
        keys = []
        while match := _KEY.match(self._text, self._at):
            self._at = match.end()
            keys.append(next(group for group in match.groups() if group is not None))
            if not self._text.startswith(".", self._at):
                break
            self._at += 1
        return keys

    def _skip_value(self) -> None:
        """Behind the value, which ends at the end of its line unless something is open."""
        depth = 0
        while self._at < len(self._text):
            here = self._text[self._at]
            if here == "\n" and not depth:
                return
            if here in "[{":
                depth += 1
            elif here in "]}":
                depth -= 1
            elif here == "#":
                end = self._text.find("\n", self._at)
                self._at = len(self._text) if end < 0 else end
                continue
            elif here in "\"'":
                self._at = self._end_of_string()
                continue
            elif plain := _PLAIN.match(self._text, self._at):
                self._at = plain.end()
                continue
            self._at += 1

    def _end_of_string(self) -> int:
        ends = (string.match(self._text, self._at) for string in _STRINGS)
        return next((match.end() for match in ends if match), len(self._text))

    def _end_of(self, pattern: re.Pattern[str]) -> int:
        match = pattern.match(self._text, self._at)
        return self._at if match is None else match.end()

    def _line_of(self, place: int) -> int:
        self._line += self._text.count("\n", self._counted_to, place)
        self._counted_to = place
        return self._line
