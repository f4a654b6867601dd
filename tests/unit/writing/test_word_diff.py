"""Texts compared word by word: exact, readable, in every script, and quick."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.core.writing.change import Change, revised
from assistant.language.word_diff import WordDiffer
from assistant.language.words import words

DIFFER = WordDiffer()

SPACES = ("  ", "\n", "\n\n", "\r\n")
SCRIPTS = (
    "don't",
    "naïve",
    "e\u0301",
    "中",
    "文",
    "。",
    "한국어",
    "हिन्दी",
    "ไทย",
    "שלום",
    "\u0301",
)
SIGNS = (",", ".", "'", "x_1", "10,000", "👨‍👩‍👧", "👍🏽", "🇩🇪", "1️⃣", "\u200d")
PIECES = st.sampled_from(("the", "cat", " ", *SPACES, *SCRIPTS, *SIGNS))
TEXTS = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=40).map("".join))


def pairs(before: str, after: str) -> list[tuple[str, str]]:
    changes = DIFFER.changes(before, after)
    assert revised(before, changes) == after
    return [(change.before, change.after) for change in changes]


@given(TEXTS, TEXTS, st.data())
def test_any_accepted_part_gives_exactly_what_it_should(
    before: str, after: str, data: st.DataObject
) -> None:
    changes = DIFFER.changes(before, after)
    assert revised(before, changes) == after
    assert revised(before, changes, ()) == before
    for one, other in pairwise(changes):
        assert one.end < other.start, "two changes touch"
    for change in changes:
        assert before[change.start : change.end] == change.before != change.after
    accepted = data.draw(st.sets(st.sampled_from(range(len(changes))))) if changes else set()
    expected, at = "", 0
    for number, change in enumerate(changes):
        expected += before[at : change.start]
        expected += change.after if number in accepted else change.before
        at = change.end
    assert revised(before, changes, accepted) == expected + before[at:]


@given(TEXTS)
def test_tokens_are_the_whole_text(text: str) -> None:
    assert "".join(words(text)) == text


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("It's 10,000.50 now", ["It's", " ", "10,000.50", " ", "now"]),
        ("on 2024-05-01 at 14:30", ["on", " ", "2024-05-01", " ", "at", " ", "14:30"]),
        ("10 000 km", ["10 000", " ", "km"]),
        ("l’été d'Anna", ["l’été", " ", "d'Anna"]),
        ("cafe\u0301 naïve", ["cafe\u0301", " ", "naïve"]),
        ("中文abc字", ["中", "文", "abc", "字"]),
        ("ひらがな", ["ひ", "ら", "が", "な"]),
        ("हिन्दी में", ["हिन्दी", " ", "में"]),
        ("한국어 글", ["한국어", " ", "글"]),
        ("👨‍👩‍👧👍🏽🇩🇪1️⃣", ["👨‍👩‍👧", "👍🏽", "🇩🇪", "1️⃣"]),
        ("a  b\n\nc\r\n", ["a", "  ", "b", "\n", "\n", "c", "\r\n"]),
        ("(x), y...", ["(", "x", ")", ",", " ", "y", ".", ".", "."]),
        ("snake_case v2", ["snake_case", " ", "v2"]),
        ("(https://a.example/x?y=1).", ["(", "https://a.example/x?y=1", ")", "."]),
        ("Hi {name}, {{a.b}} ${c}", ["Hi", " ", "{name}", ",", " ", "{{a.b}}", " ", "${c}"]),
        ("**bold** {", ["**", "bold", "**", " ", "{"]),
        ("'quoted'", ["'", "quoted", "'"]),
        ("שָׁלוֹם עולם", ["שָׁלוֹם", " ", "עולם"]),
    ],
)
def test_words_of_many_scripts(text: str, tokens: list[str]) -> None:
    assert words(text) == tokens


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("same", "same", []),
        ("", "new", [("", "new")]),
        ("old", "", [("old", "")]),
        ("a teh cat", "a the cat", [("teh", "the")]),
        ("teh cta sat", "the cat sat", [("teh", "the"), ("cta", "cat")]),
        ("The cat sat", "The big cat sat", [("", "big ")]),
        ("The quick brown fox", "A fast fox", [("The quick brown", "A fast")]),
        ("one , two", "one, two", [(" ", "")]),
        ("one ,two", "one, two", [(" ,", ", ")]),
        ("他门都来了", "他们都来了", [("门", "们")]),
        ("a\nb", "x\ny", [("a", "x"), ("b", "y")]),
        ("smile 👨‍👩‍👧 now", "smile 👨‍👩‍👦 now", [("👨‍👩‍👧", "👨‍👩‍👦")]),
        (
            "see https://a.example/x=1 now",
            "see https://a.example/x=2 now",
            [("https://a.example/x=1", "https://a.example/x=2")],
        ),
        ("Dear {name},", "Dear Name,", [("{name}", "Name")]),
        ("in order to see it", "to see it", [("in order ", "")]),
    ],
)
def test_changes_as_a_reader_would_mark_them(
    before: str, after: str, expected: list[tuple[str, str]]
) -> None:
    assert pairs(before, after) == expected


def test_a_rewritten_sentence_is_no_confetti() -> None:
    before = "We utilise the method of analysis in order to make a determination about costs."
    after = "We use the analysis to find out what it costs."
    changes = DIFFER.changes(before, after)
    assert revised(before, changes) == after
    assert len(changes) <= 4


def test_lines_are_never_joined() -> None:
    before = "one two three\nfour five six\nseven"
    after = "eins zwei drei\nvier fünf sechs\nsieben"
    assert len(pairs(before, after)) == 3


def long_text(draw: random.Random, count: int) -> list[str]:
    known = ["".join(draw.choices("abcdefghij", k=draw.randint(2, 8))) for _ in range(2000)]
    return draw.choices(known, k=count)


@pytest.mark.parametrize("share", [0.0, 0.02, 0.3, 1.0])
def test_long_texts_are_exact(share: float) -> None:
    draw = random.Random(3)
    before = long_text(draw, 5000)
    after = [draw.choice(["x", "yy", "z z"]) if draw.random() < share else word for word in before]
    changes = DIFFER.changes(" ".join(before), " ".join(after))
    assert revised(" ".join(before), changes) == " ".join(after)
    for one, other in pairwise(changes):
        assert one.end < other.start
    if share == 0.02:
        assert len(changes) == pytest.approx(100, abs=40)


def test_a_moved_block_and_texts_that_never_meet() -> None:
    draw = random.Random(5)
    one, two, three = (" ".join(long_text(draw, 1500)) for _ in range(3))
    assert (
        revised(f"{one} {two} {three}", DIFFER.changes(f"{one} {two} {three}", f"{one} {three}"))
        == f"{one} {three}"
    )
    other = one.translate(str.maketrans("abcdefghij", "klmnopqrst"))
    changes: list[Change] = DIFFER.changes(one * 5, other * 5)
    assert revised(one * 5, changes) == other * 5
    assert len(changes) < 10
