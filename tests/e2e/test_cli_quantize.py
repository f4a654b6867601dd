"""`inkstone models quantize`."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests import tiny_models
from tests.e2e.terminal_runner import Inkstone
from tests.hub.other_programs import ollama

SHAPE = tiny_models.Shape(width=256, layers=2, heads=4, kv_heads=2, hidden=512)


@pytest.fixture
def inkstone(tmp_path: Path) -> Inkstone:
    (tmp_path / "models").mkdir()
    tiny_models.write_model(tmp_path / "models" / "tiny-F32.gguf", shape=SHAPE)
    return Inkstone(tmp_path)


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def test_a_plan_makes_nothing(inkstone: Inkstone) -> None:
    models = inkstone.home / "models"
    ended = inkstone.run("models", "quantize", "tiny", "--to", "q4_k_m", "--plan", "--json")
    assert (ended.code, ended.err) == (0, "")
    plan = ended.json
    assert plan["destination"] == str(models / "tiny-Q4_K_M.gguf")
    assert plan["type"] == "Q4_K_M"
    assert 0 < plan["size"] < plan["source_size"] / 3
    assert (plan["fit"]["room"], plan["made"]) == ("memory", False)
    assert names(models) == ["tiny-F32.gguf"]
    shown = inkstone.run("models", "quantize", "tiny", "--to", "Q8_0", "--plan").out
    assert "as Q8_0" in shown
    assert "tokens/s" in shown


def test_a_copy_is_made_listed_and_not_made_twice(inkstone: Inkstone) -> None:
    models = inkstone.home / "models"
    ended = inkstone.run("models", "quantize", "tiny", "--to", "Q4_K_M", "--json")
    assert (ended.code, ended.err) == (0, "")
    assert ended.json["made"] is True
    assert names(models) == ["tiny-F32.gguf", "tiny-Q4_K_M.gguf"]
    info = inkstone.run("models", "info", "tiny-Q4_K_M", "--json").json
    assert info["quantisation"] == "Q4_K_M"
    again = inkstone.run("models", "quantize", "tiny-F32", "--to", "Q4_K_M", "--json")
    assert (again.code, again.error["kind"]) == (3, "quantise")
    smaller = inkstone.run("models", "quantize", "tiny-Q4_K_M", "--to", "Q2_K", "--json")
    assert (smaller.code, smaller.error["kind"]) == (3, "quantise")
    assert names(models) == ["tiny-F32.gguf", "tiny-Q4_K_M.gguf"]


def test_where_the_copy_goes(inkstone: Inkstone, tmp_path: Path) -> None:
    folder = tmp_path / "小 copies"
    folder.mkdir()
    ended = inkstone.run("models", "quantize", "tiny", "--to", "Q8_0", "-o", str(folder))
    assert ended.code == 0
    assert names(folder) == ["tiny-Q8_0.gguf"]
    wrong = inkstone.run("models", "quantize", "tiny", "--to", "Q8_0", "-o", "x.bin", "--json")
    assert (wrong.code, wrong.error["kind"]) == (2, "usage")


def test_nothing_is_written_where_another_program_keeps_its_models(
    inkstone: Inkstone, tmp_path: Path
) -> None:
    source = inkstone.home / "models" / "tiny-F32.gguf"
    folder = tmp_path / "other-programs" / ".ollama" / "models"
    blob = ollama(folder, "hf.co/ann/Ink-GGUF/F32", weights=source.read_bytes())
    source.unlink()
    before = names(blob.parent)
    ended = inkstone.run("models", "quantize", "hf.co/ann/Ink-GGUF:F32", "--to", "Q8_0", "--json")
    assert (ended.code, ended.err) == (0, "")
    assert ended.json["destination"] == str(source.with_name("hf.co-ann-Ink-GGUF-Q8_0.gguf"))
    assert names(source.parent) == ["hf.co-ann-Ink-GGUF-Q8_0.gguf"]
    assert names(blob.parent) == before


@pytest.mark.parametrize(("kind", "code"), [("IQ2_XS", 3), ("Q9", 2)])
def test_types_that_cannot_be_made(kind: str, code: int, inkstone: Inkstone) -> None:
    ended = inkstone.run("models", "quantize", "tiny", "--to", kind, "--json")
    assert ended.code == code
    assert kind in ended.error["message"]


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent otherwise there")
def test_ctrl_c_removes_what_there_was_of_the_copy(tmp_path: Path) -> None:
    models = tmp_path / "models"
    models.mkdir()
    shape = tiny_models.Shape(width=1024, layers=4, heads=8, kv_heads=4, hidden=4096)
    tiny_models.write_model(models / "large-F32.gguf", shape=shape)
    inkstone = Inkstone(tmp_path)
    part = models / "large-Q3_K_M.gguf.part"
    with inkstone.started("models", "quantize", "large", "--to", "Q3_K_M") as process:
        while not part.exists():
            with contextlib.suppress(subprocess.TimeoutExpired):
                pytest.fail(f"ended with {process.wait(0.02)} before it began")
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
    assert process.returncode == 130
    assert names(models) == ["large-F32.gguf"]
