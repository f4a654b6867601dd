"""Drafts: nothing that was typed or attached is lost on the way to the store or the model."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assistant.core.display_text import one_line, storable
from assistant.core.draft import (
    LARGE_PASTE,
    AttachedText,
    Draft,
    decode,
    draft_of,
    encode,
    is_large,
    message_of,
)

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60)
CLEAN = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=60)
DRAFTS = st.builds(
    Draft, CLEAN, st.lists(st.builds(AttachedText, CLEAN, CLEAN), max_size=3).map(tuple)
)


@given(DRAFTS)
def test_every_draft_comes_back_as_it_was(draft: Draft) -> None:
    assert decode(encode(draft)) == draft


@given(ANY_TEXT)
def test_every_text_can_be_stored(text: str) -> None:
    safe = storable(text)
    safe.encode("utf-8")
    assert "\0" not in safe
    assert storable(safe) == safe


@given(DRAFTS)
def test_everything_is_in_the_message(draft: Draft) -> None:
    message = message_of(draft)
    assert draft.text.strip("\n") in message or not draft.text.strip()
    for attached in draft.attached:
        assert attached.text.rstrip("\n") in message


def test_two_halves_of_a_pair_become_their_character() -> None:
    assert storable("\ud83d\ude00") == "😀"
    assert storable("\ud83d!") == "\ufffd!"


def test_a_fence_in_a_file_does_not_end_its_fence() -> None:
    message = message_of(Draft("", (AttachedText("````\nx\n````", "a.md"),)))
    assert message == "a.md:\n`````\n````\nx\n````\n`````"


def test_large_texts_and_endless_lines_are_attached() -> None:
    assert is_large("x" * (LARGE_PASTE + 1))
    assert is_large("x" * 10_001)
    assert not is_large("x\n" * 10_000)
    assert draft_of("x" * 60_000).attached[0].text == "x" * 60_000
    assert decode("plain") == Draft("plain")


def test_a_damaged_kept_draft_is_taken_as_text() -> None:
    broken = encode(Draft("a", (AttachedText("b"),)))[:-2]
    assert decode(broken).text == broken


@given(ANY_TEXT, st.integers(2, 40))
def test_a_line_is_short_and_holds_no_control_characters(text: str, limit: int) -> None:
    line = one_line(text, limit)
    assert len(line) <= limit
    assert not any(ord(c) < 32 or 0x202A <= ord(c) <= 0x202E for c in line)
    assert line == line.strip()
