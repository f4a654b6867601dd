from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.storage.titles import TITLE_LENGTH, auto_title


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("", ""),
        (" \n\t\n ", ""),
        ("\0\x1b\u202e\ud800", ""),
        ("Hello", "Hello"),
        ("\r\n\n  two\t words \nmore", "two words"),
        ("a\0b\x1b[31mc\ud800\u202e", "a b [31mc"),
        ("word " * 20, "word " * 11 + "word…"),
        ("请把下面这一段话翻译成英文，要求语气正式。" * 4,
         "请把下面这一段话翻译成英文，要求语气正式。请把下面这一段话翻译成英文，要求语气正式。请把下面这一段话翻译成英文，要求语…"),
        ("x" * 100, "x" * 59 + "…"),
        ("x" * 60, "x" * 60),
        ("👩\u200d👩\u200d👧 family", "👩\u200d👩\u200d👧 family"),
    ],
)  # fmt: skip
def test_examples(text: str, title: str) -> None:
    assert auto_title(text) == title


@settings(deadline=None)
@given(st.text(st.one_of(st.characters(), st.sampled_from(" \n\0\ud800汉字,。e\u0301"))))
def test_every_title_is_one_short_visible_line(text: str) -> None:
    title = auto_title(text)
    assert len(title) <= TITLE_LENGTH
    assert title == title.strip()
    assert not any(c in title for c in "\n\r\0\t\x1b\u2028\u202e")
    title.encode("utf-8")
    if title.endswith("…") and not text.rstrip().endswith("…"):
        assert len(text) > TITLE_LENGTH


def test_a_long_line_is_not_looked_at_to_its_end() -> None:
    assert auto_title("\n" * 1_000_000 + "y" * 10_000_000) == "y" * 59 + "…"
