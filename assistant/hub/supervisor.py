"""Runs the process for hubs and survives its death; fulfils `core.hub.ports.HubProcess`.

One inbox receives both what the application submits and what the process writes, so that `poll`
waits in one place; a reader and a writer thread keep the owner from ever blocking on a pipe.
"""

from __future__ import annotations

import contextlib
import queue
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import IO

from assistant.core.errors import UserError
from assistant.core.hub.messages import (
    LAST_HUB_EVENTS,
    AnyHubCommand,
    AnyHubEvent,
    CheckToken,
    CloseHub,
    DropRequest,
    HubExited,
    HubFailed,
    OpenRepository,
    ReadCard,
    SearchHub,
    SetAccess,
    StartDownload,
)
from assistant.hub import wire

CLOSE_SECONDS = 10.0  # downloads sync what they fetched
END_SECONDS = 2.0
_CREATE_NO_WINDOW = 0x08000000
_ANSWERED = (SearchHub, OpenRepository, ReadCard, CheckToken, StartDownload)


@dataclass(slots=True)
class _Child:
    """One process with its threads. `generation` tells its lines from a dead one's."""

    process: subprocess.Popen[bytes]
    generation: int
    outbox: queue.SimpleQueue[bytes | None]
    threads: list[threading.Thread] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Line:
    """What a process wrote; None at its end."""

    generation: int
    data: bytes | None


@dataclass(frozen=True, slots=True)
class _Wake:
    """Makes `poll` return."""


_Inbox = queue.SimpleQueue[AnyHubCommand | _Line | _Wake]


class HubSupervisor:
    """See `core.hub.ports.HubProcess`. `SetAccess` starts the process, too: downloads go on."""

    def __init__(self, command: Sequence[str], *, close_s: float = CLOSE_SECONDS) -> None:
        """`command` is the program with its arguments; nothing is started yet.

        After `close_s` a process that was asked to end is killed.
        """
        self._command = list(command)
        self._close_s = close_s
        self._inbox: _Inbox = queue.SimpleQueue()
        self._events: deque[AnyHubEvent] = deque()
        self._open: set[str] = set()
        self._access: SetAccess | None = None
        self._child: _Child | None = None
        self._generation = 0
        self._closed = False

    @property
    def pid(self) -> int | None:
        """The process, if one runs."""
        return self._child.process.pid if self._child else None

    def submit(self, command: AnyHubCommand) -> None:
        self._inbox.put(command)

    def wake(self) -> None:
        self._inbox.put(_Wake())

    def poll(self, timeout: float) -> AnyHubEvent | None:
        deadline = time.monotonic() + timeout
        while not self._events:
            try:
                item = self._inbox.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                return None
            if isinstance(item, _Wake):
                return None
            if isinstance(item, _Line):
                self._receive(item)
            elif not self._closed:
                self._send(item)
        return self._events.popleft()

    def close(self) -> None:
        self._closed = True
        if self._child is not None:
            self._child.outbox.put(wire.encode(CloseHub()))
            self._end_child(self._child, self._close_s)

    # --- what arrives --------------------------------------------------------------------------

    def _send(self, command: AnyHubCommand) -> None:
        if isinstance(command, SetAccess):
            self._access = command
        elif isinstance(command, _ANSWERED):
            self._open.add(command.request_id)
        elif self._child is None and isinstance(command, CloseHub | DropRequest):
            return
        try:
            line = wire.encode(command)
            child = self._child
            if child is None:
                child = self._start()
                if self._access is not None and command is not self._access:
                    child.outbox.put(wire.encode(self._access))
        except UserError as error:
            if command.request_id in self._open:
                self._fail(command.request_id, error)
            return
        child.outbox.put(line)

    def _receive(self, line: _Line) -> None:
        child = self._child
        if child is None or line.generation != child.generation:
            return
        if line.data is None:
            self._child_ended(child)
            return
        try:
            event = wire.decode_event(line.data)
        except UserError:
            child.process.kill()  # it cannot be understood; its end follows
            return
        if isinstance(event, LAST_HUB_EVENTS):
            if event.request_id not in self._open:
                return
            self._open.discard(event.request_id)
        self._events.append(event)

    def _fail(self, request_id: str, error: UserError) -> None:
        self._open.discard(request_id)
        self._events.append(
            HubFailed(request_id=request_id, kind=error.kind, text=error.text, hint=error.hint)
        )

    # --- the process's life --------------------------------------------------------------------

    def _start(self) -> _Child:
        try:
            process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                creationflags=_CREATE_NO_WINDOW if sys.platform == "win32" else 0,
                process_group=None if sys.platform == "win32" else 0,
            )
        except OSError as error:
            raise _start_error(error) from error
        self._generation += 1
        child = _Child(process, self._generation, queue.SimpleQueue())
        child.threads = [
            threading.Thread(
                target=_read,
                args=(process.stdout, self._inbox, child.generation),
                name="hub-out",
                daemon=True,
            ),
            threading.Thread(
                target=_write, args=(process.stdin, child.outbox), name="hub-in", daemon=True
            ),
        ]
        for thread in child.threads:
            thread.start()
        self._child = child
        return child

    def _child_ended(self, child: _Child) -> None:
        code = self._end_child(child, END_SECONDS)
        for request_id in sorted(self._open):
            self._fail(request_id, _ended_error(code))
        self._events.append(HubExited(code=code))

    def _end_child(self, child: _Child, patience: float) -> int:
        """Make sure the process and its threads are gone; the exit code."""
        self._child = None
        child.outbox.put(None)  # its stdin ends
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.process.wait(patience)
        if child.process.poll() is None:
            child.process.kill()
        code = child.process.wait()
        for thread in child.threads:
            thread.join()
        for stream in (child.process.stdin, child.process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        return code


def _read(stream: IO[bytes], inbox: _Inbox, generation: int) -> None:
    with contextlib.suppress(OSError, ValueError):
        for line in wire.read_lines(stream):  # type: ignore[arg-type]
            inbox.put(_Line(generation, line))
    inbox.put(_Line(generation, None))


def _write(stream: IO[bytes], outbox: queue.SimpleQueue[bytes | None]) -> None:
    """Write until told to stop; a broken pipe is noticed by the reader as well."""
    with contextlib.suppress(OSError, ValueError):
        while (line := outbox.get()) is not None:
            stream.write(line)
            stream.flush()
    with contextlib.suppress(OSError, ValueError):
        stream.close()


def _ended_error(code: int) -> UserError:
    how = f"was ended by signal {-code}" if code < 0 else f"ended with code {code}"
    return UserError(
        "hub",
        f"The process for model hubs {how}; what was downloaded so far is kept.",
        "Try again: it starts anew.",
    )


def _start_error(error: OSError) -> UserError:
    return UserError(
        "hub",
        f"The process for model hubs could not be started: {error.strerror or 'unknown reason'}.",
        "Reinstall the application.",
    )
