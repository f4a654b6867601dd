"""Markdown: paragraphs, headings, cells, items and descriptions of pictures."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from assistant.documents.translating.markdown_inline import Positions, Where, parsed, pieces_of
from assistant.documents.translating.markdown_table import in_columns
from assistant.documents.translating.markdown_writing import MarkdownText, guarded_start
from assistant.documents.translating.opened import Opened, Report, note
from assistant.documents.translating.spliced_file import SplicedFile
from assistant.documents.translating.splicing import Unit, make_unit
from assistant.documents.translating.text_file import TextFile, lines_of

_HTML_NOTE = note("Blocks of HTML in the Markdown stay as they are.")
_TOML = re.compile(r"\+\+\+[ \t]*\n(?:.*\n)*?\+\+\+[ \t]*\n")
_TASK = re.compile(r"\[[ xX]\][ \t]+")
_PARENTS = {
    "paragraph_open": "paragraph",
    "heading_open": "heading",
    "th_open": "cell",
    "td_open": "cell",
    "dt_open": "term",
}


def opened(data: bytes, report: Report) -> Opened:
    """The texts of a Markdown file."""
    file = TextFile(data)
    blocks = _Blocks(file, report)
    units = list(blocks.units())
    return SplicedFile(
        file, units, blocks.notes, lambda text, said: in_columns(text, said, file.newline)
    )


def _parser() -> MarkdownIt:
    markdown = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    markdown.use(front_matter_plugin)
    markdown.use(dollarmath_plugin, allow_digits=False, double_inline=True)
    markdown.use(footnote_plugin, inline=False)
    markdown.use(deflist_plugin)
    inline = Positions()
    inline.ruler, inline.ruler2 = markdown.inline.ruler, markdown.inline.ruler2
    inline.ruler2.disable("fragments_join")
    markdown.inline = inline
    return markdown


class _Blocks:
    def __init__(self, file: TextFile, report: Report) -> None:
        self._file = file
        self._text = file.text
        self._report = report
        self._lines = lines_of(file.text)
        self._markdown = _parser()
        self._env: dict[str, Any] = {}
        self.notes: list[str] = []

    def units(self) -> Iterator[Unit]:
        source = "\n".join(self._text[start:end] for start, end, _next in self._lines)
        source = source.replace("\0", "\ufffd") + "\n"
        tokens: list[Token] = []
        self._markdown.block.parse(source, self._markdown, self._env, tokens)
        items = 0
        row = 0
        front = _TOML.match(source)
        first = front[0].count("\n") if front else 0
        for number, token in enumerate(tokens):
            if token.type in ("list_item_open", "list_item_close"):
                items += token.nesting
            elif token.type == "html_block" and token.content.strip()[:4] != "<!--":
                self.notes = [_HTML_NOTE]
            elif token.type == "tr_open" and token.map:
                row = self._lines[token.map[0]][0]
            if token.type != "inline" or not token.map or not token.content:
                continue
            if token.map[0] < first:
                continue
            self._report(token.map[0] / max(1, len(self._lines)))
            parent = _PARENTS.get(tokens[number - 1].type, "")
            if parent == "cell":
                found = self._cell(token, row)
                row = found[1] if found else row
                yield from self._cell_units(found)
            elif parent:
                yield from self._paragraph(token, tokens[number - 1], parent, items > 0)

    def _paragraph(
        self, inline: Token, opening: Token, parent: str, in_list: bool
    ) -> Iterator[Unit]:
        spans = self._spans(inline, opening)
        if not spans:
            return
        dialect = MarkdownText(items=in_list)
        start, end = spans[0][0], spans[-1][1]
        for unit in self._inside(spans, dialect):
            if unit.start == start and opening.markup[:1] != "#":
                unit.polished = guarded_start
            if not unit.glue:
                unit.block = self._block(opening, start, end)
                unit.glue = "<br>" if parent == "term" else self._glue(unit.block[0])
            yield unit

    def _spans(self, inline: Token, opening: Token) -> list[tuple[int, int]]:
        """Where the lines of the paragraph stand in the file; none where that is not sure."""
        if inline.map is None:
            return []
        contents = inline.content.split("\n")
        spans: list[tuple[int, int]] = []
        for number, raw in enumerate(contents):
            line = inline.map[0] + number
            if line >= len(self._lines):
                return []
            start, end, _next = self._lines[line]
            text = self._text[start:end].replace("\0", "\ufffd")
            content = raw.lstrip(" \t")
            if number == len(contents) - 1:
                content = content.rstrip()
            if opening.markup[:1] == "#":
                at = text.find(content, text.find(opening.markup) + len(opening.markup))
            elif number == len(contents) - 1:
                at = len(text.rstrip()) - len(content)
            else:
                at = len(text) - len(content)
            if at < 0 or text[at : at + len(content)] != content:
                return []
            spans.append((start + at, start + at + len(content)))
        return spans

    def _block(self, opening: Token, start: int, end: int) -> tuple[int, int]:
        """What a bilingual version repeats: the paragraph, a heading with its marks."""
        if opening.markup[:1] == "#" and opening.map:
            first, last, _next = self._lines[opening.map[0]]
            return first + self._text[first:last].find(opening.markup), last
        if opening.type == "heading_open" and opening.map:
            return start, self._lines[opening.map[1] - 1][1]
        box = _TASK.match(self._text, start)
        return box.end() if box else start, end

    def _glue(self, start: int) -> str:
        """An empty line, and what the paragraph's next line has to begin with."""
        line = self._lines[bisect_right(self._lines, (start, len(self._text), 0)) - 1]
        if line[0] > start:
            line = self._lines[max(0, bisect_right(self._lines, (start, 0, 0)) - 1)]
        prefix = "".join(one if one in "> \t" else " " for one in self._text[line[0] : start])
        newline = self._file.newline
        return f"{newline}{prefix.rstrip()}{newline}{prefix}"

    def _cell(self, inline: Token, row: int) -> tuple[int, int] | None:
        """Where the text of the cell stands, from `row` on."""
        pattern = re.escape(inline.content).replace(r"\|", r"\\?\|")
        found = re.compile(pattern).search(self._text, row)
        return found.span() if found else None

    def _cell_units(self, span: tuple[int, int] | None) -> Iterator[Unit]:
        if span is None:
            return
        for unit in self._inside([span], MarkdownText(table=True)):
            if not unit.glue:
                unit.block, unit.glue = span, "<br>"
            yield unit

    def _inside(self, spans: Sequence[tuple[int, int]], dialect: MarkdownText) -> Iterator[Unit]:
        """The unit of a paragraph, and those of pictures in it."""
        text = "\n".join(self._text[start:end] for start, end in spans).replace("\0", "\ufffd")
        starts = [0]
        for start, end in spans[:-1]:
            starts.append(starts[-1] + end - start + 1)

        def where(first: int, last: int) -> tuple[int, int]:
            return self._at(first, starts, spans), self._at(last, starts, spans)

        tokens = parsed(self._markdown, text, self._env)
        pieces, pictures = pieces_of(tokens, text, self._text, where)
        unit = make_unit(pieces, dialect)
        if unit is not None:
            yield unit
        for token, begin in pictures:
            alt = pieces_of(
                token.children or [],
                token.content,
                self._text,
                _shifted(where, begin),
            )[0]
            unit = make_unit(alt, dialect)
            if unit is not None:
                unit.glue = " "  # it lies inside another, and is not repeated
                yield unit

    @staticmethod
    def _at(offset: int, starts: Sequence[int], spans: Sequence[tuple[int, int]]) -> int:
        number = bisect_right(starts, offset) - 1
        return spans[number][0] + offset - starts[number]


def _shifted(where: Where, by: int) -> Where:
    return lambda first, last: where(first + by, last + by)
