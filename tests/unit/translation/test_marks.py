"""Marks of a format in answers of a model."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.core.translation.marks import are_complete, are_kept, mended, repaired, without_marks

SOURCE = "Read ⟦1⟧this ⟦2⟧good⟦/2⟧ book⟦/1⟧ at ⟦3/⟧ now."


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("Lies [1]dies[/1].", "Lies ⟦1⟧dies⟦/1⟧."),
        ("Lies ⟦ 1 ⟧dies⟦ /1 ⟧.", "Lies ⟦1⟧dies⟦/1⟧."),
        ("Lies 【1】dies【/1】.", "Lies ⟦1⟧dies⟦/1⟧."),
        ("Lies ⟦1⟧dies⟦/1⟧ [1].", "Lies ⟦1⟧dies⟦/1⟧ [1]."),
        ("Lies [9].", "Lies [9]."),
    ],
)
def test_what_is_nearly_a_mark(answer: str, expected: str) -> None:
    assert mended(answer, "Read ⟦1⟧this⟦/1⟧.") == expected


@pytest.mark.parametrize(
    ("target", "kept"),
    [
        ("⟦3/⟧ ⟦1⟧a ⟦2⟧b⟦/2⟧⟦/1⟧", True),
        ("⟦2⟧b⟦/2⟧ ⟦1⟧a⟦/1⟧ ⟦3/⟧", True),
        ("⟦1⟧a ⟦2⟧b⟦/1⟧⟦/2⟧ ⟦3/⟧", False),
        ("⟦/1⟧a⟦1⟧ ⟦2⟧b⟦/2⟧ ⟦3/⟧", False),
        ("⟦1⟧a ⟦2⟧b⟦/2⟧⟦/1⟧", False),
        ("⟦1⟧a ⟦2⟧ ⟦/2⟧⟦/1⟧ ⟦3/⟧", False),
        ("⟦1⟧⟦2⟧b⟦/2⟧⟦/1⟧ ⟦3/⟧", True),
        ("⟦1⟧a ⟦2⟧b⟦/2⟧⟦/1⟧ ⟦3/⟧ ⟦3/⟧", False),
    ],
)
def test_marks_that_are_kept(target: str, kept: bool) -> None:
    assert are_kept(SOURCE, target) is kept


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["Lies ", "dies ", "Buch", "。", "⟦1⟧", "⟦/1⟧", "⟦2⟧", "⟦/2⟧", "⟦3/⟧", "⟦9⟧", "书"]
        )
    ).map("".join)
)
def test_whatever_comes_back_has_the_marks_in_the_end(answer: str) -> None:
    mended_answer = repaired(SOURCE, answer)
    assert are_complete(SOURCE, mended_answer)
    if len(without_marks(answer).split()) > 4:
        assert are_kept(SOURCE, mended_answer)
    assert without_marks(mended_answer).replace(" ", "") == without_marks(answer).replace(" ", "")


def test_half_of_a_pair_is_kept_too() -> None:
    source = "Two⟦/1⟧ here."
    assert repaired(source, "Zwei hier.") == "Zwei⟦/1⟧ hier."
    assert are_kept(source, "Zwei⟦/1⟧ hier.")
