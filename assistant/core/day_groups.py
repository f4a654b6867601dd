"""Conversations by when they were last used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Literal, NamedTuple

from assistant.core.entities import ConversationSummary

GroupKind = Literal["pinned", "today", "yesterday", "week", "month"]


class Group(NamedTuple):
    """`year` and `month` count only for the kind "month"."""

    kind: GroupKind
    year: int = 0
    month: int = 0


def group_of(row: ConversationSummary, today: date) -> Group:
    """Where `row` stands in the list; days are those of the local calendar."""
    if row.pinned:
        return Group("pinned")
    day = datetime.fromtimestamp(row.updated_at).date()
    if day >= today:
        return Group("today")
    if day == today - timedelta(days=1):
        return Group("yesterday")
    if day >= today - timedelta(days=7):
        return Group("week")
    return Group("month", day.year, day.month)


def grouped(
    rows: Iterable[ConversationSummary], today: date
) -> Iterator[tuple[Group, list[ConversationSummary]]]:
    """`rows` (pinned first, then the latest first) under their groups, in the same order."""
    for group, members in groupby(rows, key=lambda row: group_of(row, today)):
        yield group, list(members)
