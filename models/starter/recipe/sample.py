"""One thing to learn: a prompt as the application sends it, and the answer to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import TypeAlias

from assistant.core.messages import Turn


@dataclass(frozen=True)
class Sample:
    """`turns` end with a user's turn; `task` names what is learned."""

    task: str
    turns: tuple[Turn, ...]
    answer: str
    family: int = 0
    """Those of one number ask different things of the same texts, which are computed once."""
    also: frozenset[int] = frozenset()
    """Places in `turns` of earlier answers that are learned as well."""


Maker: TypeAlias = Callable[[Random], Sample]
"""Makes a new sample from a source of chance and nothing else: the same seed, the same sample."""

FamilyMaker: TypeAlias = Callable[[Random], list[Sample]]
"""The same for the samples of a family."""


def chat(task: str, said: str, answer: str, system: str = "") -> Sample:
    """A message in a conversation, with or without a system prompt."""
    before = (Turn("system", system),) if system else ()
    return Sample(task, (*before, Turn("user", said)), answer)
