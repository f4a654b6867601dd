"""A text in pieces comes out like the whole text, and costs only what is new."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from assistant.ui.markdown import stream as stream_module
from assistant.ui.markdown.leaves import Kind, Leaf
from assistant.ui.markdown.stream import MarkdownStream

FRAGMENTS = [
    "# H\n", "para **b** `c`\n", "\n", "\n\n", "- a\n", "- b\n", "  - n\n", "1. x\n", "2. y\n",
    "> q\n", ">\n", "> - z\n", "```py\n", "code\n", "```\n", "| a | b |\n", "|---|--|\n",
    "| 1 | 2 |\n", "---\n", "===\n", "-", "--", "*", "**", "1", "1.", "$$\n", "x^2\n",
    "$$ z $$\n", "\\[\n", "\\]\n", "    ind\n", "[r]: http://x.y\n", "[r]", "~~~\n", " ", "  ",
    "\t", "|", "\r\n", "\r", "- [ ] t\n", "* s\n", "+ p\n", "\n  cont\n", "text", "\x00",
    "'t\n", "'\n", "`", "````\n", "> ```\n", "|-\n", "word ", "中文**注**意\n",
    "".join(f"- i{n}\n" for n in range(50)),
    "| a | b |\n|---|---|\n" + "".join(f"| {n} | x |\n" for n in range(60)),
    "```c\n" + "".join(f"line {n}\n" for n in range(100)),
]  # fmt: skip


def whole(text: str, limit: int = 400_000) -> list[Leaf]:
    return MarkdownStream.of(text, limit=limit).leaves


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=25).map("".join),
    st.lists(st.integers(1, 40), min_size=1, max_size=12),
    st.sampled_from([400_000, 300, 0]),
)
@example("|-\n---\n\\[\n# H\n# H\n\\]\n", [1], 400_000)
@example("| a |\n|---|\n| 1 |\n$$\n# H\n# H\n$$\n", [1], 400_000)
@example("> | a |\n> |---|\n> \\[\n> # H\n> # H\n> # H\n> \\]\n", [1], 400_000)
@example("- | a |\n  |---|\n  \\[\n  # H\n- # H\n- # H\n  \\]\n", [1], 400_000)
def test_every_split_gives_the_leaves_of_the_whole(text, sizes, limit) -> None:
    stream = MarkdownStream(limit=limit)
    at = turn = 0
    while at < len(text):
        size = sizes[turn % len(sizes)]
        stream.append(text[at : at + size])
        if (turn + size) % 3:
            stream.refresh()
        at, turn = at + size, turn + 1
    stream.finish()
    assert stream.leaves == whole(text, limit)
    assert stream.source == text


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300), st.integers(1, 9))
def test_no_text_at_all_makes_it_fail(text: str, size: int) -> None:
    stream = MarkdownStream()
    for at in range(0, len(text), size):
        stream.append(text[at : at + size])
        stream.refresh()
    stream.finish()
    assert stream.leaves == whole(text)


def test_finished_leaves_stay_the_same_objects() -> None:
    stream = MarkdownStream()
    stream.append("# One\n\nFirst paragraph.\n\nSecond paragraph.\n\nThird\n")
    stream.refresh()
    before = list(stream.leaves)
    stream.append("paragraph grows\n\nand another\n")
    changed = stream.refresh()
    assert changed == 3
    assert all(old is new for old, new in zip(before[:3], stream.leaves, strict=False))


@pytest.mark.parametrize(
    "line", ["- item with some words\n", "| cell | cell |\n", "    x = f(1)\n", "1. item\n"]
)
def test_a_long_block_is_not_read_again_from_its_start(line: str, monkeypatch) -> None:
    heads = {"|": "| a | b |\n|--|--|\n", " ": "```py\n"}
    stream = MarkdownStream()
    stream.append(heads.get(line[0], ""))
    longest = 0
    read = stream_module.markdown_leaves

    def watched(text, environment, resume=None):
        nonlocal longest
        longest = max(longest, len(text))
        return read(text, environment, resume)

    monkeypatch.setattr(stream_module, "markdown_leaves", watched)
    for _ in range(1500):
        stream.append(line)
        stream.refresh()
    assert longest < 60 * len(line) + 200


def test_a_link_definition_after_its_use_counts() -> None:
    stream = MarkdownStream()
    for piece in (
        "See [here].\n\nMore.\n\nAnd more.\n\nEven more.\n\n",
        "[here]: http://x.y/a",
        "bc\n",
    ):
        stream.append(piece)
        stream.refresh()
    assert stream.finish() == 0, "everything is made again once"
    assert stream.environment["references"]["HERE"]["href"] == "http://x.y/abc"


def test_what_comes_after_the_limit_is_plain() -> None:
    text = "**a**\n\n" * 100
    stream = MarkdownStream.of(text, limit=350)
    kinds = [leaf.kind for leaf in stream.leaves]
    assert Kind.PLAIN in kinds
    assert kinds == sorted(kinds, key=lambda kind: kind is Kind.PLAIN)
    assert "".join(leaf.text for leaf in stream.leaves).count("**a**") == 100


@pytest.mark.parametrize(
    "poison",
    [
        "x" * 10_000_000,
        "word " * 2_000_000,
        ">" * 20_000 + " deep",
        "- " * 20_000,
        "[" * 20_000,
        "*a " * 20_000,
        "`" * 20_000,
        "$" * 20_000,
        "\\(" * 20_000,
        "![a](" * 8_000,
        "| a " * 5_000 + "\n" + "|-" * 5_000 + "\n",
        "\x00\ud800\u202e\ufdd0\uffff" * 1000,
        "\n" * 100_000,
        "    " * 50_000,
    ],
    ids=lambda text: repr(text[:6]),
)
def test_poison_is_read_in_short_steps(poison: str) -> None:
    stream = MarkdownStream()
    started = time.perf_counter()
    stream.append(poison)
    worst = time.perf_counter() - started
    while stream.behind:
        started = time.perf_counter()
        stream.refresh()
        worst = max(worst, time.perf_counter() - started)
    stream.finish()
    shown = "".join(
        leaf.text + "".join("".join(row) for row in leaf.rows) for leaf in stream.leaves
    )
    assert len(shown) >= 0.9 * len(poison.strip()) or poison[0] in "-`"
    assert worst < 0.5, "a generous bound for a busy machine; usually below 0.05"
    assert all(len(leaf.text) <= 8000 for leaf in stream.leaves)


def test_list_markers_and_containers() -> None:
    leaves = whole("3. three\n4. four\n   - [x] done\n   - [ ] open\n\n> quoted\n>\n> - in it\n")
    assert [leaf.marker for leaf in leaves] == ["3.", "4.", "[x]", "[ ]", "", "•"]
    assert [leaf.containers for leaf in leaves] == ["LI", "LI", "LILI", "LILI", "Q", "QLI"]
    assert [leaf.shared for leaf in leaves] == [0, 1, 2, 3, 0, 1]


def test_code_keeps_its_text_in_parts() -> None:
    code = "\n".join(f"line {n}" for n in range(200)) + "\n" + "y" * 9000 + "\nend"
    leaves = whole(f"```python title\n{code}\n```\n")
    assert {leaf.language for leaf in leaves} == {"python"}
    assert [leaf.part for leaf in leaves] == list(range(len(leaves)))
    joined = leaves[0].text
    for leaf in leaves[1:]:
        joined += leaf.text if leaf.joined else "\n" + leaf.text
    assert joined == code


def test_a_wide_table_is_shown_as_its_source() -> None:
    row = "|" + "a|" * 60
    leaves = whole(f"{row}\n|{'-|' * 60}\n{row}\n")
    assert {leaf.kind for leaf in leaves} == {Kind.PLAIN}
    assert leaves[0].text.startswith("|a|a|")


def test_formulas_and_prices() -> None:
    leaves = whole("$$\nx^2\n$$\n\nit costs $5 and $10\n\n\\[ y \\]\n\n$$\nnever closed\n\nnext\n")
    assert [leaf.kind for leaf in leaves] == [
        Kind.FORMULA, Kind.PARAGRAPH, Kind.FORMULA, Kind.PARAGRAPH, Kind.PARAGRAPH,
    ]  # fmt: skip
    assert leaves[0].text == "x^2"
    assert leaves[2].text == "y"
