"""Where files live."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.paths import app_paths, child_command, resources


def test_one_variable_moves_every_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INKSTONE_HOME", str(tmp_path / "Ünïcode 主目录"))
    paths = app_paths()
    places = [paths.database, paths.backups, paths.settings_file, paths.engine_log, paths.models]
    assert all(place.is_relative_to(tmp_path) for place in places)


def test_folders_are_the_owners_alone(tmp_path: Path) -> None:
    paths = app_paths(tmp_path / "home")
    paths.create()
    for folder in (paths.data, paths.config, paths.cache, paths.models, paths.logs):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_without_the_variable_the_platforms_folders_are_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("INKSTONE_HOME", raising=False)
    paths = app_paths()
    assert paths.database.name == "inkstone.db"
    assert "inkstone" in str(paths.data)


def test_resources_are_found_in_a_checkout() -> None:
    assert (resources() / "icons").is_dir()


def test_a_child_runs_our_code_and_not_that_of_the_folder_it_is_started_in(
    tmp_path: Path,
) -> None:
    hostile = tmp_path / "assistant"
    hostile.mkdir()
    for name in ("__init__.py", "__main__.py", "engine.py"):
        (hostile / name).write_text("raise SystemExit('hostile code ran')")
    (tmp_path / "signal.py").write_text("raise SystemExit('hostile code ran')")
    ended = subprocess.run(
        child_command("template-child"),
        check=False,
        cwd=tmp_path,
        input=b"",
        capture_output=True,
        timeout=30,
    )
    assert (ended.returncode, ended.stderr) == (0, b"")


def test_a_frozen_application_starts_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert child_command("engine-child")[1:] == ["engine-child"]
