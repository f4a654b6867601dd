"""Files that are written as a whole or not at all, and copies of what they were. Any thread."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import IO

_BINARY = getattr(os, "O_BINARY", 0)
PREFIX = ".inkstone-"


@contextlib.contextmanager
def whole_file(path: Path, *, private: bool = False, prefix: str = PREFIX) -> Iterator[IO[bytes]]:
    """A file that takes the place of `path`, and its rights, when the block ends well.

    A `private` one can be read by its owner alone, whatever was there. Else what is at `path`
    stays as it is and nothing is left behind; only a process that is killed leaves a file beside
    it, whose name begins with `prefix`. Raises OSError.
    """
    unfinished = path.with_name(f"{prefix}{secrets.token_hex(8)}")
    try:
        rights = path.stat().st_mode & 0o777 if path.exists() and not private else None
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY
        descriptor = os.open(unfinished, flags, 0o600 if private else 0o666)
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if rights is not None:
            unfinished.chmod(rights)
        unfinished.replace(path)
    finally:
        with contextlib.suppress(OSError):
            unfinished.unlink(missing_ok=True)


def write_whole(path: Path, data: bytes, *, private: bool = False, prefix: str = PREFIX) -> None:
    """Put `data` in the place of what is at `path`, or leave that as it is; see `whole_file`."""
    with whole_file(path, private=private, prefix=prefix) as file:
        file.write(data)


def back_up(path: Path, data: bytes) -> Path:
    """Write `data`, which `path` held, beside it under the first free name; that name.

    The names are `letter.txt~1.bak`, `letter.txt~2.bak`, … Raises OSError.
    """
    number = 1
    while True:
        backup = path.with_name(f"{path.name}~{number}.bak")
        try:
            with backup.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        except FileExistsError:
            number += 1
            continue
        with contextlib.suppress(OSError):
            backup.chmod(path.stat().st_mode & 0o777)
        return backup
