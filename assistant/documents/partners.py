"""Linux: copies of the reading process that read a part of the same file at the same time.

They are forked before anything of the file is looked at, and each locks itself in. Elsewhere
there are none, and the whole file is read in one process.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from typing import IO, Any

import msgspec

from assistant.documents import sandbox, wire

SMALLEST_FILE = 200_000  # bytes; below, a second process costs more than it brings
MOST = 3

_CALL, _REPLY, _TICK = b"C", b"R", b"T"

Serve = Callable[["Calls"], None]


class Partner:
    """Another process that answers calls, one after the other."""

    def __init__(self, to: int, answers: IO[bytes]) -> None:
        self._to = to
        self._from = answers

    @property
    def handles(self) -> tuple[int, int]:
        """The descriptors that another partner must not hold."""
        return self._to, self._from.fileno()

    def call(self, payload: Any) -> None:
        """Send it a call; `answer` takes what comes back."""
        wire.send(self._to, _CALL, msgspec.msgpack.encode(payload))

    def answer(self, tick: Callable[[float], None]) -> bytes:
        """Wait for the answer (MessagePack); `tick` gets the part that is done meanwhile.

        Raises `PartnerDied`.
        """
        while True:
            frame = wire.receive(self._from)
            if frame is None:
                raise PartnerDied
            letter, payload = frame
            if letter == _REPLY:
                return payload
            tick(msgspec.msgpack.decode(payload, type=float))

    def dismiss(self) -> None:
        """There are no more calls: it ends, and its memory is free."""
        os.close(self._to)
        self._from.close()


class PartnerDied(Exception):  # noqa: N818 - the file brought it down, which is no bug
    """A partner ended in the middle of its work."""


class Calls:
    """The partner's end: the calls that come, and the way back."""

    def __init__(self, calls: IO[bytes], to: int) -> None:
        self._from = calls
        self._to = to

    def next(self) -> bytes | None:
        """The next call (MessagePack); None when there are no more."""
        frame = wire.receive(self._from)
        return frame[1] if frame else None

    def tick(self, fraction: float) -> None:
        """Say how much of the call is done, and go on for a while."""
        sandbox.made_progress()
        wire.send(self._to, _TICK, msgspec.msgpack.encode(fraction))

    def reply(self, payload: Any) -> None:
        """Answer the call."""
        wire.send(self._to, _REPLY, msgspec.msgpack.encode(payload))


def possible() -> int:
    """How many partners this machine has processors for."""
    if not sys.platform.startswith("linux"):
        return 0
    return max(0, min(MOST, len(os.sched_getaffinity(0)) - 1))


def fork(count: int, serve: Serve, close: int) -> list[Partner]:
    """Start `count` partners that run `serve` and end; `close` is what they must not hold."""
    partners: list[Partner] = []
    for _ in range(count):
        to_read, to_write = os.pipe()
        from_read, from_write = os.pipe()
        pid = os.fork()
        if pid == 0:
            held = [handle for partner in partners for handle in partner.handles]
            _run(serve, to_read, from_write, [close, to_write, from_read, *held])
        os.close(to_read)
        os.close(from_write)
        partners.append(Partner(to_write, os.fdopen(from_read, "rb")))
    return partners


def _run(serve: Serve, calls: int, answers: int, foreign: list[int]) -> None:
    """The life of a partner; never returns."""
    code = 1
    try:
        sandbox.end_with_parent()
        for handle in foreign:
            os.close(handle)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
        serve(Calls(os.fdopen(calls, "rb"), answers))
        code = 0
    finally:
        os._exit(code)
