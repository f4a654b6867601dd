"""The schedule on a fake backend: who gets what, and that nobody is forgotten."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.engine.schedule import (
    BACKGROUND_SECONDS,
    BESIDE_SECONDS,
    Demand,
    Schedule,
    Share,
)

TOKEN_SECONDS = 0.01
STEP_SECONDS = 0.005


@dataclass
class FakeJob:
    """`prompt` tokens to read, then `answer` to write, `draft` guesses with each."""

    name: str
    priority: int
    prompt: int
    answer: int
    draft: int = 0
    arrives: int = 0
    got: list[int] = field(default_factory=list)

    @property
    def done(self) -> bool:
        return self.prompt == 0 and self.answer == 0

    def demand(self) -> Demand:
        if self.prompt:
            return Demand(self.name, self.priority, True, self.prompt)
        return Demand(self.name, self.priority, False, 1 + min(self.draft, self.answer - 1))

    def take(self, share: Share) -> None:
        assert 1 <= share.tokens <= self.demand().tokens
        assert share.reads == (self.prompt > 0)
        if share.reads:
            self.prompt -= share.tokens
        else:
            self.answer -= share.tokens
        self.got.append(share.tokens)


def seconds_of(shares: list[Share]) -> float:
    return STEP_SECONDS + TOKEN_SECONDS * sum(share.tokens for share in shares)


jobs_strategy = st.lists(
    st.tuples(st.integers(0, 3), st.integers(1, 300), st.integers(1, 60), st.integers(0, 8)),
    min_size=1,
    max_size=8,
)


@settings(max_examples=150, deadline=None)
@given(jobs=jobs_strategy, capacity=st.integers(8, 128), spare=st.integers(0, 16))
def test_every_job_gets_exactly_its_tokens(
    jobs: list[tuple[int, int, int, int]], capacity: int, spare: int
) -> None:
    fakes = [
        FakeJob(str(index), priority, prompt, answer, draft)
        for index, (priority, prompt, answer, draft) in enumerate(jobs)
    ]
    expected = {job.name: job.prompt + job.answer for job in fakes}
    outputs = len(fakes) + spare
    schedule = Schedule(capacity, outputs, capacity)
    for _ in range(20_000):
        going = [job for job in fakes if not job.done]
        if not going:
            break
        shares = schedule.plan([job.demand() for job in going])
        assert shares, "somebody waits, and nothing is done"
        assert len({share.job for share in shares}) == len(shares)
        assert sum(share.tokens for share in shares) <= capacity
        sampled = sum(1 if share.reads else share.tokens for share in shares)
        assert sampled <= outputs
        by_name = {job.name: job for job in going}
        for share in shares:
            by_name[share.job].take(share)
        schedule.measured(shares, seconds_of(shares))
    assert {job.name: sum(job.got) for job in fakes} == expected


@settings(max_examples=60, deadline=None)
@given(
    background=st.lists(st.tuples(st.integers(50, 400), st.integers(20, 80)), max_size=5),
    prompt=st.integers(1, 200),
)
def test_a_visible_answer_keeps_its_share_of_the_speed(
    background: list[tuple[int, int]], prompt: int
) -> None:
    """Decoding beside background work takes at most 1 / 0.4 of the time it takes alone."""
    fakes = [FakeJob(f"b{i}", 1, read, write) for i, (read, write) in enumerate(background)]
    chat = FakeJob("chat", 0, prompt, 80)
    schedule = Schedule(512, 32, 512)
    for _ in range(3):  # the background has been going on for a while
        going = [job for job in fakes if not job.done]
        if going:
            _step(schedule, going)
    began = 0.0
    while chat.prompt:
        began += _step(schedule, [chat, *(job for job in fakes if not job.done)])
    assert began <= BACKGROUND_SECONDS + 2 * (prompt * TOKEN_SECONDS + 10 * STEP_SECONDS)
    writing = 0.0
    while not chat.done:
        writing += _step(schedule, [chat, *(job for job in fakes if not job.done)])
    alone = 80 * (STEP_SECONDS + TOKEN_SECONDS)
    assert alone / writing >= 0.4


def _step(schedule: Schedule, going: list[FakeJob]) -> float:
    shares = schedule.plan([job.demand() for job in going])
    by_name = {job.name: job for job in going}
    for share in shares:
        by_name[share.job].take(share)
    seconds = seconds_of(shares)
    schedule.measured(shares, seconds)
    return seconds


def test_background_waits_while_a_visible_prompt_is_read() -> None:
    schedule = Schedule(512, 16, 512)
    shares = schedule.plan([Demand("b", 2, False, 1), Demand("v", 0, True, 100)])
    assert [share.job for share in shares] == ["v"]


def test_slices_beside_a_visible_answer_are_short() -> None:
    schedule = Schedule(512, 16, 512)
    rate = 1000.0
    for _ in range(50):  # learn the speed
        schedule.measured([Share("b", 200, True, False)], 200 / rate)
    alone = schedule.plan([Demand("b", 1, True, 5000)])
    assert abs(alone[0].tokens - rate * BACKGROUND_SECONDS) <= 16
    schedule.measured([Share("v", 1, False, True)], 0.02)  # credit
    beside = schedule.plan([Demand("v", 0, False, 1), Demand("b", 1, True, 5000)])
    assert [share.job for share in beside] == ["v", "b"]
    assert beside[1].tokens <= rate * BESIDE_SECONDS


def test_drafts_get_what_is_left_and_the_visible_one_comes_first() -> None:
    schedule = Schedule(512, 6, 512)
    demands = [Demand("b", 1, False, 9), Demand("c", 1, False, 9)]
    shares = {share.job: share.tokens for share in schedule.plan(demands)}
    assert shares == {"b": 5, "c": 1}
    visible = [Demand("a", 0, False, 9), Demand("z", 0, False, 1)]
    shares = {share.job: share.tokens for share in schedule.plan(visible)}
    assert shares == {"a": 5, "z": 1}
