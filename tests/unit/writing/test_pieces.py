"""Long texts in pieces: paragraphs together, code and tables left alone, nothing lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.core.writing.blocks import blocks
from assistant.core.writing.pieces import divided, prose

MARKDOWN = """\
---
title: A text
---

# Heading

First paragraph
on two lines.

```python
x = 1

y = 2
```

- one
- two

| a | b |
|---|---|
| 1 | 2 |

***

<!-- a comment -->

Last `one`.

[ref]: https://example.org
"""


def kept(text: str) -> list[str]:
    return [text[each.start : each.end] for each in blocks(text) if each.kind == "kept"]


def asked(text: str) -> list[str]:
    return [text[each.start : each.end] for each in prose(text)]


def test_markdown_is_known_by_its_blocks() -> None:
    assert asked(MARKDOWN) == [
        "# Heading",
        "First paragraph\non two lines.",
        "- one\n- two",
        "Last `one`.",
    ]
    assert [one.split("\n")[0] for one in kept(MARKDOWN)] == [
        "---",
        "```python",
        "| a | b |",
        "***",
        "<!-- a comment -->",
        "[ref]: https://example.org",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \n\n ", []),
        ("x", ["x"]),
        ("a\n\n\n\nb", ["a", "b"]),
        ("  a\n\n\tb  ", ["a", "b"]),
        ("text\n```\ncode\n```\nmore", ["text", "more"]),
        ("text\n~~~\ncode", ["text"]),
        ("a | b is no table", ["a | b is no table"]),
        ("text\na|b\n-|-\n1|2", ["text"]),
        ("---\nnot a head", ["not a head"]),
        ("<b>bold</b> text", ["<b>bold</b> text"]),
        ("<div>\n</div>\n\ntext", ["text"]),
        ("a\r\n\r\nb\r\n", ["a", "b"]),
    ],
)
def test_paragraphs(text: str, expected: list[str]) -> None:
    assert asked(text) == expected


def split(text: str, target: int) -> list[str]:
    paragraphs = prose(text)
    tokens = [len(text[each.start : each.end].split()) for each in paragraphs]
    return [text[start:end] for start, end in divided(text, paragraphs, tokens, target)]


def test_short_paragraphs_go_together() -> None:
    text = "\n\n".join(f"Paragraph {number} has six words here." for number in range(20))
    parts = split(text, 30)
    assert "\n\n".join(parts) == text
    assert 4 <= len(parts) <= 6
    assert split("a\n\n```\nx\n```\n\nb", 30) == ["a", "b"]


def test_a_long_paragraph_is_cut_between_sentences() -> None:
    text = " ".join(f"This is sentence number {number} of many." for number in range(60))
    parts = split(text, 50)
    assert " ".join(parts) == text
    assert all(part.endswith(".") for part in parts)
    assert all(len(part.split()) <= 75 for part in parts)


def test_a_text_without_sentences_is_cut_all_the_same() -> None:
    text = "word " * 2000
    parts = split(text.strip(), 100)
    assert " ".join(parts) == text.strip()
    assert all(len(part.split()) <= 160 for part in parts)
    one_word = "字" * 5000
    spans = divided(one_word, prose(one_word), [5000], 100)
    assert "".join(one_word[start:end] for start, end in spans) == one_word
    assert len(spans) > 20


def test_two_hundred_thousand_words() -> None:
    paragraph = "A sentence of seven words stands here. " * 70
    text = "\n\n".join([paragraph.strip()] * 409)
    assert len(text.split()) >= 200_000
    parts = split(text, 320)
    assert 600 < len(parts) < 1000
    assert sum(len(part.split()) for part in parts) == len(text.split())


@given(
    st.lists(
        st.sampled_from(
            ["a b", "\n", "\n\n", "```", "|x|y|", "|-|-|", "- i", "# h", " ", "---", "é。"]
        )
    )
)
def test_pieces_are_in_order_and_cover_all_words(parts: list[str]) -> None:
    text = "\n".join(parts)
    every = blocks(text)
    at = 0
    for block in every:
        assert not text[at : block.start].strip()
        assert text[block.start : block.end] == text[block.start : block.end].strip() != ""
        at = block.end
    assert not text[at:].strip()
    paragraphs = prose(text)
    spans = divided(text, paragraphs, [3] * len(paragraphs), 24)
    assert [
        block
        for block in paragraphs
        if not any(s <= block.start and block.end <= e for s, e in spans)
    ] == []
    assert spans == sorted(spans)
