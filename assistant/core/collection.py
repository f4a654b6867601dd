"""Collections: files and folders that questions are asked of, and how far they are read."""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

from assistant.core.errors import ErrorKind

FileState: TypeAlias = Literal["waiting", "read", "failed", "missing"]


class Collection(msgspec.Struct, frozen=True, kw_only=True):
    """`roots` are paths of files and folders; what folders hold is looked up anew each time.

    `paused`: nothing of it is read until the person goes on.
    """

    id: int
    name: str
    roots: tuple[str, ...] = ()
    paused: bool = False
    created_at: float = 0.0


class CollectionFile(msgspec.Struct, frozen=True, kw_only=True):
    """One file of a collection.

    "waiting": it is new or has changed. "read": `sha256` is its document, which is indexed.
    "failed": `kind`, `error` and `hint` say why. "missing": it is not there any more, or cannot
    be reached; an earlier reading (`sha256`) is still searched.
    """

    collection_id: int
    path: str
    state: FileState = "waiting"
    sha256: str = ""
    kind: ErrorKind | Literal[""] = ""
    error: str = ""
    hint: str = ""
