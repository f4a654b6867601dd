"""What the tests of downloads share: a queue whose state can be waited for, orders, and proofs."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable
from pathlib import Path

from assistant.core.hub.download import Download, DownloadOrder
from assistant.core.hub.messages import HubAccess
from assistant.core.hub.repository import HubFile
from assistant.hub.downloads.patience import Patience
from assistant.hub.downloads.queue import DownloadQueue
from tests.hub.loopback_hub import LoopbackHub

REPO = "org/tiny-GGUF"
FILE = "tiny-Q4_K_M.gguf"
LAST_BYTES = 16_000_000
"""No more of what was good may be fetched a second time."""
HURRY = Patience(stall_s=1.0, first_wait_s=0.01, longest_wait_s=0.05, lock_s=0.05)
WAIT_S = 100.0


class Downloads:
    """A queue into `folder`; `wait` returns when what is asked for is so."""

    def __init__(
        self,
        folder: Path,
        hub: LoopbackHub,
        *,
        patience: Patience = HURRY,
        resume: bool = True,
        token: str = "",
        parallel: int = 2,
        endpoint: str = "",
    ) -> None:
        self.hub = hub
        self.folder = folder
        self.seen: list[tuple[Download, ...]] = []
        self._changed = threading.Condition()
        self.access = HubAccess(endpoint=endpoint or hub.url, token=token, parallel=parallel)
        self.queue = DownloadQueue(folder, self.access, self._saw, patience=patience, resume=resume)

    def _saw(self, downloads: tuple[Download, ...]) -> None:
        with self._changed:
            self.seen.append(downloads)
            self._changed.notify_all()

    def __enter__(self) -> Downloads:
        return self

    def __exit__(self, *exception: object) -> None:
        self.queue.close()

    def wait(self, reached: Callable[[Download], bool], id: str = "") -> Download:
        """The download (the only one without `id`) as soon as `reached` is true of it."""
        deadline = time.monotonic() + WAIT_S
        while time.monotonic() < deadline:
            for download in self.queue.downloads():
                if (not id or download.id == id) and reached(download):
                    return download
            with self._changed:
                self._changed.wait(0.02)
        raise AssertionError(f"not reached: {self.queue.downloads()}")

    def ended(self, id: str = "") -> Download:
        return self.wait(lambda download: download.state in ("done", "failed"), id)

    def fetch(self, order: DownloadOrder) -> Download:
        """Start it and wait for its end."""
        return self.ended(self.queue.start(order))


def order(hub: LoopbackHub, *paths: str, repo: str = REPO, revision: str = "") -> DownloadOrder:
    """What the hub's API says of these files now."""
    repository = hub.repositories[repo]
    files = tuple(
        HubFile(path=path, size=content.size, sha256=content.sha256)
        for path in (paths or (FILE,))
        for content in (repository.files[path],)
    )
    return DownloadOrder(repo=repo, revision=revision or repository.commit, files=files)


def models(folder: Path) -> dict[str, str]:
    """Everything below `folder` that would be taken for a model, and its SHA-256."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.suffix.lower() == ".gguf"
    }


def part(folder: Path, path: str = FILE, repo: str = REPO) -> Path:
    return folder / repo / f"{path}.part"


def fetched_again(ranges: list[tuple[int, int]]) -> int:
    """How many bytes were sent more than once."""
    again, reached = 0, 0
    for start, end in sorted(ranges):
        again += max(0, min(end, reached) - start)
        reached = max(reached, end)
    return again


def assert_good(folder: Path, hub: LoopbackHub, path: str = FILE) -> None:
    """The model is there, it is what the hub has, and nothing else is left."""
    assert models(folder) == {f"{REPO}/{path}": hub.repositories[REPO].files[path].sha256}
    left = [each.name for each in folder.rglob("*") if each.is_file()]
    assert left == [path.rsplit("/", 1)[-1]]
