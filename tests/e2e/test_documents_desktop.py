"""A file dragged from another program onto the real window, on a real X server."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlcipher3

from assistant.core.settings import Models, Settings
from assistant.paths import app_paths
from assistant.storage.settings_file import TomlSettings
from tests.documents.pdf_making import PdfWriter
from tests.e2e.desktop import Desktop, available, wait_until

pytestmark = [
    pytest.mark.x11,
    pytest.mark.skipif(not available(), reason="Xvfb and xdotool are not installed"),
]


@pytest.fixture
def desktop() -> Iterator[Desktop]:
    desktop = Desktop()
    yield desktop
    desktop.close()


def _rows(home: Path, query: str) -> list[tuple[str, ...]]:
    database = app_paths(home).database
    if not database.exists():
        return []
    connection = sqlcipher3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        return [tuple(row) for row in connection.execute(query)]
    except sqlcipher3.dbapi2.OperationalError:
        return []  # it is just being made
    finally:
        connection.close()


def test_a_file_is_dragged_onto_the_window_and_summarised(desktop: Desktop, tmp_path: Path) -> None:
    home = tmp_path / "home"
    paths = app_paths(home)
    paths.create()
    TomlSettings(paths.settings_file).save(Settings(models=Models(last="/models/scripted.gguf")))
    writer = PdfWriter()
    writer.lines(["The harbour of Lumo was deepened in 1931."] * 20)
    writer.canvas.showPage()
    report = writer.save(tmp_path / "report.pdf")
    environment = desktop.environment(home, INKSTONE_ENGINE="scripted")
    window = subprocess.Popen([sys.executable, "-m", "assistant"], env=environment)
    source = None
    try:
        place = desktop.focus("Inkstone")
        desktop.do("windowsize", "--sync", place, "1100", "760")
        desktop.do("windowmove", "--sync", place, "0", "0")
        source = subprocess.Popen(
            [sys.executable, "-m", "tests.e2e.drag_source", str(report)], env=environment
        )
        wait_until(lambda: desktop.windows("Drag source"), "the window to drag from")
        wait_until(lambda: _rows(home, "SELECT key FROM setting"), "the open database")
        desktop.do("mousemove", "1200", "700", "mousedown", "1")
        for x in (1180, 1160, 1000, 800, 600, 540):  # the targets appear under the pointer
            desktop.do("mousemove", "--sync", str(x), "400", "sleep", "0.1")
        desktop.do("mousemove", "--sync", "260", "400", "sleep", "0.2", "mouseup", "1")
        wait_until(
            lambda: _rows(home, "SELECT name FROM document") == [("report.pdf",)],
            "the document in the library",
        )
        desktop.do("windowfocus", "--sync", place)
        desktop.do("key", "Return")  # Start has the focus once the plan is there
        wait_until(
            lambda: (
                _rows(home, "SELECT state FROM message WHERE role = 'assistant'")
                in ([("streaming",)], [("complete",)])
            ),
            "the summary on its way",
        )
        assert "report.pdf" in _rows(home, "SELECT text FROM message WHERE role = 'user'")[0][0]
    finally:
        for process in (source, window):
            if process is not None and process.poll() is None:
                process.terminate()
                process.wait(timeout=30)
