"""PDFium as far as documents need it: pages as pieces of lines, the outline, pictures of pages.

Used in reading processes only, from one thread. The functions are those of `fpdfview.h`,
`fpdf_text.h` and `fpdf_doc.h`; the raw binding is used because the comfortable one takes longer
to import than a short document to read.
"""

from __future__ import annotations

import ctypes
import mmap
import re
import sys
from collections.abc import Iterator
from typing import Any

import msgspec
import pypdfium2_raw as pdfium

from assistant.core.errors import UserError
from assistant.documents import complaints

HYPHEN = "\ufffe"
"""How PDFium writes a hyphen at the end of a line; the line break after it is left out."""

_PASSWORD_ERROR = 4
_LINE_END = "\r\n"
_WIDE_GAP = 1.5  # of the font size: wider is no space between words
_MOST_OUTLINE = 5000
_BOLD = re.compile(rb"bold|heavy|black|semibold|demi|cmbx|sfbx|-bd", re.IGNORECASE)
_LETTER_HEIGHT = 0.7  # of the font size
_EAST_ASIAN = "\u2e80"  # from here on
_COLUMN_WIDTH = 1.6  # font sizes; a column of vertical writing is no wider
_SHORT = 0.75  # of the widest line: shorter ones may be headings
_NAME_BYTES = 128


class Piece(msgspec.Struct, array_like=True, gc=False):
    """Characters in a row, without a wide gap. `start` counts in the text of the page.

    The box is in points as the page is seen, upwards; `size` is the font's.
    """

    text: str
    start: int
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    bold: bool = False


def runs_down(text: str) -> bool:
    """Whether it is in a script that is also written in columns, from top to bottom."""
    shown = [character for character in text if not character.isspace()]
    east_asian = sum(character >= _EAST_ASIAN for character in shown)
    return len(shown) > 1 and 2 * east_asian > len(shown)


class OutlineEntry(msgspec.Struct):
    """A bookmark: `page` from 0, `level` from 1."""

    title: str
    page: int
    level: int


class PdfFile:
    """An open document; raises `UserError` where it cannot be opened.

    `file` is a descriptor, read through a private mapping: what PDFium does not need of a large
    file is never in memory.
    """

    def __init__(self, file: int, password: str, name: str) -> None:
        self._bytes = mmap.mmap(file, 0, access=mmap.ACCESS_COPY)
        size = len(self._bytes)
        self._pointer = (ctypes.c_ubyte * size).from_buffer(self._bytes)
        pdfium.FPDF_InitLibrary()
        secret = password.encode() if password else None
        self.handle: Any = pdfium.FPDF_LoadMemDocument64(self._pointer, size, secret)
        if not self.handle:
            raise _open_error(name, password)
        # left, top, right, bottom: one array to read, four places to write to
        self._box = (ctypes.c_double * 4)()
        places = [ctypes.c_double.from_buffer(self._box, 8 * number) for number in range(4)]
        self._corners = tuple(ctypes.byref(place) for place in places)
        self._name = ctypes.create_string_buffer(_NAME_BYTES)
        self._name_pointer = ctypes.byref(self._name)

    @property
    def pages(self) -> int:
        return int(pdfium.FPDF_GetPageCount(self.handle))

    def pieces(self, index: int) -> tuple[list[Piece], bool]:
        """The pieces of page `index` (from 0) as the file has them; whether it shows anything.

        A page that cannot be opened has no pieces and shows nothing.
        """
        page = pdfium.FPDF_LoadPage(self.handle, index)
        if not page:
            return [], False
        text_page = pdfium.FPDFText_LoadPage(page)
        try:
            found = self._pieces(page, text_page) if text_page else []
            shows = bool(found) or pdfium.FPDFPage_CountObjects(page) > 0
        finally:
            if text_page:
                pdfium.FPDFText_ClosePage(text_page)
            pdfium.FPDF_ClosePage(page)
        return found, shows

    def _pieces(self, page: Any, text_page: Any) -> list[Piece]:
        count = pdfium.FPDFText_CountChars(text_page)
        if count <= 0:
            return []
        text = page_text(text_page, count)
        lines = [line for line in _lines(text) if line[1] and not line[1].isspace()]
        indexed = _Indices(text_page, text, count)
        if pdfium.FPDFText_CountRects(text_page, 0, count) == len(lines) and indexed.plain:
            found = self._whole_lines(text_page, lines)
        else:
            found = []
            for start, line in lines:
                found += self._parts(text_page, indexed, start, line)
        self._find_bold(text_page, indexed, found)
        turned = pdfium.FPDFPage_GetRotation(page)
        return [_turn(piece, turned) for piece in found] if turned else found

    def _whole_lines(self, text_page: Any, lines: list[tuple[int, str]]) -> list[Piece]:
        """A rectangle for each line: the way of most pages, so it has to be short."""
        found = []
        corners, box, rect = self._corners, self._box, pdfium.FPDFText_GetRect
        font_size = pdfium.FPDFText_GetFontSize
        for number, (start, line) in enumerate(lines):
            rect(text_page, number, *corners)
            x0, y1, x1, y0 = box
            size = font_size(text_page, start)
            if not 0.45 * size <= y1 - y0 <= 1.6 * size:
                size, y1 = self._true_size(text_page, start, size, y0, y1, x1 - x0, line)
            found.append(Piece(line, start, x0, y0, x1, y1, size))
        return found

    def _parts(self, text_page: Any, indexed: _Indices, start: int, line: str) -> list[Piece]:
        """The line in pieces; several rectangles may be fonts, or the cells of a table."""
        first, after = start, start + len(line)
        if not indexed.plain:
            first, after = indexed.char(first), indexed.char(after)
        rects = pdfium.FPDFText_CountRects(text_page, first, after - first)
        if rects <= 0:
            return [Piece(line, start, 0.0, 0.0, 0.0, 0.0, 0.0)]
        corners, box, rect = self._corners, self._box, pdfium.FPDFText_GetRect
        rect(text_page, 0, *corners)
        x0, y1, x1, y0 = box
        reach, widest, height = x1, 0.0, y1 - y0
        for number in range(1, rects):
            rect(text_page, number, *corners)
            left, top, right, bottom = box
            gap = left - reach if left > reach else reach - left
            widest = max(widest, gap)
            reach = right
            x0 = min(x0, left)
            x1 = max(x1, right)
            y0 = min(y0, bottom)
            y1 = max(y1, top)
            height = max(height, top - bottom)
        size = pdfium.FPDFText_GetFontSize(text_page, first)
        if not 0.45 * size <= height <= 1.6 * size:
            size, top = self._true_size(text_page, first, size, y0, y0 + height, x1 - x0, line)
            y1 = max(y1, top)
        whole = Piece(line, start, x0, y0, x1, y1, size)
        if widest > _WIDE_GAP * size:
            return self._split(text_page, indexed, whole)
        return [whole]

    def _split(self, text_page: Any, indexed: _Indices, whole: Piece) -> list[Piece]:
        """Cut a line at its wide gaps, looking at every character."""
        cuts, reach = [0], None
        boxes: list[tuple[float, float, float, float] | None] = []
        for offset, character in enumerate(whole.text):
            box = None
            if not character.isspace():
                box = self.char_box(text_page, indexed.char(whole.start + offset))
            boxes.append(box)
            if box is None:
                continue
            if reach is not None and abs(box[0] - reach) > _WIDE_GAP * whole.size:
                cuts.append(offset)
            reach = box[2]
        found = []
        for start, end in zip(cuts, [*cuts[1:], len(whole.text)], strict=True):
            inside = [box for box in boxes[start:end] if box is not None]
            if not inside:
                continue
            x0, y0 = min(box[0] for box in inside), min(box[1] for box in inside)
            x1, y1 = max(box[2] for box in inside), max(box[3] for box in inside)
            text = whole.text[start:end]
            found.append(Piece(text, whole.start + start, x0, y0, x1, y1, whole.size))
        return found

    def char_box(self, text_page: Any, index: int) -> tuple[float, float, float, float]:
        """Left, bottom, right and top of a character, in the page's own coordinates."""
        left, top, right, bottom = self._corners
        pdfium.FPDFText_GetCharBox(text_page, index, left, right, bottom, top)
        x0, y1, x1, y0 = self._box
        return x0, y0, x1, y1

    def wide_box(self, text_page: Any, index: int) -> tuple[float, float, float, float]:
        """As `char_box`, but as high as the font's letters may be: boxes of a line are level."""
        found = pdfium.FS_RECTF()
        if not pdfium.FPDFText_GetLooseCharBox(text_page, index, ctypes.byref(found)):
            return self.char_box(text_page, index)
        box = (float(found.left), float(found.bottom), float(found.right), float(found.top))
        return box if box[2] > box[0] and box[3] > box[1] else self.char_box(text_page, index)

    def _true_size(
        self,
        text_page: Any,
        index: int,
        size: float,
        bottom: float,
        top: float,
        width: float,
        text: str,
    ) -> tuple[float, float]:
        """The font size in points, and the line's top, where the plain size cannot be meant.

        The size may hide in the matrix; the height is nothing where the font is not in the file.
        """
        matrix = pdfium.FS_MATRIX()
        if pdfium.FPDFText_GetMatrix(text_page, index, ctypes.byref(matrix)):
            size *= float((matrix.b**2 + matrix.d**2) ** 0.5) or 1.0
        height = top - bottom
        if height < 0.1 * size:
            return size, bottom + _LETTER_HEIGHT * size
        if height > width and width <= _COLUMN_WIDTH * size and runs_down(text):
            return size, top
        return (size if height < 3 * size else height), top

    def _find_bold(self, text_page: Any, indexed: _Indices, pieces: list[Piece]) -> None:
        """Mark short lines in a bold font: headings are among them."""
        if not pieces:
            return
        widest = max(piece.x1 - piece.x0 for piece in pieces) * _SHORT
        flags = ctypes.c_int()
        for piece in pieces:
            if len(piece.text) < 3 or (piece.x1 - piece.x0 > widest and len(pieces) > 2):
                continue
            length = pdfium.FPDFText_GetFontInfo(
                text_page,
                indexed.char(piece.start),
                self._name_pointer,
                _NAME_BYTES,
                ctypes.byref(flags),
            )
            name = self._name.raw[: min(length, _NAME_BYTES)]
            piece.bold = _BOLD.search(name) is not None

    def outline(self) -> Iterator[OutlineEntry]:
        """The bookmarks in their order; those without a page are left out."""
        stack = [(pdfium.FPDFBookmark_GetFirstChild(self.handle, None), 1)]
        for _ in range(_MOST_OUTLINE):  # a hostile outline is a ring
            if not stack:
                return
            bookmark, level = stack.pop()
            if not bookmark:
                continue
            stack.append((pdfium.FPDFBookmark_GetNextSibling(self.handle, bookmark), level))
            stack.append((pdfium.FPDFBookmark_GetFirstChild(self.handle, bookmark), level + 1))
            goal = pdfium.FPDFBookmark_GetDest(self.handle, bookmark)
            page = pdfium.FPDFDest_GetDestPageIndex(self.handle, goal) if goal else -1
            if page >= 0:
                yield OutlineEntry(_title(bookmark), page, level)

    def title(self) -> str:
        """The title the file gives itself, often empty."""
        size = pdfium.FPDF_GetMetaText(self.handle, b"Title", None, 0)
        if not 2 < size < 10_000:
            return ""
        buffer = ctypes.create_string_buffer(size)
        pdfium.FPDF_GetMetaText(self.handle, b"Title", buffer, size)
        return buffer.raw[: size - 2].decode("utf-16le", "replace").strip()


class _Indices:
    """Where characters of a page's text stand among PDFium's characters.

    They are the same on most pages; glyphs without a meaning are no text, and a character
    beyond the basic plane may count twice.
    """

    def __init__(self, text_page: Any, text: str, count: int) -> None:
        self.plain = len(text) == count
        self._text_page = text_page
        self._count = count
        self._units = [0] if not self.plain and sys.platform == "win32" else []
        if self._units:
            for character in text:
                self._units.append(self._units[-1] + (2 if ord(character) > 0xFFFF else 1))

    def char(self, position: int) -> int:
        """PDFium's index of the character at `position` of the text."""
        if self.plain:
            return position
        unit = self._units[min(position, len(self._units) - 1)] if self._units else position
        found = int(pdfium.FPDFText_GetCharIndexFromTextIndex(self._text_page, unit))
        return found if found >= 0 else self._count


def indices(text_page: Any, text: str, count: int) -> _Indices:
    """How positions in `text` become PDFium's character indices."""
    return _Indices(text_page, text, count)


def page_text(text_page: Any, count: int) -> str:
    """All text of a page as PDFium gives it."""
    buffer = ctypes.create_string_buffer(4 * count + 2)
    pointer = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
    units = pdfium.FPDFText_GetText(text_page, 0, count, pointer)
    raw = ctypes.string_at(buffer, max(0, 2 * (units - 1)))
    return raw.decode("utf-16le", "replace")


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines and where they begin; a hyphen ends one."""
    at = 0
    for line in text.split(_LINE_END):
        if HYPHEN in line:
            inner = at
            for part in re.findall(f"[^{HYPHEN}]*{HYPHEN}|[^{HYPHEN}]+", line):
                yield inner, part
                inner += len(part)
        else:
            yield at, line
        at += len(line) + 2


def _turn(piece: Piece, quarter_turns: int) -> Piece:
    """The piece as it is seen on a page that is shown turned clockwise."""
    x0, y0, x1, y1 = piece.x0, piece.y0, piece.x1, piece.y1
    if quarter_turns == 1:
        box = (y0, -x1, y1, -x0)
    elif quarter_turns == 2:
        box = (-x1, -y1, -x0, -y0)
    else:
        box = (-y1, x0, -y0, x1)
    return Piece(piece.text, piece.start, *box, piece.size, piece.bold)


def _title(bookmark: Any) -> str:
    size = pdfium.FPDFBookmark_GetTitle(bookmark, None, 0)
    if not 2 < size < 10_000:
        return ""
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDFBookmark_GetTitle(bookmark, buffer, size)
    return buffer.raw[: size - 2].decode("utf-16le", "replace").strip()


def _open_error(name: str, password: str) -> UserError:
    if pdfium.FPDF_GetLastError() != _PASSWORD_ERROR:
        return complaints.damaged(name)
    if password:
        return UserError("password_wrong", f"The password does not open “{name}”.", "Try again.")
    return UserError(
        "password_needed", f"“{name}” is protected with a password.", "Enter the password."
    )
