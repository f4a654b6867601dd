"""The files that paths mean: files themselves, and of folders what is probably a document."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from assistant.core.document_ports import FoundFiles
from assistant.core.errors import Cancelled, UserError
from assistant.documents import complaints
from assistant.documents.kinds import can_be_read

Failed = list[tuple[str, UserError]]


def find(
    named: Sequence[str], limit: int, cancelled: Callable[[], bool] = lambda: False
) -> FoundFiles:
    """At most `limit` files, each once, in the order in which they are named, folders by name.

    A file that is named itself is among them whatever it is: whoever reads it says why it cannot
    be read. Folders are walked without following links to other folders; hidden files, and those
    with an ending that is not known, are left out. What cannot be looked at there, or has a name
    that is no text, is `failed`, and the rest goes on. Raises `Cancelled`.
    """
    found: dict[str, str] = {}
    failed: Failed = []
    for name in named:
        path = _expanded(name)
        is_folder, failures, seen = path.is_dir(), len(failed), False
        for file in _in_folder(path, failed, cancelled) if is_folder else (path,):
            seen = True
            if is_folder and (unnamed := complaints.name_is_no_text(file)):
                failed.append((complaints.readable(file), unnamed))
                continue
            key = _identity(file)
            if key in found:
                continue
            if len(found) == limit:
                return FoundFiles(files=tuple(found.values()), failed=tuple(failed), truncated=True)
            found[key] = os.fspath(file)
        if not seen and failures == len(failed):
            failed.append((os.fspath(path), _nothing_in(path)))
    return FoundFiles(files=tuple(found.values()), failed=tuple(failed))


def _expanded(name: str) -> Path:
    try:
        return Path(name).expanduser()
    except RuntimeError:  # nobody of that name has a home
        return Path(name)


def _in_folder(folder: Path, failed: Failed, cancelled: Callable[[], bool]) -> Iterator[Path]:
    def unreadable(error: OSError) -> None:
        path = error.filename or os.fspath(folder)
        failed.append((str(path), _cannot_open(Path(path), error)))

    for root, folders, names in os.walk(folder, onerror=unreadable):
        if cancelled():
            raise Cancelled
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(root, name)
            if not name.startswith(".") and can_be_read(name) and path.is_file():
                yield path


def _identity(path: Path) -> str:
    try:
        return os.path.realpath(path)
    except (OSError, ValueError):  # whoever opens it says so
        return os.fspath(path)


def _nothing_in(folder: Path) -> UserError:
    return UserError(
        "unsupported_document",
        f"There is no document in the folder “{_shown(folder)}”.",
        "Name the files, or another folder.",
    )


def _cannot_open(folder: Path, error: OSError) -> UserError:
    said = error.strerror or "the system refuses"
    return UserError(
        "no_permission", f"The folder “{_shown(folder)}” cannot be looked into: {said}."
    )


def _shown(path: Path) -> str:
    return complaints.readable(path.name or path)
