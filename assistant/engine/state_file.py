"""A conversation's state as a file that is either exactly what was written or not used at all.

In the byte order of the machine, as the native state is (a file from another kind of machine has
an unknown version):

    8s magic, u32 version, u32 bytes of conversation, u32 bytes of model key,
    u32 bytes of answers, u32 checkpoints, u64 tokens, u64 bytes of data
    conversation, model key                      UTF-8
    answers                                      MessagePack
    u64 length, u64 bytes                        for every checkpoint
    i32                                          for every token
    data, then the data of every checkpoint
    SHA-256 of everything before it
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import struct
import tempfile
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import msgspec

FINISHED = ".state"
UNFINISHED = ".part"
_MAGIC = b"INKSTATE"
_VERSION = 1
_HEAD = struct.Struct("=8sIIIIIQQ")
_CHECKPOINT = struct.Struct("=QQ")
_TOKEN_BYTES = 4
_DIGEST_BYTES = 32


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A partial native state after `length` tokens."""

    length: int
    data: bytes


@dataclass(frozen=True, slots=True)
class SavedState:
    """The native state after `tokens` (each fits 32 bits), and checkpoints on the way there.

    `answers` are texts that the model wrote, each with the tokens it wrote them in. Whoever
    holds a state does not write into `data`.
    """

    conversation: str
    tokens: tuple[int, ...]
    data: bytes | bytearray | memoryview
    checkpoints: tuple[Checkpoint, ...] = ()
    answers: tuple[tuple[str, tuple[int, ...]], ...] = ()

    @property
    def size(self) -> int:
        """Bytes in memory, and nearly those on disk."""
        return (
            memoryview(self.data).nbytes
            + sum(len(checkpoint.data) for checkpoint in self.checkpoints)
            + _TOKEN_BYTES * len(self.tokens)
        )


class StateHeader(NamedTuple):
    """Whose state a file says it is; `size` is the file's, in bytes."""

    conversation: str
    model_key: str
    size: int


def state_name(conversation: str, model_key: str) -> str:
    """The name of the file: `conversation_mark`, a dash, a mark of the model, `FINISHED`."""
    return f"{conversation_mark(conversation)}-{_hex_digest(model_key)[:16]}{FINISHED}"


def conversation_mark(conversation: str) -> str:
    """What the names of all files of a conversation begin with, up to the dash."""
    return _hex_digest(conversation)[:32]


def file_size(state: SavedState, model_key: str) -> int:
    """Bytes that `write_state` will write."""
    return (
        _HEAD.size
        + len(_encoded(state.conversation))
        + len(_encoded(model_key))
        + len(_packed(state.answers))
        + _CHECKPOINT.size * len(state.checkpoints)
        + state.size
        + _DIGEST_BYTES
    )


def write_state(path: Path, state: SavedState, model_key: str) -> None:
    """Put `state` at `path`, in one step that neither a kill nor a power cut can halve.

    Raises OSError; what was at `path` is then still there.
    """
    publish_state(write_unfinished(path, state, model_key), path)
    sync_folder(path.parent)


def write_unfinished(path: Path, state: SavedState, model_key: str) -> Path:
    """The first part of `write_state`: the whole file, beside `path`, on the disk for good.

    Raises OSError, and leaves nothing then.
    """
    descriptor, name = tempfile.mkstemp(UNFINISHED, f"{path.stem}.", path.parent)
    unfinished = Path(name)
    try:
        with open(descriptor, "wb") as file:  # noqa: PTH123 - a descriptor
            digest = hashlib.sha256()
            for piece in _pieces(state, model_key):
                digest.update(piece)
                file.write(piece)
            file.write(digest.digest())
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        discard(unfinished)
        raise
    return unfinished


def publish_state(unfinished: Path, path: Path) -> None:
    """The second part of `write_state`: give the file its name. Raises OSError, as above."""
    try:
        unfinished.replace(path)
    except OSError:
        discard(unfinished)
        raise


def discard(unfinished: Path) -> None:
    """Remove a file that is of no use; if that fails it is found again by its name."""
    with contextlib.suppress(OSError):
        unfinished.unlink()


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` survive a power cut. Raises OSError."""
    if os.name != "posix":  # elsewhere a folder cannot be opened
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read_state(path: Path, model_key: str) -> SavedState | None:
    """What `write_state` put at `path` for this model; None when it is anything else.

    `data` is a bytearray, which native code can read without a copy.
    """
    try:
        with path.open("rb") as file:
            return _read(file, model_key)
    except (OSError, _Foreign, MemoryError):
        return None


def state_header(path: Path) -> StateHeader | None:
    """Whose state `path` says it is, without looking whether it is whole; None: not a state."""
    try:
        with path.open("rb") as file:
            layout = _read_layout(file)
    except (OSError, _Foreign):
        return None
    return StateHeader(layout.conversation, layout.model_key, layout.size)


class _Foreign(Exception):  # noqa: N818 - never leaves this file
    """This is not a state that was written here."""


class _Layout(NamedTuple):
    """The parts before the tokens: `head` is their bytes, `size` those of the whole file."""

    head: bytes
    conversation: str
    model_key: str
    answers: bytes
    tokens: int
    data: int
    checkpoints: tuple[tuple[int, int], ...]
    size: int


def _read(file: io.BufferedReader, model_key: str) -> SavedState:
    layout = _read_layout(file)
    if layout.model_key != model_key:
        raise _Foreign
    digest = hashlib.sha256(layout.head)
    tokens = array("i", _exactly(file, _TOKEN_BYTES * layout.tokens))
    digest.update(tokens)
    data = bytearray(layout.data)
    if file.readinto(data) != len(data):
        raise _Foreign
    digest.update(data)
    checkpoints = []
    for length, size in layout.checkpoints:
        checkpoint = Checkpoint(length, _exactly(file, size))
        digest.update(checkpoint.data)
        checkpoints.append(checkpoint)
    if file.read(_DIGEST_BYTES) != digest.digest():
        raise _Foreign
    answers = _unpacked(layout.answers)
    return SavedState(layout.conversation, tuple(tokens), data, tuple(checkpoints), answers)


def _read_layout(file: io.BufferedReader) -> _Layout:
    """Everything that says how long the rest is, checked against the size of the file.

    Nothing is read, and no memory taken, before the file is known to be that long.
    """
    size = os.fstat(file.fileno()).st_size
    head = _exactly(file, _HEAD.size)
    magic, version, name, key, answers, checkpoints, tokens, data = _HEAD.unpack(head)
    if magic != _MAGIC or version != _VERSION:
        raise _Foreign
    named = name + key + answers + _CHECKPOINT.size * checkpoints
    rest = size - _HEAD.size - named - _TOKEN_BYTES * tokens - data - _DIGEST_BYTES
    if rest < 0:
        raise _Foreign
    names = _exactly(file, named)
    table = tuple(_CHECKPOINT.iter_unpack(names[name + key + answers :]))
    if sum(length for _, length in table) != rest:
        raise _Foreign
    return _Layout(
        head + names,
        _decoded(names[:name]),
        _decoded(names[name : name + key]),
        names[name + key : name + key + answers],
        tokens,
        data,
        table,
        size,
    )


def _pieces(state: SavedState, model_key: str) -> Iterator[bytes | bytearray | memoryview]:
    """The file but for its digest."""
    name, key = _encoded(state.conversation), _encoded(model_key)
    answers = _packed(state.answers)
    yield _HEAD.pack(
        _MAGIC,
        _VERSION,
        len(name),
        len(key),
        len(answers),
        len(state.checkpoints),
        len(state.tokens),
        memoryview(state.data).nbytes,
    )
    yield name
    yield key
    yield answers
    for checkpoint in state.checkpoints:
        yield _CHECKPOINT.pack(checkpoint.length, len(checkpoint.data))
    yield array("i", state.tokens).tobytes()
    yield state.data
    for checkpoint in state.checkpoints:
        yield checkpoint.data


def _packed(answers: tuple[tuple[str, tuple[int, ...]], ...]) -> bytes:
    return msgspec.msgpack.encode([(_encoded(text), tokens) for text, tokens in answers])


def _unpacked(data: bytes) -> tuple[tuple[str, tuple[int, ...]], ...]:
    try:
        found = msgspec.msgpack.decode(data, type=tuple[tuple[bytes, tuple[int, ...]], ...])
    except msgspec.DecodeError:
        raise _Foreign from None
    return tuple((_decoded(text), tokens) for text, tokens in found)


def _exactly(file: io.BufferedReader, count: int) -> bytes:
    found = file.read(count)
    if len(found) != count:
        raise _Foreign
    return found


def _hex_digest(text: str) -> str:
    return hashlib.sha256(_encoded(text)).hexdigest()


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        raise _Foreign from None
