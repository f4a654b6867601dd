"""The window when the context is full, and what the model adds in the background."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from assistant.core.context_policy import Rule
from assistant.core.entities import ChatParameters
from assistant.core.messages import Turn as Said
from assistant.core.settings import Conversations
from assistant.ui.transcript.tail import Tail
from assistant.ui.transcript.turn import Turn
from tests.qt.conftest import Desk, OpenDesk

LIMIT = 300
SUMMARY = "They spoke of words, and of nothing else."
QUESTIONS = "1. Which stone?\n2. How often & why?"


def question(number: int, length: int = 30) -> str:
    return " ".join([f"word{number}"] * length)


def background(turns: tuple[Said, ...]) -> str:
    asked = turns[-1].content
    if "title" in asked:
        return "Of words."
    return QUESTIONS if "three short" in asked else SUMMARY


@pytest.fixture
def full(open_desk: OpenDesk) -> Iterator[Desk]:
    """A short context with three exchanges in it: the next one is too much."""
    desk = open_desk("An answer.", context_length=LIMIT, background=background)
    desk.load_model()
    for number in range(3):
        desk.say(question(number))
    yield desk


def rule(desk: Desk, on_overflow: Rule) -> None:
    desk.chat.set_parameters(ChatParameters(on_overflow=on_overflow))


def cut(desk: Desk) -> Turn:
    """The turn below which the branch is cut."""
    desk.until(lambda: any(turn.fold for turn in desk.column.transcript.column.turns))
    found = [turn for turn in desk.column.transcript.column.turns if turn.fold is not None]
    assert len(found) == 1
    return found[0]


def tail(desk: Desk, turn: Turn) -> Tail:
    """What is shown below a turn, scrolled into view."""
    transcript = desk.column.transcript
    index = transcript.column.index_of(turn.message.id)
    assert index is not None
    transcript.reveal(index)
    shown = transcript.widgets[index].tail
    assert shown is not None
    return shown


def type_and_count(desk: Desk, text: str) -> None:
    with desk.qtbot.waitSignal(desk.chat.context_forecast):
        desk.composer.input.setPlainText(text)


def test_the_cut_is_told_in_its_place_and_leads_to_the_rule(full: Desk) -> None:
    full.say(question(3))
    turn = cut(full)
    index = full.column.transcript.column.turns.index(turn)
    assert turn.message.role == "assistant"
    shown = tail(full, turn)
    text = shown.fold.text.text()
    assert f"(1 to {index + 1})" in text
    assert "300 tokens" in text
    assert shown.fold.read.isHidden()
    widget = full.column.transcript.widgets[index]
    assert widget.actions is None or widget.actions.geometry().bottom() < shown.y()
    assert shown.geometry().bottom() <= widget.height()
    shown.fold.rule.click()
    full.until(lambda: full.page.inspector_open)
    assert full.page.inspector.panel.rows["on_overflow"].isAncestorOf(
        full.window.focusWidget() or full.window
    )


def test_the_summary_can_be_read_and_is_there_after_a_restart(
    full: Desk, open_desk: OpenDesk
) -> None:
    rule(full, "summarise")
    full.say(question(3))
    assert cut(full).fold.summary == SUMMARY
    desk = open_desk("An answer.", context_length=LIMIT, background=background)
    turn = cut(desk)
    shown = tail(desk, turn)
    before = turn.height
    assert shown.fold.summary.isHidden()
    assert shown.fold.rule.isHidden()
    shown.fold.read.click()
    assert shown.fold.summary.isVisible()
    assert shown.fold.summary.text() == SUMMARY
    assert turn.height > before
    shown.fold.read.click()
    assert shown.fold.summary.isHidden()
    assert turn.height == before


def test_the_buttons_of_the_cut_are_stops_of_tab(full: Desk) -> None:
    full.say(question(3))
    turn = cut(full)
    shown = tail(full, turn)
    index = full.column.transcript.column.turns.index(turn)
    widget = full.column.transcript.widgets[index]
    assert shown.fold.rule in widget.stops()
    names: list[QWidget] = [shown.fold.rule, shown.fold.read]
    assert all(each.accessibleName() for each in names)


def test_a_recycled_widget_shows_no_cut_of_another_turn(full: Desk) -> None:
    for number in range(3, 12):
        full.say(question(number))
    transcript = full.column.transcript
    last = cut(full)
    for place in range(len(transcript.column.turns)):
        transcript.reveal(place)
        for index, widget in transcript.widgets.items():
            shown = widget.tail is not None and not widget.tail.isHidden()
            assert shown == (transcript.column.turns[index] is last)


def test_the_composer_says_beforehand_what_sending_would_do(full: Desk) -> None:
    hint = full.composer.hint
    keys = hint.full_text()
    type_and_count(full, question(9, 3))
    assert hint.full_text() == keys
    type_and_count(full, question(9, 70))
    assert "leaves out messages 1 to" in hint.full_text()
    assert "kept for the answer" in full.column.header.meter.toolTip()
    assert "leaves out messages 1 to" in full.column.header.meter.toolTip()
    rule(full, "summarise")
    full.until(lambda: "into a summary" in hint.full_text())
    full.composer.input.clear()
    assert hint.full_text() == keys


def test_a_message_that_cannot_fit_stays_in_the_composer(full: Desk) -> None:
    before = full.texts()
    text = question(9, 400)
    full.composer.input.setPlainText(text)
    with full.qtbot.waitSignal(full.chat.send_refused):
        full.composer.submit()
    assert full.composer.refusal.isVisible()
    assert "400 tokens" in full.composer.refusal.label.text()
    assert full.composer.input.text() == text
    assert full.texts() == before
    type_and_count(full, "Shorter.")
    full.until(lambda: not full.composer.refusal.isVisible())
    full.say("Shorter.")
    assert full.texts()[-2] == "Shorter."


def test_while_it_summarises_the_reply_says_so(full: Desk) -> None:
    rule(full, "summarise")
    stages: list[str] = []

    def staged(message_id: int, _stage: str) -> None:
        transcript = full.column.transcript
        stages.append(transcript.column.turns[transcript.column.index_of(message_id)].stage)

    full.chat.reply_staged.connect(staged)
    full.say(question(3))
    assert stages == ["Folding earlier messages into a summary", ""]


def test_the_title_of_the_model_replaces_the_first_words(open_desk: OpenDesk) -> None:
    desk = open_desk("An answer.", background=background)
    desk.load_model()
    desk.say("How do words work?")
    desk.until(lambda: "Of words" in desk.list_texts())
    desk.until(lambda: desk.chat.conversation.title == "Of words")
    assert desk.column.header.title.label.full_text() == "Of words"


def test_suggestions_fill_the_composer_and_go_with_the_next_turn(open_desk: OpenDesk) -> None:
    desk = open_desk("An answer.", background=background)
    desk.load_model()
    settings = desk.app.preferences.settings
    desk.app.preferences.replace(
        msgspec.structs.replace(settings, conversations=Conversations(suggestions=True))
    )
    with desk.qtbot.waitSignal(desk.app.suggestions.suggested):
        desk.composer.input.setPlainText("How do words work?")
        desk.composer.submit()
    transcript = desk.column.transcript
    turn = transcript.column.turns[-1]
    assert turn.suggestions == ("Which stone?", "How often & why?")
    shown = tail(desk, turn)
    assert [b.text() for b in shown.questions.buttons] == ["Which stone?", "How often && why?"]
    desk.qtbot.mouseClick(shown.questions.buttons[1], Qt.MouseButton.LeftButton)
    assert desk.composer.input.text() == "How often & why?"
    with desk.qtbot.waitSignal(desk.chat.turn_accepted):
        desk.composer.submit()
    assert turn.suggestions == ()


def test_the_settings_switch_titles_and_suggestions(open_desk: OpenDesk) -> None:
    desk = open_desk()
    desk.trigger("settings")
    page = desk.window._settings_dialog.page("chat")
    page.titles.click()
    page.suggestions.click()
    wanted = desk.app.preferences.settings.conversations
    assert wanted == Conversations(titles=False, suggestions=True)
    desk.window._settings_dialog.close()


def test_a_conversation_that_is_refused_can_be_asked_in_a_new_one(full: Desk) -> None:
    rule(full, "refuse")
    old = full.chat.conversation_id
    full.composer.input.setPlainText(question(9, 70))
    with full.qtbot.waitSignal(full.chat.send_refused):
        full.composer.submit()
    with full.qtbot.waitSignal(full.chat.opened):
        full.composer.refusal.button.click()
    assert full.chat.conversation is None
    full.until(lambda: full.composer.input.text() == question(9, 70))
    full.page.open_conversation(old)
    full.until(lambda: full.chat.conversation_id == old)
    assert full.composer.input.text() == ""
