"""What is known of a download after a restart: one small file each, written whole and synced.

It is on the disk before anything relies on it: `kept` bytes of a part were synced before the
journal says so.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Literal

import msgspec

from assistant.core.errors import ErrorKind
from assistant.core.hub.download import DownloadOrder
from assistant.hub.downloads.disk import sync_folder
from assistant.whole_files import write_whole

SUFFIX = ".download"
VERSION = 1
_MOST_BYTES = 4 << 20
_log = logging.getLogger(__name__)


class FileEntry(msgspec.Struct, kw_only=True, omit_defaults=True):
    """One file of an order. `kept` bytes of its part are on the disk for certain.

    `tag` and `source` identify the content that the bytes came from, as `Opened` has them.
    `verified` is (bytes, mtime in ns) of a part whose sum was right.
    """

    kept: int = 0
    tag: str = ""
    source: str = ""
    verified: tuple[int, int] | None = None


class Entry(msgspec.Struct, kw_only=True, omit_defaults=True):
    """A download. `boot` is when the machine started (seconds since the epoch): only within the
    same run of the system is everything that was written still there."""

    id: str
    order: DownloadOrder
    folder: str
    files: list[FileEntry]
    state: Literal["waiting", "paused", "failed"] = "waiting"
    place: float = 0.0
    boot: float = 0.0
    error_kind: ErrorKind | None = None
    error: str = ""
    hint: str = ""
    version: int = VERSION


class Journal:
    """The entries in one folder. Any thread; an entry is written by who has the locks of its
    files (`lock.py`), or is about to."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, entry: Entry) -> None:
        """Replace what is known of this download. Raises OSError; then the old entry stays."""
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self._path(entry.id)
        data = msgspec.json.encode(entry)
        write_whole(path, data, private=True, prefix=f".{entry.id}-")
        sync_folder(self.folder)

    def read(self, id: str) -> Entry | None:
        """None where there is none, or nothing that makes sense."""
        return self._read(self._path(id))

    def entries(self) -> list[Entry]:
        """All, in the order of the queue."""
        try:
            paths = sorted(self.folder.glob(f"*{SUFFIX}"))
        except OSError:
            return []
        found = [entry for path in paths if (entry := self._read(path))]
        return sorted(found, key=lambda entry: entry.place)

    def remove(self, id: str) -> None:
        """With what a killed process began to write. Raises OSError where it cannot be removed."""
        self._path(id).unlink(missing_ok=True)
        for unfinished in self.folder.glob(f".{id}-*"):
            unfinished.unlink(missing_ok=True)

    def _path(self, id: str) -> Path:
        return self.folder / f"{id}{SUFFIX}"

    def _read(self, path: Path) -> Entry | None:
        try:
            with path.open("rb") as file:
                entry = msgspec.json.decode(file.read(_MOST_BYTES), type=Entry)
        except FileNotFoundError:
            return None
        except (OSError, msgspec.MsgspecError) as error:
            _log.warning("the journal %s cannot be read: %s", path.name, error)
            return None
        whole = len(entry.files) == len(entry.order.files) and entry.id == path.stem
        return entry if whole and entry.version == VERSION else None
