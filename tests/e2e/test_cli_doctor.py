"""`inkstone doctor`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from tests import tiny_models
from tests.e2e.terminal_runner import Inkstone

SCRIPTED = {"script": "An answer."}


def findings(inkstone: Inkstone, code: int = 0) -> dict[str, dict[str, Any]]:
    ended = inkstone.run("doctor", "--json")
    assert (ended.code, ended.err) == (code, "")
    document = ended.json
    assert document["state"] in ("ok", "caution", "problem")
    assert (document["state"] == "problem") == (code == 3)
    return {finding["name"]: finding for finding in document["findings"]}


def test_a_fresh_place(tmp_path: Path) -> None:
    found = findings(Inkstone(tmp_path))
    assert found["inkstone"]["state"] == "ok"
    assert "llama-cpp-python" in found["packages"]["text"]
    assert found["engine"]["state"] == "ok"
    assert "CPU" in found["engine"]["facts"]["backends"]
    assert found["engine"]["facts"]["instructions"]
    assert found["sqlite"]["facts"]["journal_mode"] in ("wal", "delete")
    assert found["sqlite"]["facts"]["journal_reason"]
    assert found["database"]["state"] == "ok"
    assert found["display"]["state"] == "caution"
    assert found["models"]["state"] == "caution"
    assert found["processor"]["facts"]["usable"] >= 1
    assert found["memory"]["facts"]["total"] > 0
    assert found["disk"]["facts"]["free"] > 0
    assert not (tmp_path / "data").exists()


def test_after_some_use(tmp_path: Path) -> None:
    (tmp_path / "models").mkdir(mode=0o700)
    tiny_models.write_model(tmp_path / "models" / "tiny.gguf")
    inkstone = Inkstone(tmp_path, SCRIPTED)
    assert inkstone.run("chat", "-p", "hello").code == 0
    found = findings(inkstone)
    assert found["database"]["facts"]["conversations"] == 1
    assert found["database"]["facts"]["messages"] == 2
    assert found["database"]["facts"]["revision"]
    assert found["backup"]["facts"]["count"] == 1
    assert found["models"]["facts"]["count"] == 1
    for folder in ("data", "config", "cache", "models", "logs"):
        assert found[f"{folder} folder"]["state"] == "ok"
        assert found[f"{folder} folder"]["facts"]["mode"] == "0700"
    text = inkstone.run("doctor")
    assert text.code == 0
    assert "Conversations: 1, messages: 2" in text.out


def test_what_is_damaged_is_found(tmp_path: Path) -> None:
    inkstone = Inkstone(tmp_path, SCRIPTED)
    assert inkstone.run("chat", "-p", "hello").code == 0
    (tmp_path / "data" / "inkstone.db").write_bytes(b"rubbish " * 4096)
    (tmp_path / "config" / "settings.toml").write_text("not [ toml \x1b[31m")
    found = findings(inkstone, code=3)
    assert found["database"]["state"] == "problem"
    assert "Backups kept: 1" in found["database"]["hint"]
    assert found["settings"]["state"] == "problem"
    assert found["engine"]["state"] == "ok"
    text = inkstone.run("doctor")
    assert text.code == 3
    assert "problem  database" in text.out
    assert "\x1b" not in text.out


@pytest.mark.skipif(os.name != "posix", reason="modes of files")
def test_an_open_folder_and_a_file_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(mode=0o755)
    (tmp_path / "data").chmod(0o755)
    (tmp_path / "cache").write_text("in the way")
    found = findings(Inkstone(tmp_path, SCRIPTED), code=3)
    assert found["data folder"]["state"] == "caution"
    assert found["data folder"]["hint"].startswith("chmod 700")
    assert found["cache folder"]["state"] == "problem"


def test_models_that_are_gone(tmp_path: Path) -> None:
    (tmp_path / "config").mkdir(mode=0o700)
    (tmp_path / "config" / "settings.toml").write_text(
        '[models]\nlast = "/gone/away.gguf"\nfolders = ["/gone/folder"]\n'
    )
    found = findings(Inkstone(tmp_path))
    assert found["last model"]["state"] == "caution"
    assert "away.gguf" in found["last model"]["text"]
    assert "/gone/folder" in found["model folders"]["text"]


def test_a_gpu_without_a_build_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    from assistant.cli.checks import engine

    monkeypatch.setattr(engine, "graphics_processors", lambda: ["NVIDIA H200"])
    unused = engine._graphics(("CPU",))
    assert (unused.state, unused.facts["gpus"]) == ("caution", ["NVIDIA H200"])
    assert "README" in unused.hint
    assert engine._graphics(("CUDA0", "CPU")).state == "ok"
    monkeypatch.setattr(engine, "graphics_processors", lambda: ["Intel GPU"])
    assert engine._graphics(("CPU",)).state == "ok"


def test_an_engine_that_does_not_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from assistant.cli.checks.engine import examine_engine
    from assistant.paths import app_paths

    def crashing(*_arguments: str) -> list[str]:
        import sys

        return [sys.executable, "-c", "raise SystemExit(7)"]

    monkeypatch.setattr("assistant.compose.child_command", crashing)
    (finding,) = examine_engine(app_paths(tmp_path))
    assert finding.state == "problem"
    assert "code 7" in finding.text
    assert "engine.log" in finding.hint
