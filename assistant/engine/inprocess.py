"""The engine's loop in a thread of this process, for debugging (`INKSTONE_ENGINE=inprocess`).

A failed assert in native code ends the whole application here; that is the price of seeing
everything in one debugger.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from assistant.core.errors import UserError
from assistant.core.messages import (
    LAST_EVENTS,
    AnyCommand,
    AnyEvent,
    Cancel,
    Failed,
    Hello,
    Pause,
    Resume,
    Shutdown,
)
from assistant.engine.loop import EngineLoop


class _Wake:
    """Makes `poll` return."""


class _Submitted:
    """Makes `poll` look at the commands."""


class InProcessEngine:
    """The engine port over a thread; see `core.ports.Engine` for the contract."""

    def __init__(
        self,
        log: Path | None = None,
        *,
        template_command: Sequence[str] | None = None,
        states: Path | None = None,
    ) -> None:
        """Nothing runs until the first command. llama.cpp's own output goes to `log`.

        `states` is the folder for saved conversation states.
        """
        self._log = log
        self._states = states
        self._template_command = template_command
        self._inbox: queue.Queue[AnyEvent | _Wake | _Submitted] = queue.Queue()
        self._commands: queue.Queue[AnyCommand] = queue.Queue()
        self._open: set[str] = set()
        self._loop: EngineLoop | None = None
        self._thread: threading.Thread | None = None

    def submit(self, command: AnyCommand) -> None:
        self._commands.put(command)
        self._inbox.put(_Submitted())

    def wake(self) -> None:
        self._inbox.put(_Wake())

    def poll(self, timeout: float) -> AnyEvent | None:
        deadline = time.monotonic() + timeout
        while True:
            self._forward()
            try:
                item = self._inbox.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                return None
            if isinstance(item, _Wake):
                return None
            if isinstance(item, _Submitted):
                continue
            if isinstance(item, Hello) or item.request_id in self._open:
                if isinstance(item, LAST_EVENTS):
                    self._open.discard(item.request_id)
                return item

    def close(self) -> None:
        if self._loop is not None and self._thread is not None:
            self._loop.receive(Shutdown())
            self._thread.join()
        self._loop = self._thread = None

    def _forward(self) -> None:
        """Hand on what was submitted."""
        while not self._commands.empty():
            command = self._commands.get()
            if not isinstance(command, Cancel | Pause | Resume | Shutdown):
                self._open.add(command.request_id)
            if not isinstance(command, Shutdown):
                self._running().receive(command)

    def _running(self) -> EngineLoop:
        if self._loop is None:
            loop = EngineLoop(
                self._inbox.put,
                log=self._log,
                template_command=self._template_command,
                states=self._states,
            )
            self._loop = loop
            self._thread = threading.Thread(target=self._run, args=(loop,), name="engine")
            self._thread.start()
        return self._loop

    def _run(self, loop: EngineLoop) -> None:
        try:
            loop.run()
        except UserError as error:
            for request_id in list(self._open):
                self._inbox.put(
                    Failed(request_id=request_id, kind=error.kind, text=error.text, hint=error.hint)
                )
