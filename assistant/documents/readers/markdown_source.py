"""Markdown: the blocks that CommonMark sees, each with its own characters of the file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.front_matter import front_matter_plugin

from assistant.core.document_text import BlockKind
from assistant.documents.archives import faults_of_the_file
from assistant.documents.readers.plain_text import decoded
from assistant.documents.reading import Source, TextBuilder

_TITLE = re.compile(r"^title:[ \t]*(['\"]?)(.+?)\1[ \t]*$", re.MULTILINE)
_FOOTNOTE = re.compile(r"\s*\[\^[^\]\s]+\]:")
_KINDS: dict[str, BlockKind] = {
    "fence": "code",
    "code_block": "code",
    "html_block": "paragraph",
    "table_open": "table",
    "front_matter": "code",
}
_NESTED_DEEPEST = 40
_LARGEST_PART = 500_000  # characters
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r"#{1,6}[ \t]")


class _Piece(NamedTuple):
    first: int
    last: int
    kind: BlockKind
    level: int


def read(source: Source, builder: TextBuilder) -> None:
    """Headings, paragraphs, items, quotes, tables and code in their original characters.

    What produces no block (definitions of links) is a paragraph: no line is lost. Front matter
    is kept as code; a `title` in it, else the first heading of level 1, is the title.
    """
    lines = decoded(source, builder).split("\n")
    parser = MarkdownIt("commonmark", {"maxNesting": _NESTED_DEEPEST})
    parser = parser.enable("table").use(front_matter_plugin)
    parser.disable("inline")
    first = 0
    for last in _cuts(lines):
        _add_part(parser, lines[first:last], first == 0, builder)
        parser.disable("front_matter", ignoreInvalid=True)
        first = last
        source.report(0.3 + 0.7 * last / len(lines))


def _cuts(lines: Sequence[str]) -> Iterator[int]:
    """Where a long text is cut to be parsed in parts: before headings, outside of code."""
    characters, fence = 0, ""
    for number, line in enumerate(lines):
        mark = _FENCE.match(line)
        if mark and not fence:
            fence = mark[1]
        elif mark and mark[1].startswith(fence) and not line.strip("`~ \t"):
            fence = ""
        if characters > _LARGEST_PART and not fence:
            before = lines[number - 1]
            if _HEADING.match(line) or (characters > 4 * _LARGEST_PART and not before.strip()):
                yield number
                characters = 0
        characters += len(line) + 1
    yield len(lines)


def _add_part(
    parser: MarkdownIt, lines: Sequence[str], is_first: bool, builder: TextBuilder
) -> None:
    with faults_of_the_file(RecursionError, AttributeError, TypeError):
        tokens = parser.parse("\n".join(lines))
    for piece in _complete(list(_pieces(tokens)), lines):
        content = "\n".join(lines[piece.first : piece.last])
        is_note = piece.kind == "paragraph" and _FOOTNOTE.match(content)
        builder.add(content, "footnote" if is_note else piece.kind, piece.level)
        _find_title(content, piece, is_first, builder)


def _find_title(content: str, piece: _Piece, is_first: bool, builder: TextBuilder) -> None:
    if builder.title:
        return
    if is_first and piece.first == 0 and piece.kind == "code" and content.startswith("---"):
        found = _TITLE.search(content)
        builder.title = found[2] if found else ""
    elif piece.kind == "heading" and piece.level == 1:
        builder.title = content.strip().split("\n")[0].strip("# \t")


def _pieces(tokens: Sequence[Token]) -> Iterator[_Piece]:
    """The leaf blocks, as lines `first` to `last` (exclusive), in order."""
    lists, quotes = 0, 0
    for token in tokens:
        name = token.type
        first, last = token.map or (0, 0)
        if name in ("bullet_list_open", "ordered_list_open"):
            lists += 1
        elif name in ("bullet_list_close", "ordered_list_close"):
            lists -= 1
        elif name in ("blockquote_open", "blockquote_close"):
            quotes += token.nesting
        elif token.map is None:
            continue
        elif name == "heading_open":
            yield _Piece(first, last, "heading", int(token.tag[1:]))
        elif name == "paragraph_open":
            kind: BlockKind = "paragraph"
            if lists:
                kind = "list_item"
            elif quotes:
                kind = "quote"
            yield _Piece(first, last, kind, lists if kind == "list_item" else 0)
        elif name in _KINDS:
            yield _Piece(first, last, _KINDS[name], 0)


def _complete(pieces: list[_Piece], lines: Sequence[str]) -> Iterator[_Piece]:
    """`pieces` without overlaps, and the lines between them as paragraphs."""
    done = 0
    for piece in sorted(pieces):
        if piece.last <= done:
            continue
        yield from _between(lines, done, piece.first)
        yield piece._replace(first=max(piece.first, done))
        done = piece.last
    yield from _between(lines, done, len(lines))


def _between(lines: Sequence[str], first: int, last: int) -> Iterator[_Piece]:
    start = first
    for at in range(first, last):
        if not lines[at].strip():
            yield _Piece(start, at, "paragraph", 0)
            start = at + 1
    if start < last:
        yield _Piece(start, last, "paragraph", 0)
