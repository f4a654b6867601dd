"""Runs the process for hubs and survives its death; fulfils `core.hub.ports.HubProcess`.

One inbox receives both what the application submits and what the process writes, so that `poll`
waits in one place; a reader and a writer thread keep the owner from ever blocking on a pipe.
"""

from __future__ import annotations

import queue
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

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
from assistant.piped_child import PipedChild

CLOSE_SECONDS = 10.0  # downloads sync what they fetched
END_SECONDS = 2.0
_ANSWERED = (SearchHub, OpenRepository, ReadCard, CheckToken, StartDownload)


@dataclass(frozen=True, slots=True)
class _Line:
    """What a process wrote, None at its end. `generation` tells it from a dead one's."""

    generation: int
    data: bytes | None


@dataclass(frozen=True, slots=True)
class _Wake:
    """Makes `poll` return."""


_Inbox = queue.Queue[AnyHubCommand | _Line | _Wake]


class HubSupervisor:
    """See `core.hub.ports.HubProcess`. `SetAccess` starts the process, too: downloads go on."""

    def __init__(self, command: Sequence[str], *, close_s: float = CLOSE_SECONDS) -> None:
        """`command` is the program with its arguments; nothing is started yet.

        After `close_s` a process that was asked to end is killed.
        """
        self._command = list(command)
        self._close_s = close_s
        self._inbox: _Inbox = queue.Queue()
        self._events: deque[AnyHubEvent] = deque()
        self._open: set[str] = set()
        self._access: SetAccess | None = None
        self._child: PipedChild[bytes] | None = None
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
            self._child.send(wire.encode(CloseHub()))
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
                    child.send(wire.encode(self._access))
        except UserError as error:
            if command.request_id in self._open:
                self._fail(command.request_id, error)
            return
        child.send(line)

    def _receive(self, line: _Line) -> None:
        child = self._child
        if child is None or line.generation != self._generation:
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

    def _start(self) -> PipedChild[bytes]:
        generation = self._generation + 1

        def received(data: bytes | None) -> None:
            self._inbox.put(_Line(generation, data))

        try:
            child = PipedChild(
                self._command, "hub", wire.read_lines, received, lambda: received(None)
            )
        except OSError as error:
            raise _start_error(error) from error
        self._generation, self._child = generation, child
        return child

    def _child_ended(self, child: PipedChild[bytes]) -> None:
        code = self._end_child(child, END_SECONDS)
        for request_id in sorted(self._open):
            self._fail(request_id, _ended_error(code))
        self._events.append(HubExited(code=code))

    def _end_child(self, child: PipedChild[bytes], patience: float) -> int:
        """Make sure the process and its threads are gone; the exit code."""
        self._child = None
        return child.end(patience)


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
