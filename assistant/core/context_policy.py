"""Which turns of a conversation are sent when the context cannot hold all of them.

The system prompt and the latest user turn always stay, and what stays keeps its order. Turns go
as whole exchanges, the oldest first. Once the context is full, so many go that about `TARGET` of
it remain: the next turns then find room behind the same cut, and what the engine has read of
them stays known.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec

from assistant.core.entities import Role

Rule = Literal["drop", "summarise", "refuse"]

TARGET = 0.6
"""The share of the context that is used after a cut."""
_TARGET_OF_ROOM = 0.75  # where a large reserve leaves less than that
_LEAST_RESERVE = 256
_LONGEST_SUMMARY = 512


class TurnCount(msgspec.Struct, frozen=True):
    """Who said it, and how many tokens it takes in the prompt."""

    role: Role
    tokens: int


class Refusal(msgspec.Struct, frozen=True):
    """What does not fit: `tokens` of it, where `room` are free.

    `what` is "message" for the latest turn alone, "system" for the system prompt, "conversation"
    where the rule is to leave nothing out.
    """

    what: Literal["message", "system", "conversation"]
    tokens: int
    room: int


class Plan(msgspec.Struct, frozen=True):
    """The first `dropped` turns go, unless the whole is refused. `kept` tokens remain."""

    dropped: int = 0
    kept: int = 0
    refused: Refusal | None = None


def reserve_for(max_tokens: int, limit: int) -> int:
    """Tokens of a context of `limit` that are kept free for the answer; at most half of it."""
    return min(max_tokens if max_tokens > 0 else max(_LEAST_RESERVE, limit // 8), limit // 2)


def summary_tokens(limit: int) -> int:
    """How long a summary may get in a context of `limit` tokens."""
    return min(_LONGEST_SUMMARY, limit // 8)


def plan(turns: Sequence[TurnCount], overhead: int, limit: int, reserve: int, rule: Rule) -> Plan:
    """Decide over `turns`, which end with the user turn that is to be answered.

    `overhead` are the tokens that are there without any turn: the system prompt and the marks
    of the template. With "summarise" room is left for the summary.
    """
    room = limit - reserve
    total = overhead + sum(turn.tokens for turn in turns)
    if total <= room:
        return Plan(kept=total)
    latest = _latest(turns)
    least = overhead + sum(turn.tokens for turn in turns[latest:])
    if overhead >= room:
        return Plan(kept=total, refused=Refusal("system", overhead, room))
    if least > room:
        tokens = least - overhead
        return Plan(kept=total, refused=Refusal("message", tokens, room - overhead))
    if rule == "refuse":
        return Plan(kept=total, refused=Refusal("conversation", total, room))
    added = summary_tokens(limit) if rule == "summarise" else 0
    target = min(int(limit * TARGET), int(room * _TARGET_OF_ROOM)) - added
    kept = total
    for index in range(latest + 1):
        if index and turns[index].role == "user" and kept <= target:
            return Plan(index, kept)
        if index < latest:
            kept -= turns[index].tokens
    return Plan(latest, least)


def _latest(turns: Sequence[TurnCount]) -> int:
    """Where the latest user turn is; the last turn when there is none."""
    for index in range(len(turns) - 1, -1, -1):
        if turns[index].role == "user":
            return index
    return max(0, len(turns) - 1)
