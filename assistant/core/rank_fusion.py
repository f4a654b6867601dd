"""One order from several: weighted reciprocal rank fusion.

Cormack, Clarke, Büttcher: "Reciprocal Rank Fusion outperforms Condorcet and individual Rank
Learning Methods", SIGIR 2009. Ranks are used rather than scores: BM25 has no upper end and a
cosine no zero, and neither means the same for two questions.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import TypeVar

SMOOTHING = 10
"""The paper has 60, for lists of a thousand; of these lists only a handful is read, and the first
places say more (docs/decisions/0004)."""

_T = TypeVar("_T", bound=Hashable)


def fused(
    rankings: Iterable[Sequence[_T]], weights: Iterable[float], limit: int
) -> list[tuple[_T, float]]:
    """The best `limit` items of all `rankings` (best first, nothing twice) with their scores.

    An item scores `weight / (SMOOTHING + place)` in each list that holds it, places from 1. Equal
    scores keep the order in which the items were met, list after list. Raises `ValueError` when
    there are not as many weights as lists.
    """
    scores: dict[_T, float] = {}
    for ranking, weight in zip(rankings, weights, strict=True):
        for place, item in enumerate(ranking, 1):
            scores[item] = scores.get(item, 0.0) + weight / (SMOOTHING + place)
    return sorted(scores.items(), key=lambda pair: -pair[1])[: max(limit, 0)]
