"""A page of a PDF as a picture, and where passages of its text stand on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from assistant.core.drawn_page import DrawnPage, Rect
from assistant.core.errors import UserError
from assistant.documents.wire import Request

if TYPE_CHECKING:
    from assistant.documents.readers.pdf_file import PdfFile, Piece

WIDEST = 8000  # pixels
_HIGHEST = 20_000


def draw(file: int, request: Request) -> DrawnPage:
    """Draw what `request` asks for, in the reading process. Raises `UserError`."""
    import pypdfium2_raw as pdfium

    from assistant.documents.readers.pdf_file import PdfFile
    from assistant.documents.readers.pdf_scans import drawn

    document = PdfFile(file, request.password, request.name)
    if not 1 <= request.page <= document.pages:
        raise UserError(
            "document_changed", f"“{request.name}” has no page {request.page}.", "Read it again."
        )
    page = pdfium.FPDF_LoadPage(document.handle, request.page - 1)
    if not page:
        raise UserError("damaged_document", f"Page {request.page} cannot be drawn.")
    across = max(1.0, float(pdfium.FPDF_GetPageWidthF(page)))
    down = max(1.0, float(pdfium.FPDF_GetPageHeightF(page)))
    width = min(WIDEST, max(1, request.width_px))
    height = min(_HIGHEST, max(1, round(width * down / across)))
    pixels = drawn(page, width, height, int(pdfium.FPDFBitmap_BGRx), 4)
    places, matched = _highlights(document, page, request, (width, height))
    pdfium.FPDF_ClosePage(page)
    return DrawnPage(width, height, pixels, places, matched)


def _highlights(
    document: PdfFile, page: Any, request: Request, size: tuple[int, int]
) -> tuple[tuple[tuple[Rect, ...], ...], bool]:
    import pypdfium2_raw as pdfium

    from assistant.documents.readers import pdf_file

    if not request.highlights:
        return (), True
    text_page = pdfium.FPDFText_LoadPage(page)
    count = pdfium.FPDFText_CountChars(text_page) if text_page else 0
    if count <= 0:
        return tuple(() for _ in request.highlights), False
    raw = pdf_file.page_text(text_page, count)
    pieces, _shows = document.pieces(request.page - 1)
    places = character_places(request.page_text, pieces)
    indexed = pdf_file.indices(text_page, raw, count)
    to_pixels = _ToPixels(page, size)
    found = []
    for start, end in request.highlights:
        wanted = [places[at] for at in range(max(0, start), min(end, len(places)))]
        chars = [indexed.char(place) for place in wanted if place is not None]
        boxes = [to_pixels.rect(document.wide_box(text_page, char)) for char in chars]
        found.append(tuple(_lines(boxes)))
    missing = sum(
        place is None and not character.isspace()
        for place, character in zip(places, request.page_text, strict=True)
    )
    pdfium.FPDFText_ClosePage(text_page)
    return tuple(found), missing * 20 <= len(places)


class _ToPixels:
    """Turns boxes of the page's own coordinates into pixels of the picture."""

    def __init__(self, page: Any, size: tuple[int, int]) -> None:
        import ctypes

        import pypdfium2_raw as pdfium

        self._page = page
        self._width, self._height = size
        self._convert = pdfium.FPDF_PageToDevice
        self._x, self._y = ctypes.c_int(), ctypes.c_int()
        self._pointers = ctypes.byref(self._x), ctypes.byref(self._y)

    def rect(self, box: Rect) -> Rect:
        left, bottom, right, top = box
        (x0, y0), (x1, y1) = self._point(left, top), self._point(right, bottom)
        return min(x0, x1), min(y0, y1), abs(x1 - x0), abs(y1 - y0)

    def _point(self, x: float, y: float) -> tuple[float, float]:
        fine = 16  # the function gives whole pixels only
        self._convert(
            self._page, 0, 0, self._width * fine, self._height * fine, 0, x, y, *self._pointers
        )
        return self._x.value / fine, self._y.value / fine


def _lines(boxes: Sequence[Rect]) -> list[Rect]:
    """The boxes of characters as one rectangle a line."""
    found: list[Rect] = []
    reach = 0.0
    for left, top, width, height in boxes:
        if found:
            x, y, _across, down = found[-1]
            shared = min(y + down, top + height) - max(y, top)
            tall = max(height, min(down, 2 * height))
            if shared > 0.2 * min(height, down) and -0.5 * tall < left - reach < 2.5 * tall:
                right, bottom = max(reach, left + width), max(y + down, top + height)
                found[-1] = (x, min(y, top), right - x, bottom - min(y, top))
                reach = right
                continue
        found.append((left, top, width, height))
        reach = left + width
    return found


def character_places(page_text: str, pieces: Sequence[Piece]) -> list[int | None]:
    """For each character of `page_text`, where it stands in the page's raw text.

    The text was made of these pieces: white space was changed, hyphens at line ends dropped,
    some pieces left out or moved, letters never changed but for ligatures and radicals. So the
    pieces are laid along the text again, each where it fits; None is white space, or a
    character that no piece has.
    """
    from assistant.documents.readers.pdf_file import HYPHEN
    from assistant.documents.readers.pdf_layout import in_order

    letters = [at for at, character in enumerate(page_text) if not character.isspace()]
    plain = "".join(page_text[at] for at in letters)
    places: list[int | None] = [None] * len(page_text)
    rest = [(piece, *_visible(piece)) for piece in in_order(pieces)]
    rest = [entry for entry in rest if entry[1]]
    at, hyphen = 0, None
    while at < len(plain) and (rest or hyphen is not None):
        number = _fitting(plain, at, rest)
        if number is None:
            if plain[at] == "-" and hyphen is not None:
                places[letters[at]] = hyphen
            at += 1
            continue
        piece, letters_of, positions = rest.pop(number)
        last = piece.start + len(piece.text) - 1
        hyphen = last if piece.text.endswith(HYPHEN) else None
        for offset, position in enumerate(positions):
            places[letters[at + offset]] = position
        at += len(letters_of)
    return places


_Entry = tuple["Piece", str, list[int]]


def _fitting(plain: str, at: int, rest: list[_Entry]) -> int | None:
    """The piece that stands at `at`: of several, one that the next pieces confirm."""
    fits = [n for n, entry in enumerate(rest) if plain.startswith(entry[1], at)]
    if len(fits) < 2:
        return fits[0] if fits else None
    return max(fits, key=lambda n: (_confirmed(plain, at, rest, n), len(rest[n][1]), -n))


def _confirmed(plain: str, at: int, rest: list[_Entry], number: int) -> int:
    """How many letters fit on from piece `number`, looking a little ahead."""
    began = at
    for _piece, letters, _positions in rest[number : number + 4]:
        if not plain.startswith(letters, at):
            if plain.startswith("-" + letters, at):
                at += 1
            else:
                break
        at += len(letters)
    return at - began


def _visible(piece: Piece) -> tuple[str, list[int]]:
    """The letters of a piece as the text has them, and where each stands in the page."""
    from assistant.documents.readers.pdf_file import HYPHEN
    from assistant.documents.readers.pdf_text import clean

    letters, positions = "", []
    for offset, character in enumerate(piece.text):
        if character == HYPHEN or character.isspace():
            continue
        plain = clean(character).strip()
        letters += plain
        positions += [piece.start + offset] * len(plain)
    return letters, positions
