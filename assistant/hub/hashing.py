"""Reads model files to their end: what their content is, whatever they are called."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from assistant.core.errors import Cancelled, UserError
from assistant.core.hub.model_work import Progress, Stopped

_PIECE = 4 * 1024 * 1024
_NAMED = re.compile(r"(?:sha256-)?(?P<sum>[0-9a-f]{64})")


def sha256_of(path: Path, progress: Progress, stopped: Stopped) -> str:
    """The SHA-256 of the whole file; `progress` in bytes. Any thread but the window's.

    Raises `Cancelled`, and `UserError` where it cannot be read to its end.
    """
    digest = hashlib.sha256()
    done = 0
    try:
        total = path.stat().st_size
        with path.open("rb", buffering=0) as file:
            while piece := file.read(_PIECE):
                if stopped():
                    raise Cancelled
                digest.update(piece)
                done += len(piece)
                progress(done, total)
    except OSError as error:
        reason = error.strerror or str(error)
        raise UserError(
            "damaged_model",
            f"{path.name} could not be read to its end: {reason}.",
            "The disk may be damaged, or the file was moved.",
        ) from error
    return digest.hexdigest()


def named_sha256(path: Path) -> str:
    """The sum that a file is named after, as Ollama and the hub's cache name theirs, or ""."""
    try:
        real = path.resolve()
    except (OSError, RuntimeError):
        return ""
    found = _NAMED.fullmatch(real.name)
    return found["sum"] if found else ""
