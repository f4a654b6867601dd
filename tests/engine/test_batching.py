"""Jobs, schedule and sequences together on a fake model: every text comes out as it would alone.

The fake model draws a token from a hash of exactly what its memory holds, so that a token that
is lost, doubled, or read by the wrong job changes the text.
"""

from __future__ import annotations

import random
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.core.messages import AnyEvent, Delta, Failed, Finished, Generate, Turn
from assistant.engine import llama
from assistant.engine.answers import AnswerMemory
from assistant.engine.batching import Batching
from assistant.engine.drafting import StepCost
from assistant.engine.job import GenerateJob
from assistant.engine.loaded_model import LoadedModel
from assistant.engine.prompt import Prompt
from assistant.engine.schedule import Schedule
from assistant.engine.sequences import SequencePool
from tests.engine.test_sequences import FakeMemory, FakeStates, Kind

END = 0
LETTERS = 6
CONTEXT = 160


def next_token(tokens: Sequence[int]) -> int:
    """What the fake model says after `tokens`; it looks back a little, so that it repeats."""
    seen = bytes(tokens[-3:]) + bytes([sum(tokens) % 3])
    drawn = zlib.crc32(seen) % (LETTERS * 4)
    return END if drawn == END else 1 + drawn % (LETTERS - 1)


def text_after(prompt: Sequence[int], count: int) -> list[int]:
    """The reference: the answer to `prompt` alone."""
    tokens = list(prompt)
    while len(tokens) - len(prompt) < count and len(tokens) <= CONTEXT:
        token = next_token(tokens)
        if token == END:
            break
        tokens.append(token)
    return tokens[len(prompt) :]


class FakeContext(FakeMemory):
    """Memory that evaluates batches, and now and then refuses one."""

    def __init__(self, kind: Kind, count: int, faults: float, draw: random.Random) -> None:
        super().__init__(kind, count, CONTEXT, faults)
        self._draw = draw
        self._refuses = faults / 3
        self._parts: list[tuple[int, list[int], int]] = []
        self._outputs: dict[int, int] = {}
        self.capacity = 32
        self.outputs = 40
        self.pointer = self

    def begin(self) -> None:
        self._parts = []
        self._outputs = {}

    def add(self, sequence: int, tokens: Sequence[int], position: int, outputs: int) -> int:
        assert position == len(self.held[sequence]), "positions follow each other"
        first = sum(len(part) for _, part, _ in self._parts) + len(tokens) - outputs
        self._parts.append((sequence, list(tokens), outputs))
        return first

    def decode(self) -> int:
        assert sum(len(part) for _, part, _ in self._parts) <= self.capacity
        assert len({sequence for sequence, _, _ in self._parts}) == len(self._parts)
        working = {sequence for sequence, _, _ in self._parts}
        others = any(held for index, held in enumerate(self.held) if index not in working)
        if (others or len(working) > 1) and self._draw.random() < self._refuses:
            return llama.DECODE_NO_SLOT
        if self._draw.random() < self._refuses:
            for sequence, tokens, _ in self._parts[:1]:
                self.evaluate(sequence, tokens[: len(tokens) // 2])
            return llama.DECODE_ABORTED
        index = 0
        for sequence, tokens, outputs in self._parts:
            for place, token in enumerate(tokens):
                self.evaluate(sequence, [token])
                if place >= len(tokens) - outputs:
                    self._outputs[index] = next_token(self.held[sequence])
                index += 1
        occupied = sum(len(one) for one in self.held)
        assert occupied <= CONTEXT * len(self.held)
        return llama.DECODE_OK

    def drawn(self, index: int) -> int:
        return self._outputs[index]


class FakeSampler:
    reads_prompt = 0

    def __init__(self) -> None:
        self.closed = False

    def sample(self, pointer: FakeContext, index: int) -> int:
        assert not self.closed
        return pointer.drawn(index)

    def close(self) -> None:
        self.closed = True


class FakeVocabulary:
    special: tuple[Any, ...] = ()

    def ends_generation(self, token: int) -> bool:
        return token == END

    def piece(self, token: int, *, special: bool = False) -> bytes:
        return bytes([96 + token])


class FakePrompts:
    """The prompt of a turn is its text: letters are tokens."""

    def __init__(self) -> None:
        self.answers = AnswerMemory()

    def chat(self, turns: Sequence[Turn], thinking: bool | None) -> Prompt:
        del thinking
        return Prompt([ord(letter) - 96 for letter in turns[-1].content])


@dataclass
class Desk:
    """A model with its jobs, and what they said."""

    kind: Kind
    faults: float
    seed: int
    events: list[AnyEvent] = field(default_factory=list)

    def __post_init__(self) -> None:
        draw = random.Random(self.seed)
        self.context = FakeContext(self.kind, 4, self.faults, draw)
        self.pool = SequencePool(self.context, 4, CONTEXT, FakeStates())
        loaded = SimpleNamespace(
            context=self.context,
            pool=self.pool,
            schedule=Schedule(self.context.capacity, self.context.outputs, 16),
            step_cost=StepCost(),
            prompts=FakePrompts(),
            model=SimpleNamespace(vocabulary=FakeVocabulary()),
            context_length=CONTEXT,
            drafts=self.kind != "recurrent",
            draft_model=None,
            sampler=lambda _sampling: FakeSampler(),
        )
        self.loaded = cast("LoadedModel", loaded)
        self.batching = Batching(self.loaded, self.events.append)

    def ask(self, command: Generate, arrived: float) -> None:
        job = GenerateJob(command, self.loaded, self.events.append, arrived=arrived)
        self.batching.add(job)

    def step(self) -> bool:
        if not self.batching.busy:
            return False
        shares = self.batching.plan()
        if shares:
            self.batching.compute(shares)
        return True

    def text(self, command: Generate) -> str:
        deltas = [
            one
            for one in self.events
            if isinstance(one, Delta) and one.request_id == command.request_id
        ]
        assert [one.seq for one in deltas] == list(range(len(deltas)))
        return "".join(one.text for one in deltas)

    def end(self, command: Generate) -> Finished:
        ends = [
            one
            for one in self.events
            if isinstance(one, Finished | Failed) and one.request_id == command.request_id
        ]
        assert len(ends) == 1, "a call ends once"
        assert isinstance(ends[0], Finished), ends[0]
        return ends[0]


prompts = st.text(alphabet="abcde", min_size=1, max_size=60)
actions = st.lists(
    st.tuples(
        st.sampled_from(["ask", "ask", "step", "step", "cancel", "pause", "resume"]),
        prompts,
        st.integers(0, 2),
        st.integers(1, 40),
        st.integers(0, 3),
    ),
    max_size=30,
)


@settings(max_examples=250, deadline=None)
@given(
    script=actions,
    kind=st.sampled_from(["attention", "recurrent", "window"]),
    faults=st.sampled_from([0.0, 0.3]),
    seed=st.integers(0, 1000),
)
def test_every_text_is_what_it_would_be_alone(
    script: list[tuple[str, str, int, int, int]], kind: Kind, faults: float, seed: int
) -> None:
    desk = Desk(kind, faults, seed)
    asked: list[Generate] = []
    cancelled: set[str] = set()
    shared = "abcde" * 4
    for number, (action, text, priority, count, which) in enumerate(script):
        target = asked[which % len(asked)].request_id if asked else ""
        if action == "ask":
            command = Generate(
                turns=(Turn("user", shared + text if which % 2 else text),),
                max_tokens=count,
                priority=priority,
                conversation=f"c{which}" if which else "",
                keep=count % 3 != 0,
            )
            desk.ask(command, float(number))
            asked.append(command)
        elif action == "step":
            for _ in range(count):
                desk.step()
        elif action == "cancel" and desk.batching.cancel(target):
            cancelled.add(target)
        elif action in ("pause", "resume"):
            desk.batching.pause(target, action == "pause")
    for command in asked:
        desk.batching.pause(command.request_id, False)
    for _ in range(4000):
        if not desk.step():
            break
    assert not desk.batching.busy, "somebody was forgotten"
    for command in asked:
        expected = text_after(
            [ord(letter) - 96 for letter in command.turns[0].content], command.max_tokens
        )
        spelled = "".join(chr(96 + token) for token in expected)
        said = desk.text(command)
        finished = desk.end(command)
        if command.request_id in cancelled:
            assert spelled.startswith(said)
        else:
            assert said == spelled
            assert finished.reason in ("stop", "length", "context_full")
    assert not any(live.busy for live in desk.pool._all), "sequences are free again"


def test_what_somebody_waits_for_goes_before_what_waits_longer() -> None:
    desk = Desk("attention", 0.0, 1)
    jobs = [
        Generate(turns=(Turn("user", "abc" * 10 + letter),), max_tokens=60, priority=2)
        for letter in "abcde"
    ]
    for number, command in enumerate(jobs):
        desk.ask(command, float(number))
    for _ in range(5):
        desk.step()
    visible = Generate(turns=(Turn("user", "edcba" * 4),), max_tokens=3)
    desk.ask(visible, 9.0)
    for _ in range(12):
        desk.step()
    assert desk.end(visible).usage.completion_tokens <= 3


def test_a_paused_job_rests_and_goes_on_where_it_was() -> None:
    desk = Desk("attention", 0.0, 1)
    command = Generate(turns=(Turn("user", "abcab"),), max_tokens=30)
    desk.ask(command, 0.0)
    for _ in range(6):
        desk.step()
    desk.batching.pause(command.request_id, True)
    before = len(desk.events)
    assert not desk.step()
    assert len(desk.events) == before
    desk.batching.pause(command.request_id, False)
    while desk.step():
        pass
    expected = text_after([1, 2, 3, 1, 2], 30)
    assert desk.text(command) == "".join(chr(96 + token) for token in expected)
