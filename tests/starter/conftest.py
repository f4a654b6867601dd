"""The starter model that ships, and what the recipe makes on its toy size."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.conftest import ROOT

sys.path.insert(0, str(ROOT))  # the recipe is no part of the installed package

from models.starter.recipe.sizes import SIZES

STARTER = ROOT / "models" / "starter" / "starter.gguf"


@pytest.fixture(scope="session")
def starter() -> Path:
    """The file that ships with the application; the test is skipped without it."""
    if not STARTER.is_file():
        pytest.skip("models/starter/starter.gguf is not trained yet")
    return STARTER


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the toy recipe makes."""
    pytest.importorskip("torch")
    pytest.importorskip("tokenizers")
    from models.starter.recipe import curve, tokenizer, training
    from models.starter.recipe.export import export

    folder = tmp_path_factory.mktemp("starter")
    size = replace(SIZES["toy"], tokens=12_000)
    tokenizer.train(size, folder / "tokenizer.json", 400)
    half = training.learn(replace(size, tokens=6_000), folder, workers=0)
    course = training.learn(size, folder, workers=0)
    assert course.runs == half.runs + 1
    assert course.tokens > half.tokens >= 6_000
    curve.draw([(1, 5.0), (2, 4.0), (3, 3.0)], folder / "loss.svg")
    export(size, folder, folder / "starter.gguf")
    return folder


@pytest.fixture(scope="session", params=["starter", "toy"])
def either(request: pytest.FixtureRequest) -> Path:
    """The starter, and the toy: what holds for any model is tried where there is no starter."""
    if request.param == "starter":
        path: Path = request.getfixturevalue("starter")
        return path
    folder: Path = request.getfixturevalue("made")
    return folder / "starter.gguf"
