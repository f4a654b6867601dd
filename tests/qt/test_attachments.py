"""Attaching any readable file: its text, or a sentence and what to do instead."""

from __future__ import annotations

from pathlib import Path

from assistant.controllers.attachments import MOST_FILES
from tests.documents import corpus
from tests.documents.pdf_making import PdfWriter
from tests.qt.conftest import Desk
from tests.qt.document_fakes import FakeScopes


def attached(desk: Desk) -> dict[str, str]:
    return {chip.attached.name: chip.attached.text for chip in desk.composer.chips.chips}


def a_pdf(path: Path, text: str, password: str = "") -> Path:
    writer = PdfWriter(password)
    writer.lines([text])
    return writer.save(path)


def test_documents_are_attached_as_text(desk: Desk, tmp_path: Path) -> None:
    letter = tmp_path / "letter.docx"
    letter.write_bytes(corpus.docx().data)
    report = a_pdf(tmp_path / "report.pdf", "Rain falls in Bergen.")
    latin = tmp_path / "old.txt"
    latin.write_bytes("Grüße aus Köln, schöne Straße\n".encode("cp1252") * 20)
    desk.column.attach_files([str(letter), str(report), str(latin)])
    desk.until(lambda: len(attached(desk)) == 3)
    assert attached(desk)["report.pdf"].strip() == "Rain falls in Bergen."
    assert corpus.docx().blocks[0].text in attached(desk)["letter.docx"]
    assert "schöne Straße" in attached(desk)["old.txt"]
    assert not desk.composer.refusal.isVisible()


def test_a_protected_document_is_asked_instead(desk: Desk, tmp_path: Path) -> None:
    secret = a_pdf(tmp_path / "secret.pdf", "Rain falls.", "open")
    scopes = FakeScopes()
    object.__setattr__(desk.window.services, "scopes", scopes)
    desk.column.attach_files([str(secret)])
    desk.until(desk.composer.refusal.isVisible)
    refusal = desk.composer.refusal
    assert "secret.pdf" in refusal.label.text()
    assert "Ask or summarise the document instead" in refusal.label.text()
    assert refusal.button.text() == "Ask this document"
    refusal.button.click()
    assert scopes.asked == [("paths", str(secret))]


def test_a_folder_gives_its_files_up_to_a_number(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "notes"
    folder.mkdir()
    for number in range(MOST_FILES + 5):
        (folder / f"{number:02}.txt").write_text(f"Note {number}")
    desk.column.attach_files([str(folder)])
    desk.until(lambda: len(attached(desk)) == MOST_FILES)
    assert attached(desk)["00.txt"] == "Note 0"
    shown = desk.window.status_line.notice.full_text()
    assert shown == f"Only the first {MOST_FILES} files are attached."


def test_an_empty_folder_is_a_sentence(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    desk.column.attach_files([str(tmp_path / "empty")])
    desk.until(desk.composer.refusal.isVisible)
    assert attached(desk) == {}


def test_one_bad_file_does_not_keep_the_others_out(desk: Desk, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.txt", tmp_path / "bad.pdf"
    good.write_text("Rain falls.")
    bad.write_bytes(b"%PDF-1.7 and then nothing of it")
    gone = tmp_path / "gone.txt"
    desk.column.attach_files([str(bad), str(gone), str(good)])
    desk.until(lambda: "good.txt" in attached(desk))
    desk.until(desk.composer.refusal.isVisible)
    assert list(attached(desk)) == ["good.txt"]


def test_the_edge_of_a_large_text_file(desk: Desk, tmp_path: Path) -> None:
    from assistant.controllers.attachments import LARGEST_FILE

    large = tmp_path / "large.txt"
    large.write_text("é" * (LARGEST_FILE // 2 + 10), encoding="utf-8")
    desk.column.attach_files([str(large)])
    desk.until(desk.composer.refusal.isVisible)
    assert "larger than 10 MB" in desk.composer.refusal.label.text()
