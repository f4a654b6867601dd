"""What a model file recommends for sampling."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from assistant.core.messages import Sampling
from assistant.engine.gguf import read_header
from assistant.engine.suggested import suggested_sampling
from tests import tiny_models


def suggested(tmp_path: Path, **metadata: object) -> dict[str, float]:
    keys = {f"general.sampling.{key}": value for key, value in metadata.items()}
    return suggested_sampling(
        read_header(tiny_models.write_model(tmp_path / "tiny.gguf", metadata=keys, weights=False))
    )


def test_most_models_recommend_nothing(tmp_path: Path) -> None:
    assert suggested(tmp_path) == {}


def test_numbers_as_they_were_meant(tmp_path: Path) -> None:
    found = suggested(
        tmp_path,
        temp=0.6,
        top_k=20,
        top_p=0.95,
        min_p=0.0,
        xtc_probability=0.1,
        xtc_threshold=0.2,
        penalty_repeat=1.05,
        penalty_last_n=128,
        mirostat=2,
        mirostat_tau=4.0,
        mirostat_eta=0.2,
        sequence="kypmxt",
    )
    assert found == {
        "temperature": 0.6,
        "top_k": 20,
        "top_p": 0.95,
        "min_p": 0.0,
        "xtc_probability": 0.1,
        "xtc_threshold": 0.2,
        "repeat_penalty": 1.05,
        "repeat_last_n": 128,
        "mirostat": 2,
        "mirostat_tau": 4.0,
        "mirostat_eta": 0.2,
    }
    assert set(found) <= set(Sampling.__struct_fields__)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("temp", -1.0),
        ("temp", 50.0),
        ("temp", math.nan),
        ("temp", math.inf),
        ("temp", "warm"),
        ("top_p", 0.0),
        ("top_p", 1.5),
        ("min_p", 1.0),
        ("top_k", 2.5),
        ("mirostat", 3),
        ("penalty_repeat", 0.0),
    ],
)
def test_what_makes_no_sense_is_dropped(tmp_path: Path, key: str, value: object) -> None:
    assert suggested(tmp_path, **{key: value}) == {}
