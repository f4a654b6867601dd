"""How text is written in Markdown so that it stays text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it.common.html_blocks import block_names

from assistant.documents.translating.marks import Piece

_DELIMITER = re.compile(r"[*_~]+\Z")
_SPECIAL = re.compile(r"[ \\`*_\[\]<&~$|]")
_TABLE_WORDS = re.compile(r"(?<!\\)((?:\\\\)*)\|")
_ENTITY = re.compile(r"[A-Za-z0-9#]")
_BLOCK_WORD = re.compile(r"(?:[-+*=:~#>|]|#{1,6}|1[.)]|[-=]{2,}|~{3,}.*|>.*|\[\^?.*\]:)\Z")
_BLOCK_TAG = re.compile(
    rf"<(?:[!?]|/?(?:script|pre|style|textarea|{'|'.join(block_names)})(?:[\s/>]|\Z))",
    re.IGNORECASE,
)
_ITEM_WORD = re.compile(r"\d{1,9}[.)]\Z")
_BLOCK_START = re.compile(
    r"(?P<mark>[-+](?=\s|\Z)|#(?=#{0,5}(?:\s|\Z))|>|~(?=~~)|[-=](?=[-=]*\s*\Z)|[:~](?=\s))"
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
            character == " "
            or (character == "_" and before.isalnum() and after.isalnum())
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
        word = word.partition("\n")[0].rstrip()
        if _BLOCK_WORD.match(word) or _BLOCK_TAG.match(word):
            return False
        return not (self._items and _ITEM_WORD.match(word))

    def tidied(self, pieces: Sequence[Piece], text: str) -> Sequence[Piece]:
        """Emphasis that CommonMark would not take for one is mended.

        Delimiters must touch what they are around, underscores must not stand inside of a word,
        and a delimiter between punctuation and a letter needs a space there.
        """
        return _Tidying(pieces, text).pieces


class _Tidying:
    def __init__(self, pieces: Sequence[Piece], text: str) -> None:
        self._text = text
        self.pieces = [Piece(one.kind, one.text, one.source, one.number) for one in pieces]
        self._spaces_out()
        self._drop_empty()
        self._exclamation()
        for at, piece in enumerate(self.pieces):
            if piece.kind == "open" and self._delimiter(piece):
                self._flank(at, self._closing(at))

    def _written(self, piece: Piece) -> str:
        source = piece.source
        return source if isinstance(source, str) else self._text[source[0] : source[1]]

    def _delimiter(self, piece: Piece) -> bool:
        if piece.kind not in ("open", "close"):
            return False
        return _DELIMITER.match(self._written(piece)) is not None

    def _closing(self, at: int) -> int:
        number = self.pieces[at].number
        return next(
            place
            for place in range(at, len(self.pieces))
            if self.pieces[place].kind == "close" and self.pieces[place].number == number
        )

    def _spaces_out(self) -> None:
        """Spaces inside of delimiters go outside."""
        pieces = self.pieces
        for at in range(len(pieces) - 1, 0, -1):
            piece, before = pieces[at], pieces[at - 1]
            if piece.kind == "text" and before.kind == "open" and self._delimiter(before):
                spaces = piece.text[: len(piece.text) - len(piece.text.lstrip(" "))]
                if spaces:
                    piece.text = piece.text[len(spaces) :]
                    pieces.insert(at - 1, Piece("text", spaces))
        at = 0
        while at < len(pieces) - 1:
            piece, after = pieces[at], pieces[at + 1]
            if piece.kind == "text" and after.kind == "close" and self._delimiter(after):
                spaces = piece.text[len(piece.text.rstrip(" ")) :]
                if spaces:
                    piece.text = piece.text.rstrip(" ")
                    pieces.insert(at + 2, Piece("text", spaces))
            at += 1
        self.pieces = [one for one in pieces if one.kind != "text" or one.text]

    def _drop_empty(self) -> None:
        """Delimiters around nothing would be seen."""
        at = 0
        while at < len(self.pieces) - 1:
            first, second = self.pieces[at], self.pieces[at + 1]
            if first.kind == "open" and second.kind == "close" and self._delimiter(first):
                del self.pieces[at : at + 2]
                at = max(0, at - 1)
            else:
                at += 1

    def _exclamation(self) -> None:
        """ "!" before a link would make a picture of it."""
        for at in range(len(self.pieces) - 1, 0, -1):
            piece, before = self.pieces[at], self.pieces[at - 1]
            exclaimed = before.kind == "text" and before.text.endswith("!")
            if exclaimed and piece.kind == "open" and self._written(piece).startswith("["):
                before.text = before.text[:-1]
                self.pieces.insert(at, Piece("alone", "", "\\!"))

    def _flank(self, first: int, last: int) -> None:
        opening, closing = self.pieces[first], self.pieces[last]
        before, inside = self._neighbour(first - 1, -1), self._neighbour(first + 1, 0)
        within, after = self._neighbour(last - 1, -1), self._neighbour(last + 1, 0)
        if "_" in self._written(opening) and (before.isalnum() or after.isalnum()):
            opening.source = self._written(opening).replace("_", "*")
            closing.source = self._written(closing).replace("_", "*")
        if before.isalnum() and _class(inside) == "p":
            opening.source = " " + self._written(opening)
        if after.isalnum() and _class(within) == "p":
            closing.source = self._written(closing) + " "

    def _neighbour(self, at: int, edge: int) -> str:
        """The character of a text beside a mark, "" for another mark or nothing."""
        if not 0 <= at < len(self.pieces) or self.pieces[at].kind != "text":
            return ""
        return self.pieces[at].text[edge]


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
