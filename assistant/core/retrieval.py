"""Which passages a question gets: both searches, joined, within a budget of tokens."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Protocol

from assistant.core.rank_fusion import fused

if TYPE_CHECKING:
    from assistant.core.passage import Passage

CANDIDATES = 50
"""How deep each list goes before they are joined."""
LEAST_WEIGHT, MOST_WEIGHT = 0.3, 2.0
"""Of the vectors, where the full text has 1."""
_FIFTH = 4
_SURE = 4.0

Hit = tuple[int, float]
"""(id of a passage, cosine)."""


class PassageSearch(Protocol):
    """The two searches; `document_ids` None is everything. See `storage.passages`."""

    def search_text(
        self, question: str, limit: int, document_ids: Collection[int] | None = None
    ) -> list[int]: ...

    def search_vectors(
        self,
        model_key: str,
        vector: Sequence[float],
        limit: int,
        document_ids: Collection[int] | None = None,
    ) -> list[Hit]: ...

    def passages(self, ids: Sequence[int]) -> list[Passage]: ...


def retrieve(
    index: PassageSearch,
    question: str,
    limit: int,
    *,
    document_ids: Collection[int] | None = None,
    model_key: str = "",
    vector: Sequence[float] = (),
) -> list[int]:
    """The ids of the best passages for `question`, best first.

    Without a `vector` (the question's, by the model of `model_key`) words alone decide.
    """
    words = index.search_text(question, CANDIDATES, document_ids)
    if not vector:
        return words[:limit]
    near = index.search_vectors(model_key, vector, CANDIDATES, document_ids)
    weights = (1.0, vector_weight([cosine for _, cosine in near]))
    return [number for number, _ in fused((words, [number for number, _ in near]), weights, limit)]


def vector_weight(cosines: Sequence[float]) -> float:
    """How much the vectors count for this question; `cosines` are of its hits, best first.

    A model that knows the words sets the best passages apart. One that does not (an English
    model before Chinese) finds everything equally near, and full text has to decide.
    """
    if len(cosines) <= _FIFTH or cosines[0] <= 0:
        return LEAST_WEIGHT
    apart = (cosines[0] - cosines[_FIFTH]) / cosines[0]
    return min(MOST_WEIGHT, max(LEAST_WEIGHT, _SURE * apart))


def within_budget(passages: Sequence[Passage], tokens: Sequence[int], budget: int) -> list[Passage]:
    """The first of `passages` (best first) that fit into `budget` tokens; at least one."""
    chosen: list[Passage] = []
    used = 0
    for passage, count in zip(passages, tokens, strict=True):
        if chosen and used + count > budget:
            break
        chosen.append(passage)
        used += count
    return chosen
