"""Pages of a PDF that are pictures: drawn in grey for recognition, and what comes back."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

import pypdfium2_raw as pdfium

from assistant.documents.readers.pdf_file import HYPHEN, PdfFile
from assistant.documents.readers.pdf_paragraphs import Paragraph
from assistant.documents.readers.pdf_text import join
from assistant.documents.wire import Picture

DOTS_PER_INCH = 300
_MOST_PIXELS = 60_000_000  # a poster is drawn more coarsely


def recognised(
    file: PdfFile,
    index: int,
    recognise: Callable[[Picture], tuple[str, ...]],
    body_size: float,
) -> list[Paragraph]:
    """The paragraphs on page `index` (from 0), read from its picture."""
    found = []
    for lines in recognise(picture(file, index)):
        marked = [
            line[:-1] + HYPHEN if line.endswith("-") and line[-2:-1].isalpha() else line
            for line in (raw.strip() for raw in lines.splitlines())
            if line
        ]
        text = join(marked, frozenset())
        if text:
            found.append(Paragraph(text, "paragraph", body_size, False, True, False))
    return found


def picture(file: PdfFile, index: int) -> Picture:
    """The page as grey pixels, at 300 dots per inch where it is no poster."""
    page = pdfium.FPDF_LoadPage(file.handle, index)
    if not page:
        return Picture(index + 1, 1, 1, DOTS_PER_INCH, b"\xff")
    try:
        across = float(pdfium.FPDF_GetPageWidthF(page))
        down = float(pdfium.FPDF_GetPageHeightF(page))
        scale = min(DOTS_PER_INCH / 72, (_MOST_PIXELS / max(1.0, across * down)) ** 0.5)
        width, height = max(1, round(across * scale)), max(1, round(down * scale))
        pixels = drawn(page, width, height, int(pdfium.FPDFBitmap_Gray), 1)
    finally:
        pdfium.FPDF_ClosePage(page)
    return Picture(index + 1, width, height, round(72 * scale), pixels)


def drawn(page: Any, width: int, height: int, layout: int, pixel_bytes: int) -> bytes:
    """The page on white, rows without padding. Raises `MemoryError`."""
    stride = width * pixel_bytes
    buffer = ctypes.create_string_buffer(b"\xff", stride * height)
    ctypes.memset(buffer, 0xFF, stride * height)
    bitmap = pdfium.FPDFBitmap_CreateEx(width, height, layout, buffer, stride)
    if not bitmap:
        raise MemoryError
    try:
        flags = pdfium.FPDF_ANNOT | (pdfium.FPDF_GRAYSCALE if pixel_bytes == 1 else 0)
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, flags)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    return buffer.raw
