"""GGUF files in folders: which count as models, their parts, the projectors beside them.

Any thread. Nothing is ever written or locked; four bytes of a file are read.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from pathlib import Path

GGUF_MAGIC = b"GGUF"
SUFFIX = ".gguf"
MOST_FOLDERS = 20_000
"""So many folders are looked into at most, below one."""

_PART = re.compile(r"(?P<stem>.+)-(?P<number>\d{5})-of-(?P<count>\d{5})$")
_PROJECTOR = re.compile(r"[-_. ]*mmproj[-_. ]*", re.IGNORECASE)
_QUANTISATION = re.compile(
    r"[-_.](?:UD-)?(?:I?Q\d\w*|TQ\d\w*|BF16|F16|F32|FP16|MXFP4\w*)$", re.IGNORECASE
)
_PRECISIONS = ("f16", "bf16", "q8_0", "f32")


class Deadline:
    """A moment after which nothing new is begun; seconds from now."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    @property
    def passed(self) -> bool:
        return time.monotonic() > self._end


def files_below(folder: Path, depth: int, deadline: Deadline) -> Iterator[Path]:
    """What is called *.gguf in `folder` and below, by name.

    `folder` itself is the first of `depth` levels. Every folder is looked into once, however
    links lead to it.
    """
    yield from _below(folder, depth, set(), deadline)


def _below(
    folder: Path, depth: int, seen: set[tuple[int, int]], deadline: Deadline
) -> Iterator[Path]:
    try:
        status = folder.stat()
        known = (status.st_dev, status.st_ino) in seen and status.st_ino
        if known or deadline.passed or len(seen) >= MOST_FOLDERS:
            return
        seen.add((status.st_dev, status.st_ino))
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except (OSError, ValueError):  # gone, forbidden; a NUL in its name
        return
    below = []
    for entry in entries:
        try:
            if entry.is_dir():
                below.append(Path(entry.path))
            elif entry.name.lower().endswith(SUFFIX) and entry.is_file():
                yield Path(entry.path)
        except OSError:
            continue
    if depth > 1:
        for inner in below:
            yield from _below(inner, depth - 1, seen, deadline)


def folders_below(folder: Path, depth: int, deadline: Deadline) -> list[Path]:
    """`folder` and those below it, `depth` levels together; every folder once."""
    seen: dict[tuple[int, int], Path] = {}
    level = [folder]
    for _ in range(depth):
        below: list[Path] = []
        for path in level:
            try:
                status = path.stat()
                key = (status.st_dev, status.st_ino or len(seen))
                if key in seen or deadline.passed:
                    continue
                with os.scandir(path) as entries:
                    below += sorted(Path(entry.path) for entry in entries if entry.is_dir())
                seen[key] = path
            except (OSError, ValueError):
                continue
        level = below
    return list(seen.values())


def is_folder(path: Path) -> bool:
    """Whether there is a folder at `path` that one may look at."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def is_hidden(name: str) -> bool:
    """Whether a person would not see it in a folder; nor is it offered as a model."""
    return name.startswith(".")


def is_projector(name: str) -> bool:
    """Whether a file with this name is what lets a model see, and no model."""
    return "mmproj" in name.lower()


def is_gguf(path: Path) -> bool:
    """Whether it is an ordinary file that begins as GGUF files do. Raises OSError, ValueError."""
    if not path.is_file():  # opening a pipe would wait for ever
        return False
    with path.open("rb") as file:
        return file.read(len(GGUF_MAGIC)) == GGUF_MAGIC


def first_part(path: Path) -> Path:
    """Whichever part of a split model a person points at, its first part stands for it."""
    part = _PART.match(path.stem)
    if part is None:
        return path
    return path.with_name(f"{part['stem']}-00001-of-{part['count']}{path.suffix}")


def is_later_part(path: Path) -> bool:
    """Whether it is a part of a split model, and not the first one."""
    part = _PART.match(path.stem)
    return part is not None and int(part["number"]) != 1


def parts_of(path: Path) -> tuple[Path, ...]:
    """All parts of the model whose first part is `path`, as named; they need not be there."""
    part = _PART.match(path.stem)
    if part is None:
        return (path,)
    count = part["count"]
    return tuple(
        path.with_name(f"{part['stem']}-{number:05d}-of-{count}{path.suffix}")
        for number in range(1, int(count) + 1)
    )


def stem_of(path: Path) -> str:
    """The name of a model after its file, without what says that it is a part."""
    part = _PART.match(path.stem)
    return path.stem if part is None else part["stem"]


def projector_beside(model: Path, names: tuple[str, ...]) -> str:
    """Which of `names`, all files of the folder of `model`, is its projector; "" for none.

    What stands before and behind "mmproj" in a projector's name, without its precision, says
    whose it is. Where nothing is said it belongs to every model of a folder that holds one
    model, in whatever quantisations.
    """
    projectors = [name for name in names if is_projector(name) and not is_hidden(name)]
    if not projectors:
        return ""
    models = {
        _family(stem_of(Path(name)))
        for name in names
        if name.lower().endswith(SUFFIX) and not is_projector(name)
    }
    own = _family(stem_of(model))
    fitting = []
    for name in projectors:
        whose = _whose(name)
        if (whose and own.startswith(whose)) or (not whose and len(models) == 1):
            fitting.append(name)
    return min(fitting, key=_precision, default="")


def _family(stem: str) -> str:
    return _QUANTISATION.sub("", stem).casefold()


def _whose(name: str) -> str:
    """The model that a projector's name speaks of, "" for none."""
    stem = Path(name).stem
    if _PROJECTOR.fullmatch(_QUANTISATION.sub("", stem)):
        return ""
    before, _, behind = _PROJECTOR.sub("\0", _QUANTISATION.sub("", stem), count=1).partition("\0")
    whose = (before or behind).casefold()
    return "" if whose in ("model", *_PRECISIONS) else whose


def _precision(name: str) -> tuple[int, str]:
    stem = Path(name).stem.lower()
    for place, precision in enumerate(_PRECISIONS):
        if re.search(rf"(?<![a-z0-9]){precision}$", stem):
            return place, name
    return len(_PRECISIONS), name
