"""The reading order of a page: which pieces stand on one line, and which column comes first.

A file gives its text in the order it was drawn, which is the reading order for almost all of
them. Only where lines jump about or hold wide gaps is the page cut into columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import msgspec

from assistant.documents.readers.pdf_file import HYPHEN, Piece, runs_down
from assistant.documents.readers.pdf_text import is_cjk, median

_SAME_LINE = 0.5  # of the lower box's height must be shared
_CELL_GAP = 1.5  # font sizes between two cells of a table
_FEW_CROSSING = 0.15  # of a region's lines may run across the gap between columns
_BINS = 120
_SMALLEST_COLUMN = 0.18  # of the region's width
_COLUMN_LINES = 4
_DEEPEST = 3
_MANY_JUMPS = 0.15  # of the lines: so many jump up only where the order means nothing


class Row(msgspec.Struct, array_like=True, gc=False):
    """A line as the eye sees it; `cells` above 1 are held apart by tabs in the text.

    Rows of one `region` follow each other downwards. `pieces` are (start, length) in the page.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    bold: bool
    region: int
    cells: int = 1


def rows_of(pieces: Sequence[Piece]) -> list[Row]:
    """The rows of a page in reading order."""
    lines = _ordered_lines(pieces)
    rows: list[Row] = []
    region, before = 0, None
    for line in lines:
        row = _row(line, region)
        if before is not None and row.y0 + row.y1 > before.y0 + before.y1 + before.size:
            region += 1
            row.region = region
        rows.append(row)
        before = row
    return rows


def in_order(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces in the order in which `rows_of` joins them."""
    return [piece for line in _ordered_lines(pieces) for piece in line]


def _ordered_lines(pieces: Sequence[Piece]) -> list[list[Piece]]:
    if _is_vertical(pieces):
        pieces = sorted(map(_laid_down, pieces), key=lambda piece: (-piece.y1, piece.x0))
    lines = _lines(pieces)
    if not _is_suspicious(lines):
        return lines
    regions = _regions(list(pieces), 0)
    if len(regions) == 1 and _jumps_up(lines) < max(3, _MANY_JUMPS * len(lines)):
        return lines
    return [line for region in regions for line in _downwards(_lines(region))]


def _is_vertical(pieces: Sequence[Piece]) -> bool:
    """Whether most of the page is written in columns from top to bottom."""
    down = sum(len(piece.text) for piece in pieces if _runs_down(piece))
    return 2 * down > sum(len(piece.text) for piece in pieces)


def _runs_down(piece: Piece) -> bool:
    width, height = piece.x1 - piece.x0, piece.y1 - piece.y0
    return height > 2 * width and height > 2 * piece.size and runs_down(piece.text)


def _laid_down(piece: Piece) -> Piece:
    """As if its column, and that to its left, were lines below each other."""
    box = (-piece.y1, piece.x0, -piece.y0, piece.x1)
    return Piece(piece.text, piece.start, *box, piece.size, piece.bold)


def _lines(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Pieces that follow each other on one line, together."""
    lines: list[list[Piece]] = []
    before: Piece | None = None
    for piece in pieces:
        if before is not None and _continues(before, piece):
            lines[-1].append(piece)
        else:
            lines.append([piece])
        before = piece
    return lines


def _continues(before: Piece, piece: Piece) -> bool:
    if piece.x0 < before.x1 - 0.4 * before.size:
        return False
    shared = min(before.y1, piece.y1) - max(before.y0, piece.y0)
    if shared >= _SAME_LINE * min(before.y1 - before.y0, piece.y1 - piece.y0):
        return True
    # an index stands a little above or below, close by, and is smaller
    return (
        shared > -0.1 * before.size
        and min(before.size, piece.size) < 0.85 * max(before.size, piece.size)
        and piece.x0 - before.x1 < before.size
    )


def _row(line: list[Piece], region: int) -> Row:
    first = line[0]
    if len(line) == 1:
        return Row(
            first.text, first.x0, first.y0, first.x1, first.y1, first.size, first.bold, region
        )
    text, cells = first.text.rstrip(" "), 1
    largest = max(line, key=lambda piece: len(piece.text))
    before = first
    for piece in line[1:]:
        gap = piece.x0 - before.x1
        if gap > _CELL_GAP * max(before.size, piece.size):
            cells += 1
            text += "\t"
        elif gap > 0.15 * before.size and not is_cjk(text[-1]) and not is_cjk(piece.text[0]):
            text += " "
        text = text.rstrip(HYPHEN) + "-" * text.endswith(HYPHEN) + piece.text.strip(" ")
        before = piece
    return Row(
        text,
        min(piece.x0 for piece in line),
        min(piece.y0 for piece in line),
        max(piece.x1 for piece in line),
        max(piece.y1 for piece in line),
        largest.size,
        all(piece.bold for piece in line),
        region,
        cells,
    )


def _is_suspicious(lines: list[list[Piece]]) -> bool:
    """Whether the order of drawing may not be that of reading."""
    gaps = 0
    for line in lines:
        for before, piece in pairwise(line):
            if piece.x0 - before.x1 > _CELL_GAP * before.size:
                gaps += 1
                break
    return gaps >= 3 or _jumps_up(lines) >= 2


def _jumps_up(lines: list[list[Piece]]) -> int:
    """How often a line stands above the one before it, and not beside it."""
    jumps = 0
    for before, line in pairwise(lines):
        last, first = before[-1], line[0]
        if first.y0 > last.y1 and first.x0 < last.x1 and last.x0 < line[-1].x1:
            jumps += 1
    return jumps


def _regions(pieces: list[Piece], depth: int) -> list[list[Piece]]:
    """Cut at the gap between two columns, what runs across it above and below them."""
    gap = _gutter(pieces) if depth < _DEEPEST else None
    if gap is None:
        return [pieces]
    left_edge, right_edge = gap
    across = [piece for piece in pieces if piece.x0 < left_edge - 1 and piece.x1 > right_edge + 1]
    across.sort(key=lambda piece: -piece.y1)
    beside = [
        piece for piece in pieces if not (piece.x0 < left_edge - 1 and piece.x1 > right_edge + 1)
    ]
    middle = (left_edge + right_edge) / 2
    found: list[list[Piece]] = []
    top = float("inf")
    for border in [*(piece.y0 + piece.y1 for piece in across), float("-inf")]:
        band = [piece for piece in beside if border <= piece.y0 + piece.y1 < top]
        for side in (
            [piece for piece in band if piece.x0 + piece.x1 < 2 * middle],
            [piece for piece in band if piece.x0 + piece.x1 >= 2 * middle],
        ):
            if side:
                found += _regions(side, depth + 1)
        if border > float("-inf"):
            spanning = [piece for piece in across if piece.y0 + piece.y1 == border]
            found.append(spanning)
        top = border
    return _joined(found, across)


def _joined(regions: list[list[Piece]], across: list[Piece]) -> list[list[Piece]]:
    """Lines across that follow each other are one region."""
    ids = {id(piece) for piece in across}
    joined: list[list[Piece]] = []
    was_across = False
    for region in regions:
        is_across = id(region[0]) in ids
        if is_across and was_across:
            joined[-1] += region
        else:
            joined.append(region)
        was_across = is_across
    return joined


def _gutter(pieces: list[Piece]) -> tuple[float, float] | None:
    """The edges of the gap between two columns of running text; None without one."""
    if len(pieces) < 2 * _COLUMN_LINES:
        return None
    x0, x1 = min(piece.x0 for piece in pieces), max(piece.x1 for piece in pieces)
    width = x1 - x0
    if width <= 0:
        return None
    covered = [0] * (_BINS + 1)
    for piece in pieces:
        covered[int((piece.x0 - x0) / width * _BINS)] += 1
        covered[min(_BINS, int((piece.x1 - x0) / width * _BINS) + 1)] -= 1
    few = _FEW_CROSSING * len(pieces)
    best, start, level = (0, 0), -1, 0
    low, high = int(_BINS * _SMALLEST_COLUMN), int(_BINS * (1 - _SMALLEST_COLUMN))
    for number in range(_BINS):
        level += covered[number]
        free = level <= few and low <= number <= high
        if free and start < 0:
            start = number
        if not free and start >= 0:
            best = max(best, (number - start, start))
            start = -1
    if best[0] < 1:
        return None
    left = x0 + best[1] * width / _BINS
    right = x0 + (best[1] + best[0]) * width / _BINS
    return (left, right) if _are_columns(pieces, left, right) else None


def _are_columns(pieces: list[Piece], left: float, right: float) -> bool:
    """Columns are filled with words from side to side; the cells of a table are not."""
    middle = (left + right) / 2
    sides = (
        [piece for piece in pieces if piece.x1 <= middle],
        [piece for piece in pieces if piece.x0 >= middle],
    )
    for side in sides:
        if len(side) < _COLUMN_LINES:
            return False
        width = max(piece.x1 for piece in side) - min(piece.x0 for piece in side)
        narrow = median(piece.x1 - piece.x0 for piece in side) < 0.5 * width
        if narrow and _gutter(side) is None:  # it may be two columns itself
            return False
        if median(_letters(piece.text) for piece in side) < 14:
            return False
    first, second = sides
    top = min(max(piece.y1 for piece in first), max(piece.y1 for piece in second))
    bottom = max(min(piece.y0 for piece in first), min(piece.y0 for piece in second))
    heights = [max(piece.y1 for piece in side) - min(piece.y0 for piece in side) for side in sides]
    return top - bottom > 0.4 * min(heights)


def _letters(text: str) -> int:
    """The width of the text in letters; a Chinese character is as wide as two."""
    return len(text) * (2 if is_cjk(text[0]) else 1)


def _downwards(lines: list[list[Piece]]) -> list[list[Piece]]:
    """From top to bottom; lines at the same height become one."""
    found: list[list[Piece]] = []
    for line in sorted(lines, key=lambda line: -_centre(line)):
        if found and _is_beside(found[-1], line):
            found[-1] = sorted([*found[-1], *line], key=lambda piece: piece.x0)
        else:
            found.append(line)
    return found


def _centre(line: list[Piece]) -> float:
    largest = max(line, key=lambda piece: len(piece.text))
    return (largest.y0 + largest.y1) / 2


def _is_beside(above: list[Piece], line: list[Piece]) -> bool:
    """Whether the two share their height and not their width."""
    bottom, top = min(piece.y0 for piece in above), max(piece.y1 for piece in above)
    centre = _centre(line)
    if not bottom + 0.2 * (top - bottom) < centre < top - 0.1 * (top - bottom):
        return False
    return all(one.x1 <= other.x0 + 1 or other.x1 <= one.x0 + 1 for one in above for other in line)
