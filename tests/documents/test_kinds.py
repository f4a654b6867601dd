"""The format of a file is what it holds, not what it is called."""

from __future__ import annotations

import importlib.util
import io
import zipfile
from pathlib import Path

import pytest

from assistant.core.errors import UserError
from assistant.documents import kinds


def _zip(**members: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in members.items():
            member = zipfile.ZipInfo(name.replace("__", "/").replace("_xml", ".xml"))
            archive.writestr(member, text)  # without the time of day: tests are named after it
    return buffer.getvalue()


DOCX = _zip(word__document_xml="<w/>")
XLSX = _zip(xl__workbook_xml="<w/>")
PPTX = _zip(ppt__presentation_xml="<w/>")
ODT = _zip(mimetype="application/vnd.oasis.opendocument.text", content_xml="<w/>")
EPUB = _zip(mimetype="application/epub+zip")


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.pdf", b"%PDF-1.7 ...", "pdf"),
        ("a.txt", b"\n\n%PDF-1.4", "pdf"),
        ("a", DOCX, "docx"),
        ("a.txt", XLSX, "xlsx"),
        ("a.docx", PPTX, "pptx"),
        ("a.zip", ODT, "odt"),
        ("a.bin", EPUB, "epub"),
        ("a.doc", b"{\\rtf1 hello}", "rtf"),
        ("a.csv", b"a;b;c\n1;2;3", "csv"),
        ("A.TSV", b"a\tb", "csv"),
        ("a.html", b"<p>x", "html"),
        ("a", b"  <!DOCTYPE html><html>", "html"),
        ("a.md", b"# x", "markdown"),
        ("a.py", b"print(1)", "code"),
        ("Makefile", b"all:", "code"),
        ("a.srt", b"1\n00:00:01,000 --> ", "subtitles"),
        ("a.eml", b"From: x", "email"),
        ("notes", "grüße".encode(), "text"),
        ("a.txt", "grüße".encode("utf-16"), "text"),
        ("a.log", b"x" * 5000, "text"),
        ("bmw.txt", b"BMW is a car maker", "text"),
    ],
)
def test_known_formats(tmp_path: Path, name: str, content: bytes, kind: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert kinds.kind_of(path) == kind


@pytest.mark.parametrize(
    ("name", "content", "kind", "advice"),
    [
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "unsupported_document", "docx"),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "unsupported_document", "xlsx"),
        ("locked.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "unsupported_document", "password"),
        ("letter.pages", _zip(Index="x"), "unsupported_document", "Pages"),
        ("a.png", b"\x89PNG\r\n", "unsupported_document", "PDF"),
        ("a.zip", _zip(x="y"), "unsupported_document", "PDF"),
        ("a.gguf", b"GGUF\x03\x00", "unsupported_document", "PDF"),
        ("a.dat", b"\x01\x00\x02", "unsupported_document", "PDF"),
        ("torn.docx", DOCX[:40], "damaged_document", ""),
        ("fake.docx", b"plain words", "damaged_document", ""),
        ("nothing.txt", b"", "empty_document", ""),
    ],
)
def test_what_cannot_be_read_says_what_to_do(
    tmp_path: Path, name: str, content: bytes, kind: str, advice: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UserError) as caught:
        kinds.kind_of(path)
    assert caught.value.kind == kind
    assert name in caught.value.text
    assert advice in caught.value.hint + caught.value.text


def test_every_format_has_a_reader() -> None:
    for module in kinds.MODULES.values():
        assert importlib.util.find_spec(f"assistant.documents.readers.{module}"), module
    assert set(kinds.SUFFIXES.values()) <= set(kinds.MODULES)


def test_what_the_file_dialog_offers() -> None:
    assert kinds.can_be_read("Report.PDF")
    assert kinds.can_be_read("main.rs")
    assert not kinds.can_be_read("picture.png")
