"""Tables as text: one line for each row, its cells between bars."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

BAR = " | "


def cell_text(text: str) -> str:
    """The text of a cell on one line."""
    return " ".join(text.split())


def row_text(cells: Sequence[str]) -> str:
    """The row without its empty cells at the end; "" when all are empty."""
    last = len(cells)
    while last and not cells[last - 1]:
        last -= 1
    return BAR.join(cells[:last])


def table_text(rows: Iterable[Sequence[str]]) -> str:
    """The rows that are not empty."""
    return "\n".join(line for line in map(row_text, rows) if line)
