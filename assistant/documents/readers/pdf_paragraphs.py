"""Paragraphs of a page from its rows: headings, lists, tables, footnotes, running text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from itertools import pairwise

import msgspec

from assistant.core.document_text import BlockKind
from assistant.documents.readers.pdf_file import HYPHEN
from assistant.documents.readers.pdf_layout import Row
from assistant.documents.readers.pdf_text import clean, is_cjk, join, median

_SAME_SIZE = 0.12
_WIDE_STEP = 1.35  # of the usual step from line to line
_HEADING_SIZE = 1.13  # of the running text's
_LONGEST_HEADING = 200
_BULLET = re.compile(r"\s*[•‣▪◦●○■□➢➤·∙\u2023\uf0b7\uf0a7][\s\u3000]*\S")
_NUMBER = re.compile(r"\s*(?:\(?\d{1,3}[.)]|\(?[a-zA-Z][.)]|[-–—*])\s+\S")
_CAPTION = re.compile(
    r"(?:Figure|Fig\.|Table|Tab\.|Listing|Abbildung|Abb\.|Tabelle|Tableau|Figura|[图圖表]|그림|표)"
    r"\s*\d",
)
_FOOTNOTE = re.compile(r"\s*(?:\d{1,3}|[*†‡§¶¹²³⁴⁵⁶⁷⁸⁹①-⑳]|\[\d{1,3}\]|[a-z])[\s.)]?\s*\S")
_SENTENCE_END = re.compile(r"[.!?:;…。！？：；][\"'”’»)\]」』》）]*$")
_TITLE_END = re.compile(r"[.,;，。；、]$")


class Paragraph(msgspec.Struct, array_like=True):
    """Rows that belong together, joined.

    `ended`: the last row stops short, so nothing follows; `indented`: it begins as paragraphs
    do. `hyphen`: the text ends in the middle of a word and keeps its mark.
    """

    text: str
    kind: BlockKind
    size: float
    bold: bool
    ended: bool
    indented: bool

    @property
    def hyphen(self) -> bool:
        return self.text.endswith(HYPHEN)


def paragraphs_of(rows: Sequence[Row], body_size: float, known: Set[str]) -> list[Paragraph]:
    """The paragraphs of one page, running on from column to column."""
    found: list[Paragraph] = []
    bottom = min((row.y0 for row in rows), default=0.0)
    top = max((row.y1 for row in rows), default=0.0)
    middle = (bottom + top) / 2
    for region in _regions(rows):
        first = True
        for group, ended, indented in _groups(region):
            paragraph = _paragraph(group, body_size, known, ended, indented)
            if paragraph.kind == "paragraph" and group[0].y1 < middle:
                paragraph = _as_footnote(paragraph, body_size)
            if first and found and runs_on(found[-1], paragraph):
                found[-1] = joined(found[-1], paragraph, known)
            else:
                found.append(paragraph)
            first = False
    return found


def runs_on(before: Paragraph, after: Paragraph) -> bool:
    """Whether `after`, at the top of a page or column, continues the paragraph before it."""
    if after.kind != "paragraph" or before.kind not in ("paragraph", "list_item"):
        return False
    if abs(before.size - after.size) > _SAME_SIZE * max(before.size, after.size):
        return False
    if before.hyphen:
        return True
    if after.indented or _ends_sentence(before.text):
        return False
    start = after.text[0]
    if start.islower():
        return True
    return not before.ended and (is_cjk(start) or start.isalnum() or start in "(„“\"'")


def joined(before: Paragraph, after: Paragraph, known: Set[str]) -> Paragraph:
    """The two as one."""
    text = _joined_lines([before.text, after.text], known)
    return Paragraph(text, before.kind, before.size, before.bold, after.ended, before.indented)


def _joined_lines(lines: list[str], known: Set[str]) -> str:
    open_word = lines[-1].endswith(HYPHEN)
    text = join(lines, known)
    return text[:-1] + HYPHEN if open_word else text


def _regions(rows: Sequence[Row]) -> Iterator[list[Row]]:
    region: list[Row] = []
    for row in rows:
        if region and row.region != region[-1].region:
            yield region
            region = []
        region.append(row)
    if region:
        yield region


def _groups(rows: list[Row]) -> Iterator[tuple[list[Row], bool, bool]]:
    """The rows of each paragraph; whether it ends short, and whether it begins indented."""
    left = _left_edge(rows)
    right = max(row.x1 for row in rows)
    steps = [
        before.y0 - row.y0
        for before, row in pairwise(rows)
        if before.y0 > row.y0 and before.cells == row.cells == 1
    ]
    step = median(steps) if steps else 0.0
    group = [rows[0]]
    for number, row in enumerate(rows[1:], 1):
        before = group[-1]
        ended = _stops_short(before, row, right)
        hangs = number + 1 < len(rows) and _hangs(row, rows[number + 1])
        if _begins(group, row, left, step, ended) or (hangs and _NUMBER.match(row.text)):
            yield group, ended, _is_indented(group, left)
            group = [row]
        else:
            group.append(row)
    last = group[-1]
    yield group, right - last.x1 > 0.25 * (right - left), _is_indented(group, left)


def _left_edge(rows: list[Row]) -> float:
    """Where most lines begin; of two, the left one."""
    edges = Counter(round(row.x0) for row in rows)
    most = max(edges.values())
    return float(min(edge for edge, count in edges.items() if count >= 0.6 * most))


def _is_indented(group: list[Row], left: float) -> bool:
    first = group[0]
    return first.x0 > left + 0.7 * first.size and (
        len(group) == 1 or group[1].x0 < first.x0 - 0.4 * first.size
    )


def _stops_short(before: Row, row: Row, right: float) -> bool:
    """Whether the next row's first word would have had room: the writer ended the line."""
    free = right - before.x1
    if free < 1.5 * before.size:
        return False
    if is_cjk(row.text[0]):
        return free > 2.5 * before.size
    word = row.text.split(None, 1)[0] if row.text.strip() else ""
    width = (row.x1 - row.x0) * len(word) / max(1, len(row.text))
    return free > width + 1.5 * before.size


def _hangs(row: Row, after: Row) -> bool:
    """Whether the next row begins further in, as in the items of a list."""
    return 0.5 * row.size < after.x0 - row.x0 < 4 * row.size


def _begins(group: list[Row], row: Row, left: float, step: float, ended: bool) -> bool:
    """Whether `row` begins a paragraph."""
    before = group[-1]
    if _stands_apart(before, row, step):
        return True
    if row.cells > 1 or before.text.endswith(HYPHEN):
        return False
    if not row.text[:2].isalpha():  # most rows begin with a word
        if _BULLET.match(row.text):
            return True
        if _NUMBER.match(row.text) and (ended or _is_item(group)):
            return True
    indented = row.x0 - before.x0 > 0.7 * row.size
    if ended or not indented or len(group) > 1:
        return ended or (indented and row.x0 > left + 0.7 * row.size)
    return not _is_item(group) and before.x0 > left - 1 and _ends_sentence(before.text)


def _stands_apart(before: Row, row: Row, step: float) -> bool:
    """Whether white space, the font or a table separates the two."""
    down = before.y0 - row.y0
    if before.cells > 1 or row.cells > 1:
        same = before.cells > 1 and row.cells > 1
        return not same or down > 2.5 * max(step, row.size)
    if abs(before.size - row.size) > _SAME_SIZE * max(before.size, row.size):
        return True
    return step > 0 and down > max(_WIDE_STEP * step, step + 0.3 * row.size)


def _ends_sentence(text: str) -> bool:
    return _SENTENCE_END.search(text[-12:]) is not None


def _is_item(group: list[Row]) -> bool:
    return bool(_BULLET.match(group[0].text) or _NUMBER.match(group[0].text))


def _paragraph(
    group: list[Row], body_size: float, known: Set[str], ended: bool, indented: bool
) -> Paragraph:
    size = median(row.size for row in group)
    bold = all(row.bold for row in group)
    if group[0].cells > 1:
        lines = [clean(row.text.replace(HYPHEN, "-")) for row in group]
        lines = ["\t".join(cell.strip() for cell in line.split("\t")) for line in lines]
        kind: BlockKind = "table" if len(group) > 1 else "paragraph"
        return Paragraph("\n".join(lines), kind, size, bold, True, False)
    text = _joined_lines([row.text for row in group], known)
    kind = "paragraph"
    if not text:
        return Paragraph("", kind, size, bold, ended, indented)
    if _is_heading(group, text, size, bold, body_size):
        kind = "heading"
    elif _BULLET.match(text) or (_is_item(group) and (indented or len(text) > 3)):
        kind = "list_item"
    elif len(text) < 400 and _CAPTION.match(text):
        kind = "caption"
    return Paragraph(text, kind, size, bold, ended, indented)


def _is_heading(group: list[Row], text: str, size: float, bold: bool, body_size: float) -> bool:
    if len(text) > _LONGEST_HEADING or len(group) > 3 or not any(map(str.isalpha, text)):
        return False
    if size >= _HEADING_SIZE * body_size:
        return True
    if not bold or size < 0.97 * body_size or _TITLE_END.search(text):
        return False
    return len(group) == 1 and len(text) <= 120


def _as_footnote(paragraph: Paragraph, body_size: float) -> Paragraph:
    """Small print in the lower half of a page that begins with a mark."""
    if paragraph.size <= 0.9 * body_size and _FOOTNOTE.match(paragraph.text):
        return msgspec.structs.replace(paragraph, kind="footnote")
    return paragraph
