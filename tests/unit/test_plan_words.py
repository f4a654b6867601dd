"""What is said of plans and of progress."""

from __future__ import annotations

import pytest

from assistant.controllers.reply_work import Cell, WorkProgress
from assistant.core.summary_options import FORMS, LENGTHS
from assistant.ui.documents import plan_words as words
from tests.qt.document_fakes import a_document, a_plan


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "5 s"),
        (12, "15 s"),
        (54, "55 s"),
        (56, "1 min"),
        (170, "3 min"),
        (3560, "59 min"),
        (3590, "1 h"),
        (4000, "1 h 10 min"),
        (36_100, "10 h"),
    ],
)
def test_times_are_rounded_as_a_person_would(seconds: float, said: str) -> None:
    assert words.duration_text(seconds) == said


@pytest.mark.parametrize(
    ("part", "said"), [(0, "0 %"), (0.419, "41 %"), (0.999, "99 %"), (1, "100 %"), (1.2, "100 %")]
)
def test_all_is_only_said_of_all(part: float, said: str) -> None:
    assert words.percent_text(part) == said


def test_a_plan_in_one_line() -> None:
    assert words.plan_text(a_plan(900, sections=0, seconds=4.0)) == (
        "900 token(s) · 1 pass(es) · about 5 s on this computer"
    )
    assert words.plan_text(a_plan(900, sections=0, seconds=None)) == "900 token(s) · 1 pass(es)"


def test_how_it_is_read() -> None:
    assert "in one piece" in words.way_text(a_plan(900, sections=0))
    assert words.way_text(a_plan(9000, sections=5)) == "It is read in 5 section(s), then merged."
    several = words.way_text(a_plan(10, 20, sections=0))
    assert several == "Each of 2 document(s) is summarised, then compared."
    assert "10 section(s)" in words.way_text(a_plan(10, 20, sections=5))
    assert "after the first summary" in words.way_text(a_plan(900, sections=0, seconds=None))


def test_documents_and_progress() -> None:
    assert (
        words.document_text(a_document(pages=2, characters=300)) == "2 page(s) · 300 character(s)"
    )
    assert words.document_text(a_document(pages=0), 40) == "40 token(s)"
    assert words.progress_text(WorkProgress()) == ""
    assert words.progress_text(WorkProgress(done=1, total=3)) == "1 of 3 passes"
    assert words.coverage_text((Cell(0, 1, "done"), Cell(0, 1)), 0.5) == (
        "1 of 2 section(s) read, 50 %"
    )


def test_every_choice_has_words() -> None:
    assert len({words.length_text(length) for length in LENGTHS}) == len(LENGTHS)
    assert len({words.form_text(form) for form in FORMS}) == len(FORMS)
    assert dict(words.languages())[""] == "As in the document"
