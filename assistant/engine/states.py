"""The states of conversations that the model's memory does not hold now: in RAM, and on disk.

A state is only ever a shortcut: whatever cannot be kept, read or written is forgotten, and the
conversation is read again.
"""

from __future__ import annotations

import logging
import threading
import time
from array import array
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from pathlib import Path

from assistant.engine.state_file import (
    SavedState,
    discard,
    file_size,
    publish_state,
    read_state,
    state_header,
    sync_folder,
    write_unfinished,
)
from assistant.engine.state_folder import StateFolder

logger = logging.getLogger("assistant.engine.states")

QUEUE_BYTES = 256 * 1024 * 1024  # may wait for a slow disk, or as much as memory may hold
_TOKEN_BYTES = 4

_Content = tuple[bytes, tuple[int, ...], int]


class StateStore:
    """States of one model; all methods are called by one thread, and raise nothing.

    At most `memory_budget` bytes of states are held in memory and `disk_budget` bytes, those of
    other models included, in `folder`. Without a folder or a disk budget there is only memory.
    """

    def __init__(
        self, folder: Path | None, model_key: str, *, disk_budget: int, memory_budget: int
    ) -> None:
        self._model_key = model_key
        self._memory_budget = memory_budget
        self._folder = None if folder is None else StateFolder(folder, disk_budget)
        self._disk = self._folder if disk_budget > 0 else None  # where states are kept
        self._changed = threading.Condition()  # guards everything below, and the names on disk
        self._memory: OrderedDict[str, _Held] = OrderedDict()  # the longest unused first
        self._to_write: OrderedDict[str, _Held] = OrderedDict()
        self._to_read: OrderedDict[str, None] = OrderedDict()
        self._job: _Job | None = None
        self._on_disk: dict[str, _Content] = {}
        self._stopping = False
        self._writer: threading.Thread | None = None
        if self._folder is not None:
            self._folder.tidy()
        if self._disk is not None:
            self._writer = threading.Thread(
                target=self._work, args=(self._disk,), name="states", daemon=True
            )
            self._writer.start()

    def put(self, state: SavedState) -> None:
        """Hold `state` in place of what its conversation had.

        What memory then has no room for goes to the disk, the longest unused first.
        """
        with self._changed:
            self._to_read.pop(state.conversation, None)
            if self._job is not None and self._job.reads(state.conversation):
                self._job.cancelled = True
            self._hold(_Held(state))

    def get(self, conversation: str) -> SavedState | None:
        """The newest state, from memory or disk; memory holds it afterwards."""
        found = self._find_held(conversation) or self._read(self._disk, conversation)
        if found is None:
            return None
        with self._changed:
            self._hold(found)
        return found.state

    def take(self, conversation: str) -> SavedState | None:
        """Like `get`, but memory gives it up; what is on disk stays."""
        found = self._find_held(conversation) or self._read(self._disk, conversation)
        with self._changed:
            self._memory.pop(conversation, None)
        return None if found is None else found.state

    def find(self, tokens: Sequence[int]) -> tuple[SavedState, int] | None:
        """The state in memory that has most tokens at its start in common with `tokens`, and how
        many. None: not even the first."""
        wanted = array("i", tokens).tobytes()
        best, most = None, 0
        with self._changed:
            for held in reversed(self._memory.values()):
                if not held.tokens.startswith(wanted[: (most + 1) * _TOKEN_BYTES]):
                    continue
                common = _common_tokens(held.tokens, wanted, most)
                if common > most:
                    best, most = held.state, common
        return None if best is None else (best, most)

    def prefetch(self, conversation: str) -> None:
        """Fetch the state from disk in the background, for a `get` that comes soon."""
        with self._changed:
            if self._disk is None or self._held(conversation) is not None:
                return
            if self._job is None or not self._job.reads(conversation):
                self._to_read[conversation] = None
                self._changed.notify_all()

    def save(self, conversation: str) -> None:
        """Queue the state that memory holds for the disk, if it is not there yet."""
        with self._changed:
            if (held := self._memory.get(conversation)) is not None:
                self._queue(held)

    def flush(self, timeout: float) -> bool:
        """Wait at most `timeout` seconds for what is queued; whether nothing is left."""
        with self._changed:
            return self._changed.wait_for(self._all_written, timeout)

    def drop(self, conversations: Iterable[str]) -> None:
        """Forget `conversations` in memory and, for all models, on disk."""
        names = set(conversations)
        with self._changed:
            for name in names:
                for held in (self._memory, self._to_write, self._to_read, self._on_disk):
                    held.pop(name, None)
            if self._job is not None and self._job.conversation in names:
                self._job.cancelled = True
            if self._folder is not None:
                self._folder.remove(names)

    def drop_all(self) -> None:
        """Forget everything in memory and in the folder."""
        with self._changed:
            for held in (self._memory, self._to_write, self._to_read, self._on_disk):
                held.clear()
            if self._job is not None:
                self._job.cancelled = True
            if self._folder is not None:
                self._folder.clear()

    def measure(self) -> tuple[int, int]:
        """(conversations, bytes) on disk, of all models."""
        return (0, 0) if self._folder is None else self._folder.measure()

    def close(self, timeout: float) -> None:
        """Write what memory holds, the last used first, for at most `timeout` seconds; stop.

        Afterwards there is only memory.
        """
        if self._writer is None:
            return
        deadline = time.monotonic() + timeout
        with self._changed:
            for held in reversed(self._memory.values()):
                self._queue(held)
        self.flush(timeout)
        with self._changed:
            self._stopping = True
            self._disk = None
            self._to_write.clear()
            self._to_read.clear()
            self._changed.notify_all()
        self._writer.join(max(0.0, deadline - time.monotonic()))
        self._writer = None

    # memory; the lock is held

    def _hold(self, held: _Held) -> None:
        held.used = time.time_ns()
        self._memory.pop(held.conversation, None)
        if held.size > self._memory_budget:  # alone too large: no reason to lose the others
            self._queue(held)
            return
        self._memory[held.conversation] = held
        excess = sum(one.size for one in self._memory.values()) - self._memory_budget
        while excess > 0:
            _, oldest = self._memory.popitem(last=False)
            excess -= oldest.size
            self._queue(oldest)

    def _held(self, conversation: str) -> _Held | None:
        """The newest state that is anywhere in memory."""
        held = self._memory.get(conversation) or self._to_write.get(conversation)
        job = self._job
        if held is None and job is not None and job.conversation == conversation:
            return None if job.cancelled else job.held
        return held

    def _queue(self, held: _Held) -> None:
        """Queue for the disk what is neither there nor on its way."""
        disk, name = self._disk, held.conversation
        if disk is None:
            return
        if self._job is not None and self._job.held is held and not self._job.cancelled:
            self._to_write.pop(name, None)
            return
        if self._on_disk.get(name) == held.content and disk.has(self._path(disk, name)):
            self._to_write.pop(name, None)
            return
        waiting = sum(one.size for key, one in self._to_write.items() if key != name)
        if waiting and waiting + held.size > max(QUEUE_BYTES, self._memory_budget):
            return
        if disk.takes(file_size(held.state, self._model_key)):
            self._to_write[name] = held
            self._changed.notify_all()

    def _all_written(self) -> bool:
        return not self._to_write and (self._job is None or self._job.held is None)

    # disk

    def _path(self, disk: StateFolder, conversation: str) -> Path:
        return disk.file_of(conversation, self._model_key)

    def _find_held(self, conversation: str) -> _Held | None:
        """What memory has, or will have when the reading under way is done."""
        with self._changed:
            self._to_read.pop(conversation, None)
            while self._job is not None and self._job.reads(conversation):
                self._changed.wait()
            held = self._held(conversation)
        if held is not None and self._disk is not None:
            self._disk.touch(self._path(self._disk, conversation), time.time_ns())
        return held

    def _read(self, disk: StateFolder | None, conversation: str) -> _Held | None:
        """What `disk` has; a file that is not what it should be is removed."""
        if disk is None:
            return None
        path = self._path(disk, conversation)
        if not disk.touch(path, time.time_ns()):
            return None
        state = read_state(path, self._model_key)
        if state is None or state.conversation != conversation:
            if disk.has(path):  # another process may have removed it just now
                logger.warning("A saved state could not be used and was removed.")
                discard(path)
            return None
        held = _Held(state)
        with self._changed:
            self._on_disk[conversation] = held.content
        return held

    def _work(self, disk: StateFolder) -> None:
        """The writer thread: what somebody will ask for soon goes first."""
        while (job := self._next_job()) is not None:
            try:
                if job.held is None:
                    self._fetch(disk, job)
                else:
                    self._write(disk, job, job.held)
            except OSError as error:
                logger.warning("The state of a conversation was not saved: %s", error)
            except Exception:
                logger.exception("The state of a conversation was not saved.")
            finally:
                with self._changed:
                    self._job = None
                    self._changed.notify_all()

    def _next_job(self) -> _Job | None:
        with self._changed:
            self._changed.wait_for(lambda: self._to_read or self._to_write or self._stopping)
            if self._to_read:
                self._job = _Job(self._to_read.popitem(last=False)[0], None)
            elif self._to_write:
                self._job = _Job(*self._to_write.popitem(last=False))
            return self._job

    def _fetch(self, disk: StateFolder, job: _Job) -> None:
        header = state_header(self._path(disk, job.conversation))
        if header is None or header.size > self._memory_budget:
            return
        held = self._read(disk, job.conversation)
        with self._changed:
            if held is not None and not job.cancelled:
                self._hold(held)

    def _write(self, disk: StateFolder, job: _Job, held: _Held) -> None:
        path = self._path(disk, job.conversation)
        disk.prepare()
        if not disk.make_room(file_size(held.state, self._model_key), path, held.used):
            return
        unfinished = write_unfinished(path, held.state, self._model_key)
        with self._changed:  # or it could appear after `drop` has looked for it
            if job.cancelled:
                discard(unfinished)
                return
            publish_state(unfinished, path)
            self._on_disk[job.conversation] = held.content
        disk.touch(path, held.used)
        sync_folder(path.parent)


class _Held:
    """A state in memory, with its tokens as bytes, which are compared quickly.

    `used`: when last, in nanoseconds since the epoch.
    """

    __slots__ = ("conversation", "size", "state", "tokens", "used")

    def __init__(self, state: SavedState) -> None:
        self.state = state
        self.conversation = state.conversation
        self.tokens = array("i", state.tokens).tobytes()
        self.size = state.size
        self.used = 0

    @property
    def content(self) -> _Content:
        """Equal for states that are as good as each other: of one model after equal tokens."""
        lengths = tuple(checkpoint.length for checkpoint in self.state.checkpoints)
        return self.tokens, lengths, self.size


class _Job:
    """What the writer thread is doing: writing `held`, or reading if that is None.

    Nobody wants the result of a `cancelled` one.
    """

    __slots__ = ("cancelled", "conversation", "held")

    def __init__(self, conversation: str, held: _Held | None) -> None:
        self.conversation = conversation
        self.held = held
        self.cancelled = False

    def reads(self, conversation: str) -> bool:
        return self.held is None and self.conversation == conversation


def _common_tokens(first: bytes, second: bytes, known: int) -> int:
    """Number of equal tokens at the start, of which `known` are equal for sure."""
    low, high = known, min(len(first), len(second)) // _TOKEN_BYTES
    while low < high:
        middle = (low + high + 1) // 2
        part = slice(low * _TOKEN_BYTES, middle * _TOKEN_BYTES)
        if first[part] == second[part]:
            low = middle
        else:
            high = middle - 1
    return low
