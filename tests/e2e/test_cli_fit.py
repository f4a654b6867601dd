"""`inkstone models fit` and what `inkstone doctor` says of devices."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from assistant.core.errors import UserError
from assistant.engine.devices_child import find_devices
from assistant.paths import child_command
from tests import tiny_models
from tests.e2e.terminal_runner import Inkstone


@pytest.fixture
def inkstone(tmp_path: Path) -> Inkstone:
    (tmp_path / "models").mkdir()
    tiny_models.write_model(tmp_path / "models" / "tiny.gguf", context_length=4096)
    return Inkstone(tmp_path)


def test_what_would_be_chosen_and_what_it_takes(inkstone: Inkstone) -> None:
    ended = inkstone.run("models", "fit", "tiny", "--json")
    assert (ended.code, ended.err) == (0, "")
    found = ended.json
    assert found["context_length"] == found["trained_context"] == 4096
    assert (found["kv_type"], found["layers"]) == ("f16", 3)
    assert found["threads"] >= 1
    assert any("4,096" in reason for reason in found["reasons"])
    main = found["memory"][0]
    assert main["total"] == main["weights"] + main["cache"] + main["buffers"]
    assert main["cache"] == 2 * 2 * (16 + 16) * 2 * 4096  # layers, heads, key and value, bytes
    rows = {row["context_length"]: row for row in found["contexts"]}
    assert sorted(rows) == [2048, 4096]
    assert rows[4096]["cache_f16"] == main["cache"]
    assert rows[2048]["cache_q8_0"] < rows[2048]["cache_f16"] < rows[4096]["cache_f16"]


def test_the_command_line_goes_before_the_settings(inkstone: Inkstone) -> None:
    (inkstone.home / "config").mkdir(mode=0o700)
    (inkstone.home / "config" / "settings.toml").write_text(
        "[models.loading]\ncontext_length = 1024\nthreads = 1\n"
    )
    found = inkstone.run("models", "fit", "tiny", "--json").json
    assert (found["context_length"], found["threads"]) == (1024, 1)
    options = ("--context", "2000", "--gpu-layers", "0", "--kv-type", "q8_0")
    shown = inkstone.run("models", "fit", "tiny", *options)
    assert shown.code == 0
    assert "2,000 tokens" in shown.out
    assert "* 2,000" in shown.out
    assert "1 thread as you set it." in shown.out


@pytest.mark.parametrize(
    "options", [("--context", "-1"), ("--kv-type", "q3"), ("--gpu-layers", "-2")]
)
def test_nonsense_is_refused(options: tuple[str, ...], inkstone: Inkstone) -> None:
    ended = inkstone.run("models", "fit", "tiny", *options, "--json")
    assert (ended.code, ended.error["kind"]) == (2, "usage")


def test_the_doctor_names_the_devices(inkstone: Inkstone) -> None:
    found = {
        finding["name"]: finding for finding in inkstone.run("doctor", "--json").json["findings"]
    }
    devices = found["devices"]
    assert devices["state"] == "ok"
    cpu = next(one for one in devices["facts"]["devices"] if one["kind"] == "cpu")
    assert 0 < cpu["free"] <= cpu["total"]
    assert isinstance(devices["facts"]["offload"], bool)


def test_a_driver_that_crashes_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    assert find_devices(child_command("devices-child")).devices
    with pytest.raises(UserError, match="ended with code -6") as caught:
        find_devices([sys.executable, "-c", "import os; os.abort()"])
    assert caught.value.kind == "engine_start"
    with pytest.raises(UserError):
        find_devices([sys.executable, "-c", "print('rubbish')"])
    monkeypatch.setattr("assistant.engine.devices_child.PATIENCE_S", 0.2)
    with pytest.raises(UserError, match="did not answer"):
        find_devices([sys.executable, "-c", "import threading; threading.Event().wait()"])
