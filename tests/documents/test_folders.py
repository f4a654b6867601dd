"""Which files are meant by the paths that a person names."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from assistant.core.errors import Cancelled
from assistant.documents.folders import find


def names(folder: Path, *made: str) -> None:
    for name in made:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("words", encoding="utf-8")


def found_in(folder: Path, *named: Path, limit: int = 100) -> list[str]:
    found = find([str(path) for path in named or (folder,)], limit)
    return [Path(file).relative_to(folder).as_posix() for file in found.files]


def test_folders_are_walked_by_name_without_what_is_hidden_or_no_document(tmp_path: Path) -> None:
    names(tmp_path, "b.txt", "a.pdf", "c/d.md", ".hidden.txt", ".git/e.txt", "f.jpg")
    assert found_in(tmp_path) == ["a.pdf", "b.txt", "c/d.md"]


def test_a_file_that_is_named_is_taken_whatever_it_is(tmp_path: Path) -> None:
    names(tmp_path, "f.jpg")
    assert found_in(tmp_path, tmp_path / "f.jpg", tmp_path / "gone.txt") == ["f.jpg", "gone.txt"]


def test_the_same_file_is_found_once(tmp_path: Path) -> None:
    names(tmp_path, "a.txt")
    (tmp_path / "b.txt").symlink_to(tmp_path / "a.txt")
    assert found_in(tmp_path, tmp_path / "a.txt", tmp_path, tmp_path / "a.txt") == ["a.txt"]


def test_links_to_folders_are_not_followed_and_loops_end(tmp_path: Path) -> None:
    names(tmp_path, "a/b.txt")
    (tmp_path / "a" / "again").symlink_to(tmp_path)
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    assert found_in(tmp_path) == ["a/b.txt"]


def test_of_ten_thousand_files_as_many_as_were_asked_for(tmp_path: Path) -> None:
    for number in range(10_000):
        (tmp_path / f"{number:05}.txt").touch()
    found = find([str(tmp_path)], 200)
    assert found.truncated
    assert len(found.files) == 200
    assert not find([str(tmp_path)], 10_000).truncated


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="names are text elsewhere")
def test_names_that_are_no_text_are_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    names(tmp_path, "a.txt", os.fsdecode(b"caf\xe9.txt"), os.fsdecode(b"caf\xe9/b.txt"))
    found = find([str(tmp_path)], 100)
    assert [Path(file).name for file in found.files] == ["a.txt"]
    assert [path for path, _ in found.failed] == [
        f"{tmp_path}/caf?.txt",
        f"{tmp_path}/caf?/b.txt",
    ]
    assert {error.kind for _, error in found.failed} == {"unsupported_document"}


def test_an_empty_folder_is_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    names(tmp_path, "a/b.txt")
    (tmp_path / "empty").mkdir()
    found = find([str(tmp_path / "empty"), str(tmp_path / "a")], 10)
    assert [Path(file).name for file in found.files] == ["b.txt"]
    [(path, error)] = found.failed
    assert path == str(tmp_path / "empty")
    assert "no document in the folder “empty”" in error.text


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="everybody may read everything here"
)
def test_a_folder_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    names(tmp_path, "a/b.txt", "locked/c.txt")
    (tmp_path / "locked").chmod(0)
    try:
        found = find([str(tmp_path)], 10)
    finally:
        (tmp_path / "locked").chmod(0o700)
    assert [Path(file).name for file in found.files] == ["b.txt"]
    assert [error.kind for _path, error in found.failed] == ["no_permission"]


def test_a_folder_that_vanishes_while_it_is_walked_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names(tmp_path, "a/b.txt", "gone/c.txt")
    scandir = os.scandir

    def scan(path: str) -> object:
        if Path(path).name == "gone":
            raise FileNotFoundError(2, "No such file or directory", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", scan)
    found = find([str(tmp_path)], 10)
    assert [Path(file).name for file in found.files] == ["b.txt"]
    [(path, error)] = found.failed
    assert path == str(tmp_path / "gone")
    assert "“gone” cannot be looked into" in error.text


def test_looking_can_be_stopped(tmp_path: Path) -> None:
    names(tmp_path, "a/b.txt")
    with pytest.raises(Cancelled):
        find([str(tmp_path)], 10, lambda: True)
