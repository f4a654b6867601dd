"""How a download that waits, for bytes or for time, is made to stop at once."""

from __future__ import annotations

import contextlib
import socket
import threading


class Stopped(Exception):  # noqa: N818 - nothing went wrong
    """The download was paused or removed, or the program ends."""


class StopSign:
    """Set by one thread, obeyed by the one that downloads."""

    def __init__(self) -> None:
        self._event = threading.Event()
        self._lock = threading.Lock()
        self._connection: socket.socket | None = None

    def set(self) -> None:
        """Any thread. What waits for bytes of the watched connection ends as if it was cut."""
        with self._lock:
            self._event.set()
            _cut(self._connection)

    def is_set(self) -> bool:
        return self._event.is_set()

    def check(self) -> None:
        """Raises `Stopped` when it is set."""
        if self._event.is_set():
            raise Stopped

    def wait(self, seconds: float) -> None:
        """Raises `Stopped` when it is set before the time is over."""
        if self._event.wait(seconds):
            raise Stopped

    def watch(self, connection: socket.socket | None) -> None:
        """From now on this is the connection to cut; None: none."""
        with self._lock:
            self._connection = connection
            if self._event.is_set():
                _cut(connection)


def _cut(connection: socket.socket | None) -> None:
    if connection is not None:
        with contextlib.suppress(OSError):  # it is closed already
            # not the method of a TLS socket, which would unwrap it under the reading thread
            socket.socket.shutdown(connection, socket.SHUT_RDWR)
