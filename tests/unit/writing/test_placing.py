"""Flags lie on the change that did it, and protection leaves no damage behind."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.core.writing.change import revised
from assistant.core.writing.guards import compared
from assistant.core.writing.placing import guarded, protected
from assistant.language.word_diff import WordDiffer

DIFFER = WordDiffer()
PLAIN = ("the", "red", "cat", "sees", "\n\n", "# Head\n", "**bold**")
GUARDED = ("12", "13", "5 kg", "{name}", "%s", "https://a.example/x", "John", "NASA", "[3]")
MORE = ("`code`", "5 May 2024", "14:30", "a@b.org", "“ink”")
WORDS = st.sampled_from((*PLAIN, *GUARDED, *MORE))
TEXTS = st.lists(WORDS, min_size=1, max_size=14).map(" ".join)


def flagged(before: str, after: str) -> list[tuple[str, str, list[str]]]:
    result = guarded(before, DIFFER.changes(before, after))
    return [
        (each.before, each.after, [flag.kind for flag in each.flags]) for each in result.changes
    ]


def test_a_flag_lies_on_its_change() -> None:
    before = "Teh first 12 cats. Teh second 34 dogs, teh third {name}."
    after = "The first 12 cats. The second 43 dogs, the third name."
    assert flagged(before, after) == [
        ("Teh", "The", []),
        ("Teh", "The", []),
        ("34", "43", ["number"]),
        ("teh", "the", []),
        ("{name}", "name", ["placeholder"]),
    ]


def test_an_added_number_lies_on_what_added_it() -> None:
    assert flagged("We saw cats there today.", "We saw 12 cats there today.") == [
        ("", "12 ", ["number"])
    ]


def test_protection_goes_on_until_nothing_is_damaged() -> None:
    before = "Dear {name}, teh bill of 120 euros is due."
    after = "Dear Name, the bill of 210 euros is due."
    result = protected(before, DIFFER.changes(before, after))
    assert revised(before, result.changes) == "Dear {name}, the bill of 120 euros is due."
    assert len(result.rejected) >= 2 and result.flags == ()


@settings(max_examples=60)
@given(TEXTS, TEXTS)
def test_what_is_protected_has_no_damage(before: str, after: str) -> None:
    changes = DIFFER.changes(before, after)
    result = protected(before, changes)
    text = revised(before, result.changes)
    assert [flag for flag in compared(before, text) if flag.problem != "doubtful"] == []
    everything = sorted((*result.changes, *result.rejected), key=lambda change: change.start)
    assert [(each.start, each.after) for each in everything] == [
        (each.start, each.after) for each in changes
    ]
