"""The list: opening, renaming, pinning, deleting with undo, searching, drafts."""

from __future__ import annotations

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QLineEdit

from assistant.ui.conversations.list_model import HIT, ROW, Role
from assistant.ui.window import MainWindow
from tests.qt.conftest import ANSWER, Desk, OpenDesk

ALT = Qt.KeyboardModifier.AltModifier


def _fill(desk: Desk, *texts: str) -> list[int]:
    """A conversation for each text; their ids."""
    ids = []
    for text in texts:
        desk.new()
        desk.say(text)
        ids.append(desk.chat.conversation_id)
    desk.settle()
    return ids


def _row(desk: Desk, conversation_id: int):
    model = desk.page.panel.view.model()
    return model.index_of(conversation_id)


def test_conversations_stand_under_today_and_open_with_a_click(desk: Desk) -> None:
    first, _second = _fill(desk, "About rainbows", "About rivers")
    assert desk.list_texts() == ["Today", "About rivers", "About rainbows"]
    view = desk.page.panel.view
    where = view.visualRect(_row(desk, first)).center()
    with desk.qtbot.waitSignal(desk.chat.opened):
        desk.qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert desk.texts() == ["About rainbows", ANSWER]


def test_enter_opens_the_row_with_the_cursor(desk: Desk) -> None:
    first, _second = _fill(desk, "About rainbows", "About rivers")
    view = desk.page.panel.view
    view.setFocus()
    view.setCurrentIndex(_row(desk, first))
    with desk.qtbot.waitSignal(desk.chat.opened):
        desk.press(view, Qt.Key.Key_Return)
    assert desk.chat.conversation_id == first


def test_alt_arrows_walk_through_the_conversations(desk: Desk) -> None:
    first, second = _fill(desk, "One", "Two")
    with desk.qtbot.waitSignal(desk.chat.opened):
        desk.press(desk.composer.input, Qt.Key.Key_Down, ALT)
    assert desk.chat.conversation_id == first
    with desk.qtbot.waitSignal(desk.chat.opened):
        desk.press(desk.composer.input, Qt.Key.Key_Up, ALT)
    assert desk.chat.conversation_id == second


def test_renaming_in_place(desk: Desk) -> None:
    (only,) = _fill(desk, "A question")
    view = desk.page.panel.view
    view.setFocus()
    view.setCurrentIndex(_row(desk, only))
    desk.press(view, Qt.Key.Key_F2)
    editor = view.findChild(QLineEdit)
    editor.setText("A better title")
    with desk.qtbot.waitSignal(desk.app.conversations.changed):
        desk.press(editor, Qt.Key.Key_Return)
    desk.settle()
    assert "A better title" in desk.list_texts()
    assert desk.column.header.title.label.full_text() == "A better title"


def test_a_title_that_is_being_typed_survives_a_change_of_the_list(desk: Desk) -> None:
    first, _second = _fill(desk, "One", "Two")
    view = desk.page.panel.view
    view.setFocus()
    view.setCurrentIndex(_row(desk, first))
    desk.press(view, Qt.Key.Key_F2)
    editor = view.findChild(QLineEdit)
    editor.setText("Half a ti")
    desk.chat.send("More of two")
    desk.until(lambda: len(desk.chat.messages) == 4 and not desk.chat.answering)
    desk.settle()
    assert editor.isVisible()
    desk.qtbot.keyClicks(editor, "tle")
    desk.press(editor, Qt.Key.Key_Return)
    desk.until(lambda: "Half a title" in desk.list_texts())


def test_renaming_in_the_header(desk: Desk) -> None:
    _fill(desk, "A question")
    desk.composer.input.setFocus()
    desk.press(desk.composer.input, Qt.Key.Key_F2)
    field = desk.column.header.title.field
    assert field.isVisible()
    field.setText("From the header")
    with desk.qtbot.waitSignal(desk.app.conversations.changed):
        desk.press(field, Qt.Key.Key_Return)
    desk.settle()
    assert desk.column.header.title.label.full_text() == "From the header"


def test_escape_leaves_the_header_title_alone(desk: Desk) -> None:
    _fill(desk, "A question")
    desk.trigger("rename")
    field = desk.column.header.title.field
    field.setText("Never")
    desk.press(field, Qt.Key.Key_Escape)
    desk.settle()
    assert desk.column.header.title.label.full_text() == "A question"


def test_pinning_puts_it_on_top(desk: Desk) -> None:
    first, _second = _fill(desk, "One", "Two")
    menu = desk.page.panel.menu_for(_row(desk, first))
    pin = next(action for action in menu.actions() if action.text() == "Pin")
    with desk.qtbot.waitSignal(desk.app.conversations.changed):
        pin.trigger()
    assert desk.list_texts() == ["Pinned", "One", "Today", "Two"]
    menu.deleteLater()


def test_deleting_can_be_undone_from_the_notice(desk: Desk) -> None:
    (only,) = _fill(desk, "A question")
    desk.composer.input.setPlainText("half a thought")
    view = desk.page.panel.view
    view.setFocus()
    view.setCurrentIndex(_row(desk, only))
    with desk.qtbot.waitSignal(desk.app.conversations.deleted):
        desk.press(view, Qt.Key.Key_Delete)
    desk.until(lambda: desk.chat.conversation is None)
    desk.settle()
    assert desk.list_texts() == []
    assert desk.composer.input.text() == ""
    status = desk.window.status_line
    assert "Deleted" in status.notice.full_text()
    assert status.action.text() == "Undo"
    with desk.qtbot.waitSignal(desk.app.conversations.restored):
        status.action.click()
    desk.until(lambda: desk.chat.conversation_id == only)
    desk.settle()
    assert desk.texts() == ["A question", ANSWER]
    assert desk.composer.input.text() == "half a thought"
    assert "A question" in desk.list_texts()


def test_delete_in_the_composer_deletes_a_letter_only(desk: Desk) -> None:
    _fill(desk, "A question")
    desk.type("ab")
    desk.composer.input.moveCursor(desk.composer.input.textCursor().MoveOperation.Start)
    desk.press(desk.composer.input, Qt.Key.Key_Delete)
    desk.settle()
    assert desk.composer.input.text() == "b"
    assert "A question" in desk.list_texts()


def test_search_shows_hits_and_opens_at_the_place(desk: Desk) -> None:
    first, _second = _fill(desk, "About violet rainbows", "About rivers")
    panel = desk.page.panel
    desk.trigger("search")
    assert panel.search_field.hasFocus()
    desk.qtbot.keyClicks(panel.search_field, "violet")
    model = panel.view.model()
    desk.until(
        lambda: model.rowCount() and model.index(0, 0).data(Role.KIND) == HIT,
    )
    hits = [model.index(row, 0) for row in range(model.rowCount())]
    assert {hit.data(Role.CONVERSATION) for hit in hits} == {first}
    place = next(hit for hit in hits if hit.data(Role.MESSAGE) is not None)
    start, end = place.data(Role.SPANS)[0]
    assert place.data(Role.SNIPPET)[start:end] == "violet"
    with desk.qtbot.waitSignal(desk.chat.opened):
        panel.view.clicked.emit(place)
    assert desk.chat.conversation_id == first
    desk.press(panel.search_field, Qt.Key.Key_Escape)
    assert model.index(1, 0).data(Role.KIND) == ROW


def test_search_finds_chinese_and_says_when_nothing_is_found(desk: Desk) -> None:
    _fill(desk, "彩虹是怎样形成的")
    panel = desk.page.panel
    model = panel.view.model()
    panel.search_field.setText("彩虹")
    desk.until(lambda: model.rowCount() and model.index(0, 0).data(Role.KIND) == HIT)
    panel.search_field.setText("nowhere to be found")
    desk.until(lambda: model.rowCount() == 0)
    assert panel._nothing.isVisible()
    assert "nowhere" in panel._nothing.text()


def test_a_title_full_of_control_characters_is_shown_on_one_clean_line(desk: Desk) -> None:
    (only,) = _fill(desk, "A question")
    with desk.qtbot.waitSignal(desk.app.conversations.changed):
        desk.app.conversations.rename(only, "a\nb\x07c \u202edrow\u2066 " + "x" * 500)
    desk.settle()
    title = desk.list_texts()[1]
    assert title.startswith("a b c drow xxx")
    assert len(title) <= 300
    assert desk.window.grab().width() > 0


def test_every_conversation_keeps_its_draft(desk: Desk) -> None:
    first, second = _fill(desk, "One", "Two")
    desk.composer.input.setPlainText("draft of two")
    with desk.qtbot.waitSignal(desk.chat.opened):
        desk.page.open_conversation(first)
    assert desk.composer.input.text() == ""
    desk.composer.input.setPlainText("draft of one")
    with desk.qtbot.waitSignal(desk.chat.opened):
        desk.page.open_conversation(second)
    assert desk.composer.input.text() == "draft of two"


def test_drafts_survive_a_restart(open_desk: OpenDesk) -> None:
    desk = open_desk()
    desk.load_model()
    (only,) = _fill(desk, "One")
    desk.composer.input.setPlainText("not sent yet")
    desk.composer.input.insert_text("y" * 60_000)
    again = open_desk()
    desk.until(lambda: again.chat.conversation_id == only)
    assert again.composer.input.text() == "not sent yet"
    assert [len(chip.attached.text) for chip in again.composer.chips.chips] == [60_000]


def test_what_was_sent_does_not_come_back_as_a_draft(open_desk: OpenDesk) -> None:
    desk = open_desk()
    desk.load_model()
    desk.type("Hello")
    desk.composer.submit()
    desk.until(lambda: len(desk.chat.messages) == 2 and not desk.chat.answering)
    again = open_desk()
    assert again.composer.input.text() == ""
    again.new()
    assert again.composer.input.text() == ""


def test_typing_long_before_anything_is_open_is_not_doubled(open_desk: OpenDesk) -> None:
    def type_and_pause(window: MainWindow) -> None:
        window.chat_page.column.composer.input.setPlainText("typed early")
        drafts = window.chat_page.column.drafts
        loop = QEventLoop()
        drafts._pause.timeout.connect(loop.quit)
        QTimer.singleShot(2 * drafts._pause.interval(), loop.quit)
        loop.exec()

    assert open_desk(before_show=type_and_pause).composer.input.text() == "typed early"


def test_typing_before_anything_is_open_is_kept(open_desk: OpenDesk) -> None:
    desk = open_desk()
    desk.load_model()
    _fill(desk, "One")
    desk.composer.input.setPlainText("kept draft")
    again = open_desk(
        before_show=lambda window: window.chat_page.column.composer.input.setPlainText(
            "typed early"
        )
    )
    assert again.composer.input.text() == "kept draft\ntyped early"
