"""Markdown that a model wrote as a page for a browser, or as a DOCX file.

Nothing in it is followed: HTML is shown as text, and there are neither links nor pictures,
which could tell somebody that the file was opened.
"""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

_PAGE = """<!DOCTYPE html>
<html>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
body {{ max-width: 42em; margin: 2em auto; padding: 0 1em; font-family: sans-serif;
  line-height: 1.5; }}
table {{ border-collapse: collapse; }}
th, td {{ border: 1px solid #999; padding: 0.3em 0.6em; text-align: left; }}
</style>
</head>
<body>
{body}</body>
</html>
"""
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_DEEPEST_LIST = 3


def as_html(markdown: str, title: str) -> bytes:
    """A page of its own, UTF-8."""
    body = _parser().render(_clean(markdown))
    return _PAGE.format(title=html.escape(_clean(title)), body=body).encode("utf-8")


def as_docx(markdown: str, title: str) -> bytes:
    """A DOCX file with headings, paragraphs, lists and tables."""
    from docx import Document

    written = Document()
    written.core_properties.title = _clean(title)[:255]
    _Writer(written).write(_parser().parse(_clean(markdown)))
    out = io.BytesIO()
    written.save(out)
    return out.getvalue()


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    return parser.disable(["link", "image", "autolink", "reference", "html_block", "html_inline"])


def _clean(text: str) -> str:
    return _NOT_IN_XML.sub("\ufffd", text)


class _Writer:
    """Walks over the tokens of a text and builds the document."""

    def __init__(self, written: Any) -> None:
        self._written = written
        self._lists: list[str] = []
        self._heading = 0
        self._rows: list[list[Sequence[Token]]] | None = None

    def write(self, tokens: Sequence[Token]) -> None:
        for token in tokens:
            self._take(token)

    def _take(self, token: Token) -> None:
        kind = token.type
        if kind in ("bullet_list_open", "ordered_list_open"):
            self._lists.append("List Bullet" if kind.startswith("bullet") else "List Number")
        elif kind in ("bullet_list_close", "ordered_list_close"):
            self._lists.pop()
        elif kind == "heading_open":
            self._heading = int(token.tag[1])
        elif kind == "heading_close":
            self._heading = 0
        elif kind == "table_open":
            self._rows = []
        elif kind == "tr_open" and self._rows is not None:
            self._rows.append([])
        elif kind == "table_close":
            self._table(self._rows or [])
            self._rows = None
        elif kind == "inline":
            self._inline(token.children or [])
        elif kind in ("fence", "code_block"):
            self._written.add_paragraph(token.content.rstrip("\n"))

    def _inline(self, children: Sequence[Token]) -> None:
        if self._rows is not None:
            self._rows[-1].append(children)
        elif self._heading:
            _add_runs(self._written.add_heading(level=self._heading), children)
        else:
            _add_runs(self._written.add_paragraph(style=self._list_style()), children)

    def _list_style(self) -> str | None:
        if not self._lists:
            return None
        depth = min(len(self._lists), _DEEPEST_LIST)
        return self._lists[-1] if depth == 1 else f"{self._lists[-1]} {depth}"

    def _table(self, rows: Sequence[Sequence[Sequence[Token]]]) -> None:
        if not rows or not rows[0]:
            return
        table = self._written.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
        for row, cells in zip(table.rows, rows, strict=True):
            for cell, children in zip(row.cells, cells, strict=False):
                _add_runs(cell.paragraphs[0], children)


def _add_runs(paragraph: Any, children: Sequence[Token]) -> None:
    for text, bold, italic in _runs(children):
        run = paragraph.add_run(text)
        run.bold, run.italic = bold or None, italic or None


def _runs(children: Sequence[Token]) -> Iterator[tuple[str, bool, bool]]:
    bold = italic = 0
    for token in children:
        if token.type in ("strong_open", "strong_close"):
            bold += token.nesting
        elif token.type in ("em_open", "em_close"):
            italic += token.nesting
        elif token.type in ("softbreak", "hardbreak"):
            yield (" " if token.type == "softbreak" else "\n"), bold > 0, italic > 0
        elif token.content:
            yield token.content, bold > 0, italic > 0
