"""Sending, stopping, editing, regenerating, switching between siblings."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from assistant.core.entities import MessageState
from tests.qt.conftest import ANSWER, Desk, OpenDesk

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
LONG = "word " * 4000


def test_enter_sends_and_the_answer_appears(desk: Desk) -> None:
    desk.type("How are you?")
    with desk.qtbot.waitSignal(desk.chat.reply_finished):
        desk.press(desk.composer.input, Qt.Key.Key_Return)
    assert desk.texts() == ["How are you?", ANSWER]
    assert desk.composer.input.text() == ""
    desk.settle()
    assert "How are you?" in desk.list_texts()
    assert "How are you?" in desk.window.windowTitle()


def test_shift_enter_breaks_the_line(desk: Desk) -> None:
    desk.type("one")
    desk.press(desk.composer.input, Qt.Key.Key_Return, SHIFT)
    desk.type("two")
    assert desk.composer.input.text() == "one\ntwo"
    assert desk.chat.messages == []


def test_with_the_other_setting_enter_breaks_and_ctrl_enter_sends(desk: Desk) -> None:
    import msgspec

    settings = desk.app.preferences.settings
    desk.app.preferences.set_composer(msgspec.structs.replace(settings.composer, enter_sends=False))
    desk.type("one")
    desk.press(desk.composer.input, Qt.Key.Key_Return)
    desk.type("two")
    with desk.qtbot.waitSignal(desk.chat.turn_accepted):
        desk.press(desk.composer.input, Qt.Key.Key_Return, CONTROL)
    assert desk.chat.messages[0].text == "one\ntwo"


def test_nothing_is_sent_when_there_is_nothing(desk: Desk) -> None:
    desk.composer.input.setPlainText("   \n ")
    with desk.qtbot.assertNotEmitted(desk.chat.turn_accepted, wait=50):
        desk.composer.submit()
    assert desk.composer.input.text() == "   \n "


def test_stop_stands_where_send_was_and_keeps_the_text(open_desk: OpenDesk) -> None:
    desk = open_desk(LONG, tokens_per_s=300.0)
    desk.load_model()
    desk.begin("Tell me everything.")
    assert desk.composer.stop_button.isVisible()
    assert not desk.composer.send_button.isVisible()
    desk.some_text()
    desk.composer.stop_button.click()
    desk.until(lambda: not desk.chat.answering)
    assert desk.composer.send_button.isVisible()
    assert desk.chat.messages[-1].state == MessageState.STOPPED
    assert 0 < len(desk.chat.messages[-1].text) < len(LONG)


def test_escape_stops_wherever_the_cursor_is(open_desk: OpenDesk) -> None:
    desk = open_desk(LONG, tokens_per_s=300.0)
    desk.load_model()
    desk.begin("Tell me everything.")
    desk.composer.input.setFocus()
    desk.press(desk.composer.input, Qt.Key.Key_Escape)
    desk.until(lambda: not desk.chat.answering)
    assert desk.chat.messages[-1].state == MessageState.STOPPED


def test_a_second_message_while_answering_is_refused_and_kept(open_desk: OpenDesk) -> None:
    desk = open_desk(LONG, tokens_per_s=300.0)
    desk.load_model()
    desk.begin("First.")
    desk.composer.input.setPlainText("Second.")
    desk.composer.submit()
    assert desk.composer.input.text() == "Second."
    assert desk.composer.refusal.isVisible()
    desk.composer.refusal.button.click()
    desk.until(lambda: not desk.chat.answering)
    assert not desk.composer.refusal.isVisible()


def test_what_is_typed_while_sending_stays(desk: Desk) -> None:
    desk.composer.input.setPlainText("First.")
    desk.composer.submit()
    desk.composer.input.move_to_end()
    desk.qtbot.keyClicks(desk.composer.input, " and more")
    desk.until(lambda: len(desk.chat.messages) == 2)
    assert desk.chat.messages[0].text == "First."
    assert desk.composer.input.text() == " and more"


def test_without_a_model_the_text_stays_and_the_reason_stands_above(bare_desk: Desk) -> None:
    desk = bare_desk
    desk.composer.input.setPlainText("Hello?")
    desk.composer.submit()
    assert desk.composer.input.text() == "Hello?"
    refusal = desk.composer.refusal
    assert refusal.isVisible()
    assert "No model" in refusal.label.text()
    assert refusal.button.text() == "Open a GGUF file…"
    desk.load_model()
    assert not refusal.isVisible()


def test_up_in_an_empty_composer_edits_the_last_message(desk: Desk) -> None:
    desk.say("Frst question")
    assert desk.window.actions_registry["edit_last"].isEnabled()
    desk.composer.input.setFocus()
    desk.press(desk.composer.input, Qt.Key.Key_Up)
    edited = desk.chat.messages[0].id
    with desk.qtbot.waitSignal(desk.chat.turn_accepted):
        desk.column.transcript.edit_submitted.emit(edited, "First question")
    desk.until(lambda: not desk.chat.answering)
    assert desk.texts() == ["First question", ANSWER]
    assert desk.chat.messages[0].sibling_count == 2
    desk.composer.input.setPlainText("x")
    assert not desk.window.actions_registry["edit_last"].isEnabled()


def test_regenerate_adds_a_sibling_and_siblings_are_switched(open_desk: OpenDesk) -> None:
    answers = iter(["first answer", "second answer"])
    desk = open_desk(lambda _turns: next(answers))
    desk.load_model()
    desk.say("Tell me.")
    with desk.qtbot.waitSignal(desk.chat.reply_finished):
        desk.press(desk.composer.input, Qt.Key.Key_R, CONTROL)
    desk.settle()
    assert desk.texts() == ["Tell me.", "second answer"]
    last = desk.chat.messages[-1]
    assert (last.sibling_index, last.sibling_count) == (1, 2)
    with desk.qtbot.waitSignal(desk.chat.branch_changed):
        desk.column.transcript.sibling_requested.emit(last.id, -1)
    assert desk.texts() == ["Tell me.", "first answer"]


def test_stop_is_there_for_an_answer_that_follows_an_edit(open_desk: OpenDesk) -> None:
    desk = open_desk(LONG, tokens_per_s=300.0)
    desk.load_model()
    desk.begin("First.")
    desk.some_text()
    with desk.qtbot.waitSignal(desk.chat.turn_accepted):
        desk.column.transcript.edit_submitted.emit(desk.chat.messages[0].id, "Second.")
    desk.some_text()
    assert desk.composer.stop_button.isVisible()


def test_copying_the_last_answer(desk: Desk) -> None:
    desk.say("Tell me.")
    desk.trigger("copy_answer")
    assert QApplication.clipboard().text() == ANSWER


def test_a_failed_answer_offers_to_try_again(open_desk: OpenDesk) -> None:
    desk = open_desk(LONG, die_after=5)
    desk.load_model()
    desk.begin("Tell me.")
    desk.until(lambda: not desk.chat.answering)
    failed = desk.chat.messages[-1]
    assert failed.state == MessageState.INTERRUPTED
    assert failed.text
    desk.settle()
    with desk.qtbot.waitSignal(desk.chat.turn_accepted):
        desk.column.transcript.retry_requested.emit(failed.id)
    desk.until(lambda: not desk.chat.answering)
    assert desk.chat.messages[-1].sibling_count == 2


def test_an_answer_in_another_conversation_goes_on(open_desk: OpenDesk) -> None:
    desk = open_desk("word " * 100, tokens_per_s=400.0)
    desk.load_model()
    desk.begin("Long one.")
    first = desk.chat.conversation_id
    desk.new()
    assert desk.composer.send_button.isVisible()
    assert desk.column.header.title.label.full_text() == "New conversation"
    with desk.qtbot.waitSignal(desk.chat.reply_finished):
        pass
    desk.settle()
    with desk.qtbot.waitSignal(desk.chat.opened):
        desk.page.open_conversation(first)
    assert desk.chat.messages[-1].state == MessageState.COMPLETE
    assert desk.texts()[-1] == "word " * 100


def test_links_open_only_web_and_mail(desk: Desk, monkeypatch) -> None:
    opened = []
    monkeypatch.setattr(
        "PySide6.QtGui.QDesktopServices.openUrl", lambda url: opened.append(url.toString())
    )
    for target in ("file:///etc/passwd", "javascript:alert(1)", "//host/share", "smb://host/x"):
        desk.column.transcript.link_clicked.emit(target)
    assert opened == []
    desk.column.transcript.link_clicked.emit("https://example.org/a")
    assert opened == ["https://example.org/a"]
    desk.column.transcript.link_hovered.emit("https://example.org/true")
    assert "https://example.org/true" in desk.window.status_line.link.full_text()
    desk.column.transcript.link_hovered.emit("")
    assert not desk.window.status_line.link.isVisible()
