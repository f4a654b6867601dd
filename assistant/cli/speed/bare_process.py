"""The bare llama.cpp loop in a process of its own."""

from __future__ import annotations

import contextlib
import queue
import subprocess
import threading
from typing import IO

import msgspec

from assistant.cli.interrupt import Interrupt
from assistant.core.errors import Cancelled, UserError
from assistant.engine.reference import AnyAnswer, AnyWork, Measured, Reference, Refused
from assistant.paths import child_command

PATIENCE_S = 600.0
_LOOK_S = 0.1
_END_S = 5.0


class BareProcess:
    """Main thread only. Every call raises `UserError` when the loop fails, or `Cancelled`."""

    def __init__(self, reference: Reference, interrupt: Interrupt) -> None:
        """Start it and load the model."""
        self._interrupt = interrupt
        self._lines: queue.Queue[bytes | None] = queue.Queue()
        try:
            self._process = subprocess.Popen(
                child_command("bare-child"),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        except OSError as error:
            raise UserError(
                "engine_start", f"The bare loop could not be started: {error.strerror}."
            ) from error
        assert self._process.stdout is not None  # noqa: S101 - a pipe was asked for
        self._reader = threading.Thread(
            target=_read, args=(self._process.stdout, self._lines), name="bare-out", daemon=True
        )
        self._reader.start()
        try:
            self._ask(msgspec.json.encode(reference))
        except BaseException:
            self.close()
            raise

    def measure(self, work: AnyWork) -> Measured:
        """Have `work` done."""
        answer = self._ask(msgspec.json.encode(work))
        if not isinstance(answer, Measured):
            raise UserError("protocol", "The bare loop answered something that was not asked.")
        return answer

    def close(self) -> None:
        """End the process, by force if it does not go in time."""
        process = self._process
        assert process.stdin is not None  # noqa: S101 - a pipe was asked for
        with contextlib.suppress(OSError):
            process.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(0.0 if self._interrupt.count else _END_S)
        if process.poll() is None:
            process.kill()
        process.wait()
        self._reader.join()
        assert process.stdout is not None  # noqa: S101 - a pipe was asked for
        process.stdout.close()

    def _ask(self, line: bytes) -> AnyAnswer:
        assert self._process.stdin is not None  # noqa: S101 - a pipe was asked for
        with contextlib.suppress(OSError):  # the reader notices the end as well
            self._process.stdin.write(line + b"\n")
            self._process.stdin.flush()
        answer = msgspec.json.decode(self._next_line(), type=AnyAnswer)
        if isinstance(answer, Refused):
            raise UserError(
                "load_failed", f"The bare llama.cpp loop could not be measured: {answer.text}."
            )
        return answer

    def _next_line(self) -> bytes:
        waited = 0.0
        while waited < PATIENCE_S:
            if self._interrupt.count:
                raise Cancelled
            try:
                line = self._lines.get(timeout=_LOOK_S)
            except queue.Empty:
                waited += _LOOK_S
                continue
            if line is None:
                break
            return line
        raise UserError(
            "engine_died",
            "The bare llama.cpp loop ended in the middle of a measurement.",
            "Try again; if it happens again, `inkstone doctor` may know more.",
        )


def _read(stream: IO[bytes], lines: queue.Queue[bytes | None]) -> None:
    with contextlib.suppress(OSError, ValueError):
        for line in stream:
            lines.put(line)
    lines.put(None)
