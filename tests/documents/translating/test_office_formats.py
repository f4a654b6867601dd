"""Word and PowerPoint: what a translation changes in them, and what it must not touch."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from assistant.core.errors import UserError
from assistant.documents.translating.opened import Layout, Opened
from tests.documents.translating import made_office
from tests.documents.translating.made_texts import upper
from tests.documents.translating.test_round_trips import members, opened

W = f"{{{made_office.W}}}"
BOLD = "<w:rPr><w:b/></w:rPr>"


def run(text: str, formatting: str = "") -> str:
    return f'<w:r>{formatting}<w:t xml:space="preserve">{text}</w:t></w:r>'


def docx(body: str, **others: str) -> bytes:
    xml = f'<w:document xmlns:w="{made_office.W}"><w:body>{body}</w:body></w:document>'
    parts = {"word/document.xml": ("word.main+xml", xml)}
    for name, inside in others.items():
        part = f'<w:{name} xmlns:w="{made_office.W}">{inside}</w:{name}>'
        parts[f"word/{name}.xml"] = (f"word.{name}+xml", part)
    return made_office.packed(parts)


def word(body: str, **others: str) -> Opened:
    return opened("docx", docx(body, **others))


def put(body: str, *targets: str, layout: Layout = "", language: str = "") -> str:
    """The body with these translations; of all units in upper case without any."""
    file = word(body)
    said = list(targets) or [upper(unit) for unit in file.units]
    data = b"".join(file.rebuilt(said, layout, language).parts)
    xml = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    return xml[xml.index("<w:body>") + 8 : xml.index("</w:body>")]


def words(xml: str) -> str:
    return "".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", xml))


def test_runs_of_equal_formatting_are_one() -> None:
    lang = '<w:rPr><w:lang w:val="en-GB"/></w:rPr>'
    body = (
        f"<w:p>{run('Some ')}{run('wor', lang)}{run('ds ')}{run('bold', BOLD)}{run(' end')}</w:p>"
    )
    assert list(word(body).units) == ["Some words ⟦1⟧bold⟦/1⟧ end"]
    assert words(put(body, "Einige Wörter ⟦1⟧fett⟦/1⟧ Ende")) == "Einige Wörter fett Ende"


def test_the_formatting_of_most_words_needs_no_mark() -> None:
    assert list(word(f"<w:p>{run('All of it', BOLD)}{run(', ')}</w:p>").units) == ["All of it, "]


def test_marks_in_another_order_move_what_they_stand_for() -> None:
    body = (
        f"<w:p><w:pPr/>{run('See ')}<w:bookmarkStart w:id='1' w:name='b'/>{run('this', BOLD)}"
        f"<w:bookmarkEnd w:id='1'/><w:hyperlink w:anchor='x'>{run(' page')}</w:hyperlink>"
        "<w:r><w:t>,</w:t><w:footnoteReference w:id='2'/><w:t>please</w:t></w:r></w:p>"
    )
    assert list(word(body).units) == ["See ⟦1⟧this⟦/1⟧⟦2⟧ page⟦/2⟧,⟦3/⟧please"]
    made = put(body, "Bitte⟦3/⟧ ⟦2⟧Seite⟦/2⟧ ansehen, ⟦1⟧diese⟦/1⟧")
    assert made == (
        '<w:p><w:pPr/><w:bookmarkStart w:id="1" w:name="b"/>'
        '<w:r><w:t>Bitte</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r>'
        '<w:r><w:t xml:space="preserve"> </w:t></w:r>'
        '<w:hyperlink w:anchor="x"><w:r><w:t>Seite</w:t></w:r></w:hyperlink>'
        '<w:r><w:t xml:space="preserve"> ansehen, </w:t></w:r>'
        '<w:r><w:rPr><w:b/></w:rPr><w:t>diese</w:t></w:r><w:bookmarkEnd w:id="1"/></w:p>'
    )


def test_a_lost_note_mark_comes_back_at_the_end() -> None:
    body = f"<w:p>{run('One')}<w:r><w:footnoteReference w:id='2'/></w:r>{run(' two')}</w:p>"
    made = put(body, "Eins zwei")
    assert words(made) == "Eins zwei"
    assert made.count("footnoteReference") == 1


def test_tracked_changes_are_translated_as_accepted() -> None:
    body = (
        f"<w:p>{run('It was ')}<w:del w:id='1'><w:r><w:delText>bad</w:delText></w:r></w:del>"
        f"<w:ins w:id='2'>{run('good')}</w:ins>{run(' work')}</w:p>"
    )
    file = word(body)
    assert list(file.units) == ["It was ⟦1⟧good⟦/1⟧ work"]
    assert "Tracked changes" in file.notes[0]
    made = put(body)
    assert "<w:delText>bad</w:delText>" in made
    assert words(made) == "IT WAS GOOD WORK"
    assert re.search(r"<w:ins [^>]*><w:r><w:t [^>]*>GOOD", made)


def test_headers_notes_and_text_boxes_and_what_stays() -> None:
    file = word(
        "<w:p><w:r><w:drawing><w:txbxContent><w:p>"
        f"{run('In a box')}</w:p></w:txbxContent></w:drawing></w:r>{run('Around')}</w:p>",
        header=f"<w:p>{run('Page ')}<w:fldSimple w:instr='PAGE'>{run('one')}</w:fldSimple></w:p>",
        footnotes=f"<w:p>{run('A note')}</w:p>",
        comments=f"<w:p>{run('A comment')}</w:p>",
    )
    assert list(file.units) == ["Around", "In a box", "A note", "Page "]
    assert file.notes == ("Comments stay untranslated.",)


def test_a_chosen_date_is_not_text() -> None:
    body = (
        f"<w:p>{run('Due ')}<w:sdt><w:sdtPr><w:date/></w:sdtPr><w:sdtContent>{run('Monday')}"
        "</w:sdtContent></w:sdt></w:p>"
    )
    assert list(word(body).units) == ["Due "]


def test_text_around_a_bookmark_is_divided_between_words() -> None:
    body = (
        f"<w:p>{run('One two ')}<w:bookmarkStart w:id='1' w:name='b'/>{run('three four')}"
        "<w:bookmarkEnd w:id='1'/></w:p>"
    )
    made = put(body, "Erstens zweitens drittens viertens")
    first, second = re.findall(r"<w:t [^>]*>([^<]*)</w:t>", made)
    assert first.endswith(" ")
    assert first + second == "Erstens zweitens drittens viertens"
    assert made.index("<w:bookmarkStart") < made.index(second)


def test_characters_that_xml_cannot_hold_are_left_out() -> None:
    assert words(put(f"<w:p>{run('One')}</w:p>", "a\x00b\x1b\ud800c\nd")) == "abc d"


def test_a_language_that_runs_from_right_to_left() -> None:
    body = (
        f"<w:p><w:pPr><w:pStyle w:val='a'/><w:jc w:val='center'/></w:pPr>{run('One', BOLD)}</w:p>"
    )
    made = put(body, "واحد", language="ar")
    assert made == (
        '<w:p><w:pPr><w:pStyle w:val="a"/><w:bidi/><w:jc w:val="center"/></w:pPr>'
        '<w:r><w:rPr><w:b/><w:rtl/></w:rPr><w:t xml:space="preserve">واحد</w:t></w:r></w:p>'
    )
    back = put(made, "Eins", language="de")
    assert "bidi" not in back
    assert "rtl" not in back


def test_a_document_in_two_languages() -> None:
    sections = "<w:pPr><w:numPr><w:numId w:val='3'/></w:numPr><w:sectPr/></w:pPr>"
    body = (
        f"<w:p>{run('One')}<w:bookmarkStart w:id='1' w:name='b'/><w:bookmarkEnd w:id='1'/></w:p>"
        f"<w:p>{sections}{run('Two https://a.b/c')}</w:p><w:p/>"
        f"<w:tbl><w:tr><w:tc><w:p>{run('Three')}</w:p></w:tc></w:tr></w:tbl><w:sectPr/>"
    )
    below = put(body, layout="below")
    assert re.findall(r"<w:t [^>]*>([^<]*)</w:t>", below) == [
        *("One", "ONE", "Two https://a.b/c", "TWO https://a.b/c", "Three", "THREE"),
    ]
    assert below.count("<w:bookmarkStart") == 1
    assert below.count("<w:sectPr/>") == 2
    assert below.index("Two") < below.index("<w:sectPr/>") < below.index("TWO")
    assert '<w:numId w:val="0"/>' in below
    table = put(body, layout="table")
    assert table.count("<w:tbl>") == 2
    rows = re.findall(r"<w:tr>.*?</w:tr>", table)
    assert [re.findall(r">([^<>]+)</w:t>", row) for row in rows] == [
        ["One", "ONE"],
        ["Two https://a.b/c", "TWO https://a.b/c"],
        ["Three", "THREE"],
    ]
    assert re.search(r"</w:tbl><w:p><w:pPr><w:sectPr/></w:pPr></w:p>", table)


def test_a_document_of_words_own_library(tmp_path: Path) -> None:
    import docx as python_docx

    made = python_docx.Document()
    made.add_heading("A heading", 1)
    paragraph = made.add_paragraph("Plain ")
    paragraph.add_run("bold").bold = True
    made.add_table(1, 1).cell(0, 0).text = "Cell\nlines"
    path = tmp_path / "a.docx"
    made.save(str(path))
    file = opened("docx", path.read_bytes())
    out = tmp_path / "b.docx"
    layout: Layout
    for layout in ("table", "below", ""):
        file = opened("docx", path.read_bytes())
        out.write_bytes(b"".join(file.rebuilt([upper(u) for u in file.units], layout).parts))
        again = python_docx.Document(str(out))
    assert [one.text for one in again.paragraphs] == ["A HEADING", "PLAIN BOLD"]
    assert again.tables[0].cell(0, 0).text == "CELL\nLINES"


def test_a_real_document(shared: Path) -> None:
    path = shared / "documents" / "report.docx"
    if not path.exists():
        pytest.skip("there is no reference document")
    data = path.read_bytes()
    file = opened("docx", data)
    assert b"".join(file.rebuilt(file.units, "").parts) == data
    made = b"".join(file.rebuilt([upper(unit) for unit in file.units], "").parts)
    for (name, method, old), (again, same, new) in zip(members(data), members(made), strict=True):
        assert (name, method) == (again, same)
        if name != "word/document.xml":
            assert old == new
        else:
            kept = [_without_text(one) for one in (old, new)]
            assert kept[0] == kept[1]


def _without_text(xml: bytes) -> str:
    root = etree.fromstring(xml)
    for one in root.iter(W + "t"):
        one.text = ""
    return etree.canonicalize(etree.tostring(root).decode())


def test_a_presentation(tmp_path: Path) -> None:
    import pptx as python_pptx

    made = python_pptx.Presentation()
    for title in ("First", "Second"):
        slide = made.slides.add_slide(made.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text_frame.text = "A point\vof two lines"
    slide.notes_slide.notes_text_frame.text = "Say this"
    table = slide.shapes.add_table(1, 1, 0, 0, 9, 9).table
    table.cell(0, 0).text = "Cell"
    path = tmp_path / "a.pptx"
    made.save(str(path))
    file = opened("pptx", path.read_bytes())
    assert list(file.units) == [
        *("First", "A point⟦1/⟧of two lines", "Second", "A point⟦1/⟧of two lines"),
        *("Cell", "Say this"),
    ]
    data = b"".join(file.rebuilt(["א"] * 6, "", "he").parts)
    text = zipfile.ZipFile(io.BytesIO(data)).read("ppt/slides/slide1.xml").decode()
    assert '<a:pPr algn="r" rtl="1"/>' in text
    file = opened("pptx", path.read_bytes())
    with pytest.raises(UserError, match="two columns"):
        file.rebuilt([upper(unit) for unit in file.units], "table")
    file = opened("pptx", path.read_bytes())
    path.write_bytes(b"".join(file.rebuilt([upper(unit) for unit in file.units], "below").parts))
    again = python_pptx.Presentation(str(path))
    assert again.slides[0].shapes.title.text == "First\nFIRST"
    assert again.slides[1].notes_slide.notes_text_frame.text == "Say this\nSAY THIS"
