"""Groups of the conversation list and finding by a few letters."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from assistant.core.day_groups import Group, group_of, grouped
from assistant.core.entities import ConversationSummary
from assistant.core.fuzzy import score

TODAY = date(2026, 3, 15)


def _row(days_ago: int, *, pinned: bool = False, number: int = 1) -> ConversationSummary:
    noon = datetime(2026, 3, 15, 12) - timedelta(days=days_ago)
    return ConversationSummary(id=number, title="t", pinned=pinned, updated_at=noon.timestamp())


def test_days_fall_into_their_groups() -> None:
    assert group_of(_row(0), TODAY) == Group("today")
    assert group_of(_row(-1), TODAY) == Group("today")  # a clock that was wrong
    assert group_of(_row(1), TODAY) == Group("yesterday")
    assert group_of(_row(2), TODAY) == Group("week")
    assert group_of(_row(7), TODAY) == Group("week")
    assert group_of(_row(8), TODAY) == Group("month", 2026, 3)
    assert group_of(_row(30), TODAY) == Group("month", 2026, 2)
    assert group_of(_row(400, pinned=True), TODAY) == Group("pinned")


@given(st.lists(st.tuples(st.integers(0, 900), st.booleans()), max_size=40))
def test_every_row_stands_in_exactly_one_group_once(rows: list[tuple[int, bool]]) -> None:
    made = [_row(days, pinned=pinned, number=n) for n, (days, pinned) in enumerate(rows)]
    made.sort(key=lambda row: (not row.pinned, -row.updated_at))
    groups = list(grouped(made, TODAY))
    names = [group for group, _members in groups]
    assert len(names) == len(set(names))
    assert [row for _group, members in groups for row in members] == made


def test_a_few_letters_find_an_entry() -> None:
    assert score("sett", "Settings") is not None
    assert score("da app", "Dark appearance") is not None
    assert score("drkap", "Dark appearance") is not None
    assert score("zebra", "Settings") is None
    assert score("ÉCOLE", "école") is not None
    best = max(["Go to Models", "Unload the model", "Settings"], key=lambda t: score("mod", t) or 0)
    assert best != "Settings"
    assert (score("model", "Model picker") or 0) > (score("model", "remodelling") or 0)


@given(st.text(max_size=20), st.text(max_size=40))
def test_any_part_of_a_text_finds_it(before: str, after: str) -> None:
    assert score("needle", f"{before} needle {after}") is not None
