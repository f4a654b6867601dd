from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.core.entities import ModelFile
from assistant.core.ports import ModelShelf
from assistant.hub import gguf_files
from assistant.hub.shelf import FolderShelf

GGUF = b"GGUF\x03\x00\x00\x00"


def model(path: Path, size: int = 64) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(GGUF.ljust(size, b"\0"))
    return path


def names(*folders: Path, files: tuple[Path, ...] = ()) -> list[str]:
    port: ModelShelf = FolderShelf()
    return [found.name for found in port.scan(folders, files)]


def test_four_levels(tmp_path: Path) -> None:
    model(tmp_path / "one.gguf")
    model(tmp_path / "a" / "two.GGUF")
    model(tmp_path / "a" / "b" / "three.gguf")
    model(tmp_path / "a" / "b" / "c" / "four.gguf")  # owner, repository, a folder of its files
    model(tmp_path / "a" / "b" / "c" / "d" / "five.gguf")
    assert names(tmp_path) == ["four", "one", "three", "two"]


def test_what_is_said_of_a_model(tmp_path: Path) -> None:
    path = model(tmp_path / "Qwen3-0.6B-Q4_K_M.gguf", 1234)
    assert FolderShelf().scan([tmp_path], []) == [
        ModelFile(path=str(path), name="Qwen3-0.6B-Q4_K_M", size=1234, parts=1)
    ]


def test_natural_order(tmp_path: Path) -> None:
    for name in ("m-12b", "M-2b", "m-1.5b", "a", "m-2b-q4", "²", "m-٣"):
        model(tmp_path / f"{name}.gguf")
    assert names(tmp_path) == ["a", "m-1.5b", "M-2b", "m-2b-q4", "m-٣", "m-12b", "²"]


def test_what_is_left_out(tmp_path: Path) -> None:
    model(tmp_path / "good.gguf")
    model(tmp_path / "mmproj-model-f16.gguf")
    model(tmp_path / "model.mmproj.gguf")
    model(tmp_path / "model.bin")
    (tmp_path / "text.gguf").write_text("not a model at all")
    (tmp_path / "empty.gguf").touch()
    (tmp_path / "short.gguf").write_bytes(b"GGU")
    (tmp_path / "folder.gguf").mkdir()
    (tmp_path / "dangling.gguf").symlink_to(tmp_path / "gone.gguf")
    (tmp_path / "circle.gguf").symlink_to(tmp_path / "circle.gguf")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.gguf")  # opening it would wait for ever
    assert names(tmp_path, tmp_path / "absent", tmp_path / "good.gguf") == ["good"]
    assert names(files=(tmp_path / "text.gguf", tmp_path / "gone.gguf", Path("/\0"))) == []
    assert names(files=(tmp_path, tmp_path / "pipe.gguf")) == []


def test_links(tmp_path: Path) -> None:
    shelf_folder, elsewhere = tmp_path / "models", tmp_path / "elsewhere"
    model(elsewhere / "far.gguf")
    model(shelf_folder / "near.gguf")
    (shelf_folder / "again.gguf").symlink_to(shelf_folder / "near.gguf")
    (shelf_folder / "more").symlink_to(elsewhere)
    (shelf_folder / "up").symlink_to(tmp_path)
    (shelf_folder / "self").symlink_to(shelf_folder)
    found = FolderShelf().scan([shelf_folder, shelf_folder], [])
    assert [m.name for m in found] == ["again", "far"]
    assert found[1].path == str(shelf_folder / "more" / "far.gguf")


def test_a_download_cache(tmp_path: Path) -> None:
    """Links with good names lead to files that are named after their content."""
    blobs, snapshot = tmp_path / "blobs", tmp_path / "snapshots" / "abc"
    blobs.mkdir()
    snapshot.mkdir(parents=True)
    for number in (1, 2):
        (blobs / f"sha{number}").write_bytes(GGUF * 10)
        (snapshot / f"big-0000{number}-of-00002.gguf").symlink_to(blobs / f"sha{number}")
    (found,) = FolderShelf().scan([tmp_path], [])
    assert found == ModelFile(
        path=str(snapshot / "big-00001-of-00002.gguf"), name="big", size=160, parts=2
    )


def test_split_models(tmp_path: Path) -> None:
    for number in (1, 2, 3):
        model(tmp_path / f"big-0000{number}-of-00003.gguf", number * 100)
    model(tmp_path / "incomplete-00001-of-00002.gguf", 50)
    model(tmp_path / "headless-00002-of-00002.gguf", 50)
    model(tmp_path / "single-00001-of-00001.gguf", 70)
    found = {m.name: (m.size, m.parts) for m in FolderShelf().scan([tmp_path], [])}
    assert found == {"big": (600, 3), "incomplete": (50, 2), "single": (70, 1)}


def test_a_part_the_person_opened_stands_for_the_model(tmp_path: Path) -> None:
    parts = [model(tmp_path / f"big-0000{number}-of-00002.gguf", 100) for number in (1, 2)]
    (found,) = FolderShelf().scan([], [parts[1]])
    assert (found.path, found.size) == (str(parts[0]), 200)
    assert len(FolderShelf().scan([tmp_path], parts)) == 1


def test_single_files_and_duplicates(tmp_path: Path) -> None:
    path = model(tmp_path / "a" / "m.gguf")
    odd = model(tmp_path / "b" / "no-suffix")
    assert names(tmp_path / "a", files=(path, odd, path)) == ["m", "no-suffix"]
    hard = tmp_path / "a" / "hard.gguf"
    hard.hardlink_to(path)
    assert len(names(tmp_path / "a")) == 2  # two names of their own, not ways to one


def test_relative_folders_give_absolute_paths(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model(tmp_path / "m.gguf")
    monkeypatch.chdir(tmp_path)
    assert FolderShelf().scan([Path()], [])[0].path == str(tmp_path / "m.gguf")


def test_a_file_that_vanishes_while_it_is_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model(tmp_path / "a.gguf")
    model(tmp_path / "b.gguf")
    listed = gguf_files.os.scandir

    def scandir(folder: Path) -> list[os.DirEntry[str]]:
        with listed(folder) as entries:
            found = list(entries)
        (tmp_path / "a.gguf").unlink(missing_ok=True)
        return found

    monkeypatch.setattr(gguf_files.os, "scandir", scandir)
    assert names(tmp_path) == ["b"]


@pytest.fixture
def public_folder() -> Iterator[Path]:
    """A folder that other users may enter, which those of pytest are not."""
    folder = Path(tempfile.mkdtemp(prefix="inkstone-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.mark.skipif(sys.platform != "linux", reason="setresuid")
def test_what_may_not_be_read(public_folder: Path) -> None:
    model(public_folder / "good.gguf")
    model(public_folder / "secret.gguf").chmod(0)
    model(public_folder / "closed" / "inner.gguf")
    (public_folder / "closed").chmod(0)
    root = os.getuid() == 0
    if root:  # who may read everything
        os.setresuid(65534, 65534, 0)
    try:
        found = names(public_folder)
    finally:
        if root:
            os.setresuid(0, 0, 0)
        (public_folder / "closed").chmod(0o700)
    assert found == ["good"]
