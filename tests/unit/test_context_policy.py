"""Which turns are sent when the context cannot hold all of them."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.core.context_policy import (
    Plan,
    Rule,
    TurnCount,
    plan,
    reserve_for,
    summary_tokens,
)

LIMIT = 1000
RULES: tuple[Rule, ...] = get_args(Rule)


def exchanges(*tokens: int) -> list[TurnCount]:
    """User, assistant, user, …; the last is the user turn that is answered."""
    return [TurnCount("user" if n % 2 == 0 else "assistant", t) for n, t in enumerate(tokens)]


tokens = st.integers(1, 600)
conversations = st.builds(
    lambda pairs, latest: exchanges(*[t for pair in pairs for t in pair], latest),
    st.lists(st.tuples(tokens, tokens), max_size=8),
    tokens,
)
overheads = st.integers(0, 500)
reserves = st.integers(0, 500)


def cost(turns: list[TurnCount], overhead: int, found: Plan) -> int:
    return overhead + sum(turn.tokens for turn in turns[found.dropped :])


@given(conversations, overheads, reserves, st.sampled_from(RULES))
def test_what_is_kept_fits_or_the_numbers_say_why(
    turns: list[TurnCount], overhead: int, reserve: int, rule: Rule
) -> None:
    found = plan(turns, overhead, LIMIT, reserve, rule)
    if found.refused is None:
        assert found.kept == cost(turns, overhead, found)
        assert found.kept <= LIMIT - reserve
    else:
        assert found.dropped == 0
        assert found.refused.tokens > found.refused.room or found.refused.what == "system"


@given(conversations, overheads, reserves, st.sampled_from(RULES))
def test_whole_exchanges_go_and_the_latest_turn_stays(
    turns: list[TurnCount], overhead: int, reserve: int, rule: Rule
) -> None:
    found = plan(turns, overhead, LIMIT, reserve, rule)
    assert found.dropped < len(turns)
    assert turns[found.dropped].role == "user"
    if cost(turns, overhead, Plan()) <= LIMIT - reserve:
        assert found == Plan(kept=cost(turns, overhead, Plan()))
    if rule == "refuse":
        assert found.dropped == 0


@given(conversations, overheads, reserves, st.sampled_from(RULES))
def test_only_what_never_fits_is_refused(
    turns: list[TurnCount], overhead: int, reserve: int, rule: Rule
) -> None:
    found = plan(turns, overhead, LIMIT, reserve, rule)
    never = overhead + turns[-1].tokens > LIMIT - reserve
    whole = cost(turns, overhead, Plan()) > LIMIT - reserve
    assert (found.refused is not None) == (whole if rule == "refuse" else never)


@given(conversations, overheads, reserves, st.sampled_from(RULES), st.integers(0, 400))
def test_more_room_never_leaves_out_more(
    turns: list[TurnCount], overhead: int, reserve: int, rule: Rule, more: int
) -> None:
    small = plan(turns, overhead, LIMIT, reserve, rule)
    large = plan(turns, overhead, LIMIT + more, reserve, rule)
    if small.refused is None:
        assert large.refused is None
        assert large.dropped <= small.dropped


@given(conversations, overheads, reserves, st.integers(0, 300))
def test_a_longer_message_never_brings_turns_back(
    turns: list[TurnCount], overhead: int, reserve: int, more: int
) -> None:
    before = plan(turns, overhead, LIMIT, reserve, "drop")
    longer = [*turns[:-1], TurnCount("user", turns[-1].tokens + more)]
    after = plan(longer, overhead, LIMIT, reserve, "drop")
    assert after.refused is not None or after.dropped >= before.dropped


def test_after_a_cut_there_is_room_for_the_next_turns() -> None:
    turns = exchanges(*[50] * 18, 50)
    found = plan(turns, 50, LIMIT, 125, "drop")
    assert found.dropped > 2
    assert found.kept <= 600
    # The same cut holds for the next exchanges: nothing more goes until it is full again.
    kept = turns[found.dropped :]
    for _ in range(2):
        kept = [*kept, TurnCount("assistant", 50), TurnCount("user", 50)]
        assert plan(kept, 50, LIMIT, 125, "drop").dropped == 0


def test_a_summary_is_given_room() -> None:
    turns = exchanges(*[50] * 18, 50)
    summarised = plan(turns, 50, LIMIT, 125, "summarise")
    assert summarised.kept + summary_tokens(LIMIT) <= 600


def test_the_refusals_name_what_does_not_fit() -> None:
    message = plan(exchanges(100, 100, 900), 30, LIMIT, 125, "drop").refused
    assert message is not None
    assert (message.what, message.tokens, message.room) == ("message", 900, 845)
    system = plan(exchanges(10), 900, LIMIT, 125, "drop").refused
    assert system is not None
    assert (system.what, system.tokens, system.room) == ("system", 900, 875)
    conversation = plan(exchanges(400, 400, 100), 30, LIMIT, 125, "refuse").refused
    assert conversation is not None
    assert (conversation.what, conversation.tokens, conversation.room) == ("conversation", 930, 875)


def test_turns_without_an_answer_go_with_the_exchange_before() -> None:
    turns = [TurnCount("user", 300), TurnCount("user", 300), TurnCount("user", 300)]
    assert plan(turns, 0, LIMIT, 125, "drop").dropped == 1


@pytest.mark.parametrize(
    ("max_tokens", "limit", "expected"),
    [(0, 8192, 1024), (0, 1024, 256), (0, 400, 200), (300, 8192, 300), (9000, 8192, 4096)],
)
def test_the_reserve(max_tokens: int, limit: int, expected: int) -> None:
    assert reserve_for(max_tokens, limit) == expected
