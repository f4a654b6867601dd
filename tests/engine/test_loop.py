"""The loop itself, run in the test's thread: order of events, cancelling, refusals."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from assistant.core.messages import (
    AnyCommand,
    AnyEvent,
    Cancel,
    CountTokens,
    Delta,
    Embed,
    Failed,
    Finished,
    Generate,
    Hello,
    Loading,
    LoadModel,
    PromptProgress,
    Ready,
    SaveState,
    Shutdown,
    TokenCount,
    Turn,
    Unload,
    Unloaded,
)
from assistant.engine.loop import EngineLoop
from tests.engine.conftest import GREEDY, load_command, user

React = Callable[[AnyEvent, EngineLoop], None]
LONG = "one day the little dog went home and the cat said hello " * 40


def run_loop(commands: list[AnyCommand], react: React | None = None) -> list[AnyEvent]:
    """Events of a loop that gets `commands`, then whatever `react` sends; ends when idle."""
    events: list[AnyEvent] = []

    def emit(event: AnyEvent) -> None:
        events.append(event)
        if react is not None:
            react(event, loop)

    loop = EngineLoop(emit, log=None)
    for command in commands:
        loop.receive(command)
    if react is None:
        loop.receive(Shutdown())
    loop.run()
    return events


def end_after(request_id: str) -> React:
    def react(event: AnyEvent, loop: EngineLoop) -> None:
        if event.request_id == request_id and isinstance(event, Finished | Failed):
            loop.receive(Shutdown())

    return react


def test_events_come_in_the_order_of_the_contract(models: dict[str, Path]) -> None:
    generate = Generate(turns=(user(LONG),), sampling=GREEDY, max_tokens=20)
    loading = load_command(models["slow"], slice_tokens=64)
    events = run_loop([loading, generate], end_after(generate.request_id))
    kinds = [type(event) for event in events]
    assert kinds[0] is Hello
    assert kinds.index(Loading) < kinds.index(Ready) < kinds.index(PromptProgress)
    assert kinds.index(PromptProgress) < kinds.index(Delta) < kinds.index(Finished)
    fractions = [event.fraction for event in events if isinstance(event, Loading)]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0
    done = [event.done for event in events if isinstance(event, PromptProgress)]
    assert done == sorted(done)
    assert len(done) > 3
    totals = {event.total for event in events if isinstance(event, PromptProgress)}
    assert totals == {done[-1]}
    finished = events[-1]
    assert isinstance(finished, Finished)
    assert finished.usage.prompt_tokens == done[-1]
    assert finished.timings.first_token_s > 0
    assert finished.timings.prefill_tokens_per_s > 0
    assert finished.timings.decode_tokens_per_s > 0


def test_cancel_in_prefill_takes_one_step_at_most(models: dict[str, Path]) -> None:
    generate = Generate(turns=(user(LONG),), sampling=GREEDY)
    after: list[AnyEvent] = []

    def react(event: AnyEvent, loop: EngineLoop) -> None:
        if after or isinstance(event, PromptProgress):
            if not after:
                loop.receive(Cancel(target=generate.request_id))
                loop.receive(Shutdown())
            after.append(event)

    run_loop([load_command(models["slow"], slice_tokens=16), generate], react)
    finished = after[-1]
    assert isinstance(finished, Finished)
    assert finished.reason == "cancelled"
    assert len(after) <= 3  # the event that triggered it, at most one slice, the end


def test_cancel_in_decode_takes_one_token_at_most(models: dict[str, Path]) -> None:
    generate = Generate(turns=(user("hello"),), sampling=GREEDY)
    told: list[int] = []

    def react(event: AnyEvent, loop: EngineLoop) -> None:
        if isinstance(event, Delta) and not told:
            told.append(event.tokens)
            loop.receive(Cancel(target=generate.request_id))
            loop.receive(Shutdown())

    events = run_loop([load_command(models["slow"]), generate], react)
    finished = events[-1]
    assert isinstance(finished, Finished)
    assert finished.reason == "cancelled"
    assert finished.usage.completion_tokens <= told[0] + 1


def test_after_a_cancel_the_answer_is_the_same(models: dict[str, Path]) -> None:
    """A cancelled reading or writing leaves nothing wrong in memory."""
    for name in ("llama", "gemma3", "mamba", "jamba"):
        clean = Generate(turns=(user(LONG[:300]),), sampling=GREEDY, max_tokens=20)
        expected = run_loop([load_command(models[name]), clean], end_after(clean.request_id))
        for where in (PromptProgress, Delta):
            first = Generate(turns=(user(LONG[:280]),), sampling=GREEDY, max_tokens=60)
            second = Generate(turns=clean.turns, sampling=GREEDY, max_tokens=20)
            events = run_loop(
                [load_command(models[name], slice_tokens=16), first, second],
                _cancel_at(where, first.request_id, second.request_id),
            )
            assert _text(events, second.request_id) == _text(expected, clean.request_id), name


def _cancel_at(where: type, target: str, last: str) -> React:
    end = end_after(last)

    def react(event: AnyEvent, loop: EngineLoop) -> None:
        if isinstance(event, where) and event.request_id == target:
            loop.receive(Cancel(target=target))
        end(event, loop)

    return react


def _text(events: list[AnyEvent], request_id: str) -> str:
    deltas = [e for e in events if isinstance(e, Delta) and e.request_id == request_id]
    return "".join(delta.text for delta in deltas)


def test_cancel_of_a_waiting_request(models: dict[str, Path]) -> None:
    first = Generate(turns=(user("hello"),), sampling=GREEDY, max_tokens=30)
    waiting = Generate(turns=(user("world"),), sampling=GREEDY, max_tokens=30)
    commands = [load_command(models["llama"]), first, waiting, Cancel(target=waiting.request_id)]
    events = run_loop(commands, end_after(first.request_id))
    ends = {e.request_id: e.reason for e in events if isinstance(e, Finished)}
    assert ends[waiting.request_id] == "cancelled"
    assert ends[first.request_id] in ("length", "stop")


def test_lower_priority_numbers_are_served_first(models: dict[str, Path]) -> None:
    background = Generate(turns=(user("a"),), sampling=GREEDY, max_tokens=4, priority=5)
    visible = Generate(turns=(user("b"),), sampling=GREEDY, max_tokens=4, priority=0)
    commands = [load_command(models["llama"]), background, visible]
    events = run_loop(commands, end_after(background.request_id))
    order = [event.request_id for event in events if isinstance(event, Finished)]
    assert order == [visible.request_id, background.request_id]


def test_tokens_are_counted_while_an_answer_is_written(models: dict[str, Path]) -> None:
    generate = Generate(turns=(user("hello"),), sampling=GREEDY, max_tokens=200)
    count = CountTokens(text="hello world")
    asked: list[bool] = []
    end = end_after(generate.request_id)

    def react(event: AnyEvent, loop: EngineLoop) -> None:
        if isinstance(event, Delta) and not asked:
            asked.append(True)
            loop.receive(count)
        end(event, loop)

    events = run_loop([load_command(models["llama"]), generate], react)
    kinds = [type(event) for event in events]
    assert kinds.index(TokenCount) < kinds.index(Finished)
    counted = next(event for event in events if isinstance(event, TokenCount))
    assert counted.n == 2
    assert counted.limit == 512


def test_the_count_of_a_conversation_is_the_prompt_that_is_read(models: dict[str, Path]) -> None:
    turns = (Turn(role="system", content="be happy"), user("hello world"))
    generate = Generate(turns=turns, sampling=GREEDY, max_tokens=1)
    commands = [load_command(models["bpe"]), CountTokens(turns=turns), generate]
    events = run_loop(commands, end_after(generate.request_id))
    counted = next(event for event in events if isinstance(event, TokenCount))
    finished = next(event for event in events if isinstance(event, Finished))
    assert counted.n == finished.usage.prompt_tokens


@pytest.mark.parametrize("cancelled", [True, False])
def test_loading_is_cancelled(models: dict[str, Path], cancelled: bool) -> None:
    loading = load_command(models["slow"])

    def react(event: AnyEvent, loop: EngineLoop) -> None:
        if isinstance(event, Loading):
            if cancelled:
                loop.receive(Cancel(target=loading.request_id))
            loop.receive(Shutdown())

    events = run_loop([loading], react)
    failed = events[-1]
    assert isinstance(failed, Failed)
    assert failed.kind == "cancelled"


def test_what_is_missing_is_said(models: dict[str, Path]) -> None:
    before = Generate(turns=(user("hello"),))
    empty = Generate()
    vectors = Embed(texts=("hello",))
    unload = Unload()
    count = CountTokens(text="a")
    commands = [before, load_command(models["llama"]), empty, vectors, SaveState(), unload, count]
    events = run_loop([*commands, Cancel(target="nobody")])
    kinds = {event.request_id: event.kind for event in events if isinstance(event, Failed)}
    assert kinds[before.request_id] == "no_model"
    assert kinds[vectors.request_id] == "no_model"
    assert kinds[count.request_id] == "no_model"
    assert any(isinstance(event, Unloaded) for event in events)


def test_an_empty_prompt_is_refused(models: dict[str, Path]) -> None:
    empty = Generate()
    events = run_loop([load_command(models["llama"]), empty], end_after(empty.request_id))
    failed = events[-1]
    assert isinstance(failed, Failed)
    assert failed.kind == "empty_prompt"


def test_a_prompt_that_does_not_fit_is_refused_with_the_numbers(models: dict[str, Path]) -> None:
    generate = Generate(turns=(user(LONG * 3),), sampling=GREEDY)
    events = run_loop([load_command(models["llama"]), generate], end_after(generate.request_id))
    failed = events[-1]
    assert isinstance(failed, Failed)
    assert failed.kind == "context_full"
    assert "512" in failed.text


def test_an_answer_that_fills_the_context_says_so(models: dict[str, Path]) -> None:
    for name in ("gemma3", "mamba"):
        generate = Generate(turns=(user("hello"),), sampling=GREEDY)
        commands = [load_command(models[name], context_length=64), generate]
        events = run_loop(commands, end_after(generate.request_id))
        finished = events[-1]
        assert isinstance(finished, Finished)
        if finished.reason != "stop":
            assert finished.reason == "context_full"
            usage = finished.usage
            assert usage.prompt_tokens + usage.completion_tokens - 1 == 64


def test_stop_strings_end_the_answer_and_are_not_shown(models: dict[str, Path]) -> None:
    free = Generate(turns=(user("hello world"),), sampling=GREEDY, max_tokens=40)
    events = run_loop([load_command(models["llama"]), free], end_after(free.request_id))
    whole = _text(events, free.request_id)
    stop = whole[len(whole) // 2 :][:4]
    bound = Generate(turns=free.turns, sampling=GREEDY, max_tokens=40, stop=(stop, "never"))
    events = run_loop([load_command(models["llama"]), bound], end_after(bound.request_id))
    finished = events[-1]
    assert isinstance(finished, Finished)
    assert finished.reason == "stop"
    assert _text(events, bound.request_id) == whole[: whole.index(stop)]


def test_another_model_ends_what_was_running(models: dict[str, Path]) -> None:
    generate = Generate(turns=(user("hello"),), sampling=GREEDY)
    waiting = Generate(turns=(user("hello"),), sampling=GREEDY)
    other = load_command(models["bpe"])

    def react(event: AnyEvent, loop: EngineLoop) -> None:
        if isinstance(event, Delta):
            loop.receive(other)
        if isinstance(event, Ready) and event.request_id == other.request_id:
            loop.receive(Shutdown())

    events = run_loop([load_command(models["slow"]), generate, waiting], react)
    ends = {e.request_id: e for e in events if isinstance(e, Finished | Failed)}
    first, second = ends[generate.request_id], ends[waiting.request_id]
    assert isinstance(first, Finished)
    assert first.reason == "cancelled"
    assert isinstance(second, Failed) or second.reason == "cancelled"


def test_repeat_penalty_and_odd_numbers_are_taken(models: dict[str, Path]) -> None:
    from assistant.core.messages import Sampling

    odd = [
        Sampling(temperature=float("nan"), repeat_penalty=0.0, top_k=-5, top_p=7.0, min_p=-1.0),
        Sampling(temperature=1e9, repeat_penalty=-3.0, top_k=10**9, seed=2**40),
        Sampling(temperature=0.0, repeat_penalty=1.3, repeat_last_n=10**9),
        Sampling(temperature=0.7, repeat_penalty=float("inf"), repeat_last_n=-4),
    ]
    commands = [Generate(turns=(user("hi"),), sampling=one, max_tokens=5) for one in odd]
    events = run_loop(
        [load_command(models["llama"]), *commands], end_after(commands[-1].request_id)
    )
    assert sum(isinstance(event, Finished) for event in events) == len(odd)


def test_an_engine_at_rest_computes_nothing(
    models: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """However small a conversation is, saving it is not tried again and again."""
    from assistant.engine import loop as loop_module

    duties = []
    monkeypatch.setattr(loop_module, "SAVE_AFTER_SECONDS", 0.0)
    original = EngineLoop._do_duties

    def counted(self: EngineLoop) -> None:
        duties.append(self._next_duty())
        original(self)
        if len(duties) > 3 or self._next_duty() is None:
            self.receive(Shutdown())

    monkeypatch.setattr(EngineLoop, "_do_duties", counted)
    asked = Generate(
        turns=(user("hi"),), sampling=GREEDY, max_tokens=1, conversation="tiny", raw=True
    )
    run_loop([load_command(models["llama"]), asked], lambda _event, _loop: None)
    assert duties == [0.0]


def test_a_model_that_nobody_uses_leaves_the_memory(models: dict[str, Path]) -> None:
    command = load_command(models["llama"])
    parameters = msgspec.structs.replace(command.parameters, idle_unload_s=0.05)
    loading = LoadModel(path=command.path, parameters=parameters)
    asked = Generate(turns=(user("hello"),), sampling=GREEDY, max_tokens=4, conversation="one")
    again = Generate(turns=(user("hello"),), sampling=GREEDY, max_tokens=4)

    def react(event: AnyEvent, loop: EngineLoop) -> None:
        if isinstance(event, Unloaded):
            loop.receive(again)
        if event.request_id == again.request_id:
            loop.receive(Shutdown())

    events = run_loop([loading, asked], react)
    unloaded = [event for event in events if isinstance(event, Unloaded)]
    assert [event.reason for event in unloaded] == ["idle"]
    assert unloaded[0].request_id == ""
    assert isinstance(events[-1], Failed)
    assert events[-1].kind == "no_model"
