"""Which passages a question gets."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import pytest

from assistant.core.passage import Passage
from assistant.core.retrieval import (
    LEAST_WEIGHT,
    MOST_WEIGHT,
    retrieve,
    vector_weight,
    within_budget,
)


class Lists:
    """Two searches that answer what they were given."""

    def __init__(self, words: list[int], near: list[tuple[int, float]]) -> None:
        self._words, self._near = words, near

    def search_text(
        self, question: str, limit: int, document_ids: Collection[int] | None = None
    ) -> list[int]:
        return self._words[:limit]

    def search_vectors(
        self,
        model_key: str,
        vector: Sequence[float],
        limit: int,
        document_ids: Collection[int] | None = None,
    ) -> list[tuple[int, float]]:
        return self._near[:limit]

    def passages(self, ids: Sequence[int]) -> list[Passage]:
        return []


APART = [(9, 0.8), (8, 0.4), (7, 0.3), (6, 0.3), (5, 0.2), (4, 0.1)]
ALIKE = [(9, 0.61), (8, 0.6), (7, 0.6), (6, 0.6), (5, 0.59), (4, 0.59)]


def test_words_alone_without_a_vector() -> None:
    assert retrieve(Lists([1, 2, 3], APART), "q", 2) == [1, 2]


@pytest.mark.parametrize(("near", "first"), [(APART, 9), (ALIKE, 1)])
def test_vectors_lead_only_where_they_tell_passages_apart(
    near: list[tuple[int, float]], first: int
) -> None:
    found = retrieve(Lists([1, 2, 3], near), "q", 20, model_key="m", vector=(1.0,))
    assert found[0] == first
    assert set(found) == {1, 2, 3, 4, 5, 6, 7, 8, 9}


def test_the_weight_has_its_ends() -> None:
    assert vector_weight([1.0, 0, 0, 0, 0]) == MOST_WEIGHT
    assert vector_weight([0.5] * 9) == LEAST_WEIGHT
    assert vector_weight([0.9]) == LEAST_WEIGHT
    assert vector_weight([-0.1] * 9) == LEAST_WEIGHT


def test_a_budget_keeps_the_best_and_at_least_one() -> None:
    passages = [Passage(start=n, end=n + 1, text="x") for n in range(3)]
    assert within_budget(passages, [5, 5, 5], 10) == passages[:2]
    assert within_budget(passages, [50, 5, 5], 10) == passages[:1]
