"""Two orders joined to one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.core.rank_fusion import fused

rankings = st.lists(st.lists(st.integers(0, 30), unique=True), min_size=1, max_size=4)


def order(lists: list[list[int]], weights: list[float], limit: int = 100) -> list[int]:
    return [item for item, _ in fused(lists, weights, limit)]


def test_agreement_beats_a_single_first_place() -> None:
    assert order([[1, 2, 3], [4, 2, 5]], [1.0, 1.0])[0] == 2


def test_a_heavier_list_decides_between_equal_places() -> None:
    assert order([[1], [2]], [1.0, 2.0]) == [2, 1]
    assert order([[1], [2]], [2.0, 1.0]) == [1, 2]


def test_a_weight_for_each_list() -> None:
    with pytest.raises(ValueError, match="zip"):
        fused([[1], [2]], [1.0], 5)


@given(rankings)
def test_everything_is_there_once_and_a_better_place_everywhere_wins(
    lists: list[list[int]],
) -> None:
    result = order(lists, [1.0] * len(lists))
    assert sorted(result) == sorted({item for each in lists for item in each})
    for better in result:
        for worse in result:
            places = [
                (each.index(better), each.index(worse))
                for each in lists
                if better in each and worse in each
            ]
            if len(places) == len(lists) and all(a < b for a, b in places):
                assert result.index(better) < result.index(worse)


@given(rankings, st.integers(0, 5))
def test_the_limit_keeps_the_best(lists: list[list[int]], limit: int) -> None:
    weights = [1.0] * len(lists)
    assert order(lists, weights, limit) == order(lists, weights)[:limit]
