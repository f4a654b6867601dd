"""What each command to the process for hubs does: requests on threads, downloads in their queue."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import msgspec

from assistant.core.errors import Cancelled, UserError
from assistant.core.hub.download import Download, DownloadOrder
from assistant.core.hub.messages import (
    AnyHubCommand,
    AnyHubEvent,
    CardRead,
    CheckToken,
    DownloadQueued,
    DownloadsChanged,
    DropRequest,
    HubAccess,
    HubFailed,
    HubFound,
    MoveDownload,
    OpenRepository,
    PauseDownload,
    ReadCard,
    RemoveDownload,
    RepositoryOpened,
    ResumeDownload,
    SearchHub,
    SetAccess,
    StartDownload,
    TokenChecked,
)
from assistant.hub.client import HubClient

MOST_AT_ONCE = 12
"""Requests that wait for a hub; more than that were dropped by nobody and are refused."""

log = logging.getLogger(__name__)


class Queue(Protocol):
    """What is needed of `downloads.queue.DownloadQueue`."""

    def set_access(self, access: HubAccess) -> None: ...
    def start(self, order: DownloadOrder) -> str: ...
    def pause(self, id: str) -> None: ...
    def resume(self, id: str) -> None: ...
    def remove(self, id: str) -> None: ...
    def move(self, id: str, place: int) -> None: ...
    def downloads(self) -> tuple[Download, ...]: ...
    def close(self) -> None: ...


MakeQueue = Callable[[Path, HubAccess, Callable[[tuple[Download, ...]], None]], Queue]


class Requests:
    """Answers commands through `send`, which any thread may call. `handle` is for one thread, and
    returns at once but for a change of access."""

    def __init__(
        self,
        send: Callable[[AnyHubEvent], None],
        journals: Path | None = None,
        make_queue: MakeQueue | None = None,
    ) -> None:
        """`journals` is the folder where it is kept what is downloaded; None: where models land,
        at the first access that names it."""
        self._send = send
        self._journals = journals
        self._make_queue = make_queue or _real_queue
        self._access = HubAccess()
        self._client: HubClient | None = None
        self._queue: Queue | None = None
        self._open: dict[str, threading.Event] = {}
        self._lock = threading.Lock()

    def handle(self, command: AnyHubCommand) -> None:
        """Do it, or begin it."""
        if isinstance(command, SetAccess):
            self._set_access(command.access)
        elif isinstance(command, DropRequest):
            self._drop(command.target)
        elif isinstance(command, SearchHub | OpenRepository | ReadCard | CheckToken):
            self._begin(command.request_id, lambda stop: self._asked(command, stop))
        elif isinstance(command, StartDownload):
            # looks at the disk, which may take its time
            self._begin(command.request_id, lambda _stop: self._started(command))
        else:
            self._change_queue(command)

    def refuse(self, request_id: str, error: UserError) -> None:
        """Answer what could not be understood."""
        self._send(
            HubFailed(request_id=request_id, kind=error.kind, text=error.text, hint=error.hint)
        )

    def close(self) -> None:
        """Stop; what was fetched is kept. Requests under way are left to themselves."""
        with self._lock:
            stops, queue = list(self._open.values()), self._queue
        for stop in stops:
            stop.set()
        if queue is not None:
            queue.close()

    # --- how the hub is reached ----------------------------------------------------------------

    def _set_access(self, access: HubAccess) -> None:
        with self._lock:
            self._access = access
            # requests under way keep the old one
            client, self._client = self._client, None
        if client is not None:
            client.close()
        if self._queue is not None:
            self._queue.set_access(access)
            return
        folder = self._journals or (Path(access.folder) if access.folder else None)
        if folder is None:
            return
        queue = self._make_queue(folder, access, self._on_downloads)
        with self._lock:
            self._queue = queue
        self._on_downloads(queue.downloads())

    def _on_downloads(self, downloads: tuple[Download, ...]) -> None:
        self._send(DownloadsChanged(downloads=downloads))

    # --- requests ------------------------------------------------------------------------------

    def _begin(self, request_id: str, work: Callable[[threading.Event], AnyHubEvent]) -> None:
        """Answer from a thread of its own, unless it is dropped before."""
        stop = threading.Event()
        with self._lock:
            full = len(self._open) >= MOST_AT_ONCE
            if not full:
                self._open[request_id] = stop
        if full:
            self.refuse(
                request_id,
                UserError("busy", "Too much is being asked of the hub.", "Wait a moment."),
            )
            return
        threading.Thread(
            target=self._run, args=(request_id, stop, work), name="hub request", daemon=True
        ).start()

    def _run(
        self, request_id: str, stop: threading.Event, work: Callable[[threading.Event], AnyHubEvent]
    ) -> None:
        try:
            event = work(stop)
        except UserError as error:
            event = HubFailed(kind=error.kind, text=error.text, hint=error.hint)
        except Cancelled:
            event = HubFailed(kind="cancelled", text="Cancelled.")
        except Exception as error:  # the top of this thread
            log.exception("a request failed")
            event = HubFailed(
                kind="bug",
                text=f"Something went wrong that should not have: {type(error).__name__}.",
            )
        self._answer(request_id, event)

    def _answer(self, request_id: str, event: AnyHubEvent) -> None:
        """Send it, unless the request was answered already."""
        with self._lock:
            if self._open.pop(request_id, None) is None:
                return
        self._send(msgspec.structs.replace(event, request_id=request_id))

    def _drop(self, request_id: str) -> None:
        with self._lock:
            stop = self._open.get(request_id)
        if stop is not None:
            stop.set()
            self._answer(request_id, HubFailed(kind="cancelled", text="Cancelled."))

    def _asked(
        self, command: SearchHub | OpenRepository | ReadCard | CheckToken, stop: threading.Event
    ) -> AnyHubEvent:
        client = self._ready_client()
        if isinstance(command, SearchHub):
            return HubFound(page=client.search(command.query, stop))
        if isinstance(command, OpenRepository):
            return RepositoryOpened(
                repository=client.repository(command.repo, command.revision, stop)
            )
        if isinstance(command, ReadCard):
            return CardRead(markdown=client.card(command.repo, command.revision, stop))
        return TokenChecked(name=client.whose_token(stop))

    def _ready_client(self) -> HubClient:
        with self._lock:
            if self._client is None:
                self._client = HubClient(self._access)
            return self._client

    # --- downloads -----------------------------------------------------------------------------

    def _started(self, command: StartDownload) -> AnyHubEvent:
        with self._lock:
            queue = self._queue
        if queue is None:
            raise UserError(
                "download",
                "There is no folder where models could be kept.",
                "Choose one in the settings.",
            )
        return DownloadQueued(id=queue.start(command.order))

    def _change_queue(self, command: AnyHubCommand) -> None:
        queue = self._queue
        if queue is None:
            return
        try:
            if isinstance(command, PauseDownload):
                queue.pause(command.id)
            elif isinstance(command, ResumeDownload):
                queue.resume(command.id)
            elif isinstance(command, RemoveDownload):
                queue.remove(command.id)
            elif isinstance(command, MoveDownload):
                queue.move(command.id, command.place)
        except (KeyError, OSError, UserError) as error:
            # whoever asked sees in the list that nothing has changed
            log.warning("a download cannot be changed: %s", type(error).__name__)
            self._on_downloads(queue.downloads())


def _real_queue(
    folder: Path, access: HubAccess, changed: Callable[[tuple[Download, ...]], None]
) -> Queue:
    from assistant.hub.downloads.queue import DownloadQueue

    return DownloadQueue(folder, access, changed)
