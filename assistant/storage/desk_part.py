"""What the stores of the writing desk have in common."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TypeVar

import msgspec

from assistant.storage.database import Database

Kept = TypeVar("Kept", bound=msgspec.Struct)


class DeskPart:
    """`database` is the library's. `clock` gives seconds since the epoch."""

    def __init__(self, database: Database, clock: Callable[[], float]) -> None:
        self._database = database
        self._clock = clock


def restored(stored: str, kind: type[Kept]) -> Kept | None:
    """What `rows.packed` was given; None for what only a newer version can read."""
    try:
        return msgspec.convert(json.loads(stored), kind)
    except (ValueError, RecursionError, msgspec.ValidationError):
        return None
