"""The mode "Write" in the real window: text in, changes decided, text out."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QTextCursor
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from assistant.controllers.writing_files import OpenedText
from assistant.core.messages import Turn
from assistant.core.writing.action import Action
from assistant.ui.writing.list_popup import ListPopup
from assistant.ui.writing.markup import length16
from assistant.ui.writing.page import WritePage
from tests.controllers.writing_desk import corrects, text_asked
from tests.qt.conftest import Desk, OpenDesk
from tests.qt.test_frame import LongWords
from tests.writing_page import write_page

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
TEXT = "I recieve teh parcel 😀 for 340 euro.\n\nIt was wich we wanted."
FIXED = "I receive the parcel 😀 for 340 euro.\n\nIt was which we wanted."
LONG = "\n\n".join(f"This is teh paragraph {n}, wich says " + "words " * 60 + "." for n in range(8))
OpenPage = Callable[..., tuple[Desk, WritePage]]


@pytest.fixture
def open_page(open_desk: OpenDesk) -> OpenPage:
    def make(script: object = corrects, **options: object) -> tuple[Desk, WritePage]:
        desk = open_desk(script, background=script, **options)
        if desk.app.models.state.phase == "none":
            desk.load_model()
        page = write_page(desk.app)
        desk.until(lambda: page.desk.memory.known)
        return desk, page

    return make


def run(desk: Desk, page: WritePage, text: str = TEXT, action: str = "proofread") -> None:
    page.source.set_text(text)
    page.start_id(action)
    desk.until(lambda: page.desk.session is not None and not page.desk.working)
    desk.until(lambda: not page.result.diff.busy)


def shown(page: WritePage) -> str:
    return page.result.diff.toPlainText()


def find(page: WritePage, name: str) -> QAbstractButton:
    found = page.findChild(QAbstractButton, name)
    assert found is not None, name
    return found


# --- changes ---------------------------------------------------------------------------------


def test_every_change_is_marked_and_stands_where_it_should(open_page: OpenPage) -> None:
    desk, page = open_page()
    run(desk, page)
    assert shown(page) == (
        "I recievereceive tehthe parcel 😀 for 340 euro.\n\nIt was wichwhich we wanted."
    )
    diff, review = page.result.diff, page.desk.session.review
    for number, change in enumerate(review.changes):
        start, end = diff.span(number)
        cursor = QTextCursor(diff.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        assert cursor.selectedText() == change.before + change.after
        assert diff.change_at(start) == number
        assert diff.change_at(end - 1) == number
        cursor.setPosition(start + 1)
        assert cursor.charFormat().fontStrikeOut()
        cursor.setPosition(end)
        assert (
            cursor.charFormat().underlineStyle() != cursor.charFormat().UnderlineStyle.NoUnderline
        )
    assert page.result.bar.count.text() == "0 of 3 decided"


def test_changes_are_decided_by_key_alone(open_page: OpenPage) -> None:
    desk, page = open_page()
    run(desk, page)
    page.source.editor.setFocus()
    desk.press(page.source.editor, Qt.Key.Key_F8)
    assert page.result.current == 0
    assert page.result.diff.hasFocus()
    assert not page.result.card.isHidden()
    desk.press(page.result.diff, Qt.Key.Key_Return, CONTROL)
    assert page.desk.session.review.verdicts == ["accepted", "open", "open"]
    assert page.result.current == 1
    desk.press(page.result.diff, Qt.Key.Key_Backspace, CONTROL)
    assert page.desk.session.review.verdicts == ["accepted", "rejected", "open"]
    desk.press(page.result.diff, Qt.Key.Key_Z, CONTROL)
    desk.press(page.result.diff, Qt.Key.Key_Z, CONTROL)
    assert page.desk.session.review.verdicts == ["open"] * 3
    desk.press(page.result.diff, Qt.Key.Key_Z, CONTROL, SHIFT)
    assert page.desk.session.review.verdicts == ["accepted", "open", "open"]
    desk.press(page.result.diff, Qt.Key.Key_F8, SHIFT)
    assert page.result.current == 1
    assert shown(page).startswith("I receive tehthe parcel")
    assert page.result.bar.count.text() == "1 of 3 decided"


def test_keys_of_decisions_leave_the_source_alone(open_page: OpenPage) -> None:
    desk, page = open_page()
    run(desk, page)
    page.result.step(1)
    page.source.editor.setFocus()
    page.source.editor.moveCursor(QTextCursor.MoveOperation.End)
    desk.press(page.source.editor, Qt.Key.Key_Backspace, CONTROL)
    assert page.desk.session.review.decided() == 0
    assert len(page.source.text()) < len(TEXT)
    desk.press(page.source.editor, Qt.Key.Key_Z, CONTROL)
    assert page.source.text() == TEXT


def test_the_source_shows_what_the_current_change_is_about(open_page: OpenPage) -> None:
    desk, page = open_page()
    run(desk, page)
    page.result.go_to(2)
    (marked,) = page.source.editor.extraSelections()
    assert marked.cursor.selectedText() == "wich"
    page.source.editor.insertPlainText("other words before. ")
    page.result.go_to(1)
    assert page.source.editor.extraSelections() == []


def test_a_title_goes_above_and_a_continuation_to_the_end(open_page: OpenPage) -> None:
    desk, page = open_page("More words")
    run(desk, page, "It was late. He", "continue")
    desk.trigger("write_insert")
    assert page.source.text() == "It was late. He More words"
    run(desk, page, "It was late.", "title")
    assert page.result.compose.insert_button.text() == "Insert above your text"
    desk.trigger("write_insert")
    assert page.source.text() == "More words\n\nIt was late."


def test_commands_show_the_mode_before_they_do_anything(open_page: OpenPage) -> None:
    desk, page = open_page()
    run(desk, page)
    desk.window.show_mode("models")
    desk.trigger("write_accept_all")
    assert desk.window.current_mode == "write"
    assert page.desk.session.review.decided() == 3


def test_all_at_once_and_the_final_text(open_page: OpenPage) -> None:
    desk, page = open_page()
    run(desk, page)
    page.result.step(1)
    page.result.decide(accept=False)
    find(page, "accept_all").click()
    assert shown(page) == FIXED.replace("receive", "recieve")
    assert not find(page, "accept_all").isEnabled()
    find(page.window(), "reject_all")
    page.desk.undo()
    page.desk.undo()
    page.result.header.final_button.click()
    assert shown(page) == FIXED
    page.result.header.changes_button.click()
    assert "tehthe" in shown(page)


def test_the_card_says_why_and_its_buttons_decide(open_page: OpenPage) -> None:
    desk, page = open_page()
    page.bar.reasons.setChecked(True)
    run(desk, page)
    where = page.result.diff.rect_of(1).center()
    assert page.result.diff.change_under(where) == 1
    page.result.diff.hovered.emit(1)
    card = page.result.card
    assert not card.isHidden()
    assert "teh" in card.words.text()
    assert card.reason.text() == "spelling"
    card.reject_button.click()
    assert page.desk.session.review.verdicts[1] == "rejected"
    assert not card.reject_button.isEnabled()
    desk.qtbot.mouseClick(
        page.result.diff.viewport(),
        Qt.MouseButton.LeftButton,
        pos=page.result.diff.rect_of(2).center(),
    )
    assert page.result.current == 2
    desk.press(page.result.diff, Qt.Key.Key_Escape)
    assert card.isHidden()


def changes_numbers(turns: tuple[Turn, ...]) -> str:
    return corrects(turns).replace("340", "430")


def test_a_change_that_does_damage_is_taken_back_and_shown_as_such(open_page: OpenPage) -> None:
    desk, page = open_page(changes_numbers)
    run(desk, page)
    (number,) = page.desk.session.review.flagged()
    assert "for 340 euro" in shown(page)
    assert page.result.bar.flags_button.text() == "1 flagged"
    page.result.go_to(number)
    card = page.result.card
    assert "340" in card.flags.text()
    assert card.state.text() == "Not done, because it would do damage:"
    card.accept_button.click()
    assert "for 430 euro" in shown(page)
    page.desk.undo()
    assert "for 340 euro" in shown(page)


def test_flags_are_listed_and_lead_to_their_places(open_page: OpenPage) -> None:
    desk, page = open_page(changes_numbers)
    page.bar.protect.setChecked(False)
    run(desk, page)
    assert "340430" in shown(page)
    page.result.bar.flags_button.click()
    (popup,) = [
        w for w in QApplication.topLevelWidgets() if isinstance(w, ListPopup) and w.isVisible()
    ]
    assert len(popup.list.texts()) == 1
    desk.press(popup.list.field, Qt.Key.Key_Return)
    assert page.result.current == page.desk.session.review.flagged()[0]
    assert not page.result.card.isHidden()


# --- long texts ------------------------------------------------------------------------------


def test_a_long_text_shows_how_far_it_is_and_escape_stops_it(open_page: OpenPage) -> None:
    desk, page = open_page(context_length=1024, tokens_per_s=500.0)
    page.source.set_text(LONG)
    page.start_id("proofread")
    desk.until(lambda: page.desk.session.done)
    desk.until(page.result.progress.isVisible)
    assert re.fullmatch(r"Paragraph \d of \d · about .*", page.result.progress.line.text())
    assert find(page, "write_stop").isVisible()
    assert not page.bar.buttons["proofread"].isEnabled()
    desk.press(page.source.editor, Qt.Key.Key_Escape)
    assert not page.desk.working
    assert page.bar.buttons["proofread"].isEnabled()
    desk.until(lambda: not page.result.diff.busy)
    session = page.desk.session
    assert shown(page).endswith(LONG[session.rest :])
    assert "are done" in page.result.message.words.text()
    page.result.message.button.click()
    desk.until(lambda: not page.desk.working)
    assert session.text() == LONG.replace("teh", "the").replace("wich", "which")
    assert page.result.message.isHidden()


def test_decisions_about_a_long_text_keep_every_place_right(open_page: OpenPage) -> None:
    desk, page = open_page(context_length=1024)
    run(desk, page, LONG)
    review, diff = page.desk.session.review, page.result.diff
    page.desk.accept(range(0, len(review.changes), 3))
    page.desk.reject(range(1, len(review.changes), 3))
    desk.until(lambda: not diff.busy)
    expected, at = "", 0
    for change, verdict in zip(review.changes, review.verdicts, strict=True):
        expected += LONG[at : change.start]
        marks = {"accepted": change.after, "rejected": change.before}
        start = length16(expected)
        expected += marks.get(verdict, change.before + change.after)
        assert diff.span(review.changes.index(change)) == (start, length16(expected))
        at = change.end
    assert shown(page) == expected + LONG[at:]


def test_the_engine_dies_and_retry_goes_on(open_page: OpenPage) -> None:
    desk, page = open_page(die_after=3)
    page.source.set_text(TEXT)
    page.start_id("proofread")
    desk.until(lambda: page.desk.session.phase == "failed")
    assert page.result.message.isVisible()
    assert page.result.message.button.text() == "Retry"
    desk.app.inference._engine.die_after = None
    page.result.message.button.click()
    desk.until(lambda: page.desk.session.phase == "done")
    assert page.desk.session.text() == FIXED


def test_a_model_that_refuses_says_so_in_place_and_can_be_asked_again(open_page: OpenPage) -> None:
    refuses = [True]

    def answer(turns: tuple[Turn, ...]) -> str:
        return "I'm sorry, but I can't help with that." if refuses[0] else corrects(turns)

    desk, page = open_page(answer)
    run(desk, page)
    assert "The model refused" in shown(page)
    assert page.result.text() == TEXT
    refuses[0] = False
    page.result.message.button.click()
    desk.until(lambda: not page.desk.working)
    assert page.result.text() == FIXED


def test_nothing_to_do_and_no_model_are_said_in_place(open_page: OpenPage, open_desk) -> None:
    desk, page = open_page()
    page.source.set_text("  \n ")
    page.bar.buttons["proofread"].click()
    assert "There is no text yet." in page.result.message.words.text()
    assert page.desk.session is None
    run(desk, page, "All is well.")
    assert page.result.bar.count.text() == "Nothing was changed"


def test_without_a_model_one_can_choose_one(open_desk: OpenDesk) -> None:
    desk = open_desk()
    page = write_page(desk.app)
    desk.until(lambda: page.desk.memory.known)
    page.source.set_text(TEXT)
    page.bar.buttons["rewrite"].click()
    assert page.result.message.button.text() == "Choose a model"


# --- a new text ------------------------------------------------------------------------------


def test_a_reply_comes_word_by_word_and_can_be_changed_and_used(open_page: OpenPage) -> None:
    desk, page = open_page("Dear Ada, I will come.", tokens_per_s=60.0)
    page.bar.note.setText("say yes")
    page.source.set_text("Can you come?")
    page.start_id("reply")
    desk.until(page.result.compose.text)
    assert page.result.compose.editor.isReadOnly()
    desk.until(lambda: not page.desk.working)
    editor = page.result.compose.editor
    assert page.result.text() == "Dear Ada, I will come."
    editor.moveCursor(QTextCursor.MoveOperation.End)
    desk.qtbot.keyClicks(editor, " Soon.")
    desk.trigger("write_insert")
    assert page.source.text() == "Can you come?\n\nDear Ada, I will come. Soon."
    desk.press(page.source.editor, Qt.Key.Key_Z, CONTROL)
    assert page.source.text() == "Can you come?"
    desk.trigger("write_use")
    assert page.source.text() == "Dear Ada, I will come. Soon."
    desk.until(lambda: page.desk.session.composed.endswith("Soon."))


def test_a_text_that_was_stopped_is_continued_and_not_written_anew(open_page: OpenPage) -> None:
    def answer(turns: tuple[Turn, ...]) -> str:
        going_on = "Continue the text" in turns[0].content
        return "And the end." if going_on else "Dear Ada, I will come on Friday. " * 3

    desk, page = open_page(answer, tokens_per_s=40.0)
    page.source.set_text("Can you come?")
    page.start_id("reply")
    desk.until(lambda: len(page.result.compose.text()) > 20)
    find(page, "write_stop").click()
    kept = page.result.compose.text()
    assert "Stopped." in page.result.message.words.text()
    page.result.message.button.click()
    desk.until(lambda: not page.desk.working)
    assert page.result.text().startswith(kept.rstrip())
    assert page.result.text().endswith("And the end.")


# --- in and out ------------------------------------------------------------------------------


def test_what_was_typed_survives_a_restart_with_its_result(open_page: OpenPage) -> None:
    desk, page = open_page()
    run(desk, page)
    page.result.step(1)
    page.result.decide(accept=False)
    page.bar.note.setText("a note")
    page.source.editor.moveCursor(QTextCursor.MoveOperation.End)
    desk.qtbot.keyClicks(page.source.editor, " More.")
    desk.window.close()
    page.desk.shut_down()
    _desk, again = open_page()
    assert again.source.text() == TEXT + " More."
    assert again.bar.note.text() == "a note"
    assert again.result.text() == FIXED.replace("receive", "recieve")
    assert "tehthe" in shown(again)


def test_a_work_that_the_end_of_the_program_cut_goes_on_the_next_time(open_page: OpenPage) -> None:
    desk, page = open_page(context_length=1024, tokens_per_s=400.0)
    page.source.set_text(LONG)
    page.start_id("proofread")
    desk.until(lambda: page.desk.session.done)
    desk.window.close()
    desk, again = open_page(context_length=1024)
    session = again.desk.session
    assert 0 < len(session.done) < len(session.spans)
    assert "Stopped." in again.result.message.words.text()
    desk.until(lambda: desk.app.models.state.phase == "ready")
    again.result.message.button.click()
    desk.until(lambda: not again.desk.working)
    assert again.result.text() == LONG.replace("teh", "the").replace("wich", "which")


def drop(page: WritePage, data: QMimeData) -> None:
    middle, copy = QPoint(100, 200), Qt.DropAction.CopyAction
    held = (copy, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(middle, *held)
    QApplication.sendEvent(page, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(page, QDropEvent(QPointF(middle), *held))


def test_a_file_is_dropped_corrected_and_replaced(open_page: OpenPage, tmp_path: Path) -> None:
    desk, page = open_page()
    path = tmp_path / "letter.md"
    path.write_bytes(TEXT.replace("\n", "\r\n").encode())
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    drop(page, data)
    desk.until(lambda: page.source.text() == TEXT)
    assert page.source.title.full_text() == "letter.md"
    page.start_id("proofread")
    desk.until(lambda: page.desk.session is not None and not page.desk.working)
    with desk.qtbot.waitSignal(page.outlets.file_replaced):
        desk.trigger("write_replace_file")
    assert path.read_bytes() == FIXED.replace("\n", "\r\n").encode()
    assert (tmp_path / "letter.md~1.bak").read_bytes() == TEXT.replace("\n", "\r\n").encode()
    path.write_text("changed by somebody else")
    desk.trigger("write_replace_file")
    notices = desk.app.notices.recent
    desk.until(lambda: "was changed on the disk" in notices[-1].text)
    assert path.read_text() == "changed by somebody else"
    assert notices[-1].action_label == "Save as…"
    desk.app.notices.choose(notices[-1].action)
    assert page.outlets.dialog is not None
    page.outlets.dialog.reject()


def test_a_result_never_goes_into_the_file_of_another_text(
    open_page: OpenPage, tmp_path: Path
) -> None:
    desk, page = open_page()
    for name in ("one.txt", "two.txt"):
        (tmp_path / name).write_text(f"teh {name}")
    replace_action = desk.window.actions_registry["write_replace_file"]
    page.desk.files.open(str(tmp_path / "one.txt"))
    desk.until(lambda: page.source.text() == "teh one.txt")
    assert not replace_action.isEnabled()
    page.start_id("proofread")
    desk.until(lambda: page.desk.session is not None and not page.desk.working)
    assert replace_action.isEnabled()
    page.desk.files.open(str(tmp_path / "two.txt"))
    desk.until(lambda: page.source.text() == "teh two.txt")
    assert not replace_action.isEnabled()


def test_only_the_selected_part_is_worked_on_and_put_back(open_page: OpenPage) -> None:
    desk, page = open_page()
    page.source.set_text("teh first\n\nteh second\n\nteh third")
    cursor = page.source.editor.textCursor()
    cursor.setPosition(11)
    cursor.setPosition(21, QTextCursor.MoveMode.KeepAnchor)
    page.source.editor.setTextCursor(cursor)
    page.start_id("proofread")
    desk.until(lambda: page.desk.session is not None and not page.desk.working)
    assert page.result.text() == "the second"
    desk.trigger("write_use")
    assert page.source.text() == "teh first\n\nthe second\n\nteh third"


def test_text_comes_by_drop_and_clipboard_and_goes_by_copy(open_page: OpenPage) -> None:
    desk, page = open_page()
    data = QMimeData()
    data.setText("teh dropped")
    drop(page, data)
    assert page.source.text() == "teh dropped"
    QGuiApplication.clipboard().setText("teh clipboard")
    page.source.paste_button.click()
    assert page.source.text() == "teh clipboard"
    run(desk, page, page.source.text())
    page.result.header.copy_button.click()
    assert QGuiApplication.clipboard().text() == "the clipboard"
    asked: list[str] = []
    page.chat_requested.connect(asked.append)
    desk.trigger("write_chat")
    assert asked == ["the clipboard"]


@pytest.mark.parametrize("ending", ["md", "txt", "html", "docx", "pdf"])
def test_the_result_is_saved_in_every_format(open_page: OpenPage, tmp_path: Path, ending) -> None:
    desk, page = open_page()
    run(desk, page)
    path = tmp_path / f"out.{ending}"
    page.outlets.write(path, page.result.text(), "Title")
    desk.until(path.exists)
    assert path.stat().st_size > 0
    if ending in ("md", "txt"):
        desk.until(lambda: path.read_text() == FIXED)


def test_a_document_cannot_be_replaced(open_page: OpenPage) -> None:
    desk, page = open_page()
    page.desk.files.opened.emit(OpenedText("/somewhere/report.docx", TEXT))
    run(desk, page, TEXT)
    page.source.set_opened(OpenedText("/somewhere/report.docx", TEXT))
    page._refresh()
    assert not desk.window.actions_registry["write_replace_file"].isEnabled()


def test_a_line_that_would_stall_the_editor_is_held(open_page: OpenPage) -> None:
    desk, page = open_page()
    page.source.set_text("typed before")
    page.source.editor.selectAll()
    line = "teh word " * 20_000
    page.source.editor.insert_text(line)
    assert page.source.editor.held
    assert page.source.text() == line
    assert max(map(len, page.source.editor.toPlainText().split("\n"))) <= 6_000
    page.source.clear()
    assert not page.source.editor.held
    desk.press(page.source.editor, Qt.Key.Key_Z, CONTROL)
    desk.press(page.source.editor, Qt.Key.Key_Z, CONTROL)
    assert page.source.text() == "typed before"


# --- own actions, sizes, words ---------------------------------------------------------------


def test_an_own_action_is_made_used_and_deleted_with_undo(open_page: OpenPage) -> None:
    desk, page = open_page(lambda turns: text_asked(turns).upper())
    name = "Write everything in capital letters, because Grandmother cannot find her glasses today"
    page.bar.show_menu()
    buttons = [b for b in page.bar.popup.findChildren(QAbstractButton) if b.isVisible()]
    next(b for b in buttons if b.text() == "New action…").click()
    page.form.keep()
    assert "needs a name" in page.form.refusal.text()
    page.form.name.setText(name)
    page.form.instruction.setPlainText("Write in capitals.")
    page.form.keep()
    desk.until(lambda: page.desk.actions.own)
    page.bar.show_menu()
    popup = page.bar.popup
    desk.qtbot.keyClicks(popup.list.field, "capital")
    assert popup.list.texts() == [name]
    metrics = popup.list.view.fontMetrics()
    assert popup.width() > metrics.horizontalAdvance(name) + 40
    page.source.set_text("hello")
    desk.press(popup.list.field, Qt.Key.Key_Return)
    desk.until(lambda: page.desk.session is not None and not page.desk.working)
    assert page.result.text() == "HELLO"
    own = page.desk.actions.own[0]
    page.care.edit(own)
    page.form.delete_button.click()
    desk.until(lambda: not page.desk.actions.own)
    desk.app.notices.choose("writing.undo_delete")
    desk.until(lambda: page.desk.actions.own == (own,))


def test_every_control_has_a_name_and_nothing_is_outside_the_smallest_window(
    open_page: OpenPage,
) -> None:
    desk, page = open_page(size=(640, 480))
    run(desk, page)
    page.result.step(1)
    assert page.stacked
    for button in page.findChildren(QAbstractButton):
        assert button.accessibleName() or button.text(), button
    parts: list[QWidget] = [
        *page.bar.buttons.values(), page.bar.more_button, page.bar.note, page.source.editor,
        page.source.open_button, page.result.diff, page.result.header.copy_button,
        page.result.bar.accept_all, page.result.bar.next_button, page.result.card,
    ]  # fmt: skip
    for part in parts:
        where = part.rect().translated(part.mapTo(desk.window, QPoint(0, 0)))
        assert desk.window.rect().contains(where), part


def test_longer_words_are_not_cut(open_page: OpenPage) -> None:
    translator = LongWords()
    QApplication.installTranslator(translator)
    try:
        desk, page = open_page(size=(900, 600))
        run(desk, page)
        desk.until(page.result.bar.accept_all.isVisible)
        for button in page.findChildren(QAbstractButton):
            if button.isVisible() and button.text():
                assert button.width() >= button.minimumSizeHint().width(), button.text()
                where = button.rect().translated(button.mapTo(page, QPoint(0, 0)))
                assert page.rect().contains(where), button.text()
    finally:
        QApplication.removeTranslator(translator)


def test_an_earlier_result_comes_back(open_page: OpenPage) -> None:
    desk, page = open_page()
    run(desk, page)
    run(desk, page, "teh other")
    assert page.result.text() == "the other"
    desk.trigger("write_earlier")
    assert page.result.text() == FIXED
    assert "tehthe" in shown(page)


def test_own_kind_of_action_shows_another_text(open_page: OpenPage) -> None:
    desk, page = open_page("An answer.")
    page.source.set_text("hello")
    page.start(Action(id="x", name="Ask", instruction="Answer.", kind="compose", own=True))
    desk.until(lambda: page.desk.session is not None and not page.desk.working)
    assert page.result.compose.text() == "An answer."
