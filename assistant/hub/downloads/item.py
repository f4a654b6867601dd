"""One download of the queue: its journal entry, the thread that works on it, how it is shown."""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable, Collection
from pathlib import Path

from assistant.core.errors import UserError
from assistant.core.hub.download import Download, DownloadOrder
from assistant.core.hub.messages import HubAccess
from assistant.hub.downloads.journal import Entry, FileEntry, Journal
from assistant.hub.downloads.pace import Pace
from assistant.hub.downloads.patience import Patience
from assistant.hub.downloads.placing import part_of, target
from assistant.hub.downloads.stopping import Stopped, StopSign
from assistant.hub.downloads.transfer import Live
from assistant.hub.downloads.work import DownloadWork, remove_parts

_log = logging.getLogger(__name__)


class Item:
    """Any thread; what changes its state is called with the queue's lock held."""

    def __init__(self, entry: Entry, journal: Journal, patience: Patience, boot: float) -> None:
        self.entry = entry
        self._journal = journal
        self._patience = patience
        self._boot = boot
        self._live: Live | None = None
        self._stop = StopSign()
        self._thread: threading.Thread | None = None
        self._saving = threading.Lock()
        self._pace = Pace()
        self._path = ""
        self._removed = False
        self._kept: Collection[Path] = ()

    # What the queue does with it

    @property
    def runs(self) -> bool:
        return self._thread is not None

    @property
    def takes_turn(self) -> bool:
        """It runs, and does not merely wait for another process that fetches the same."""
        live = self._live
        return self.runs and not (live is not None and live.state == "waiting")

    @property
    def waits(self) -> bool:
        return self.entry.state == "waiting" and not self.runs and not self._path

    def go(self, access: Callable[[], HubAccess], ended: Callable[[], None]) -> None:
        """Start the thread; `ended` is called in it at its end, without a lock."""
        self._stop, self._live = StopSign(), Live()
        self._thread = threading.Thread(
            target=self._run, args=(self._live, access, ended), name="download", daemon=True
        )
        self._thread.start()

    def interrupt(self) -> None:
        """Stop the thread, but go on some time."""
        self._stop.set()

    def pause(self) -> None:
        if self.entry.state == "waiting" and not self._path:
            self.entry.state = "paused"
            self._stop.set()
            self._save_quietly()

    def resume(self) -> None:
        if self.entry.state != "waiting":
            self.entry.state = "waiting"
            self._forget_error()
            self._save_quietly()

    def renew(self, order: DownloadOrder) -> None:
        """The same files were ordered once more, perhaps from a newer commit."""
        self._path = ""  # whether they are still there is seen
        old = [(file.sha256, file.size) for file in self.entry.order.files]
        new = [(file.sha256, file.size) for file in order.files]
        if old == new or (self.runs and self.entry.state == "waiting"):
            return
        self.entry.order = order
        self.entry.files = [FileEntry() for _ in order.files]
        self.entry.boot = 0.0  # nothing that is there is trusted

    def remove(self, kept: Collection[Path]) -> None:
        """Stop, forget and delete; where a thread still works on it, when that ends. What is
        there of the models in `kept` stays: others are to fetch them."""
        self._kept = kept
        with self._saving, contextlib.suppress(OSError):
            self._removed = True
            self._journal.remove(self.entry.id)
        self._stop.set()
        if not self.runs:
            self._delete()

    def join(self, seconds: float) -> None:
        thread = self._thread
        if thread is not None:
            thread.join(seconds)

    def save(self) -> None:
        """Write its journal; a failure is not told: what was written before is still true."""
        self._save_quietly()

    @property
    def targets(self) -> list[Path]:
        """The files that it becomes."""
        order, folder = self.entry.order, Path(self.entry.folder)
        return [target(folder, order.repo, file.path) for file in order.files]

    def missing(self) -> int:
        """Bytes that are still to be written."""
        if self._path:
            return 0
        missing = 0
        for file, model in zip(self.entry.order.files, self.targets, strict=True):
            there = max(_size(model), _size(part_of(model)))
            missing += max(0, file.size - there)
        return missing

    def measure(self, now: float) -> None:
        """Called a few times a second."""
        live = self._live
        if live is not None and live.state == "fetching" and self.runs:
            self._pace.saw(now, live.before + live.now)
        else:
            self._pace.stop()

    def shown(self, offline: bool) -> Download:
        entry, order, live = self.entry, self.entry.order, self._live
        total = order.size
        if self._path:
            return Download(
                id=entry.id, order=order, state="done", done=total, total=total, path=self._path
            )
        works = live is not None and self.runs and entry.state == "waiting"
        done = live.before + live.now if live is not None else total - self.missing()
        notice = live.notice if live is not None and works else None
        if entry.state == "waiting" and offline:
            notice = UserError("offline", "Inkstone is set to stay offline.")
        return Download(
            id=entry.id,
            order=order,
            state=live.state if live is not None and works else entry.state,
            done=min(done, total),
            total=total,
            speed=self._pace.speed if works else 0.0,
            seconds_left=self._pace.seconds_left(total - done) if works else None,
            retries=live.retries if live is not None and works else 0,
            retry_at=live.retry_at if live is not None and works else 0.0,
            error_kind=notice.kind if notice else entry.error_kind,
            error=notice.text if notice else entry.error,
            hint=notice.hint if notice else entry.hint,
        )

    # In its thread

    def _run(self, live: Live, access: Callable[[], HubAccess], ended: Callable[[], None]) -> None:
        try:
            work = DownloadWork(
                *(self.entry, self._journal, live, access, self._save_in_thread),
                *(self._stop, self._patience, self._boot),
            )
            self._path = str(work.run())
            with contextlib.suppress(OSError):
                self._journal.remove(self.entry.id)
        except Stopped:
            pass
        except UserError as error:
            self._failed(error)
        except Exception:  # noqa: BLE001 - the top of a thread
            _log.exception("a download ended in a way that nobody thought of")
            self._failed(UserError("bug", "The download failed. The log says more."))
        finally:
            self._thread = None
            if self._removed:
                self._delete()
            ended()

    def _failed(self, error: UserError) -> None:
        if self.entry.state != "waiting" or self._removed:  # paused meanwhile: that says it
            return
        entry = self.entry
        entry.state = "failed"
        entry.error_kind, entry.error, entry.hint = error.kind, error.text, error.hint
        self._save_quietly()

    def _forget_error(self) -> None:
        self.entry.error_kind, self.entry.error, self.entry.hint = None, "", ""

    def _save_in_thread(self) -> None:
        """Raises OSError: what cannot be noted must not go on."""
        with self._saving:
            if not self._removed:
                self._journal.write(self.entry)

    def _save_quietly(self) -> None:
        try:
            self._save_in_thread()
        except OSError as error:
            _log.warning("the journal of a download was not written: %s", error)

    def _delete(self) -> None:
        if self._path:
            return
        try:
            remove_parts(self.entry, self._kept)
        except UserError as error:
            _log.warning("parts of a download were not removed: %s", error.text)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
