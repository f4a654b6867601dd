"""Models that are taken into a folder: all of it, compared, or nothing."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path

import pytest

from assistant.core.errors import Cancelled, UserError
from assistant.hub import bringing
from assistant.hub.found.whereabouts import Whereabouts
from assistant.hub.identity import Identities
from assistant.hub.shelf import FolderShelf
from tests.hub.other_programs import gguf, ollama


@pytest.fixture
def where(tmp_path: Path) -> Whereabouts:
    (tmp_path / "home").mkdir()
    return Whereabouts({}, tmp_path / "home", "linux", tmp_path / "system")


@pytest.fixture
def shelf(tmp_path: Path, where: Whereabouts) -> FolderShelf:
    return FolderShelf(own=tmp_path / "own", where=where, identities=Identities())


def names(folder: Path) -> list[str]:
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())


def test_a_copy(shelf: FolderShelf, tmp_path: Path) -> None:
    path = gguf(tmp_path / "Downloads" / "m.gguf", size=100_000)
    told: list[tuple[int, int]] = []
    brought = shelf.bring(
        path, tmp_path / "own", progress=lambda done, total: told.append((done, total))
    )
    assert Path(brought.path).read_bytes() == path.read_bytes()
    assert (brought.origin, brought.path) == ("own", str(tmp_path / "own" / "m.gguf"))
    assert brought.identity == shelf.look(path).identity
    assert told[-1] == (200_000, 200_000)
    (listed,) = shelf.scan([tmp_path / "own"], [path])
    assert (listed.path, listed.also) == (brought.path, (str(path),))
    assert shelf.bring(path, tmp_path / "own") == brought
    assert shelf.bring(Path(brought.path), tmp_path / "own") == brought


def test_all_parts_and_the_projector(shelf: FolderShelf, tmp_path: Path) -> None:
    parts = [gguf(tmp_path / "from" / f"m-0000{n}-of-00003.gguf") for n in (1, 2, 3)]
    gguf(tmp_path / "from" / "mmproj-F16.gguf")
    brought = shelf.bring(parts[1], tmp_path / "own")
    assert brought.parts == 3
    assert brought.projector == str(tmp_path / "own" / "m" / "mmproj-F16.gguf")
    assert names(tmp_path / "own") == [
        "m/m-00001-of-00003.gguf",
        "m/m-00002-of-00003.gguf",
        "m/m-00003-of-00003.gguf",
        "m/mmproj-F16.gguf",
    ]


def test_a_blob_gets_the_name_of_its_model(
    shelf: FolderShelf, where: Whereabouts, tmp_path: Path
) -> None:
    blob = ollama(where.home / ".ollama" / "models", "registry.ollama.ai/ann/q: x/0.6b")
    brought = shelf.bring(blob, tmp_path / "own")
    assert brought.name == "ann-q-x-0.6b"
    assert brought.identity == shelf.look(blob).identity


def test_moving(shelf: FolderShelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = gguf(tmp_path / "from" / "m.gguf")
    data = path.read_bytes()
    brought = shelf.bring(path, tmp_path / "own", move=True)
    assert Path(brought.path).read_bytes() == data
    assert names(tmp_path / "from") == []
    other = gguf(tmp_path / "from" / "n.gguf")
    monkeypatch.setattr(bringing, "_renamed", lambda _files: False)  # as on another disk
    shelf.bring(other, tmp_path / "own", move=True)
    assert names(tmp_path / "from") == []
    assert names(tmp_path / "own") == ["m.gguf", "n.gguf"]


def test_files_of_other_programs_are_never_moved(
    shelf: FolderShelf, where: Whereabouts, tmp_path: Path
) -> None:
    path = gguf(where.home / ".lmstudio/models/o/r/m.gguf")
    with pytest.raises(UserError, match="LM Studio"):
        shelf.bring(path, tmp_path / "own", move=True)
    assert path.exists()


def test_another_file_of_that_name(shelf: FolderShelf, tmp_path: Path) -> None:
    path, other = gguf(tmp_path / "from" / "m.gguf"), gguf(tmp_path / "own" / "m.gguf")
    before = other.read_bytes()
    for move in (False, True):
        with pytest.raises(UserError, match="another file"):
            shelf.bring(path, tmp_path / "own", move=move)
    assert other.read_bytes() == before
    assert path.exists()


def test_no_copy_stays_when_it_is_cancelled(shelf: FolderShelf, tmp_path: Path) -> None:
    path = gguf(tmp_path / "from" / "m.gguf", size=10_000)
    asked: list[bool] = []
    for after in range(2):  # while it is copied, while it is compared

        def cancelled(after: int = after) -> bool:
            asked.append(True)
            return len(asked) > after

        asked.clear()
        with pytest.raises(Cancelled):
            shelf.bring(path, tmp_path / "own", cancelled=cancelled)
        assert names(tmp_path / "own") == []
        assert path.exists()


def test_a_copy_that_differs_is_removed(
    shelf: FolderShelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = gguf(tmp_path / "from" / "m.gguf", size=10_000)
    synced = bringing.os.fsync

    def damage(descriptor: int) -> None:
        synced(descriptor)
        (part,) = (tmp_path / "own").glob("*.part")
        data = bytearray(part.read_bytes())
        data[5000] ^= 1
        part.write_bytes(data)

    monkeypatch.setattr(bringing.os, "fsync", damage)
    with pytest.raises(UserError, match="not what was copied"):
        shelf.bring(path, tmp_path / "own")
    assert names(tmp_path / "own") == []


def test_no_room(shelf: FolderShelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = gguf(tmp_path / "from" / "m.gguf", size=10_000)
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(bringing.shutil, "disk_usage", lambda _p: usage._replace(free=9_999))
    with pytest.raises(UserError, match="no room") as raised:
        shelf.bring(path, tmp_path / "own")
    assert raised.value.kind == "disk_full"
    monkeypatch.undo()

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(bringing.os, "fsync", full)
    with pytest.raises(UserError) as raised:
        shelf.bring(path, tmp_path / "own")
    assert raised.value.kind == "disk_full"
    assert names(tmp_path / "own") == []


def test_what_is_no_model(shelf: FolderShelf, tmp_path: Path) -> None:
    (tmp_path / "text.gguf").write_text("words")
    gguf(tmp_path / "mmproj-F16.gguf")
    for name, kind in (
        ("text.gguf", "not_gguf"),
        ("mmproj-F16.gguf", "not_gguf"),
        ("gone.gguf", "no_such_file"),
        ("", "is_directory"),
        ("x\0.gguf", "no_such_file"),
    ):
        with pytest.raises(UserError) as raised:
            shelf.look(tmp_path / name)
        assert raised.value.kind == kind
    lost = gguf(tmp_path / "lost-00001-of-00002.gguf")
    with pytest.raises(UserError):
        shelf.bring(lost, tmp_path / "own")
    assert names(tmp_path / "own") == []


def test_folders_that_hold_models(shelf: FolderShelf, tmp_path: Path) -> None:
    gguf(tmp_path / "a" / "b" / "m.gguf")
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "text.gguf").write_text("words")
    gguf(tmp_path / "c" / "mmproj.gguf")
    assert shelf.holds_models(tmp_path / "a")
    assert not shelf.holds_models(tmp_path / "c")
    assert not shelf.holds_models(tmp_path / "gone")
