"""The messages between the application and the process that talks to model hubs.

As with the engine: frozen structs, one JSON line each, every command has a `request_id`, and
what it asks ends in exactly one of its result and `HubFailed`. The process has the network; the
window's process never opens a connection to a hub.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from assistant.core.errors import ErrorKind
from assistant.core.hub.download import Download, DownloadOrder
from assistant.core.hub.repository import HubPage, HubQuery, HubRepository
from assistant.core.messages import new_request_id


class HubAccess(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How a hub is reached. Empty `endpoint`: the environment's `HF_ENDPOINT`, else the hub's own.

    `token` comes from the person's keyring and goes to the host of `endpoint` alone; it is never
    written, logged or shown (its `repr` hides it). `proxy` is a URL, "" leaves it to the
    environment. `offline`: no connection at all. `parallel` downloads at once. `folder` is where
    models land.
    """

    endpoint: str = ""
    token: str = ""
    proxy: str = ""
    offline: bool = False
    parallel: int = 2
    folder: str = ""

    def __repr__(self) -> str:
        token = "set" if self.token else "none"
        return f"HubAccess(endpoint={self.endpoint!r}, token={token}, offline={self.offline})"


class HubCommand(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", omit_defaults=True):
    """What the application asks."""

    request_id: str = msgspec.field(default_factory=new_request_id)


class SetAccess(HubCommand, frozen=True, tag=True):
    """From now on the hub is reached so; comes first. No answer."""

    access: HubAccess = HubAccess()


class SearchHub(HubCommand, frozen=True, tag=True):
    """Ends in `HubFound`."""

    query: HubQuery = HubQuery()


class OpenRepository(HubCommand, frozen=True, tag=True):
    """Ends in `RepositoryOpened`. `revision` "" is the newest."""

    repo: str = ""
    revision: str = ""


class ReadCard(HubCommand, frozen=True, tag=True):
    """Ends in `CardRead`."""

    repo: str = ""
    revision: str = ""


class CheckToken(HubCommand, frozen=True, tag=True):
    """Ends in `TokenChecked`: whose token it is."""


class DropRequest(HubCommand, frozen=True, tag=True):
    """Nobody waits for `target` any more; it ends in `HubFailed("cancelled")`."""

    target: str = ""


class StartDownload(HubCommand, frozen=True, tag=True):
    """Put an order at the end of the queue; one that is there already is resumed.

    Ends in `DownloadQueued`, or `HubFailed` (no room, no permission, a name that cannot be).
    """

    order: DownloadOrder


class PauseDownload(HubCommand, frozen=True, tag=True):
    """Keep what is there, free the connection. No answer but `DownloadsChanged`."""

    id: str = ""


class ResumeDownload(HubCommand, frozen=True, tag=True):
    """Go on, also after a failure. No answer but `DownloadsChanged`."""

    id: str = ""


class RemoveDownload(HubCommand, frozen=True, tag=True):
    """Forget it and delete its `.part` files; a finished model stays. No other answer."""

    id: str = ""


class MoveDownload(HubCommand, frozen=True, tag=True):
    """Put it at `place` (0: next) in the queue."""

    id: str = ""
    place: int = 0


class CloseHub(HubCommand, frozen=True, tag=True):
    """End the process; downloads go on at its next start."""


AnyHubCommand = (
    SetAccess
    | SearchHub
    | OpenRepository
    | ReadCard
    | CheckToken
    | DropRequest
    | StartDownload
    | PauseDownload
    | ResumeDownload
    | RemoveDownload
    | MoveDownload
    | CloseHub
)


class HubEvent(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", omit_defaults=True):
    """What the process says."""

    request_id: str = ""


class HubFound(HubEvent, frozen=True, tag=True):
    page: HubPage = HubPage()


class RepositoryOpened(HubEvent, frozen=True, tag=True):
    repository: HubRepository


class CardRead(HubEvent, frozen=True, tag=True):
    """Markdown without its metadata; of a stranger: nothing in it may be loaded or run."""

    markdown: str = ""


class TokenChecked(HubEvent, frozen=True, tag=True):
    name: str = ""


class DownloadQueued(HubEvent, frozen=True, tag=True):
    id: str = ""


class DownloadsChanged(HubEvent, frozen=True, tag=True):
    """All that are known, in the order of the queue; at most about four times a second."""

    downloads: tuple[Download, ...] = ()


class HubFailed(HubEvent, frozen=True, tag=True):
    """The request ended without a result; the sentences are meant for the person."""

    kind: ErrorKind | Literal["cancelled"] = "hub"
    text: str = ""
    hint: str = ""


class HubExited(HubEvent, frozen=True, tag=True):
    """The process is gone; every open request has been answered with `HubFailed` before."""

    code: int = 0


AnyHubEvent = (
    HubFound
    | RepositoryOpened
    | CardRead
    | TokenChecked
    | DownloadQueued
    | DownloadsChanged
    | HubFailed
    | HubExited
)

LAST_HUB_EVENTS = (HubFound, RepositoryOpened, CardRead, TokenChecked, DownloadQueued, HubFailed)
