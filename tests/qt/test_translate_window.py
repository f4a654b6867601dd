"""The mode "Translate" in the real window, with the real detector and the real file formats."""

from __future__ import annotations

from pathlib import Path

from docx import Document
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from assistant.ui.translation.page import TranslatePage
from tests.qt.conftest import Desk, OpenDesk
from tests.translating_parts import in_capitals

TEXT = "Der Hafen liegt dort, wo der Fluss auf den Sund trifft. Er wurde im Jahr 1931 vertieft."


def open_page(desk: Desk) -> TranslatePage:
    desk.load_model()
    desk.window.show_mode("translate")
    page = desk.window.findChild(TranslatePage, "translate_page")
    assert page is not None
    desk.until(lambda: desk.app.desk.translating.is_loaded)
    return page


def test_a_text_is_translated_and_there_again_after_a_restart(open_desk: OpenDesk) -> None:
    desk = open_desk(in_capitals)
    page = open_page(desk)
    source = page.findChild(QPlainTextEdit, "source_text")
    target = page.findChild(QPlainTextEdit, "target_text")
    source.insertPlainText(TEXT)
    page.pair.flush()
    desk.until(lambda: "German detected" in page.options.languages.source.words())
    desk.app.desk.translating.wish.set_options(target="en")
    desk.press(source, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.until(lambda: target.toPlainText() == TEXT.upper())
    desk.until(lambda: desk.app.desk.translating.phase == "done")
    source.moveCursor(source.textCursor().MoveOperation.End)
    desk.qtbot.keyClicks(source, " Mehr")
    page = open_page(open_desk(in_capitals))
    assert page.pair.source.toPlainText() == TEXT + " Mehr"
    assert page.pair.target.toPlainText() == TEXT.upper()


def test_the_window_closes_while_it_translates(open_desk: OpenDesk) -> None:
    desk = open_desk(in_capitals, tokens_per_s=20.0)
    page = open_page(desk)
    page.pair.source.insertPlainText(" ".join([TEXT] * 5).replace("1931", "{0}"))
    desk.app.desk.translating.wish.set_options(source="de", target="en")
    page.translate()
    desk.until(lambda: desk.app.desk.translating.result.done >= 1)
    done = desk.app.desk.translating.result.done
    again = open_desk(in_capitals)
    page = open_page(again)
    assert again.app.desk.translating.result.done >= done
    assert page.pair.source.toPlainText().startswith("Der Hafen")


def test_a_word_document_is_translated_in_shape(open_desk: OpenDesk, tmp_path: Path) -> None:
    made = Document()
    made.add_heading("Der Hafen", 1)
    paragraph = made.add_paragraph("Er wurde ")
    paragraph.add_run("im Jahr 1931").bold = True
    paragraph.add_run(" vertieft.")
    path = tmp_path / "Bericht.docx"
    made.save(str(path))
    desk = open_desk(in_capitals)
    page = open_page(desk)
    translating = desk.app.desk.translating
    translating.wish.set_options(source="de", target="en")
    page.open_file(str(path))
    desk.until(lambda: translating.file.phase in ("ready", "failed"))
    assert translating.file.phase == "ready", translating.file.error
    assert page.file_card is not None and "Word document" in page.file_card.facts.text()
    page.translate()
    desk.until(lambda: translating.file.phase in ("done", "failed"))
    out = Path(translating.file.suggested_path())
    assert out.name == "Bericht.en.docx"
    page.file_card.save_to(str(out))
    desk.until(out.exists)
    desk.until(lambda: not translating.file.saving)
    saved = Document(str(out))
    assert [each.text for each in saved.paragraphs] == [
        "DER HAFEN",
        "ER WURDE IM JAHR 1931 VERTIEFT.",
    ]
    bold = [run.text for run in saved.paragraphs[1].runs if run.bold]
    assert "".join(bold) == "IM JAHR 1931"


def test_every_control_of_the_page_has_a_name(open_desk: OpenDesk) -> None:
    desk = open_desk(in_capitals)
    page = open_page(desk)
    page.show_glossaries()
    for name in ("source_text", "target_text", "language_from", "language_to"):
        control = page.findChild(QWidget, name)
        assert control is not None and control.accessibleName()
