"""What becomes a title of what a model answered, and what becomes a question."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assistant.core.messages import Turn
from assistant.core.suggestions import clean_suggestions, suggestions_request
from assistant.core.titles import LONGEST, clean_title, title_request

SAID = (Turn("user", "How do I sharpen a plane iron?"), Turn("assistant", "On a stone."))
CHINESE = (Turn("user", "刨刀怎么磨才锋利？"), Turn("assistant", "用磨刀石。"))


@pytest.mark.parametrize(
    ("answer", "title"),
    [
        ("Sharpening a plane iron", "Sharpening a plane iron"),
        ('"Sharpening a plane iron."', "Sharpening a plane iron"),
        ("**Title:** Sharpening a plane iron", "Sharpening a plane iron"),
        ("# Sharpening\n\nThe title says it.", "Sharpening"),
        ("\n\n  1. Sharpening   a plane\tiron", "Sharpening a plane iron"),
        ("《磨刨刀》。", "磨刨刀"),
        ("标题：磨刨刀", "磨刨刀"),
        ("“A “quoted” word”", "A “quoted” word"),
        ("“One” and “two”", "“One” and “two”"),
        ("What is `snake_case`?", "What is snake_case?"),
        ("[Sharpening](https://example.org)", "Sharpening"),
        ("C++ and C#", "C++ and C#"),
        ("Sharp\x1b[31mening\x00 \u202eirons", "Sharp [31mening irons"),
        ("…", ""),
        ("", ""),
        ("***", ""),
        (title_request(SAID, "1").turns[-1].content, ""),
        ("Answer with the title alone, without quotation marks and without a full stop", ""),
    ],
)
def test_titles(answer: str, title: str) -> None:
    assert clean_title(answer) == title


@given(st.text(max_size=200))
@example("word " * 40)
@example("字" * 100)
@example('"' * 30 + "a" + "." * 30)
def test_every_title_can_be_shown(answer: str) -> None:
    title = clean_title(answer)
    assert len(title) <= LONGEST
    assert title == " ".join(title.split())
    assert not any(unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") for c in title)
    assert not title or any(c.isalnum() for c in title)
    assert not title.endswith(".")
    if title and not title.endswith("…"):
        assert clean_title(title) == title


def test_a_long_title_is_cut_between_words() -> None:
    title = clean_title("How a carpenter of the old school sharpens the irons of a jack plane")
    assert title == "How a carpenter of the old school sharpens the irons of a…"


def test_a_title_is_asked_for_beside_the_conversation() -> None:
    request = title_request(SAID, "7")
    assert request.turns[:-1] == SAID
    assert request.turns[-1].role == "user"
    assert (request.keep, request.conversation, request.priority) == (False, "7", 2)
    assert (request.thinking, request.max_tokens, request.stop) == (False, 24, ("\n",))
    assert request.sampling.temperature < 0.5


def test_what_goes_round_in_circles_is_no_title() -> None:
    assert clean_title("helle a " + "tem" * 14) == ""
    assert clean_title("cannot cannot cannot cannot cannot") == ""
    assert clean_title("AAAA batteries and 10000000 reasons") != ""
    assert clean_title("Blah, blah, blah") == "Blah, blah, blah"


def test_who_writes_chinese_is_asked_in_chinese() -> None:
    assert "标题" in title_request(CHINESE, "1").turns[-1].content
    assert "问题" in suggestions_request(CHINESE, "1").turns[-1].content
    japanese = (Turn("user", "カンナの刃はどう研ぐ？"),)
    assert "标题" not in title_request(japanese, "1").turns[-1].content


def test_questions() -> None:
    answer = (
        "Here are three questions:\n1. Which stone?\n- **How often?**\n"
        "“Which stone?”\n(3) Why does it get hot?\n4. And then?\nNo question."
    )
    assert clean_suggestions(answer) == ("Which stone?", "How often?", "Why does it get hot?")
    assert clean_suggestions("磨多久？\n用什么石头？") == ("磨多久？", "用什么石头？")
    assert clean_suggestions("x" * 200 + "?") == ()


@given(st.text(max_size=300))
def test_every_question_is_one_short_line(answer: str) -> None:
    questions = clean_suggestions(answer)
    assert len(questions) == len(set(questions)) <= 3
    assert all(len(q) <= 90 and "\n" not in q for q in questions)
