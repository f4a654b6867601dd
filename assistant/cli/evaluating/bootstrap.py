"""How sure a score is, and a difference between two models: the bootstrap (Efron 1979).

Cases are drawn again with replacement; the interval holds 95 of 100 values that come out. For two
models the same cases are drawn for both (Koehn 2004).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from assistant.cli.evaluating.scores import Score

DRAWS = 1_000
_SEED = 1_979
_LEVEL = 0.95


@dataclass(frozen=True)
class Interval:
    """From `low` to `high`."""

    low: float
    high: float


def interval(score: Score, draws: int = DRAWS) -> Interval:
    """Of the score itself."""
    return _between([score.combine(rows) for (rows,) in _drawn([score], draws)])


def difference(one: Score, other: Score, draws: int = DRAWS) -> Interval:
    """Of `other` less `one`, over the same cases."""
    found = [
        other.combine(of_other) - one.combine(of_one)
        for of_one, of_other in _drawn([one, other], draws)
    ]
    return _between(found)


def _drawn(scores: Sequence[Score], draws: int) -> list[list[list[tuple[float, ...]]]]:
    chance = Random(_SEED)
    count = len(scores[0].rows)
    found = []
    for _ in range(draws):
        chosen = chance.choices(range(count), k=count)
        found.append([[score.rows[number] for number in chosen] for score in scores])
    return found


def _between(values: list[float]) -> Interval:
    values.sort()
    cut = (1 - _LEVEL) / 2
    last = len(values) - 1
    return Interval(values[round(cut * last)], values[round((1 - cut) * last)])
