"""A thread that does something with the bytes of a file while more of them are written."""

from __future__ import annotations

import threading
from collections.abc import Callable

from assistant.hub.downloads.stopping import StopSign


class Follower:
    """Calls `work(start, end)` in a thread of its own for stretches of at least `step` bytes,
    one after the other from `start`; the last one may be shorter."""

    def __init__(self, name: str, step: int, start: int, work: Callable[[int, int], None]) -> None:
        self.done = start
        self._step = step
        self._work = work
        self._goal = start
        self._last = False
        self._closed = False
        self._error: BaseException | None = None
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def wrote(self, end: int) -> None:
        """All bytes before `end` are in the file. Raises what the work raised."""
        if end - self._goal < self._step:
            return
        self._raise()
        with self._changed:
            self._goal = end
            self._changed.notify_all()

    def finish(self, end: int, stop: StopSign) -> None:
        """Wait until everything before `end` is worked on. Raises what the work raised."""
        with self._changed:
            self._goal = end
            self._last = True
            self._changed.notify_all()
        while self._thread.is_alive():
            stop.check()
            self._thread.join(0.05)
        self._raise()

    def close(self) -> None:
        """End the thread after the stretch it works on, and wait for that."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self._thread.join()

    @property
    def closed(self) -> bool:
        """For long work: nobody waits for it any more."""
        return self._closed

    def _raise(self) -> None:
        if self._error is not None:
            raise self._error

    def _run(self) -> None:
        try:
            while True:
                with self._changed:
                    self._changed.wait_for(self._has_work)
                    goal = self._goal
                if self._closed or (self._last and self.done >= goal):
                    return
                self._work(self.done, goal)
                self.done = goal
        except BaseException as error:  # noqa: BLE001 - told to the thread that downloads
            self._error = error

    def _has_work(self) -> bool:
        return self._closed or self._last or self._goal - self.done >= self._step
