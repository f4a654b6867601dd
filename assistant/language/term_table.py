"""Glossaries as CSV: a term and its translation in each row, and nothing else is sure.

Spreadsheets write commas, semicolons or tabs, UTF-8, UTF-16 or what the country was used to, with
a header or without.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter

from assistant.core.translation.glossary import Glossary
from assistant.language.term_rows import Columns, ReadTerms, columns_of, terms_of

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 100_000
_DELIMITERS = ",;\t|"
_ROWS_TO_SNIFF = 60
_MOST_CELL = 1_000_000
_UNREADABLE = re.compile("[\x00\ud800-\udfff]")
_HEADER = ("source", "target", "note", "keep")


def read_table(data: bytes, into: Glossary, *, tabs: bool = False) -> ReadTerms:
    """The terms of a CSV file (`tabs`: its name says that tabs separate). Raises csv.Error."""
    text = _UNREADABLE.sub("\ufffd", _decoded(data))
    csv.field_size_limit(_MOST_CELL)
    delimiter = "\t" if tabs else _delimiter(text)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    while rows and not any(cell.strip() for cell in rows[0]):
        del rows[0]
    if not rows:
        return ReadTerms(glossary=into)
    columns = columns_of(rows[0], into)
    if columns is not None:
        return terms_of(rows[1:], columns, into)
    single = all(len([cell for cell in row if cell.strip()]) <= 1 for row in rows)
    return terms_of(rows, Columns(target=None) if single else Columns(), into)


def table_data(glossary: Glossary) -> bytes:
    """The glossary as CSV, in UTF-8 with the mark that spreadsheets want to see.

    The header has the codes of the languages where both are known.
    """
    languages = (glossary.source_language, glossary.target_language)
    header = (*languages, *_HEADER[2:]) if all(languages) else _HEADER
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(header)
    for term in glossary.terms:
        target = "" if term.keep else term.target
        writer.writerow((term.source, target, term.note, "x" if term.keep else ""))
    return codecs.BOM_UTF8 + out.getvalue().encode("utf-8", "replace")


def _decoded(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    if b"\0" in data[:_SAMPLE]:
        zeros = data[0:_SAMPLE:2].count(0), data[1:_SAMPLE:2].count(0)
        return data.decode("utf-16-be" if zeros[0] > zeros[1] else "utf-16-le", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode(_guessed(data), "replace")


def _guessed(data: bytes) -> str:
    import chardet

    found = chardet.detect(data[:_SAMPLE], compat_names=False)["encoding"] or "cp1252"
    try:
        codecs.lookup(found)
    except LookupError:
        return "cp1252"
    return "gb18030" if found.lower() in ("gb2312", "gbk") else found


def _delimiter(text: str) -> str:
    """What separates the cells: that by which most rows have the same number of them."""
    best, most = ",", 0
    sample = text[:_SAMPLE]
    for delimiter in _DELIMITERS:
        counts: Counter[int] = Counter()
        try:
            for number, row in enumerate(
                csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
            ):
                if number >= _ROWS_TO_SNIFF:
                    break
                counts[len(row)] += 1
        except csv.Error:
            continue
        agreeing = max((times for cells, times in counts.items() if cells > 1), default=0)
        if agreeing > most:
            best, most = delimiter, agreeing
    return best
