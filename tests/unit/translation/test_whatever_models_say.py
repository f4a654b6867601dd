"""Whatever a model answers, the marks of the format and what stands between sentences stay."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant import compose
from assistant.core.translation.glossary import Glossary, Term
from assistant.core.translation.marks import marks_in
from assistant.paths import app_paths
from tests.unit.translation.translating import Desk

UNITS = st.lists(
    st.lists(
        st.sampled_from(
            [
                *("⟦1⟧Bold⟦/1⟧ word here. ", "Plain words 42. ", "See ⟦2/⟧ now. ", "⟦3⟧", "⟦/3⟧"),
                *("你好。", "\n\n", "- item\n", "{name} is https://a.org. ", "⟦4/⟧", "Ⅷ٣ ", "🙂"),
            ]
        ),
        max_size=6,
        unique=True,
    ).map("".join),
    min_size=1,
    max_size=3,
)
ANSWERS = st.lists(
    st.lists(
        st.sampled_from(
            [
                *("⟦1⟧", "⟦/1⟧", "⟦2/⟧", "⟦7⟧", "[1]", "⟦", "Wort ", "字", "\n\n", "```\n", '"'),
                *("I cannot translate this. ", "Sure:\n", "x" * 90, "<think>", "\x00", "42 ", ""),
            ]
        ),
        max_size=5,
    ).map("".join),
    min_size=1,
    max_size=5,
)
GLOSSARY = Glossary(terms=(Term(source="word", target="Wort"), Term(source="Bold", keep=True)))


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    with tempfile.TemporaryDirectory() as folder:
        paths = app_paths(Path(folder))
        paths.create()
        library = compose.make_library(paths)
        yield Desk(library)
        library.close()


@settings(max_examples=60, deadline=None)
@given(UNITS, ANSWERS, st.sampled_from(["de", "zh-Hans", "ar"]))
def test_whatever_is_answered(
    desk: Desk, units: list[str], answers: list[str], target: str
) -> None:
    given_out = iter(range(10_000))
    desk.by_turns(lambda _turns: answers[next(given_out) % len(answers)])
    result = desk.translate(*units, to=target, glossary=GLOSSARY, use_memory=False)
    for unit, made in zip(units, result.units, strict=True):
        assert Counter(marks_in(made)) == Counter(marks_in(unit))
        assert made.count("\n\n") >= unit.strip("\n").count("\n\n") or not unit.strip()
        assert "\x00" not in made
    assert all(segment.target for segment in result.segments)
    assert len(desk.asked) <= 2 * len(result.segments)
