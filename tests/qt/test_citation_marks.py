"""Marks in rendered answers lead to sources: where there are any, and nowhere else."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QPushButton

from assistant.core.citation import Citation
from assistant.core.entities import Message, MessageState
from assistant.core.grounding import AskTask, DocumentRef, Scope, Sources, SummaryTask
from assistant.ui.markdown.citations import CitationLinks
from assistant.ui.markdown.flow import Flow
from assistant.ui.markdown.lookup import links
from assistant.ui.markdown.rendering import Rendering
from assistant.ui.markdown.stream import MarkdownStream
from assistant.ui.theme.theme import Theme
from assistant.ui.transcript.sources_line import SourcesLine, sources_text
from assistant.ui.transcript.view import TranscriptView

REPORT = DocumentRef(sha256="a" * 64, name="report.pdf", path="/d/report.pdf", pages=12)


def cited(n: int, **more) -> Citation:
    fields = {"path": REPORT.place, "page": 3, "end": 9, "quote": "It rose.", "verified": True}
    return Citation(n=n, **{**fields, **more})


SOURCES = Sources(
    documents=(REPORT,),
    citations=(cited(1), cited(2, page=4, quote="Never said.", verified=False)),
)
ANSWER = (
    "It **rose** [1], see [p. 3-5].\n\n`a[1]` and [1](http://a.b) and [7] and “Never said.” [2]\n"
)


@pytest.fixture
def rendering(qtbot):
    made = Rendering(Theme(mode="light"))
    yield made
    made.close()


def flow_of(rendering: Rendering, stream: MarkdownStream, sources: Sources | None) -> Flow:
    flow = Flow(rendering.workshop)
    flow.set_citations(None if sources is None else CitationLinks(sources))
    flow.set_width(600)
    flow.update(stream.leaves, stream.environment, 0)
    flow.prepare(0, 10_000)
    return flow


def anchors(flow: Flow) -> list[tuple[str, str]]:
    """(text, target) of every stretch that is a link, in order."""
    found = []
    for segment in flow.laid_out():
        block = segment.document.begin()
        while block.isValid():
            for run in block.textFormats():
                if run.format.isAnchor():
                    text = block.text()[run.start : run.start + run.length]
                    found.append((text, run.format.anchorHref()))
            block = block.next()
    return found


def test_marks_are_links_where_there_are_sources(rendering) -> None:
    stream = MarkdownStream.of(ANSWER)
    plain = flow_of(rendering, stream, None)
    assert anchors(plain) == [("1", "http://a.b")]
    flow = flow_of(rendering, stream, SOURCES)
    assert anchors(flow) == [
        ("[1]", "cite:1"),
        ("[p.\u00a03-5]", "cite:p. 3-5"),
        ("1", "http://a.b"),
        ("[2]", "cite:2"),
    ]
    assert flow.text_between(flow.place_at(QPointF()), flow.end()) == plain.text_between(
        plain.place_at(QPointF()), plain.end()
    )


def test_a_link_definition_does_not_take_a_mark(rendering) -> None:
    text = "It rose [1] and [more].\n\n[1]: http://evil.example\n[more]: http://a.b\n"
    flow = flow_of(rendering, MarkdownStream.of(text), SOURCES)
    assert anchors(flow) == [("[1]", "cite:1"), ("more", "http://a.b")]


def test_an_answer_cannot_write_such_a_link_itself(rendering) -> None:
    flow = flow_of(rendering, MarkdownStream.of("[x](cite:1) <cite:1>"), SOURCES)
    assert anchors(flow) == []


FRAGMENTS = [
    "[1]", "[2]", "[p. 3-5, 9]", "[7]", " and ", "\n", "\n\n", "- item ", "| a [1] | b |\n",
    "|---|---|\n", "`code [1]`", "```\n", "# H [2]\n", "> q [1]\n", "[1]: http://a.b\n",
    "[1](http://a.b)", "$x[1]$", "$$\n", "**", "https://a.b/[1]", "\\[", "x" * 2100 + " ", "[", "]",
]  # fmt: skip


@settings(max_examples=40)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=14).map("".join), st.integers(1, 17))
def test_streamed_or_at_once_the_same_marks_are_links(text: str, size: int) -> None:
    rendering = Rendering(Theme(mode="light"))
    whole = flow_of(rendering, MarkdownStream.of(text), SOURCES)
    stream = MarkdownStream()
    flow = Flow(rendering.workshop)
    flow.set_width(600)
    size = max(size, len(text) // 40)
    for at in range(0, len(text), size):
        stream.append(text[at : at + size])
        flow.update(stream.leaves, stream.environment, stream.refresh())
        flow.prepare(0, 10_000)
    flow.update(stream.leaves, stream.environment, stream.finish())
    flow.set_citations(CitationLinks(SOURCES))
    flow.prepare(0, 10_000)
    assert anchors(flow) == anchors(whole)
    assert flow.height == whole.height
    rendering.close()


# In the transcript ---------------------------------------------------------------------------


def message(number: int, text: str, **more) -> Message:
    role = "assistant" if number % 2 == 0 else "user"
    return Message(
        **{
            "id": number, "conversation_id": 1, "parent_id": number - 1 or None, "role": role,
            "sequence": number, "text": text, **more,
        }
    )  # fmt: skip


QUESTION = message(1, "How is it?", task=AskTask(scope=Scope(documents=(REPORT,))))


@pytest.fixture
def view(qtbot):
    view = TranscriptView(Theme(mode="light"))
    qtbot.addWidget(view)
    view.resize(700, 600)
    view.show()
    qtbot.waitExposed(view)
    yield view
    view.shutdown()


def answer(view: TranscriptView):
    return view.widgets[1]


def point_of(view: TranscriptView, target: str) -> QPointF:
    """A point on the link with this target, in the text of the answer."""
    text = answer(view).text
    for y in range(2, text.height(), 4):
        for x in range(2, text.width(), 4):
            if text.flow.link_at(QPointF(x, y)) == target:
                return QPointF(x, y)
    raise AssertionError(target)


def test_a_click_on_a_mark_names_the_message_and_the_mark(view, qtbot) -> None:
    view.set_messages([QUESTION, message(2, ANSWER, sources=SOURCES)])
    point = point_of(view, "cite:p. 3-5").toPoint()
    with qtbot.waitSignal(view.citation_clicked) as clicked:
        qtbot.mouseClick(answer(view).text, Qt.MouseButton.LeftButton, pos=point)
    assert clicked.args == [2, "p. 3-5"]


def test_the_pointer_tells_what_a_mark_leads_to(view, qtbot) -> None:
    view.set_messages([QUESTION, message(2, ANSWER, sources=SOURCES)])
    text = answer(view).text
    told = []
    view.link_hovered.connect(told.append)
    for target in ("cite:1", "cite:2", "cite:p. 3-5"):
        qtbot.mouseMove(text, point_of(view, target).toPoint())
    told = [words for words in told if words]
    assert told[0] == "report.pdf, page 3: “It rose.”"
    assert told[1] == "report.pdf, page 4: a quotation was not found in the text"
    assert told[2] == "report.pdf, page 3, and 2 more"


def test_the_menu_has_the_marks_by_name(view, qtbot) -> None:
    view.set_messages([QUESTION, message(2, ANSWER, sources=SOURCES)])
    from assistant.ui.transcript.link_menu import add_links

    menu = QMenu(view)
    add_links(menu, answer(view).text)
    opened, copied = (action.menu() for action in menu.actions())
    names = [action.text() for action in opened.actions()]
    assert names == ["Page 3 of report.pdf", "Page 4 of report.pdf", "http://a.b"]
    assert [action.text() for action in copied.actions()] == ["http://a.b"]
    with qtbot.waitSignal(view.citation_clicked) as clicked:
        opened.actions()[1].trigger()
    assert clicked.args == [2, "2"]


def test_copying_gives_the_marks_as_they_are(view) -> None:
    view.set_messages([QUESTION, message(2, ANSWER, sources=SOURCES)])
    text = answer(view).text
    text.select_all()
    text.copy()
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("It rose [1], see [p. 3-5].")


def test_the_marks_come_to_life_when_the_reply_is_finished(view, qtbot) -> None:
    streaming = message(2, "", state=MessageState.STREAMING)
    view.set_messages([QUESTION, streaming])
    view.extend_reply(2, ANSWER, "")
    qtbot.waitUntil(lambda: bool(answer(view).text.flow.leaves))
    assert "cite:1" not in links(answer(view).text.flow)
    line = answer(view).findChild(SourcesLine)
    assert line is None
    view.finish_reply(
        msgspec.structs.replace(
            streaming, text=ANSWER, state=MessageState.COMPLETE, sources=SOURCES
        )
    )
    assert links(answer(view).text.flow)[:2] == ["cite:1", "cite:p. 3-5"]
    line = answer(view).findChild(SourcesLine)
    assert line.isVisible()
    assert line.accessibleName() == "Sources: 2 sources  ·  1 of 2 quotations found in the text"
    with qtbot.waitSignal(view.sources_requested) as asked:
        qtbot.mouseClick(line, Qt.MouseButton.LeftButton)
    assert asked.args == [2]
    assert line in answer(view).stops()


@pytest.mark.parametrize(
    ("sources", "words"),
    [
        (Sources(documents=(REPORT,), coverage=1.0, sections=12, sections_read=12),
         "All of the text was read  ·  12 sections"),
        (Sources(documents=(REPORT,), coverage=0.4, sections=12, sections_read=5),
         "40 % of the text was read  ·  5 of 12 sections"),
        (Sources(documents=(REPORT,), found=False), "1 document was searched"),
        (Sources(documents=(REPORT,), citations=(cited(1, by_model=False),)), "1 source"),
        (Sources(documents=(REPORT,), citations=(cited(1),)),
         "1 source  ·  the quotation was found in the text"),
    ],
)  # fmt: skip
def test_the_line_says_what_an_answer_stands_on(sources: Sources, words: str) -> None:
    assert sources_text(sources) == words


# Works -----------------------------------------------------------------------------------------


def test_a_replaced_reply_keeps_what_is_read_in_its_place(view, qtbot) -> None:
    start = "".join(f"Paragraph {n} of the summary.\n\n" for n in range(60))
    view.set_messages([QUESTION, message(2, "", state=MessageState.STREAMING)])
    view.replace_reply(2, start)
    qtbot.waitUntil(lambda: view.verticalScrollBar().maximum() > 500)
    view.verticalScrollBar().setValue(400)
    before = view.anchor
    view.replace_reply(2, start + "Its last paragraph [1].\n")
    view.replace_reply(2, start.replace("Paragraph 59", "Changed") + "Another end.\n")
    flow = answer(view).turn.flow
    qtbot.waitUntil(lambda: flow.leaves[-1].text == "Another end.")
    assert view.anchor == before
    assert view.verticalScrollBar().value() == 400
    assert flow.leaves[-2].text == "Changed of the summary."
    assert view.widgets[1].turn.source.endswith("Another end.\n")


def test_a_shorter_text_takes_the_place_of_a_longer_one(view, qtbot) -> None:
    view.set_messages([QUESTION, message(2, "", state=MessageState.STREAMING)])
    view.extend_reply(2, "One.\n\nTwo.\n\nThree.\n", "")
    qtbot.waitUntil(lambda: len(answer(view).text.flow.leaves) == 3)
    view.replace_reply(2, "Only this")
    qtbot.waitUntil(lambda: len(answer(view).text.flow.leaves) == 1)
    view.extend_reply(2, " and this.", "")
    qtbot.waitUntil(lambda: answer(view).text.flow.leaves[0].text == "Only this and this.")


def test_the_stage_of_a_work_stands_where_the_answer_will(view) -> None:
    view.set_messages([QUESTION, message(2, "", state=MessageState.STREAMING)])
    view.show_work(2, "Reading section 3 of 12", 2, 13)
    turn = answer(view).turn
    assert (turn.stage, turn.progress) == ("Reading section 3 of 12", (2, 13))
    view.finish_reply(message(2, "Done."))
    assert (turn.stage, turn.progress) == ("", None)


@pytest.mark.parametrize("state", [MessageState.STOPPED, MessageState.INTERRUPTED])
@pytest.mark.parametrize(
    "task",
    [None, AskTask(scope=Scope(documents=(REPORT,))), SummaryTask(documents=(REPORT,))],
)
def test_what_ended_early_can_go_on(view, qtbot, state, task) -> None:
    question = msgspec.structs.replace(QUESTION, task=task)
    view.set_messages([question, message(2, "Half of it", state=state)])
    button = answer(view).findChild(QPushButton, "turn_note_action")
    if isinstance(task, SummaryTask):
        assert button.isHidden(), "the panel above the composer offers it"
    elif task is not None:
        assert button.text() == "Continue"
        with qtbot.waitSignal(view.retry_requested):
            button.click()
    elif state is MessageState.STOPPED:
        assert button.isHidden()
    else:
        assert button.text() == "Retry"
