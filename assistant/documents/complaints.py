"""The sentences for files that cannot be read, said in the same way by both processes."""

from __future__ import annotations

import os
from pathlib import Path

from assistant.core.errors import UserError


def readable(path: str | os.PathLike[str]) -> str:
    """`path` as text to show: Linux takes any bytes for a name, and "?" stands for what is none."""
    return os.fspath(path).encode("utf-8", "replace").decode("utf-8")


def name_is_no_text(path: Path) -> UserError | None:
    """What to say where the file or a folder of its path has such a name; else None.

    Nothing that such a path goes through afterwards (the wire, the database, Qt) could keep it.
    """
    for part in path.parts:
        if (shown := readable(part)) != part:
            return UserError(
                "unsupported_document",
                f"The name “{shown}” has characters that are no UTF-8, so it cannot be opened.",
                "Rename it, then open it again.",
            )
    return None


def too_costly(name: str) -> UserError:
    """The file takes too much time or memory."""
    return UserError(
        "document_limit",
        f"“{name}” takes more memory or time to read than a document may.",
        "Split it, or open it in its program and save it again.",
    )


def damaged(name: str) -> UserError:
    """The file cannot be understood."""
    return UserError(
        "damaged_document",
        f"“{name}” is damaged and cannot be read.",
        "Copy or download it again, or open it in the program that made it and save it again.",
    )


def changed(name: str) -> UserError:
    """The file is not what it was."""
    return UserError(
        "document_changed",
        f"“{name}” was changed while it was read.",
        "Read it again when it is finished.",
    )
