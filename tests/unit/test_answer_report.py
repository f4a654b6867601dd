"""Answers as texts that are handed on: marks as a person writes them, and what they stand on."""

from __future__ import annotations

import pytest

from assistant.core.answer_report import answer_markdown
from assistant.core.citation import Citation
from assistant.core.entities import Message, MessageState
from assistant.core.grounding import DocumentRef, Sources
from assistant.core.summary_report import readable_marks

REPORT = DocumentRef(sha256="a", name="report_1.pdf", path="/d/report_1.pdf", pages=9)
NOTES = DocumentRef(sha256="b", name="notes")


def an_answer(text: str, sources: Sources | None = None) -> Message:
    return Message(
        id=1,
        conversation_id=1,
        parent_id=None,
        role="assistant",
        text=text,
        state=MessageState.COMPLETE,
        sequence=1,
        sources=sources,
    )


def test_marks_of_a_summary_are_written_out() -> None:
    text = "Rain [p. 3] falls [s. 4] often [d. 2, p. 3]."
    written = answer_markdown(an_answer(text, Sources(documents=(REPORT,))), "Rain", "Documents")
    assert written == "# Rain\n\nRain (p. 3) falls often (document 2, p. 3).\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Rain [d. 2, s. 4].", "Rain (document 2)."),
        ("Rain [d. 2].", "Rain (document 2)."),
        ("Rain [d. 1, 3].", "Rain (document 1, 3)."),
        ("Rain [p. 3-5, 9] [s. 2].", "Rain (p. 3-5, 9)."),
        ("Rain [2] and `[p. 3]`, [s. 1] too [q. 3].", "Rain [2] and `[p. 3]`, too [q. 3]."),
        ("[s. 1] First", " First"),
    ],
)
def test_every_kind_of_mark(text: str, said: str) -> None:
    assert readable_marks(text) == said


def test_plain_answers_are_left_as_they_are() -> None:
    code = "    indented [p. 3]\nlast"
    assert answer_markdown(an_answer(f"a\n\n{code}")) == f"a\n\n{code}\n"


def test_cited_places_are_listed_once_and_only_true_quotations_are_quoted() -> None:
    citations = (
        Citation(n=1, path=REPORT.place, page=3, quote="It *rains*\nhere", verified=True),
        Citation(n=1, path=REPORT.place, page=3, quote="again", verified=True),
        Citation(n=2, path=NOTES.place, quote="invented", verified=False),
        Citation(n=0, quote="nowhere"),
    )
    sources = Sources(documents=(REPORT, NOTES), citations=citations)
    written = answer_markdown(an_answer("It rains [1], they say [2].", sources), "", "Sources")
    assert written == (
        "It rains [1], they say [2].\n\n## Sources\n\n"
        "- \\[1\\] report\\_1.pdf, p. 3: “It \\*rains\\* here”\n- \\[2\\] notes\n"
    )


def test_several_documents_are_numbered() -> None:
    sources = Sources(documents=(REPORT, NOTES))
    written = answer_markdown(an_answer("Both [d. 2].", sources), "", "Documents")
    assert written.endswith("## Documents\n\n1. report\\_1.pdf\n2. notes\n")
