"""A passage is shown where it stands: letters of the text are the letters on the page."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.core.document_text import ExtractedText
from assistant.core.drawn_page import DrawnPage, Rect
from assistant.core.errors import UserError
from assistant.documents.extractor import Extractor
from assistant.documents.pages import character_places
from assistant.documents.reading import Source, TextBuilder
from tests.documents.pdf_making import HEIGHT, LEFT, WIDTH, PdfWriter, numbered_words

WIDE = 1190  # two pixels a point


def _page_text(found: ExtractedText, page: int) -> str:
    start, end = found.page_span(page)
    return found.text[start:end]


def _span(text: str, words: str) -> tuple[int, int]:
    start = text.index(words)
    return start, start + len(words)


def _draw(extractor: Extractor, path: Path, page: int, *passages: str) -> DrawnPage:
    text = _page_text(extractor.read(path), page)
    spans = [_span(text, passage) for passage in passages]
    return extractor.draw(path, page, width_px=WIDE, page_text=text, highlights=spans)


def _is_dark(drawn: DrawnPage, rect: Rect) -> bool:
    left, top, width, height = (round(value) for value in rect)
    for row in range(top, top + height):
        start = 4 * (row * drawn.width + left)
        if min(drawn.pixels[start : start + 4 * width : 4], default=255) < 128:
            return True
    return False


def test_the_page_is_drawn_in_the_asked_width(extractor: Extractor, tmp_path: Path) -> None:
    writer = PdfWriter()
    writer.canvas.setFillColorRGB(1, 0, 0)
    writer.canvas.rect(0, 0, WIDTH, HEIGHT / 2, stroke=0, fill=1)
    drawn = extractor.draw(writer.save(tmp_path / "red.pdf"), 1, width_px=200)
    assert (drawn.width, drawn.height) == (200, round(200 * HEIGHT / WIDTH))
    assert len(drawn.pixels) == 4 * drawn.width * drawn.height
    assert drawn.pixels[:3] == b"\xff\xff\xff"
    assert drawn.pixels[-4:-1] == b"\x00\x00\xff"


def test_a_word_is_found_where_it_was_put(extractor: Extractor, tmp_path: Path) -> None:
    writer = PdfWriter()
    writer.line("first needle here", 100, 700, 20, "Courier")
    writer.line("a second needle", 100, 500, 20, "Courier")
    path = writer.save(tmp_path / "needle.pdf")
    drawn = _draw(extractor, path, 1, "needle here", "second")
    scale = WIDE / WIDTH
    for rects, letters, y in (
        (drawn.highlights[0], (6, 17), 700),
        (drawn.highlights[1], (2, 8), 500),
    ):
        ((left, top, width, height),) = rects
        assert left == pytest.approx((100 + 12 * letters[0]) * scale, abs=4)
        assert left + width == pytest.approx((100 + 12 * letters[1]) * scale, abs=4)
        assert top < (HEIGHT - y) * scale < top + height + 1
        assert _is_dark(drawn, rects[0])


def test_a_passage_over_lines_has_a_rectangle_for_each(
    extractor: Extractor, tmp_path: Path
) -> None:
    writer = PdfWriter()
    words = numbered_words("word", 100)
    lines = writer.filled(words, 450)
    writer.lines(lines)
    path = writer.save(tmp_path / "lines.pdf")
    (rects,) = _draw(extractor, path, 1, " ".join(words[3:60])).highlights
    last = next(n for n, line in enumerate(lines) if words[59] in line)
    assert len(rects) == last + 1


def test_heads_hyphens_and_columns_do_not_shift_it(extractor: Extractor, tmp_path: Path) -> None:
    writer = PdfWriter()
    for page in range(4):
        writer.line("needle", LEFT, 800, 8)
        writer.lines(
            [f"The {page} needle stands beside an inter-", "national needle of steel.", "More."]
        )
        writer.page()
    path = writer.save(tmp_path / "shift.pdf")
    drawn = _draw(extractor, path, 3, "needle stands", "international", "needle of")
    tops = [rects[0][1] for rects in drawn.highlights]
    assert drawn.matched
    assert len(drawn.highlights[1]) == 2
    assert tops[0] > 100  # not the running head
    assert tops[2] > tops[0]


def test_a_turned_page(extractor: Extractor, tmp_path: Path) -> None:
    writer = PdfWriter()
    writer.canvas.setPageRotation(90)
    writer.canvas.rotate(90)
    writer.canvas.translate(0, -HEIGHT)
    writer.lines(writer.filled(numbered_words("turned", 60), 450))
    path = writer.save(tmp_path / "turned.pdf")
    drawn = _draw(extractor, path, 1, "turned0003")
    ((_left, _top, width, height),) = drawn.highlights[0]
    assert drawn.width < drawn.height
    assert width > 2 * height
    assert _is_dark(drawn, drawn.highlights[0][0])


def test_other_words_than_the_page_has(extractor: Extractor, tmp_path: Path) -> None:
    writer = PdfWriter()
    writer.line("what it says now", LEFT, 700)
    path = writer.save(tmp_path / "now.pdf")
    drawn = extractor.draw(
        path, 1, width_px=100, page_text="what it said before", highlights=[(0, 4)]
    )
    assert not drawn.matched
    with pytest.raises(UserError) as caught:
        extractor.draw(path, 2, width_px=100)
    assert caught.value.kind == "document_changed"


def _read_here(path: Path) -> TextBuilder:
    from assistant.documents.readers import pdf

    builder = TextBuilder()
    file = os.open(path, os.O_RDONLY)
    try:
        pdf.read(Source(path=path, name=path.name, file=file), builder)
    finally:
        os.close(file)
    return builder


def _check_every_letter(path: Path) -> None:
    """Each letter of the text is one of the page, used once, and the same letter."""
    import pypdfium2_raw as pdfium

    from assistant.documents.readers import pdf_file, pdf_text

    builder = _read_here(path)
    handle = os.open(path, os.O_RDONLY)
    document = pdf_file.PdfFile(handle, "", path.name)
    os.close(handle)
    text = builder.text
    starts = [*builder.page_starts, len(text)]
    for index in range(document.pages):
        on_page = text[starts[index] : starts[index + 1]]
        places = character_places(on_page, document.pieces(index)[0])
        page = pdfium.FPDF_LoadPage(document.handle, index)
        text_page = pdfium.FPDFText_LoadPage(page)
        count = pdfium.FPDFText_CountChars(text_page)
        raw = pdf_file.page_text(text_page, count) if count > 0 else ""
        pdfium.FPDFText_ClosePage(text_page)
        pdfium.FPDF_ClosePage(page)
        for character, place in zip(on_page, places, strict=True):
            if character.isspace():
                assert place is None
                continue
            assert place is not None, (index, character)
            assert character in pdf_text.clean(raw[place]).replace(pdf_file.HYPHEN, "-")


def test_every_letter_of_the_lecture_notes(documents: Path) -> None:
    _check_every_letter(documents / "geotopo-de-117-pages.pdf")


_WORDS = st.lists(
    st.text(st.sampled_from("abcdefghij-,."), min_size=1, max_size=9), min_size=1, max_size=120
)


@settings(max_examples=40, deadline=None)
@given(
    columns=st.lists(_WORDS, min_size=1, max_size=3),
    by_row=st.booleans(),
    pages=st.integers(1, 4),
    head=st.booleans(),
)
def test_no_letter_is_lost_and_each_has_its_place(
    tmp_path_factory: pytest.TempPathFactory,
    columns: list[list[str]],
    by_row: bool,
    pages: int,
    head: bool,
) -> None:
    """Whatever stands in columns of any length, on any number of pages."""
    writer = PdfWriter()
    width = 460 / len(columns) - 20
    drawn = [writer.filled(words, width)[:48] for words in columns]
    for page in range(pages):
        if head:
            writer.line(f"HEAD {page + 1}", LEFT, 810, 8)
        places = [
            (LEFT + number * (width + 20), 760 - 14 * row, line)
            for number, lines in enumerate(drawn)
            for row, line in enumerate(lines)
        ]
        for x, y, line in sorted(places, key=lambda place: -place[1]) if by_row else places:
            if line:
                writer.line(line, x, y)
        writer.page()
    path = writer.save(tmp_path_factory.mktemp("any") / "any.pdf")
    _check_every_letter(path)
    wanted = "".join("".join(lines) for lines in drawn) * pages
    found = _read_here(path).text
    letters = [character for character in found if character in "abcdefghij,."]
    assert sorted(letters) == sorted(wanted.replace("-", "").replace(" ", ""))
