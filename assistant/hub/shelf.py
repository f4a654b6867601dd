"""The model files that are already on this disk."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from assistant.core.entities import ModelFile

GGUF_MAGIC = b"GGUF"
DEPTH = 3
_SUFFIX = ".gguf"
_PART = re.compile(r"(?P<stem>.+)-(?P<number>\d{5})-of-(?P<count>\d{5})$")
_DIGITS = re.compile(r"(\d+)")


class FolderShelf:
    """Fulfils `core.ports.ModelShelf`. Reads four bytes of each file; any thread."""

    def scan(self, folders: Sequence[Path], files: Sequence[Path]) -> list[ModelFile]:
        """See the port: a folder's own files are the first of the three levels.

        Left out: what cannot be read or is gone, files that are not GGUF, projectors of
        multimodal models (mmproj), and second ways to the same file. The parts of a split model
        are one entry with the path of the first part, however many of them are there; without
        its first part a model cannot be loaded and is left out.
        """
        found: dict[Path, ModelFile | None] = {}
        for path in files:
            _take(_first_part(path), found)
        for folder in folders:
            for path in _files_below(folder, DEPTH, set()):
                _take(path, found)
        models = found.values()
        return sorted(
            (model for model in models if model is not None),
            key=lambda model: _natural(model.name, model.path),
        )


def _files_below(folder: Path, depth: int, seen: set[tuple[int, int]]) -> Iterator[Path]:
    """The candidates in `folder`, by name; every folder once, however links lead to it."""
    try:
        status = folder.stat()
        if (status.st_dev, status.st_ino) in seen and status.st_ino:
            return
        seen.add((status.st_dev, status.st_ino))
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    below = []
    for entry in entries:
        try:
            if entry.is_dir():
                below.append(Path(entry.path))
            elif entry.name.lower().endswith(_SUFFIX) and entry.is_file():
                yield Path(entry.path)
        except OSError:
            continue
    if depth > 1:
        for inner in below:
            yield from _files_below(inner, depth - 1, seen)


def _first_part(path: Path) -> Path:
    """Whichever part of a split model a person points at, its first part stands for it."""
    part = _PART.match(path.stem)
    if part is None:
        return path
    return path.with_name(f"{part['stem']}-00001-of-{part['count']}{path.suffix}")


def _take(path: Path, found: dict[Path, ModelFile | None]) -> None:
    """Keep `path` by its real path if it is a readable GGUF file and a model.

    The model is known by the name it was found under: a download cache keeps links with good
    names to files that are named after their content.
    """
    if "mmproj" in path.name.lower():
        return
    try:
        real = path.resolve(strict=True)
        if real in found or not real.is_file():
            return
        with real.open("rb") as file:
            if file.read(len(GGUF_MAGIC)) != GGUF_MAGIC:
                return
        found[real] = _model(path.absolute())
    except (OSError, ValueError, RuntimeError):  # gone, forbidden, a NUL in it, a circle of links
        return


def _model(path: Path) -> ModelFile | None:
    part = _PART.match(path.stem)
    if part is None:
        return ModelFile(path=str(path), name=path.stem, size=path.stat().st_size)
    if int(part["number"]) != 1:
        return None
    count = int(part["count"])
    size = 0
    for number in range(1, count + 1):
        piece = path.with_name(f"{part['stem']}-{number:05d}-of-{part['count']}{path.suffix}")
        try:
            size += piece.stat().st_size
        except OSError:  # a part is missing: loading will say so
            continue
    return ModelFile(path=str(path), name=part["stem"], size=size, parts=count)


def _natural(name: str, path: str) -> tuple[list[tuple[int, int, str]], str]:
    """Sorts "model-9b" before "model-12b", without regard to case."""
    pieces = _DIGITS.split(name.casefold())
    key = [(0, int(p), "") if p.isdecimal() else (1, 0, p) for p in pieces if p]
    return key, path
