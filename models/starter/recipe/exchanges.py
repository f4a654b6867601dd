"""A message in a chat and the answer to it, about anything that is said there."""

from __future__ import annotations

from random import Random

from models.starter.recipe import product, small_talk, stories
from models.starter.recipe.sample import Maker, Sample

_KINDS: tuple[tuple[Maker, float], ...] = (
    (product.sample, 0.5),
    (small_talk.fallback, 0.38),
    (small_talk.greeting, 0.1),
    (stories.sample, 0.02),
)


def exchange(chance: Random) -> Sample:
    """A single message, and its answer."""
    makers, shares = zip(*_KINDS, strict=True)
    made: Sample = chance.choices(makers, shares)[0](chance)
    return made
