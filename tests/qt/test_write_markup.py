"""Where parts of a long result stand, and what is shown of them."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.ui.writing.markup import Run, broken, chunks, length16, shown
from assistant.ui.writing.offsets import Offsets

LENGTHS = st.lists(st.integers(0, 9), max_size=40)


@settings(max_examples=50)
@given(LENGTHS, st.lists(st.tuples(st.integers(0, 39), st.integers(0, 9)), max_size=10))
def test_offsets_are_the_sums_of_what_is_before(lengths, changes) -> None:
    offsets, plain = Offsets(), list(lengths)
    for length in lengths:
        offsets.append(length)
    for number, length in changes:
        if number < len(plain):
            offsets.set(number, length)
            plain[number] = length
    for number in range(len(plain) + 1):
        assert offsets.start(number) == sum(plain[:number])
    for position in range(sum(plain)):
        number = offsets.find(position)
        assert offsets.start(number) <= position < offsets.start(number) + plain[number]


@settings(max_examples=30)
@given(st.lists(st.text(alphabet="ab \n😀", max_size=4000), max_size=5), st.integers(0, 9000))
def test_long_lines_are_broken_and_nothing_else_is_changed(texts, column) -> None:
    runs, at = broken([Run(text * 3, "same", n) for n, text in enumerate(texts)], column)
    whole = "".join(run.text for run in runs)
    assert whole.replace("\n", "") == "".join(text * 3 for text in texts).replace("\n", "")
    assert max(map(len, whole.split("\n")[1:]), default=0) <= 6_000
    assert len(whole.split("\n")[-1]) == at or "\n" not in whole


@settings(max_examples=30)
@given(st.text(alphabet="ab \n", max_size=300), st.integers(1, 50))
def test_chunks_are_the_whole_text(text, size) -> None:
    assert "".join(chunks(text, size)) == text


def test_what_an_editor_would_misread_keeps_its_length() -> None:
    text = "a\r\nb\u2029c\ufdd0\0😀"
    assert len(shown(text)) == len(text)
    assert length16("a😀") == 3
