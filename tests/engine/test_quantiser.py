"""Smaller copies by llama.cpp's own quantiser: what comes of it, and what keeps it from being."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import gguf
import numpy as np
import pytest

from assistant import compose
from assistant.core.errors import Cancelled, UserError
from assistant.core.hub.quantising import COPY_TYPES, WITH_MATRIX, copy_type, predicted_size
from assistant.core.messages import Generate
from assistant.engine import quantiser as quantiser_module
from assistant.engine.llama.quantise import quantise
from assistant.engine.quantiser import ModelQuantiser
from tests import tiny_models
from tests.engine.conftest import GREEDY, Driver, user

SHAPE = tiny_models.Shape(width=256, layers=4, heads=4, kv_heads=2, hidden=512)
UNEVEN = tiny_models.Shape(width=192, layers=3, heads=3, kv_heads=3, hidden=448)
F16, BF16 = 1, 32


def nothing(_done: int, _total: int) -> None:
    """Nobody watches."""


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def never() -> bool:
    return False


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The same model in three kinds of whole numbers, and one whose rows fit no block of 256."""
    folder = tmp_path_factory.mktemp("sources")
    whole = tiny_models.write_model(folder / "tiny-F32.gguf", shape=SHAPE)
    found = {"F32": whole}
    for name, number in (("F16", F16), ("BF16", BF16)):
        found[name] = folder / f"tiny-{name}.gguf"
        worked = quantise(whole, found[name], number, threads=1, dry=False, said=lambda _text: None)
        assert worked
    found["uneven"] = tiny_models.write_model(folder / "uneven-F32.gguf", shape=UNEVEN)
    return found


@pytest.mark.parametrize("kept", ["F32", "F16", "BF16"])
def test_a_copy_is_smaller_loads_and_answers(
    kept: str, sources: dict[str, Path], tmp_path: Path, driver: Driver
) -> None:
    copy = tmp_path / "a copy 副本.gguf"
    steps: list[tuple[int, int]] = []
    compose.make_quantiser()(
        sources[kept], copy, "Q4_K_M", lambda done, total: steps.append((done, total)), never
    )
    assert copy.stat().st_size < 0.5 * sources[kept].stat().st_size
    assert names(tmp_path) == [copy.name]
    assert steps[-1][0] == steps[-1][1] == 3 + 4 * 9
    assert [done for done, _ in steps] == sorted(done for done, _ in steps)
    facts = compose.model_facts(copy)
    assert facts.quantisation == "Q4_K_M"
    assert facts.types[0].name == "Q4_K"
    assert facts.template == tiny_models.CHATML
    driver.load(copy)
    _text, finished = driver.answer(Generate(turns=(user("hello"),), sampling=GREEDY, max_tokens=8))
    assert finished.usage.completion_tokens > 0


@pytest.mark.parametrize("kind", [kind.name for kind in COPY_TYPES])
def test_the_size_is_known_before(kind: str, sources: dict[str, Path], tmp_path: Path) -> None:
    quantiser = compose.make_quantiser()
    copy = tmp_path / f"{kind}.gguf"
    plan = quantiser.plan(sources["F16"], copy, kind)
    assert not copy.exists()
    assert plan.free > plan.size > 0
    quantiser(sources["F16"], copy, kind, nothing, never)
    assert abs(plan.size - copy.stat().st_size) < 16 * 1024  # llama.cpp says hundredths of MiB
    facts = compose.model_facts(sources["F16"])
    assert predicted_size(facts, copy_type(kind)) == pytest.approx(plan.size, rel=0.08)


def test_the_estimate_knows_rows_that_fit_no_block(
    sources: dict[str, Path], tmp_path: Path
) -> None:
    quantiser = compose.make_quantiser()
    for kind in ("Q8_0", "Q6_K", "Q5_K_M", "Q4_K_M", "Q3_K_M"):
        plan = quantiser.plan(sources["uneven"], tmp_path / "copy.gguf", kind)
        facts = compose.model_facts(sources["uneven"])
        assert predicted_size(facts, copy_type(kind)) == pytest.approx(plan.size, rel=0.12)


def cut_in_two(source: Path, folder: Path) -> Path:
    """The model at `source` as two files; the first of them."""
    tensors = gguf.GGUFReader(str(source)).tensors
    for number, part in enumerate((tensors[:9], tensors[9:])):
        path = folder / f"cut-{number + 1:05d}-of-00002.gguf"
        writer = gguf.GGUFWriter(str(path), "llama")
        if number == 0:
            tiny_models._write_shape(writer, "llama", SHAPE)
            tiny_models.write_vocabulary(writer, tiny_models.spm_vocabulary())
        writer.add_uint16("split.no", number)
        writer.add_uint16("split.count", 2)
        writer.add_int32("split.tensors.count", len(tensors))
        for tensor in part:
            writer.add_tensor(tensor.name, np.array(tensor.data))
        tiny_models._finish(writer)
    return folder / "cut-00001-of-00002.gguf"


def test_a_model_in_parts_becomes_one_file(
    sources: dict[str, Path], tmp_path: Path, driver: Driver
) -> None:
    first = cut_in_two(sources["F32"], tmp_path)
    copy = tmp_path / "cut-Q4_K_M.gguf"
    compose.make_quantiser()(first, copy, "Q4_K_M", nothing, never)
    whole = compose.model_facts(sources["F32"])
    assert compose.model_facts(copy).parameters == whole.parameters
    driver.load(copy)


def refusal(work: Callable[[], object]) -> UserError:
    with pytest.raises(UserError) as caught:
        work()
    return caught.value


def test_what_was_made_smaller_before_is_refused(sources: dict[str, Path], tmp_path: Path) -> None:
    quantiser = compose.make_quantiser()
    small = tmp_path / "small.gguf"
    quantiser(sources["F16"], small, "Q4_0", nothing, never)
    error = refusal(lambda: quantiser.plan(small, tmp_path / "again.gguf", "Q4_K_M"))
    assert (error.kind, "Q4_0" in error.text) == ("quantise", True)
    assert not (tmp_path / "again.gguf").exists()


@pytest.mark.parametrize("kind", WITH_MATRIX)
def test_types_that_need_a_matrix_are_refused(kind: str, sources: dict[str, Path]) -> None:
    error = refusal(lambda: copy_type(kind))
    assert error.kind == "quantise"
    assert "importance matrix" in error.text


def test_a_type_that_does_not_exist_is_a_mistake_in_writing() -> None:
    assert refusal(lambda: copy_type("Q7_Z")).kind == "usage"
    assert copy_type(" q4_k_m ").name == copy_type("Q4-K-M").name == "Q4_K_M"


def test_a_file_of_that_name_stays(sources: dict[str, Path], tmp_path: Path) -> None:
    there = tmp_path / "there.gguf"
    there.write_bytes(b"mine")
    quantiser = compose.make_quantiser()
    error = refusal(lambda: quantiser(sources["F16"], there, "Q8_0", nothing, never))
    assert error.kind == "quantise"
    assert there.read_bytes() == b"mine"
    assert names(tmp_path) == ["there.gguf"]


def test_a_file_that_appears_meanwhile_stays(sources: dict[str, Path], tmp_path: Path) -> None:
    copy = tmp_path / "copy.gguf"

    def appear(_done: int, _total: int) -> None:
        copy.write_bytes(b"mine")

    quantiser = compose.make_quantiser()
    error = refusal(lambda: quantiser(sources["F16"], copy, "Q8_0", appear, never))
    assert error.kind == "quantise"
    assert copy.read_bytes() == b"mine"
    assert names(tmp_path) == ["copy.gguf"]


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="whoever may do everything may write"
)
def test_a_folder_that_cannot_be_written_to(sources: dict[str, Path], tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    error = refusal(
        lambda: compose.make_quantiser().plan(sources["F16"], locked / "c.gguf", "Q8_0")
    )
    assert error.kind == "no_permission"


def test_a_folder_that_is_said_to_be_locked(
    sources: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_arguments: False)
    quantiser = compose.make_quantiser()
    error = refusal(lambda: quantiser.plan(sources["F16"], tmp_path / "c.gguf", "Q8_0"))
    assert error.kind == "no_permission"


def test_a_missing_folder(sources: dict[str, Path], tmp_path: Path) -> None:
    quantiser = compose.make_quantiser()
    error = refusal(lambda: quantiser.plan(sources["F16"], tmp_path / "no" / "c.gguf", "Q8_0"))
    assert error.kind == "no_such_file"


def test_a_full_disk_is_known_before_the_work(
    sources: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(tmp_path)._replace(free=quantiser_module.SPARE_BYTES)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage)
    error = refusal(
        lambda: compose.make_quantiser().plan(sources["F16"], tmp_path / "c.gguf", "Q8_0")
    )
    assert error.kind == "disk_full"


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such limit")
def test_a_disk_that_fills_up_leaves_nothing_behind(
    sources: dict[str, Path], tmp_path: Path
) -> None:
    limited = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000)); "
        "from assistant.engine.quantise_child import main; sys.exit(main([]))"
    )
    quantiser = ModelQuantiser([sys.executable, "-c", limited], compose.model_facts)
    copy = tmp_path / "copy.gguf"
    error = refusal(lambda: quantiser(sources["F32"], copy, "Q8_0", nothing, never))
    assert error.kind == "disk_full"
    assert names(tmp_path) == []


def test_stopping_leaves_nothing_behind(sources: dict[str, Path], tmp_path: Path) -> None:
    started: list[int] = []
    with pytest.raises(Cancelled):
        compose.make_quantiser()(
            sources["F32"],
            tmp_path / "copy.gguf",
            "Q4_K_M",
            lambda done, _total: started.append(done),
            lambda: bool(started),
        )
    assert names(tmp_path) == []


@pytest.mark.parametrize("words", ["import os; os.abort()", "print('nonsense')", "pass"])
def test_a_process_that_fails_is_a_sentence(
    words: str, sources: dict[str, Path], tmp_path: Path
) -> None:
    quantiser = ModelQuantiser([sys.executable, "-c", words], compose.model_facts)
    error = refusal(lambda: quantiser.plan(sources["F32"], tmp_path / "c.gguf", "Q8_0"))
    assert error.kind == "quantise"
    nowhere = ModelQuantiser(["/nowhere/at-all"], compose.model_facts)
    error = refusal(lambda: nowhere.plan(sources["F32"], tmp_path / "c.gguf", "Q8_0"))
    assert error.kind == "quantise"


def test_what_llama_cpp_does_not_know_is_a_sentence(tmp_path: Path) -> None:
    strange = tiny_models.write_unknown_architecture(tmp_path / "strange.gguf")
    error = refusal(lambda: compose.make_quantiser().plan(strange, tmp_path / "copy.gguf", "Q8_0"))
    assert error.kind in ("unknown_architecture", "quantise")
    empty = tiny_models.write_vocabulary_only(tmp_path / "empty.gguf")
    error = refusal(lambda: compose.make_quantiser().plan(empty, tmp_path / "c.gguf", "Q8_0"))
    assert error.kind == "quantise"
    assert names(tmp_path) == ["empty.gguf", "strange.gguf"]


def test_damaged_sources_are_refused(sources: dict[str, Path], tmp_path: Path) -> None:
    cut = tiny_models.write_cut(sources["F32"], tmp_path / "cut.gguf", 0.5)
    quantiser = compose.make_quantiser()
    error = refusal(lambda: quantiser.plan(cut, tmp_path / "copy.gguf", "Q8_0"))
    assert error.kind == "damaged_model"
