"""Who decides how tokens are drawn: the person, the model file, the task."""

from __future__ import annotations

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.core.entities import ChatParameters
from assistant.core.messages import Sampling
from assistant.core.sampling_defaults import (
    INHERITED,
    TASK_SAMPLING,
    resolve,
    unresolved,
    with_suggestions,
)
from assistant.storage.rows import packed, unpacked

SUGGESTED = {"temperature": 0.6, "top_k": 20.0, "repeat_penalty": 1.05, "mirostat_tau": 4.0}


def test_the_person_comes_first_then_the_model_then_the_default() -> None:
    own = ChatParameters(temperature=0.1, min_p=0.0)
    sampling = resolve(own, SUGGESTED)
    assert (sampling.temperature, sampling.min_p) == (0.1, 0.0)
    assert (sampling.top_k, sampling.repeat_penalty) == (20, 1.05)
    assert isinstance(sampling.top_k, int)
    assert sampling.top_p == Sampling().top_p
    assert sampling.inherits == ()


def test_without_a_model_the_engine_is_told_what_it_may_fill_in() -> None:
    sampling = unresolved(ChatParameters(top_k=7, seed=4))
    assert "top_k" not in sampling.inherits
    assert "temperature" in sampling.inherits
    assert (sampling.top_k, sampling.seed, sampling.temperature) == (7, 4, 0.8)
    assert with_suggestions(sampling, SUGGESTED) == resolve(
        ChatParameters(top_k=7, seed=4), SUGGESTED
    )


def test_a_finished_sampling_takes_no_suggestion() -> None:
    for sampling in TASK_SAMPLING.values():
        assert with_suggestions(sampling, SUGGESTED) == sampling


@given(
    st.dictionaries(st.sampled_from(INHERITED), st.floats(0, 1), max_size=5),
    st.dictionaries(
        st.sampled_from([*INHERITED, "repeat_last_n", "seed", "nonsense"]), st.floats(0, 1)
    ),
)
def test_every_field_comes_from_the_first_that_has_it(
    own: dict[str, float], suggested: dict[str, float]
) -> None:
    sampling = resolve(ChatParameters(**own), suggested)
    for name in INHERITED:
        expected = own.get(name, suggested.get(name, getattr(Sampling(), name)))
        kept = getattr(sampling, name)
        assert kept == (int(expected) if name not in own and isinstance(kept, int) else expected)
    assert sampling.seed is None


def test_tasks_that_need_exactness_draw_little() -> None:
    for task in ("proofread", "translate", "answer", "summarise", "title"):
        assert TASK_SAMPLING[task].temperature <= 0.3
    assert TASK_SAMPLING["proofread"].temperature == 0.0
    assert TASK_SAMPLING["chat"] == Sampling()


@pytest.mark.parametrize(
    ("stored", "sampling"),
    [
        ("{}", Sampling()),
        ('{"temperature":0.5}', Sampling(temperature=0.5)),
        (
            '{"temperature":0.0,"top_p":0.5,"top_k":7,"min_p":0.2,"repeat_penalty":1.3,'
            '"max_tokens":9,"seed":4,"system_prompt":"Be brief."}',
            Sampling(temperature=0.0, top_p=0.5, top_k=7, min_p=0.2, repeat_penalty=1.3, seed=4),
        ),
    ],
)
def test_parameters_stored_before_mean_the_same(stored: str, sampling: Sampling) -> None:
    parameters = unpacked(stored, ChatParameters)
    assert resolve(parameters, {}) == sampling
    assert parameters.max_tokens == json.loads(stored).get("max_tokens", 0)
    assert json.loads(packed(parameters)) == json.loads(stored)


def test_new_parameters_survive_the_database_and_the_wire() -> None:
    parameters = ChatParameters(
        typical_p=0.9, mirostat=2, stop=("\n\n", "END"), on_overflow="refuse", xtc_probability=0.5
    )
    assert unpacked(packed(parameters), ChatParameters) == parameters
    sampling = unresolved(parameters)
    assert msgspec.json.decode(msgspec.json.encode(sampling), type=Sampling) == sampling
