"""How text is written in Markdown so that it stays text."""

from __future__ import annotations

import re

_SPECIAL = re.compile(r"[ \\`*_\[\]<&~$|]")
_TABLE_WORDS = re.compile(r"(?<!\\)((?:\\\\)*)\|")
_ENTITY = re.compile(r"[A-Za-z0-9#]")
_BLOCK_WORD = re.compile(r"(?:[-+*=:#>|]|#{1,6}|1[.)]|[-=]{2,}|~{3,}.*|>.*|\[\^?.*\]:)\Z")
_ITEM_WORD = re.compile(r"\d{1,9}[.)]\Z")
_BLOCK_START = re.compile(
    r"(?P<mark>[-+](?=\s|\Z)|#(?=#{0,5}(?:\s|\Z))|>|~(?=~~)|[-=](?=[-=]*\s*\Z)|:(?=\s))"
    r"|(?P<number>\d{1,9})(?P<dot>[.)])(?=\s|\Z)"
)


class MarkdownText:
    """Fulfils `Dialect`. In a table a bar is escaped, in a list a number may not begin a line."""

    special = _SPECIAL

    def __init__(self, *, table: bool = False, items: bool = False) -> None:
        self._table = table
        self._items = items

    def spelled(self, character: str, before: str, after: str) -> str:
        plain = (
            (character == "_" and before.isalnum() and after.isalnum())
            or (character == "&" and not _ENTITY.match(after))
            or (character == "~" and "~" not in (before, after))
            or (character == "|" and not self._table)
            or (character == "<" and (not after or after.isspace() or after.isdigit()))
        )
        return character if plain else "\\" + character

    def context(self, character: str, before: str, after: str) -> str:
        """Neighbours decide whether a delimiter is one."""
        return _class(before) + _class(after)

    def may_begin_line(self, word: str) -> bool:
        if _BLOCK_WORD.match(word):
            return False
        return not (self._items and _ITEM_WORD.match(word))


def _class(neighbour: str) -> str:
    if not neighbour:
        return "m"
    if neighbour.isspace():
        return "s"
    return "w" if neighbour.isalnum() else "p"


def guarded_start(text: str, _broken: str = "") -> str:
    """`text` as the beginning of a paragraph: nothing in it begins another kind of block."""
    found = _BLOCK_START.match(text)
    if not found:
        return text
    if found["mark"]:
        return "\\" + text
    return f"{found['number']}\\{text[found.end('number') :]}"


def in_cell(text: str) -> str:
    """Inline Markdown that goes into a cell of a table."""
    text = re.sub(r"(?:  +|\\)(?:\r\n|\r|\n)[ \t]*", "<br>", text)
    text = re.sub(r"\s*(?:\r\n|\r|\n)[ \t]*", " ", text)
    return _TABLE_WORDS.sub(r"\1\\|", text)
