"""The real window on a real X server, driven by keys."""

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
from tests.e2e.desktop import Desktop, available, wait_until

pytestmark = [
    pytest.mark.x11,
    pytest.mark.skipif(not available(), reason="Xvfb and xdotool are not installed"),
]


@pytest.fixture(scope="module")
def desktop() -> Iterator[Desktop]:
    desktop = Desktop()
    yield desktop
    desktop.close()


class Window:
    """`python -m assistant` on a desktop."""

    def __init__(self, desktop: Desktop, home: Path, *arguments: str) -> None:
        self.desktop = desktop
        self.home = home
        self.process = subprocess.Popen(
            [sys.executable, "-m", "assistant", *arguments],
            env=desktop.environment(home, INKSTONE_ENGINE="scripted"),
            stderr=subprocess.PIPE,
            text=True,
        )

    def end(self) -> str:
        """Ask it politely to go; what it said on stderr."""
        self.process.terminate()
        _, errors = self.process.communicate(timeout=30)
        return errors

    def messages(self) -> list[tuple[str, str, str]]:
        """(role, state, text) of all that is stored."""
        database = app_paths(self.home).database
        if not database.exists():
            return []
        connection = sqlcipher3.connect(f"file:{database}?mode=ro", uri=True)
        try:
            query = "SELECT role, state, text FROM message ORDER BY id"
            return [tuple(row) for row in connection.execute(query)]
        except sqlcipher3.dbapi2.OperationalError:
            return []  # it is just being made
        finally:
            connection.close()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with a model chosen (the scripted engine needs no file)."""
    paths = app_paths(tmp_path / "home")
    paths.create()
    TomlSettings(paths.settings_file).save(Settings(models=Models(last="/models/scripted.gguf")))
    return tmp_path / "home"


@pytest.fixture
def window(desktop: Desktop, home: Path) -> Iterator[Window]:
    window = Window(desktop, home)
    yield window
    if window.process.poll() is None:
        window.process.kill()
    window.process.communicate(timeout=30)


def test_a_person_types_sends_stops_and_comes_back(window: Window, desktop: Desktop) -> None:
    desktop.focus("Inkstone")
    desktop.do("type", "--delay", "15", "Hello from the keyboard")
    desktop.do("key", "Return")
    wait_until(lambda: len(window.messages()) == 2, "the turn in the database")
    assert window.messages()[0] == ("user", "complete", "Hello from the keyboard")
    wait_until(
        lambda: window.messages()[1][1] == "streaming" and window.messages()[1][2],
        "a checkpoint of the answer",
    )
    desktop.do("key", "Escape")
    wait_until(lambda: window.messages()[1][1] == "stopped", "the stopped answer")
    desktop.do("type", "--delay", "15", "unsent words")
    errors = window.end()
    assert window.process.returncode == 0, errors
    assert errors == ""
    again = Window(desktop, window.home)
    try:
        desktop.focus("Hello from the keyboard")
        desktop.do("key", "Return")  # the unsent words came back, so this sends them
        wait_until(lambda: len(window.messages()) == 4, "the second turn")
        assert window.messages()[2] == ("user", "complete", "unsent words")
    finally:
        again.end()


def test_a_second_start_raises_the_first_and_ends(
    window: Window, desktop: Desktop, home: Path
) -> None:
    desktop.focus("Inkstone")
    second = Window(desktop, home)
    _, errors = second.process.communicate(timeout=30)
    assert (second.process.returncode, errors) == (0, "")
    assert window.process.poll() is None
    assert len(desktop.windows("Inkstone")) == 1


def test_after_a_crash_the_last_conversation_stays_closed(
    window: Window, desktop: Desktop, home: Path
) -> None:
    desktop.focus("Inkstone")
    desktop.do("type", "--delay", "15", "Dangerous words")
    desktop.do("key", "Return")
    wait_until(lambda: len(window.messages()) == 2, "the turn in the database")
    window.process.kill()
    window.process.communicate(timeout=30)
    again = Window(desktop, home)
    try:
        desktop.focus("Inkstone")
        wait_until(lambda: window.messages()[1][1] == "interrupted", "the mark of the cut answer")
    finally:
        again.end()


def test_without_a_display_the_terminal_takes_over(home: Path, desktop: Desktop) -> None:
    environment = desktop.environment(home, INKSTONE_ENGINE="scripted")
    del environment["DISPLAY"]
    ended = subprocess.run(
        [sys.executable, "-m", "assistant"],
        check=False,
        env=environment,
        input="Hello\n",
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ended.returncode == 0
    assert "No display was found" in ended.stderr
    assert len(ended.stdout) > 100
