"""Takes a model into a folder: copied, compared, and only then under its name."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from assistant.core.entities import ModelFile
from assistant.core.errors import Cancelled, UserError
from assistant.core.hub.model_work import Progress
from assistant.hub.gguf_files import SUFFIX, parts_of

PIECE = 4 * 1024 * 1024
PART = ".part"
_UNFIT = re.compile(r'[\s<>:"/\\|?*\x00-\x1f]+')
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@dataclass(frozen=True)
class _File:
    source: Path
    target: Path
    size: int


def bring(
    model: ModelFile,
    folder: Path,
    *,
    move: bool,
    progress: Progress,
    cancelled: Callable[[], bool],
) -> Path:
    """Copy or move all files of `model` into `folder`; where its first file is now.

    A copy is read again and compared by SHA-256 before it gets its name; until then it is called
    *.part. Files of the same name and content are taken for the model. `progress(done, total)`
    in bytes, of reading twice. Raises `UserError`, or `Cancelled`; nothing is left behind then,
    and the source is as it was.
    """
    try:
        files = _files(model, folder)
        if all(file.source == file.target for file in files):
            return files[0].target
        left = [file for file in files if not _is_there(file)]
        if move and _renamed(left):
            return files[0].target
        _check_room(left, folder)
        _copy_all(left, progress, cancelled)
        if move:
            for file in files:
                file.source.unlink()
    except OSError as error:
        raise _explained(error, model) from error
    return files[0].target


def _files(model: ModelFile, folder: Path) -> list[_File]:
    """What is copied, and to where; more than one file gets a folder of its own.

    Raises `UserError` when another file has the name.
    """
    sources = [*parts_of(Path(model.path)), *([Path(model.projector)] if model.projector else [])]
    if len(sources) == 1:
        names = [_name(model, sources[0])]
    else:
        folder = folder / _UNFIT.sub("-", model.name).strip("-. ")
        names = [_name(model, source) for source in sources[: model.parts]]
        names += [_projector_name(source) for source in sources[model.parts :]]
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return [
        _File(source.absolute(), folder.absolute() / name, source.stat().st_size)
        for source, name in zip(sources, names, strict=True)
    ]


def _name(model: ModelFile, source: Path) -> str:
    """The name of a file; what is only called after its content gets the model's name."""
    if source.suffix.lower() == SUFFIX:
        return source.name
    return _UNFIT.sub("-", model.name).strip("-. ") + SUFFIX


def _projector_name(source: Path) -> str:
    return source.name if source.suffix.lower() == SUFFIX else f"mmproj{SUFFIX}"


def _is_there(file: _File) -> bool:
    """Whether the target has this content already. Raises `UserError` when it has another."""
    if not os.path.lexists(file.target):
        return False
    if file.target.is_file() and (
        file.target.samefile(file.source)
        or (
            file.target.stat().st_size == file.size and _digest(file.target) == _digest(file.source)
        )
    ):
        return True
    raise UserError(
        "usage",
        f"There is another file called “{file.target.name}” in {file.target.parent}.",
        "Rename one of the two, then try again.",
    )


def _digest(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def _renamed(files: Sequence[_File]) -> bool:
    """Whether all could be moved by giving them another name, on the same disk."""
    for file in files:
        if file.source.is_symlink() or (
            file.source.stat().st_dev != file.target.parent.stat().st_dev
        ):
            return False
    for file in reversed(files):  # a model is found by its first file
        file.source.rename(file.target)
    return True


def _check_room(files: Sequence[_File], folder: Path) -> None:
    wanted = sum(file.size for file in files)
    free = shutil.disk_usage(folder).free
    if wanted > free:
        raise UserError(
            "disk_full",
            f"There is no room for the copy: it needs {wanted:,} bytes, {free:,} are free in "
            f"{folder}.",
            "Free some space, or use the model where it lies.",
        )


def _copy_all(files: Sequence[_File], progress: Progress, cancelled: Callable[[], bool]) -> None:
    total = 2 * sum(file.size for file in files)
    done = 0

    def count(more: int) -> None:
        nonlocal done
        if cancelled():
            raise Cancelled
        done += more
        progress(done, total)

    unfinished = [file.target.with_name(file.target.name + PART) for file in files]
    try:
        for file, part in zip(files, unfinished, strict=True):
            _copy(file, part, count)
        for file, part in reversed(list(zip(files, unfinished, strict=True))):
            part.rename(file.target)
    finally:
        for part in unfinished:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)


def _copy(file: _File, part: Path, count: Callable[[int], None]) -> None:
    with file.source.open("rb") as source, part.open("wb") as target:
        read = _passed(source, count, target)
        target.flush()
        os.fsync(target.fileno())
    with part.open("rb") as written:
        if hasattr(os, "posix_fadvise"):  # what is compared comes from the disk, not from memory
            os.posix_fadvise(written.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        if _passed(written, count) != read or part.stat().st_size != file.size:
            raise UserError(
                "damaged_model",
                f"The copy of “{file.source.name}” is not what was copied; it was removed.",
                "Check the disk, then try again.",
            )


def _passed(
    source: BinaryIO, count: Callable[[int], None], target: BinaryIO | None = None
) -> bytes:
    digest = hashlib.sha256()
    while piece := source.read(PIECE):
        digest.update(piece)
        if target is not None:
            target.write(piece)
        count(len(piece))
    return digest.digest()


def _explained(error: OSError, model: ModelFile) -> UserError:
    if error.errno in _NO_ROOM:
        return UserError(
            "disk_full",
            f"“{model.name}” was not copied: the disk is full.",
            "Free some space, or use the model where it lies.",
        )
    return UserError(
        "no_permission",
        f"“{model.name}” was not copied: {error.strerror or 'unknown reason'}.",
        "Check the rights of the folder, or use the model where it lies.",
    )
