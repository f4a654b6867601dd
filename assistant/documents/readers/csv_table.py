"""Tables as text files: CSV, TSV and their kin, whatever the separator and the encoding."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter

from assistant.documents.archives import faults_of_the_file
from assistant.documents.readers.plain_text import decoded
from assistant.documents.readers.table_text import cell_text, row_text
from assistant.documents.reading import Source, TextBuilder

_SEPARATORS = ",;\t|"
_SAMPLE_LINES = 50
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_LONGEST_CELL = 10_000_000
_LINES_BETWEEN_REPORTS = 20_000


def read(source: Source, builder: TextBuilder) -> None:
    """One table; an empty line in the file divides it into several."""
    text = decoded(source, builder)
    declared = re.match(r"sep=(.)\n", text, re.IGNORECASE)
    if declared:
        text = text[declared.end() :]
    separator = declared[1] if declared else separator_of(text)
    csv.field_size_limit(_LONGEST_CELL)
    total = max(1, text.count("\n"))
    rows: list[str] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    with faults_of_the_file(csv.Error):
        for cells in reader:
            if cells:
                rows.append(row_text([cell_text(cell) for cell in cells]))
            else:
                _add(rows, builder)
            if reader.line_num % _LINES_BETWEEN_REPORTS == 0:
                source.report(0.3 + 0.7 * min(1.0, reader.line_num / total))
    _add(rows, builder)
    source.report(1.0)


def _add(rows: list[str], builder: TextBuilder) -> None:
    builder.add("\n".join(row for row in rows if row), "table")
    rows.clear()


def separator_of(text: str) -> str:
    """The separator that stands equally often in most of the first lines, outside quotes."""
    start = text[:200_000]
    lines = [line for line in _QUOTED.sub("", start).split("\n") if line.strip()]
    lines = lines[: _SAMPLE_LINES if len(start) == len(text) else -1][:_SAMPLE_LINES]
    best, best_score = ",", 0.0
    for separator in _SEPARATORS:
        counts = Counter(line.count(separator) for line in lines)
        del counts[0]
        if counts:
            number, times = max(counts.items(), key=lambda item: (item[1], item[0]))
            score = times / len(lines) + min(number, 20) / 1000
            if score > best_score:
                best, best_score = separator, score
    return best
