"""Downloads of models: what was ordered and where each stands."""

from __future__ import annotations

from typing import Literal

import msgspec

from assistant.core.errors import ErrorKind
from assistant.core.hub.repository import HubFile

DownloadState = Literal["waiting", "checking", "fetching", "verifying", "paused", "failed", "done"]
"""waiting: for its turn. checking: asks the hub, looks for room. verifying: what was fetched is
read again. failed: `error` says why; it can be resumed."""


class DownloadOrder(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which files of which repository, at which commit; first the one that is loaded.

    `name` is what the person knows it by. `endpoint` is the hub it was found on.
    """

    repo: str
    revision: str
    files: tuple[HubFile, ...]
    name: str = ""
    endpoint: str = ""

    @property
    def size(self) -> int:
        return sum(file.size for file in self.files)


class Download(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where an order stands. Sizes in bytes, speed in bytes a second, 0.0: not known yet.

    `path` is the first file once it is a model; it does not exist before. `retries` in a row
    since the last byte; `retry_at` (seconds since the epoch) when it is tried again by itself.
    """

    id: str
    order: DownloadOrder
    state: DownloadState = "waiting"
    done: int = 0
    total: int = 0
    speed: float = 0.0
    seconds_left: float | None = None
    retries: int = 0
    retry_at: float = 0.0
    path: str = ""
    error_kind: ErrorKind | None = None
    error: str = ""
    hint: str = ""
