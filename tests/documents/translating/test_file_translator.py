"""Files through the real processes: what is written, and what is refused."""

from __future__ import annotations

import hashlib
import io
import os
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import compose
from assistant.core.errors import Cancelled, UserError
from assistant.core.translation.ports import FileTranslator
from assistant.documents.extractor import Extractor
from assistant.documents.translating.file_translator import ProcessFileTranslator
from assistant.paths import child_command
from tests.documents.translating import made_office
from tests.documents.translating.made_texts import upper

NOTE = "# A title\n\nSome *words* here.\n"


@pytest.fixture
def files() -> Iterator[ProcessFileTranslator]:
    made = compose.make_file_translator()
    yield made
    made.close()


def _file(folder: Path, text: str | bytes, name: str = "note.md") -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def _refused(files: ProcessFileTranslator, path: Path) -> UserError:
    with pytest.raises(UserError) as caught:
        files.units(path)
    assert caught.value.text.endswith(".")
    return caught.value


def test_a_file_comes_back_translated(files: ProcessFileTranslator, tmp_path: Path) -> None:
    port: FileTranslator = files
    path = _file(tmp_path, NOTE)
    found = port.units(path)
    assert found.units == ("A title", "Some ⟦1⟧words⟦/1⟧ here.")
    assert (found.path, found.kind) == (str(path), "markdown")
    assert found.sha256 == hashlib.sha256(NOTE.encode()).hexdigest()
    out = tmp_path / "out.md"
    notes = port.write(path, found.sha256, [upper(unit) for unit in found.units], out)
    assert notes == ()
    assert out.read_text() == "# A TITLE\n\nSOME *WORDS* HERE.\n"
    assert path.read_text() == NOTE
    assert sorted(os.listdir(tmp_path)) == ["note.md", "out.md"]  # noqa: PTH208


def test_a_file_may_take_its_own_place(files: ProcessFileTranslator, tmp_path: Path) -> None:
    path = _file(tmp_path, NOTE)
    path.chmod(0o600)
    found = files.units(path)
    files.write(path, found.sha256, ["Titel", "⟦1⟧Worte⟦/1⟧ hier."], path)
    assert path.read_text() == "# Titel\n\n*Worte* hier.\n"
    assert path.stat().st_mode & 0o777 == 0o600


def test_half_a_character_does_no_harm(files: ProcessFileTranslator, tmp_path: Path) -> None:
    path, out = _file(tmp_path, NOTE), tmp_path / "out.md"
    files.write(path, files.units(path).sha256, ["a\ud800", "b\0"], out)
    assert out.read_text().startswith("# a\ufffd\n")


def test_a_link_is_followed_and_not_replaced(files: ProcessFileTranslator, tmp_path: Path) -> None:
    path, real = _file(tmp_path, NOTE), _file(tmp_path, "old", "real.md")
    link = tmp_path / "link.md"
    link.symlink_to(real)
    files.write(path, files.units(path).sha256, ["a", "b"], link)
    assert link.is_symlink()
    assert real.read_text().startswith("# a\n")


def test_a_changed_file_is_refused(files: ProcessFileTranslator, tmp_path: Path) -> None:
    path = _file(tmp_path, NOTE)
    found = files.units(path)
    for change in (NOTE.replace("words", "worms"), NOTE + "\nMore.\n"):
        path.write_text(change)
        out = _file(tmp_path, "as it was", "out.md")
        with pytest.raises(UserError) as caught:
            files.write(path, found.sha256, ["a", "b"], out)
        assert caught.value.kind == "document_changed"
        assert out.read_text() == "as it was"
    assert sorted(os.listdir(tmp_path)) == ["note.md", "out.md"]  # noqa: PTH208


def test_a_place_that_cannot_be_written(files: ProcessFileTranslator, tmp_path: Path) -> None:
    path = _file(tmp_path, NOTE)
    found = files.units(path)
    with pytest.raises(UserError, match="folder"):
        files.write(path, found.sha256, ["a", "b"], tmp_path / "gone" / "out.md")
    folder = tmp_path / "folder.md"
    folder.mkdir()
    with pytest.raises(UserError, match="could not be written"):
        files.write(path, found.sha256, ["a", "b"], folder)
    assert sorted(os.listdir(tmp_path)) == ["folder.md", "note.md"]  # noqa: PTH208


def test_stopping_and_closing(files: ProcessFileTranslator, tmp_path: Path) -> None:
    path = _file(tmp_path, NOTE)
    found = files.units(path)
    with pytest.raises(Cancelled):
        files.units(path, lambda: True)
    out = tmp_path / "out.md"
    with pytest.raises(Cancelled):
        files.write(path, found.sha256, ["a", "b"], out, cancelled=lambda: True)
    assert not out.exists()
    files.close()
    with pytest.raises(Cancelled):
        files.units(path)


def test_several_at_once(files: ProcessFileTranslator, tmp_path: Path) -> None:
    paths = [_file(tmp_path, f"Text {number}.\n", f"{number}.txt") for number in range(4)]
    found: dict[int, tuple[str, ...]] = {}

    def read(number: int) -> None:
        found[number] = files.units(paths[number]).units

    threads = [threading.Thread(target=read, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {number: (f"Text {number}.",) for number in range(4)}


def test_the_two_columns_a_format_does_not_have(
    files: ProcessFileTranslator, tmp_path: Path
) -> None:
    path = _file(tmp_path, "1\n00:00:01,000 --> 00:00:02,000\nHello.\n", "a.srt")
    found = files.units(path)
    out = tmp_path / "out.srt"
    with pytest.raises(UserError, match="two columns"):
        files.write(path, found.sha256, ["Hallo."], out, bilingual="table")
    files.write(path, found.sha256, ["Hallo."], out, bilingual="below")
    assert out.read_text().endswith("Hello.\nHallo.\n")


def test_a_large_picture_passes_through(files: ProcessFileTranslator, tmp_path: Path) -> None:
    picture = os.urandom(9_000_000)
    data = _docx("<w:p><w:r><w:t>Words</w:t></w:r></w:p>", {"word/media/big.png": picture})
    path = _file(tmp_path, data, "a.docx")
    out = tmp_path / "b.docx"
    files.write(path, files.units(path).sha256, ["Worte"], out)
    with zipfile.ZipFile(out) as archive:
        assert archive.read("word/media/big.png") == picture
        assert b"<w:t>Worte</w:t>" in archive.read("word/document.xml")


def _docx(
    body: str, others: dict[str, bytes] | None = None, head: str = "", encrypt: bool = False
) -> bytes:
    xml = f'{head}<w:document xmlns:w="{made_office.W}"><w:body>{body}</w:body></w:document>'
    data = made_office.packed({"word/document.xml": ("word.main+xml", xml)})
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (others or {}).items():
            archive.writestr(name, content)
    data = out.getvalue()
    if encrypt:  # the flag of the first entry of the directory
        at = data.index(b"PK\1\2") + 8
        data = data[:at] + bytes([data[at] | 1]) + data[at + 1 :]
    return data


WORDS = "<w:p><w:r><w:t>Words</w:t></w:r></w:p>"
XXE = '<!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
LAUGHS = (
    "<!DOCTYPE d ["
    + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(10))
    + "]>"
)
HOSTILE = {
    "truncated": (_docx(WORDS)[:-200], "damaged_document"),
    "no XML": (_docx("<w:p>"), "damaged_document"),
    "XXE": (_docx("<w:p><w:r><w:t>a&x;b</w:t></w:r></w:p>", head=XXE), "damaged_document"),
    "laughs": (_docx("<w:p><w:r><w:t>a&l9;b</w:t></w:r></w:p>", head=LAUGHS), "damaged_document"),
    "encrypted": (_docx(WORDS, encrypt=True), "password_needed"),
    "bomb": (_docx(WORDS, {"word/media/a.bin": bytes(60_000_000)}), "document_limit"),
    "XML bomb": (_docx(WORDS + "<w:p/>" * 9_000_000), "document_limit"),
    "nested": (_docx("<w:p>" * 5000 + "</w:p>" * 5000), "damaged_document"),
    "no words": (_docx("<w:p/>"), "empty_document"),
    "before 2007": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "unsupported_document"),
    "a picture": (b"\x89PNG" + bytes(600), "unsupported_document"),
    "a PDF": (b"%PDF-1.4\n" + bytes(600), "unsupported_document"),
    "empty": (b"", "empty_document"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_documents(name: str, files: ProcessFileTranslator, tmp_path: Path) -> None:
    data, kind = HOSTILE[name]
    assert _refused(files, _file(tmp_path, data, "a.docx")).kind == kind
    assert files.units(_file(tmp_path, NOTE)).units  # the next one reads


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.docx"])
def test_a_huge_file(name: str, files: ProcessFileTranslator, tmp_path: Path) -> None:
    path = _file(tmp_path, _docx(WORDS) if name == "a.docx" else NOTE, name)
    with path.open("r+b") as out:
        out.truncate(500_000_000)
    assert _refused(files, path).kind in ("document_limit", "damaged_document")


def test_what_is_not_there_or_no_file(files: ProcessFileTranslator, tmp_path: Path) -> None:
    assert _refused(files, tmp_path / "gone.md").kind == "no_such_file"
    assert _refused(files, tmp_path).kind == "is_directory"
    assert _refused(files, _file(tmp_path, "1 2 3\n", "a.txt")).kind == "empty_document"
    assert _refused(files, _file(tmp_path, "x = 1\n", "a.py")).kind == "unsupported_document"
    assert _refused(files, _file(tmp_path, bytes(5000), "a.txt")).kind == "unsupported_document"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.md", "[" * 60_000),
        ("a.md", "*a" * 30_000),
        ("a.md", "> " * 20_000 + "a"),
        ("a.md", "a" * 300_000 + " b"),
        ("a.html", "<" * 60_000),
        ("a.html", '<a b="' * 20_000),
        ("a.html", "<b>a" * 20_000),
        ("a.txt", "a@" * 30_000),
        ("a.txt", "⟦" * 60_000),
        ("a.srt", "\n00:00:01,000 --> 00:00:02,000\n<i>a" * 3000),
        ("a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n" + "<i" * 30_000),
        ("a.po", 'msgid "a\\' * 5000),
    ],
    ids=[*(f"hard-{number}" for number in range(12))],
)
def test_texts_made_to_be_hard(name: str, text: str, tmp_path: Path) -> None:
    files = ProcessFileTranslator(Extractor(child_command("extract-child"), stall_s=60.0))
    path = _file(tmp_path, text, name)
    try:
        found = files.units(path)
        out = tmp_path / "out"
        files.write(path, found.sha256, found.units, out)
        assert out.read_bytes() == path.read_bytes() or name == "a.po"
    except UserError as error:
        assert error.kind in ("document_limit", "empty_document")
    finally:
        files.close()
