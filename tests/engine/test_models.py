"""Real models, where they are at hand, and the engine in a thread."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.core.messages import (
    Cancel,
    CountTokens,
    Delta,
    Embed,
    Embedded,
    Failed,
    Finished,
    Generate,
    LoadModel,
    Sampling,
    TokenCount,
    Unload,
    Unloaded,
)
from assistant.engine.inprocess import InProcessEngine
from tests.engine.conftest import GREEDY, Driver, user


@pytest.fixture
def stories(shared_models: Path) -> Path:
    path = shared_models / "stories260K.gguf"
    if not path.exists():
        pytest.skip("no model that tells stories")
    return path


@pytest.fixture
def sentences(shared_models: Path) -> Path:
    path = shared_models / "all-minilm-l6-v2-q8_0.gguf"
    if not path.exists():
        pytest.skip("no embedding model")
    return path


def test_a_story(stories: Path, supervised: Driver) -> None:
    ready = supervised.load(stories)
    assert ready.info.context_length == 128
    assert not ready.info.has_template
    command = Generate(turns=(user("Once upon a time"),), raw=True, sampling=GREEDY, max_tokens=60)
    text, last = supervised.answer(command)
    assert last.reason == "length"
    words = text.lower().replace(",", " ").replace(".", " ").split()
    assert {"there", "was", "a"} <= set(words)
    assert all(word.isascii() for word in words)


def test_a_story_fills_its_context(stories: Path, supervised: Driver) -> None:
    supervised.load(stories)
    sampling = Sampling(temperature=0.8, seed=3)
    command = Generate(turns=(user("Once upon a time"),), raw=True, sampling=sampling)
    _, last = supervised.answer(command)
    assert last.reason in ("context_full", "stop")
    assert last.usage.prompt_tokens + last.usage.completion_tokens <= 129


def test_sentences_of_one_meaning_are_near(sentences: Path, supervised: Driver) -> None:
    ready = supervised.load(sentences, purpose="embedding")
    assert ready.info.context_length == 512
    texts = (
        "The cat sleeps on the sofa.",
        "A kitten is napping on the couch.",
        "The central bank raised its interest rate.",
        "",
        *("a longer text about the weather " * 40 for _ in range(30)),
    )
    embedded = supervised.run(Embed(texts=texts))
    assert isinstance(embedded, Embedded)
    vectors = embedded.vectors
    assert len(vectors) == len(texts)
    assert {len(vector) for vector in vectors} == {384}
    for vector in vectors:
        assert abs(sum(x * x for x in vector) - 1.0) < 1e-5

    def near(left: int, right: int) -> float:
        return sum(x * y for x, y in zip(vectors[left], vectors[right], strict=True))

    assert near(0, 1) > 0.5 > near(0, 2)
    alone = supervised.run(Embed(texts=texts[:1]))
    assert isinstance(alone, Embedded)
    # the weights are quantised, so another batch rounds otherwise
    assert sum(x * y for x, y in zip(alone.vectors[0], vectors[0], strict=True)) > 0.999


def test_an_embedding_model_has_its_limits(sentences: Path, supervised: Driver) -> None:
    supervised.run(Unload())
    supervised.load(sentences, purpose="embedding")
    long = supervised.run(Embed(texts=("word " * 600,)))
    assert isinstance(long, Failed)
    assert long.kind == "context_full"
    writes = supervised.run(Generate(turns=(user("hello"),)))
    assert isinstance(writes, Failed)
    assert writes.kind == "embedding_model"
    nothing = supervised.run(Embed())
    assert isinstance(nothing, Embedded)
    assert nothing.vectors == ()
    assert isinstance(supervised.run(CountTokens(text="hello world")), TokenCount)
    chat = supervised.run(LoadModel(path=str(sentences)))
    assert isinstance(chat, Failed)
    assert chat.kind == "embedding_model"


def test_a_model_that_writes_and_one_that_embeds_work_together(
    sentences: Path, models: dict[str, Path], supervised: Driver
) -> None:
    supervised.load(models["llama"])
    command = Generate(turns=(user("hello world"),), sampling=GREEDY, max_tokens=24)
    alone, _ = supervised.answer(command)
    supervised.load(sentences, purpose="embedding")
    embed = Embed(texts=("the cat sat on the mat",) * 40, priority=1)
    again = Generate(turns=command.turns, sampling=GREEDY, max_tokens=24)
    supervised.engine.submit(embed)
    supervised.engine.submit(again)
    waiting = {embed.request_id, again.request_id}
    while waiting:
        event = supervised.next()
        if isinstance(event, Embedded | Finished):
            waiting.remove(event.request_id)
    assert supervised.text(again.request_id) == alone
    supervised.run(Unload(purpose="embedding"))
    gone = supervised.run(Embed(texts=("x",)))
    assert isinstance(gone, Failed)
    assert supervised.answer(Generate(turns=command.turns, sampling=GREEDY, max_tokens=24))


@pytest.fixture
def threaded() -> Iterator[Driver]:
    engine = InProcessEngine()
    yield Driver(engine)
    engine.close()
    assert "engine" not in [thread.name for thread in threading.enumerate()]


def test_the_engine_in_a_thread(threaded: Driver, models: dict[str, Path]) -> None:
    threaded.load(models["llama"])
    text, _ = threaded.answer(Generate(turns=(user("hello"),), sampling=GREEDY, max_tokens=12))
    assert text
    threaded.load(models["slow"])
    generate = Generate(turns=(user("hello"),), sampling=GREEDY)
    threaded.engine.submit(generate)
    threaded.until(lambda event: isinstance(event, Delta))
    threaded.engine.submit(Cancel(target=generate.request_id))
    last = threaded.last(generate.request_id)
    assert isinstance(last, Finished)
    assert last.reason in ("cancelled", "stop")
    assert isinstance(threaded.run(Unload()), Unloaded)
    threaded.engine.wake()
    assert threaded.engine.poll(30.0) is None


def test_closing_in_the_middle_of_an_answer(models: dict[str, Path]) -> None:
    engine = InProcessEngine()
    driver = Driver(engine)
    driver.load(models["slow"])
    engine.submit(Generate(turns=(user("hello"),), sampling=GREEDY))
    driver.until(lambda event: isinstance(event, Delta))
    engine.close()
    assert "engine" not in [thread.name for thread in threading.enumerate()]


def test_thinking_is_kept_apart(models: dict[str, Path], supervised: Driver) -> None:
    ready = supervised.load(models["thinking"])
    assert ready.info.thinks
    text, _ = supervised.answer(
        Generate(turns=(user("hello"),), sampling=GREEDY, max_tokens=10, thinking=False)
    )
    assert "<think>" not in text
