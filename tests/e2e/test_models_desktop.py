"""A model dragged from another program onto the real window, on a real X server."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.paths import app_paths
from tests.e2e.desktop import Desktop, available, wait_until
from tests.fakes import write_model_file

pytestmark = [
    pytest.mark.x11,
    pytest.mark.skipif(not available(), reason="Xvfb and xdotool are not installed"),
]


@pytest.fixture
def desktop() -> Iterator[Desktop]:
    desktop = Desktop()
    yield desktop
    desktop.close()


def test_a_model_is_dragged_onto_the_window(desktop: Desktop, tmp_path: Path) -> None:
    home = tmp_path / "home"
    paths = app_paths(home)
    model = write_model_file(tmp_path / "Downloads", "模型 one.gguf")
    environment = desktop.environment(home, INKSTONE_ENGINE="scripted")
    window = subprocess.Popen([sys.executable, "-m", "assistant"], env=environment)
    source = None
    try:
        place = desktop.focus("Inkstone")
        desktop.do("windowsize", "--sync", place, "1100", "760")
        desktop.do("windowmove", "--sync", place, "0", "0")
        source = subprocess.Popen(
            [sys.executable, "-m", "tests.e2e.drag_source", str(model)], env=environment
        )
        wait_until(lambda: desktop.windows("Drag source"), "the window to drag from")
        desktop.do("mousemove", "1200", "700", "mousedown", "1")
        for x in (1180, 1160, 1000, 900, 860):  # the targets appear under the pointer
            desktop.do("mousemove", "--sync", str(x), "400", "sleep", "0.1")
        desktop.do("mousemove", "--sync", "760", "390", "sleep", "0.2", "mouseup", "1")
        copy = paths.models / model.name
        wait_until(copy.exists, "the copy")
        wait_until(paths.settings_file.exists, "the settings")
        wait_until(lambda: _models(paths.settings_file).get("last") == str(copy), "the copy in use")
        assert copy.read_bytes() == model.read_bytes()
    finally:
        for process in (source, window):
            if process is not None and process.poll() is None:
                process.terminate()
                process.wait(timeout=30)


def _models(settings: Path) -> dict[str, object]:
    return dict(tomllib.loads(settings.read_text(encoding="utf-8")).get("models", {}))
