"""`inkstone install-desktop` writes a menu entry that starts this copy, and takes it away again."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.cli import install_desktop
from assistant.cli.main import main

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux's desktops")


@pytest.fixture
def share(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    monkeypatch.setenv("INKSTONE_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(install_desktop, "_REFRESH", ())
    return tmp_path / "share"


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_installed_and_removed(share: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = share / "applications/other.desktop"
    other.parent.mkdir(parents=True)
    other.write_text("[Desktop Entry]\n")
    assert main(["install-desktop", "--json"]) == 0
    named = json.loads(capsys.readouterr().out)["installed"]
    assert sorted(map(Path, named)) == sorted(set(files(share)) - {other})
    assert main(["install-desktop", "--remove"]) == 0
    assert files(share) == [other]
    assert main(["install-desktop", "--remove"]) == 0  # nothing there is no error


@pytest.mark.parametrize(
    ("word", "written"),
    [
        ("/usr/bin/inkstone", "/usr/bin/inkstone"),
        ("/home/Anna Weiß/inkstone", '"/home/Anna Weiß/inkstone"'),
        ("/srv/100%/inkstone", "/srv/100%%/inkstone"),
        ("/srv/$x/inkstone", '"/srv/\\\\$x/inkstone"'),
    ],
)
def test_the_program_is_quoted(share: Path, word: str, written: str) -> None:
    install_desktop.install(share, [word])
    lines = (share / "applications/inkstone.desktop").read_text(encoding="utf-8").splitlines()
    assert f"Exec={written} %F" in lines
    assert f"Exec={written} quick" in lines
    if shutil.which("desktop-file-validate"):
        entry = share / "applications/inkstone.desktop"
        assert subprocess.run(["desktop-file-validate", str(entry)], check=False).returncode == 0


def test_a_folder_that_cannot_be_written(
    share: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    share.write_text("a file where the folder should be")
    assert main(["install-desktop"]) == 3
    assert "XDG_DATA_HOME" in capsys.readouterr().err
