"""Drafts: what is guessed, and how much of it pays."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.engine.drafting import LONGEST_DRAFT, DraftLength, StepCost
from assistant.engine.lookup import GRAM, PromptLookup


def test_a_copy_is_drafted_from_where_it_was_read() -> None:
    page = list(range(100, 200))
    lookup = PromptLookup([1, 2, 3, *page, 4, 5])
    assert lookup.draft(8) == []
    for token in page[:GRAM]:
        lookup.feed(token)
    assert lookup.draft(8) == page[GRAM : GRAM + 8]


def test_a_changed_word_is_stepped_over() -> None:
    """A proofread text goes on two tokens behind what was mended."""
    page = list(range(100, 200))
    lookup = PromptLookup([*page, 4, 5])
    for token in [*page[:20], 7, *page[21:23]]:
        lookup.feed(token)
    assert lookup.draft(5) == page[23:28]


def test_a_loop_is_drafted_round_and_round() -> None:
    lookup = PromptLookup([9, 1, 2, 3, 4, 1, 2, 3])
    assert lookup.draft(7) == [4, 1, 2, 3, 4, 1, 2]


@given(st.lists(st.integers(0, 3), max_size=120), st.integers(0, LONGEST_DRAFT))
def test_a_draft_follows_a_place_with_the_same_end(tokens: list[int], limit: int) -> None:
    lookup = PromptLookup()
    for token in tokens:
        lookup.feed(token)
    draft = lookup.draft(limit)
    assert len(draft) in (0, limit)
    if draft:
        known = [tokens[i] for i in range(GRAM - 1, len(tokens)) if tokens[i - 1] == tokens[-1]]
        assert draft[0] in known


@given(st.lists(st.integers(0, 10_000), unique=True, min_size=5, max_size=60))
def test_nothing_is_drafted_where_nothing_repeats(tokens: list[int]) -> None:
    assert PromptLookup(tokens).draft(5) == []


def cost(slope: float) -> StepCost:
    """A step takes 1 s for one token and `slope` s for every other."""
    measured = StepCost()
    for tokens in (1, 2, 4, 8, 16, 32):
        measured.measured(tokens, 1.0 + slope * (tokens - 1))
    return measured


def test_what_is_always_right_is_drafted_long_and_what_is_always_wrong_not_at_all() -> None:
    right, wrong = DraftLength(cost(0.2)), DraftLength(cost(0.2))
    for _ in range(12):
        right.tried(8, 8)
        wrong.tried(8, 0)
    assert right.choose(LONGEST_DRAFT, 0) >= 12
    assert wrong.choose(LONGEST_DRAFT, 0) == 0


def test_what_a_longer_draft_costs_is_found_out_once() -> None:
    """From short steps a long one looks dearer than it is."""
    measured = StepCost()
    for tokens in (1, 2, 3, 4):
        measured.measured(tokens, 1.0 + 0.3 * (tokens - 1))
    length = DraftLength(measured)
    chosen = []
    for _ in range(30):
        chosen.append(length.choose(LONGEST_DRAFT, 0))
        measured.measured(1 + chosen[-1], 1.9 + 0.1 * (chosen[-1] - 3))  # cheap from there on
        length.tried(chosen[-1], chosen[-1])
    assert chosen[-1] == LONGEST_DRAFT


def test_a_draft_that_costs_as_much_as_it_saves_is_not_made() -> None:
    length = DraftLength(cost(1.0))
    for _ in range(12):
        length.tried(8, 8)
    assert length.choose(LONGEST_DRAFT, 0) == 0


def test_guesses_that_were_not_drafted_are_learned_from() -> None:
    """Where two tokens take nearly twice as long, a text that is copied is drafted all the same."""
    dear = StepCost()
    for tokens, seconds in ((1, 1.0), (2, 1.7), (3, 2.2), (4, 2.2), (8, 3.9), (16, 7.0)):
        dear.measured(tokens, seconds)
    length = DraftLength(dear)
    assert length.choose(LONGEST_DRAFT, 0) == 0
    for _ in range(4):
        length.watched(right=True)
    assert length.choose(LONGEST_DRAFT, 0) >= 3
    for _ in range(8):
        length.watched(right=False)
    assert length.choose(LONGEST_DRAFT, 0) == 0


def test_it_is_tried_again_some_time() -> None:
    length = DraftLength(cost(0.3))
    for _ in range(12):
        length.tried(4, 0)
    tries = 0
    while length.choose(8, 0) == 0 and tries < 1000:
        tries += 1
    assert 10 < tries < 1000


@settings(deadline=None, max_examples=30)
@given(chance=st.floats(0.0, 1.0), slope=st.floats(0.05, 1.2), seed=st.integers(0, 99))
def test_drafting_never_loses_much_and_wins_where_it_can(
    chance: float, slope: float, seed: int
) -> None:
    """Simulated: 600 tokens, each guess right with `chance` if the one before was."""
    draw, steps = random.Random(seed), cost(slope)
    length = DraftLength(steps)
    seconds, written = 0.0, 0
    while written < 600:
        drafted = length.choose(LONGEST_DRAFT, 0)
        accepted = 0
        while accepted < drafted and draw.random() < chance:
            accepted += 1
        seconds += steps.of(1 + drafted)
        written += 1 + accepted
        if drafted:
            length.tried(drafted, accepted)
    assert seconds <= written * steps.of(1) * 1.12
    if chance > 0.95 and slope < 0.3:
        assert seconds <= written * steps.of(1) / 1.5


def test_unmeasured_costs_lie_between_the_measured_ones() -> None:
    steps = cost(0.5)
    assert steps.of(8) < steps.of(12) < steps.of(16)
    assert StepCost().of(5) > 0
