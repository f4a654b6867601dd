"""The part of the work that happens in the reading process, locked in."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from assistant.core.errors import UserError
from assistant.documents import complaints, wire
from assistant.documents.reading import Source
from assistant.documents.translating import formats
from assistant.documents.translating.opened import Layout, Opened, Rebuilt

LARGEST_FILE = 400_000_000
_PORTION = 4 * 1024 * 1024


def units(source: Source, stamp: tuple[int, ...]) -> wire.Units:
    """The texts of the file. Raises `UserError`, and anything for a damaged file."""
    kind, opened = _opened(source)
    if not opened.units:
        raise UserError("empty_document", f"“{source.name}” holds no text to translate.")
    return wire.Units(kind, tuple(opened.units), tuple(opened.notes), stamp)


def rebuilt(source: Source, targets: Sequence[str], bilingual: Layout, language: str) -> Rebuilt:
    """The file with `targets`. Raises as `units`, and "document_changed" where they are not as
    many as the file has texts."""
    _kind, opened = _opened(source)
    if len(targets) != len(opened.units):
        raise complaints.changed(source.name)
    return opened.rebuilt(targets, bilingual, language)


def portions(parts: Sequence[bytes | memoryview]) -> Iterator[bytes]:
    """The same bytes in pieces that are small enough for a frame, and not many."""
    waiting: list[bytes | memoryview] = []
    size = 0
    for part in parts:
        view = memoryview(part)
        for at in range(0, len(view), _PORTION):
            piece = view[at : at + _PORTION]
            waiting.append(piece)
            size += len(piece)
            if size >= _PORTION:
                yield b"".join(waiting)
                waiting, size = [], 0
    yield b"".join(waiting)


def _opened(source: Source) -> tuple[str, Opened]:
    kind = formats.kind_of(source.path, source.name)
    size = os.fstat(source.file).st_size
    if size > LARGEST_FILE:
        raise complaints.too_costly(source.name)
    os.lseek(source.file, 0, os.SEEK_SET)
    read: list[bytes] = []
    while piece := os.read(source.file, 1 << 24):
        read.append(piece)
    return kind, formats.opener(kind)(b"".join(read), source.report)
