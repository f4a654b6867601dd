"""The meter of what has been read, and the panel that it stands in."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from assistant.controllers.reply_work import Cell, WorkProgress
from assistant.core.entities import Message, MessageState
from assistant.core.grounding import AskTask, Scope, Sources, SummaryTask
from assistant.ui.documents.coverage_meter import CoverageMeter
from assistant.ui.documents.plan_words import cell_text
from assistant.ui.documents.work_panel import WorkPanel
from assistant.ui.theme.theme import Theme
from tests.qt.document_fakes import FakeChat, a_document

CELLS = (
    Cell(0, 100, "done"),
    Cell(0, 300, "working"),
    Cell(0, 100, "failed"),
    Cell(0, 500, "waiting"),
)
PROGRESS = WorkProgress(
    stage="Reading section 2 of 4",
    done=5,
    total=12,
    coverage=0.415,
    cells=CELLS,
    seconds_left=118.0,
)


@pytest.fixture
def meter(qtbot: QtBot) -> CoverageMeter:
    meter = CoverageMeter(Theme())
    qtbot.addWidget(meter)
    meter.resize(400, 14)
    meter.show()
    return meter


def test_cells_are_as_wide_as_their_sections_and_fill_the_bar(meter: CoverageMeter) -> None:
    meter.set_progress(CELLS, 0.1)
    boxes = meter.boxes()
    assert boxes[0].left() == 0
    assert boxes[-1].right() == pytest.approx(400)
    assert boxes[3].width() == pytest.approx(5 * boxes[0].width())
    assert all(a.right() < b.left() for a, b in pairwise(boxes))


@pytest.mark.parametrize("count", [1, 150, 3000])
def test_any_number_of_sections_fits(meter: CoverageMeter, count: int) -> None:
    meter.set_progress(tuple(Cell(number // 50, 10, "done") for number in range(count)), 1.0)
    boxes = meter.boxes()
    assert len(boxes) == count
    assert boxes[-1].right() == pytest.approx(400, abs=1)
    assert all(box.width() >= 0 for box in boxes)
    meter.grab()


def test_it_is_said_in_words(meter: CoverageMeter) -> None:
    meter.set_progress(CELLS, 0.415)
    assert meter.accessibleDescription() == "1 of 4 section(s) read, 41 %, 1 failed"
    assert meter.accessibleName()
    assert cell_text(CELLS, 1) == "Section 2 of 4: being read"
    assert meter.cell_at(QPoint(0, 5)) == 0
    assert meter.cell_at(QPoint(399, 5)) == 3
    two = (Cell(0, 1, "done"), Cell(1, 1, "waiting"))
    assert cell_text(two, 1) == "Document 2, section 1 of 1: waiting"


def test_states_differ_in_shape(meter: CoverageMeter) -> None:
    """Without any colour they are still told apart."""

    def drawn(state: str) -> bytes:
        meter.set_progress((Cell(0, 1, state),), 0.0)
        picture = (
            meter.grab().toImage().convertToFormat(meter.grab().toImage().Format.Format_Grayscale8)
        )
        paper = picture.pixelColor(200, 0).red()
        column = [picture.pixelColor(200, y).red() for y in range(picture.height())]
        return bytes(abs(value - paper) > 20 for value in column)

    shapes = {state: drawn(state) for state in ("waiting", "working", "done", "failed")}
    assert len(set(shapes.values())) == 4
    meter.set_progress((), 0.0)
    meter.grab()


# --- the panel -------------------------------------------------------------------------------


def a_turn(state: MessageState, *, ask: bool = False, **more: object) -> list[Message]:
    document = a_document()
    task = (
        AskTask(scope=Scope(documents=(document,))) if ask else SummaryTask(documents=(document,))
    )
    question = Message(
        id=1,
        conversation_id=1,
        parent_id=None,
        role="user",
        text="Summarise",
        state=MessageState.COMPLETE,
        sequence=1,
        task=task,
    )
    reply = Message(
        id=2,
        conversation_id=1,
        parent_id=1,
        role="assistant",
        text="So far",
        state=state,
        sequence=2,
        **more,
    )
    return [question, reply]


@pytest.fixture
def chat() -> FakeChat:
    return FakeChat()


@pytest.fixture
def panel(qtbot: QtBot, chat: FakeChat) -> Iterator[WorkPanel]:
    from PySide6.QtWidgets import QVBoxLayout, QWidget

    window = QWidget()
    qtbot.addWidget(window)
    panel = WorkPanel(chat, Theme(), window)
    QVBoxLayout(window).addWidget(panel)
    window.resize(600, 200)
    window.show()
    yield panel
    window.close()


def test_progress_is_shown_and_stopped(panel: WorkPanel, chat: FakeChat) -> None:
    assert not panel.isVisible()
    chat.messages = a_turn(MessageState.STREAMING)
    chat.progress[1] = PROGRESS
    chat.work_progressed.emit(2, PROGRESS)
    assert panel.isVisible()
    assert panel.line.text() == "5 of 12 passes · about 2 min left"
    assert panel.stage.text() == "Reading section 2 of 4"
    assert panel.meter.cells == CELLS
    assert "1 of 4 section(s) read" in panel.accessibleDescription()
    panel.stop_button.click()
    assert chat.asked == [("stop",)]


def test_a_stopped_summary_goes_on(panel: WorkPanel, chat: FakeChat) -> None:
    chat.messages = a_turn(MessageState.STREAMING)
    chat.progress[1] = PROGRESS
    chat.work_progressed.emit(2, PROGRESS)
    panel.stop_button.setFocus()
    chat.progress.clear()
    chat.messages = a_turn(MessageState.STOPPED)
    chat.reply_finished.emit(chat.messages[-1])
    assert panel.line.text() == "Stopped. 5 finished pass(es) are kept."
    assert not panel.meter.isVisible()
    assert panel.continue_button.hasFocus()
    panel.continue_button.click()
    assert chat.asked == [("regenerate", 2)]


def test_after_a_restart_it_says_what_was_read(panel: WorkPanel, chat: FakeChat) -> None:
    chat.messages = a_turn(
        MessageState.INTERRUPTED, sources=Sources(sections=12, sections_read=5, coverage=0.4)
    )
    chat.opened.emit(None)
    assert panel.line.text() == "Interrupted. 5 of 12 section(s) are read and kept."
    assert panel.continue_button.isVisible()
    chat.messages = a_turn(MessageState.INTERRUPTED)
    chat.opened.emit(None)
    assert panel.line.text() == "Interrupted. What was finished is kept."


def test_it_goes_when_the_summary_is_done(panel: WorkPanel, chat: FakeChat) -> None:
    chat.messages = a_turn(MessageState.STREAMING)
    chat.progress[1] = PROGRESS
    chat.work_progressed.emit(2, PROGRESS)
    chat.progress.clear()
    chat.messages = a_turn(MessageState.COMPLETE)
    chat.reply_finished.emit(chat.messages[-1])
    assert not panel.isVisible()


def test_it_belongs_to_the_shown_conversation(panel: WorkPanel, chat: FakeChat) -> None:
    chat.messages = a_turn(MessageState.STREAMING)
    chat.progress[1] = PROGRESS
    chat.work_progressed.emit(2, PROGRESS)
    chat.conversation_id, chat.messages = 7, []
    chat.opened.emit(None)
    assert not panel.isVisible()
    chat.work_progressed.emit(2, PROGRESS)
    assert not panel.isVisible()
    chat.conversation_id, chat.messages = 1, a_turn(MessageState.STREAMING)
    chat.opened.emit(None)
    assert panel.isVisible()


def test_a_stopped_answer_from_documents_offers_nothing(panel: WorkPanel, chat: FakeChat) -> None:
    chat.messages = a_turn(MessageState.STOPPED, ask=True)
    chat.opened.emit(None)
    assert not panel.isVisible()
