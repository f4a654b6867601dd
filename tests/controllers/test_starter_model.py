"""The window uses the model that ships with the application until another one is chosen."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.core.starter import NAME
from assistant.paths import app_paths
from tests.controllers.conftest import Desk, MakeDesk
from tests.controllers.test_background import asides, background, stored
from tests.hub.other_programs import gguf


@pytest.fixture
def built_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = gguf(tmp_path / "package" / "starter.gguf")
    monkeypatch.setenv("INKSTONE_STARTER", str(path))
    return path


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return gguf(app_paths(tmp_path / "home").models / "own.gguf")


def ready(desk: Desk, path: Path) -> None:
    desk.qtbot.waitUntil(lambda: desk.models.state.phase == "ready")
    assert desk.models.state.path == str(path)


def test_it_is_there_at_the_first_start(make_desk: MakeDesk, built_in: Path) -> None:
    desk = make_desk()
    state = desk.models.state
    assert (state.phase, state.path, state.name) == ("chosen", str(built_in), NAME)
    desk.models.load_at_start()
    ready(desk, built_in)
    assert desk.preferences.settings.models.last == ""


def test_another_one_is_remembered_and_the_starter_is_not(
    make_desk: MakeDesk, built_in: Path, own: Path
) -> None:
    desk = make_desk()
    desk.models.choose(str(own))
    ready(desk, own)
    assert desk.preferences.settings.models.last == str(own)
    desk.models.choose(str(built_in))
    ready(desk, built_in)
    assert desk.preferences.settings.models.last == ""


def test_a_model_that_goes_away_is_followed_by_the_starter(
    make_desk: MakeDesk, built_in: Path, own: Path
) -> None:
    desk = make_desk()
    desk.models.choose(str(own))
    ready(desk, own)
    with desk.qtbot.waitSignal(desk.models.files_changed):
        desk.models.refresh()
    own.unlink()
    with desk.qtbot.waitSignal(desk.models.files_changed):
        desk.models.refresh()
    assert desk.models.state.path == str(own)  # it is in memory still
    with desk.qtbot.waitSignal(desk.models.noticed) as told:
        desk.models.unload()
    assert "own" in told.args[0] or "scripted" in told.args[0].lower()
    assert (desk.models.state.phase, desk.models.state.path) == ("chosen", str(built_in))
    assert desk.preferences.settings.models.last == ""
    assert desk.models.ensure_loading()
    ready(desk, built_in)


def test_one_that_was_gone_at_the_start_stays_chosen(
    make_desk: MakeDesk, built_in: Path, own: Path
) -> None:
    before = make_desk()
    before.models.choose(str(own))
    ready(before, own)
    before.pool.stop()
    content = own.read_bytes()
    own.unlink()
    desk = make_desk()
    with desk.qtbot.waitSignal(desk.models.noticed):
        desk.models.refresh()
    assert desk.models.state.path == str(built_in)
    assert desk.preferences.settings.models.last == str(own)
    own.write_bytes(content)
    again = make_desk()
    assert again.models.state.path == str(own)


def test_without_a_starter_nothing_is_chosen(make_desk: MakeDesk) -> None:
    desk = make_desk()
    assert desk.models.state.phase == "none"
    assert not desk.models.starter.stands_for("")


def test_it_is_not_asked_for_titles(make_desk: MakeDesk, built_in: Path) -> None:
    desk = make_desk("One two three.", background=background)
    desk.models.load_at_start()
    ready(desk, built_in)
    desk.open_new()
    desk.say("How do I sharpen it?")
    desk.settle()
    assert stored(desk).title == "How do I sharpen it?"
    assert not asides(desk)
