"""Keeps the list of model files up to date: asked for, or because a folder changed."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal, Slot

from assistant.controllers.preferences import Preferences
from assistant.core.entities import ModelFile
from assistant.core.hub.model_records import ModelRecord, ModelRecords
from assistant.core.ports import ModelShelf
from assistant.core.remote.server import is_remote
from assistant.core.settings import Settings
from assistant.workers.task_pool import TaskPool

QUIET_MS = 700
"""So long after a folder changed it is looked into: programs do several things to a file."""
SETTLE_MS = 1500
"""A file that came by itself is a model when it did not change for so long."""
_FRESH_S = 3.0
_ALL = 2**31

Signature = tuple[int, int]
"""Size and time of change of a model's files, together."""


@dataclass(frozen=True)
class Scan:
    """What was found. `records` and `signatures` are by path; `chosen_gone`: its file is not
    there; `fresh`: some file was written a moment ago.
    """

    files: list[ModelFile]
    records: dict[str, ModelRecord] = field(default_factory=dict)
    signatures: dict[str, Signature] = field(default_factory=dict)
    watch: list[str] = field(default_factory=list)
    chosen_gone: bool = False
    fresh: bool = False


class ModelFinder(QObject):
    """Window thread; folders and files are looked at on the pool.

    found(Scan, bool)   what is there now, and whether somebody asked for it; a file that came by
                        itself and is still growing is not among it yet
    failed(UserError)   the folders could not be looked through
    """

    found = Signal(object, bool)
    failed = Signal(object)

    def __init__(
        self,
        shelf: ModelShelf,
        records: ModelRecords | None,
        preferences: Preferences,
        pool: TaskPool,
        own_folder: Path,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._shelf = shelf
        self._records = records
        self._preferences = preferences
        self._pool = pool
        self._own_folder = own_folder
        self._number = 0
        self._asked = False
        self._chosen = ""
        self._shown: set[str] = set()
        self._identities: set[str] = set()
        self._signatures: dict[str, Signature] = {}
        self._unread = _ALL
        self._closed = False
        self._watcher: QFileSystemWatcher | None = None
        self._quiet = self._timer(QUIET_MS)
        self._settle = self._timer(SETTLE_MS)
        self._places = _places(preferences.settings)
        preferences.changed.connect(self._on_settings)

    def _timer(self, milliseconds: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(self._on_changed)
        return timer

    def look(self, chosen: str) -> None:
        """Have `found` said; `chosen` is the path whose absence matters."""
        self._chosen = chosen
        self._number += 1
        self._asked = True
        self._scan()

    def shut_down(self) -> None:
        """Watch nothing any more."""
        self._closed = True
        self._quiet.stop()
        self._settle.stop()
        if self._watcher is not None and (folders := self._watcher.directories()):
            self._watcher.removePaths(folders)

    def _scan(self) -> None:
        if self._closed:
            return
        settings = self._preferences.settings
        models = settings.models
        downloads = [Path(settings.hub.folder)] if settings.hub.folder else []
        folders = [self._own_folder, *downloads, *map(Path, models.folders)]
        files = [Path(name) for name in models.files]
        if self._shelf.starter is not None:
            files.append(self._shelf.starter)
        shelf, records, chosen = self._shelf, self._records, self._chosen
        number, elsewhere = self._number, models.elsewhere

        def look() -> Scan:
            found = shelf.scan(folders, files, elsewhere=elsewhere)
            watch = shelf.folders_to_watch(folders, files, elsewhere=elsewhere)
            return _scan(found, watch, records, chosen)

        def done(scan: Scan) -> None:
            if number == self._number:  # a scan that was overtaken knows less than the newest
                self._on_scan(scan)

        self._pool.run(look, done, self.failed.emit)

    def _on_scan(self, scan: Scan) -> None:
        if self._closed:
            return
        asked, self._asked = self._asked, False
        waiting = set() if asked else self._unsettled(scan)
        files = [file for file in scan.files if file.path not in waiting]
        changed = any(
            self._signatures.get(path) != signature for path, signature in scan.signatures.items()
        )
        self._signatures = scan.signatures
        self._shown = {file.path for file in files}
        self._identities = {file.identity for file in files}
        unread = sum(not file.identity for file in scan.files)
        if waiting or (scan.fresh and (asked or changed)) or 0 < unread < self._unread:
            self._settle.start()
        self._unread = unread or _ALL
        self._watch(scan.watch)
        self.found.emit(
            Scan(files, scan.records, scan.signatures, scan.watch, scan.chosen_gone), asked
        )

    def _unsettled(self, scan: Scan) -> set[str]:
        """What came by itself and was not the same at the last look.

        Another place of what was listed before is whole.
        """
        known = self._shown | set(self._preferences.settings.models.files) | {self._chosen}
        known |= {f.path for f in scan.files if f.identity and f.identity in self._identities}
        return {
            path
            for path, signature in scan.signatures.items()
            if path not in known and self._signatures.get(path) != signature
        }

    def _watch(self, folders: Sequence[str]) -> None:
        if self._watcher is None:
            self._watcher = QFileSystemWatcher(self)
            self._watcher.directoryChanged.connect(self._on_folder)
        watched = set(self._watcher.directories())
        if gone := list(watched - set(folders)):
            self._watcher.removePaths(gone)
        if new := [folder for folder in folders if folder not in watched]:
            self._watcher.addPaths(new)

    @Slot()
    def _on_folder(self) -> None:
        if not self._quiet.isActive() and not self._closed:
            self._quiet.start()

    @Slot()
    def _on_changed(self) -> None:
        self._number += 1
        self._scan()

    @Slot(object)
    def _on_settings(self, settings: Settings) -> None:
        """Other folders were chosen where this was not told."""
        places = _places(settings)
        if places != self._places:
            self._places = places
            self.look(self._chosen)


def _places(settings: Settings) -> tuple[bool, str]:
    return settings.models.elsewhere, settings.hub.folder


def _scan(
    files: list[ModelFile], watch: list[Path], records: ModelRecords | None, chosen: str
) -> Scan:
    """What else has to be known of `files`; on the pool."""
    kept = {}
    if records is not None:
        kept = {file.path: records.get(file.identity) for file in files if file.identity}
    signatures = {file.path: _signature(file.path) for file in files}
    newest = max((changed for _size, changed in signatures.values()), default=0)
    return Scan(
        files,
        kept,
        signatures,
        [str(folder) for folder in watch],
        bool(chosen) and not is_remote(chosen) and not _is_there(chosen),
        abs(time.time() - newest / 1e9) < _FRESH_S,
    )


def _signature(path: str) -> Signature:
    try:
        status = Path(path).stat()
    except (OSError, ValueError):
        return 0, 0
    return status.st_size, status.st_mtime_ns


def _is_there(path: str) -> bool:
    try:
        return Path(path).is_file()
    except (OSError, ValueError):
        return False
