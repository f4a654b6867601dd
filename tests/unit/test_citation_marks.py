"""Marks in answers: every one is found, none in code or links, and each leads somewhere."""

from __future__ import annotations

import itertools
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.core.citation import Citation
from assistant.core.citation_marks import find_marks, place_of, resolve
from assistant.core.grounding import DocumentRef, Sources

REPORT = DocumentRef(sha256="a" * 64, name="report.pdf", path="/d/report.pdf", pages=12)
NOTES = DocumentRef(sha256="b" * 64, name="notes.txt", characters=900)


def cited(n: int, start: int, end: int, **more) -> Citation:
    fields = {"path": REPORT.place, "page": 3, "quote": "so it is", "verified": True, **more}
    return Citation(n=n, start=start, end=end, **fields)


MARKS = [
    "[2]", "[17]", "[p. 3]", "[p. 3-5, 9]", "[s. 4]", "[s. 1-2]", "[d. 2]", "[d. 1, 3]",
    "[d. 2, p. 3]", "[d. 2, p. 3-5, 9]", "[d. 2, s. 4]",
]  # fmt: skip
WORDS = ["It rose", " in May. ", "“a quote”", "他说", "。", "\n", "\n\n", "- ", "**b** ", "x", " "]
NOT_MARKS = [
    "`[2]`", "``a ` [p. 3] b``", "[see [2]](http://a.b)", "[2](http://a.b)", "<http://a.b/[2]>",
    "[p. x]", "[]", "[2", "2]", "[d. 2, q. 3]", "[ 2 ]", "[12345]", "[p.]", "[2.5]",
    "\n```py\na[2]\n```\n", "\n~~~\n[p. 3]\n",
]  # fmt: skip


@given(st.lists(st.one_of(st.sampled_from(MARKS), st.sampled_from(WORDS)), max_size=30))
def test_every_mark_is_found_and_nothing_else(pieces: list[str]) -> None:
    text = "".join(pieces)
    found = find_marks(text)
    assert [mark.label for mark in found] == [piece for piece in pieces if piece in MARKS]
    for mark in found:
        assert text[mark.start : mark.end] == mark.label == f"[{mark.target}]"


@given(
    st.lists(st.sampled_from(MARKS), max_size=4),
    st.sampled_from(NOT_MARKS),
    st.sampled_from([" ", "\n\n", " and "]),
)
def test_code_links_and_lookalikes_are_none(marks: list[str], other: str, between: str) -> None:
    text = between.join([*marks, other])
    assert [mark.label for mark in find_marks(text)] == marks


def test_an_open_tick_hides_nothing() -> None:
    assert len(find_marks("a ` tick [2]\n\nand ` another [3]")) == 2
    assert find_marks("a ` tick [2] and ` another") == []


def test_a_citation_has_all_its_spans_and_the_first_page() -> None:
    sources = Sources(
        documents=(REPORT,), citations=(cited(2, 10, 20), cited(1, 0, 5), cited(2, 30, 40, page=4))
    )
    (place,) = resolve("2", sources)
    assert (place.document, place.page, place.spans) == (REPORT, 3, ((10, 20), (30, 40)))
    assert place.verified


def test_what_is_not_there_says_so_and_hides_nothing() -> None:
    lost = cited(2, 0, 90, verified=False, quote="never said")
    (alone,) = resolve("2", Sources(documents=(REPORT,), citations=(lost,)))
    assert (alone.spans, alone.verified, alone.quote) == (((0, 90),), False, "never said")
    for order in ((lost, cited(2, 10, 20)), (cited(2, 10, 20), lost)):
        (both,) = resolve("2", Sources(documents=(REPORT,), citations=order))
        assert (both.spans, both.verified, both.quote) == (((10, 20),), False, "so it is")
    nowhere = Citation(n=0, quote="never said")
    assert place_of(nowhere, Sources(documents=(REPORT,), citations=(nowhere,))) is None


def test_pages_sections_and_documents() -> None:
    alone = Sources(documents=(REPORT,))
    assert [place.page for place in resolve("p. 3-5, 9", alone)] == [3, 4, 5, 9]
    assert [place.page for place in resolve("p. 11-99", alone)] == [11, 12]
    assert resolve("p. 13", alone) == ()
    both = Sources(documents=(REPORT, NOTES), section_starts=((), (0, 400, 700)))
    assert resolve("p. 3", both) == ()
    assert [place.document for place in resolve("d. 2", both)] == [NOTES]
    assert [place.document for place in resolve("d. 1, 2", both)] == [REPORT, NOTES]
    assert [place.page for place in resolve("d. 1, p. 3", both)] == [3]
    (second,) = resolve("d. 2, s. 2", both)
    assert (second.spans, second.section) == (((400, 700),), 2)
    (last,) = resolve("d. 2, s. 3", both)
    assert last.spans == ((700, 900),)
    assert resolve("d. 3", both) == resolve("d. 2, s. 4", both) == resolve("d. 1, s. 1", both) == ()


@pytest.mark.parametrize("sources", [Sources(), Sources(documents=(REPORT, NOTES))])
@given(target=st.one_of(st.text(max_size=20), st.from_regex(r"\A[dps]?\.? ?\d{1,6}(-\d{1,6})?\Z")))
def test_resolving_never_fails(sources: Sources, target: str) -> None:
    for place in resolve(target, sources):
        assert place.document in sources.documents


@given(st.text("[]0123456789 pds.,-`~()<>:\nhx", max_size=120))
def test_finding_never_fails_and_marks_do_not_overlap(text: str) -> None:
    found = find_marks(text)
    assert all(one.end <= other.start for one, other in pairwise(found))


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_of_three_citations_with_one_mark_all_that_were_found_are_shown(
    order: tuple[int, ...],
) -> None:
    """In whatever order the answer claimed them."""
    claimed = (
        Citation(n=1, path="/a.pdf", page=1, start=280, end=325, quote="there", verified=True),
        Citation(n=1, path="/a.pdf", page=1, start=100, end=633, quote="not there"),
        Citation(n=1, path="/a.pdf", page=1, start=193, end=279, quote="named", verified=True),
    )
    sources = Sources(
        documents=(DocumentRef(sha256="a", name="a.pdf", path="/a.pdf", pages=3),),
        citations=tuple(claimed[number] for number in order),
    )
    (place,) = resolve("1", sources)
    assert place.spans == ((193, 279), (280, 325))
    assert not place.verified
