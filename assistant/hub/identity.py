"""Which model files hold the same, wherever they lie and whatever they are called."""

from __future__ import annotations

import contextlib
import hashlib
import os
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import BinaryIO

import msgspec

from assistant.hub.gguf_files import Deadline
from assistant.whole_files import write_whole

HEAD = 16 * 1024 * 1024
"""More than the headers of models: vocabulary, template and the list of tensors are in it."""
BLOCK = 64 * 1024
BLOCKS = 32
FORGET_AFTER_S = 90 * 86_400
_VERSION = 1
_LARGEST_CACHE = 16 * 1024 * 1024


class _Known(msgspec.Struct, frozen=True, array_like=True):
    """What was read of one file; `seen` is when it was last asked for, in days."""

    size: int
    changed_ns: int
    digest: str
    seen: int


class _Kept(msgspec.Struct, frozen=True):
    version: int = _VERSION
    files: dict[str, _Known] = {}


class Identities:
    """Says the identity of models, reading each file once. Any thread; writes `cache` alone.

    Two files are the same when their sizes, their first 16 MiB, their last 64 KiB and 32 blocks
    of 64 KiB at even distances are; files that are no larger than that are read whole. Headers
    are in the beginning, and another training changes weights everywhere, so files of different
    models differ in this. A file of which a few bytes were damaged may pass for the undamaged
    one: whoever deletes a file because there is another one compares all of it.

    What is known of a file holds as long as its device, number, size and time of change stay.
    """

    def __init__(self, cache: Path | None = None, clock: Callable[[], float] = time.time) -> None:
        self._cache = cache
        self._clock = clock
        self._lock = threading.Lock()
        self._files: dict[str, _Known] = {}
        self._read = False
        self._dirty = False

    def of(self, parts: Sequence[Path], deadline: Deadline | None = None) -> str:
        """The identity of the model in these files; "" where one cannot be read.

        After the `deadline` only what is known already is said.
        """
        digests = []
        for path in parts:
            digest = self._digest(path, deadline)
            if not digest:
                return ""
            digests.append(digest)
        if len(digests) == 1:
            return digests[0]
        return hashlib.sha256("".join(digests).encode()).hexdigest()

    def keep(self) -> None:
        """Write what was learnt; a cache that cannot be written is only slower."""
        with self._lock:
            if self._cache is None or not self._dirty:
                return
            self._dirty = False
            oldest = (self._clock() - FORGET_AFTER_S) / 86_400
            kept = {key: known for key, known in self._files.items() if known.seen >= oldest}
            with contextlib.suppress(OSError):
                _replace(self._cache, msgspec.json.encode(_Kept(files=kept)))

    def _digest(self, path: Path, deadline: Deadline | None) -> str:
        try:
            status = path.stat()
            key = f"{status.st_dev}:{status.st_ino}" if status.st_ino else str(path)
            known = self._known(key, status)
            if known or (deadline is not None and deadline.passed):
                return known
            with path.open("rb") as file:
                digest = sampled_digest(file, status.st_size)
                after = os.fstat(file.fileno())
        except (OSError, ValueError):
            return ""
        if (after.st_size, after.st_mtime_ns) != (status.st_size, status.st_mtime_ns):
            return ""  # it is being written
        with self._lock:
            self._files[key] = _Known(status.st_size, status.st_mtime_ns, digest, self._today())
            self._dirty = True
        return digest

    def _known(self, key: str, status: os.stat_result) -> str:
        with self._lock:
            if not self._read:
                self._files, self._read = _read(self._cache), True
            known = self._files.get(key)
            if known is None or (known.size, known.changed_ns) != (
                status.st_size,
                status.st_mtime_ns,
            ):
                return ""
            if known.seen != self._today():
                self._files[key] = msgspec.structs.replace(known, seen=self._today())
                self._dirty = True
            return known.digest

    def _today(self) -> int:
        return int(self._clock() // 86_400)


def sampled_digest(file: BinaryIO, size: int) -> str:
    """SHA-256 in hexadecimal over the size and what `Identities` names."""
    digest = hashlib.sha256(f"inkstone {_VERSION} {size}\n".encode())
    if size <= HEAD + (BLOCKS + 1) * BLOCK:
        while piece := file.read(1024 * 1024):
            digest.update(piece)
        return digest.hexdigest()
    digest.update(file.read(HEAD))
    room = size - HEAD - BLOCK
    for number in range(BLOCKS):
        file.seek(HEAD + number * room // BLOCKS)
        digest.update(file.read(BLOCK))
    file.seek(size - BLOCK)
    digest.update(file.read(BLOCK))
    return digest.hexdigest()


def _read(cache: Path | None) -> dict[str, _Known]:
    if cache is None:
        return {}
    try:
        if cache.stat().st_size > _LARGEST_CACHE:
            return {}
        kept = msgspec.json.decode(cache.read_bytes(), type=_Kept)
    except (OSError, msgspec.MsgspecError):
        return {}
    return kept.files if kept.version == _VERSION else {}


def _replace(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_whole(path, data, private=True)
