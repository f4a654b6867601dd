"""Documents that are made to harm, and broken ones: text or a sentence for the person."""

from __future__ import annotations

import gc
import io
import os
import sys
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.core.errors import UserError
from assistant.documents.archives import MOST_MEMBERS, Archive
from tests.documents import corpus
from tests.documents.corpus import Made, para, run, word_members, zipped
from tests.documents.reader_run import read_bytes

MUTATIONS = int(os.environ.get("INKSTONE_MUTATIONS", "200"))
"""Broken files of each document of the corpus."""


@pytest.fixture
def limited_memory() -> Iterator[None]:
    """The test has 1.5 GB of address space more than the process uses now."""
    resource = pytest.importorskip("resource")
    if not sys.platform.startswith("linux"):
        pytest.skip("needs /proc")
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    before = resource.getrlimit(resource.RLIMIT_AS)
    room = pages * resource.getpagesize() + 1_500_000_000
    resource.setrlimit(resource.RLIMIT_AS, (room, before[1]))
    yield
    gc.collect()
    resource.setrlimit(resource.RLIMIT_AS, before)


def trouble(format_name: str, data: bytes, folder: Path) -> str:
    with pytest.raises(UserError) as raised:
        read_bytes(format_name, data, folder)
    assert raised.value.text.endswith(".")
    return raised.value.kind


@pytest.mark.usefixtures("limited_memory")
@pytest.mark.parametrize("make", corpus.DOCUMENTS, ids=lambda make: make.__name__)
def test_a_broken_file_gives_text_or_a_sentence(make: Callable[[], Made], tmp_path: Path) -> None:
    made = make()
    refused = 0
    for seed in range(MUTATIONS):
        data = corpus.mutated(made, seed)
        try:
            found = read_bytes(made.format, data, tmp_path)
        except UserError as error:
            refused += 1
            assert error.kind in (
                "damaged_document", "unsupported_document", "document_limit", "password_needed",
            )  # fmt: skip
        else:
            assert found.text.encode("utf-8") is not None
            assert "\x00" not in found.text
    assert refused < MUTATIONS


@pytest.mark.parametrize("format_name", ["docx", "odt", "pptx", "xlsx", "epub"])
def test_files_that_are_no_documents(format_name: str, tmp_path: Path) -> None:
    assert trouble(format_name, b"", tmp_path) == "damaged_document"
    assert trouble(format_name, b"PK\x03\x04 but no more", tmp_path) == "damaged_document"
    assert trouble(format_name, zipped({"a.txt": "x"}), tmp_path) == "damaged_document"
    legacy = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    assert trouble(format_name, legacy, tmp_path) == "unsupported_document"
    assert trouble(format_name, corpus.encrypted_office(), tmp_path) == "password_needed"


@pytest.mark.parametrize("make", [corpus.docx, corpus.odt, corpus.pptx, corpus.xlsx, corpus.epub])
def test_encrypted_members_need_a_password(make: Callable[[], Made], tmp_path: Path) -> None:
    made = make()
    data = corpus.with_flag(made.data, 0x1)
    assert trouble(made.format, data, tmp_path) == "password_needed"


def test_an_encrypted_opendocument_text_needs_a_password(tmp_path: Path) -> None:
    members = corpus.odt_members("<text:p>x</text:p>")
    members["META-INF/manifest.xml"] = "<manifest><encryption-data/></manifest>"
    assert trouble("odt", zipped(members), tmp_path) == "password_needed"


def test_a_book_with_copy_protection_needs_a_password(tmp_path: Path) -> None:
    members = corpus.epub_members(["<p>x</p>"])
    data = (
        '<encryption xmlns:e="urn:e"><e:EncryptedData><e:EncryptionMethod Algorithm="{}"/>'
        '<e:CipherReference URI="OEBPS/text/page%200.xhtml"/></e:EncryptedData></encryption>'
    )
    members["META-INF/encryption.xml"] = data.format("http://www.w3.org/2001/04/xmlenc#aes256-cbc")
    assert trouble("epub", zipped(members), tmp_path) == "password_needed"
    members["META-INF/encryption.xml"] = data.format("http://www.idpf.org/2008/embedding")
    assert read_bytes("epub", zipped(members), tmp_path).text == "x"


def test_a_bomb_is_refused_before_it_goes_off(tmp_path: Path) -> None:
    data = corpus.bomb(300_000_000)
    assert len(data) < 3_000_000
    tracemalloc.start()
    try:
        assert trouble("docx", data, tmp_path) == "document_limit"
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


def test_a_bomb_that_hides_its_size_is_read_no_further_than_it_says(tmp_path: Path) -> None:
    data = corpus.with_false_size(corpus.bomb(30_000_000), "word/document.xml", 5_000)
    assert trouble("docx", data, tmp_path) == "damaged_document"


def test_too_many_members_are_refused(tmp_path: Path) -> None:
    members: dict[str, str | bytes] = {str(n): b"" for n in range(MOST_MEMBERS + 1)}
    assert trouble("docx", zipped(members, zipfile.ZIP_STORED), tmp_path) == "document_limit"


ELSEWHERE = "what another file holds"


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    path = tmp_path / "elsewhere.txt"
    path.write_text(ELSEWHERE)
    return path


def external_entity(path: Path) -> str:
    return f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "{path.as_uri()}">]>'


LAUGHS = '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "haha">' + "".join(
    f'<!ENTITY {after} "{f"&{before};" * 10}">'
    for before, after in zip("abcdefgh", "bcdefghx", strict=True)
) + "]>"  # fmt: skip


def hostile_xml(format_name: str, prolog: str) -> bytes:
    if format_name == "docx":
        body = para("<w:r><w:t>before &x; after</w:t></w:r>")
        return zipped(word_members(body, prolog=prolog))
    if format_name == "odt":
        return zipped(corpus.odt_members("<text:p>before &x; after</text:p>", prolog=prolog))
    if format_name == "epub":
        return zipped(corpus.epub_members([f"{prolog}<html><body><p>a &x; b</p></body></html>"]))
    made = corpus.pptx() if format_name == "pptx" else corpus.xlsx()
    with zipfile.ZipFile(io.BytesIO(made.data)) as archive:
        members: dict[str, str | bytes] = {n: archive.read(n) for n in archive.namelist()}
    name = "ppt/slides/slide1.xml" if format_name == "pptx" else "xl/worksheets/sheet1.xml"
    content = members[name]
    assert isinstance(content, bytes)
    old = content.partition(b"?>")[2] if content.startswith(b"<?xml") else content
    for word in (b"Slide one", b"<v>"):
        old = old.replace(word, word + b"&x;")
    members[name] = prolog.encode() + old
    return zipped(members)


@pytest.mark.usefixtures("limited_memory")
@pytest.mark.parametrize("format_name", ["docx", "odt", "epub", "pptx", "xlsx"])
def test_entities_are_never_replaced(format_name: str, tmp_path: Path, elsewhere: Path) -> None:
    for prolog in (external_entity(elsewhere), LAUGHS):
        try:
            found = read_bytes(format_name, hostile_xml(format_name, prolog), tmp_path)
        except UserError as error:
            assert error.kind == "damaged_document"
        else:
            assert ELSEWHERE not in found.text
            assert len(found.text) < 2_000


def test_names_that_lead_out_of_the_archive_are_only_names(tmp_path: Path, elsewhere: Path) -> None:
    members = word_members(para(run("text")))
    members |= {"../../evil.txt": "x", "/etc/evil": "x", "C:\\evil": "x", "a/../../b": "x"}
    before = sorted(tmp_path.iterdir())
    found = read_bytes("docx", zipped(members), tmp_path)
    assert "text" in found.text
    assert sorted(tmp_path.iterdir()) == sorted([*before, tmp_path / "document.docx"])
    package = str(members["_rels/.rels"]).replace("/word/document.xml", f"../..{elsewhere}")
    assert trouble("docx", zipped({**members, "_rels/.rels": package}), tmp_path) == (
        "damaged_document"
    )
    book = corpus.epub_members(["<p>x</p>"])
    book["OEBPS/book.opf"] = str(book["OEBPS/book.opf"]).replace(
        "text/page%200.xhtml", f"../../../../..{elsewhere}"
    )
    assert ELSEWHERE not in read_bytes("epub", zipped(book), tmp_path).text


def test_a_member_that_is_a_link_is_not_followed(tmp_path: Path, elsewhere: Path) -> None:
    members = word_members(para(run("text")))
    data = corpus.symlinked(members, "word/document.xml", str(elsewhere))
    assert trouble("docx", data, tmp_path) == "damaged_document"


def test_a_member_is_read_up_to_a_limit(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({"a": b"12345"}))
    with Archive(path) as archive:
        assert archive.read("a", 5) == b"12345"
        with pytest.raises(UserError) as raised:
            archive.read("a", 4)
    assert raised.value.kind == "document_limit"


def test_xml_that_is_nested_very_deeply_is_refused(tmp_path: Path) -> None:
    deep = "<w:sdt><w:sdtContent>" * 5_000
    assert trouble("docx", zipped(word_members(deep)), tmp_path) == "damaged_document"


DEEP = {
    "html": b"<div>" * 5_000 + b"bottom",
    "markdown": b"> " * 5_000 + b"bottom",
    "rtf": b"{\\rtf1" + b"{" * 50_000 + b"bottom",
    "email": b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(2_000)
    )
    + b"\nbottom",
}


@pytest.mark.usefixtures("limited_memory")
@pytest.mark.parametrize("format_name", DEEP)
def test_deep_nesting_harms_nothing(format_name: str, tmp_path: Path) -> None:
    try:
        found = read_bytes(format_name, DEEP[format_name], tmp_path)
    except UserError as error:
        assert error.kind == "damaged_document"
    else:
        assert "bottom" in found.text


LONG = {
    "text": b"a" * 5_000_000,
    "markdown": b"*a " * 300_000,
    "html": b"<b>a " * 20_000,
    "csv": b'"' + b"a," * 500_000,
    "rtf": b"{\\rtf1 " + b'{\\field{\\*\\fldinst{HYPERLINK "x"}}{\\fldrslt a}}' * 10_000,
    "subtitles": b"1\n00:00:01,0 --> 00:00:02,0\n" + b"<a {\\ " * 100_000,
    "email": b"Subject: " + b"=?utf-8?q?a?= " * 20_000 + b"\n\nx",
    "code": b" " * 3_000_000 + b"x",
}


@pytest.mark.usefixtures("limited_memory")
@pytest.mark.parametrize("format_name", LONG)
def test_endless_lines_are_read(format_name: str, tmp_path: Path) -> None:
    assert read_bytes(format_name, LONG[format_name], tmp_path).text


def test_repeated_cells_of_a_table_do_not_multiply(tmp_path: Path) -> None:
    cell = '<table:table-cell table:number-columns-repeated="999999"><text:p>x</text:p>'
    row = '<table:table-row table:number-rows-repeated="999999">'
    table = f"<table:table>{row}{cell}</table:table-cell></table:table-row></table:table>"
    found = read_bytes("odt", zipped(corpus.odt_members(table * 3)), tmp_path)
    assert 1_000 < len(found.text) < 2_000_000
