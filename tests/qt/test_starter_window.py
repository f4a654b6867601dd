"""The window with the starter model: there at once, labelled, honest about its limits."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.core.starter import FALLBACK, NAME
from tests.controllers.writing_desk import corrects
from tests.fakes import write_model_file
from tests.qt.conftest import Desk, OpenDesk
from tests.writing_page import write_page


@pytest.fixture
def built_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = write_model_file(tmp_path / "package", "starter.gguf")
    monkeypatch.setenv("INKSTONE_STARTER", str(path))
    return path


def offer(desk: Desk) -> object:
    """The line below the last answer, None while there is none."""
    area = desk.column.transcript
    last = len(area.column.turns) - 1
    tail = area.widgets[last].tail if last in area.widgets else None
    return tail.offer if tail is not None and not tail.offer.isHidden() else None


def test_the_first_start_chats_at_once(open_desk: OpenDesk, built_in: Path) -> None:
    desk = open_desk("A fox ran home.")
    desk.until(lambda: desk.app.models.state.phase == "ready")
    assert desk.app.models.state.path == str(built_in)
    assert not desk.column.no_model_chosen
    empty = desk.column._empty
    assert empty is not None
    desk.until(empty.isVisible)
    assert "starter model" in empty.sentence.text()
    assert empty.find_models.isVisible()
    assert empty.starters[0].words == "What can you do?"
    answer = desk.say("Tell me a short story.")
    assert answer.text == "A fox ran home."
    assert offer(desk) is None


def test_it_is_labelled_where_it_is_named(open_desk: OpenDesk, built_in: Path) -> None:
    desk = open_desk()
    desk.until(lambda: desk.app.models.state.phase == "ready")
    picker = desk.column.header.picker
    assert picker.badge_text() == "starter"
    assert "starter" in picker.accessibleName()
    assert "starter" in desk.window.status_line.engine_text()
    desk.until(lambda: desk.app.models.files)
    picker.open_popup()
    popup = picker._popup
    assert NAME in popup.list.texts()[0]
    popup.close()
    desk.load_model()
    desk.until(lambda: desk.app.models.state.path == str(desk.model))
    assert picker.badge_text() == ""
    assert "starter" not in desk.window.status_line.engine_text()
    empty = desk.column._empty
    assert empty is not None
    assert not empty.find_models.isVisible()


def test_where_it_cannot_answer_a_bigger_one_is_offered(
    open_desk: OpenDesk, built_in: Path
) -> None:
    desk = open_desk(FALLBACK)
    desk.say("What is the capital of France?")
    desk.until(lambda: offer(desk))
    line = offer(desk)
    assert line.close_button.isHidden()
    line.find.click()
    assert desk.window.current_mode == "models"
    assert desk.window.page("models").current_part == "find"


def test_only_the_last_answer_offers(open_desk: OpenDesk, built_in: Path) -> None:
    desk = open_desk(lambda turns: FALLBACK if "capital" in turns[-1].content else "Yes.")
    desk.say("What is the capital of France?")
    desk.until(lambda: offer(desk))
    desk.say("Really?")
    desk.until(lambda: offer(desk) is None)
    assert all(not turn.offer for turn in desk.column.transcript.column.turns)


def test_another_models_conversation_offers_nothing(open_desk: OpenDesk) -> None:
    desk = open_desk("It is Paris.")
    desk.load_model()
    desk.say("What is the capital of France?")
    assert offer(desk) is None


def test_what_it_corrected_says_that_a_bigger_one_is_better(
    open_desk: OpenDesk, built_in: Path
) -> None:
    desk = open_desk(corrects, background=corrects)
    desk.until(lambda: desk.app.models.state.phase == "ready")
    page = write_page(desk.app)
    desk.until(lambda: page.desk.memory.known)
    assert page.hint.isHidden()
    page.source.set_text("I recieve teh parcel.")
    page.start_id("proofread")
    desk.until(page.hint.isVisible)
    assert "bigger one" in page.hint.text.text()
    page.hint.close_button.click()
    assert page.hint.isHidden()
    assert not desk.app.preferences.settings.models.starter_hint
    page.start_id("proofread")
    desk.until(lambda: page.desk.session is not None and not page.desk.working)
    assert page.hint.isHidden()


def test_a_translation_says_so_until_another_model_is_chosen(
    open_desk: OpenDesk, built_in: Path
) -> None:
    desk = open_desk("Das Haus ist rot.", background="Das Haus ist rot.")
    desk.until(lambda: desk.app.models.state.phase == "ready")
    desk.window.show_mode("translate")
    page = desk.window.page("translate")
    desk.app.desk.translating.wish.set_options(source="en", target="de")
    page.pair.source.insertPlainText("The house is red.")
    page.translate()
    desk.until(page.hint.isVisible)
    desk.load_model()
    desk.until(page.hint.isHidden)
