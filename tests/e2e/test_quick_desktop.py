"""The quick window on a real X server: a selection of another program, and back into it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from assistant.core.settings import Models, Quick, Settings
from assistant.paths import app_paths
from assistant.storage.settings_file import TomlSettings
from tests.e2e.desktop import Desktop, available, wait_until

pytestmark = [
    pytest.mark.x11,
    pytest.mark.skipif(not available(), reason="Xvfb and xdotool are not installed"),
]
WRONG = "We recieve teh letter"
RIGHT = "We receive the letter"
GERMAN = "Das Haus ist rot."
QUICK = "quick window"


@pytest.fixture(scope="module")
def desktop() -> Iterator[Desktop]:
    desktop = Desktop()
    yield desktop
    desktop.close()


class Scene:
    """The application, perhaps hidden, and another program whose text is selected."""

    def __init__(self, desktop: Desktop, folder: Path) -> None:
        self.desktop = desktop
        self.home = folder / "home"
        self.state = folder / "text"
        self._running: list[subprocess.Popen[bytes]] = []
        paths = app_paths(self.home)
        paths.create()
        self.settings(Quick(language="de"))

    def settings(self, quick: Quick) -> None:
        wanted = Settings(models=Models(last="/models/scripted.gguf"), quick=quick)
        TomlSettings(app_paths(self.home).settings_file).save(wanted)

    @property
    def environment(self) -> dict[str, str]:
        return self.desktop.environment(self.home)

    def run(self, *arguments: str, **more: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "-m", *arguments], env={**self.environment, **more}
        )
        self._running.append(process)
        return process

    def application(self, *arguments: str, **more: str) -> subprocess.Popen[bytes]:
        return self.run("tests.e2e.quick_process", *arguments, **more)

    def other_program(self, text: str, *arguments: str) -> str:
        """Start it, and select all of its text; its window."""
        self.run("tests.e2e.other_program", str(self.state), text, *arguments)
        window = self.desktop.focus("Other program")
        wait_until(self.state.exists, "its clipboard")
        self.desktop.do("key", "ctrl+a")
        return window

    def call(self) -> None:
        """What the desktop's own shortcut does."""
        called = subprocess.run(
            [sys.executable, "-m", "assistant", "quick"],
            check=False,
            env=self.environment,
            timeout=60,
            capture_output=True,
            text=True,
        )
        assert (called.returncode, called.stderr) == (0, "")

    def open_quick(self) -> None:
        self.call()
        self.desktop.focus(QUICK)

    def choose(self, key: str, result: str) -> None:
        """Press a number key and wait for the result."""
        told = app_paths(self.home).data / "result"
        told.unlink(missing_ok=True)
        self.desktop.do("key", key)
        wait_until(lambda: told.exists() and told.read_text() == result, "the result")

    def quick_is_closed(self) -> None:
        wait_until(lambda: not self.desktop.windows(QUICK), "the end of the quick window")

    def clipboard(self) -> dict[str, Any]:
        said = subprocess.run(
            [sys.executable, "-m", "tests.e2e.other_program", "--clipboard"],
            check=True,
            env=self.environment,
            capture_output=True,
            timeout=60,
        ).stdout
        return json.loads(said)  # type: ignore[no-any-return]

    def wait_for_text(self, text: str) -> None:
        wait_until(lambda: self.state.read_text() == text, f"the text “{text}”")

    def close(self) -> None:
        for process in reversed(self._running):
            if process.poll() is None:
                process.terminate()
        for process in self._running:
            process.wait(timeout=30)


@pytest.fixture
def scene(desktop: Desktop, tmp_path: Path) -> Iterator[Scene]:
    scene = Scene(desktop, tmp_path)
    yield scene
    scene.close()


def test_a_selection_is_corrected_in_place_and_the_clipboard_given_back(scene: Scene) -> None:
    scene.application()
    scene.desktop.focus("Inkstone")
    scene.other_program(WRONG, "--picture")
    scene.open_quick()
    scene.choose("1", RIGHT)
    scene.desktop.do("key", "ctrl+Return")
    scene.quick_is_closed()
    scene.wait_for_text(RIGHT)
    wait_until(lambda: scene.clipboard()["text"] == "kept", "the clipboard as it was")
    assert scene.clipboard() == {
        "text": "kept",
        "html": "<b>kept</b>",
        "own": "\x00\x01 bytes of its own",
        "size": [40, 30],
        "colour": 0xFF2B5C8A,
    }


def test_enter_copies_and_escape_leaves_everything(scene: Scene) -> None:
    scene.application()
    scene.desktop.focus("Inkstone")
    scene.other_program(WRONG, "--picture")
    scene.open_quick()
    scene.choose("1", RIGHT)
    scene.desktop.do("key", "Escape")
    scene.quick_is_closed()
    assert scene.clipboard()["own"]
    assert scene.state.read_text() == WRONG
    scene.open_quick()
    scene.choose("4", GERMAN)
    scene.desktop.do("key", "Return")
    scene.quick_is_closed()
    assert scene.clipboard()["text"] == GERMAN
    assert scene.state.read_text() == WRONG


def test_a_second_call_closes_it(scene: Scene) -> None:
    scene.application()
    scene.desktop.focus("Inkstone")
    scene.open_quick()
    scene.call()
    scene.quick_is_closed()
    scene.open_quick()


def test_the_first_call_starts_the_application_hidden(scene: Scene) -> None:
    scene.other_program(WRONG)
    process = scene.application("quick")
    scene.desktop.focus(QUICK)
    assert len(scene.desktop.windows("Inkstone")) == 1  # the main window is not there
    scene.choose("1", RIGHT)
    scene.desktop.do("key", "ctrl+Return")
    scene.wait_for_text(RIGHT)
    scene.quick_is_closed()
    assert process.poll() is None  # the model stays for the next call
    scene.open_quick()
    second = scene.application()  # somebody starts Inkstone as always
    assert second.wait(timeout=30) == 0
    wait_until(lambda: len(scene.desktop.windows("Inkstone")) == 2, "the main window")
    process.terminate()
    assert process.wait(timeout=30) == 0


def test_a_window_that_lost_the_keyboard_gets_no_keys(scene: Scene) -> None:
    scene.application()
    scene.desktop.focus("Inkstone")
    window = scene.other_program(WRONG)
    scene.open_quick()
    scene.choose("1", RIGHT)
    scene.desktop.do("windowunmap", "--sync", window)  # it is not there to take it
    scene.desktop.do("key", "ctrl+Return")
    wait_until(lambda: scene.clipboard()["text"] == RIGHT, "the copied result")
    wait_until(lambda: scene.desktop.windows(QUICK), "the window, which says so")


def test_without_xdotool_the_result_is_copied(scene: Scene, tmp_path: Path) -> None:
    scene.application(PATH=str(tmp_path))
    scene.desktop.focus("Inkstone")
    scene.other_program(WRONG)
    scene.open_quick()
    scene.choose("1", RIGHT)
    scene.desktop.do("key", "ctrl+Return")
    scene.quick_is_closed()
    assert scene.clipboard()["text"] == RIGHT
    assert scene.state.read_text() == WRONG


@pytest.mark.skipif(find_spec("pynput") is None, reason="pynput is an extra")
def test_the_hotkey_opens_it(scene: Scene) -> None:
    scene.settings(Quick(hotkey=True, key="Ctrl+Alt+Space"))
    scene.application()
    scene.desktop.focus("Inkstone")
    for _attempt in range(20):  # nobody says when the keyboard is watched
        scene.desktop.do("sleep", "1", "key", "ctrl+alt+space", "sleep", "1")
        if scene.desktop.windows(QUICK):
            break
    assert scene.desktop.windows(QUICK)


def test_a_socket_that_nobody_listens_to_is_no_obstacle(scene: Scene) -> None:
    """As after a kill: the first call finds a dead socket and starts the application."""
    process = scene.application()
    scene.desktop.focus("Inkstone")
    scene.call()
    wait_until(lambda: scene.desktop.windows(QUICK), "the quick window")
    process.kill()
    process.wait(timeout=30)
    again = scene.application("quick")
    wait_until(lambda: scene.desktop.windows(QUICK), "the quick window again")
    assert again.poll() is None


@pytest.fixture
def tray(scene: Scene, tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A session bus with a tray on it: where its icons are written, and the bus's address."""
    program = shutil.which("dbus-daemon")
    if program is None:
        pytest.skip("there is no dbus-daemon")
    daemon = subprocess.Popen(
        [program, "--session", "--nofork", "--print-address"], stdout=subprocess.PIPE, text=True
    )
    assert daemon.stdout is not None
    address = daemon.stdout.readline().strip()
    state = tmp_path / "tray"
    host = scene.run("tests.e2e.tray_host", str(state), DBUS_SESSION_BUS_ADDRESS=address)
    wait_until(state.exists, "the tray")
    yield state, address
    host.terminate()
    host.wait(timeout=30)
    daemon.terminate()
    daemon.wait(timeout=30)
    daemon.stdout.close()


def test_closed_into_the_tray_it_stays_for_a_click(scene: Scene, tray: tuple[Path, str]) -> None:
    state, address = tray
    scene.settings(Quick(keep_running=True))
    process = scene.application(DBUS_SESSION_BUS_ADDRESS=address)
    scene.desktop.focus("Inkstone")
    wait_until(lambda: len(state.read_text().splitlines()) == 2, "the icon")
    scene.desktop.close_window("Inkstone")
    wait_until(lambda: not scene.desktop.windows("Inkstone"), "the hidden window")
    assert process.poll() is None
    state.with_suffix(".click").touch()
    wait_until(lambda: scene.desktop.windows(QUICK), "the quick window")
    process.terminate()  # a polite end is one, tray or not
    assert process.wait(timeout=30) == 0


def test_closed_it_ends_where_nobody_asked_it_to_stay(scene: Scene, tray: tuple[Path, str]) -> None:
    state, address = tray
    process = scene.application(DBUS_SESSION_BUS_ADDRESS=address)
    scene.desktop.focus("Inkstone")
    wait_until(lambda: len(state.read_text().splitlines()) == 2, "the icon")
    scene.desktop.close_window("Inkstone")
    assert process.wait(timeout=30) == 0


def test_without_a_display_it_says_so(scene: Scene) -> None:
    environment = {k: v for k, v in scene.environment.items() if k != "DISPLAY"}
    ended = subprocess.run(
        [sys.executable, "-m", "assistant", "quick"],
        check=False,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ended.returncode == 3
    assert "No display was found" in ended.stderr
    assert os.environ.get("DISPLAY") is None or "chat" not in ended.stderr
