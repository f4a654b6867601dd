"""XLSX, by openpyxl, read row by row. A sheet is a page."""

from __future__ import annotations

import datetime
import mimetypes
import os
import re
import warnings
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from assistant.documents.archives import Archive, damaged, faults_of_the_file, too_much
from assistant.documents.readers.table_text import cell_text, row_text
from assistant.documents.reading import Source, TextBuilder

LARGEST_STRINGS = 100_000_000
"""Bytes of the table of strings, which is held in memory."""
MOST_CELLS = 4_000_000
MOST_CHARACTERS = 40_000_000
_ROWS_BETWEEN_REPORTS = 2_000
_FAULTS = (TypeError, AttributeError, AssertionError, SyntaxError)
_NO_RESULT = re.compile(rb"(?:</f>|<f(?:\s[^<>]*)?/>)\s*(?:<v>\s*</v>|<v\s*/>)?\s*</c>")
_CHUNK = 1 << 20
_HEAD = 8192
_ENCODING = re.compile(rb"""encoding\s*=\s*["']([\w.:-]+)""")
_PLAIN_ENCODINGS = frozenset({b"utf-8", b"utf8", b"utf-16", b"us-ascii", b"iso-8859-1"})
_ROOT = re.compile(rb"<[A-Za-z_]")


def read(source: Source, builder: TextBuilder) -> None:
    """The name of each sheet as a heading, and its rows; an empty row ends a table.

    Formulas give the results that the file keeps, dates are ISO 8601. Sheets beyond
    `MOST_CELLS` cells end there, with a note.
    """
    openpyxl, not_a_book = _library()
    with Archive(source.path) as archive:
        _check(archive, builder)
    with (
        source.path.open("rb") as file,
        warnings.catch_warnings(action="ignore"),
        faults_of_the_file(*_FAULTS, not_a_book),
    ):
        book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        builder.title = cell_text(book.properties.title or "")
        _Sheets(builder, source).add(book.worksheets)
        book.close()


def _library() -> tuple[Any, type[Exception]]:
    """openpyxl, and what it raises for a file that is no workbook.

    On import it has mimetypes read lists of the system, which the sandbox keeps closed. With
    defusedxml it parses in Python, ten times slower; here `_check` refuses entities before.
    """
    mimetypes.knownfiles.clear()
    os.environ["OPENPYXL_DEFUSEDXML"] = "False"
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    return openpyxl, InvalidFileException


def _check(archive: Archive, builder: TextBuilder) -> None:
    without_result = False
    for name in archive.names:
        if name.lower().endswith((".xml", ".rels", ".vml")):
            _refuse_entities(archive, name)
        if Path(name).name.lower() == "sharedstrings.xml" and archive.size(name) > LARGEST_STRINGS:
            raise too_much()
        if not without_result and name.startswith("xl/worksheets/") and name.endswith(".xml"):
            without_result = _has_formula_without_result(archive, name)
    if without_result:
        builder.note(
            "Some formulas have no result in the file. Open it in a spreadsheet program and save "
            "it there to have them calculated."
        )


def _refuse_entities(archive: Archive, name: str) -> None:
    """A document type stands before the root element; no part of a workbook has one (ECMA-376)."""
    with archive.open(name) as stream:
        head = stream.read(_HEAD)
    written = _ENCODING.search(head)
    if written and written[1].lower() not in _PLAIN_ENCODINGS:
        raise damaged()
    if b"<!" in head.replace(b"\0", b"").replace(b"<!--", b""):
        raise damaged()
    if not _ROOT.search(head.replace(b"\0", b"")):
        raise damaged()


def _has_formula_without_result(archive: Archive, name: str) -> bool:
    with archive.open(name) as stream:
        tail = b""
        while chunk := stream.read(_CHUNK):
            if _NO_RESULT.search(tail + chunk):
                return True
            tail = chunk[-200:]
    return False


class _Sheets:
    def __init__(self, builder: TextBuilder, source: Source) -> None:
        self._builder = builder
        self._source = source
        self._cells = 0
        self._characters = 0

    def add(self, sheets: Sequence[Any]) -> None:
        for number, sheet in enumerate(sheets):
            self._builder.begin_page()
            self._builder.add(sheet.title, "heading", 1)
            if sheet.sheet_state != "visible":
                self._builder.note(f"The sheet “{sheet.title}” is hidden; it was read.")
            sheet.reset_dimensions()  # what a file says about them is often wrong
            self._add_rows(sheet.iter_rows(values_only=True), number, len(sheets))
            self._source.report((number + 1) / len(sheets))

    def _add_rows(self, rows: Iterable[Sequence[Any]], number: int, sheets: int) -> None:
        lines: list[str] = []
        for at, row in enumerate(rows):
            if self._cells > MOST_CELLS or self._characters > MOST_CHARACTERS:
                self._builder.note(
                    f"The workbook is very large: it was read up to row {at:,} of "
                    f"sheet {number + 1}."
                )
                break
            line = row_text([_value(value) for value in row])
            self._cells += 1 + len(row)
            self._characters += len(line)
            if line:
                lines.append(line)
            elif lines:
                self._builder.add("\n".join(lines), "table")
                lines = []
            if at % _ROWS_BETWEEN_REPORTS == 0:
                self._source.report((number + at / (at + 50_000)) / sheets)
        self._builder.add("\n".join(lines), "table")


def _value(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return str(value).upper()
        case float():
            return f"{value:.15g}"
        case datetime.datetime():
            text = value.isoformat(" ", "seconds")
            return text.removesuffix(" 00:00:00")
        case datetime.date() | datetime.time():
            return value.isoformat()
    return cell_text(str(value))
