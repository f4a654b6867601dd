"""The one thread that talks to the engine."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

import msgspec
from PySide6.QtCore import QObject, QThread, Signal

from assistant.core.errors import UserError
from assistant.core.messages import AnyCommand, Delta, EngineExited
from assistant.core.ports import Engine

log = logging.getLogger(__name__)

_FLUSH_S = 0.030
"""Text is handed to the window at most this often; the eye sees no difference."""

_IDLE_S = 0.5


class InferenceThread(QThread):
    """Polls the engine and reports its events as signals, text pieces joined.

    `event_received(AnyEvent)` is emitted from this thread; connect bound methods of QObjects.
    """

    event_received = Signal(object)
    failed_to_start = Signal(object)

    def __init__(self, make_engine: Callable[[], Engine], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("inference thread")
        self._make_engine = make_engine
        self._engine: Engine | None = None
        self._early: list[AnyCommand] = []
        self._handover = threading.Lock()
        self._stopping = False
        self._pending: dict[tuple[str, str], Delta] = {}
        self._flush_at = 0.0

    def submit(self, command: AnyCommand) -> None:
        """Owner (window) thread; returns at once."""
        with self._handover:
            if self._engine is None:
                self._early.append(command)
            else:
                self._engine.submit(command)

    def stop(self) -> None:
        """End the engine and this thread; blocks until both are gone."""
        self._stopping = True
        if self._engine is not None:
            self._engine.wake()
        self.wait()

    def run(self) -> None:
        try:
            engine = self._make_engine()
        except UserError as error:
            self.failed_to_start.emit(error)
            return
        with self._handover:
            self._engine = engine
            for command in self._early:
                engine.submit(command)
            self._early.clear()
        try:
            while not self._stopping:
                self._poll_once(engine)
        except Exception:  # the top of this thread
            log.exception("the inference thread failed")
            self.event_received.emit(EngineExited(code=1))
        finally:
            self._flush()
            engine.close()

    def _poll_once(self, engine: Engine) -> None:
        wait = max(0.0, self._flush_at - time.monotonic()) if self._pending else _IDLE_S
        event = engine.poll(wait)
        if isinstance(event, Delta):
            self._hold(event)
        elif event is not None:
            self._flush()
            self.event_received.emit(event)
        if self._pending and time.monotonic() >= self._flush_at:
            self._flush()

    def _hold(self, delta: Delta) -> None:
        """Join pieces of the same answer; a change of channel keeps their order."""
        key = (delta.request_id, delta.channel)
        other = (delta.request_id, "answer" if delta.channel == "reasoning" else "reasoning")
        if other in self._pending:
            self._flush()
        if not self._pending:
            self._flush_at = time.monotonic() + _FLUSH_S
        held = self._pending.get(key)
        if held is None:
            self._pending[key] = delta
        else:
            self._pending[key] = msgspec.structs.replace(
                held, text=held.text + delta.text, tokens=held.tokens + delta.tokens
            )

    def _flush(self) -> None:
        for delta in self._pending.values():
            self.event_received.emit(delta)
        self._pending.clear()
