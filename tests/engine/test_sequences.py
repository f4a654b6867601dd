"""The pool of sequences on a fake memory that knows exactly what it holds."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.engine.live import Live, common_prefix
from assistant.engine.sequences import SequencePool
from assistant.engine.state_file import SavedState

Kind = Literal["attention", "recurrent", "window"]
WINDOW = 8


class FakeMemory:
    """Holds tokens as llama.cpp would; `faults` is the chance that a load or copy fails."""

    def __init__(self, kind: Kind, count: int, capacity: int, faults: float = 0.0) -> None:
        self.kind = kind
        self.held: list[list[int]] = [[] for _ in range(count)]
        self.oldest = [0] * count
        self.capacity = capacity
        self._faults = faults
        self._random = random.Random(7)
        self.loads = 0

    @property
    def rewinds(self) -> bool:
        return self.kind == "attention"

    def evaluate(self, sequence: int, tokens: Sequence[int]) -> None:
        self.held[sequence] += tokens
        if self.kind == "window":
            self.oldest[sequence] = max(0, len(self.held[sequence]) - WINDOW - 4)

    def length(self, sequence: int) -> int:
        return len(self.held[sequence])

    def forget(self, sequence: int) -> None:
        self.held[sequence] = []
        self.oldest[sequence] = 0

    def can_rewind(self, sequence: int, length: int) -> bool:
        if self.kind == "recurrent":
            return length == len(self.held[sequence])
        if self.kind == "window":
            return self.oldest[sequence] <= max(0, length - WINDOW + 1)
        return True

    def rewind(self, sequence: int, length: int) -> bool:
        if not self.can_rewind(sequence, length):
            return False
        del self.held[sequence][length:]
        return len(self.held[sequence]) == length

    def copy(self, source: int, target: int, length: int) -> bool:
        assert not self.held[target], "the target of a copy must be empty"
        whole = self.held[source] if not self.rewinds else self.held[source][:length]
        self.held[target] = list(whole)
        self.oldest[target] = self.oldest[source]
        return not self._fails() and (self.rewinds or self.can_rewind(target, length))

    def save(self, sequence: int, *, partial: bool = False) -> bytearray:
        body = ",".join(map(str, self.held[sequence]))
        return bytearray(f"{'P' if partial else 'W'}{self.oldest[sequence]};{body}", "ascii")

    def load(
        self, sequence: int, data: bytes | bytearray | memoryview, *, partial: bool = False
    ) -> bool:
        self.loads += 1
        text = bytes(data).decode()
        assert text[0] == ("P" if partial else "W")
        oldest, body = text[1:].split(";")
        tokens = [int(word) for word in body.split(",") if word]
        if self._fails():
            return False
        if partial:
            assert self.held[sequence][: len(tokens)] == tokens
            if self.kind == "recurrent":
                self.held[sequence] = tokens
        else:
            self.held[sequence] = tokens
        self.oldest[sequence] = int(oldest)
        return True

    def _fails(self) -> bool:
        return self._random.random() < self._faults


class FakeStates:
    """States in a dictionary."""

    def __init__(self) -> None:
        self.kept: dict[str, SavedState] = {}
        self.saved: list[str] = []

    def put(self, state: SavedState) -> None:
        self.kept[state.conversation] = state

    def get(self, conversation: str) -> SavedState | None:
        return self.kept.get(conversation)

    def take(self, conversation: str) -> SavedState | None:
        return self.kept.pop(conversation, None)

    def find(self, tokens: Sequence[int]) -> tuple[SavedState, int] | None:
        found = [(state, common_prefix(state.tokens, tokens)) for state in self.kept.values()]
        return max(found, key=lambda one: one[1], default=None)

    def save(self, conversation: str) -> None:
        self.saved.append(conversation)


def make(
    kind: Kind = "attention", count: int = 4, capacity: int = 400, faults: float = 0.0
) -> tuple[SequencePool, FakeMemory, FakeStates]:
    memory, states = FakeMemory(kind, count, capacity, faults), FakeStates()
    return SequencePool(memory, count, capacity, states), memory, states


def read(pool: SequencePool, memory: FakeMemory, live: Live, prompt: Sequence[int]) -> int:
    """Evaluate what is missing of `prompt`, stopping at marks; how many tokens that were."""
    missing = len(prompt) - len(live.tokens)
    while len(live.tokens) < len(prompt):
        start = len(live.tokens)
        end = next((mark for mark in live.marks if mark > start), len(prompt))
        memory.evaluate(live.id, prompt[start:end])
        pool.extend(live, prompt[start:end])
        if end in live.marks:
            pool.checkpoint(live)
    return missing


def turn(
    pool: SequencePool,
    memory: FakeMemory,
    prompt: Sequence[int],
    conversation: str = "",
    *,
    keep: bool = True,
    answer: Sequence[int] = (),
) -> int:
    """A whole job; how many tokens of the prompt were read."""
    live = pool.acquire(prompt, conversation, keep=keep)
    assert live is not None
    assert pool.make_room(len(prompt) - len(live.tokens) + len(answer))
    count = read(pool, memory, live, prompt)
    memory.evaluate(live.id, answer)
    pool.extend(live, list(answer))
    pool.release(live, conversation, keep=keep)
    return count


FIRST = list(range(100, 160))
ANSWER = list(range(900, 920))
NEXT = [*FIRST, *ANSWER, *range(200, 210)]


@pytest.mark.parametrize("kind", ["attention", "recurrent", "window"])
def test_the_next_turn_reads_only_what_is_new(kind: Kind) -> None:
    pool, memory, _ = make(kind)
    assert turn(pool, memory, FIRST, "a", answer=ANSWER) == 60
    assert turn(pool, memory, NEXT, "a") == 10


@pytest.mark.parametrize("kind", ["attention", "recurrent", "window"])
def test_a_title_costs_the_conversation_nothing(kind: Kind) -> None:
    pool, memory, _ = make(kind)
    turn(pool, memory, FIRST, "a", answer=ANSWER)
    title = [*FIRST, *ANSWER, 5, 6, 7]
    assert turn(pool, memory, title, "a", keep=False, answer=[8, 9]) == 3
    assert turn(pool, memory, NEXT, "a") == 10


@pytest.mark.parametrize("kind", ["attention", "recurrent", "window"])
def test_regenerating_reads_one_token_and_editing_the_last_turn_only_that(kind: Kind) -> None:
    pool, memory, _ = make(kind)
    turn(pool, memory, FIRST, "a", answer=ANSWER)
    turn(pool, memory, NEXT, "a", answer=[1, 2, 3] * 10)
    assert turn(pool, memory, NEXT, "a", answer=[4, 5] * 10) == 1
    edited = [*FIRST, *ANSWER, *range(300, 312)]
    assert turn(pool, memory, edited, "a") == 12


@pytest.mark.parametrize("kind", ["attention", "recurrent", "window"])
def test_switching_conversations_reads_nothing_again(kind: Kind) -> None:
    pool, memory, _ = make(kind, capacity=1200)
    first, second = list(range(1000, 1400)), list(range(2000, 2400))
    turn(pool, memory, first, "a", answer=ANSWER)
    turn(pool, memory, second, "b", answer=ANSWER)
    assert turn(pool, memory, [*first, *ANSWER, 1], "a") == 1
    assert turn(pool, memory, [*second, *ANSWER, 1], "b") == 1


def test_what_rests_does_not_burden_the_memory() -> None:
    pool, memory, states = make(capacity=2000)
    turn(pool, memory, list(range(1000, 1400)), "a")
    turn(pool, memory, list(range(2000, 2010)), "b")
    assert "a" in states.kept
    assert sum(map(len, memory.held)) == 10


@pytest.mark.parametrize("kind", ["attention", "recurrent", "window"])
def test_parallel_sections_share_the_prompt_they_begin_with(kind: Kind) -> None:
    pool, memory, _ = make(kind, count=6, capacity=900)
    system = list(range(10, 90))
    turn(pool, memory, [*system, 1, 2, 3])
    lives = []
    counts = []
    for number in range(4):
        prompt = [*system, 1000 + number, *range(40)]
        live = pool.acquire(prompt, "", keep=False)
        assert live is not None
        counts.append(read(pool, memory, live, prompt))
        lives.append(live)
    fresh = 121 if kind != "attention" else 41
    assert counts[0] <= fresh
    assert counts[1:] == [41, 41, 41]
    assert pool.make_room(900 - 80 - 4 * 41 - (0 if kind == "attention" else 3))
    for live in lives:
        pool.release(live, "", keep=False)


def test_no_sequence_is_free() -> None:
    pool, _, _ = make(count=1)
    assert pool.acquire([1, 2, 3], "", keep=False) is not None
    assert pool.acquire([1, 2, 3], "", keep=False) is None


def test_another_conversation_is_never_overwritten_while_there_is_room() -> None:
    pool, memory, _ = make()
    turn(pool, memory, [1, 2, 3, 4, *range(50, 80)], "a")
    turn(pool, memory, [1, 2, 3, 4, *range(150, 180)], "b")
    assert turn(pool, memory, [1, 2, 3, 4, *range(50, 80), 9], "a") == 1


def test_a_full_memory_moves_out_who_rested_longest() -> None:
    pool, memory, states = make(capacity=100)
    turn(pool, memory, list(range(30)), "a")
    turn(pool, memory, list(range(100, 130)), "b")
    turn(pool, memory, list(range(200, 230)), "c")
    assert not states.kept
    turn(pool, memory, list(range(300, 330)), "d")
    assert set(states.kept) == {"a"}
    assert turn(pool, memory, [*range(30), 7], "a") == 1


def test_only_changed_states_are_stored_again() -> None:
    pool, memory, states = make()
    turn(pool, memory, FIRST, "a", answer=ANSWER)
    assert pool.unsaved()
    assert pool.save() == ["a"]
    assert not pool.unsaved()
    kept = states.kept["a"]
    pool.save()
    assert states.kept["a"] is kept
    turn(pool, memory, NEXT, "a")
    pool.save("a")
    assert len(states.kept["a"].tokens) == len(NEXT)


def test_nothing_stays_unsaved_for_ever() -> None:
    """An engine at rest wakes up while something is unsaved: it must come to an end."""
    pool, memory, states = make()
    turn(pool, memory, [1, 2, 3], "short")
    memory.save = lambda sequence, *, partial=False: bytearray()  # type: ignore[method-assign]
    turn(pool, memory, FIRST, "not writable")
    pool.save()
    assert not states.kept
    assert not pool.unsaved()


def test_dropping_a_conversation_forgets_it() -> None:
    pool, memory, _ = make()
    turn(pool, memory, FIRST, "a")
    pool.drop(["a"])
    assert not any(memory.held)
    assert pool.save() == []
    assert turn(pool, memory, FIRST, "a") == len(FIRST)


operations = st.lists(
    st.tuples(
        st.sampled_from(["start", "start", "end", "end", "guess", "abort", "drop", "save"]),
        st.integers(0, 5),
        st.integers(0, 40),
        st.booleans(),
    ),
    max_size=60,
)


@settings(max_examples=200, deadline=None)
@given(
    steps=operations,
    kind=st.sampled_from(["attention", "recurrent", "window"]),
    faults=st.sampled_from([0.0, 0.3]),
    seed=st.integers(0, 1000),
)
def test_memory_always_holds_what_the_pool_believes(
    steps: list[tuple[str, int, int, bool]], kind: Kind, faults: float, seed: int
) -> None:
    pool, memory, _ = make(kind, capacity=300, faults=faults)
    draw = random.Random(seed)
    texts: dict[str, list[int]] = {}
    running: list[tuple[Live, str, bool]] = []
    for action, which, size, keep in steps:
        name = f"c{which}" if which else ""
        if action == "start":
            old = texts.get(name, [])
            cut = draw.randrange(len(old) + 1)
            prompt = old[:cut] + [draw.randrange(50) for _ in range(size + 2)]
            prompt = prompt[:120]
            live = pool.acquire(prompt, name, keep=keep)
            if live is None:
                assert len(running) == 4
                continue
            assert live.tokens == prompt[: len(live.tokens)]
            assert len(live.tokens) < len(prompt)
            assert memory.held[live.id] == live.tokens
            if not pool.make_room(len(prompt) - len(live.tokens)):
                pool.release(live, "", keep=True)
                continue
            read(pool, memory, live, prompt)
            texts[name] = prompt
            running.append((live, name, keep))
        elif action == "end" and running:
            live, name, kept = running.pop(which % len(running))
            pool.release(live, name, keep=kept)
        elif action == "guess" and running:
            live, _, _ = running[which % len(running)]
            before = len(live.tokens)
            guesses = [draw.randrange(50) for _ in range(1 + size % 4)]
            if pool.make_room(len(guesses)):
                memory.evaluate(live.id, guesses)
                pool.extend(live, guesses)
                pool.rewind(live, before + 1)
        elif action == "abort" and running:
            live, _, _ = running[which % len(running)]
            memory.evaluate(live.id, [3, 1, 4])
            pool.restore(live)
        elif action == "drop":
            pool.drop([name])
        elif action == "save":
            pool.save(name)
        assert {live.id for live, _, _ in running} == {live.id for live in pool._all if live.busy}
        for live in pool._all:
            assert memory.held[live.id] == live.tokens
            assert len(live.cells) == len(live.tokens)
            assert all(one.length <= len(live.tokens) for one in live.checkpoints)


@given(
    first=st.lists(st.integers(0, 2), max_size=40), second=st.lists(st.integers(0, 2), max_size=40)
)
def test_common_prefix_is_the_longest(first: list[int], second: list[int]) -> None:
    length = common_prefix(first, second)
    assert first[:length] == second[:length]
    assert length == min(len(first), len(second)) or first[length] != second[length]
    assert common_prefix(tuple(first), second) == length
