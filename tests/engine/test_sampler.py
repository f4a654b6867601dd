"""Drawing tokens: each option does what it is for, on logits that are known."""

from __future__ import annotations

import math
from collections.abc import Iterator

import msgspec
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assistant.core.errors import UserError
from assistant.core.messages import Sampling
from assistant.engine import llama
from tests import tiny_models
from tests.engine.sampling_bench import Bench

WIDE = Sampling(temperature=1.0, top_k=0, top_p=1.0, min_p=0.0, seed=11)
A, B, C, D = 40, 41, 42, 43
LIKELY = {A: 4.0, B: 3.0, C: 2.0, D: 0.0}
"""Four tokens that matter; the others are out of reach."""


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    path = tiny_models.write_model(
        tmp_path_factory.mktemp("sampling") / "tiny.gguf", vocabulary="bpe"
    )
    bench = Bench(path)
    yield bench
    bench.close()


@pytest.fixture
def index(bench: Bench) -> int:
    index = bench.evaluate([5, 6, 7])
    bench.set_logits(index, LIKELY, others=-40.0)
    return index


def with_(**fields: object) -> Sampling:
    return msgspec.structs.replace(WIDE, **fields)


def test_a_wide_open_sampler_draws_by_probability(bench: Bench, index: int) -> None:
    drawn = bench.draws(WIDE, index, 400)
    assert set(drawn) == {A, B, C, D}
    assert drawn.count(A) > drawn.count(B) > drawn.count(C) > drawn.count(D) > 0


@pytest.mark.parametrize(
    ("sampling", "left"),
    [
        (with_(temperature=0.0), {A}),
        (with_(top_k=1), {A}),
        (with_(top_k=2), {A, B}),
        (with_(top_p=0.5), {A}),
        (with_(top_p=0.7), {A, B}),
        (with_(min_p=0.3), {A, B}),
        (with_(min_p=0.1), {A, B, C}),
        (with_(xtc_probability=1.0, xtc_threshold=0.2), {B, C, D}),
        (with_(xtc_probability=1.0, xtc_threshold=0.05), {C, D}),
        (with_(typical_p=0.2), {A, B}),
    ],
)
def test_truncations_leave_what_they_should(
    bench: Bench, index: int, sampling: Sampling, left: set[int]
) -> None:
    drawn = set(bench.draws(sampling, index, 300))
    if sampling.typical_p < 1.0:
        assert drawn < {A, B, C, D}
        return
    assert drawn == left


def test_temperature_flattens_and_sharpens(bench: Bench, index: int) -> None:
    shares = [
        bench.draws(with_(temperature=value), index, 300).count(A) for value in (0.3, 1.0, 3.0)
    ]
    assert shares[0] > shares[1] > shares[2]


@pytest.mark.parametrize("mirostat", [1, 2])
def test_mirostat_takes_the_place_of_truncations(bench: Bench, index: int, mirostat: int) -> None:
    aimed = with_(mirostat=mirostat, mirostat_tau=0.1, top_k=1)
    assert set(bench.draws(aimed, index, 200)[100:]) <= {A, B}
    free = with_(mirostat=mirostat, mirostat_tau=8.0, top_k=1)
    assert len(set(bench.draws(free, index, 200))) > 1


def test_bias_forbids_and_forces(bench: Bench, index: int) -> None:
    texts = {token: bench.text([token]) for token in (A, D)}
    assert bench.vocabulary.tokenize(texts[A].encode()) == [A]
    forbidden = with_(logit_bias=((texts[A], -math.inf),))
    assert set(bench.draws(forbidden, index, 200)) == {B, C, D}
    for bias in (math.inf, 1e30, 100.0):
        forced = with_(logit_bias=((texts[D], bias),))
        assert set(bench.draws(forced, index, 50)) == {D}
    assert bench.draws(with_(temperature=0.0, logit_bias=((texts[A], -9.0),)), index, 1) == [B]
    nothing = with_(logit_bias=((texts[A], math.nan),), temperature=0.0)
    assert bench.draws(nothing, index, 1) == [A]


def test_penalties_change_what_was_just_drawn(bench: Bench, index: int) -> None:
    greedy = with_(temperature=0.0)
    assert bench.draws(greedy, index, 3) == [A, A, A]
    for penalty in (
        {"repeat_penalty": 2.0},
        {"frequency_penalty": 1.5},
        {"presence_penalty": 1.5},
    ):
        assert bench.draws(msgspec.structs.replace(greedy, **penalty), index, 2) == [A, B]
    short = msgspec.structs.replace(greedy, repeat_penalty=2.0, repeat_last_n=1)
    assert bench.draws(short, index, 4) == [A, B, A, B]


def test_penalties_read_the_prompt(bench: Bench, index: int) -> None:
    sampler = bench.sampler(with_(temperature=0.0, presence_penalty=2.0, repeat_last_n=8))
    assert sampler.reads_prompt == 8
    sampler.accept(A)
    assert sampler.sample(bench.context.pointer, index) == B
    sampler.close()


@pytest.mark.parametrize(
    ("fields", "reads"),
    [
        ({}, 0),
        ({"repeat_penalty": 1.1}, 64),
        ({"repeat_penalty": 1.1, "repeat_last_n": 0}, 0),
        ({"repeat_penalty": 1.1, "repeat_last_n": -1}, 512),
        ({"repeat_penalty": math.nan}, 0),
        ({"dry_multiplier": 0.8}, 512),
        ({"dry_multiplier": 0.8, "dry_last_n": 100}, 100),
        ({"dry_multiplier": 0.8, "dry_last_n": 100, "frequency_penalty": 1.0}, 100),
        ({"frequency_penalty": 1.0, "repeat_last_n": 10**9}, 1 << 16),
    ],
)
def test_how_much_of_the_prompt_counts(bench: Bench, fields: dict[str, float], reads: int) -> None:
    sampler = bench.sampler(Sampling(**fields))
    assert sampler.reads_prompt == reads
    sampler.close()


def test_dry_breaks_the_loop_of_a_greedy_model(bench: Bench) -> None:
    prompt = (50, 9)
    plain, _ended = bench.write(with_(temperature=0.0), 150, prompt)
    loop, _ended = bench.write(with_(temperature=0.0, dry_multiplier=4.0), 150, prompt)
    assert _longest_repeat(plain) > 100
    assert _longest_repeat(loop) < 10


def _longest_repeat(tokens: list[int]) -> int:
    """The length of the longest run that occurs twice."""
    longest = 0
    for shift in range(1, len(tokens)):
        run = 0
        for first, second in zip(tokens, tokens[shift:], strict=False):
            run = run + 1 if first == second else 0
            longest = max(longest, run)
    return longest


ODD = st.sampled_from([math.nan, math.inf, -math.inf, -1.0, 0.0, 1e-30, 0.5, 1.0, 2.0, 1e30])
SAMPLINGS = st.builds(
    Sampling,
    temperature=ODD,
    top_k=st.sampled_from([-1, 0, 1, 40, 10**9]),
    top_p=ODD,
    min_p=ODD,
    typical_p=ODD,
    xtc_probability=ODD,
    xtc_threshold=ODD,
    dry_multiplier=ODD,
    dry_base=ODD,
    dry_allowed_length=st.sampled_from([-5, 0, 2, 10**9]),
    dry_last_n=st.sampled_from([-1, 0, 1, 64, 10**9]),
    repeat_penalty=ODD,
    frequency_penalty=ODD,
    presence_penalty=ODD,
    repeat_last_n=st.sampled_from([-1, 0, 1, 64, 10**9]),
    mirostat=st.sampled_from([-1, 0, 1, 2, 3]),
    mirostat_tau=ODD,
    mirostat_eta=ODD,
    seed=st.sampled_from([None, 0, -1, 2**32 - 1, 2**70]),
)


@settings(max_examples=150, deadline=None)
@given(sampling=SAMPLINGS, flat=st.booleans())
@example(sampling=Sampling(xtc_probability=1.0, xtc_threshold=0.0, min_p=0.0), flat=False)
def test_any_numbers_draw_some_token(bench: Bench, sampling: Sampling, flat: bool) -> None:
    index = bench.evaluate([5, 6, 7])
    if not flat:
        bench.set_logits(index, {A: 90.0, B: -90.0}, others=-math.inf)
    for token in bench.draws(sampling, index, 5):
        assert 0 <= token < bench.size
        assert flat or token in (A, B)


@settings(max_examples=40, deadline=None)
@given(sampling=SAMPLINGS, seed=st.integers(0, 2**32 - 1))
def test_the_same_seed_draws_the_same(bench: Bench, sampling: Sampling, seed: int) -> None:
    sampling = msgspec.structs.replace(sampling, seed=seed)
    index = bench.evaluate([5, 6, 7])
    first = bench.draws(sampling, index, 12)
    assert bench.draws(sampling, index, 12) == first


def test_no_seed_draws_anew(bench: Bench, index: int) -> None:
    loose = with_(seed=None, temperature=5.0)
    assert bench.draws(loose, index, 60) != bench.draws(loose, index, 60)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"repeat_penalty": 1.3, "dry_multiplier": 1.0},
        {"mirostat": 2},
        {"xtc_probability": 0.5},
        {"grammar": 'root ::= ("a" | "b" | [c-z])+ "!"'},
    ],
)
def test_a_clone_goes_on_alike_and_alone(bench: Bench, fields: dict[str, object]) -> None:
    index = bench.evaluate([5, 6, 7])
    pointer = bench.context.pointer
    sampler = bench.sampler(Sampling(seed=3, **fields))
    for _ in range(5):
        sampler.sample(pointer, index)
    twin = sampler.clone()
    expected = [sampler.sample(pointer, index) for _ in range(15)]
    sampler.close()
    assert [twin.sample(pointer, index) for _ in range(15)] == expected
    twin.close()


def test_greedy_knows_itself(bench: Bench) -> None:
    for sampling, greedy in (
        (Sampling(temperature=0.0), True),
        (Sampling(temperature=0.0, mirostat=2, xtc_probability=1.0), True),
        (Sampling(temperature=-3.0), True),
        (Sampling(temperature=0.1), False),
        (Sampling(top_k=1), False),
    ):
        sampler = bench.sampler(sampling)
        assert sampler.is_greedy is greedy
        sampler.close()


def test_a_bias_that_cannot_be_used_is_refused(bench: Bench) -> None:
    with pytest.raises(UserError) as caught:
        bench.sampler(Sampling(logit_bias=(("", 1.0),)))
    assert caught.value.kind == "usage"
    every = tuple((bench.text([token]), -math.inf) for token in range(bench.size))
    texts = tuple((text, bias) for text, bias in every if text and "\ufffd" not in text)
    bench.sampler(Sampling(logit_bias=texts)).close()


# probabilities


def test_probabilities_are_those_of_the_logits(bench: Bench, index: int) -> None:
    logprob, top = llama.top_probabilities(bench.context.pointer, index, B, 3, bench.size)
    expected = LIKELY[B] - math.log(sum(math.exp(value) for value in LIKELY.values()))
    assert logprob == pytest.approx(expected, abs=1e-5)
    assert [token for token, _ in top] == [A, B, C]
    assert top[1][1] == logprob
    every = llama.top_probabilities(bench.context.pointer, index, A, 10**6, bench.size)[1]
    assert len(every) == bench.size
    assert sum(math.exp(value) for _, value in every) == pytest.approx(1.0)
    assert llama.top_probabilities(bench.context.pointer, index, A, 0, bench.size)[1] == []


def test_probabilities_are_finite_for_any_logits(bench: Bench) -> None:
    index = bench.evaluate([5, 6, 7])
    for odd in (math.nan, math.inf, -math.inf):
        bench.set_logits(index, {A: odd}, others=-math.inf)
        logprob, top = llama.top_probabilities(bench.context.pointer, index, A, 5, bench.size)
        assert all(math.isfinite(value) for value in (logprob, *(value for _, value in top)))
    with pytest.raises(IndexError):
        llama.top_probabilities(bench.context.pointer, 60, A, 5, bench.size)


def test_drawing_leaves_the_logits_as_they_were(bench: Bench) -> None:
    index = bench.evaluate([5, 6, 7])
    before = bench.logits(index)
    for sampling in (
        Sampling(seed=1, repeat_penalty=1.4, dry_multiplier=1.0),
        Sampling(seed=1, grammar="root ::= [a-z]*"),
    ):
        bench.draws(sampling, index, 5)
        assert np.array_equal(bench.logits(index), before)
