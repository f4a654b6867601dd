"""What the application and a reading process say to each other.

To the process goes one JSON line, the `Request`, and a JSON line of `Recognised` for each
picture it sends. Back come frames: a letter, the length of the payload (4 bytes, the highest
first) and the payload in MessagePack.
"""

from __future__ import annotations

import os
from typing import IO, Literal

import msgspec

from assistant.core.document_text import ExtractedText
from assistant.core.errors import ErrorKind

PROGRESS, LAYERS, RESULT, DRAWN, ERROR, PICTURE = b"P", b"L", b"R", b"D", b"E", b"I"
UNITS, PART, REBUILT = b"U", b"B", b"W"
LARGEST_FRAME = 800_000_000
LARGEST_REQUEST = 64 * 1024 * 1024
# A named pipe would wait for a writer; Windows would change line ends.
OPEN_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class Request(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What to do with the file at `path`; fields of another `action` count for nothing."""

    action: Literal["read", "draw", "probe", "units", "rebuild"]
    path: str = ""
    name: str = ""
    password: str = ""
    partners: int = 0
    ocr: bool = False
    page: int = 0
    width_px: int = 0
    page_text: str = ""
    highlights: tuple[tuple[int, int], ...] = ()
    targets: tuple[str, ...] = ()
    bilingual: Literal["", "below", "table"] = ""
    language: str = ""


class Result(msgspec.Struct, frozen=True):
    """The text, and the `stamp` of the file that was read."""

    text: ExtractedText
    stamp: tuple[int, ...]


class Units(msgspec.Struct, frozen=True):
    """The texts to translate of a file in the format `kind`; see `FileUnits`."""

    kind: str
    units: tuple[str, ...]
    notes: tuple[str, ...]
    stamp: tuple[int, ...]


class Rebuilt(msgspec.Struct, frozen=True):
    """All bytes of the file with translations have been sent, in `PART` frames."""

    notes: tuple[str, ...]
    stamp: tuple[int, ...]


class Trouble(msgspec.Struct, frozen=True, omit_defaults=True):
    """A `UserError` on its way; `detail` (where in our code) is for the log."""

    kind: ErrorKind
    text: str
    hint: str = ""
    detail: str = ""


class Picture(msgspec.Struct, frozen=True):
    """A page to recognise: `width` × `height` grey pixels of one byte, `dots` per inch."""

    page: int
    width: int
    height: int
    dots: int
    pixels: bytes


class Recognised(msgspec.Struct, frozen=True):
    """The text of a picture: paragraphs, each a line."""

    paragraphs: tuple[str, ...] = ()


def stamp(found: os.stat_result) -> tuple[int, ...]:
    """What tells a file and its state from another: device, number, size, time of change."""
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def send(stream: int, letter: bytes, payload: bytes) -> None:
    """Write a frame to the descriptor; raises OSError when nobody reads."""
    if len(payload) > LARGEST_FRAME:
        raise MemoryError
    view = memoryview(letter + len(payload).to_bytes(4, "big") + payload)
    while view:
        view = view[os.write(stream, view) :]


def receive(stream: IO[bytes]) -> tuple[bytes, bytes] | None:
    """The next frame; None at the end, also in the middle of one or when it makes no sense."""
    header = stream.read(5)
    if len(header) < 5:
        return None
    size = int.from_bytes(header[1:], "big")
    if size > LARGEST_FRAME:
        return None
    payload = stream.read(size)
    return (header[:1], payload) if len(payload) == size else None
