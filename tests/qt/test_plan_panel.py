"""The plan above the composer: documents, wishes, cost, start; and by keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from assistant.controllers.reading import Phase, ReadingFile
from assistant.core.errors import UserError
from assistant.core.summary_options import SummaryOptions
from assistant.ui.documents.document_rows import MOST_ROWS
from assistant.ui.documents.plan_panel import PlanPanel
from assistant.ui.style import style_sheet
from assistant.ui.theme.theme import Theme
from tests.qt.document_fakes import FakePlanner, a_document, a_plan

PASSWORD = UserError("password_needed", "“a.pdf” is protected.", "Type its password.")
SCANNED = UserError("scanned", "“a.pdf” holds only pictures.", "Install tesseract.")
DAMAGED = UserError("damaged_document", "“a.pdf” is damaged.", "Save it again.")


def a_file(phase: Phase = "read", number: int = 1, **more: object) -> ReadingFile:
    known = {"document": a_document(f"{number}.pdf")} if phase == "read" else {}
    return ReadingFile(number=number, name=f"{number}.pdf", phase=phase, **{**known, **more})


class Stage:
    """A panel in a window, with a field that stands for the composer."""

    def __init__(self, qtbot: QtBot, *, recognises: bool = False) -> None:
        self.qtbot = qtbot
        self.planner = FakePlanner()
        self.theme = Theme()
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.window.setStyleSheet(style_sheet(self.theme))
        self.window.resize(700, 640)
        from PySide6.QtWidgets import QVBoxLayout

        column = QVBoxLayout(self.window)
        self.panel = PlanPanel(self.planner, self.theme, recognises, self.window)
        self.panel.set_room(700, 100)
        column.addWidget(self.panel)
        self.other = QLineEdit(self.window)
        column.addWidget(self.other)
        self.panel.closed.connect(self.other.setFocus)
        self.window.show()
        qtbot.waitActive(self.window)

    def become(self, phase: str, *files: ReadingFile, **more: object) -> None:
        self.planner.become(phase, *files, **more)
        self.panel.setVisible(self.planner.phase != "closed")

    def row(self, number: int = 1) -> object:
        return self.panel.rows.rows[number]

    def press(self, key: Qt.Key) -> None:
        self.qtbot.keyClick(self.window.focusWidget(), key)


@pytest.fixture
def stage(qtbot: QtBot) -> Iterator[Stage]:
    yield Stage(qtbot)
    QApplication.sendPostedEvents(None, 52)


def test_reading_shows_how_far_each_document_is(stage: Stage) -> None:
    stage.become("reading", a_file("reading", fraction=0.42), a_file("waiting", 2))
    row = stage.row()
    assert row.fact.text() == "Reading, 42 %"
    assert row.bar.isVisible()
    assert row.bar.value() == 420
    assert stage.row(2).fact.text() == "Waiting"
    assert not stage.panel.start_button.isEnabled()
    stage.become("reading", a_file(notes=("2 pictures were left out.",)), a_file("waiting", 2))
    assert not row.bar.isVisible()
    assert row.fact.text().startswith("117 page")
    assert row.message.text() == "2 pictures were left out."
    assert "1 of 2" in stage.panel.cost.text()


def test_the_plan_says_what_it_costs_and_how_it_reads(stage: Stage) -> None:
    stage.become("ready", a_file(), plan=a_plan(41203))
    assert "41" in stage.panel.cost.text()
    assert "7 pass" in stage.panel.cost.text()
    assert stage.panel.cost.text().endswith("about 3 min on this computer")
    assert "5 section(s), then merged" in stage.panel.way.text()
    assert "41" in stage.row().fact.text()
    assert "token" in stage.row().fact.text()
    assert stage.panel.title.full_text() == "Summarise 1.pdf"
    stage.panel.start_button.click()
    assert stage.planner.asked == [("start",)]
    assert not stage.panel.isVisible()


def test_a_password_is_asked_for_in_its_row(stage: Stage) -> None:
    stage.become("reading", a_file("password", error=PASSWORD))
    row = stage.row()
    assert row.message.text() == "“a.pdf” is protected. Type its password."
    stage.panel.take_focus()
    assert row.password.hasFocus()
    stage.qtbot.keyClicks(row.password, "open sesame")
    stage.press(Qt.Key.Key_Return)
    assert stage.planner.reading.asked == [("password", 1, "open sesame")]
    assert stage.planner.asked == []
    stage.become("reading", a_file("reading"))
    assert not row.password.isVisible()
    assert row.password.text() == ""


def test_a_scan_is_recognised_where_that_is_possible(qtbot: QtBot, stage: Stage) -> None:
    able = Stage(qtbot, recognises=True)
    able.become("reading", a_file("scanned", error=SCANNED))
    assert able.row().action.text() == "Recognise the text (OCR)"
    assert "tesseract" not in able.row().message.text()
    able.row().action.click()
    assert able.planner.reading.asked == [("recognise", 1)]
    stage.become("reading", a_file("scanned", error=SCANNED))
    assert "Install tesseract." in stage.row().message.text()
    stage.row().action.click()
    assert stage.planner.reading.asked == [("retry", 1)]


def test_a_failure_is_told_and_tried_again_or_removed(stage: Stage) -> None:
    stage.become("ready", a_file(), a_file("failed", 2, error=DAMAGED), plan=a_plan(900))
    row = stage.row(2)
    assert row.message.text() == "“a.pdf” is damaged. Save it again."
    assert row.message.property("tone") == "danger"
    assert row.action.text() == "Try again"
    assert "1 document(s) are not part of it." in stage.panel.way.text()
    row.action.click()
    row.remove.click()
    assert stage.planner.reading.asked == [("retry", 2), ("remove", 2)]
    assert list(stage.panel.rows.rows) == [1]


def test_without_a_model_one_is_chosen(stage: Stage) -> None:
    stage.become("no_model", a_file())
    assert "No model" in stage.panel.cost.text()
    assert not stage.panel.start_button.isVisible()
    with stage.qtbot.waitSignal(stage.panel.model_wanted):
        stage.panel.model_button.click()


def test_what_cannot_be_planned_is_said(stage: Stage) -> None:
    stage.planner.error = UserError("context_full", "The context is too small.", "Enlarge it.")
    stage.become("failed", a_file())
    assert stage.panel.cost.text() == "The context is too small."
    assert stage.panel.way.text() == "Enlarge it."
    assert not stage.panel.start_button.isEnabled()


def test_a_refused_start_is_said_and_the_plan_stays(stage: Stage) -> None:
    stage.become("ready", a_file(), plan=a_plan(900))
    stage.planner.refused.emit(UserError("busy", "Something is being written.", "Stop it first."))
    assert stage.panel.cost.text() == "Something is being written."
    assert stage.panel.isVisible()


def test_an_empty_folder_is_said(stage: Stage) -> None:
    stage.become("reading")
    told = UserError("empty_document", "There is no document in “empty”.", "Choose another.")
    stage.planner.reading.refused.emit(told)
    stage.planner.changed.emit()
    assert stage.panel.cost.text() == "There is no document in “empty”."
    assert stage.panel.way.text() == "Choose another."
    stage.become("reading", a_file("reading"))
    assert stage.panel.cost.text() == "Reading…"


def test_wishes_reach_the_planner(stage: Stage) -> None:
    stage.become("ready", a_file(), plan=a_plan(900))
    fields = stage.panel.fields
    fields.length.setCurrentIndex(fields.length.findData("page"))
    fields.form.setCurrentIndex(fields.form.findData("timeline"))
    fields.language.setCurrentIndex(fields.language.findText("German"))
    fields.wishes.setText("for a lawyer")
    wanted = SummaryOptions(
        length="page", form="timeline", language="German", instructions="for a lawyer"
    )
    assert stage.planner.options == wanted
    fields.language.setEditText("Ancient Greek")
    assert stage.planner.options.language == "Ancient Greek"
    fields.language.setEditText("as in the document")
    assert stage.planner.options.language == ""


def test_enter_in_the_wishes_starts_once_the_plan_is_ready(stage: Stage) -> None:
    stage.become("ready", a_file(), plan=a_plan(900))
    stage.panel.fields.wishes.setFocus()
    stage.qtbot.keyClicks(stage.panel.fields.wishes, "dates")
    assert stage.planner.phase == "counting"
    stage.press(Qt.Key.Key_Return)
    assert stage.planner.asked == []
    stage.become("ready", plan=a_plan(900))
    assert stage.planner.asked == [("start",)]


def test_enter_presses_the_button_that_has_the_focus(stage: Stage) -> None:
    stage.become("ready", a_file(), plan=a_plan(900))
    stage.panel.cancel_button.setFocus()
    stage.press(Qt.Key.Key_Return)
    assert stage.planner.asked == [("discard",)]


@pytest.mark.parametrize("where", ["start_button", "wishes", "remove"])
def test_escape_closes_the_plan_and_gives_the_focus_on(stage: Stage, where: str) -> None:
    stage.become("ready", a_file(), plan=a_plan(900))
    {
        "start_button": stage.panel.start_button,
        "wishes": stage.panel.fields.wishes,
        "remove": stage.row().remove,
    }[where].setFocus()
    stage.press(Qt.Key.Key_Escape)
    assert stage.planner.asked == [("discard",)]
    assert not stage.panel.isVisible()
    assert stage.other.hasFocus()


def test_hundreds_of_files_are_counted_and_those_in_need_stand_first(stage: Stage) -> None:
    many = [a_file("read", number) for number in range(300)]
    stage.become("reading", *many, a_file("failed", 300, error=DAMAGED))
    assert len(stage.panel.rows.rows) == MOST_ROWS
    assert 300 in stage.panel.rows.rows
    assert "241" in stage.panel.rows.more.text()
    QApplication.processEvents()
    assert stage.row(300).y() == 0
    assert stage.panel.rows.height() <= 0.4 * 700


def test_every_control_has_a_name(stage: Stage) -> None:
    stage.become(
        "ready",
        a_file(),
        a_file("password", 2, error=PASSWORD),
        a_file("failed", 3, error=DAMAGED),
        plan=a_plan(900),
    )
    kinds = (QAbstractButton, QComboBox, QLineEdit)
    controls = [each for kind in kinds for each in stage.panel.findChildren(kind)]
    assert len(controls) > 10
    assert [each for each in controls if each.isVisible() and not each.accessibleName()] == []
    assert stage.panel.accessibleName()
    assert "900" in stage.panel.accessibleDescription()
    assert "report" not in stage.row(3).accessibleName()
    assert stage.row(3).accessibleName() == "3.pdf: Not read"
