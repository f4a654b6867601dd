"""The whole path says exactly what a bare llama.cpp loop says, with and without reuse."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.core.messages import Generate, Turn
from assistant.engine import llama
from tests.engine.bare import Bare, same
from tests.engine.conftest import ARCHITECTURES, GREEDY, Driver, user


@pytest.fixture(scope="module", autouse=True)
def _quiet_llama() -> Iterator[None]:
    log = llama.start(None)
    yield
    log.close()


@pytest.mark.parametrize("name", [*ARCHITECTURES, "bpe"])
def test_every_turn_equals_the_bare_loop(
    name: str, models: dict[str, Path], supervised: Driver
) -> None:
    supervised.load(models[name])
    bare = Bare(models[name])
    turns: tuple[Turn, ...] = ()
    prompt = []
    for number, said in enumerate(["hello world", "what is it?", "the dog went home and said yes"]):
        turns += (user(said),)
        opened = "" if number == 0 else "<|im_end|>\n"
        text = f"{opened}<|im_start|>user\n{said}<|im_end|>\n<|im_start|>assistant\n"
        prompt += bare.tokens(text, first=number == 0)
        expected = bare.greedy(prompt, 40)
        answer, last = supervised.answer(Generate(turns=turns, sampling=GREEDY, max_tokens=40))
        assert same(answer, bare.spell(expected))
        assert last.usage.prompt_tokens == len(prompt)
        assert last.usage.completion_tokens == len(expected)
        prompt += expected
        turns += (Turn(role="assistant", content=answer),)
    bare.close()


@pytest.mark.parametrize("name", [*ARCHITECTURES, "bpe"])
def test_edits_and_regenerations_equal_a_fresh_reading(
    name: str, models: dict[str, Path], supervised: Driver
) -> None:
    """Whatever the memory held before, the answer is that of an empty one."""
    supervised.load(models[name])
    bare = Bare(models[name])
    long = "one day the little dog went home and the cat said hello " * 3
    conversations = [
        (user("hello"),),
        (user("hello"),),
        (user("hello there"),),
        (user(long),),
        (user(long + "again"),),
        (user(long[:80]),),
        (Turn(role="system", content="be happy"), user("hello")),
        (
            Turn(role="system", content="be happy"),
            user("hello"),
            Turn(role="assistant", content="yes"),
            user("why"),
        ),
        (Turn(role="system", content="be happy"), user("hello you")),
    ]
    for turns in conversations:
        text = "".join(f"<|im_start|>{turn.role}\n{turn.content}<|im_end|>\n" for turn in turns)
        prompt = bare.tokens(text + "<|im_start|>assistant\n", first=True)
        expected = bare.greedy(prompt, 48)
        answer, last = supervised.answer(Generate(turns=turns, sampling=GREEDY, max_tokens=48))
        assert last.usage.prompt_tokens == len(prompt)
        assert same(answer, bare.spell(expected))
    bare.close()


@pytest.mark.parametrize("name", [*ARCHITECTURES, "bpe"])
def test_the_second_turn_reads_only_what_is_new(
    name: str, models: dict[str, Path], supervised: Driver
) -> None:
    supervised.load(models[name])
    turns: tuple[Turn, ...] = (user("hello world"),)
    held = 0
    for said in ("and then", "what day", "tell me more"):
        text, last = supervised.answer(Generate(turns=turns, sampling=GREEDY, max_tokens=24))
        assert last.usage.cached_tokens == held
        # the last token was drawn, but nothing had to be computed from it
        drawn = last.usage.completion_tokens
        held = last.usage.prompt_tokens + drawn - (1 if last.reason == "length" else 0)
        turns += (Turn(role="assistant", content=text), user(said))


@pytest.mark.parametrize("name", [*ARCHITECTURES, "bpe"])
def test_regenerating_reads_one_token(
    name: str, models: dict[str, Path], supervised: Driver
) -> None:
    """Also where the memory cannot be rewound: a checkpoint stands before the last token."""
    supervised.load(models[name])
    command = Generate(turns=(user("hello world"),), sampling=GREEDY, max_tokens=24)
    first, _ = supervised.answer(command)
    again = Generate(turns=command.turns, sampling=GREEDY, max_tokens=24)
    second, last = supervised.answer(again)
    assert second == first
    assert last.usage.cached_tokens == last.usage.prompt_tokens - 1


def test_a_seed_repeats_a_drawn_answer(models: dict[str, Path], supervised: Driver) -> None:
    supervised.load(models["llama"])
    from assistant.core.messages import Sampling

    def drawn(seed: int) -> str:
        sampling = Sampling(temperature=1.5, top_k=0, top_p=1.0, min_p=0.0, seed=seed)
        command = Generate(turns=(user("hello"),), sampling=sampling, max_tokens=30)
        return supervised.answer(command)[0]

    assert drawn(5) == drawn(5)
    assert len({drawn(seed) for seed in range(6)}) > 1
