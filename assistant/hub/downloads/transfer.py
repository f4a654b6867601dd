"""One file from the hub into its part, until it is complete: tries, restarts, ranges."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from msgspec.structs import replace

from assistant.core.errors import UserError
from assistant.core.hub.download import DownloadOrder, DownloadState
from assistant.core.hub.messages import HubAccess
from assistant.core.hub.repository import HubFile
from assistant.hub.downloads.answers import BeginAnew, TryAgain, changed
from assistant.hub.downloads.connection import Opened, opened
from assistant.hub.downloads.journal import Entry, FileEntry
from assistant.hub.downloads.part import Part
from assistant.hub.downloads.patience import Patience
from assistant.hub.downloads.stopping import StopSign

_log = logging.getLogger(__name__)
_RANGES_REFUSED = 2
"""So often a whole file in answer to a range is not taken: the next server may know ranges."""


@dataclass
class Live:
    """How a download stands at this moment: written by its thread, read by any."""

    state: DownloadState = "checking"
    before: int = 0
    """Bytes of the files that are complete."""
    now: int = 0
    """Bytes of the one that is fetched."""
    retries: int = 0
    retry_at: float = 0.0
    notice: UserError | None = None


class Transfer:
    """Fetches `entry.order.files[index]` into `part`. One thread.

    It changes `entry` where the hub says something new of the file, and calls `save` then.
    """

    def __init__(
        self,
        entry: Entry,
        index: int,
        part: Part,
        live: Live,
        access: Callable[[], HubAccess],
        save: Callable[[], None],
        stop: StopSign,
        patience: Patience,
    ) -> None:
        self._entry = entry
        self._index = index
        self._part = part
        self._live = live
        self._access = access
        self._save = save
        self._stop = stop
        self._patience = patience
        self._restarts = 0
        self._ranges_refused = 0

    @property
    def _file(self) -> HubFile:
        return self._entry.order.files[self._index]

    @property
    def _kept(self) -> FileEntry:
        return self._entry.files[self._index]

    def run(self) -> None:
        """Return when all bytes are written. Raises `UserError`, `Stopped`, OSError."""
        self._live.now = self._part.written
        while self._part.written < self._file.size:
            self._stop.check()
            try:
                self._fetch()
            except TryAgain as again:
                self._wait(again)
            except BeginAnew as anew:
                self._begin_anew(anew)

    def again_from_start(self, error: UserError) -> None:
        """Throw away what is there, because its sum is wrong."""
        self._part.restart()
        self._kept.tag = self._kept.source = ""
        self._live.now, self._live.notice = 0, error
        self._save()

    def _fetch(self) -> None:
        start, part = self._part.written, self._part
        with opened(
            self._access(), self._entry.order, self._file, start, self._stop, self._patience
        ) as answer:
            self._agree(answer, start)
            skip, size = start - answer.start, self._file.size
            for data in answer.response.iter_raw():
                self._stop.check()
                piece: bytes | memoryview = data
                if skip:
                    piece = memoryview(data)[skip:]
                    skip -= len(data) - len(piece)
                if len(piece) > size - part.written:
                    piece = memoryview(piece)[: size - part.written]
                if piece:
                    part.write(piece)
                    self._arrived()
        if part.written < size:
            raise TryAgain(UserError("no_network", "The connection to the hub was cut."))

    def _arrived(self) -> None:
        live = self._live
        live.now = self._part.written
        if live.retries or live.retry_at:
            live.retries, live.retry_at, live.notice = 0, 0.0, None

    def _agree(self, answer: Opened, start: int) -> None:
        """Whether these bytes continue those that are there; raises where they do not."""
        known = self._kept
        if start and answer.start != start:
            self._ranges_refused += 1
            if self._ranges_refused <= _RANGES_REFUSED:
                raise TryAgain(UserError("hub", "The hub sent the beginning of the file again."))
        else:
            self._ranges_refused = 0
        if start and _differ(known, answer):
            raise BeginAnew(changed(self._file.path))
        tag, source = answer.tag or known.tag, answer.source or known.source
        pinned = self._pinned(answer.commit)
        if pinned or (tag, source) != (known.tag, known.source):
            known.tag, known.source = tag, source
            self._save()

    def _pinned(self, commit: str) -> bool:
        """Stay at the commit that a branch means now, so that all parts are of one."""
        order = self._entry.order
        if not commit or len(order.revision) == len(commit):
            return False
        self._entry.order = replace(order, revision=commit)
        return True

    def _wait(self, again: TryAgain) -> None:
        self._stop.check()  # what looks like a cut connection may be somebody who said stop
        live, patience = self._live, self._patience
        live.retries += 1
        live.notice = again.error
        _log.info("download %s, try %d: %s", self._entry.id, live.retries, again.error.text)
        if live.retries >= patience.tries:
            raise again.error
        wait = patience.wait_s(live.retries) if again.wait_s is None else again.wait_s
        live.retry_at = time.time() + wait
        self._stop.wait(wait)

    def _begin_anew(self, anew: BeginAnew) -> None:
        self._stop.check()
        _log.info("download %s begins anew: %s", self._entry.id, anew.error.text)
        self._restarts += 1
        if self._restarts > self._patience.restarts:
            raise UserError(
                "download",
                f"The hub gives something else each time “{self._file.path}” is asked for.",
                "Try again later, or choose another repository.",
            )
        if anew.sha256:
            self._entry.order = _with_file(self._entry.order, self._index, anew)
        self._part.restart()
        self._kept.tag = self._kept.source = ""
        self._live.now, self._live.notice = 0, anew.error
        self._save()
        self._stop.wait(self._patience.wait_s(self._restarts))


def _differ(known: FileEntry, answer: Opened) -> bool:
    """Whether the content has another name than that of the bytes that are there."""
    if known.tag and answer.tag and known.tag != answer.tag:
        return True
    if not known.source or not answer.source:
        return False
    server, tag = known.source.split(" ", 1)
    return answer.source.startswith(server + " ") and answer.source != f"{server} {tag}"


def _with_file(order: DownloadOrder, index: int, anew: BeginAnew) -> DownloadOrder:
    """The order with what the hub has now; raises `UserError` where that would mix versions."""
    file = order.files[index]
    if len(order.files) > 1 or anew.size <= 0:
        raise UserError(
            "download",
            f"“{file.path}” was changed on the hub after it was chosen.",
            "Open the repository again and choose it anew.",
        )
    return replace(order, files=(replace(file, sha256=anew.sha256, size=anew.size),))
