"""Sections: every character once, never too long, cut at the best place."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.core.cutting import pieces, whole_characters
from assistant.core.document_text import Block, BlockKind, ExtractedText
from assistant.core.segmentation import Section, passages, sections

Count = Callable[[Sequence[str]], list[int]]


def characters(texts: Sequence[str]) -> list[int]:
    return [len(text) for text in texts]


def octets(texts: Sequence[str]) -> list[int]:
    return [len(text.encode("utf-8", "surrogatepass")) for text in texts]


def words(texts: Sequence[str]) -> list[int]:
    return [len(re.findall(r"\w{1,4}|\S", text)) for text in texts]


def with_a_start(texts: Sequence[str]) -> list[int]:
    """A tokenizer that puts a token in front of every text."""
    return [1 + len(text) // 3 for text in texts]


def dearer_together(texts: Sequence[str]) -> list[int]:
    """The whole has more tokens than its parts."""
    return [len(text) + len(text) ** 2 // 40 for text in texts]


COUNTS: list[Count] = [characters, octets, words, with_a_start, dearer_together]


def document(*parts: tuple[str, BlockKind, int] | str, gap: str = "\n\n") -> ExtractedText:
    text, blocks = "", []
    for part in parts:
        content, kind, level = part if isinstance(part, tuple) else (part, "paragraph", 0)
        text += gap if text else ""
        blocks.append(Block(len(text), len(text) + len(content), kind, 0, level))
        text += content
    return ExtractedText(name="a", format="text", sha256="", text=text, blocks=tuple(blocks))


def texts(document: ExtractedText, found: Sequence[Section]) -> list[str]:
    return [document.text[section.start : section.end] for section in found]


KINDS: list[BlockKind] = [
    "heading", "paragraph", "list_item", "table", "code", "quote", "footnote", "caption",
]  # fmt: skip
CONTENT = st.text(
    alphabet=st.sampled_from("ab .,。，語n\n\u0301\u200d👍🏽🇩🇪한") | st.characters(),
    min_size=1,
    max_size=60,
)
PARTS = st.tuples(CONTENT, st.sampled_from(KINDS), st.integers(0, 6))


@given(
    st.lists(PARTS, max_size=12),
    st.sampled_from(["", " ", "\n\n", "\n \n\n"]),
    st.sampled_from(COUNTS),
    st.integers(1, 60),
    st.integers(1, 80),
    st.booleans(),
)
def test_every_character_lies_in_exactly_one_section(
    parts: list[tuple[str, BlockKind, int]],
    gap: str,
    count: Count,
    target: int,
    maximum: int,
    known_blocks: bool,
) -> None:
    text = document(*parts, gap=gap)
    if not known_blocks:
        text = ExtractedText(name="a", format="text", sha256="", text=text.text)
    found = sections(text, count, target, maximum)
    assert "".join(texts(text, found)) == text.text
    assert [section.start for section in found[1:]] == [section.end for section in found[:-1]]
    for section, content in zip(found, texts(text, found), strict=True):
        assert section.tokens == count([content])[0]
        assert section.tokens <= maximum or len(content) == 1
    assert found == sections(text, count, target, maximum)


@given(st.lists(PARTS, max_size=12), st.integers(1, 60), st.integers(1, 80))
def test_without_exact_counts_nothing_is_lost_and_the_sum_fits(
    parts: list[tuple[str, BlockKind, int]], target: int, maximum: int
) -> None:
    text = document(*parts)
    found = sections(text, with_a_start, target, maximum, exact=False)
    assert "".join(texts(text, found)) == text.text
    for section, content in zip(found, texts(text, found), strict=True):
        assert with_a_start([content])[0] <= section.tokens
        assert section.tokens <= maximum or len(content) == 1


def test_without_exact_counts_a_long_text_is_counted_once() -> None:
    text = document(*(f"Sentence {n} has some words. " * 12 for n in range(200)))
    counted: list[str] = []

    def count(strings: Sequence[str]) -> list[int]:
        counted.extend(strings)
        return words(strings)

    sections(text, count, 400, 900, exact=False)
    assert sum(map(len, counted)) <= 1.01 * len(text.text)


def test_white_space_between_blocks_goes_to_the_one_before() -> None:
    text = document("one " * 10, "two " * 10, "three " * 10, gap="\n \n\n")
    found = sections(text, characters, 45, 70)
    assert len(found) == 3
    assert all(not content[0].isspace() for content in texts(text, found))


def test_a_heading_begins_a_section_before_a_paragraph_does() -> None:
    filler = "Some words here. " * 6
    text = document(
        ("One", "heading", 1), filler, filler, filler,
        ("Two", "heading", 1), filler, filler,
        ("Three", "heading", 1), filler, filler, filler,
    )  # fmt: skip
    found = sections(text, characters, 330, 420)
    assert [content.split()[0] for content in texts(text, found)] == ["One", "Two", "Three"]
    assert [section.heading_path for section in found] == [("One",), ("Two",), ("Three",)]


def test_the_higher_heading_is_preferred() -> None:
    filler = "Some words here. " * 10
    text = document(
        ("A", "heading", 1), filler,
        ("A.1", "heading", 3), filler,
        ("B", "heading", 1), filler,
        ("B.1", "heading", 3), filler,
    )  # fmt: skip
    assert [c.split()[0] for c in texts(text, sections(text, characters, 350, 500))] == ["A", "B"]


def test_a_heading_stays_with_what_follows_it() -> None:
    filler = "Some words here. " * 5
    text = document(filler, filler, ("Title", "heading", 2), ("Sub", "heading", 3), filler, filler)
    for target in range(40, 400, 7):
        for content in texts(text, sections(text, characters, target, target + 60)):
            assert not content.strip().endswith(("Title", "Sub"))


def test_heading_paths_follow_the_levels() -> None:
    filler = "Some words here. " * 6
    text = document(
        "Before any heading. " * 5,
        ("## Part", "heading", 2), ("Chapter", "heading", 3), filler, filler,
        ("Next\n====", "heading", 1), filler,
    )  # fmt: skip
    found = sections(text, characters, 110, 130)
    assert [section.heading_path for section in found] == [
        (), ("Part", "Chapter"), ("Part", "Chapter"), ("Next",),
    ]  # fmt: skip


def test_passages_consist_of_whole_sentences() -> None:
    sentence = "This is sentence number {} of a long paragraph, which has some words. "
    text = document("".join(sentence.format(n) for n in range(200)).strip())
    found = passages(text, words)
    assert len(found) > 5
    for section, content in zip(found, texts(text, found), strict=True):
        assert content.startswith("This is") and content.rstrip().endswith(".")
        assert 128 < section.tokens <= 400


def test_code_and_tables_are_not_cut_while_they_fit() -> None:
    code = "\n\n".join(f"def f{n}():\n    return {n}" for n in range(6))
    table = "\n".join(f"row {n} | {n}" for n in range(20))
    filler = "Some words here. " * 6
    text = document(filler, (code, "code", 0), filler, (table, "table", 0), filler)
    found = texts(text, sections(text, characters, 120, 260))
    assert any(code in content for content in found)
    assert any(table in content for content in found)


def test_a_table_that_is_too_long_is_cut_between_rows() -> None:
    table = "\n".join(f"row {n} | value {n}" for n in range(200))
    text = document((table, "table", 0))
    for content in texts(text, sections(text, characters, 200, 250)):
        assert all(
            re.fullmatch(r"row \d+ \| value \d+", line) for line in content.split("\n") if line
        )


@pytest.mark.parametrize("length", [1000, 1300, 2100, 2600, 3999, 5001, 10_100])
def test_sections_are_of_like_size(length: int) -> None:
    text = document(*("word " * 19 + f"{n:05}" for n in range(length // 102)))
    sizes = [section.tokens for section in sections(text, characters, 1000, 1400)]
    assert max(sizes) <= 1400
    assert min(sizes) >= max(sizes) * 0.6


def test_pages_of_sections() -> None:
    text = document("first " * 10, "second " * 10, "third " * 10)
    starts = tuple(block.start for block in text.blocks)
    paged = ExtractedText(
        name="a", format="pdf", sha256="", text=text.text, blocks=text.blocks, page_starts=starts
    )
    found = sections(paged, characters, 65, 75)
    assert [(section.first_page, section.last_page) for section in found] == [
        (1, 1),
        (2, 2),
        (3, 3),
    ]
    (whole,) = sections(paged, characters, 1000, 1000)
    assert (whole.first_page, whole.last_page) == (1, 3)


def test_a_whole_novel_is_counted_in_a_few_calls() -> None:
    calls = []

    def counted(texts: Sequence[str]) -> list[int]:
        calls.append(len(texts))
        return characters(texts)

    sentence = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏。"
    parts: list[tuple[str, BlockKind, int]] = []
    for chapter in range(130):
        parts.append((f"第{chapter}章", "heading", 1))
        parts += [(sentence * (1 + n % 9), "paragraph", 0) for n in range(24)]
    text = document(*parts)
    assert len(text.text) > 360_000
    assert sections(text, counted, 2000, 2600)
    assert len(calls) <= 4
    calls.clear()
    assert passages(text, counted)
    assert len(calls) <= 4


@pytest.mark.parametrize("unit", ["a", "词", "ab ", "e\u0301\u0302", "\n", "🇩🇪", "👩‍👩‍👧 ", "क्षि"])
def test_a_text_without_sentences_is_cut_between_characters(unit: str) -> None:
    text = ExtractedText(name="a", format="text", sha256="", text=unit * 20_000)
    found = sections(text, octets, 2000, 2600)
    assert "".join(texts(text, found)) == text.text
    assert all(section.tokens <= 2600 for section in found)
    assert all(whole_characters(text.text, section.start) for section in found)


@given(CONTENT.filter(lambda text: len(text) > 1), st.integers(2, 9))
def test_pieces_cover_a_text_and_are_at_least_two(text: str, number: int) -> None:
    spans = pieces(text, 0, len(text), number)
    assert len(spans) >= 2
    assert "".join(text[start:end] for start, end in spans) == text
    assert all(start < end for start, end in spans)


def test_what_a_reader_takes_for_one_character_is_whole() -> None:
    whole = ["e\u0301", "👍🏽", "🇩🇪", "👨‍👩‍👧", "각", "\u1100\u1161\u11a8", "क्ष", "\r\n", "が"]
    text = "".join(whole)
    ends = set(itertools.accumulate(map(len, whole)))
    assert {at for at in range(1, len(text) + 1) if whole_characters(text, at)} == ends


def test_nothing_and_no_room() -> None:
    assert sections(document(), characters, 10, 10) == []
    with pytest.raises(ValueError, match="from 1"):
        sections(document("a"), characters, 0, 10)
