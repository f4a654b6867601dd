"""Every file that cannot be used is refused with its kind, and the engine lives on."""

from __future__ import annotations

import os
import random
from pathlib import Path

import psutil
import pytest

from assistant.core.messages import Failed, Finished, Generate, LoadModel, Ready
from assistant.engine.supervisor import Supervisor
from tests import tiny_models
from tests.engine.conftest import GREEDY, Driver, load_command, user


def _refused(driver: Driver, path: Path) -> Failed:
    event = driver.run(LoadModel(path=str(path)))
    assert isinstance(event, Failed), event
    assert event.text.endswith(".")
    assert event.text.isprintable()
    return event


def test_no_such_file(supervised: Driver, tmp_path: Path) -> None:
    assert _refused(supervised, tmp_path / "absent.gguf").kind == "no_such_file"


def test_a_path_with_a_nul(supervised: Driver) -> None:
    assert _refused(supervised, Path("a\0b.gguf")).kind == "no_such_file"


def test_a_folder(supervised: Driver, tmp_path: Path) -> None:
    assert _refused(supervised, tmp_path).kind == "is_directory"


def test_a_pipe(supervised: Driver, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.gguf")
    assert _refused(supervised, tmp_path / "pipe.gguf").kind == "not_gguf"


@pytest.mark.parametrize("data", [b"", b"GG", b"PK\x03\x04 not a model", b"\0" * 4096])
def test_not_a_gguf(data: bytes, supervised: Driver, tmp_path: Path) -> None:
    path = tmp_path / "other.gguf"
    path.write_bytes(data)
    assert _refused(supervised, path).kind == "not_gguf"


@pytest.mark.parametrize("place", range(10))
def test_a_cut_file(
    place: int, supervised: Driver, models: dict[str, Path], tmp_path: Path
) -> None:
    path = tiny_models.write_cut(models["llama"], tmp_path / "cut.gguf", (place + 0.5) / 10)
    refused = _refused(supervised, path)
    assert refused.kind == "damaged_model"


def test_a_vocabulary_without_weights(supervised: Driver, tmp_path: Path) -> None:
    path = tiny_models.write_vocabulary_only(tmp_path / "vocabulary.gguf")
    assert _refused(supervised, path).kind == "vocab_only"


def test_an_unknown_architecture(supervised: Driver, tmp_path: Path) -> None:
    path = tiny_models.write_unknown_architecture(tmp_path / "unknown.gguf")
    refused = _refused(supervised, path)
    assert refused.kind == "unknown_architecture"
    assert "tomorrow" in refused.text


def test_a_tensor_is_missing(supervised: Driver, tmp_path: Path) -> None:
    path = tiny_models.write_model(tmp_path / "missing.gguf", "mamba", named_architecture="llama")
    assert _refused(supervised, path).kind == "damaged_model"


def test_an_embedding_model_cannot_chat(supervised: Driver, tmp_path: Path) -> None:
    path = tiny_models.write_embedding_model(tmp_path / "bert.gguf")
    assert _refused(supervised, path).kind == "embedding_model"
    pooled = tiny_models.write_model(tmp_path / "pooled.gguf", metadata={"llama.pooling_type": 3})
    assert _refused(supervised, pooled).kind == "embedding_model"


def test_adapters_and_image_parts(supervised: Driver, tmp_path: Path) -> None:
    for kind in ("adapter", "mmproj"):
        path = tiny_models.write_model(tmp_path / f"{kind}.gguf", metadata={"general.type": kind})
        assert _refused(supervised, path).kind == "load_failed"


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="permissions of POSIX")
def test_no_permission(supervised: Driver, models: dict[str, Path], tmp_path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("the superuser may read everything; test_gguf.py tests the mapping")
    path = tmp_path / "locked.gguf"
    path.write_bytes(models["llama"].read_bytes())
    path.chmod(0)
    assert _refused(supervised, path).kind == "no_permission"


def test_a_model_larger_than_the_memory(supervised: Driver, tmp_path: Path) -> None:
    path = tiny_models.write_oversized(tmp_path / "huge.gguf", 8 << 40)
    refused = _refused(supervised, path)
    assert refused.kind == "too_large"
    assert "8.8 TB" in refused.text


def test_terminal_escapes_in_the_metadata_are_not_passed_on(
    supervised: Driver, tmp_path: Path
) -> None:
    path = tiny_models.write_model(
        tmp_path / "evil.gguf", name="nice\x1b]0;owned\x07\u202emodel\r\n\x9b2J"
    )
    ready = supervised.load(path)
    assert ready.info.name == "nice ]0;owned model 2J"


def test_a_split_model(supervised: Driver, models: dict[str, Path], tmp_path: Path) -> None:
    first = tmp_path / "m-00001-of-00002.gguf"
    first.write_bytes(models["llama"].read_bytes())
    refused = _refused(supervised, first)
    assert refused.kind == "no_such_file"
    assert "00002" in refused.text


def test_after_all_that_a_good_model_works(supervised: Driver, models: dict[str, Path]) -> None:
    assert isinstance(supervised.load(models["llama"]), Ready)
    text, _ = supervised.answer(Generate(turns=(user("hello"),), sampling=GREEDY, max_tokens=8))
    assert text


def test_mutated_files_never_take_the_application_down(
    driver: Driver, models: dict[str, Path], tmp_path: Path
) -> None:
    """Each is refused, or loaded, or at worst brings the engine process down: it is replaced."""
    good = models["llama"].read_bytes()
    draw = random.Random(20)
    path = tmp_path / "mutated.gguf"
    for _ in range(60):
        data = bytearray(good)
        for _ in range(draw.randrange(1, 8)):
            at = draw.randrange(24, 30_000)
            data[at : at + 4] = draw.randbytes(4)
        path.write_bytes(data)
        event = driver.run(load_command(path))
        assert isinstance(event, Ready | Failed)
        if isinstance(event, Ready):
            generate = Generate(turns=(user("hello"),), sampling=GREEDY, max_tokens=4)
            assert isinstance(driver.run(generate), Finished | Failed)
    driver.load(models["llama"])


def test_loading_again_and_again_takes_no_more_memory(
    driver: Driver, models: dict[str, Path]
) -> None:
    sizes = []
    for _ in range(25):
        driver.load(models["llama"])
        driver.answer(Generate(turns=(user("hello"),), sampling=GREEDY, max_tokens=4))
        assert isinstance(driver.engine, Supervisor)
        sizes.append(psutil.Process(driver.engine.pid).memory_info().rss)
    assert sizes[-1] - sizes[5] < 3_000_000
