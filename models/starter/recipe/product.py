"""Questions about Inkstone, answered from its own user guide.

`product.toml` holds the answers, each a statement of the guide, with several ways to ask. Some of
the ways are held out: they are only used to measure.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from random import Random

import msgspec

from models.starter.recipe.sample import Sample, chat

TASK = "product"
_FILE = Path(__file__).with_name("product.toml")
_BEGINNINGS = ("", "", "", "", "Please tell me: ", "In Inkstone, ", "Quick question: ", "Hi, ")


class Known(msgspec.Struct, frozen=True):
    """One answer; `held_out` questions are never learned."""

    answer: str
    asked: tuple[str, ...]
    held_out: tuple[str, ...]


@cache
def known() -> tuple[Known, ...]:
    """All answers."""
    return msgspec.convert(tomllib.loads(_FILE.read_text("utf-8"))["known"], tuple[Known, ...])


def sample(chance: Random) -> Sample:
    fact = chance.choice(known())
    asked = chance.choice(_BEGINNINGS) + chance.choice(fact.asked)
    if chance.random() < 0.3:
        asked = asked.rstrip("?") if chance.random() < 0.5 else asked.lower()
    return chat(TASK, asked, fact.answer)


def held_out() -> list[Sample]:
    """Every question that is not learned."""
    return [chat(TASK, asked, fact.answer) for fact in known() for asked in fact.held_out]
