"""The downloads: who is next, what goes on, and what is told of it."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from assistant.core.errors import UserError
from assistant.core.hub.download import Download, DownloadOrder
from assistant.core.hub.messages import HubAccess
from assistant.hub.downloads.disk import check_room, check_writable, written_error
from assistant.hub.downloads.item import Item
from assistant.hub.downloads.journal import Entry, FileEntry, Journal
from assistant.hub.downloads.patience import Patience
from assistant.hub.downloads.placing import checked, order_id
from assistant.hub.downloads.waiting import FOLDER

TELL_S = 0.25
_PATIENCE = Patience()
_log = logging.getLogger(__name__)


class DownloadQueue:
    """Downloads into `folder`, or `access.folder` where that is set; its journal is in `folder`.

    Any thread may call it; nothing waits for the network. `changed` is called in a thread of the
    queue, at most four times a second, with all downloads in their order.
    """

    def __init__(
        self,
        folder: Path,
        access: HubAccess,
        changed: Callable[[tuple[Download, ...]], None],
        *,
        patience: Patience = _PATIENCE,
        resume: bool = True,
    ) -> None:
        """`resume`: go on with what waits since the last time; else it is left alone, and only
        what is started here is known here."""
        self._folder = folder.absolute()
        self._access = access
        self._changed = changed
        self._patience = patience
        self._journal = Journal(self._folder / FOLDER)
        self._boot = psutil.boot_time()
        self._lock = threading.RLock()
        self._closing = threading.Event()
        self._stirred = threading.Event()
        self._items: list[Item] = []
        self._leaving: list[Item] = []
        """Removed, but their threads may not have ended."""
        if resume:
            self._items = [self._item(entry) for entry in self._journal.entries()]
        self._told: tuple[Download, ...] = ()
        self._teller = threading.Thread(target=self._tell, name="downloads", daemon=True)
        self._teller.start()
        self._fill()

    def set_access(self, access: HubAccess) -> None:
        """The next request goes this way; without a network (`offline`) nothing goes on."""
        with self._lock:
            self._access = access
            if access.offline:
                for item in self._items:
                    item.interrupt()
        self._fill()

    def start(self, order: DownloadOrder) -> str:
        """Put `order` at the end, or go on with it where it is; its id.

        Raises `UserError`: offline, a name or sum that cannot be, no room, no permission.
        """
        if self._access.offline:
            raise _offline()
        checked(order)
        folder = Path(self._access.folder or self._folder).absolute()
        check_writable(folder)
        with self._lock:
            item = self._find(order_id(order))
            if item is None:
                item = self._item(self._known(order, folder))
                check_room(folder, item.missing() + self._promised(folder))
                item.entry.place = max((each.entry.place for each in self._items), default=0.0) + 1
                self._save(item, folder)
                self._items.append(item)
            else:
                item.renew(order)
                item.resume()
        self._fill()
        return item.entry.id

    def pause(self, id: str) -> None:
        """Keep what is there and stop; at once as far as anybody can see."""
        self._each(id, Item.pause)

    def resume(self, id: str) -> None:
        """Go on, also after a failure."""
        self._each(id, Item.resume)

    def remove(self, id: str) -> None:
        """Forget it, and delete what is no model yet."""
        with self._lock:
            item = self._find(id)
            if item is None:
                return
            self._items.remove(item)
            self._leaving = [each for each in self._leaving if each.runs] + [item]
            kept = {path for each in self._items for path in each.targets}
        item.remove(kept)
        self._fill()

    def move(self, id: str, place: int) -> None:
        """Put it at `place`, 0: first."""
        with self._lock:
            item = self._find(id)
            if item is None:
                return
            self._items.remove(item)
            self._items.insert(max(0, place), item)
            for number, each in enumerate(self._items):
                if each.entry.place != number:
                    each.entry.place = float(number)
                    each.save()
        self._fill()

    def downloads(self) -> tuple[Download, ...]:
        """All, as they stand, in the order of the queue."""
        with self._lock:
            return tuple(item.shown(self._access.offline) for item in self._items)

    def close(self) -> None:
        """Stop everything; what waits or is fetched goes on at the next start."""
        self._closing.set()
        self._stirred.set()
        with self._lock:
            items = [*self._items, *self._leaving]
            for item in items:
                item.interrupt()
        for item in items:
            item.join(self._patience.connect_s)
        self._teller.join()

    # In its own threads

    def _fill(self) -> None:
        """Let as many downloads go on as may, the first ones of the queue, and tell it."""
        self._go_on()
        self._stirred.set()

    def _go_on(self) -> None:
        with self._lock:
            if self._access.offline or self._closing.is_set():
                return
            free = max(1, self._access.parallel) - sum(item.takes_turn for item in self._items)
            for item in self._items:
                if free > 0 and item.waits:
                    item.go(self._current_access, self._fill)
                    free -= 1

    def _current_access(self) -> HubAccess:
        return self._access

    def _tell(self) -> None:
        while not self._closing.is_set():
            busy = any(item.runs for item in self._items)
            self._stirred.wait(0.0 if busy else None)
            self._stirred.clear()
            self._go_on()  # one that waits for another process leaves its place
            self._tell_once()
            self._closing.wait(TELL_S)
        self._tell_once()

    def _tell_once(self) -> None:
        with self._lock:
            now = time.monotonic()
            for item in self._items:
                item.measure(now)
        shown = self.downloads()
        if shown != self._told:
            self._told = shown
            self._changed(shown)

    # Its list

    def _item(self, entry: Entry) -> Item:
        return Item(entry, self._journal, self._patience, self._boot)

    def _find(self, id: str) -> Item | None:
        return next((item for item in self._items if item.entry.id == id), None)

    def _each(self, id: str, change: Callable[[Item], None]) -> None:
        with self._lock:
            item = self._find(id)
            if item is not None:
                change(item)
        self._fill()

    def _known(self, order: DownloadOrder, folder: Path) -> Entry:
        """What the journal knows of this order, or a new entry."""
        old = self._journal.read(order_id(order))
        if old is not None and old.folder == str(folder):
            old.state, old.error_kind, old.error, old.hint = "waiting", None, "", ""
            if [file.sha256 for file in old.order.files] == [file.sha256 for file in order.files]:
                return old
        files = [FileEntry() for _ in order.files]
        return Entry(id=order_id(order), order=order, folder=str(folder), files=files)

    def _promised(self, folder: Path) -> int:
        """Bytes that downloads into the same folder still need."""
        same = [each for each in self._items if each.entry.folder == str(folder)]
        return sum(item.missing() for item in same if item.entry.state == "waiting")

    def _save(self, item: Item, folder: Path) -> None:
        try:
            self._journal.write(item.entry)
        except OSError as error:
            raise written_error(error, folder) from error


def _offline() -> UserError:
    return UserError(
        "offline",
        "Inkstone is set to stay offline. Nothing is fetched.",
        "Turn that off in the settings to fetch models.",
    )


__all__ = ["DownloadQueue"]
