"""The list of what an answer stands on, alone and in the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton

from assistant.core.citation import Citation
from assistant.core.document_text import ExtractedText
from assistant.core.entities import Message, MessageState
from assistant.core.errors import UserError
from assistant.core.grounding import AskTask, DocumentRef, Scope, Sources
from assistant.core.summary_point import Point
from assistant.ui.chat.inspector import PARAMETERS, SOURCES
from assistant.ui.documents.source_painting import ROW
from assistant.ui.documents.source_rows import source_rows
from assistant.ui.documents.sources_panel import SourcesPanel
from assistant.ui.theme.theme import Theme
from assistant.ui.transcript.sources_line import SourcesLine
from tests.documents.pdf_making import PdfWriter
from tests.qt.conftest import Desk

REPORT = DocumentRef(sha256="a" * 64, name="report.pdf", path="/d/report.pdf", pages=12)
NOTES = DocumentRef(sha256="b" * 64, name="年度说明.txt", characters=900)


def cited(n: int, ref: DocumentRef = REPORT, **more) -> Citation:
    fields = {"path": ref.place, "page": 3, "start": 5, "end": 9, "quote": "It rose."}
    return Citation(n=n, **{**fields, "verified": True, **more})


GROUNDS = Sources(
    documents=(REPORT, NOTES),
    citations=(
        cited(1),
        cited(2, page=4, quote="Never said.", verified=False),
        cited(3, NOTES, page=0, by_model=False, quote="一句话。"),
        Citation(n=0, quote="Nobody wrote this."),
    ),
    points=(
        Point(text="Growth.", pages=(3, 4, 5, 9), documents=(0,)),
        Point(text="Both agree.", documents=(0, 1)),
        Point(text="一点。", sections=(2,), documents=(1,)),
    ),
    section_starts=((), (0, 400)),
    coverage=1.0,
    sections=3,
    sections_read=3,
    warnings=("Page 7 was not read.",),
)


def test_rows_go_document_by_document() -> None:
    rows = source_rows(GROUNDS)
    assert [(row.kind, row.text) for row in rows] == [
        ("read", "All of the text was read  ·  3 sections"),
        ("warning", "Page 7 was not read."),
        ("document", "report.pdf"),
        ("citation", "“It rose.”"),
        ("citation", "“Never said.”"),
        ("point", "Growth."),
        ("document", "年度说明.txt"),
        ("citation", "一句话。"),
        ("point", "一点。"),
        ("heading", "In no document"),
        ("citation", "“Nobody wrote this.”"),
        ("heading", "Comparison"),
        ("point", "Both agree."),
    ]


def test_a_row_says_all_of_it_in_words() -> None:
    spoken = [row.spoken for row in source_rows(GROUNDS)]
    assert spoken[2] == "report.pdf, 12 pages"
    assert spoken[3] == "Source 1, Page 3, “It rose.”, found in the text"
    assert spoken[4] == "Source 2, Page 4, “Never said.”, not found in the text"
    assert spoken[5] == "Growth., Pages 3–5, 9"
    assert spoken[7] == "Source 3, 一句话。, the answer refers to this passage"
    assert spoken[8] == "一点。, Section 2"
    assert spoken[10] == "“Nobody wrote this.”, not found in the text"


def test_rows_lead_to_their_places() -> None:
    rows = source_rows(GROUNDS)
    assert rows[0].place is None
    assert rows[10].place is None
    assert (rows[3].place.page, rows[3].place.spans) == (3, ((5, 9),))
    assert rows[5].place.page == 3
    assert rows[8].place.spans == ((400, 900),)


def test_documents_that_gave_nothing_stand_last() -> None:
    rows = source_rows(Sources(documents=(NOTES, REPORT), citations=(cited(1),)))
    assert [row.text for row in rows[1:]] == [
        "report.pdf",
        "“It rose.”",
        "Also searched",
        "年度说明.txt",
    ]


def test_points_and_citations_of_nothing_are_no_trouble() -> None:
    odd = Sources(
        citations=(Citation(n=4, path="/gone.pdf", quote="x"),),
        points=(Point(text="p", pages=(1,), documents=(7,)), Point(text="q")),
    )
    assert [row.place for row in source_rows(odd) if row.kind in ("citation", "point")] == [
        None,
        None,
        None,
    ]


@pytest.fixture
def panel(qtbot) -> SourcesPanel:
    made = SourcesPanel(Theme(mode="light"))
    qtbot.addWidget(made)
    made.resize(320, 500)
    made.show()
    qtbot.waitExposed(made)
    made.show_sources(GROUNDS)
    return made


def current(panel: SourcesPanel) -> str:
    return str(panel.list.currentIndex().data())


def test_keys_walk_and_enter_opens(panel, qtbot) -> None:
    panel.take_focus()
    assert current(panel).startswith("All of the text")
    for _ in range(3):
        qtbot.keyClick(panel.list, Qt.Key.Key_Down)
    assert current(panel) == "“It rose.”"
    with qtbot.waitSignal(panel.place_chosen) as chosen:
        qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    assert chosen.args[0].spans == ((5, 9),)
    qtbot.keyClick(panel.list, Qt.Key.Key_Up)
    assert current(panel) == "report.pdf"


def test_a_click_opens_and_rows_without_a_place_do_not(panel, qtbot) -> None:
    opened = []
    panel.place_chosen.connect(opened.append)
    for row in (0, 4):
        rect = panel.list.visualRect(panel.list.model().index(row, 0))
        qtbot.mouseClick(
            panel.list.viewport(), Qt.MouseButton.LeftButton, pos=rect.center() + QPoint(0, 0)
        )
    assert [place.page for place in opened] == [4]
    assert not opened[0].verified


def test_a_mark_finds_its_row(panel) -> None:
    panel.select_mark("2")
    assert current(panel) == "“Never said.”"
    panel.select_mark("d. 1, p. 3")
    assert current(panel) == "Growth."
    panel.select_mark("d. 2")
    assert current(panel) == "年度说明.txt"


def test_rows_are_as_high_as_their_words_need(panel, qtbot) -> None:
    long = "A sentence that goes on and on. " * 30
    panel.show_sources(Sources(documents=(REPORT,), citations=(cited(1, quote=long),)))
    index = panel.list.model().index(2, 0)
    assert index.data(ROW).kind == "citation"
    narrow = panel.list.visualRect(index).height()
    assert 90 < narrow < 180  # at most five lines of the quotation
    panel.resize(900, 500)
    qtbot.waitUntil(lambda: panel.list.visualRect(index).height() < narrow)


def test_without_an_answer_it_says_what_it_is_for(panel) -> None:
    panel.show_sources(None)
    assert panel.empty.isVisible()
    panel.show_sources(GROUNDS)
    assert panel.list.isVisible()
    assert panel.list.accessibleName() == "Sources of the answer"


# In the window -------------------------------------------------------------------------------

ANSWER = "It rose in May [1], see [p. 2]. It was “never said” [2].\n"


class Case:
    """A conversation with an answer from a real PDF, in the open window."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self.desk = desk
        writer = PdfWriter()
        for words in ("The first page says little.", "The needle rose in May, quietly."):
            writer.lines([words, "And it goes on."])
            writer.page()
        path = writer.save(folder / "report.pdf")
        services = desk.window.services
        text = services.reader.read(path)
        self.ref = DocumentRef(
            sha256=text.sha256, name=path.name, path=str(path), pages=2, characters=len(text.text)
        )
        self._wait(services.library.submit, lambda s: s.documents.keep_document(text, str(path)))
        start = text.text.index("rose in May")
        found = {"path": str(path), "page": 2, "verified": True, "quote": "rose in May"}
        self.sources = Sources(
            documents=(self.ref,),
            citations=(
                Citation(n=1, start=start, end=start + 11, **found),
                Citation(n=2, start=start, end=start + 11, **{**found, "verified": False}),
            ),
        )
        conversation = self._wait(desk.app.store.submit, self._answered)
        with desk.qtbot.waitSignal(desk.chat.opened):
            desk.chat.open(conversation)

    def _wait(self, submit: Callable[..., None], work: Callable[..., object]):
        done: list[object] = []
        submit(work, done.append)
        self.desk.until(lambda: done)
        return done[0]

    def _answered(self, store) -> int:
        made = store.create_conversation(title="About the report")
        task = AskTask(scope=Scope(documents=(self.ref,)))
        _turn, reply = store.send_turn(made.id, None, "When did it rise?", model="m", task=task)
        store.finish_reply(reply.id, ANSWER, "", state=MessageState.COMPLETE, sources=self.sources)
        return made.id

    @property
    def answer(self) -> Message:
        return self.desk.chat.messages[-1]

    @property
    def page(self):
        return self.desk.page.inspector.page

    def click_mark(self, target: str) -> None:
        text = self.desk.column.transcript.widgets[1].text
        for y in range(2, text.height(), 4):
            for x in range(2, text.width(), 4):
                if text.flow.link_at(QPoint(x, y).toPointF()) == f"cite:{target}":
                    self.desk.qtbot.mouseClick(
                        text, Qt.MouseButton.LeftButton, pos=QPoint(x + 3, y)
                    )
                    return
        raise AssertionError(target)


@pytest.fixture
def case(bare_desk: Desk, tmp_path: Path) -> Case:
    return Case(bare_desk, tmp_path)


def test_a_citation_opens_its_page_with_the_passage(case: Case) -> None:
    desk = case.desk
    before = desk.column.width()
    case.click_mark("1")
    desk.until(case.page.canvas.highlight_rects)
    assert desk.page.inspector_open
    assert desk.page.inspector.tabs.currentIndex() == SOURCES
    assert case.page.canvas.isVisible()
    assert case.page.bar.page == 2
    (rect,) = case.page.canvas.highlight_rects()
    assert case.page.canvas.viewport().rect().contains(rect.toRect())
    assert case.page.canvas.accessibleName() == "Page 2 of 2 of report.pdf"
    assert case.page.canvas.accessibleDescription() == "rose in May"
    assert case.page.canvas.hasFocus()
    assert desk.column.width() < before
    assert desk.page.inspector.width() > 400  # wide enough to read
    assert not desk.page.folded


def test_back_to_the_list_and_to_the_page_again(case: Case) -> None:
    desk = case.desk
    case.click_mark("2")
    desk.until(case.page.canvas.isVisible)
    desk.press(case.page.canvas, Qt.Key.Key_Backspace)
    panel = desk.page.inspector.sources
    assert panel.list.hasFocus()
    assert panel.list.currentIndex().data(ROW).number == 2
    desk.press(panel.list, Qt.Key.Key_Return)
    desk.until(lambda: case.page.canvas.isVisible() and case.page.shown is not None)
    desk.press(case.page.canvas, Qt.Key.Key_Escape)
    assert not desk.page.inspector_open


def test_the_line_under_the_answer_opens_the_list(case: Case) -> None:
    desk = case.desk
    line = desk.column.transcript.widgets[1].findChild(SourcesLine)
    assert line.text() == "2 sources  ·  1 of 2 quotations found in the text"
    line.click()
    panel = desk.page.inspector.sources
    assert panel.list.isVisible()
    assert panel.list.hasFocus()
    assert [row.number for row in panel.rows if row.kind == "citation"] == [1, 2]


def test_the_inspector_still_opens_at_the_parameters(case: Case) -> None:
    desk = case.desk
    desk.trigger("inspector")
    inspector = desk.page.inspector
    assert inspector.tabs.currentIndex() == PARAMETERS
    assert inspector.panel.isVisible()
    desk.press(inspector.tabs, Qt.Key.Key_Left)
    assert inspector.sources.list.isVisible()
    desk.trigger("inspector")
    desk.trigger("inspector")
    assert inspector.tabs.currentIndex() == SOURCES
    assert inspector.sources.list.hasFocus()
    desk.page.show_context_rule()
    assert inspector.tabs.currentIndex() == PARAMETERS


def test_the_button_for_parameters_leads_there_whatever_was_shown(case: Case) -> None:
    desk = case.desk
    button = desk.composer.parameters_button
    button.click()
    inspector = desk.page.inspector
    assert inspector.at_parameters
    inspector.tabs.setCurrentIndex(SOURCES)
    button.click()
    assert desk.page.inspector_open
    assert inspector.at_parameters
    button.click()
    assert not desk.page.inspector_open


def test_another_conversation_has_its_own_sources(case: Case) -> None:
    desk = case.desk
    case.click_mark("1")
    desk.until(case.page.canvas.isVisible)
    desk.new()
    inspector = desk.page.inspector
    assert not inspector.page_shown
    assert inspector.sources.empty.isVisible()


def test_in_a_small_window_the_page_covers_the_column(case: Case) -> None:
    desk = case.desk
    desk.window.resize(640, 480)
    case.click_mark("1")
    desk.until(case.page.canvas.highlight_rects)
    assert desk.page.inspector.geometry() == desk.page.rect()
    bar = case.page.bar
    for button in (bar.back, bar.previous, bar.next, bar.larger, bar.fit):
        assert button.isVisible()
        right = button.mapTo(case.page, button.rect().topRight()).x()
        assert right < case.page.width()


def test_the_pointer_on_a_mark_tells_where_it_leads(case: Case) -> None:
    desk = case.desk
    told: list[str] = []
    desk.column.link.link_hovered.connect(told.append)
    widget = desk.column.transcript.widgets[1]
    widget.text._hover("cite:1")
    assert told == ["report.pdf, page 2: “rose in May”"]
    assert desk.window.status_line.link.isVisible()


def test_a_page_is_shown_in_the_dark_as_well(case: Case) -> None:
    desk = case.desk
    case.click_mark("1")
    desk.until(case.page.canvas.highlight_rects)
    seen = set()
    for mode in ("light", "dark"):
        desk.window.theme.set_mode(mode)
        picture = case.page.canvas.viewport().grab().toImage()
        ratio = picture.devicePixelRatioF()
        (rect,) = case.page.canvas.highlight_rects()
        # The upper edge of the passage has no letters.
        spot = rect.topLeft().toPoint() + QPoint(3, 0)
        colour = picture.pixelColor(int(spot.x() * ratio), int(spot.y() * ratio))
        assert colour.blue() > colour.red()
        assert colour.lightness() > 150  # what is black on it can be read
        seen.add(colour.name())
    assert len(seen) == 2


def test_copying_the_answer_leaves_the_marks(case: Case) -> None:
    assert case.desk.column.link.copy_last()
    assert QGuiApplication.clipboard().text() == ANSWER


def test_a_text_without_a_file_is_shown_as_text(case: Case) -> None:
    desk = case.desk
    text = ExtractedText(name="Pasted", format="text", sha256="f" * 64, text="Some 😀 words stand.")
    case._wait(desk.window.services.library.submit, lambda s: s.documents.keep_document(text, ""))
    ref = DocumentRef(sha256=text.sha256, name="Pasted", characters=len(text.text))
    from assistant.core.citation_marks import MarkPlace

    desk.page.set_inspector_open(True)
    start = text.text.index("words")
    desk.page.inspector.open_place(MarkPlace(document=ref, spans=((start, start + 5),)))
    desk.until(case.page.text.isVisible)
    assert case.page.text.marked() == ["words"]
    assert not case.page.bar.open_file.isVisible()
    assert not case.page.bar.field.isVisible()


def test_a_finished_reply_takes_its_place_in_the_open_list(case: Case) -> None:
    desk = case.desk
    desk.page.set_inspector_open(True)
    panel = desk.page.inspector.sources
    assert [row.number for row in panel.rows if row.kind == "citation"] == [1, 2]
    only = msgspec.structs.replace(case.sources, citations=case.sources.citations[:1])
    desk.chat.reply_finished.emit(msgspec.structs.replace(case.answer, sources=only))
    assert [row.number for row in panel.rows if row.kind == "citation"] == [1]


def test_what_failed_can_go_on_where_documents_are_asked(case: Case) -> None:
    error = UserError("engine_died", "The engine stopped.")
    case.desk.chat.reply_failed.emit(case.answer.id, error)
    widget = case.desk.column.transcript.widgets[1]
    assert widget.findChild(QPushButton, "turn_note_action").text() == "Continue"


def test_the_page_is_drawn_as_wide_as_it_is_shown(case: Case) -> None:
    case.click_mark("1")
    desk = case.desk
    desk.until(lambda: case.page.shown is not None)
    desk.until(lambda: case.page.shown.drawn.width == case.page.canvas.wanted_px)
