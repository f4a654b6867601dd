"""Sentences of a unit: every character is in exactly one segment or gap, marks stay whole."""

from __future__ import annotations

import time

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.core.translation.marks import MARK
from assistant.core.translation.segments import (
    MOST_LETTERS,
    gaps,
    joined,
    placed,
    segmented,
    translatable,
)

PIECES = st.sampled_from(
    [
        *(
            "Hello there. ",
            "Dr. Who",
            "wait",
            "? ",
            "!",
            " ",
            "\n",
            "\n\n",
            "  ",
            "\t",
            "- ",
            "1. ",
        ),
        *(
            "你好。",
            "世界",
            "！",
            "「好。」",
            "42",
            "https://a.org/x",
            "`code`",
            "🙂",
            "مرحبا. ",
            "é",
        ),
        *("⟦1⟧", "⟦/1⟧", "⟦2⟧", "⟦/2⟧", "⟦3/⟧", "⟦12/⟧", "⟦", "⟧", "x" * 700),
    ]
)
UNIT = st.lists(PIECES, max_size=14).map("".join)


@settings(max_examples=300, deadline=None)
@given(UNIT)
def test_every_character_is_in_one_place(unit: str) -> None:
    segments = segmented((unit,))
    at = 0
    for segment in segments:
        assert at <= segment.start < segment.end <= len(unit)
        assert unit[segment.start : segment.end] == segment.source
        assert segment.source == segment.source.strip()
        at = segment.end
    for found in MARK.finditer(unit):
        assert not any(found.start() < s.start < found.end() for s in segments)
        assert not any(found.start() < s.end < found.end() for s in segments)
    around = gaps(unit, segments)
    assert len(around) == len(segments) + 1
    assert all(not translatable(gap) or _is_number(gap) for gap in around)
    assert joined(unit, segments) == unit


def _is_number(gap: str) -> bool:
    return len(gap.strip()) <= 8  # "a) " of a list, "[x]"


@settings(max_examples=200, deadline=None)
@given(UNIT, st.booleans())
def test_translations_are_where_they_are_said_to_be(unit: str, spaced: bool) -> None:
    segments = [
        msgspec.structs.replace(each, target=f"<{number}>")
        for number, each in enumerate(segmented((unit,)))
    ]
    languages = ("zh-Hans", "en") if spaced else ("en", "de")
    text, spans = placed(unit, segments, *languages)
    assert [text[start:end] for start, end in spans] == [each.target for each in segments]
    if not spaced:
        assert text == joined(unit, segments)


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("⟦1⟧One here. Two here.⟦/1⟧", ["One here.", "Two here."]),
        ("⟦1⟧One here. Two⟦/1⟧ here.", ["One here.", "Two⟦/1⟧ here."]),
        ("⟦1⟧Bold⟦/1⟧ and more.", ["⟦1⟧Bold⟦/1⟧ and more."]),
        ("⟦1⟧⟦2⟧Both⟦/2⟧⟦/1⟧", ["Both"]),
        ("⟦1⟧⟦2⟧Bold⟦/2⟧ rest⟦/1⟧", ["⟦2⟧Bold⟦/2⟧ rest"]),
        ("See it now. \n\n⟦3⟧⟦/3⟧", ["See it now."]),
        ("- ⟦1⟧An item⟦/1⟧", ["An item"]),
        ("⟦1/⟧ Look at ⟦2/⟧. Go.", ["Look at ⟦2/⟧.", "Go."]),
        ("See ⟦1/⟧. Then ⟦2/⟧ came.", ["See ⟦1/⟧.", "Then ⟦2/⟧ came."]),
        ("# A title\n\n1. First one.\n2. Second one.", ["A title", "First one.", "Second one."]),
        ("> > Quoted.\n- [x] Done.", ["Quoted.", "Done."]),
        ("A short line\nAnother line", ["A short line", "Another line"]),
        ("This line was wrapped\nby hand.", ["This line was wrapped\nby hand."]),
        ("第一句。第二句！", ["第一句。", "第二句！"]),
    ],
)
def test_where_sentences_end(unit: str, expected: list[str]) -> None:
    assert [each.source for each in segmented((unit,))] == expected


@pytest.mark.parametrize(
    ("source", "possible"),
    [
        ("42", False),
        ("1,234.5 %", False),
        ("https://example.org/path", False),
        ("me@example.org", False),
        ("`make all`", False),
        ("{name}", False),
        ("⟦1/⟧", False),
        ("…", False),
        ("42 km", True),
        ("See https://example.org", True),
        ("好", True),
    ],
)
def test_what_can_be_translated(source: str, possible: bool) -> None:
    assert translatable(source) is possible
    (segment,) = segmented((f"x {source}",))[-1:] if possible else segmented((source,)) or [None]
    if not possible and segment is not None:
        assert (segment.origin, segment.target) == ("same", source)


def test_a_sentence_without_end_is_cut() -> None:
    unit = "word " * 2000 + "好" * 3000
    segments = segmented((unit,))
    assert max(len(each.source) for each in segments) <= MOST_LETTERS
    assert joined(unit, segments) == unit


@pytest.mark.slow
def test_a_million_letters_take_seconds() -> None:
    for unit in ("A word is here. " * 60_000, "word " * 200_000, "好" * 500_000, "x" * 1_000_000):
        began = time.perf_counter()
        assert joined(unit, segmented((unit,))) == unit
        assert time.perf_counter() - began < 20
