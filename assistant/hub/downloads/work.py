"""One download from its turn in the queue to models in their folder. Runs in its own thread."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

from assistant.core.errors import UserError
from assistant.core.hub.messages import HubAccess
from assistant.hub.downloads.disk import check_room, check_writable, sync_folder, written_error
from assistant.hub.downloads.journal import Entry, Journal
from assistant.hub.downloads.lock import FileLock, lock_path
from assistant.hub.downloads.part import Part, hash_range, mark_of
from assistant.hub.downloads.patience import Patience
from assistant.hub.downloads.placing import checked, part_of, target
from assistant.hub.downloads.stopping import StopSign
from assistant.hub.downloads.transfer import Live, Transfer

SAME_BOOT_S = 60.0
"""The clock may have been set since: so much is not another start of the machine."""


class DownloadWork:
    """Fetches all files of `entry`, verifies each, and only then gives them their names."""

    def __init__(
        self,
        entry: Entry,
        journal: Journal,
        live: Live,
        access: Callable[[], HubAccess],
        save: Callable[[], None],
        stop: StopSign,
        patience: Patience,
        boot: float,
    ) -> None:
        self._entry = entry
        self._journal = journal
        self._live = live
        self._access = access
        self._save = save
        self._stop = stop
        self._patience = patience
        self._boot = boot
        self._folder = Path(entry.folder)

    def run(self) -> Path:
        """The first file, as a model. Raises `UserError`, `Stopped`."""
        checked(self._entry.order)
        with self._locked(), self._told():
            self._live.state = "checking"
            check_writable(self._folder)
            self._cut_unsure()
            check_room(self._folder, self._missing())
            ready = [self._ready(index) for index in range(len(self._entry.files))]
            return self._named(ready)

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """Errors of the disk as sentences."""
        try:
            yield
        except OSError as error:
            raise written_error(error, self._folder) from error

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        """Nobody else, here or in another process, fetches one of these files meanwhile; waits
        for who does. All take their locks in the same order, so that none waits for ever."""
        targets = sorted(self._paths(index)[0] for index in range(len(self._entry.files)))
        waited = False
        with contextlib.ExitStack() as held:
            for each in targets:
                lock = FileLock(lock_path(self._folder, each))
                held.callback(lock.release)
                while not self._acquired(lock):
                    waited = True
                    self._live.state = "waiting"
                    self._live.notice = UserError(
                        "busy", "A file of this model is being fetched already."
                    )
                    self._stop.wait(self._patience.lock_s)
            self._live.notice = None
            with self._told():
                if waited:
                    self._learn()
                self._save()
            yield

    def _acquired(self, lock: FileLock) -> bool:
        with self._told():
            return lock.acquire()

    def _learn(self) -> None:
        """Take over what the other process knew of the files."""
        other = self._journal.read(self._entry.id)
        if other is not None and other.folder == self._entry.folder:
            self._entry.order, self._entry.files = other.order, other.files
            self._entry.boot = other.boot

    def _paths(self, index: int) -> tuple[Path, Path]:
        order = self._entry.order
        model = target(self._folder, order.repo, order.files[index].path)
        return model, part_of(model)

    def _missing(self) -> int:
        """Bytes that are not on the disk yet."""
        missing = 0
        for index, file in enumerate(self._entry.order.files):
            there = max(map(_size, self._paths(index)))
            missing += max(0, file.size - there)
        return missing

    def _cut_unsure(self) -> None:
        """After another start of the machine only what was synced is trusted; so are bytes that
        no journal knows of."""
        entry = self._entry
        if abs(entry.boot - self._boot) >= SAME_BOOT_S:
            for index, kept in enumerate(entry.files):
                part = self._paths(index)[1]
                if kept.verified is None and _size(part) > kept.kept:
                    os.truncate(part, kept.kept)
        entry.boot = self._boot
        self._save()

    def _ready(self, index: int) -> Path | None:
        """The verified part of a file; None where the model is there already."""
        file, kept = self._entry.order.files[index], self._entry.files[index]
        model, part = self._paths(index)
        ready: Path | None = part
        if _size(model) == file.size and self._sum(model) == file.sha256:
            part.unlink(missing_ok=True)
            ready = None
        elif kept.verified is None or _mark(part) != kept.verified:
            self._fetch(index, part)
        self._live.before += self._entry.order.files[index].size
        self._live.now = 0
        return ready

    def _fetch(self, index: int, path: Path) -> None:
        entry, kept = self._entry, self._entry.files[index]
        kept.verified = None

        def keep(count: int) -> None:
            kept.kept = count
            self._save()

        part = Part(path, entry.order.files[index].size, keep)
        try:
            transfer = Transfer(
                *(entry, index, part, self._live, self._access, self._save),
                *(self._stop, self._patience),
            )
            for last in [False] * (self._patience.wrong_sums - 1) + [True]:
                self._live.state = "fetching"
                transfer.run()
                self._live.state = "verifying"
                if part.finish(self._stop) == entry.order.files[index].sha256:
                    self._live.notice = None
                    break
                transfer.again_from_start(_wrong_sum(entry.order.files[index].path, last=last))
                if last:
                    raise _wrong_sum(entry.order.files[index].path, last=True)
        finally:
            part.close()
        kept.verified = part.verified_mark()
        self._save()

    def _sum(self, path: Path) -> str:
        """The SHA-256 of a file that is there already."""
        self._live.state = "verifying"
        digest = hashlib.sha256()
        hash_range(path, digest, 0, path.stat().st_size, self._stop.is_set)
        self._stop.check()
        return digest.hexdigest()

    def _named(self, ready: list[Path | None]) -> Path:
        """Everything is verified: give the names, the one that is loaded last."""
        self._stop.check()
        for index in reversed(range(len(ready))):
            model, part = self._paths(index)
            if ready[index] is not None:
                _replace(part, model, self._stop)
                sync_folder(model.parent)
        return self._paths(0)[0]


def remove_parts(entry: Entry, kept: Collection[Path] = ()) -> None:
    """Delete what was fetched of a download that is not wanted any more, but not the parts of
    the models in `kept`, nor what somebody works on. Raises `UserError`."""
    folder = Path(entry.folder)
    try:
        checked(entry.order)
    except UserError:  # such names were never created
        return
    for file in entry.order.files:
        model = target(folder, entry.order.repo, file.path)
        if model in kept:
            continue
        lock = FileLock(lock_path(folder, model))
        try:
            if lock.acquire():
                part_of(model).unlink(missing_ok=True)
                _remove_empty(model.parent, folder)
        except OSError as error:
            raise written_error(error, folder) from error
        finally:
            lock.release()


def _remove_empty(below: Path, folder: Path) -> None:
    """Remove `below` and the folders above it, as far as nothing is in them, up to `folder`."""
    with contextlib.suppress(OSError):  # something else is in it
        while below != folder:
            below.rmdir()
            below = below.parent


def _replace(part: Path, model: Path, stop: StopSign) -> None:
    """Windows refuses while a virus scanner looks at the new file; that takes a moment."""
    for wait in (0.1, 0.5, 2.0):
        try:
            part.replace(model)
        except PermissionError:
            stop.wait(wait)
        else:
            return
    part.replace(model)


def _wrong_sum(path: str, *, last: bool) -> UserError:
    if last:
        return UserError(
            "download",
            f"What arrives of “{path}” is not what the hub has: its SHA-256 is another one. It "
            "was deleted.",
            "Try again later; if it happens again, another network or hub may help.",
        )
    return UserError(
        "download",
        f"What arrived of “{path}” was damaged on the way. It is fetched once more.",
    )


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _mark(path: Path) -> tuple[int, int] | None:
    try:
        return mark_of(path)
    except OSError:
        return None
