"""A document's whole journey through the window: dropped, planned, summarised, stopped, continued,
asked, a citation looked up. Real files, real reading processes, a real database."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlcipher3
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from assistant.app import Application, create
from assistant.core.entities import Message, MessageState
from assistant.core.messages import Generate, Turn
from assistant.core.summary_options import SummaryOptions
from assistant.engine.scripted import ScriptedEngine
from assistant.paths import app_paths
from assistant.ui.documents.page_view import PageView
from assistant.ui.documents.plan_panel import PlanPanel
from tests import tiny_models
from tests.documents.pdf_making import PdfWriter
from tests.fakes import write_model_file

PATIENCE_MS = 60_000
LEFT, NONE, COPY = (
    Qt.MouseButton.LeftButton,
    Qt.KeyboardModifier.NoModifier,
    Qt.DropAction.CopyAction,
)
FACT = "The harbour of Lumo was deepened to 17 metres in 1931."


def write_report(path: Path, pages: int = 12) -> Path:
    """A report; its seventh page holds the fact."""
    writer = PdfWriter(title="Harbours")
    for page in range(1, pages + 1):
        words = f"On page {page} the committee of Lumo weighed stone, timber and time.".split()
        lines = [*writer.filled(words * 30, 440.0)[:30]]
        if page == 7:
            lines = [*lines[:10], FACT, *lines[10:]]
        writer.lines(lines)
        writer.canvas.showPage()
    return writer.save(path)


def answer(turns: tuple[Turn, ...]) -> str:
    """What a sensible model would say to the prompts of the tasks."""
    asked = turns[-1].content
    if "Question:" in asked:
        found = re.search(r"\[(\d+)\] [^\n]*\n=+\n(?:(?!\n=+\n).)*deepened", asked, re.DOTALL)
        mark = found[1] if found else "1"
        return f"It is 17 metres deep: “was deepened to 17 metres in 1931” [{mark}]."
    pages = [int(page) for page in re.findall(r"\[p\. (\d+)\]", asked)] or [1]
    if "deepened" in asked:
        return f"- The harbour was deepened to 17 metres. [p. {7 if 7 in pages else pages[0]}]"
    return f"- The committee weighed stone and timber. [p. {pages[0]}]"


def kept_passes(home: Path) -> list[str]:
    """Which passes of summaries are finished, as the database has them."""
    connection = sqlcipher3.connect(f"file:{app_paths(home).database}?mode=ro", uri=True)
    try:
        return [row[0] for row in connection.execute("SELECT node FROM summary_section")]
    finally:
        connection.close()


class Journey:
    """The window and the steps a person takes in it."""

    def __init__(self, qtbot: QtBot, application: Application, engine: ScriptedEngine | None):
        self.qtbot = qtbot
        self.app = application
        self.engine = engine

    @property
    def window(self) -> QWidget:
        return self.app.window

    def until(self, holds: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(holds()), timeout=PATIENCE_MS)

    def drop(self, path: Path, use: str) -> None:
        """Hold the file over the window, move to a target, let go."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path))])
        middle = self.window.rect().center()
        QApplication.sendEvent(self.window, QDragEnterEvent(middle, COPY, data, LEFT, NONE))
        overlay = self.window.findChild(QWidget, "drop_overlay")
        card = overlay.targets[use]
        at = card.mapTo(overlay, card.rect().center())
        QApplication.sendEvent(overlay, QDragMoveEvent(at, COPY, data, LEFT, NONE))
        QApplication.sendEvent(overlay, QDropEvent(QPointF(at), COPY, data, LEFT, NONE))

    def plan(self) -> PlanPanel:
        """Wait for the plan to be ready to start."""
        planner = self.app.documents.planner
        self.until(lambda: planner.phase in ("ready", "failed"))
        assert planner.phase == "ready", planner.error
        panel = self.window.findChild(PlanPanel, "plan_panel")
        assert panel is not None
        assert panel.isVisible()
        return panel

    def last(self) -> Message:
        return self.app.chat.messages[-1]

    def finish(self) -> Message:
        self.until(lambda: self.app.chat.messages and not self.app.chat.answering)
        return self.last()

    def send(self, text: str) -> None:
        composer = self.window.findChild(QPlainTextEdit, "composer")
        composer.setPlainText(text)
        self.window.findChild(QWidget, "send_button").click()


Start = Callable[..., Journey]


@pytest.fixture
def start(qtbot: QtBot, tmp_path: Path) -> Iterator[Start]:
    """Open the window on the same home, with the scripted engine or with the real one."""
    opened: list[Application] = []

    def begin(model: Path | None = None, **options: object) -> Journey:
        while opened:
            opened.pop().shutdown()
        settings = {"tokens_per_s": 0.0, "load_s": 0.0, "prompt_tokens_per_s": 0.0, **options}
        engine = ScriptedEngine(answer, **settings) if model is None else None
        application = create(tmp_path / "home", engine)
        opened.append(application)
        application.window.show()
        with qtbot.waitSignal(application.chat.opened, timeout=PATIENCE_MS):
            pass
        chosen = model or write_model_file(tmp_path / "models")
        application.models.open_file(str(chosen))
        qtbot.waitUntil(lambda: application.models.state.phase == "ready", timeout=PATIENCE_MS)
        return Journey(qtbot, application, engine)

    yield begin
    while opened:
        opened.pop().shutdown()


def test_a_dropped_pdf_is_planned_summarised_and_asked(start: Start, tmp_path: Path) -> None:
    report = write_report(tmp_path / "report.pdf")
    journey = start(context_length=2048)
    journey.drop(report, "summarise")
    plan = journey.plan()
    planned = journey.app.documents.planner.plan
    assert planned is not None
    assert planned.passes > 3
    assert f"{planned.passes} pass" in plan.cost.text()
    plan.start_button.click()
    journey.until(lambda: journey.app.chat.messages)
    summary = journey.finish()
    assert summary.state is MessageState.COMPLETE
    assert summary.sources is not None
    assert summary.sources.coverage == 1.0
    assert any(7 in point.pages for point in summary.sources.points)
    assert not plan.isVisible()

    view = journey.app.window.chat_page.column.transcript
    view.citation_clicked.emit(summary.id, "p. 7")
    page = journey.window.findChild(PageView, "page_view")
    journey.until(lambda: page is not None and page.shown is not None)
    assert page.shown.page == 7
    assert page.shown.drawn is not None

    journey.send("How deep is the harbour of Lumo?")
    journey.until(lambda: len(journey.app.chat.messages) == 4)
    answered = journey.finish()
    assert answered.state is MessageState.COMPLETE
    assert answered.sources is not None
    quoted = answered.sources.citations[0]
    assert (quoted.verified, quoted.page) == (True, 7)
    assert quoted.quote == "was deepened to 17 metres in 1931"
    view.citation_clicked.emit(answered.id, str(quoted.n))
    journey.until(lambda: page.shown is not None and page.shown.spans)
    start_at, end_at = page.shown.spans[0]
    assert page.shown.text[start_at:end_at] == quoted.quote
    assert page.shown.drawn.highlights[0]


def test_stopped_and_closed_it_goes_on_where_it_was(start: Start, tmp_path: Path) -> None:
    report = write_report(tmp_path / "report.pdf", pages=20)
    journey = start(context_length=2048, tokens_per_s=12.0)
    journey.drop(report, "summarise")
    plan = journey.plan()
    planned = journey.app.documents.planner.plan
    assert planned is not None
    plan.start_button.click()
    chat = journey.app.chat
    with journey.qtbot.waitSignal(
        chat.work_progressed,
        timeout=PATIENCE_MS,
        check_params_cb=lambda _id, progress: progress.done >= 2,
    ):
        pass
    journey.window.findChild(QWidget, "stop_button").click()
    stopped = journey.finish()
    assert stopped.state is MessageState.STOPPED
    assert "Section" in stopped.text
    kept = len(kept_passes(tmp_path / "home"))
    assert kept >= 2

    again = start(context_length=2048)
    again.until(lambda: len(again.app.chat.messages) == 2)
    work = again.window.findChild(QWidget, "work_panel")
    assert work is not None
    assert work.isVisible()
    again.app.chat.regenerate(again.last().id)
    again.until(lambda: again.last().id != stopped.id)
    done = again.finish()
    assert done.state is MessageState.COMPLETE
    assert done.sources is not None
    assert done.sources.coverage == 1.0
    assert again.engine is not None
    asked = [each for each in again.engine.commands if isinstance(each, Generate)]
    passes = {each.turns for each in asked if "summarise documents" in each.turns[0].content}
    assert len(passes) == planned.passes - kept


def test_asking_is_offered_at_the_drop_as_well(start: Start, tmp_path: Path) -> None:
    journey = start()
    journey.drop(write_report(tmp_path / "report.pdf"), "ask")
    journey.until(lambda: journey.app.documents.scopes.documents)
    journey.send("How deep is the harbour?")
    journey.until(lambda: len(journey.app.chat.messages) == 2)
    assert journey.finish().sources.citations[0].verified


def test_a_damaged_file_among_good_ones_is_named_and_the_rest_goes_on(
    start: Start, tmp_path: Path
) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    write_report(folder / "good.pdf", pages=2)
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 nothing follows")
    (folder / "empty.txt").write_text("")
    journey = start()
    journey.drop(folder, "summarise")
    plan = journey.plan()
    files = {each.name: each for each in journey.app.documents.planner.reading.files}
    assert files["good.pdf"].phase == "read"
    for name in ("broken.pdf", "empty.txt"):
        assert files[name].phase == "failed"
        assert files[name].error is not None
        assert files[name].error.text.endswith(".")
    plan.start_button.click()
    journey.until(lambda: journey.app.chat.messages)
    assert journey.finish().state is MessageState.COMPLETE


def test_with_a_real_engine_and_a_real_model_file(start: Start, tmp_path: Path) -> None:
    """The words of a random model mean nothing; the way they take does."""
    shape = tiny_models.Shape(context_length=4096)
    (tmp_path / "models").mkdir()
    model = tiny_models.write_model(tmp_path / "models" / "quick.gguf", shape=shape)
    journey = start(model=model)
    journey.drop(write_report(tmp_path / "report.pdf", pages=1), "summarise")
    journey.app.documents.planner.set_options(SummaryOptions(length="one-line"))
    journey.until(lambda: journey.app.documents.planner.phase == "ready")
    journey.plan().start_button.click()
    journey.until(lambda: journey.app.chat.messages)
    summary = journey.finish()
    assert summary.state is MessageState.COMPLETE
    assert summary.text
    assert summary.usage.completion_tokens > 0
    assert summary.sources is not None
    assert summary.sources.coverage == 1.0
