"""A child process that is talked to in lines, whose pipes never keep its owner waiting."""

from __future__ import annotations

import contextlib
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import IO, BinaryIO, Generic, TypeVar

_CREATE_NO_WINDOW = 0x08000000
ILLEGAL_INSTRUCTION = (-int(getattr(signal, "SIGILL", 4)), 0xC000001D)
"""The codes of a process that met an instruction which its processor does not have."""

T = TypeVar("T")


class PipedChild(Generic[T]):
    """One thread writes what is to be `send` to it, another reads what it says.

    Nothing is logged of either; its standard error goes nowhere. It has a process group of its
    own, so that Ctrl+C in a terminal is the owner's alone.
    """

    def __init__(
        self,
        argv: Sequence[str],
        name: str,
        read_lines: Callable[[BinaryIO], Iterator[T]],
        received: Callable[[T], None],
        ended: Callable[[], None],
        environment: Mapping[str, str] | None = None,
    ) -> None:
        """Start it. Raises OSError.

        `received` gets each of `read_lines` of its output, `ended` is called once behind the last
        of them, both on the reading thread. `name` is what the threads are called.
        """
        self.process = subprocess.Popen(
            list(argv),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            creationflags=_CREATE_NO_WINDOW if sys.platform == "win32" else 0,
            process_group=None if sys.platform == "win32" else 0,
        )
        self._outbox: queue.Queue[bytes | None] = queue.Queue()
        self._threads = [
            threading.Thread(
                target=_read,
                args=(self.process.stdout, read_lines, received, ended),
                name=f"{name}-out",
                daemon=True,
            ),
            threading.Thread(
                target=_write,
                args=(self.process.stdin, self._outbox),
                name=f"{name}-in",
                daemon=True,
            ),
        ]
        for thread in self._threads:
            thread.start()

    def send(self, line: bytes) -> None:
        """Have `line` written, with its line feed; never blocks."""
        self._outbox.put(line)

    def end_input(self) -> None:
        """Close its standard input once everything before is written."""
        self._outbox.put(None)

    def wait(self, seconds: float) -> None:
        """Until it has ended, at most so long."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(seconds)

    def end(self, patience: float) -> int:
        """End its input, wait `patience` seconds, then kill it; the exit code.

        The threads are gone on return.
        """
        self.end_input()
        self.wait(patience)
        if self.process.poll() is None:
            self.process.kill()
        code = self.process.wait()
        for thread in self._threads:
            thread.join()
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        return code


def _read(
    stream: BinaryIO,
    read_lines: Callable[[BinaryIO], Iterator[T]],
    received: Callable[[T], None],
    ended: Callable[[], None],
) -> None:
    with contextlib.suppress(OSError, ValueError):
        for line in read_lines(stream):
            received(line)
    ended()


def _write(stream: IO[bytes], outbox: queue.Queue[bytes | None]) -> None:
    """Write until told to stop; a broken pipe is noticed by the reader as well."""
    with contextlib.suppress(OSError, ValueError):
        while (line := outbox.get()) is not None:
            stream.write(line)
            stream.flush()
    with contextlib.suppress(OSError, ValueError):
        stream.close()
