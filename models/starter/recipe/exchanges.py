"""A message in a chat and the answer to it, about anything that is said there."""

from __future__ import annotations

from random import Random

from models.starter.recipe import product, small_talk, stories
from models.starter.recipe.sample import Maker, Sample

_KINDS: tuple[tuple[Maker, float], ...] = (
    (product.sample, 0.52),
    (small_talk.fallback, 0.4),
    (small_talk.greeting, 0.055),
    (stories.sample, 0.025),
)


def exchange(chance: Random) -> Sample:
    makers, shares = zip(*_KINDS, strict=True)
    made: Sample = chance.choices(makers, shares)[0](chance)
    return made
