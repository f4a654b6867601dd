"""What is learned how often, and the seeds that keep learning and measuring apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random

from models.starter.recipe import (
    conversations,
    passages,
    phrasebook,
    proofreading,
    sentiment,
    small_talk,
    summaries,
)
from models.starter.recipe.sample import FamilyMaker, Maker, Sample

MAKERS: Mapping[str, tuple[Maker, float]] = {
    "answer": (passages.sample, 0.08),
    "summarise": (summaries.sample, 0.08),
    "proofread": (proofreading.sample, 0.23),
    "translate": (phrasebook.sample, 0.3),
    "classify": (sentiment.sample, 0.02),
    "conversation": (conversations.sample, 0.28),
    "title": (small_talk.title, 0.01),
}
"""Task → who makes its samples, and its share of what is drawn.

What is drawn of passages is a family of questions about the same ones, so that half of what is
computed, and of what is learned from, is theirs.
"""

FAMILIES: Mapping[str, FamilyMaker] = {"answer": passages.family}
"""Who makes several samples at once, for learning."""

TRAINING = "training"
HELD_OUT = "held-out"


def samples(seed: int, kind: str = TRAINING) -> Iterator[Sample]:
    """Samples without end; other seeds and other kinds give others."""
    chance = Random(f"{kind} {seed}")
    tasks, shares = list(MAKERS), [share for _, share in MAKERS.values()]
    while True:
        task = chance.choices(tasks, shares)[0]
        if task in FAMILIES:
            yield from FAMILIES[task](chance)
        else:
            yield MAKERS[task][0](chance)
