"""What readers tell the person, and what only single formats have."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from assistant.core.errors import UserError
from assistant.documents.readers import email_message, markdown_source, spreadsheet
from assistant.documents.readers.csv_table import separator_of
from assistant.documents.readers.names import READERS
from tests.documents import corpus
from tests.documents.corpus import para, run, word_members, zipped
from tests.documents.reader_run import read_bytes


def test_a_word_document_says_what_was_left_out(tmp_path: Path) -> None:
    notes = read_bytes("docx", corpus.docx().data, tmp_path).notes
    assert len(notes) == 4
    for word in ("delete", "inserted", "Comments", "Hidden"):
        assert any(word in note for note in notes)


def test_other_formats_say_what_was_left_out(tmp_path: Path) -> None:
    notes = read_bytes("odt", corpus.odt().data, tmp_path).notes
    assert any("tracked changes" in note for note in notes)
    assert any("Comments" in note for note in notes)
    assert "3" in read_bytes("pptx", corpus.pptx().data, tmp_path).notes[0]
    assert "Second" in read_bytes("xlsx", corpus.xlsx().data, tmp_path).notes[0]
    assert "ä.pdf" in read_bytes("email", corpus.message().data, tmp_path).notes[0]


def test_a_clean_document_needs_no_notes(tmp_path: Path) -> None:
    for make in (corpus.docx_of_word, corpus.rtf, corpus.epub, corpus.html, corpus.markdown):
        made = make()
        assert read_bytes(made.format, made.data, tmp_path).notes == ()


def test_formulas_without_results_are_noted(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append([1, "=A1+1"])
    file = io.BytesIO()
    book.save(file)
    found = read_bytes("xlsx", file.getvalue(), tmp_path)
    assert "formulas" in found.notes[0]
    results = file.getvalue()
    with_result = corpus.zipped(_with(results, b"<v></v>", b"<v>2</v>", b"<v />", b"<v>2</v>"))
    found = read_bytes("xlsx", with_result, tmp_path)
    assert found.notes == ()
    assert "1 | 2" in found.text


def _with(data: bytes, *pairs: bytes) -> dict[str, str | bytes]:
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members: dict[str, str | bytes] = {}
        for name in archive.namelist():
            content = archive.read(name)
            for old, new in zip(pairs[::2], pairs[1::2], strict=True):
                content = content.replace(old, new)
            members[name] = content
    return members


def test_a_huge_workbook_is_cut_with_a_note(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spreadsheet, "MOST_CELLS", 100)
    book = openpyxl.Workbook()
    for row in range(60):
        book.active.append([row, "x"])
    file = io.BytesIO()
    book.save(file)
    found = read_bytes("xlsx", file.getvalue(), tmp_path)
    assert "up to row 34 of sheet 1" in found.notes[0]
    assert found.text.endswith("33 | x")


def test_a_large_mailbox_is_cut_with_a_note(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(email_message, "MOST_MESSAGES", 1)
    found = read_bytes("email", corpus.mailbox().data, tmp_path)
    assert "first 1 messages" in found.notes[0]
    assert "Two" not in found.text


def test_mail_with_only_a_page_and_broken_headers(tmp_path: Path) -> None:
    data = (
        b"Subject: =?no-such?q?a=E9?= \xe9t\xe9\nFrom: =?utf-8?b?broken\nContent-Type: text/html; "
        b"charset=no-such\nContent-Transfer-Encoding: base64\n\nPGgxPkhpPC9oMT50ZXh0"
    )
    found = read_bytes("email", data, tmp_path)
    assert [block.kind for block in found.blocks] == ["paragraph", "heading", "paragraph"]
    assert found.text.endswith("Hi\n\ntext")
    assert "été" in found.title


def test_a_page_with_nothing_but_navigation_is_read(tmp_path: Path) -> None:
    assert read_bytes("html", b"<nav><a>one</a></nav>", tmp_path).text == "one"


def test_tables_within_a_table_are_read_one_by_one(tmp_path: Path) -> None:
    inner = b"<table><tr><td>a<td>b<tr><td>c<td>d</table>"
    page = b"<table><tr><td>left<td>" + inner + b"<tr><td>below</table>"
    found = read_bytes("html", page, tmp_path)
    assert found.text.split("\n\n") == ["left", "a | b\nc | d", "below"]


def test_a_long_markdown_file_is_read_in_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(markdown_source, "_LARGEST_PART", 20)
    parts = ["# One", "```\n# not a heading\n\nof this part\n```", "# Two", "---", "text", "---"]
    parts += [f"paragraph {n}" for n in range(30)]
    found = read_bytes("markdown", "\n\n".join(parts).encode(), tmp_path)
    blocks = [found.text[block.start : block.end] for block in found.blocks]
    assert blocks == parts
    assert [block.kind for block in found.blocks[:4]] == ["heading", "code", "heading", "paragraph"]


def test_text_without_times_is_no_subtitle(tmp_path: Path) -> None:
    with pytest.raises(UserError) as raised:
        read_bytes("subtitles", b"just text", tmp_path)
    assert raised.value.kind == "damaged_document"


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("a,b\n1,2", ","),
        ("a;b\n1,5;2,5\n3,1;4", ";"),
        ("a\tb, c\n1\t2", "\t"),
        ("a|b\n1|2", "|"),
        ('"x;y;z",b\n"1;2;3",2', ","),
        ("only one column\nof words", ","),
    ],
)
def test_the_separator_is_found(text: str, separator: str) -> None:
    assert separator_of(text) == separator


def test_a_declared_separator_counts(tmp_path: Path) -> None:
    assert read_bytes("csv", b"sep=;\na,b;c\n", tmp_path).text == "a,b | c"


def test_numbered_notes_of_text_boxes_keep_their_numbers(tmp_path: Path) -> None:
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    again = para(run("again") + note)
    found = read_bytes("docx", zipped(word_members(para(run("first") + note) + again)), tmp_path)
    assert found.text.split("\n\n")[1:5] == ["first[1]", "[1] A note.", "again[1]", "[1] A note."]


def test_every_format_has_a_module() -> None:
    import importlib
    import sys

    for name in READERS.values():
        module = importlib.import_module(f"assistant.documents.readers.{name}")
        assert callable(module.read)
        assert name not in sys.stdlib_module_names
