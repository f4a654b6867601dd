"""From a file to a summary and on to a question with the keyboard alone, with the real parts."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from assistant.core.grounding import AskTask, SummaryTask
from tests.documents.pdf_making import PdfWriter
from tests.qt.conftest import Desk, OpenDesk

TAB, ENTER, ESCAPE = Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Escape


@pytest.fixture
def report(tmp_path: Path) -> Path:
    writer = PdfWriter()
    writer.lines(["Rain falls in Bergen on 231 days."] * 5)
    return writer.save(tmp_path / "report.pdf")


@pytest.fixture
def desk(open_desk: OpenDesk) -> Desk:
    desk = open_desk("It rains in Bergen. [p. 1]")
    desk.load_model()
    return desk


def choose(desk: Desk, *paths: Path) -> None:
    """What the person would do in the system's own dialog."""
    dialog = desk.window.findChild(QFileDialog)
    dialog.filesSelected.emit([str(path) for path in paths])
    dialog.reject()


def focused(desk: Desk) -> object:
    return desk.window.focusWidget()


def press(desk: Desk, key: Qt.Key) -> None:
    desk.qtbot.keyClick(focused(desk), key)


def open_plan(desk: Desk, *paths: Path) -> None:
    desk.trigger("summarise_files")
    choose(desk, *paths)
    desk.until(lambda: desk.window.services.planner.phase == "ready")


def test_a_summary_is_started_and_a_question_follows(desk: Desk, report: Path) -> None:
    open_plan(desk, report)
    plan = desk.column.documents.plan
    assert plan.isVisible()
    assert plan.isAncestorOf(focused(desk))
    press(desk, ENTER)
    desk.until(lambda: desk.chat.messages and not desk.chat.answering)
    desk.settle()
    turn = desk.chat.messages[0]
    assert isinstance(turn.task, SummaryTask)
    assert turn.task.documents[0].name == "report.pdf"
    desk.until(lambda: not plan.isVisible())
    assert focused(desk) is desk.composer.input
    desk.until(lambda: desk.column.documents.scope is not None)
    desk.until(lambda: desk.composer.input.placeholderText() == "Ask about report.pdf")
    desk.qtbot.keyClicks(desk.composer.input, "How often?")
    press(desk, ENTER)
    desk.until(lambda: len(desk.chat.messages) == 4)
    assert isinstance(desk.chat.messages[2].task, AskTask)
    desk.until(lambda: not desk.chat.answering)


def test_the_next_summary_begins_with_the_last_wishes(open_desk: OpenDesk, report: Path) -> None:
    desk = open_desk("It rains.")
    desk.load_model()
    open_plan(desk, report)
    fields = desk.column.documents.plan.fields
    fields.length.setCurrentIndex(fields.length.findData("one-line"))
    fields.language.setEditText("Latin")
    fields.wishes.setText("dates")
    desk.until(lambda: desk.window.services.planner.phase == "ready")
    fields.wishes.setFocus()
    press(desk, ENTER)
    desk.until(lambda: desk.chat.messages and not desk.chat.answering)
    again = open_desk("It rains.")
    again.load_model()
    open_plan(again, report)
    options = again.window.services.planner.options
    assert (options.length, options.language, options.instructions) == ("one-line", "Latin", "")
    assert again.column.documents.plan.fields.options() == options


def test_tab_goes_through_the_plan_in_the_order_of_reading(desk: Desk, report: Path) -> None:
    open_plan(desk, report)
    plan = desk.column.documents.plan
    plan.close_button.setFocus()
    seen = [focused(desk)]
    for _step in range(30):
        press(desk, TAB)
        if focused(desk) is desk.composer.input:
            break
        seen.append(focused(desk))
    row = next(iter(plan.rows.rows.values()))
    assert seen == [
        plan.close_button,
        row.remove,
        plan.fields.length,
        plan.fields.form,
        plan.fields.language,
        plan.fields.wishes,
        plan.cancel_button,
        plan.start_button,
    ]
    assert focused(desk) is desk.composer.input


def test_escape_leaves_the_plan_from_inside_and_from_the_composer(desk: Desk, report: Path) -> None:
    open_plan(desk, report)
    press(desk, ESCAPE)
    assert desk.window.services.planner.phase == "closed"
    assert focused(desk) is desk.composer.input
    open_plan(desk, report)
    desk.composer.input.setFocus()
    press(desk, ESCAPE)
    assert desk.window.services.planner.phase == "closed"
    assert not desk.column.documents.panels.isVisible()
    assert desk.chat.messages == []


def test_asked_documents_are_taken_out_again_by_keys(desk: Desk, report: Path) -> None:
    desk.trigger("ask_files")
    choose(desk, report)
    desk.until(lambda: desk.chat.scope.documents)
    scope = desk.column.documents.scope
    desk.until(lambda: bool(scope.chips))
    assert scope.isVisible()
    QApplication.processEvents()
    assert focused(desk) is desk.composer.input
    desk.qtbot.keyClick(focused(desk), TAB, Qt.KeyboardModifier.ShiftModifier)
    assert focused(desk) is scope.chips[0].remove_button
    press(desk, Qt.Key.Key_Space)
    desk.until(lambda: not desk.chat.scope)
    desk.until(lambda: not scope.isVisible())
    assert desk.composer.input.placeholderText() == "Write a message"


def test_without_a_model_the_plan_offers_to_choose_one(open_desk: OpenDesk, report: Path) -> None:
    desk = open_desk()
    desk.trigger("summarise_files")
    choose(desk, report)
    desk.until(lambda: desk.window.services.planner.phase == "no_model")
    plan = desk.column.documents.plan
    assert plan.model_button.isVisible()
    assert "No model" in plan.cost.text()


def test_a_summary_is_stopped_and_goes_on(open_desk: OpenDesk, tmp_path: Path) -> None:
    desk = open_desk("Rain falls. " * 30, tokens_per_s=60.0, context_length=2048)
    desk.load_model()
    long = tmp_path / "long.txt"
    long.write_text(
        "\n\n".join(f"Day {day}: rain fell in Bergen again and again." for day in range(900))
    )
    open_plan(desk, long)
    plan = desk.column.documents.plan
    assert "sections" in plan.way.text() or "section(s)" in plan.way.text()
    press(desk, ENTER)
    desk.until(lambda: desk.column.documents.work is not None)
    work = desk.column.documents.work
    desk.until(lambda: work.isVisible() and work.meter.cells)
    assert not plan.isVisible()
    assert len(work.meter.cells) > 1
    assert work.meter.isVisible()
    press(desk, ESCAPE)
    desk.until(lambda: not desk.chat.answering)
    desk.until(work.continue_button.isVisible)
    assert work.line.text().startswith("Stopped.")
    work.continue_button.setFocus()
    press(desk, Qt.Key.Key_Space)
    desk.until(lambda: desk.chat.answering and work.stop_button.isVisible())
    desk.chat.stop()
    desk.until(lambda: not desk.chat.answering)
    desk.settle()
    assert desk.chat.messages[-1].sibling_count == 2
