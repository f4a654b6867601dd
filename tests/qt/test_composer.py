"""The composer: growing, large pastes, attached files, odd characters."""

from __future__ import annotations

import time
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtWidgets import QApplication

from tests.qt.conftest import Desk, OpenDesk


def _paste(desk: Desk, text: str) -> None:
    data = QMimeData()
    data.setText(text)
    desk.composer.input.insertFromMimeData(data)


def test_it_grows_with_its_text_up_to_a_share_of_the_column(desk: Desk) -> None:
    field = desk.composer.input
    low = field.height()
    field.setPlainText("\n".join("line" for _ in range(5)))
    middle = field.height()
    field.setPlainText("\n".join("line" for _ in range(200)))
    assert low < middle < field.height() <= desk.column.height() * 0.4
    field.setPlainText("")
    assert field.height() == low


def test_ten_megabytes_on_one_line_become_a_chip_at_once(desk: Desk) -> None:
    text = "x" * 10_000_000
    began = time.monotonic()
    _paste(desk, text)
    QApplication.sendPostedEvents()
    desk.window.grab()
    assert time.monotonic() - began < 5.0, "an editor would need much longer"
    (chip,) = desk.composer.chips.chips
    assert chip.label.full_text() == "Pasted text, 10.0 MB"
    assert chip.attached.text == text
    assert desk.composer.input.text() == ""
    chip.open_button.click()
    assert len(chip._look.toPlainText()) < 5_000


def test_the_full_text_of_a_chip_is_sent(open_desk: OpenDesk) -> None:
    desk = open_desk(context_length=1_000_000)
    desk.load_model()
    desk.type("Summarise: ")
    _paste(desk, "long text " * 20_000)
    desk.composer.submit()
    desk.until(lambda: len(desk.chat.messages) == 2)
    assert desk.chat.messages[0].text == "Summarise: \n\n" + "long text " * 20_000
    assert desk.composer.chips.chips == []


def test_many_pastes_into_one_line_never_make_it_endless(desk: Desk) -> None:
    for _ in range(5):
        _paste(desk, "y" * 4000)
    longest = max(map(len, desk.composer.input.text().splitlines()), default=0)
    assert longest <= 10_000
    total = len(desk.composer.input.text()) + sum(
        len(chip.attached.text) for chip in desk.composer.chips.chips
    )
    assert total == 20_000


def test_removing_a_chip_can_be_undone(desk: Desk) -> None:
    _paste(desk, "z" * 60_000)
    desk.composer.chips.chips[0].remove_button.click()
    assert desk.composer.chips.chips == []
    desk.window.status_line.action.click()
    assert len(desk.composer.chips.chips[0].attached.text) == 60_000


def test_nul_and_lone_surrogates_neither_crash_nor_spoil_the_text(desk: Desk) -> None:
    _paste(desk, "a\0b \ud83d end \udc00 pair \ud83d\ude00")
    text = desk.composer.input.text()
    text.encode("utf-8")
    assert "\0" not in text
    assert text.startswith("a")
    assert "end" in text
    desk.composer.submit()
    desk.until(lambda: len(desk.chat.messages) == 2 and not desk.chat.answering)
    assert desk.chat.messages[0].text == text


def test_a_pasted_file_is_attached(desk: Desk, tmp_path: Path) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("Ink and paper", encoding="utf-8")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(notes))])
    desk.composer.input.insertFromMimeData(data)
    desk.until(lambda: desk.composer.chips.chips)
    assert desk.composer.chips.chips[0].label.full_text() == "notes.txt, 13 B"
    assert desk.composer.input.text() == ""


def test_a_file_that_is_no_text_is_refused_with_a_sentence(desk: Desk, tmp_path: Path) -> None:
    picture = tmp_path / "photo.jpg"
    picture.write_bytes(b"\xff\xd8\xff\xe0\x00\x10JFIF\x00")
    desk.column.attach_files([str(picture)])
    desk.until(desk.composer.refusal.isVisible)
    assert "photo.jpg” is a picture" in desk.composer.refusal.label.text()
    assert desk.composer.chips.chips == []


def test_a_starter_fills_the_composer_and_can_be_sent(desk: Desk) -> None:
    starter = desk.column._empty.starters[0]
    assert starter.isVisible()
    starter.click()
    assert desk.composer.input.text() == starter.words
    desk.press(desk.composer.input, Qt.Key.Key_Return)
    desk.until(lambda: len(desk.chat.messages) == 2)
    assert not desk.column._empty.isVisible()


def test_the_draft_is_counted_with_the_context(desk: Desk) -> None:
    desk.say("One")
    meter = desk.column.header.meter
    desk.until(lambda: meter.used > 0)
    before = meter.used
    desk.composer.input.setPlainText("many more words " * 20)
    desk.until(lambda: meter.used > before)
    assert meter.limit == 8192
    assert f"{meter.used:,}" in meter.toolTip()
    meter.set_count(7400, 8192)
    assert meter.tone == "caution"
    meter.set_count(9000, 8192)
    assert meter.tone == "danger"
    meter.set_count(0, 0)
    assert meter.tone == "accent"
