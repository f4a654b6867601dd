"""The remote engine against real servers: the same conversation gives the same text as here."""

from __future__ import annotations

import json
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.core.messages import (
    Cancel,
    CountTokens,
    Delta,
    Embed,
    Embedded,
    Finished,
    Generate,
    LoadModel,
    PromptProgress,
    Sampling,
    TokenCount,
    TokenProbability,
    Turn,
)
from assistant.core.remote.consent import TERMINAL
from assistant.core.remote.server import model_path
from tests import copying_model, tiny_models
from tests.engine.conftest import GREEDY, Driver, load_command, user
from tests.engine.remote import real_servers
from tests.engine.remote.conftest import Away

MakeAway = Callable[..., Away]
SAID = ("hello world", "what is it?", "the dog went home and said yes")
SCHEMA = '{"type": "object", "properties": {"n": {"type": "boolean"}}, "required": ["n"]}'
LETTERS = Sampling(temperature=0.0, grammar="root ::= [a-z ]+")
"""A random model writes bytes that are no characters, and each server shows those in its way."""
needs_llama_server = pytest.mark.skipif(
    real_servers.llama_server() is None, reason="llama.cpp's server is not installed"
)


def listed(url: str) -> str:
    """The name of the one model that a server has."""
    with urllib.request.urlopen(f"{url}/v1/models") as answer:
        return str(json.load(answer)["data"][0]["id"])


@pytest.fixture(scope="module")
def copying(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copying_model.write_copying_model(tmp_path_factory.mktemp("copying") / "copying.gguf")


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model whose prompts begin with what the template writes: llama-cpp-python leaves out a
    token that others put before it."""
    return tiny_models.write_model(tmp_path_factory.mktemp("tiny") / "tiny.gguf", add_bos=False)


@pytest.fixture(scope="module")
def python_server(tiny: Path) -> Iterator[str]:
    with real_servers.llama_cpp_python(tiny) as url:
        yield url


@pytest.fixture(scope="module")
def cpp_server(tiny: Path) -> Iterator[str]:
    if real_servers.llama_server() is None:
        pytest.skip("llama.cpp's server is not installed")
    with real_servers.llama_cpp(tiny, "-c", "1024", "-np", "2") as url:
        yield url


@pytest.fixture(params=["python_server", "cpp_server"])
def server(request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue(request.param))


@pytest.fixture
def real(server: str, make_away: MakeAway) -> Away:
    away = make_away(server)
    away.load_remote(listed(server))
    return away


def generate(turns: tuple[Turn, ...], **more: object) -> Generate:
    return Generate(turns=turns, place=TERMINAL, **{"sampling": GREEDY, "max_tokens": 40, **more})


@pytest.mark.parametrize("said", SAID)
def test_the_same_answer_here_and_there(
    said: str, real: Away, tiny: Path, supervised: Driver
) -> None:
    """A random model: another token anywhere in the prompt would give another text."""
    supervised.run(load_command(tiny))
    turns = (Turn("system", "you are a big cat"), user(said))
    here, ended_here = supervised.answer(generate(turns, sampling=LETTERS))
    there, ended_there = real.answer(generate(turns, sampling=LETTERS))
    assert there == here
    assert len(there) > 20
    assert ended_there.reason == ended_here.reason == "length"
    assert ended_there.timings.first_token_s > 0
    if ended_there.usage.prompt_tokens > 20:  # llama-cpp-python does not count in streams
        assert ended_there.usage.prompt_tokens == ended_here.usage.prompt_tokens
        assert ended_there.usage.completion_tokens == ended_here.usage.completion_tokens


def in_both(url: str, model: Path, supervised: Driver, away: Away) -> None:
    """A conversation of several turns, in which the answers depend on all that was said."""
    supervised.run(load_command(model, context_length=4096))
    away.load_remote(listed(url))
    turns: tuple[Turn, ...] = (Turn("system", copying_model.page(60, seed=9)),)
    for seed in range(4):
        page = copying_model.page(50, seed=seed)
        turns += (user(page),)
        here, _ = supervised.answer(generate(turns, max_tokens=0))
        there, last = away.answer(generate(turns, max_tokens=0))
        assert there == here == page
        assert last.reason == "stop"
        turns += (Turn("assistant", there),)


def test_the_same_conversation_here_and_at_llama_cpp_python(
    copying: Path, supervised: Driver, make_away: MakeAway
) -> None:
    with real_servers.llama_cpp_python(copying, n_ctx=4096) as url:
        in_both(url, copying, supervised, make_away(url))


@needs_llama_server
def test_the_same_conversation_here_and_at_llama_cpp(
    copying: Path, supervised: Driver, make_away: MakeAway
) -> None:
    with real_servers.llama_cpp(copying, "-c", "4096", "-np", "1") as url:
        away = make_away(url)
        in_both(url, copying, supervised, away)
        shape = Sampling(temperature=0.0, json_schema=SCHEMA)
        text, _ = away.answer(generate((user("is it?"),), sampling=shape, max_tokens=60))
        assert set(json.loads(text)) == {"n"}


def test_who_it_is(real: Away, server: str) -> None:
    info = real.load_remote(listed(server)).info
    assert info.backend == server.removeprefix("http://")
    assert info.description in ("llama.cpp", "llama-cpp-python")
    if info.description == "llama.cpp":
        assert (info.context_length, info.sequences, info.parameters > 0) == (512, 2, True)
    else:
        assert "assumed" in info.reason
    failed = real.fails(LoadModel(path=model_path("box", "no such model")))
    assert failed.kind == "no_model"


def test_seeds_stops_limits_and_raw(real: Away) -> None:
    wild = Sampling(temperature=1.5, top_k=0, top_p=1.0, min_p=0.0, seed=7)
    first, last = real.answer(generate((user(SAID[0]),), sampling=wild, max_tokens=12))
    again, _ = real.answer(generate((user(SAID[0]),), sampling=wild, max_tokens=12))
    assert first == again
    assert last.reason in ("length", "stop", "context_full")
    whole, _ = real.answer(generate((user(SAID[2]),), max_tokens=30))
    stop = whole[len(whole) // 2 :][:3]
    cut, last = real.answer(generate((user(SAID[2]),), max_tokens=30, stop=(stop,)))
    assert cut == whole[: whole.index(stop)]
    assert last.reason == "stop"
    text, _ = real.answer(generate((user("the big"),), raw=True, max_tokens=8))
    assert text


def test_a_grammar_and_a_schema_hold(real: Away) -> None:
    shape = Sampling(temperature=0.0, grammar='root ::= "yes" | "no"')
    text, _ = real.answer(generate((user("is it?"),), sampling=shape))
    assert text in ("yes", "no")
    if real.load_remote(listed(real.servers[0].url)).info.description == "llama.cpp":
        return  # it reads the template's last words with the schema, which this model lacks
    shape = Sampling(temperature=0.0, json_schema=SCHEMA)
    text, _ = real.answer(generate((user("is it?"),), sampling=shape, max_tokens=60))
    assert set(json.loads(text)) == {"n"}


def test_counts_and_estimates(real: Away, tiny: Path, supervised: Driver) -> None:
    supervised.run(load_command(tiny))
    texts = ("hello world", "the dog and the cat", "")
    count = real.run(CountTokens(texts=texts, place=TERMINAL))
    here = supervised.run(CountTokens(texts=texts))
    assert isinstance(count, TokenCount)
    assert isinstance(here, TokenCount)
    assert all(abs(a - b) <= 1 for a, b in zip(count.each, here.each, strict=True))
    assert count.each[0] > 0
    estimate = real.run(CountTokens(texts=texts))
    assert isinstance(estimate, TokenCount)
    assert len(estimate.each) == 3


def test_two_answers_beside_each_other(real: Away) -> None:
    commands = [generate((user(said),), priority=2) for said in SAID]
    alone = [real.answer(generate((user(said),)))[0] for said in SAID]
    for command in commands:
        real.board.submit(command)
    open_ones = {command.request_id for command in commands}
    while open_ones:
        event = real.next()
        if isinstance(event, Finished):
            open_ones.discard(event.request_id)
    assert [real.text(command.request_id) for command in commands] == alone


@needs_llama_server
def test_probabilities_and_progress(cpp_server: str, make_away: MakeAway) -> None:
    away = make_away(cpp_server)
    away.load_remote(listed(cpp_server))
    command = generate((user(SAID[2]),), sampling=LETTERS, logprobs=2, max_tokens=5)
    _, last = away.answer(command)
    deltas = [each for each in away.seen if isinstance(each, Delta)]
    tokens: list[TokenProbability] = [token for delta in deltas for token in delta.logprobs]
    assert len(tokens) == 5
    assert all(token.logprob <= 0 and len(token.top) == 2 for token in tokens)
    assert any(isinstance(each, PromptProgress) and each.done for each in away.seen)
    assert last.usage.completion_tokens == 5
    assert last.timings.prefill_tokens_per_s > 0


@needs_llama_server
def test_stop_reaches_the_server(
    tmp_path: Path, make_away: MakeAway, models: dict[str, Path]
) -> None:
    """After Cancel the server works on nothing any more."""
    options = ("-c", "4096", "-np", "1", "--slots")
    with real_servers.llama_cpp(models["slow"], *options) as url:
        away = make_away(url)
        away.load_remote(listed(url))
        endless = Sampling(temperature=0.0, logit_bias=(("<|im_end|>", -1e9), ("</s>", -1e9)))
        command = generate((user("hello"),), sampling=endless, max_tokens=4000)
        away.board.submit(command)
        away.until(lambda event: isinstance(event, Delta))
        assert working(url)
        away.board.submit(Cancel(target=command.request_id))
        asked = time.monotonic()
        last = away.last(command.request_id)
        assert isinstance(last, Finished)
        assert last.reason == "cancelled"
        while working(url):
            assert time.monotonic() - asked < 30, "the server goes on"


def working(url: str) -> bool:
    with urllib.request.urlopen(f"{url}/slots") as answer:
        return any(slot["is_processing"] for slot in json.load(answer))


@needs_llama_server
def test_too_long_is_said_so(cpp_server: str, make_away: MakeAway) -> None:
    away = make_away(cpp_server)
    away.load_remote(listed(cpp_server))
    failed = away.fails(generate((user("the dog " * 600),)))
    assert failed.kind == "context_full"


@needs_llama_server
def test_embedding_there_is_embedding_here(
    make_away: MakeAway, shared_models: Path, supervised: Driver
) -> None:
    model = shared_models / "all-minilm-l6-v2-q8_0.gguf"
    if not model.is_file():
        pytest.skip("the shared models are not beside the checkout")
    texts = ("A cat sat on the mat.", "Quarterly revenue rose.", "纸与墨")
    supervised.run(load_command(model, "embedding"))
    here = supervised.run(Embed(texts=texts))
    assert isinstance(here, Embedded)
    with real_servers.llama_cpp(model, "--embedding", "-c", "512") as url:
        away = make_away(url)
        away.load_remote(listed(url), purpose="embedding")
        there = away.run(Embed(texts=texts, place=TERMINAL))
    assert isinstance(there, Embedded)
    for one, other in zip(here.vectors, there.vectors, strict=True):
        assert sum(a * b for a, b in zip(one, other, strict=True)) > 0.999


@needs_llama_server
def test_a_key_of_llama_cpp(tiny: Path, make_away: MakeAway) -> None:
    with real_servers.llama_cpp(tiny, "-c", "512", key="sk-right") as url:
        for key in ("", "sk-wrong"):
            failed = make_away(url, key).fails(LoadModel(path=model_path("box", str(tiny))))
            assert failed.kind == "server_key"
            assert "sk-wrong" not in failed.text
        away = make_away(url, "sk-right")
        away.load_remote(str(tiny))
        assert away.answer(generate((user("hello"),)))[1].reason in ("stop", "length")


def test_a_key_is_asked_for_and_sent(tiny: Path, make_away: MakeAway) -> None:
    with real_servers.llama_cpp_python(tiny, key="sk-right") as url:
        path = model_path("box", str(tiny))
        for key in ("", "sk-wrong"):
            failed = make_away(url, key).fails(LoadModel(path=path))
            assert failed.kind == "server_key"
        away = make_away(url, "sk-right")
        away.load_remote(str(tiny))
        assert away.answer(generate((user("hello"),)))[0]
