"""Runs the engine in a child process and survives its death.

Implements `assistant.core.ports.Engine`. One inbox receives both what the application submits
and what the child writes, so that `poll` waits in one place; a reader and a writer thread for
each child keep the owner from ever blocking on a pipe.
"""

from __future__ import annotations

import os
import queue
import sys
import time
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.core.errors import UserError
from assistant.core.messages import (
    LAST_EVENTS,
    AnyCommand,
    AnyEvent,
    Cancel,
    EngineExited,
    Failed,
    Finished,
    Generate,
    Hello,
    Pause,
    Resume,
    Shutdown,
)
from assistant.engine import wire
from assistant.engine.gguf import clean_text
from assistant.engine.machine import with_huge_pages
from assistant.piped_child import ILLEGAL_INSTRUCTION, PipedChild

START_SECONDS = 60.0
CANCEL_SECONDS = 5.0
CLOSE_SECONDS = 10.0  # it may write the states of conversations
END_SECONDS = 2.0
LOG_TAIL_LINES = 20


@dataclass(frozen=True, slots=True)
class EngineCommand:
    """How to start an engine process, and where its log is (for `EngineExited.log_tail`).

    `argv` is complete: program, arguments, and `--log` with the same path.
    """

    argv: Sequence[str]
    log: Path | None = None
    environment: Mapping[str, str] | None = None

    @staticmethod
    def of(argv: Sequence[str]) -> EngineCommand:
        """`argv` with the log that its `--log` names."""
        words = list(argv)
        named = words.index("--log") + 1 if "--log" in words else len(words)
        return EngineCommand(words, Path(words[named]) if named < len(words) else None)

    @staticmethod
    def for_this_python(log: Path | None = None, states: Path | None = None) -> EngineCommand:
        """The engine of this very application, run from source or frozen."""
        frozen = bool(getattr(sys, "frozen", False))
        start = (sys.executable,) if frozen else (sys.executable, "-m", "assistant")
        logging = () if log is None else ("--log", os.fspath(log))
        keeping = () if states is None else ("--states", os.fspath(states))
        children = ("--template-child", *start, "template-child")
        return EngineCommand((*start, "engine-child", *logging, *keeping, *children), log)


@dataclass(slots=True)
class _Child:
    """One engine process. `generation` tells its lines from a dead one's."""

    pipes: PipedChild[bytes | None]
    generation: int
    greet_by: float = 0.0
    hello: Hello | None = None


@dataclass(frozen=True, slots=True)
class _Line:
    generation: int
    data: bytes | None


@dataclass(frozen=True, slots=True)
class _End:
    generation: int


@dataclass(frozen=True, slots=True)
class _Wake:
    """Makes `poll` return."""


class Supervisor:
    """The engine port over a child process; see `core.ports.Engine` for the contract."""

    def __init__(
        self,
        command: EngineCommand | Sequence[str],
        *,
        start_s: float = START_SECONDS,
        cancel_s: float = CANCEL_SECONDS,
    ) -> None:
        """Nothing is started yet; a plain `command` is the program with its arguments.

        `start_s` is how long a process may take to greet, `cancel_s` how long a cancelled
        request may take to end before the process is killed.
        """
        if not isinstance(command, EngineCommand):
            command = EngineCommand.of(command)
        self._command = command
        self._start_s = start_s
        self._cancel_s = cancel_s
        self._inbox: queue.Queue[AnyCommand | _Line | _End | _Wake] = queue.Queue()
        self._events: deque[AnyEvent] = deque()
        self._open: dict[str, AnyCommand] = {}
        self._cancel_by: dict[str, float] = {}
        self._child: _Child | None = None
        self._generation = 0
        self._closed = False

    @property
    def pid(self) -> int | None:
        """The engine process, if one runs."""
        return self._child.pipes.process.pid if self._child else None

    def submit(self, command: AnyCommand) -> None:
        self._inbox.put(command)

    def wake(self) -> None:
        self._inbox.put(_Wake())

    def poll(self, timeout: float) -> AnyEvent | None:
        deadline = time.monotonic() + timeout
        while True:
            if self._events:
                return self._events.popleft()
            self._enforce_deadlines()
            if self._events:
                continue
            try:
                item = self._inbox.get(timeout=self._patience(deadline))
            except queue.Empty:
                if time.monotonic() >= deadline:
                    return None
                continue
            if isinstance(item, _Wake):
                return None
            self._handle(item)

    def close(self) -> None:
        self._closed = True
        child = self._child
        if child is None:
            return
        child.pipes.send(wire.encode(Shutdown()))
        child.pipes.end_input()
        child.pipes.wait(CLOSE_SECONDS)
        self._end_child(child)

    # what arrives

    def _handle(self, item: AnyCommand | _Line | _End) -> None:
        if isinstance(item, _Line):
            if self._child is not None and item.generation == self._child.generation:
                self._receive(self._child, item.data)
        elif isinstance(item, _End):
            if self._child is not None and item.generation == self._child.generation:
                self._child_died(self._child)
        elif not self._closed:
            self._send(item)

    def _send(self, command: AnyCommand) -> None:
        if isinstance(command, Cancel):
            if command.target not in self._open:
                return
            self._cancel_by.setdefault(command.target, time.monotonic() + self._cancel_s)
        elif isinstance(command, Shutdown | Pause | Resume):
            if self._child is None:
                return
        else:
            self._open[command.request_id] = command
        try:
            line = wire.encode(command)
            child = self._child or self._start()
        except UserError as error:
            self._fail(command.request_id, error)
            return
        child.pipes.send(line)

    def _receive(self, child: _Child, line: bytes | None) -> None:
        try:
            if line is None:
                raise UserError("protocol", "The engine sent a message that is too long.")
            event = wire.decode_event(line)
            if child.hello is None:
                child.hello = wire.check_hello(event)
        except UserError as error:
            self._refuse(child, error)
            return
        if isinstance(event, Hello):
            self._events.append(event)
        elif event.request_id in self._open:
            if isinstance(event, LAST_EVENTS):
                self._forget(event.request_id)
            self._events.append(event)

    def _refuse(self, child: _Child, error: UserError) -> None:
        """A child that cannot be understood is of no use."""
        child.pipes.process.kill()
        for request_id in list(self._open):
            self._fail(request_id, error)

    def _fail(self, request_id: str, error: UserError) -> None:
        self._forget(request_id)
        self._events.append(
            Failed(request_id=request_id, kind=error.kind, text=error.text, hint=error.hint)
        )

    def _forget(self, request_id: str) -> None:
        self._open.pop(request_id, None)
        self._cancel_by.pop(request_id, None)

    # time

    def _patience(self, deadline: float) -> float:
        """Seconds until the next thing that is due."""
        due = [deadline, *self._cancel_by.values()]
        if self._child is not None and self._child.hello is None:
            due.append(self._child.greet_by)
        return max(0.0, min(due) - time.monotonic())

    def _enforce_deadlines(self) -> None:
        child = self._child
        if child is None:
            return
        now = time.monotonic()
        if child.hello is None and now >= child.greet_by:
            child.greet_by = now + self._start_s
            self._refuse(child, _start_error(f"it said nothing for {self._start_s:g} seconds"))
        late = [request_id for request_id, by in self._cancel_by.items() if now >= by]
        if late:
            for request_id in late:
                self._events.append(_cancelled(self._open[request_id]))
                self._forget(request_id)
            child.pipes.process.kill()

    # the child's life

    def _start(self) -> _Child:
        environment = self._command.environment
        generation = self._generation + 1
        try:
            pipes = PipedChild(
                self._command.argv,
                "engine",
                wire.read_lines,
                lambda data: self._inbox.put(_Line(generation, data)),
                lambda: self._inbox.put(_End(generation)),
                with_huge_pages(os.environ if environment is None else environment),
            )
        except OSError as error:
            raise _start_error(error.strerror or "unknown reason") from error
        child = _Child(pipes, generation, greet_by=time.monotonic() + self._start_s)
        self._generation, self._child = generation, child
        return child

    def _child_died(self, child: _Child) -> None:
        code = self._end_child(child)
        greeted = child.hello is not None
        for request_id, command in list(self._open.items()):
            if request_id in self._cancel_by:
                self._forget(request_id)
                self._events.append(_cancelled(command))
            elif greeted:
                self._fail(request_id, _died_error(code))
            else:
                self._fail(request_id, _start_error(f"it ended with code {code}"))
        self._events.append(EngineExited(code=code, log_tail=log_tail(self._command.log)))

    def _end_child(self, child: _Child) -> int:
        """Make sure the process and its threads are gone; the exit code."""
        self._child = None
        return child.pipes.end(END_SECONDS)


def log_tail(log: Path | None, lines: int = LOG_TAIL_LINES) -> str:
    """The last `lines` lines of a log, cleaned for showing; "" when it cannot be read."""
    if log is None:
        return ""
    try:
        with log.open("rb") as stream:
            stream.seek(max(0, stream.seek(0, os.SEEK_END) - 16_384))
            text = stream.read().decode("utf-8", "replace")
    except OSError:
        return ""
    return "\n".join(clean_text(line) for line in text.splitlines()[-lines:])


def _cancelled(command: AnyCommand) -> AnyEvent:
    if isinstance(command, Generate):
        return Finished(request_id=command.request_id, reason="cancelled")
    return Failed(request_id=command.request_id, kind="cancelled", text="Cancelled.")


def _died_error(code: int) -> UserError:
    how = f"was ended by signal {-code}" if code < 0 else f"ended with code {code}"
    hint = "Try again: it starts anew."
    if code in ILLEGAL_INSTRUCTION:
        hint = (
            "It used an instruction that this processor does not have: install Inkstone again on "
            "this computer."
        )
    return UserError(
        "engine_died",
        f"The engine process {how}; what was written so far is kept.",
        hint,
    )


def _start_error(detail: str) -> UserError:
    return UserError(
        "engine_start",
        f"The engine process could not be started: {detail}.",
        "Look into the engine's log, or reinstall the application.",
    )
