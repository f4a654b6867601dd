"""The inside of a Markdown paragraph as pieces: what markdown-it finds there, and where.

markdown-it's tokens know no positions. `Positions` notes for each step of its inline parser which
characters it took.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from assistant.documents.translating.marks import HARD, Piece
from assistant.documents.translating.splicing import text_pieces

Where = Callable[[int, int], tuple[int, int]]
"""From characters of the paragraph to characters of the file."""

_HARD = re.compile(
    HARD
    + r"|\{\{[^{}\n]{1,200}\}\}|\{%[^%\n]{1,200}%\}"  # what other programs replace
    + r"|\[\^[^\]\s]{1,100}\]|\[![A-Z]{2,20}\]|^\[[ xX]\](?=\s)|\{[#.:][^}\n]{0,200}\}\s*$"
)
_TAG = re.compile(r"<(/?)([A-Za-z][\w-]*)[^>]*?(/?)>\Z", re.DOTALL)
_NUMBERS = {"em": 1, "strong": 2, "s": 3, "link": 4}
_FIRST_TAG = 100


class Positions(ParserInline):
    """An inline parser whose tokens have their range in `meta["at"]`."""

    def tokenize(self, state: StateInline) -> None:
        """See the base class, whose loop this is."""
        rules = self.ruler.getRules("")
        deepest = state.md.options["maxNesting"]
        end = state.posMax
        began = state.pos
        while state.pos < end:
            before, known = state.pos, len(state.tokens)
            pending = bool(state.pending)
            if not pending:
                began = before
            taken = state.level < deepest and any(rule(state, False) for rule in rules)
            if not taken:
                state.append_pending(state.src[state.pos])
                state.pos += 1
            elif len(state.tokens) > known:
                first = before
                if pending and len(state.tokens) > known + 1:
                    first = _place(state.tokens[known], began)
                    known += 1
                elif pending:  # all of it was white space before a line break
                    first = began
                _spread(state.tokens, known, first, state.pos)
        if state.pending:
            _place(state.pushPending(), began)


def _place(token: Token, began: int) -> int:
    end = began + len(token.content)
    token.meta["at"] = (began, end)
    return end


def _spread(tokens: list[Token], first: int, start: int, end: int) -> None:
    """Give the tokens from `first` on, made of one step, their part of the range."""
    new = tokens[first:]
    if len(new) == 1:
        new[0].meta["at"] = (start, end)
    elif all(one.type == "text" for one in new) and sum(len(o.content) for o in new) == end - start:
        for token in new:
            start = _place(token, start)
    elif len(new) > 2 and "at" in new[1].meta and "at" in new[-2].meta:
        new[0].meta["at"] = (start, new[1].meta["at"][0])
        new[-1].meta["at"] = (new[-2].meta["at"][1], end)
    else:  # an address in angle brackets, a link without a text
        del tokens[first + 1 :]
        new[0].type, new[0].meta["at"] = "hard", (start, end)
        new[0].nesting = 0


def parsed(markdown: MarkdownIt, text: str, env: dict[str, Any]) -> list[Token]:
    """The tokens of `text`, each with its range."""
    tokens: list[Token] = []
    markdown.inline.parse(text, markdown, env, tokens)
    return tokens


def pieces_of(
    tokens: Sequence[Token], text: str, source: str, where: Where
) -> tuple[list[Piece], list[tuple[Token, int]]]:
    """The pieces of `tokens`, and the pictures with the place of their description in `text`.

    `source` is the whole file.
    """
    made = _Pieces(text, source, where)
    for token in tokens:
        made.take(token)
    made.flush()
    return made.pieces, made.pictures


class _Pieces:
    def __init__(self, text: str, source: str, where: Where) -> None:
        self.pieces: list[Piece] = []
        self.pictures: list[tuple[Token, int]] = []
        self._text = text
        self._source = source
        self._where = where
        self._said = ""
        self._spellings: list[tuple[int, str]] = []
        self._start = 0
        self._waiting = 0  # a delimiter of two characters: its first one
        self._tags: dict[str, int] = {}
        self._links: list[int] = []

    def take(self, token: Token) -> None:
        first, last = token.meta["at"]
        kind = token.type
        if kind == "text" and not token.content:
            self._half(first, last)
        elif kind == "text":
            self._say(token.content, first, last)
        elif kind == "softbreak":
            self._say(" ", first, last)
        elif kind == "text_special" and (
            len(token.content) == 1 or len(token.content) == last - first
        ):
            self._say(token.content, first, last)
        else:
            self.flush()
            self._mark(token, first, last)

    def _say(self, shown: str, first: int, last: int) -> None:
        start, end = self._where(first, last)
        if not self._said:
            self._start = start
        written = self._source[start:end]
        if written != shown:
            self._spellings.append((len(self._said), written))
        self._said += shown

    def flush(self) -> None:
        """Finish the text that is being collected."""
        if self._said:
            self.pieces += text_pieces(self._said, self._start, self._spellings, _HARD)
        self._said, self._spellings = "", []

    def _half(self, first: int, last: int) -> None:
        """The other half of a delimiter: before it opens, after it closes."""
        self.flush()
        previous = self.pieces[-1] if self.pieces else None
        start, end = self._where(first, last)
        if previous is not None and previous.kind == "close" and previous.source[1] == start:
            previous.source = (previous.source[0], end)
        else:
            self._waiting = last - first

    def _mark(self, token: Token, first: int, last: int) -> None:
        first -= self._waiting
        self._waiting = 0
        span = self._where(first, last)
        name, _line, way = token.type.rpartition("_")
        if name in _NUMBERS and way in ("open", "close"):
            self.pieces.append(Piece("open" if way == "open" else "close", "", span))
            self.pieces[-1].number = _NUMBERS[name]
            if name == "link":
                self._link(self.pieces[-1])
            return
        piece = Piece("alone", "", span)
        if token.type == "image":
            self.pictures.append((token, first + 2))
        elif token.type == "html_inline":
            self._tag(piece, token.content)
        self.pieces.append(piece)

    def _link(self, piece: Piece) -> None:
        """A link by its text alone has to say its target once the text is another."""
        if piece.kind == "open":
            self._links.append(piece.source[1])
            return
        start, end = piece.source
        label = self._source[self._links.pop() : start]
        if self._source[start:end] in ("]", "][]"):
            piece.text = f"][{' '.join(label.split())}]"

    def _tag(self, piece: Piece, content: str) -> None:
        found = _TAG.match(content)
        if found and not found[3] and found[2].lower() not in ("br", "img", "wbr", "input", "hr"):
            piece.kind = "close" if found[1] else "open"
            name = found[2].lower()
            piece.number = self._tags.setdefault(name, _FIRST_TAG + len(self._tags))
