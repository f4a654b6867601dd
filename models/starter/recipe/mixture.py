"""What is learned how often, and the seeds that keep learning and measuring apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random

from models.starter.recipe import (
    passages,
    phrasebook,
    product,
    proofreading,
    sentiment,
    small_talk,
    stories,
    summaries,
)
from models.starter.recipe.sample import Maker, Sample

MAKERS: Mapping[str, tuple[Maker, float]] = {
    "answer": (passages.sample, 0.20),
    "summarise": (summaries.sample, 0.04),
    "proofread": (proofreading.sample, 0.21),
    "translate": (phrasebook.sample, 0.30),
    "classify": (sentiment.sample, 0.03),
    "product": (product.sample, 0.12),
    "fallback": (small_talk.fallback, 0.06),
    "greet": (small_talk.greeting, 0.02),
    "story": (stories.sample, 0.01),
    "title": (small_talk.title, 0.01),
}
"""Task → who makes its samples, and its share of them.

Samples differ in length by a factor of five: of the tokens, and so of what is learned from, a
question on passages has 28 %, a translation 18 %, a summary 18 %, a text to correct 16 %.
"""

TRAINING = "training"
HELD_OUT = "held-out"


def samples(seed: int, kind: str = TRAINING) -> Iterator[Sample]:
    """Samples without end; other seeds and other kinds give others."""
    chance = Random(f"{kind} {seed}")
    makers = [maker for maker, _ in MAKERS.values()]
    shares = [share for _, share in MAKERS.values()]
    while True:
        yield chance.choices(makers, shares)[0](chance)
