"""PDFs: every word once, in reading order, sentences whole, and places that can be shown."""

from __future__ import annotations

import sys
from itertools import pairwise
from pathlib import Path

import pytest

from assistant.core.document_text import ExtractedText
from assistant.core.errors import UserError
from assistant.documents import partners
from assistant.documents.extractor import Extractor
from assistant.documents.readers.pdf_file import Piece
from assistant.documents.readers.pdf_layout import in_order, rows_of
from assistant.documents.readers.pdf_paragraphs import paragraphs_of
from tests.documents.pdf_making import (
    CHINESE,
    HEIGHT,
    LEFT,
    TOP,
    WIDTH,
    PdfWriter,
    long_report,
    numbered_words,
)

OPENS, OPENS_THE_OTHER = "Schlüssel", "openpassword"


def _blocks(found: ExtractedText) -> list[tuple[str, str]]:
    return [(block.kind, found.text[block.start : block.end]) for block in found.blocks]


def _page_texts(found: ExtractedText) -> list[str]:
    starts = [*found.page_starts, len(found.text)]
    return [found.text[a:b] for a, b in pairwise(starts)]


def test_a_sentence_runs_over_pages_between_heads_and_numbers(
    extractor: Extractor, tmp_path: Path
) -> None:
    found = extractor.read(long_report(tmp_path / "report.pdf", 5))
    words = found.text.replace("The quiet report", "").split()
    assert words == numbered_words("w", len(words))
    assert found.text.count("The quiet report") == 1
    assert found.pages == 5
    for page, text in enumerate(_page_texts(found), 1):
        assert found.page_at(found.text.index(text.split()[-1])) == page
    assert found.blocks[0].page == 1


def test_a_head_that_the_text_holds_somewhere_is_not_kept(
    extractor: Extractor, tmp_path: Path
) -> None:
    """Far from where it begins to run, and with other characters between its words."""
    writer = PdfWriter()
    for page in range(12):
        writer.line("Rivers 3: of the north" if page < 6 else "Only up here", LEFT, 800, 8)
        words = numbered_words(f"page{page}x", 60)
        if page == 11:
            words += ["Rivers", "of", "the", "north."]
        writer.lines(writer.filled(words, 450))
        writer.page()
    text = extractor.read(writer.save(tmp_path / "heads.pdf")).text
    assert text.count("ivers") == 1
    assert text.count("Only up here") == 1


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="there are no partners")
def test_the_number_of_processes_changes_nothing(
    extractor: Extractor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = long_report(tmp_path / "report.pdf", 110)
    assert path.stat().st_size >= partners.SMALLEST_FILE
    monkeypatch.setattr(partners, "possible", lambda: 0)
    alone = extractor.read(path)
    assert len(alone.text.split()) > 30_000
    for count in (1, 3):
        monkeypatch.setattr(partners, "possible", lambda count=count: count)
        assert extractor.read(path) == alone


@pytest.mark.parametrize("by_row", [False, True])
def test_columns_are_read_one_after_the_other(
    extractor: Extractor, tmp_path: Path, by_row: bool
) -> None:
    """Also where the file draws them line by line, from left to right."""
    writer = PdfWriter()
    words = numbered_words("word", 400)
    lines = writer.filled(words, 210)
    half = len(lines) // 2
    writer.line("A title across both columns of this page", 72, 790, 20, "Times-Bold")
    left, right = lines[:half], lines[half:]
    if by_row:
        for number in range(max(len(left), len(right))):
            for column, x in ((left, 60.0), (right, 310.0)):
                if number < len(column):
                    writer.line(column[number], x, TOP - 14 * number)
    else:
        writer.lines(left, 60.0)
        writer.lines(right, 310.0)
    found = extractor.read(writer.save(tmp_path / "columns.pdf"))
    assert _blocks(found)[0] == ("heading", "A title across both columns of this page")
    assert found.text.split()[8:] == words


def test_three_columns_below_a_wide_paragraph(extractor: Extractor, tmp_path: Path) -> None:
    writer = PdfWriter()
    wide = writer.filled(numbered_words("wide", 60), 450)
    y = writer.lines(wide) - 20
    words = numbered_words("narrow", 240)
    lines = writer.filled(words, 140)
    third = (len(lines) + 2) // 3
    for number in range(third):
        for column in range(3):
            if column * third + number < len(lines):
                writer.line(lines[column * third + number], 60 + 165 * column, y - 14 * number)
    found = extractor.read(writer.save(tmp_path / "three.pdf"))
    assert found.text.split() == [*numbered_words("wide", 60), *words]


def test_a_table_is_read_by_rows(extractor: Extractor, tmp_path: Path) -> None:
    writer = PdfWriter()
    writer.lines(writer.filled(numbered_words("text", 40), 450))
    for row in range(6):
        for column, cell in enumerate(("Berlin", "12.5", "open")):
            writer.line(f"{cell}{row}", LEFT + 120 * column, 600 - 16 * row)
    found = extractor.read(writer.save(tmp_path / "table.pdf"))
    assert _blocks(found)[1] == (
        "table",
        "\n".join(f"Berlin{row}\t12.5{row}\topen{row}" for row in range(6)),
    )


def test_hyphens_at_line_ends(extractor: Extractor, tmp_path: Path) -> None:
    writer = PdfWriter()
    writer.lines(
        [
            "A well-known example of the art of reading is the undivided inter-",
            "national word. Another is a well-",
            "known compound, and a third the river called Rhine-",
            "Ruhr, which is no river.",
        ]
    )
    text = extractor.read(writer.save(tmp_path / "hyphens.pdf")).text
    assert "undivided international word" in text
    assert "is a well-known compound" in text
    assert "called Rhine-Ruhr, which" in text


def test_chinese_lines_are_joined_without_spaces(extractor: Extractor, tmp_path: Path) -> None:
    writer = PdfWriter()
    text = "这是一段用来测试的中文文字，它占了好几行，行与行之间不应该有空格。" * 8
    lines = [text[at : at + 40] for at in range(0, len(text), 40)]
    writer.lines(lines, font=CHINESE)
    found = extractor.read(writer.save(tmp_path / "zh.pdf"))
    assert _blocks(found) == [("paragraph", text)]


def test_what_stands_between_two_lines() -> None:
    from assistant.documents.readers.pdf_text import join

    def joined(*lines: str) -> str:
        return join(lines, {"well-known"})

    assert joined("中文", "接着写") == "中文接着写"
    assert joined("中文", "and English") == "中文and English"
    assert joined("plain", "words") == "plain words"
    assert joined("한국어는", "띄어쓰기") == "한국어는 띄어쓰기"
    assert joined("inter\ufffe", "national") == "international"
    assert joined("well\ufffe", "known") == "well-known"
    assert joined("Rhein\ufffe", "Main") == "Rhein-Main"
    assert joined("soft\u00ad", "ware") == "software"
    assert joined("last\ufffe") == "last-"
    assert joined("字 字 字 字 字") == "字字字字字"
    assert joined("一个 word 两个 字") == "一个 word 两个 字"


def test_paragraphs_by_space_indent_and_short_lines(extractor: Extractor, tmp_path: Path) -> None:
    writer = PdfWriter()
    parts = [numbered_words(prefix, 70) for prefix in ("one", "two", "three", "four")]
    y = writer.lines(writer.filled(parts[0], 450)) - 10
    for part in parts[1:]:
        first, *rest = writer.filled(["     ", *part], 450)
        writer.line(first.strip(), LEFT + 18, y)
        y = writer.lines(rest, y=y - 14)
    found = extractor.read(writer.save(tmp_path / "paragraphs.pdf"))
    assert [text.split() for _kind, text in _blocks(found)] == parts


def test_headings_have_levels_by_size(extractor: Extractor, tmp_path: Path) -> None:
    writer = PdfWriter()
    y = TOP
    for text, size, font in (
        ("The book", 24.0, "Times-Bold"),
        ("A chapter", 18.0, "Times-Bold"),
        ("A section", 14.0, "Times-Bold"),
        ("Said in bold", 11.0, "Times-Bold"),
    ):
        writer.line(text, LEFT, y, size, font)
        y = writer.lines(writer.filled(numbered_words("w", 60), 450), y=y - 24) - 20
    found = extractor.read(writer.save(tmp_path / "headings.pdf"))
    headings = [
        (found.text[block.start : block.end], block.level)
        for block in found.blocks
        if block.kind == "heading"
    ]
    assert headings == [("The book", 1), ("A chapter", 2), ("A section", 3), ("Said in bold", 4)]


def test_bookmarks_know_better(extractor: Extractor, tmp_path: Path) -> None:
    writer = PdfWriter(title="Of Bookmarks")
    for number, title in enumerate(("Beginning", "Middle part", "End")):
        writer.canvas.bookmarkPage(title)
        writer.canvas.addOutlineEntry(title, title, level=min(1, number))
        writer.line(title, LEFT, TOP, 11)
        writer.lines(writer.filled(numbered_words("w", 90), 450), y=TOP - 40)
        writer.page()
    found = extractor.read(writer.save(tmp_path / "outline.pdf"))
    assert found.title == "Of Bookmarks"
    assert [
        (found.text[block.start : block.end], block.level, block.page)
        for block in found.blocks
        if block.kind == "heading"
    ] == [("Beginning", 1, 1), ("Middle part", 2, 2), ("End", 2, 3)]


def test_lists(extractor: Extractor, tmp_path: Path) -> None:
    writer = PdfWriter()
    y = writer.lines(writer.filled(numbered_words("text", 40), 450))
    for mark in ("1.", "2.", "3."):
        first, *rest = writer.filled([mark, *numbered_words("item", 40)], 400)
        writer.line(first, LEFT, y)
        y = writer.lines(rest, x=LEFT + 14, y=y - 14)
    found = extractor.read(writer.save(tmp_path / "list.pdf"))
    kinds = [kind for kind, _text in _blocks(found)]
    assert kinds == ["paragraph", "list_item", "list_item", "list_item"]


def test_a_footnote_does_not_break_the_sentence_above_it(
    extractor: Extractor, tmp_path: Path
) -> None:
    writer = PdfWriter()
    words = numbered_words("body", 600)
    lines = writer.filled(words, 450)
    for start in (0, 40):
        writer.lines(lines[start : start + 40])
        if start == 0:
            writer.lines(["1 A remark in small print about this."], y=120, size=8)
        writer.page()
    found = extractor.read(writer.save(tmp_path / "footnote.pdf"))
    assert _blocks(found) == [
        ("footnote", "1 A remark in small print about this."),
        ("paragraph", " ".join(words)),
    ]
    assert "remark" in _page_texts(found)[0]


def test_furniture_goes_and_what_stands_once_stays(extractor: Extractor, tmp_path: Path) -> None:
    writer = PdfWriter()
    for page in range(1, 9):
        writer.line(f"{page}   Chapter about ships", LEFT, 800, 9)
        writer.lines(writer.filled(numbered_words(f"p{page}x", 80), 450), y=700)
        writer.line("Printed in the year 1901", LEFT, 60, 9)
        if page == 4:
            writer.line("Only on this page", LEFT, 90, 9)
        writer.line(("i", "ii", "iii", "iv", "v", "vi", "vii", "viii")[page - 1], 290, 30, 9)
        writer.page()
    found = extractor.read(writer.save(tmp_path / "furniture.pdf"))
    assert found.text.count("Chapter about ships") == 1
    assert found.text.count("Printed in the year 1901") == 1
    assert "Only on this page" in _page_texts(found)[3]
    assert "viii" not in found.text
    for page, text in enumerate(_page_texts(found), 1):
        assert " ".join(numbered_words(f"p{page}x", 80)) in text


def test_titles_of_slides_are_no_furniture(extractor: Extractor, tmp_path: Path) -> None:
    writer = PdfWriter()
    for page in range(5):
        writer.line("Agenda", LEFT, 780, 30, "Times-Bold")
        writer.lines(writer.filled(numbered_words(f"s{page}x", 60), 450), y=700, size=16)
        writer.page()
    found = extractor.read(writer.save(tmp_path / "slides.pdf"))
    assert found.text.count("Agenda") == 5


def test_a_turned_page_reads_as_it_is_seen(extractor: Extractor, tmp_path: Path) -> None:
    writer = PdfWriter()
    canvas = writer.canvas
    for turned in (90, 270):
        canvas.setPageRotation(turned)
        canvas.saveState()
        canvas.rotate(turned)
        canvas.translate(*((0, -HEIGHT) if turned == 90 else (-WIDTH, 0)))
        writer.lines(writer.filled(numbered_words(f"t{turned}x", 160), 450))
        canvas.restoreState()
        writer.page()
    found = extractor.read(writer.save(tmp_path / "turned.pdf"))
    assert found.text.split() == [*numbered_words("t90x", 160), *numbered_words("t270x", 160)]


def _kind(extractor: Extractor, path: Path, password: str = "") -> str:
    with pytest.raises(UserError) as caught:
        extractor.read(path, password=password)
    return caught.value.kind


def test_a_locked_file_asks_for_its_password(extractor: Extractor, tmp_path: Path) -> None:
    writer = PdfWriter(OPENS)
    writer.line("behind the door", LEFT, TOP)
    path = writer.save(tmp_path / "locked.pdf")
    assert _kind(extractor, path) == "password_needed"
    assert _kind(extractor, path, "wrong") == "password_wrong"
    assert extractor.read(path, password=OPENS).text == "behind the door"


@pytest.mark.parametrize("keep", [0.02, 0.3, 0.6])
def test_a_torn_file_is_damaged_or_read(extractor: Extractor, tmp_path: Path, keep: float) -> None:
    whole = long_report(tmp_path / "whole.pdf", 4).read_bytes()
    torn = tmp_path / "torn.pdf"
    torn.write_bytes(whole[: int(len(whole) * keep)])
    try:
        text = extractor.read(torn).text
    except UserError as error:
        assert error.kind in ("damaged_document", "empty_document", "scanned")
    else:
        assert "w0000" in text


def test_a_page_without_text_is_named(extractor: Extractor, tmp_path: Path) -> None:
    writer = PdfWriter()
    for page in range(1, 7):
        if page in (2, 4, 5):
            writer.canvas.rect(100, 100, 300, 300, fill=1)
        elif page != 6:
            writer.line(f"page {page} speaks", LEFT, TOP)
        writer.page()
    found = extractor.read(writer.save(tmp_path / "mixed.pdf"))
    assert found.notes == ("Pages 2, 4–5 were not read: only pictures, no text.",)
    assert found.pages == 6


def test_a_scanned_document_says_so(extractor: Extractor, tmp_path: Path) -> None:
    writer = PdfWriter()
    writer.canvas.rect(100, 100, 300, 300, fill=1)
    path = writer.save(tmp_path / "scan.pdf")
    with pytest.raises(UserError) as caught:
        extractor.read(path)
    assert caught.value.kind == "scanned"
    assert caught.value.hint == extractor.tesseract.hint()


def test_the_radicals_of_chinese_pdfs_are_plain_characters() -> None:
    from assistant.documents.readers.pdf_text import clean

    assert clean("⼀⽣⼯作 \ufb01ne of\ufb02ine\u00ad") == "一生工作 fine offline"


# documents that nobody here made


def test_lecture_notes(extractor: Extractor, documents: Path) -> None:
    found = extractor.read(documents / "geotopo-de-117-pages.pdf")
    assert found.pages == 117
    assert found.title == "Geometrie und Topologie"
    texts = _page_texts(found)
    assert "wegen Bemerkung 55.b ist deg(p) = 1, p ist also bijektiv." in texts[60]
    headings = {
        found.text[block.start : block.end]: (block.page, block.level)
        for block in found.blocks
        if block.kind == "heading"
    }
    assert headings["3.4 Gruppenoperationen"] == (65, 2)
    assert "3.3. ÜBERLAGERUNGEN" not in found.text


def test_printed_text_of_four_pages_is_one_paragraph(extractor: Extractor, documents: Path) -> None:
    found = extractor.read(documents / "latex-4-pages.pdf")
    assert found.pages == 4
    assert len(found.blocks) == 1
    assert found.text.startswith("Hello, here is some text without a meaning.")
    assert "printed text will look like at this place" in found.text


def test_a_password_of_somebody_else(extractor: Extractor, documents: Path) -> None:
    path = documents / "password-protected.pdf"
    assert _kind(extractor, path) == "password_needed"
    assert _kind(extractor, path, "open") == "password_wrong"
    assert extractor.read(path, password=OPENS_THE_OTHER).text


def test_a_real_scan(extractor: Extractor, documents: Path) -> None:
    assert _kind(extractor, documents / "scanned-report.pdf") == "scanned"


def _column(text: str, start: int, right: float, top: float = 780.0, size: float = 16.0) -> Piece:
    """Characters below each other, as a font for vertical writing places them."""
    return Piece(text, start, right - size, top - size * len(text), right, top, size)


def test_columns_of_vertical_writing_are_read_from_the_right() -> None:
    columns = ["天地玄黄宇宙洪荒日月盈昃", "辰宿列张寒来暑往秋收冬藏", "闰余成岁。"]
    pieces = [  # as PDFium gives them: from the left
        _column(text, number * 20, 508.0 - 30 * number) for number, text in enumerate(columns)
    ][::-1]
    rows = rows_of(pieces)
    assert [row.text for row in rows] == columns
    assert [piece.text for piece in in_order(pieces)] == columns
    (paragraph,) = paragraphs_of(rows, 16.0, frozenset())
    assert paragraph.text == "".join(columns)


def test_a_word_at_the_margin_turns_no_page() -> None:
    lines = [
        Piece(f"Line {number} of a page that is read downwards.", number * 50,
              80.0, 700.0 - 20 * number, 400.0, 712.0 - 20 * number, 12.0)
        for number in range(8)
    ]  # fmt: skip
    upright = _column("图书馆藏书", 900, 60.0)
    found = " ".join(row.text for row in rows_of([upright, *lines]))
    places = [found.index(line.text) for line in lines]
    assert places == sorted(places)
