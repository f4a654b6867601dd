"""How long a summary still takes, from what was measured."""

from __future__ import annotations

import pytest

from assistant.core import summary_progress
from assistant.core.entities import Timings, Usage
from assistant.core.messages import Finished
from assistant.core.segmentation import Section
from assistant.core.summary_plan import DocumentPlan, Node, Plan
from assistant.core.summary_progress import SummaryProgress

READ, WRITTEN = 1000, 100


class _Clock:
    def __init__(self) -> None:
        self.now = 50.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> _Clock:
    made = _Clock()
    monkeypatch.setattr(summary_progress, "time", made)
    return made


def plan_of(passes: int, seconds: float | None = None) -> Plan:
    sections = tuple(Section(n * 10, n * 10 + 10, READ) for n in range(passes))
    return Plan(
        documents=(DocumentPlan(READ * passes, sections),),
        nodes=tuple(Node(f"0.{n}", "section", 0, WRITTEN, n) for n in range(passes)),
        mark="0",
        tokens=READ * passes,
        read=READ * passes,
        written=WRITTEN * passes,
        seconds=seconds,
    )


def finished(reading_s: float) -> Finished:
    return Finished(
        usage=Usage(prompt_tokens=READ, completion_tokens=WRITTEN),
        timings=Timings(prefill_tokens_per_s=READ / reading_s),
    )


def waiting(first: int, passes: int) -> list[str]:
    return [f"0.{n}" for n in range(first, passes)]


def test_before_anything_is_measured_the_plan_knows_or_nobody(clock: _Clock) -> None:
    assert SummaryProgress(plan_of(4)).seconds_left(waiting(0, 4), {}) is None
    known = SummaryProgress(plan_of(4, seconds=40.0))
    assert known.seconds_left(waiting(0, 4), {}) == pytest.approx(40.0)
    assert known.seconds_left(waiting(3, 4), {}) == pytest.approx(10.0)


def test_one_after_the_other_each_pass_takes_as_long_as_the_one_before(clock: _Clock) -> None:
    progress = SummaryProgress(plan_of(10))
    clock.now += 5.0
    progress.add(finished(reading_s=2.0))
    assert progress.seconds_left(waiting(1, 10), {}) == pytest.approx(9 * 5.0, rel=0.05)


def test_what_is_half_written_counts_half_and_waiting_makes_nothing_longer(
    clock: _Clock,
) -> None:
    progress = SummaryProgress(plan_of(9))
    clock.now += 20.0
    progress.add(finished(reading_s=2.0))
    half = {f"0.{n}": WRITTEN // 2 for n in range(1, 4)}
    before = progress.seconds_left(waiting(1, 9), half)
    clock.now += 4.0
    whole = dict.fromkeys(half, WRITTEN - 1)
    after = progress.seconds_left(waiting(1, 9), whole)
    assert before is not None
    assert after is not None
    assert after < before
    alone = progress.seconds_left(waiting(1, 9), {})
    assert alone is not None
    assert after < alone
