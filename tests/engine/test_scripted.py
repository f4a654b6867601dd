"""The scripted engine keeps the contract of the real one."""

from __future__ import annotations

import time

import pytest

from assistant.core.errors import UserError
from assistant.core.messages import (
    Cancel,
    CountTokens,
    Delta,
    Embed,
    Embedded,
    EngineExited,
    Failed,
    Finished,
    ForgetStates,
    Generate,
    Loading,
    LoadModel,
    Pause,
    PromptProgress,
    Ready,
    RestoreState,
    Resume,
    StatesKept,
    TokenCount,
    Turn,
    Unload,
    Unloaded,
)
from assistant.engine.scripted import SAMPLE_ANSWER, ScriptedEngine
from tests.engine.conftest import Driver, user


def fast(script: object = SAMPLE_ANSWER, **options: object) -> Driver:
    settings = {"tokens_per_s": 0.0, "load_s": 0.0, "prompt_tokens_per_s": 0.0, **options}
    return Driver(ScriptedEngine(script, **settings))  # type: ignore[arg-type]


def loaded(script: object = SAMPLE_ANSWER, **options: object) -> Driver:
    driver = fast(script, **options)
    assert isinstance(driver.run(LoadModel(path="/m/scripted.gguf")), Ready)
    return driver


def test_the_whole_sequence() -> None:
    driver = loaded()
    generate = Generate(turns=(user("hello"),))
    text, last = driver.answer(generate)
    assert text == SAMPLE_ANSWER
    assert last.reason == "stop"
    assert last.usage.completion_tokens > 100
    kinds = [type(event) for event in driver.seen]
    assert kinds.index(Loading) < kinds.index(Ready) < kinds.index(PromptProgress)
    assert kinds.index(PromptProgress) < kinds.index(Delta) < kinds.index(Finished)


def test_the_script_sees_the_turns() -> None:
    driver = loaded(lambda turns: turns[-1].content.upper())
    assert driver.answer(Generate(turns=(user("hello you"),)))[0] == "HELLO YOU"


def test_reasoning_comes_first_and_can_be_left_out() -> None:
    driver = loaded("Yes.", reasoning="Let me see.")
    command = Generate(turns=(user("a"),))
    assert driver.answer(command)[0] == "Yes."
    assert driver.text(command.request_id, "reasoning") == "Let me see."
    quiet = Generate(turns=(user("a"),), thinking=False)
    driver.answer(quiet)
    assert driver.text(quiet.request_id, "reasoning") == ""


def test_limits_and_stop_strings() -> None:
    driver = loaded("one two three four", context_length=64)
    assert driver.answer(Generate(turns=(user("a"),), max_tokens=2))[0] == "one two"
    assert driver.answer(Generate(turns=(user("a"),), stop=(" three",)))[0] == "one two"
    failed = driver.run(Generate(turns=(user("word " * 100),)))
    assert isinstance(failed, Failed)
    assert failed.kind == "context_full"
    _, last = driver.answer(Generate(turns=(user("word " * 56),)))
    assert last.reason == "context_full"


def test_the_second_turn_knows_the_first() -> None:
    driver = loaded("one two three")
    turns = (user("hello"),)
    _, first = driver.answer(Generate(turns=turns))
    assert first.usage.cached_tokens == 0
    _, second = driver.answer(Generate(turns=(*turns, user("more of it"))))
    assert 0 < second.usage.cached_tokens < second.usage.prompt_tokens


@pytest.mark.parametrize("wanted", [Loading, PromptProgress, Delta])
def test_cancel_at_every_stage(wanted: type) -> None:
    driver = fast(load_s=60.0 if wanted is Loading else 0.0, tokens_per_s=20.0)
    loading = LoadModel(path="/m/a.gguf")
    generate = Generate(turns=(user("hello"),))
    driver.engine.submit(loading)
    driver.engine.submit(generate)
    if wanted is not Loading:
        driver.until(lambda event: isinstance(event, wanted))
    target = loading if wanted is Loading else generate
    began = time.monotonic()
    driver.engine.submit(Cancel(target=target.request_id))
    last = driver.last(target.request_id)
    assert time.monotonic() - began < 1.0
    if wanted is Loading:
        assert isinstance(last, Failed)
        assert last.kind == "cancelled"
    else:
        assert isinstance(last, Finished)
        assert last.reason == "cancelled"


def test_a_load_that_fails() -> None:
    driver = fast(fail_load=UserError("not_gguf", "No.", "Choose another."))
    failed = driver.run(LoadModel(path="/m/a.gguf"))
    assert isinstance(failed, Failed)
    assert (failed.kind, failed.hint) == ("not_gguf", "Choose another.")
    after = driver.run(Generate(turns=(user("a"),)))
    assert isinstance(after, Failed)
    assert after.kind == "no_model"


def test_the_engine_dies_and_lives_again() -> None:
    driver = loaded("one two three four", die_after=2)
    generate, waiting = Generate(turns=(user("a"),)), Generate(turns=(user("b"),))
    driver.engine.submit(generate)
    driver.engine.submit(waiting)
    for request in (generate, waiting):
        failed = driver.last(request.request_id)
        assert isinstance(failed, Failed)
        assert failed.kind == "engine_died"
    assert isinstance(driver.next(), EngineExited)
    assert driver.text(generate.request_id) == "one two"
    assert isinstance(driver.run(LoadModel(path="/m/a.gguf")), Ready)


def test_the_speed_is_kept() -> None:
    driver = loaded("word " * 60, tokens_per_s=200.0)
    began = time.monotonic()
    _, last = driver.answer(Generate(turns=(user("a"),)))
    spent = time.monotonic() - began
    assert spent >= 0.29
    assert 150.0 < last.timings.decode_tokens_per_s < 250.0


def test_the_rest_of_the_commands() -> None:
    driver = loaded()
    counted = driver.run(CountTokens(text="one two three"))
    assert isinstance(counted, TokenCount)
    assert counted.n == 3
    embedded = driver.run(Embed(texts=("one", "two")))
    assert isinstance(embedded, Embedded)
    assert all(abs(sum(x * x for x in vector) - 1.0) < 1e-9 for vector in embedded.vectors)
    assert isinstance(driver.run(Unload()), Unloaded)
    driver.engine.wake()
    assert driver.engine.poll(60.0) is None
    driver.engine.close()


def test_a_count_waits_for_the_model_and_can_be_of_each_part() -> None:
    driver = fast(load_s=0.05)
    driver.engine.submit(LoadModel(path="/m/a.gguf"))
    turns = (user("one two"), user("three"))
    counted = driver.run(CountTokens(turns=turns, each=True))
    assert isinstance(counted, TokenCount)
    assert (counted.each, counted.n, counted.limit) == ((2, 1), 12, 8192)
    texts = driver.run(CountTokens(texts=("one", "two words", "")))
    assert isinstance(texts, TokenCount)
    assert (texts.each, texts.n) == ((1, 2, 0), 3)
    failed = fast(fail_load=UserError("not_gguf", "No."))
    failed.engine.submit(LoadModel(path="/m/a.gguf"))
    assert isinstance(failed.run(CountTokens(turns=turns)), Failed)


def test_what_is_asked_beside_a_conversation_leaves_it_as_it_was() -> None:
    driver = loaded("one two three", background="A title")
    first = Generate(turns=(user("hello"),), conversation="1")
    answer, last = driver.answer(first)
    said = (*first.turns, Turn("assistant", answer))
    aside = Generate(turns=(*said, user("A title?")), conversation="1", keep=False, priority=2)
    title, beside = driver.answer(aside)
    assert title == "A title"
    known = last.usage.prompt_tokens + last.usage.completion_tokens
    assert beside.usage.cached_tokens == known
    _, second = driver.answer(Generate(turns=(*said, user("more")), conversation="1"))
    assert second.usage.cached_tokens == known


def test_background_work_waits_and_holds_nobody_up() -> None:
    driver = loaded("one two three", background="word " * 8, tokens_per_s=100.0)
    aside = Generate(turns=(user("a"),), conversation="1", keep=False, priority=3)
    title = Generate(turns=(user("b"),), conversation="2", keep=False, priority=2)
    first, second = Generate(turns=(user("c"),)), Generate(turns=(user("d"),))
    for command in (first, aside, title):
        driver.engine.submit(command)
    driver.until(lambda event: isinstance(event, Delta) and event.request_id == title.request_id)
    driver.engine.submit(second)  # goes on beside the title, and ends before it
    driver.last(aside.request_id)
    ended = [event.request_id for event in driver.seen if isinstance(event, Finished)]
    assert ended == [each.request_id for each in (first, second, title, aside)]


def test_an_answer_can_rest() -> None:
    driver = loaded("one two three four", tokens_per_s=200.0)
    command = Generate(turns=(user("a"),))
    driver.engine.submit(command)
    driver.until(lambda event: isinstance(event, Delta))
    driver.engine.submit(Pause(target=command.request_id))
    while (event := driver.engine.poll(0.05)) is not None:
        driver.seen.append(event)
    driver.engine.submit(Resume(target=command.request_id))
    driver.last(command.request_id)
    assert driver.text(command.request_id) == "one two three four"


def test_states_are_kept_and_forgotten() -> None:
    driver = loaded("one two three")
    for name in ("1", "2"):
        driver.answer(Generate(turns=(user(f"hello {name}"),), conversation=name))
    kept = driver.run(RestoreState(conversation="1"))
    assert isinstance(kept, StatesKept)
    assert kept.conversations == 2
    forgotten = driver.run(ForgetStates(conversations=("1",)))
    assert isinstance(forgotten, StatesKept)
    assert (forgotten.conversations, forgotten.bytes > 0) == (1, True)


def test_probabilities_on_request() -> None:
    driver = loaded("one two")
    command = Generate(turns=(user("a"),), logprobs=2)
    driver.answer(command)
    deltas = [event for event in driver.seen if isinstance(event, Delta)]
    assert ["".join(p.text for p in delta.logprobs) for delta in deltas] == ["one", " two"]
    assert all(len(delta.logprobs[0].top) == 2 for delta in deltas)
    assert all(delta.logprobs[0].logprob <= 0 for delta in deltas)
