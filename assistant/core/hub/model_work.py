"""What can be done with a model file that is here, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal, Protocol

import msgspec

WorkKind = Literal["verify", "quantise"]
Progress = Callable[[int, int], None]
"""Done and total, in the unit of the work (bytes, tensors); any thread."""
Stopped = Callable[[], bool]
"""Whether the person wants no more of it; any thread."""


class Work(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Work that goes on. `total` 0: not known yet; `seconds_left` None: nor how long it takes."""

    kind: WorkKind
    done: int = 0
    total: int = 0
    seconds_left: float | None = None


class Verification(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What reading a file to its end gave. `expected` "": nobody knew what it should be.

    Sums are SHA-256 in lower-case hexadecimal digits, of the first part of a split model;
    `damaged_part` is the number of the first part that is not what it was, 0: none.
    """

    sha256: str
    expected: str = ""
    at: float = 0.0
    damaged_part: int = 0

    @property
    def damaged(self) -> bool:
        return bool(self.damaged_part)


class Trashed(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Files in the trash: (where each was, where it is now). Empty `moved`: it cannot be undone."""

    moved: tuple[tuple[str, str], ...] = ()


class Quantiser(Protocol):
    """Makes a smaller copy of a model in a process of its own; any thread."""

    def __call__(
        self, source: Path, destination: Path, kind: str, progress: Progress, stopped: Stopped
    ) -> None:
        """`destination` exists when it returns, and not before. Raises `UserError`, `Cancelled`."""


class Trash(Protocol):
    """The trash of the desktop; any thread."""

    def put(self, paths: list[Path]) -> Trashed:
        """Move all of them there. Raises `UserError`; nothing is deleted for good."""

    def restore(self, trashed: Trashed) -> None:
        """Bring them back. Raises `UserError` where something else took their place."""
