"""The sizes and numbers of `inkstone bench`."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.cli.bench_rows import plan_for
from assistant.cli.speed.exchanges import Exchange, usual_silence
from assistant.cli.speed.measures import Compared
from assistant.cli.speed.prose import prose
from assistant.core.entities import ModelInfo, Timings, Usage
from assistant.core.errors import UserError
from assistant.core.messages import Delta, Finished, Generate, PromptProgress


def info(context_length: int, sequences: int = 4) -> ModelInfo:
    return ModelInfo(path="", name="", context_length=context_length, sequences=sequences)


@given(st.integers(256, 200_000), st.integers(1, 32), st.booleans())
def test_every_measurement_fits_into_the_context(room: int, sequences: int, quick: bool) -> None:
    plan = plan_for(info(room, sequences), quick=quick)
    assert plan.depth + plan.written < room
    assert plan.reopened < room - 64
    assert plan.answers <= sequences
    assert plan.answers * (plan.answer_depth + plan.written) <= room * 3 // 4
    assert min(plan.depth, plan.reopened, plan.answer_depth, plan.rounds) > 0
    assert plan.written >= 16


def test_a_context_of_nothing_is_refused() -> None:
    with pytest.raises(UserError) as refused:
        plan_for(info(255), quick=True)
    assert refused.value.kind == "context_full"


@given(st.integers(1, 3000), st.integers(0, 10_000))
def test_prose_has_the_words_that_were_asked_for(words: int, seed: int) -> None:
    text = prose(words, seed)
    assert text == prose(words, seed)
    assert len(text.split()) == words + 1
    assert text.split()[0] != prose(words, seed + 1).split()[0]


def test_rates_are_those_of_this_side() -> None:
    exchange = Exchange(Generate(), 10.0)
    usage = Usage(prompt_tokens=110, cached_tokens=10, completion_tokens=31)
    timings = Timings(prefill_tokens_per_s=7.0, decode_tokens_per_s=9.0)
    exchange.events = [
        (11.0, PromptProgress(done=60, total=110, cached=10)),
        (12.0, PromptProgress(done=110, total=110, cached=10)),
        (13.0, Delta(text="a", tokens=31)),
        (15.0, Finished(usage=usage, timings=timings)),
    ]
    assert exchange.seconds == 5.0
    assert exchange.read_rate == 100 / 2.0
    assert exchange.write_rate == 30 / 3.0
    exchange.events = exchange.events[2:]  # nothing was said of reading: the engine's own clock
    assert (exchange.read_rate, exchange.write_rate) == (7.0, 9.0)


def test_ratios_are_of_medians() -> None:
    compared = Compared([1.0, 4.0, 90.0], [2.0, 2.0, 50.0])
    assert compared.ratio == 2.0
    assert compared.ratio_of_best == 1.8


def test_the_usual_silence_leaves_out_single_long_ones() -> None:
    first, second = Exchange(Generate(), 0.0), Exchange(Generate(), 0.0)
    for number in range(12):
        first.events.append((number * 0.1, Delta(seq=number)))
        second.events.append((number * 0.1 + 0.001, Delta(seq=number)))
    second.events.append((9.0, Delta(seq=12)))
    assert usual_silence([first, second]) == pytest.approx(0.099)
    assert usual_silence([]) == 0.0
