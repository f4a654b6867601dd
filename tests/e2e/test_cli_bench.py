"""`inkstone bench` with the real engine and the real bare loop, on a model made for the test."""

from __future__ import annotations

import signal
from pathlib import Path

import psutil
import pytest

from tests import tiny_models
from tests.e2e.terminal_runner import Inkstone, end_of

KEYS = [
    "decode",
    "decode_deep",
    "prefill",
    "together",
    "together_gain",
    "second_turn",
    "second_turn_new",
    "first_token",
    "reopened",
    "reopened_gain",
]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    shape = tiny_models.Shape(context_length=512)
    return tiny_models.write_model(folder / "tiny.gguf", shape=shape, name="tiny")


@pytest.fixture
def inkstone(tmp_path: Path) -> Inkstone:
    return Inkstone(tmp_path)


def test_the_document(inkstone: Inkstone, model: Path) -> None:
    ended = inkstone.run("bench", "-m", str(model), "--quick", "--json")
    assert (ended.code, ended.err) == (0, "")
    document = ended.json
    assert document["model"] == "tiny"
    assert document["model_path"] == str(model)
    assert document["context_length"] == 512
    found = document["measurements"]
    assert list(found) == KEYS
    for key in ("decode", "decode_deep", "prefill", "together", "together_gain", "first_token"):
        row = found[key]
        assert row["ratio"] == pytest.approx(row["value"] / row["bare"])
    assert all(row["value"] > 0 for row in found.values())
    assert found["second_turn"]["value"] == found["second_turn_new"]["value"]
    usage = document["usage"]
    assert usage["prompt_tokens"] >= document["plan"]["depth"] * 0.8
    assert usage["completion_tokens"] > 0
    assert document["timings"]["decode_tokens_per_s"] > 0
    assert list((inkstone.home / "cache").iterdir()) == []  # its states went with it


def test_the_table(inkstone: Inkstone, model: Path) -> None:
    ended = inkstone.run("bench", "-m", str(model), "--quick")
    assert (ended.code, ended.err) == (0, "")
    title, empty, head, *rows = ended.out.splitlines()
    assert title.startswith("tiny: ")
    assert empty == ""
    assert head.split() == ["Inkstone", "bare", "llama.cpp", "ratio"]
    assert len(rows) == len(KEYS)
    assert all(len(row) <= 90 for row in rows)


def test_no_model_is_a_sentence(inkstone: Inkstone, tmp_path: Path) -> None:
    ended = inkstone.run("bench", "--json")
    assert (ended.code, ended.out) == (3, "")
    assert ended.error["kind"] == "no_model"
    missing = inkstone.run("bench", "-m", str(tmp_path / "missing.gguf"))
    assert (missing.code, missing.out) == (3, "")


def test_a_damaged_model_is_a_sentence(inkstone: Inkstone, model: Path, tmp_path: Path) -> None:
    damaged = tiny_models.write_cut(model, tmp_path / "damaged.gguf", 0.7)
    ended = inkstone.run("bench", "-m", str(damaged), "--json")
    assert (ended.code, ended.out) == (3, "")
    assert ended.error["kind"] == "damaged_model"


def test_the_scripted_engine_has_no_speed(tmp_path: Path) -> None:
    ended = Inkstone(tmp_path, {}).run("bench", "--json")
    assert (ended.code, ended.error["kind"]) == (2, "usage")


def test_stopping_leaves_nothing(inkstone: Inkstone, model: Path) -> None:
    with inkstone.started("bench", "-m", str(model)) as process:
        assert process.stdout is not None
        process.stdout.readline()  # the first row is measured, more are to come
        family = psutil.Process(process.pid).children(recursive=True)
        process.send_signal(signal.SIGINT)
        ended = end_of(process)
    assert ended.code == 130
    assert ended.err == ""
    assert not any(child.is_running() for child in family)
    assert list((inkstone.home / "cache").iterdir()) == []
