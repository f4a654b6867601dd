"""Reads the header of a GGUF file without llama.cpp, trusting nothing in it.

The layout is the GGUF specification, versions 2 and 3: magic, version, counts, typed metadata,
tensor descriptions, then the tensor data from an aligned offset. Every count is checked against
the bytes that are really there before anything is allocated or repeated. Standard library only;
any thread; the only exception raised is `UserError`.
"""

from __future__ import annotations

import os
import re
import stat
import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, NoReturn, TypeAlias, TypeVar

from assistant.core.errors import UserError
from assistant.engine import tensor_types
from assistant.engine.tensor_sizes import SizeCount, TensorSizes, tensor_bytes, together
from assistant.engine.tensor_types import TypeCount, TypeShare

MAX_METADATA = 65_536
MAX_TENSORS = 1_048_576
MAX_DIMENSIONS = 8
MAX_KEY_BYTES = 65_535
MAX_STRING_BYTES = 64 * 1024 * 1024
MAX_HEADER_BYTES = 1024 * 1024 * 1024
KEPT_ARRAY_ITEMS = 1024
KEPT_TEXTS = 64  # languages and tags; vocabularies are longer
DEFAULT_ALIGNMENT = 32

MetadataValue: TypeAlias = (
    "int | float | bool | str | tuple[int | float | bool, ...] | tuple[str, ...] | GgufArray"
)

# type number: (struct code, bytes); 8 is a string, 9 an array
_SCALARS: dict[int, tuple[str, int]] = {
    0: ("B", 1),
    1: ("b", 1),
    2: ("H", 2),
    3: ("h", 2),
    4: ("I", 4),
    5: ("i", 4),
    6: ("f", 4),
    7: ("?", 1),
    10: ("Q", 8),
    11: ("q", 8),
    12: ("d", 8),
}
Metadata: TypeAlias = "dict[str, MetadataValue]"
T = TypeVar("T")
_STRING, _ARRAY = 8, 9

_SPLIT_NAME = re.compile(r"^(?P<stem>.*)-(?P<number>\d{5})-of-(?P<count>\d{5})\.gguf$")


@dataclass(frozen=True, slots=True)
class GgufArray:
    """An array of the metadata that was not kept: its element type number and length."""

    item_type: int
    length: int


@dataclass(frozen=True, slots=True)
class GgufHeader:
    """What a model file says of itself.

    `metadata` holds strings as they are in the file: show them through `clean_text`. Sizes in
    bytes. `parts` are all files of a split model, in order; counts and sizes are of all parts,
    metadata is of the first.
    """

    path: Path
    version: int
    metadata: dict[str, MetadataValue]
    tensor_count: int
    weights: int
    tensor_bytes: int
    file_size: int
    parts: tuple[Path, ...] = field(default=())
    sizes: TensorSizes = field(default=TensorSizes())
    types: tuple[TypeShare, ...] = field(default=())

    @property
    def architecture(self) -> str:
        """The model family, such as "llama"."""
        return self.text("general.architecture")

    @property
    def name(self) -> str:
        """A name to show: the model's own, else the file's."""
        stem = self.path.name
        match = _SPLIT_NAME.match(stem)
        stem = match["stem"] if match else stem.removesuffix(".gguf")
        return clean_text(self.text("general.name"))[:200] or clean_text(stem)

    def text(self, key: str) -> str:
        """The string at `key`, or ""."""
        value = self.metadata.get(key)
        return value if isinstance(value, str) else ""

    def integer(self, key: str, default: int = 0) -> int:
        """The number at `<architecture>.<key>`; of a list, one for each layer, the largest."""
        value = self.metadata.get(f"{self.architecture}.{key}")
        if isinstance(value, tuple):
            numbers = [item for item in value if isinstance(item, int)]
            return max(numbers, default=default)
        return value if isinstance(value, int) else default


def clean_text(text: str) -> str:
    """`text` fit for a window or a terminal: control and layout characters become spaces."""
    kept = "".join(character if character.isprintable() else " " for character in text)
    return " ".join(kept.split())


def split_parts(path: Path) -> tuple[Path, ...]:
    """All files of the split model that `path` belongs to, in order; `path` alone if unsplit."""
    match = _SPLIT_NAME.match(path.name)
    if match is None or not 1 <= int(match["count"]) <= 999:
        return (path,)
    count = int(match["count"])
    return tuple(
        path.with_name(f"{match['stem']}-{number:05d}-of-{count:05d}.gguf")
        for number in range(1, count + 1)
    )


def read_header(path: Path, open_file: Callable[[Path], BinaryIO] | None = None) -> GgufHeader:
    """The header of the model at `path`; of a split model the first part's, sizes of all.

    Raises `UserError`: no_such_file, is_directory, no_permission, not_gguf, damaged_model.
    `open_file` is for tests.
    """
    parts = split_parts(path)
    headers = [_read_one(part, open_file or _open, of_split=len(parts) > 1) for part in parts]
    first = headers[0]
    return GgufHeader(
        path=first.path,
        version=first.version,
        metadata=first.metadata,
        tensor_count=sum(header.tensor_count for header in headers),
        weights=sum(header.weights for header in headers),
        tensor_bytes=sum(header.tensor_bytes for header in headers),
        file_size=sum(header.file_size for header in headers),
        parts=parts,
        sizes=together(header.sizes for header in headers),
        types=tensor_types.together(header.types for header in headers),
    )


def read_leading(path: Path, enough: Callable[[str, Metadata], bool]) -> Metadata:
    """The metadata of the file at `path` up to a key with `enough(key, read before it)`.

    Vocabularies come late in a header and take most of its time. Raises as `read_header`.
    """
    return _reading(path, _open, lambda reader: reader.leading(enough), of_split=False)


def _open(path: Path) -> BinaryIO:
    return path.open("rb")


def _read_one(path: Path, open_file: Callable[[Path], BinaryIO], *, of_split: bool) -> GgufHeader:
    return _reading(path, open_file, lambda reader: reader.header(), of_split=of_split)


def _reading(
    path: Path,
    open_file: Callable[[Path], BinaryIO],
    read: Callable[[_Reader], T],
    *,
    of_split: bool,
) -> T:
    shown = clean_text(path.name)
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise UserError(
                "is_directory",
                f"“{shown}” is a folder, not a model file.",
                "Choose a file whose name ends in .gguf.",
            )
        if not stat.S_ISREG(mode):  # opening a pipe would wait for ever
            raise UserError("not_gguf", f"“{shown}” is not an ordinary file.")
        with open_file(path) as stream:
            return read(_Reader(stream, path))
    except FileNotFoundError as error:
        part = "This part of a model in several files is missing"
        text = f"{part}: “{shown}”." if of_split else f"There is no such file: “{shown}”."
        raise UserError(
            "no_such_file", text, "It may have been moved or deleted; choose it again."
        ) from error
    except PermissionError as error:
        raise UserError(
            "no_permission",
            f"“{shown}” may not be read by you.",
            "Change the file's permissions, or copy it to a folder of yours.",
        ) from error
    except ValueError as error:  # a NUL in the path
        raise UserError("no_such_file", f"There is no such file: “{shown}”.") from error
    except OSError as error:
        reason = error.strerror or "unknown reason"
        raise UserError(
            "load_failed", f"“{shown}” could not be read: {reason}.", "Check the disk it is on."
        ) from error


class _Reader:
    """Walks one header. Positions are counted here, so a count is never trusted."""

    def __init__(self, stream: BinaryIO, path: Path) -> None:
        self._stream = stream
        self._path = path
        self._size = os.fstat(stream.fileno()).st_size
        self._position = 0

    def header(self) -> GgufHeader:
        version = self._check_magic()
        tensor_count = self._number("Q", 8)
        metadata_count = self._number("Q", 8)
        if metadata_count > min(MAX_METADATA, self._left() // 12):
            self._damaged("it announces more metadata than it can hold")
        if tensor_count > min(MAX_TENSORS, self._left() // 24):
            self._damaged("it announces more tensors than it can hold")
        metadata = self._metadata(metadata_count)
        weights, end, sizes, types = self._tensors(tensor_count)
        alignment = metadata.get("general.alignment", DEFAULT_ALIGNMENT)
        if not isinstance(alignment, int) or not 1 <= alignment <= 1 << 20:
            self._damaged("its alignment is impossible")
        start = -(-self._position // alignment) * alignment
        if tensor_count and start + end > self._size:
            self._cut(start + end)
        return GgufHeader(
            path=self._path,
            version=version,
            metadata=metadata,
            tensor_count=tensor_count,
            weights=weights,
            tensor_bytes=end,
            file_size=self._size,
            sizes=sizes,
            types=types,
        )

    def leading(self, enough: Callable[[str, Metadata], bool]) -> Metadata:
        self._check_magic()
        self._number("Q", 8)
        metadata: Metadata = {}
        for _ in range(min(self._number("Q", 8), MAX_METADATA)):
            key = self._string(MAX_KEY_BYTES)
            if enough(key, metadata):
                break
            metadata[key] = self._value(self._number("I", 4))
        return metadata

    def _check_magic(self) -> int:
        magic = self._stream.read(4)
        self._position = 4
        if magic != b"GGUF":
            raise UserError(
                "not_gguf",
                f"“{clean_text(self._path.name)}” is not a GGUF model file.",
                "Choose a file in GGUF format; other formats must be converted first.",
            )
        version = self._number("I", 4)
        if version in (2, 3):
            return version
        if version == 1:
            old = "an old version of GGUF that is no longer read"
        elif version & 0xFFFF == 0:
            old = "a variant of GGUF for machines of another byte order"
        else:
            old = f"version {version} of GGUF, which is not known here"
        raise UserError(
            "not_gguf",
            f"“{clean_text(self._path.name)}” is in {old}.",
            "Look for a current conversion of the model.",
        )

    def _metadata(self, count: int) -> dict[str, MetadataValue]:
        metadata: dict[str, MetadataValue] = {}
        for _ in range(count):
            key = self._string(MAX_KEY_BYTES)
            metadata[key] = self._value(self._number("I", 4))
        return metadata

    def _value(self, kind: int) -> MetadataValue:
        if kind == _STRING:
            return self._string(MAX_STRING_BYTES)
        if kind == _ARRAY:
            return self._array()
        if kind not in _SCALARS:
            self._damaged(f"it holds metadata of the unknown type {kind}")
        code, size = _SCALARS[kind]
        value: int | float | bool = struct.unpack(f"<{code}", self._bytes(size))[0]
        return value

    def _array(self) -> MetadataValue:
        item_type = self._number("I", 4)
        length = self._number("Q", 8)
        if item_type == _STRING:
            if length <= KEPT_TEXTS:
                return tuple(self._string(MAX_STRING_BYTES) for _ in range(length))
            self._skip_strings(length)
            return GgufArray(item_type, length)
        if item_type not in _SCALARS:
            self._damaged(f"it holds a list of the unknown type {item_type}")
        code, size = _SCALARS[item_type]
        if length > self._left() // size:
            self._damaged("it announces a list longer than the file")
        if length <= KEPT_ARRAY_ITEMS:
            return tuple(struct.unpack(f"<{length}{code}", self._bytes(length * size)))
        self._skip(length * size)
        return GgufArray(item_type, length)

    def _skip_strings(self, length: int) -> None:
        if length > self._left() // 8:
            self._damaged("it announces a list longer than the file")
        read, unpack = self._stream.read, struct.Struct("<Q").unpack
        for _ in range(length):
            raw = read(8)
            if len(raw) < 8:
                self._cut(self._size + 1)
            (size,) = unpack(raw)
            self._position += 8
            if size > MAX_STRING_BYTES or size > self._left():
                self._damaged("it holds a text longer than the file")
            if size and len(read(size)) < size:
                self._cut(self._size + 1)
            self._position += size

    def _tensors(self, count: int) -> tuple[int, int, TensorSizes, tuple[TypeShare, ...]]:
        """The number of weights, the end of the last tensor in the data, and who takes what."""
        weights = end = 0
        sizes, types = SizeCount(), TypeCount()
        for _ in range(count):
            name = self._string(MAX_KEY_BYTES)
            dimensions = self._number("I", 4)
            if dimensions > MAX_DIMENSIONS:
                self._damaged("a tensor has too many dimensions")
            elements = 1
            for length in struct.unpack(f"<{dimensions}Q", self._bytes(8 * dimensions)):
                elements *= length
            kind = self._number("I", 4)
            offset = self._number("Q", 8)
            if elements >= 1 << 62 or offset >= 1 << 62:
                self._damaged("a tensor is impossibly large")
            weights += elements
            size = tensor_bytes(elements, kind)
            sizes.add(name, size)
            types.add(name, kind, elements, size)
            end = max(end, offset + size)
        return weights, end, sizes.sizes(), types.shares()

    def _string(self, limit: int) -> str:
        length = self._number("Q", 8)
        if length > limit or length > self._left():
            self._damaged("it holds a text longer than the file")
        return self._bytes(length).decode("utf-8", "replace")

    def _number(self, code: str, size: int) -> int:
        value: int = struct.unpack(f"<{code}", self._bytes(size))[0]
        return value

    def _bytes(self, count: int) -> bytes:
        if count > self._left():
            self._cut(self._position + count)
        data = self._stream.read(count)
        if len(data) < count:
            self._cut(self._position + count)
        self._position += count
        return data

    def _skip(self, count: int) -> None:
        self._stream.seek(count, os.SEEK_CUR)
        self._position += count

    def _left(self) -> int:
        return max(0, min(self._size, MAX_HEADER_BYTES) - self._position)

    def _cut(self, wanted: int) -> NoReturn:
        raise UserError(
            "damaged_model",
            f"“{clean_text(self._path.name)}” is incomplete: it ends after {self._size:,} bytes "
            f"but should hold at least {wanted:,}.",
            "Download or copy it again.",
        )

    def _damaged(self, detail: str) -> NoReturn:
        raise UserError(
            "damaged_model",
            f"“{clean_text(self._path.name)}” is damaged: {detail}.",
            "Download or copy it again.",
        )
