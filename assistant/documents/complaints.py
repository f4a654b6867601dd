"""The sentences for files that cannot be read, said in the same way by both processes."""

from __future__ import annotations

from assistant.core.errors import UserError


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
