"""Markdown in two columns: the source at the left, the translation at the right."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.documents.translating.markdown_writing import in_cell
from assistant.documents.translating.splicing import Spliced

_HEADING = re.compile(r"#{1,6}[ \t]+|[ \t]+#+[ \t]*\Z|(?:\r\n|\r|\n)[ \t>]*(?:=+|-+)[ \t]*\Z")


def in_columns(spliced: Spliced, targets: Sequence[str], newline: str) -> str:
    """Paragraphs and headings that follow each other become rows of a table.

    What is in lists, quotations and tables has its translation below, for no table may stand
    there.
    """
    text = spliced.text
    said: list[str] = []
    at = 0
    in_table = False
    for number, unit in enumerate(spliced.units):
        if unit.block is None or unit.block[0] < at:
            continue
        start, end = unit.block
        row = unit.glue == newline * 2
        joined = in_table and not text[at:start].strip()
        if not (row and joined):
            said.append(text[at:start])
            in_table = False
        source, target = text[start:end], spliced.rendered(start, end, targets)
        if row:
            if not in_table:
                said.append(f"|  |  |{newline}| --- | --- |")
            said.append(f"{newline}| {_cell(source)} | {_cell(target)} |")
            in_table = True
        elif targets[number] == unit.text:
            said.append(source)
        else:
            said += [source, unit.glue, target]
        at = end
    return "".join(said) + text[at:]


def _cell(block: str) -> str:
    return in_cell(_HEADING.sub("", block).strip())
