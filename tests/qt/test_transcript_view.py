"""The transcript as a person meets it: reading, streaming, finding, editing, the keyboard."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton

from assistant.core.entities import Message, MessageState, Timings, Usage
from assistant.ui.theme.theme import Theme
from assistant.ui.transcript.answer import AnswerWidget
from assistant.ui.transcript.details import DetailsCard
from assistant.ui.transcript.question import QuestionWidget
from assistant.ui.transcript.turn_widget import TurnWidget
from assistant.ui.transcript.view import TranscriptView

ANSWER = (
    "Answer {n} with **bold** words.\n\n- one\n- two\n\n```py\nx = {n}\n```\n\nThe end of {n}.\n"
)


def message(number: int, text: str, **more) -> Message:
    role = "user" if number % 2 == 0 else "assistant"
    base = {"model": "" if role == "user" else "tiny-model", "role": role, **more}
    return Message(
        id=number + 1,
        conversation_id=1,
        parent_id=number or None,
        sequence=number,
        text=text,
        **base,
    )


def branch(count: int) -> list[Message]:
    return [
        message(n, f"Question {n}?" if n % 2 == 0 else ANSWER.format(n=n)) for n in range(count)
    ]


@pytest.fixture
def view(qtbot):
    view = TranscriptView(Theme(mode="light"))
    qtbot.addWidget(view)
    view.resize(900, 700)
    view.show()
    qtbot.waitExposed(view)
    return view


def shown(view: TranscriptView) -> list[TurnWidget]:
    """The turns that are inside the viewport, top to bottom."""
    inside = [
        widget
        for widget in view.widgets.values()
        if widget.isVisible() and widget.geometry().intersects(view.viewport().rect())
    ]
    return sorted(inside, key=lambda widget: widget.y())


def widget_of(view: TranscriptView, message_id: int) -> TurnWidget:
    return next(widget for widget in view.widgets.values() if widget.id == message_id)


def text_of(widget: TurnWidget) -> str:
    widget.text.select_all()
    text = widget.text.selected_text()
    widget.text.clear_selection()
    return text


def assert_stacked(view: TranscriptView) -> None:
    """Turns follow one another without gaps or overlaps."""
    order = [view.widgets[index] for index in sorted(view.widgets)]
    for above, below in pairwise(order):
        if below.turn.message.parent_id == above.turn.message.id:
            assert below.y() == above.y() + above.height()


# Opening -----------------------------------------------------------------------------------


def test_opens_at_the_end_with_few_widgets(view) -> None:
    view.set_messages(branch(2000))
    assert view.at_end
    assert view.verticalScrollBar().value() == view.verticalScrollBar().maximum()
    assert shown(view)[-1].id == 2000
    assert len(view.widgets) < 20
    assert len(view.viewport().findChildren(TurnWidget)) < 30
    assert_stacked(view)
    assert view.messages()[0].id == 1


def test_nothing_to_show(view) -> None:
    view.set_messages([])
    assert view.at_end
    assert view.verticalScrollBar().maximum() == 0
    assert view.find("x") == (0, 0)
    view.set_messages([message(0, "")])
    assert shown(view)[0].id == 1


def test_each_turn_has_a_name_for_screen_readers(view) -> None:
    view.set_messages(branch(2))
    names = [widget.accessibleName() for widget in shown(view)]
    assert names[0] == "You said: Question 0?"
    assert names[1].startswith("tiny-model answered: Answer 1")


def test_the_column_is_centred_and_not_too_wide(view) -> None:
    view.resize(1400, 700)
    view.set_messages(branch(4))
    answer = widget_of(view, 4)
    assert answer.text.width() == 760
    middle = answer.text.mapTo(view.viewport(), QPoint(380, 0)).x()
    assert abs(middle - view.viewport().width() / 2) <= 1
    view.resize(400, 500)
    assert answer.text.width() <= 400


def test_a_users_turn_is_a_card_at_the_right_of_at_most_four_fifths(view) -> None:
    view.set_messages([message(0, "short"), message(2, "long " * 200)])
    short, long = widget_of(view, 1), widget_of(view, 3)
    assert isinstance(short, QuestionWidget)
    assert short.text.width() < 100
    assert long.text.width() <= 760 * 0.8
    assert long.text.height() > short.text.height() * 5


def test_markdown_in_a_users_turn_stays_as_typed(view) -> None:
    view.set_messages([message(0, "# not **a** heading\n\n- x")])
    assert text_of(widget_of(view, 1)) == "# not **a** heading\n\n- x"


# Scrolling ---------------------------------------------------------------------------------


def test_scrolling_through_everything_keeps_turns_stacked(view, qtbot) -> None:
    view.set_messages(branch(120))
    bar = view.verticalScrollBar()
    seen = set()
    for _ in range(400):
        seen.update(widget.id for widget in shown(view))
        assert_stacked(view)
        if bar.value() == 0:
            break
        bar.setValue(bar.value() - 150)
    assert bar.value() == 0
    assert seen == set(range(1, 121))
    assert len(view.widgets) < 20


def test_estimates_above_do_not_move_what_is_read(view) -> None:
    view.set_messages(branch(300))
    bar = view.verticalScrollBar()
    for _ in range(40):
        before = {widget.id: widget.y() for widget in shown(view)}
        value = bar.value()
        bar.setValue(value - 40)
        after = {widget.id: widget.y() for widget in shown(view)}
        moves = {after[each] - before[each] for each in before.keys() & after.keys()}
        assert moves == {40}, "everything moved by what was scrolled, and by nothing else"


def test_keys_scroll(view, qtbot) -> None:
    view.set_messages(branch(100))
    bar = view.verticalScrollBar()
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert bar.value() == 0
    qtbot.keyClick(view, Qt.Key.Key_PageDown)
    assert bar.value() > 500
    qtbot.keyClick(view, Qt.Key.Key_Up)
    page = bar.value()
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert bar.value() == page + 48
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert view.at_end


def test_the_pill_appears_above_and_leads_back(view, qtbot) -> None:
    view.set_messages(branch(100))
    pill = view.findChild(QPushButton, "jump_to_latest")
    assert not pill.isVisible()
    view.verticalScrollBar().setValue(100)
    assert pill.isVisible()
    assert abs(pill.geometry().center().x() - view.viewport().rect().center().x()) <= 2
    qtbot.mouseClick(pill, Qt.MouseButton.LeftButton)
    assert view.at_end
    assert not pill.isVisible()


def test_resizing_keeps_the_place(view) -> None:
    view.set_messages(branch(200))
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    top = shown(view)[0].id
    view.resize(500, 600)
    assert abs(shown(view)[0].id - top) <= 1
    view.scroll_to_latest()
    view.resize(900, 400)
    assert bar.value() == bar.maximum()


# Streaming ---------------------------------------------------------------------------------


def stream(view: TranscriptView, number: int = 101) -> Message:
    live = message(number, "", state=MessageState.STREAMING)
    view.append_message(live)
    return live


def test_a_reply_grows_and_is_followed(view, qtbot) -> None:
    view.set_messages(branch(20))
    live = stream(view)
    for number in range(200):
        view.extend_reply(live.id, f"line {number}\n\n", "")
    qtbot.waitUntil(lambda: "line 199" in text_of(widget_of(view, live.id)))
    assert view.at_end
    assert view.verticalScrollBar().value() == view.verticalScrollBar().maximum()


def test_streaming_never_moves_someone_who_scrolled_up(view, qtbot) -> None:
    view.set_messages(branch(40))
    live = stream(view)
    view.extend_reply(live.id, "begun\n\n" * 30, "")
    qtbot.waitUntil(lambda: not view._frames.waiting)
    bar = view.verticalScrollBar()
    bar.setValue(bar.value() - 200)
    places = {widget.id: widget.y() for widget in shown(view)}
    value = bar.value()
    for number in range(100):
        view.extend_reply(live.id, f"more {number}\n\n", "")
    qtbot.waitUntil(lambda: not view._frames.waiting and not view._dirty)
    assert bar.value() == value
    assert {widget.id: widget.y() for widget in shown(view)} == places
    assert not view.at_end


def test_a_reply_is_coalesced_into_frames(view, qtbot, monkeypatch) -> None:
    view.set_messages(branch(4))
    live = stream(view)
    frames = []
    refresh = view._refresh_text
    monkeypatch.setattr(view, "_refresh_text", lambda i: (frames.append(i), refresh(i))[1])
    for number in range(500):
        view.extend_reply(live.id, f"{number} ", "")
    qtbot.waitUntil(lambda: "499" in text_of(widget_of(view, live.id)))
    assert len(frames) <= 3


def test_progress_then_text_then_the_end(view, qtbot) -> None:
    view.set_messages(branch(4))
    live = stream(view)
    widget = widget_of(view, live.id)
    assert isinstance(widget, AnswerWidget)
    waiting = widget.height()
    view.show_progress(live.id, 1204, 3980)
    assert widget.turn.progress == (1204, 3980)
    assert widget._progress_top > 0
    view.extend_reply(live.id, "Text", "")
    qtbot.waitUntil(lambda: widget._progress_top == 0)
    assert widget.height() < waiting + 30
    done = message(101, "Text.", state=MessageState.STOPPED)
    view.finish_reply(done)
    assert text_of(widget) == "Text."
    assert widget.note.text.text() == "Stopped"
    assert widget.note.button.isHidden()
    assert view.messages()[-1] == done


def test_the_finished_text_wins(view, qtbot) -> None:
    live = stream(view)
    view.extend_reply(live.id, "some *tex", "")
    view.finish_reply(message(101, "another **text** altogether"))
    assert text_of(widget_of(view, live.id)) == "another text altogether"


def test_pieces_for_an_unknown_message_are_ignored(view) -> None:
    view.set_messages(branch(2))
    view.extend_reply(999, "x", "y")
    view.show_progress(999, 1, 2)
    view.show_error(999, "a", "b", "c")
    view.update_message(message(998, "x"))
    view.finish_reply(message(998, "x"))
    assert not view.focus_message(999)
    assert not view.begin_edit(999)
    assert len(view.messages()) == 2


def test_reasoning_is_folded_and_opens(view, qtbot) -> None:
    live = stream(view)
    view.extend_reply(live.id, "", "Let me\nthink.")
    widget = widget_of(view, live.id)
    qtbot.waitUntil(lambda: widget.reasoning_toggle is not None)
    assert "Thinking" in widget.reasoning_toggle.text()
    done = message(101, "Done.", reasoning="Let me\nthink.", reasoning_s=4.2)
    view.finish_reply(done)
    assert "Thought for 4 s" in widget.reasoning_toggle.text()
    assert widget.reasoning_view is None
    before = widget.height()
    qtbot.mouseClick(widget.reasoning_toggle, Qt.MouseButton.LeftButton)
    assert widget.reasoning_view.isVisible()
    assert widget.height() > before
    assert "expanded" in widget.reasoning_toggle.accessibleName()
    widget.setFocus()
    qtbot.keyClick(widget, Qt.Key.Key_Return)
    assert not widget.reasoning_view.isVisible()
    assert widget.height() == before


# States and errors -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "error", "words", "button"),
    [
        (MessageState.STOPPED, "It broke.", "Stopped", ""),
        (MessageState.LENGTH, "It broke.", "Cut at the token limit", ""),
        (
            MessageState.INTERRUPTED,
            "",
            "Interrupted: the application was closed. What was written is kept.",
            "Retry",
        ),
        (MessageState.INTERRUPTED, "The engine stopped.", "The engine stopped.", "Retry"),
        (MessageState.FAILED, "It broke.", "It broke.", "Retry"),
    ],
)
def test_what_did_not_end_by_itself_says_so(view, qtbot, state, error, words, button) -> None:
    view.set_messages([message(0, "q"), message(1, "half", state=state, error=error)])
    widget = widget_of(view, 2)
    assert widget.note.text.text() == words
    assert widget.note.button.text() == button
    if button:
        with qtbot.waitSignal(view.retry_requested) as asked:
            qtbot.mouseClick(widget.note.button, Qt.MouseButton.LeftButton)
        assert asked.args == [2]


def test_an_error_stands_in_the_place_of_the_failure(view, qtbot) -> None:
    view.set_messages([message(0, "q"), message(1, "half", state=MessageState.FAILED)])
    view.show_error(2, "The engine died.", "What was written is kept.", "Start again")
    note = widget_of(view, 2).note
    assert note.isVisible()
    assert (note.text.text(), note.hint.text()) == (
        "The engine died.",
        "What was written is kept.",
    )
    with qtbot.waitSignal(view.retry_requested):
        qtbot.mouseClick(note.button, Qt.MouseButton.LeftButton)
    view.update_message(message(1, "whole", state=MessageState.COMPLETE))
    assert not note.isVisible()


# Actions -----------------------------------------------------------------------------------


def button_of(widget: TurnWidget, name: str) -> QToolButton:
    return widget.findChild(QToolButton, name)


def test_actions_appear_without_moving_the_text(view, qtbot) -> None:
    view.set_messages(branch(6))
    widget = widget_of(view, 6)
    widget.set_active(False)
    place, size = widget.text.geometry(), widget.size()
    assert widget.actions is None or not widget.actions.isVisible()
    widget.set_active(True)
    assert widget.actions.isVisible()
    assert widget.text.geometry() == place
    assert widget.size() == size
    assert widget.rect().contains(widget.actions.geometry())
    for button in widget.actions.findChildren(QToolButton):
        if button.isVisible():
            assert button.width() >= 32
            assert button.height() >= 32
            assert button.toolTip()
            assert button.accessibleName()
    widget.set_active(False)
    assert not widget.actions.isVisible()


def test_copy_gives_the_markdown(view, qtbot) -> None:
    view.set_messages(branch(6))
    widget = widget_of(view, 6)
    widget.set_active(True)
    with qtbot.waitSignal(view.copy_requested) as copied:
        qtbot.mouseClick(button_of(widget, "copy_message"), Qt.MouseButton.LeftButton)
    assert copied.args == [6]
    assert QGuiApplication.clipboard().text() == ANSWER.format(n=5)


def test_regenerate_and_siblings(view, qtbot) -> None:
    messages = branch(4)
    messages[3] = message(3, "x", sibling_index=1, sibling_count=3)
    view.set_messages(messages)
    widget = widget_of(view, 4)
    widget.set_active(True)
    with qtbot.waitSignal(view.regenerate_requested) as asked:
        qtbot.mouseClick(button_of(widget, "regenerate_message"), Qt.MouseButton.LeftButton)
    assert asked.args == [4]
    assert widget.actions.place.text() == "2/3"
    with qtbot.waitSignal(view.sibling_requested) as asked:
        qtbot.mouseClick(button_of(widget, "previous_sibling"), Qt.MouseButton.LeftButton)
    assert asked.args == [4, -1]
    with qtbot.waitSignal(view.sibling_requested) as asked:
        qtbot.mouseClick(button_of(widget, "next_sibling"), Qt.MouseButton.LeftButton)
    assert asked.args == [4, 1]
    view.replace_tail(3, [message(5, "other", sibling_index=2, sibling_count=3)])
    assert [each.id for each in view.messages()] == [1, 2, 3, 6]
    assert text_of(widget_of(view, 6)) == "other"


def test_details_tell_what_was_measured(view, qtbot) -> None:
    told = message(
        1,
        "x",
        usage=Usage(prompt_tokens=3980, cached_tokens=1200, completion_tokens=210),
        timings=Timings(first_token_s=0.42, decode_tokens_per_s=12.34, prefill_tokens_per_s=200),
    )
    view.set_messages([message(0, "q"), told])
    widget = widget_of(view, 2)
    view.setFocus()
    while QApplication.focusWidget().objectName() != "message_details":
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    with qtbot.waitSignal(view.details_requested):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    card = view.findChild(DetailsCard)
    assert card.isVisible()
    words = " ".join(label.text() for label in card.findChildren(type(widget.actions.place)))
    for part in ("tiny-model", "tokens/s", "12.3", "0.42", "210"):
        assert part in words
    qtbot.keyClick(card, Qt.Key.Key_Escape)
    assert not card.isVisible()
    assert QApplication.focusWidget() is button_of(widget, "message_details")
    assert widget.actions.isVisible()


# Links and code ----------------------------------------------------------------------------


def click_text(qtbot, widget: TurnWidget, leaf: int, position: int) -> None:
    flow = widget.text.flow
    rect = flow.segment(leaf).caret_rect(position).translated(0, flow.content_top(leaf))
    point = rect.center().toPoint() + QPoint(2, 0)
    qtbot.mouseMove(widget.text, point)
    qtbot.mouseClick(widget.text, Qt.MouseButton.LeftButton, pos=point)


def test_a_link_is_reported_when_it_is_clicked(view, qtbot) -> None:
    view.set_messages([message(0, "q"), message(1, "see [here](https://a.b/c) and [f](ftp://x)")])
    widget = widget_of(view, 2)
    hovered = []
    view.link_hovered.connect(hovered.append)
    with qtbot.waitSignal(view.link_clicked) as clicked:
        click_text(qtbot, widget, 0, 5)
    assert clicked.args == ["https://a.b/c"]
    assert hovered == ["https://a.b/c"]
    assert widget.text.toolTip() == "https://a.b/c"
    with qtbot.assertNotEmitted(view.link_clicked):
        click_text(qtbot, widget, 0, 1)
        click_text(qtbot, widget, 0, 14)
    assert hovered[-1] == ""


def test_code_has_a_copy_button(view, qtbot) -> None:
    view.set_messages(branch(4))
    widget = widget_of(view, 4)
    (button,) = widget.text.buttons()
    assert button.accessibleName() == "Copy code"
    assert button.geometry().right() <= widget.text.width()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "x = 3"


# Selecting ---------------------------------------------------------------------------------


def test_selecting_with_the_mouse_across_blocks(view, qtbot) -> None:
    view.set_messages(branch(4))
    widget = widget_of(view, 4)
    flow = widget.text.flow
    qtbot.mousePress(widget.text, Qt.MouseButton.LeftButton, pos=QPoint(1, 5))
    end = QPoint(widget.text.width() - 1, flow.height - 5)
    qtbot.mouseMove(widget.text, end)
    qtbot.mouseRelease(widget.text, Qt.MouseButton.LeftButton, pos=end)
    selected = widget.text.selected_text()
    assert selected.startswith("Answer 3 with bold words.")
    assert selected.endswith("The end of 3.")
    qtbot.keyClick(widget, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == selected
    other = widget_of(view, 3)
    qtbot.mouseClick(other.text, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert not widget.has_selection(), "only one turn has a selection"


def test_selecting_with_the_keyboard(view, qtbot) -> None:
    view.set_messages(branch(4))
    widget = widget_of(view, 4)
    widget.setFocus()
    for _ in range(6):
        qtbot.keyClick(widget, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert widget.text.selected_text() == "Answer"
    qtbot.keyClick(widget, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert "• " in widget.text.selected_text()
    control = Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(widget, Qt.Key.Key_A, control)
    assert widget.text.selected_text().endswith("The end of 3.")


def test_a_double_click_takes_a_word(view, qtbot) -> None:
    view.set_messages(branch(4))
    widget = widget_of(view, 4)
    qtbot.mouseDClick(widget.text, Qt.MouseButton.LeftButton, pos=QPoint(8, 10))
    assert widget.text.selected_text() == "Answer"


# Editing -----------------------------------------------------------------------------------


def test_editing_in_place(view, qtbot) -> None:
    view.set_messages(branch(4))
    assert view.begin_edit(3)
    widget = widget_of(view, 3)
    editor = widget.editor
    assert editor.field.toPlainText() == "Question 2?"
    assert QApplication.focusWidget() is editor.field
    qtbot.keyClicks(editor.field, " And why?")
    qtbot.keyClick(editor.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClicks(editor.field, "Tell me.")
    with qtbot.waitSignal(view.edit_submitted) as sent:
        qtbot.keyClick(editor.field, Qt.Key.Key_Return)
    assert sent.args == [3, "Question 2? And why?\nTell me."]
    assert widget.editor is None
    assert not view.begin_edit(4), "an answer is not edited"


def test_escape_leaves_the_message_as_it_was(view, qtbot) -> None:
    view.set_messages(branch(4))
    view.begin_edit(3)
    widget = widget_of(view, 3)
    qtbot.keyClicks(widget.editor.field, "xyz")
    with qtbot.assertNotEmitted(view.edit_submitted):
        qtbot.keyClick(widget.editor.field, Qt.Key.Key_Escape)
    assert widget.editor is None
    assert text_of(widget) == "Question 2?"
    assert widget.text.isVisible()


def test_an_empty_edit_is_not_sent(view, qtbot) -> None:
    view.set_messages(branch(2))
    view.begin_edit(1)
    editor = widget_of(view, 1).editor
    editor.field.clear()
    assert not editor.send.isEnabled()
    with qtbot.assertNotEmitted(view.edit_submitted):
        qtbot.keyClick(editor.field, Qt.Key.Key_Return)


def test_an_edit_survives_streaming_and_scrolling(view, qtbot) -> None:
    view.set_messages(branch(60))
    view.begin_edit(59)
    qtbot.keyClicks(widget_of(view, 59).editor.field, "!")
    view.verticalScrollBar().setValue(0)
    live = stream(view)
    view.extend_reply(live.id, "hello", "")
    qtbot.waitUntil(lambda: not view._frames.waiting)
    view.focus_message(59)
    assert widget_of(view, 59).editor.field.toPlainText().endswith("!")


# Finding -----------------------------------------------------------------------------------


def test_find_counts_all_messages_and_walks_through_them(view) -> None:
    view.set_messages(branch(400))
    assert view.find("end of 7.") == (1, 1)
    assert 8 in [widget.id for widget in shown(view)]
    current, total = view.find("BOLD WORDS")
    assert total == 200
    order = [current, *(view.find("bold words")[0] for _ in range(3))]
    assert [later - earlier for earlier, later in pairwise(order)] == [1, 1, 1]
    assert view.find("bold words", backwards=True)[0] == order[-2]
    assert view.find("nowhere to be found") == (0, 0)
    assert view.find("") == (0, 0)


def test_a_hit_is_marked_and_in_view(view) -> None:
    view.set_messages(branch(400))
    view.find("end of 201")
    widget = widget_of(view, 202)
    (mark,) = [mark for mark in widget.text._found if mark.role == "found_current"]
    flow = widget.text.flow
    assert flow.text_between(mark.start, mark.end) == "end of 201"
    y = widget.y() + widget.text.y() + flow.content_top(mark.start.leaf)
    assert 0 <= y < view.viewport().height()
    view.clear_find()
    assert widget.text._found == []


def test_find_goes_around(view) -> None:
    view.set_messages(branch(6))
    view.find("question")
    assert [view.find("question")[0] for _ in range(3)] in ([2, 3, 1], [3, 1, 2], [1, 2, 3])


def test_a_hit_across_emphasis_is_found(view) -> None:
    view.set_messages(
        [message(0, "q"), message(1, "some **bold** words, a [link](http://x.y) here")]
    )
    assert view.find("bold words") == (1, 1)
    assert view.find("link here") == (1, 1)
    assert widget_of(view, 2).text._found


def test_focus_message_goes_there(view) -> None:
    view.set_messages(branch(400))
    assert view.focus_message(100, "bold")
    assert 100 in [widget.id for widget in shown(view)]
    assert any(mark.role == "found_current" for mark in widget_of(view, 100).text._found)
    view.focus_message(301)
    assert 301 in [widget.id for widget in shown(view)]


def test_a_branch_keeps_what_is_shown_of_it(view, qtbot) -> None:
    messages = branch(40)
    view.set_messages(messages)
    view.verticalScrollBar().setValue(300)
    before = {widget.id: widget.y() for widget in shown(view)}
    view.show_branch([*messages[:38], message(50, "another question"), message(51, "another")])
    assert [each.id for each in view.messages()[-3:]] == [38, 51, 52]
    assert view.at_end, "a question of one's own is gone to"
    view.verticalScrollBar().setValue(300)
    view.show_branch(messages)
    assert {widget.id: widget.y() for widget in shown(view)} == before or view.at_end


def test_a_stored_reply_that_lags_does_not_take_words_back(view, qtbot) -> None:
    live = stream(view)
    view.extend_reply(live.id, "one two three", "")
    view.show_branch([message(101, "one", state=MessageState.STREAMING)])
    qtbot.waitUntil(lambda: text_of(widget_of(view, live.id)) == "one two three")
    view.extend_reply(live.id, " four", "")
    qtbot.waitUntil(lambda: text_of(widget_of(view, live.id)) == "one two three four")


def test_copying_without_the_focus_in_the_turn(view, qtbot) -> None:
    view.set_messages(branch(2))
    widget_of(view, 1).text.select_all()
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "Question 0?"


# Keyboard ----------------------------------------------------------------------------------


def test_tab_reaches_turns_and_their_actions(view, qtbot) -> None:
    view.set_messages(branch(40))
    view.verticalScrollBar().setValue(0)
    view.setFocus()
    reached = []
    for _ in range(40):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        reached.append(f"{focus.id}" if isinstance(focus, TurnWidget) else focus.objectName())
    assert reached[:7] == [
        "1", "copy_message", "edit_message",
        "2", "copy_code", "copy_message", "regenerate_message",
    ]  # fmt: skip
    assert "3" in reached
    assert "10" in reached
    back = QApplication.focusWidget()
    qtbot.keyClick(back, Qt.Key.Key_Backtab)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is back


def test_hiding_what_has_the_focus_moves_nothing(view, qtbot) -> None:
    view.set_messages(branch(60))
    view.verticalScrollBar().setValue(600)
    widget = next(each for each in shown(view) if each.text.buttons())
    button = widget.text.buttons()[0]
    button.setFocus(Qt.FocusReason.TabFocusReason)
    value = view.verticalScrollBar().value()
    button.hide()
    assert view.verticalScrollBar().value() == value
    assert QApplication.focusWidget() is widget
    view.scroll_to_latest()
    assert view.at_end


def test_shift_tab_from_the_first_turn_leads_out(view, qtbot) -> None:
    view.set_messages(branch(4))
    view.verticalScrollBar().setValue(0)
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Tab)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backtab)
    assert QApplication.focusWidget() is view


# Theme, scale, poison ----------------------------------------------------------------------


def test_the_theme_is_followed(view, qtbot) -> None:
    theme = view.theme
    view.set_messages(branch(20))
    light = view.grab().toImage().pixelColor(5, 5)
    theme.set_mode("dark")
    dark = view.grab().toImage().pixelColor(5, 5)
    assert light.name() == "#faf9f6"
    assert dark.name() == "#15171a"
    before = widget_of(view, 20).height()
    theme.set_reading_scale(180)
    assert widget_of(view, 20).height() > before * 1.2
    assert view.at_end
    assert_stacked(view)


POISON = {
    "ten megabytes without a space": "x" * 10_000_000,
    "one megabyte of lines": "line of text\n" * 80_000,
    "a hundred thousand characters": "y" * 100_000,
    "control characters": "\x00\x1b[31m\ud800\u202eevil\u2066\ufdd0\uffff" * 50,
    "deep quotes": ">" * 20_000 + " x",
    "deep lists": "- " * 20_000 + "x",
    "brackets": "[" * 20_000,
    "long code": "```\n" + "z" * 200_000,
    "wide table": "|" + "a|" * 3000 + "\n|" + "-|" * 3000 + "\n",
    "tall table": "|a|b|\n|-|-|\n" + "|1|2|\n" * 20_000,
    "formulas": "$x$ " * 3000,
}


@pytest.mark.parametrize("name", POISON)
@pytest.mark.parametrize("number", [0, 1], ids=["user", "answer"])
def test_poison_is_shown(view, qtbot, name: str, number: int) -> None:
    text = POISON[name]
    view.set_messages([message(number, text), message(4, "after")])
    view.grab()
    view.focus_message(number + 1)
    qtbot.waitUntil(lambda: not view._dirty)
    for _ in range(3):
        view.verticalScrollBar().setValue(view.verticalScrollBar().value() + 2000)
        view.grab()
    view.scroll_to_latest()
    assert shown(view)[-1].id == 5
    assert view.messages()[0].text == text
    widget = next((each for each in view.widgets.values() if each.id == number + 1), None)
    if widget is not None:
        widget.set_active(True)
        button_of(widget, "copy_message").click()
        assert len(QGuiApplication.clipboard().text()) >= len(text)


def test_closing_while_a_formula_is_drawn(qtbot) -> None:
    view = TranscriptView(Theme(mode="light"))
    view.resize(600, 400)
    view.show()
    view.set_messages([message(1, "$a_1$ $b_2$ $\\sum_{i=0}^n i$ " * 4)])
    view.close()
    view.deleteLater()
