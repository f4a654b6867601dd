"""What every test shares: no display needed, no file of the person touched."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from pytestqt.qtbot import QtBot

# A busy machine must not fail a test: nothing here is about time.
settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_STYLE_OVERRIDE", "Fusion")

# Under nohup or behind "&" these are ignored, and children would inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)
if hasattr(signal, "SIGHUP"):
    signal.signal(signal.SIGHUP, signal.SIG_DFL)

ROOT = Path(__file__).resolve().parent.parent


# What a test waits for comes within milliseconds, or never. The limit only ends a test that would
# hang: it must not fail one because the machine has other things to do.
PATIENCE_MS = 60_000
for _wait in (
    QtBot.waitActive,
    QtBot.waitExposed,
    QtBot.waitSignal,
    QtBot.waitSignals,
    QtBot.waitUntil,
):
    assert _wait.__kwdefaults__["timeout"] == 5_000
    _wait.__kwdefaults__["timeout"] = PATIENCE_MS

# `waitUntil` looks every 10 ms. Window tests wait so ten times each: a tenth of their time.
_WAIT = QtBot.wait
_LOOK_EVERY_MS = 2
QtBot.wait = lambda bot, ms: _WAIT(bot, min(ms, _LOOK_EVERY_MS))  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever asks for the usual folders gets a temporary one."""
    monkeypatch.setenv("INKSTONE_HOME", str(tmp_path / "inkstone-home"))
    monkeypatch.setenv("INKSTONE_ELSEWHERE", str(tmp_path / "other-programs"))
    monkeypatch.setenv("INKSTONE_STARTER", "none")  # tests say which models there are


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of reference files beside the checkout; the test is skipped without it."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the shared reference files are not beside the checkout")
    return folder


SLOW = (
    "e2e/test_cli_bench.py", "e2e/test_cli_context.py", "e2e/test_cli_desk.py",
    "e2e/test_cli_engine.py", "e2e/test_cli_servers.py", "e2e/test_cli_fit.py",
    "e2e/test_cli_sampling.py",
    "e2e/test_cli_summarize.py", "e2e/test_cli_templates.py", "e2e/test_cli_translate.py",
    "e2e/test_cli_write.py", "e2e/test_quick_desktop.py", "e2e/test_real_engine.py",
    "e2e/test_cli_hub.py", "hub/test_hub_process.py", "qt/test_hub_window.py",
    "documents/test_hostile_files.py", "documents/test_readers_hostile.py",
    "engine/test_benches.py", "engine/test_equality.py", "engine/test_grammar.py",
    "engine/test_templates.py", "engine/remote/test_real_servers.py",
    "engine/test_quantiser.py", "engine/test_predicted_memory.py",
    "e2e/test_cli_models_import.py", "e2e/test_cli_quantize.py", "e2e/test_cli_evaluate.py",
)  # fmt: skip
"""Files that start many processes or ask a real engine many things: for `make test-all`."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform warns of what it cannot do; that says nothing about our code."""
    for item in items:
        item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support"))
        if item.path.as_posix().endswith(SLOW):
            item.add_marker(pytest.mark.slow)
