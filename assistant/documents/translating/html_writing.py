"""Text in HTML: what its references mean, and how text is written so that it stays text."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from assistant.documents.translating.marks import Piece
from assistant.documents.translating.splicing import Spelling, text_pieces

_LINE_END = re.compile(r"[\r\n]")
_PART = re.compile(
    r"[ \t\r\n\f]+|&(?:#[xX][0-9A-Fa-f]{1,8}|#[0-9]{1,8}|[A-Za-z][A-Za-z0-9]{1,31});?"
)


class HtmlText:
    """Fulfils `Dialect`, between tags and in attributes with this `quote` (None: between tags)."""

    def __init__(self, quote: str | None = None) -> None:
        self._escapes = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
        if quote == '"':
            self._escapes['"'] = "&quot;"
        elif quote == "'":
            self._escapes["'"] = "&#39;"
        elif quote == "":
            self._escapes |= {one: f"&#{ord(one)};" for one in " \t\"'=`/"}
        listed = "".join(map(re.escape, {" ", *self._escapes}))
        self.special = re.compile(f"[{listed}]")
        self._bare = quote == ""

    def spelled(self, character: str, before: str, after: str) -> str:
        return self._escapes.get(character, character)

    def context(self, character: str, before: str, after: str) -> str:
        """Both may stand bare where no reference and no tag could begin."""
        begins = after.isalnum() or after in ("#", "/", "!", "?", "")
        return "w" if character in "&<" and begins else ""

    def may_begin_line(self, word: str) -> bool:
        return True

    def tidied(self, pieces: Sequence[Piece], text: str) -> Sequence[Piece]:
        return pieces


def pieces_of(source: str, start: int, *, lines_only: bool = False) -> list[Piece]:
    """The pieces of text that is written as `source`, which begins at `start` of the file.

    White space counts as one space; with `lines_only`, where a line ends in it.
    """
    said: list[str] = []
    spellings: list[Spelling] = []
    at = length = 0
    for found in _PART.finditer(source):
        written = found[0]
        if written[0] == "&":
            shown = html.unescape(written)
            if len(shown) != 1 or shown == written:
                continue
        elif written == " " or (lines_only and not _LINE_END.search(written)):
            continue
        else:
            shown = " "
        said += [source[at : found.start()], shown]
        length += found.start() - at
        spellings.append((length, written))
        length += 1
        at = found.end()
    said.append(source[at:])
    return text_pieces("".join(said), start, spellings)
