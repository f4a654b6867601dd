"""Summaries as messages: every mark leads to something that is there."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.core.citation_marks import find_marks, resolve
from assistant.core.document_text import Block, ExtractedText
from assistant.core.grounding import DocumentRef
from assistant.core.summary_message import (
    InterimText,
    SummaryWords,
    joined,
    message_text,
    sources_of,
)
from assistant.core.summary_options import SummaryOptions
from assistant.core.summary_plan import Limits, plan_summary
from assistant.core.summary_run import SummaryRun

SMALL = Limits(context=900)


def count(texts: list[str]) -> list[int]:
    return [len(text) // 4 + 1 for text in texts]


def text_of(name: str, pages: int, characters: int, *, paged: bool = True) -> ExtractedText:
    words = " ".join(f"w{number}" for number in range(characters // 4))
    parts = [words[at : at + 200] for at in range(0, len(words), 200)]
    blocks, at = [], 0
    for part in parts:
        blocks.append(Block(at, at + len(part), "paragraph", 0))
        at += len(part) + 2
    whole = "\n\n".join(parts)
    starts = tuple(len(whole) * page // pages for page in range(pages)) if paged else ()
    return ExtractedText(
        name=name, format="pdf", sha256=name, text=whole, blocks=tuple(blocks), page_starts=starts
    )


def refs(texts: list[ExtractedText]) -> tuple[DocumentRef, ...]:
    return tuple(
        DocumentRef(sha256=t.sha256, name=t.name, pages=t.pages, characters=len(t.text))
        for t in texts
    )


def run_of(
    texts: list[ExtractedText],
    options: SummaryOptions,
    answers: list[str],
    until: int = 10_000,
) -> SummaryRun:
    """A run whose passes are answered in turn with `answers`, at most `until` of them."""
    plan = plan_summary(texts, options, SMALL, count)  # type: ignore[arg-type]
    run = SummaryRun(plan, texts, options, "model")
    taken = 0
    while (due := run.due()) and taken < until:
        for passed in due:
            if taken < until:
                run.take(passed, answers[taken % len(answers)], "stop")
                taken += 1
    return run


_MARKISH = st.sampled_from(
    [
        "[p. 1]", "[p. 2-9]", "[p. 99]", "[p.3]", "[s. 1]", "[s. 50]", "[d. 1]", "[d. 7]",
        "[d. 2, p. 1]", "[d. 1, s. 2]", "[p. 0]", "[P. 1, 4]", "(p. 2)", "【p. 1】", "[pages 1-2]",
        "[ s. 1 ]", "[p. 1; s. 2]", "[d. 1-9]", "[p. 1–2]",
    ]
)  # fmt: skip
_ANSWERS = st.lists(
    st.lists(
        st.one_of(_MARKISH, st.text("w123 .-\n#|`*", max_size=20), st.just("\n- It says w1 w2 w3")),
        min_size=1,
        max_size=12,
    ).map(" ".join),
    min_size=1,
    max_size=5,
)
_NAMES = st.sampled_from(["a.pdf", "[p. 1].pdf", "# b\n*c*.txt", "[d. 1, p. 1]", "报告.pdf"])
_DOCUMENTS = st.lists(
    st.tuples(_NAMES, st.integers(1, 9), st.integers(8, 3000), st.booleans()),
    min_size=1,
    max_size=3,
)


@settings(max_examples=150, deadline=None)
@given(
    _DOCUMENTS,
    _ANSWERS,
    st.sampled_from(["prose", "bullets", "table"]),
    st.integers(0, 30),
)
def test_every_mark_leads_to_a_document_and_page_that_exist(
    documents: list[tuple[str, int, int, bool]], answers: list[str], form: str, until: int
) -> None:
    texts = [text_of(name, pages, size, paged=paged) for name, pages, size, paged in documents]
    options = SummaryOptions(length="one-line", form=form)  # type: ignore[arg-type]
    words = SummaryWords(options, texts)
    part = run_of(texts, options, answers, until)
    interim = joined(
        InterimText(part, words).documents(in_order=False), [text.name for text in texts]
    )
    whole = run_of(texts, options, answers)
    result = whole.result()
    for text, sources in (
        (interim, sources_of(part, refs(texts), None)),
        (message_text(result, words), sources_of(whole, refs(texts), result)),
    ):
        for mark in find_marks(text):
            places = resolve(mark.target, sources)
            assert places, (mark.label, text)
            for place in places:
                assert place.document in sources.documents
                assert 0 <= place.page <= max(0, place.document.pages)


def test_sections_are_named_with_their_pages_and_come_in_order() -> None:
    texts = [text_of("a.pdf", 9, 6000)]
    options = SummaryOptions()
    plan = plan_summary(texts, options, SMALL, count)  # type: ignore[arg-type]
    run = SummaryRun(plan, texts, options, "model")
    due = run.due()
    interim = InterimText(run, SummaryWords(options, texts))
    run.take(due[2], "- Third w1.", "stop")
    assert interim.documents(in_order=True) == ("",)
    assert interim.documents(in_order=False)[0].startswith(f"### Section 3 of {len(due)} · p. ")
    run.take(due[0], "- First w1.", "stop")
    [shown] = interim.documents(in_order=True)
    assert shown.startswith(f"### Section 1 of {len(due)} · p. 1")
    assert "Third" not in shown
    run.take(due[1], "", "stop")
    run.take(run.due()[0], "", "stop")  # no answer, twice: it does not keep the others back
    [shown] = interim.documents(in_order=True)
    assert re.findall(r"Section (\d+) of", shown) == ["1", "3"]


def test_a_comparison_comes_first_and_each_document_has_a_heading() -> None:
    texts = [text_of("a [x].pdf", 3, 400), text_of("b.pdf", 2, 400)]
    options = SummaryOptions(length="one-line")
    run = run_of(texts, options, ["One w1 [p. 1].", "Two w2 [p. 2].", "Both [d. 1-2]."])
    text = message_text(run.result(), SummaryWords(options, texts))
    assert text == (
        "## Comparison\n\nBoth [d. 1-2].\n\n## 1. a \\[x\\].pdf\n\nOne w1 [d. 1, p. 1].\n\n"
        "## 2. b.pdf\n\nTwo w2 [d. 2, p. 2]."
    )


def test_what_was_not_read_is_said() -> None:
    texts = [text_of("a.pdf", 9, 6000)]
    options = SummaryOptions()
    plan = plan_summary(texts, options, SMALL, count)  # type: ignore[arg-type]
    run = SummaryRun(plan, texts, options, "model")
    while due := run.due():
        for passed in due:
            missing = passed.node.section == 1
            run.take(passed, "" if missing else "It says w1.", "stop")
    result = run.result()
    text = message_text(result, SummaryWords(options, texts))
    assert re.search(r"\n---\n\n\d\d % of the text was read\.\n\n- The model gave no answer", text)
    sources = sources_of(run, refs(texts), result)
    assert sources.sections_read == sources.sections - 1
    assert sources.coverage == result.coverage < 1
    assert sources.warnings == result.warnings


def test_the_words_around_it_are_in_the_language_of_the_summary() -> None:
    english, chinese = text_of("a.pdf", 1, 100), ExtractedText(
        name="b.txt", format="text", sha256="b", text="这份报告说明了今年的情况。" * 9
    )  # fmt: skip
    assert SummaryWords(SummaryOptions(), [english]).comparison == "Comparison"
    assert SummaryWords(SummaryOptions(), [chinese]).comparison == "比较"
    assert SummaryWords(SummaryOptions(language="German"), [chinese]).comparison == "Comparison"
    assert SummaryWords(SummaryOptions(language="Chinese (中文)"), [english]).comparison == "比较"
