"""The whole path says exactly what a bare llama.cpp loop says, with and without reuse."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from pathlib import Path

import llama_cpp as lc
import pytest

from assistant.core.messages import Generate, Turn
from assistant.engine import llama
from tests.bench import bare_loop
from tests.engine.conftest import ARCHITECTURES, GREEDY, Driver, user


@pytest.fixture(scope="module", autouse=True)
def _quiet_llama() -> Iterator[None]:
    log = llama.start(None)
    yield
    log.close()


class Bare:
    """Greedy decoding with nothing kept between two calls."""

    def __init__(self, path: Path) -> None:
        self.model, self.context = bare_loop.load(str(path), 1, context_length=512)
        self.vocabulary = llama.Vocabulary(lc.llama_model_get_vocab(self.model))

    def tokens(self, text: str, *, first: bool) -> list[int]:
        data = text.encode()
        buffer = (ctypes.c_int32 * (len(data) + 8))()
        vocabulary = lc.llama_model_get_vocab(self.model)
        count = lc.llama_tokenize(vocabulary, data, len(data), buffer, len(buffer), first, True)
        return buffer[:count]

    def greedy(self, prompt: list[int], count: int) -> list[int]:
        lc.llama_memory_clear(lc.llama_get_memory(self.context), True)
        sampler = lc.llama_sampler_init_greedy()
        bare_loop.decode(self.context, prompt)
        out: list[int] = []
        while len(out) < count:
            token = lc.llama_sampler_sample(sampler, self.context, -1)
            if self.vocabulary.ends_generation(token):
                break
            out.append(token)
            bare_loop.decode(self.context, [token])
        lc.llama_sampler_free(sampler)
        return out

    def spell(self, tokens: list[int]) -> str:
        data = b"".join(self.vocabulary.piece(token) for token in tokens)
        return data.decode("utf-8", "replace")

    def close(self) -> None:
        lc.llama_free(self.context)
        lc.llama_model_free(self.model)


def _same(engine_text: str, bare_text: str) -> bool:
    """Equal apart from white space at the start and a character cut off at the end."""
    return bare_text.lstrip().rstrip("\ufffd") == engine_text.rstrip("\ufffd")


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
        assert _same(answer, bare.spell(expected))
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
        assert _same(answer, bare.spell(expected))
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


def test_regenerating_reads_one_token(models: dict[str, Path], supervised: Driver) -> None:
    supervised.load(models["llama"])
    command = Generate(turns=(user("hello world"),), sampling=GREEDY, max_tokens=24)
    first, _ = supervised.answer(command)
    again = Generate(turns=command.turns, sampling=GREEDY, max_tokens=24)
    second, last = supervised.answer(again)
    assert second == first
    assert last.usage.cached_tokens == last.usage.prompt_tokens - 1


def test_memory_that_cannot_rewind_is_read_again(
    models: dict[str, Path], supervised: Driver
) -> None:
    supervised.load(models["mamba"])
    command = Generate(turns=(user("hello world"),), sampling=GREEDY, max_tokens=24)
    first, _ = supervised.answer(command)
    again = Generate(turns=command.turns, sampling=GREEDY, max_tokens=24)
    second, last = supervised.answer(again)
    assert second == first
    assert last.usage.cached_tokens == 0


def test_a_seed_repeats_a_drawn_answer(models: dict[str, Path], supervised: Driver) -> None:
    supervised.load(models["llama"])
    from assistant.core.messages import Sampling

    def drawn(seed: int) -> str:
        sampling = Sampling(temperature=1.5, top_k=0, top_p=1.0, min_p=0.0, seed=seed)
        command = Generate(turns=(user("hello"),), sampling=sampling, max_tokens=30)
        return supervised.answer(command)[0]

    assert drawn(5) == drawn(5)
    assert len({drawn(seed) for seed in range(6)}) > 1
