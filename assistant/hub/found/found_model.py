"""A model in a folder of another program."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class FoundModel:
    """Nothing has been checked: the files need not be there nor be models.

    `path` is the first part, `name` what the program calls it ("": as its file is called),
    `projector` the file beside it that lets it see, where the program says which.
    """

    path: Path
    name: str = ""
    projector: Path | None = None
