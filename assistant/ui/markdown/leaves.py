"""A text as a flat list of leaves: the smallest blocks, each with the containers around it.

Everything is bounded: a long block of code, table or unformatted text becomes several leaves of
one group (`part` counts within it), so that no single one is slow to lay out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from assistant.ui.markdown.grammar import MAX_NESTING, parse_blocks

if TYPE_CHECKING:
    from markdown_it.token import Token

CODE_LINES = 40
CODE_CHARACTERS = 4000
CODE_PIECE = 2000
TABLE_ROWS = 24
TABLE_CELLS = 144
TABLE_COLUMNS = 40
CELL_CHARACTERS = 1500
PLAIN_CHARACTERS = 2000
PARAGRAPH_CHARACTERS = 6000
PARAGRAPH_BRACKETS = 400
PARAGRAPH_MARKS = 1500
FORMULA_CHARACTERS = 2000

_TASK = re.compile(r"\[([ xX])\](?:[ \t\n]|$)")
_MARKS = re.compile(r"[*_$`<~]")
_LANGUAGE = re.compile(r"[\w+#.-]+")


class Kind(StrEnum):
    """What a leaf is. CODE, TABLE and PLAIN may come in parts."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    CODE = "code"
    TABLE = "table"
    RULE = "rule"
    FORMULA = "formula"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Leaf:
    """One block to lay out.

    text: the inline Markdown of a paragraph or heading, the code, the LaTeX, or plain text.
    level: of a heading, 1 to 6. language: of code, lower case, "" when unknown.
    containers: what is around it, outermost first, a string of Q (quote), L (list) and I (item).
    shared: how many of these are the very ones around the leaf before it.
    marker: what stands before the first leaf of an item: "•", "3.", "[ ]", "[x]".
    part: 0 for the first of its group. joined: goes on within a line of the leaf before it.
    rows: the cells of a table as inline Markdown, the header first when `part` is 0.
    columns: alignment of each column, of "l", "c" and "r". context: code just before this part.
    """

    kind: Kind
    text: str = ""
    level: int = 0
    language: str = ""
    containers: str = ""
    shared: int = 0
    marker: str = ""
    part: int = 0
    joined: bool = False
    rows: tuple[tuple[str, ...], ...] = ()
    columns: str = ""
    context: str = ""


@dataclass(frozen=True, slots=True)
class Resume:
    """How reading goes on inside a block: what was known from the text before.

    `prefix` (`prefix_lines` lines) must stand before the rest: the opening line of a fence or the
    head of a table. `part` and `context` are those of the first leaf; `ordinal` is the number of
    the first item (None for bullets) when `in_list`.
    """

    prefix: str = ""
    prefix_lines: int = 0
    part: int = 0
    context: str = ""
    in_list: bool = False
    ordinal: int | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """A leaf, and the source line from which reading can resume with it; -1 where it cannot."""

    leaf: Leaf
    line: int = -1
    resume: Resume | None = None


def plain_leaves(text: str, *, first_part: int = 0) -> Iterator[Leaf]:
    """`text` without any formatting, in pieces cut at line ends where there are any.

    All pieces but the last stay the same when `text` grows at its end.
    """
    at, part, joined = 0, first_part, False
    while len(text) - at > PLAIN_CHARACTERS:
        cut = text.rfind("\n", at, at + PLAIN_CHARACTERS)
        if cut >= at:
            yield Leaf(Kind.PLAIN, text[at:cut], part=part, joined=joined)
            at, joined = cut + 1, False
        else:
            space = text.rfind(" ", at + PLAIN_CHARACTERS // 2, at + PLAIN_CHARACTERS)
            cut = space + 1 if space >= 0 else at + PLAIN_CHARACTERS
            yield Leaf(Kind.PLAIN, text[at:cut], part=part, joined=joined)
            at, joined = cut, True
        part += 1
    if at < len(text) or part == first_part or not joined:
        yield Leaf(Kind.PLAIN, text[at:], part=part, joined=joined)


def markdown_leaves(
    text: str, environment: dict[str, Any], resume: Resume | None = None
) -> list[Placed]:
    """The leaves of the Markdown `text` (with `resume.prefix` before it).

    Lines count from the start of `text`, without the prefix.
    """
    if resume is not None and resume.prefix:
        text = resume.prefix + text
    return _Flattening(text, parse_blocks(text, environment), resume).run()


class _Flattening:
    """Walks block tokens once and collects leaves."""

    def __init__(self, text: str, tokens: list[Token], resume: Resume | None) -> None:
        self._text = text
        self._tokens = tokens
        self._resume = resume
        self._line_offset = resume.prefix_lines if resume else 0
        self._lines: list[str] | None = None
        self._found: list[Placed] = []
        self._containers = ""
        self._shared = 0
        self._marker = ""
        self._ordinals: list[int | None] = []
        self._line = -1
        self._resume_here: Resume | None = None

    def run(self) -> list[Placed]:
        index = 0
        while index < len(self._tokens):
            token = self._tokens[index]
            if token.level == 0 and token.nesting >= 0 and token.map:
                self._line = token.map[0] - self._line_offset
                self._resume_here = None
            index = self._visit(token, index)
        return self._found

    def _visit(self, token: Token, index: int) -> int:
        kind = token.type
        if kind in ("paragraph_open", "heading_open"):
            level = int(token.tag[1]) if kind == "heading_open" else 0
            self._inline(self._tokens[index + 1].content, level)
            return index + 3
        if kind == "table_open":
            return self._table(index)
        if kind in ("fence", "code_block"):
            self._code(token)
        elif kind == "hr":
            self._add(Leaf(Kind.RULE))
        elif kind == "math_block":
            self._formula(token.content)
        elif kind.endswith("_open"):
            if token.level >= MAX_NESTING - 1:
                return self._too_deep(index)
            self._open(token)
        elif kind.endswith("_close"):
            self._close(kind)
        elif token.content:
            self._plain(token.content)
        return index + 1

    def _too_deep(self, index: int) -> int:
        """Show as it was written what the parser does not go into."""
        opening = self._tokens[index]
        first, last = opening.map or (0, 0)
        self._plain("\n".join(self._source_line(number) for number in range(first, last)))
        while self._tokens[index].level > opening.level or self._tokens[index].nesting >= 0:
            index += 1
        return index + 1

    def _open(self, token: Token) -> None:
        if token.type == "blockquote_open":
            self._containers += "Q"
        elif token.type == "list_item_open":
            self._open_item(token)
        else:
            if self._marker:
                self._add(Leaf(Kind.PARAGRAPH))
            ordered = token.type == "ordered_list_open"
            start = int(token.attrs.get("start", 1)) if ordered else None
            if self._resume is not None and self._resume.in_list and not self._containers:
                start = self._resume.ordinal
                self._shared = 1
                self._resume = None
            self._containers += "L"
            self._ordinals.append(start)

    def _open_item(self, token: Token) -> None:
        number = self._ordinals[-1]
        if self._containers == "L" and token.map:
            self._line = token.map[0] - self._line_offset
            if self._shared:
                self._resume_here = Resume(in_list=True, ordinal=number)
        self._containers += "I"
        if number is None:
            self._marker = "•"
        else:
            self._marker = f"{number}."
            self._ordinals[-1] = number + 1

    def _close(self, kind: str) -> None:
        if kind == "list_item_close" and self._marker:
            self._add(Leaf(Kind.PARAGRAPH))
        if kind in ("bullet_list_close", "ordered_list_close"):
            self._ordinals.pop()
        self._containers = self._containers[:-1]
        self._shared = min(self._shared, len(self._containers))

    def _add(self, leaf: Leaf, *, line: int | None = None, resume: Resume | None = None) -> None:
        leaf = replace(leaf, containers=self._containers, shared=self._shared, marker=self._marker)
        if line is None:
            line, resume = self._line, self._resume_here
        self._found.append(Placed(leaf, line, resume))
        self._shared = len(self._containers)
        self._marker = ""
        self._line = -1
        self._resume_here = None

    def _inline(self, content: str, level: int) -> None:
        if self._containers.endswith("I") and self._marker:
            task = _TASK.match(content)
            if task:
                self._marker = "[ ]" if task.group(1) == " " else "[x]"
                content = content[task.end() :].lstrip()
        if _too_much(content):
            self._plain(content)
        elif level:
            self._add(Leaf(Kind.HEADING, content, level=level))
        else:
            self._add(Leaf(Kind.PARAGRAPH, content))

    def _plain(self, content: str) -> None:
        for leaf in plain_leaves(content):
            self._add(leaf)

    def _formula(self, content: str) -> None:
        if len(content) > FORMULA_CHARACTERS:
            self._plain(content)
        else:
            self._add(Leaf(Kind.FORMULA, content))

    def _code(self, token: Token) -> None:
        language = ""
        if token.type == "fence":
            named = _LANGUAGE.match(token.info.strip())
            language = named.group().lower() if named else ""
        content = token.content.removesuffix("\n")
        at_top = not self._containers and token.map is not None and token.type == "fence"
        first = token.map[0] if token.map else 0
        known, self._resume = self._resume or Resume(), None
        before = known.context
        for number, (text, joined, line) in enumerate(_code_pieces(content)):
            part = known.part + number
            leaf = Leaf(
                Kind.CODE, text, language=language, part=part, joined=joined, context=before
            )
            if number == 0:
                self._add(leaf)
            elif at_top and not joined:
                resume = Resume(self._source_line(first) + "\n", 1, part, before)
                self._add(leaf, line=first + 1 + line - self._line_offset, resume=resume)
            else:
                self._add(leaf, line=-1)
            before = text

    def _table(self, index: int) -> int:
        opening = self._tokens[index]
        rows: list[tuple[str, ...]] = []
        columns = ""
        cells: list[str] = []
        lines: list[int] = []
        index += 1
        while self._tokens[index].type != "table_close":
            token = self._tokens[index]
            if token.type == "tr_open" and token.map:
                lines.append(token.map[0])
            elif token.type == "inline":
                cells.append(token.content)
            elif token.type == "th_open":
                style = str(token.attrs.get("style", "text-align:left"))
                columns += style.partition(":")[2][:1]
            elif token.type == "tr_close":
                rows.append(tuple(cells))
                cells = []
            index += 1
        self._table_leaves(opening, rows, columns, lines)
        return index + 1

    def _table_leaves(
        self, opening: Token, rows: list[tuple[str, ...]], columns: str, lines: list[int]
    ) -> None:
        first, last = opening.map or (0, 0)
        if len(columns) > TABLE_COLUMNS:
            self._plain("\n".join(self._source_line(number) for number in range(first, last)))
            return
        known, self._resume = self._resume or Resume(), None
        size = min(TABLE_ROWS, max(1, TABLE_CELLS // len(columns)))
        body = rows[1:]
        resumable = not self._containers and len(lines) == len(rows)
        for number, start in enumerate(range(0, max(1, len(body)), size)):
            part = known.part + number
            cells = body[start : start + size]
            if part == 0:
                cells = [rows[0], *cells]
            leaf = Leaf(Kind.TABLE, rows=tuple(cells), columns=columns, part=part)
            if number == 0:
                self._add(leaf)
            elif resumable:
                head = f"{self._source_line(first)}\n{self._source_line(first + 1)}\n"
                line = lines[start + 1] - self._line_offset
                self._add(leaf, line=line, resume=Resume(head, 2, part))
            else:
                self._add(leaf, line=-1)

    def _source_line(self, number: int) -> str:
        if self._lines is None:
            self._lines = self._text.split("\n")
        return self._lines[number] if number < len(self._lines) else ""


def _too_much(content: str) -> bool:
    """Whether inline parsing would be slow: real prose never comes near these counts."""
    if len(content) > PARAGRAPH_CHARACTERS or content.count("[") > PARAGRAPH_BRACKETS:
        return True
    return len(content) > PARAGRAPH_MARKS and len(_MARKS.findall(content)) > PARAGRAPH_MARKS


def _code_pieces(content: str) -> Iterator[tuple[str, bool, int]]:
    """(text, joined, line it starts on) of each piece; all but the last are final."""
    held: list[str] = []
    size = 0
    start = 0
    joined = False
    for number, line in enumerate(content.split("\n")):
        if held and (len(held) >= CODE_LINES or size + len(line) > CODE_CHARACTERS):
            yield "\n".join(held), joined, start
            held, size, start, joined = [], 0, number, False
        rest = line
        while len(rest) > CODE_PIECE:
            # A line without an end is shown in pieces; copying joins them again.
            if held:
                yield "\n".join(held), joined, start
                held, size, start, joined = [], 0, number, False
            yield rest[:CODE_PIECE], joined, start
            rest, joined, start = rest[CODE_PIECE:], True, number
        held.append(rest)
        size += len(rest)
    yield "\n".join(held), joined, start
