"""When two files are the same model, and that a file is read once."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from assistant.hub import identity
from assistant.hub.gguf_files import Deadline
from assistant.hub.identity import BLOCK, BLOCKS, Identities
from tests.hub.other_programs import gguf


@pytest.fixture
def small_head(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are sampled from some 3 MB on."""
    monkeypatch.setattr(identity, "HEAD", 256 * 1024)


def one(path: Path) -> str:
    return Identities().of([path])


def test_the_same_bytes_wherever_they_lie(tmp_path: Path) -> None:
    first = gguf(tmp_path / "a.gguf", "same")
    second = gguf(tmp_path / "b" / "c.gguf", "same")
    other = gguf(tmp_path / "d.gguf", "other")
    longer = gguf(tmp_path / "e.gguf", "same", 65)
    assert one(first) == one(second) != ""
    assert len({one(first), one(other), one(longer)}) == 3
    assert one(tmp_path / "gone.gguf") == ""


@pytest.mark.usefixtures("small_head")
def test_where_large_files_differ(tmp_path: Path) -> None:
    size = 8 * 1024 * 1024 + 17
    path = tmp_path / "large.gguf"
    data = bytearray(os.urandom(size))
    path.write_bytes(data)
    whole = one(path)
    room = size - identity.HEAD - BLOCK
    sampled = [0, identity.HEAD - 1, size - 1, size - BLOCK]
    sampled += [identity.HEAD + number * room // BLOCKS for number in range(BLOCKS)]
    for place in sampled:
        changed = bytearray(data)
        changed[place] ^= 1
        path.write_bytes(changed)
        assert one(path) != whole, place
    path.write_bytes(data)
    assert one(path) == whole


def test_a_file_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, cache = gguf(tmp_path / "m.gguf", "one"), tmp_path / "cache" / "known.json"
    first = Identities(cache)
    known = first.of([path])
    first.keep()
    read: list[int] = []
    digest = identity.sampled_digest
    monkeypatch.setattr(
        identity, "sampled_digest", lambda file, size: (read.append(size), digest(file, size))[1]
    )
    again = Identities(cache)
    assert again.of([path]) == known
    path.rename(tmp_path / "renamed.gguf")
    assert again.of([tmp_path / "renamed.gguf"]) == known
    assert read == []
    gguf(tmp_path / "renamed.gguf", "two")
    os.utime(tmp_path / "renamed.gguf", ns=(1, 1))
    assert again.of([tmp_path / "renamed.gguf"]) not in ("", known)
    assert read == [64]


def test_after_the_deadline_only_what_is_known(tmp_path: Path) -> None:
    path = gguf(tmp_path / "m.gguf", "one")
    identities = Identities()
    assert identities.of([path], Deadline(-1)) == ""
    known = identities.of([path])
    assert identities.of([path], Deadline(-1)) == known


def test_split_models(tmp_path: Path) -> None:
    parts = [gguf(tmp_path / f"m-0000{n}-of-00002.gguf", f"part {n}") for n in (1, 2)]
    copies = [gguf(tmp_path / "x" / f"k-0000{n}-of-00002.gguf", f"part {n}") for n in (1, 2)]
    whole = Identities().of(parts)
    assert whole == Identities().of(copies)
    assert whole != Identities().of(parts[:1])
    parts[1].unlink()
    assert Identities().of(parts) == ""


def test_a_file_that_is_written_meanwhile_has_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = gguf(tmp_path / "m.gguf", "one")

    def digest(_file: object, _size: int) -> str:
        with path.open("ab") as file:
            file.write(b"more")
        return "d" * 64

    monkeypatch.setattr(identity, "sampled_digest", digest)
    assert one(path) == ""


@pytest.mark.parametrize("written", [b"", b"{", b'{"version": 99, "files": {}}', b"[]", b"\xff"])
def test_a_damaged_cache_is_only_slower(written: bytes, tmp_path: Path) -> None:
    path, cache = gguf(tmp_path / "m.gguf", "one"), tmp_path / "known.json"
    cache.write_bytes(written)
    identities = Identities(cache)
    assert identities.of([path]) == one(path)
    identities.keep()
    assert Identities(cache).of([path], Deadline(-1)) == one(path)


def test_a_cache_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    identities = Identities(tmp_path / "file" / "known.json")
    assert identities.of([gguf(tmp_path / "m.gguf", "one")])
    identities.keep()


def test_what_was_not_seen_for_long_is_forgotten(tmp_path: Path) -> None:
    now, cache = [1e9], tmp_path / "known.json"
    old, young = gguf(tmp_path / "old.gguf"), gguf(tmp_path / "young.gguf")
    for path in (old, young):
        first = Identities(cache, lambda: now[0])
        first.of([path])
        first.keep()
        now[0] += identity.FORGET_AFTER_S * 0.6
    later = Identities(cache, lambda: now[0])
    later.of([gguf(tmp_path / "new.gguf")])
    later.keep()
    kept = Identities(cache, lambda: now[0])
    assert [bool(kept.of([path], Deadline(-1))) for path in (old, young)] == [False, True]
