"""The one thread that talks to the process for model hubs."""

from __future__ import annotations

import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, QThread, Signal

from assistant.core.errors import UserError
from assistant.core.hub.messages import AnyHubCommand, HubExited
from assistant.core.hub.ports import HubProcess
from assistant.workers.replies import as_user_error

_IDLE_S = 0.5
_LAST_EVENTS = 100


class HubThread(QThread):
    """Polls the process and reports its events as signals. It starts with the first command.

    `event_received(AnyHubEvent)` is emitted from this thread; connect bound methods of QObjects.
    `failed_to_start(UserError)`: nothing that was or will be submitted is answered.
    """

    event_received = Signal(object)
    failed_to_start = Signal(object)

    def __init__(self, make: Callable[[], HubProcess], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("hub thread")
        self._make = make
        self._process: HubProcess | None = None
        self._early: list[AnyHubCommand] = []
        self._handover = threading.Lock()
        self._stopping = False
        self._error: UserError | None = None

    def submit(self, command: AnyHubCommand) -> None:
        """Owner (window) thread; returns at once."""
        with self._handover:
            error = self._error
            if self._process is not None:
                self._process.submit(command)
            elif error is None:
                self._early.append(command)
        if error is not None:
            self.failed_to_start.emit(error)
        elif not self.isRunning() and not self._stopping:
            self.start()

    def stop(self) -> None:
        """End the process and this thread; blocks until both are gone."""
        self._stopping = True
        with self._handover:
            process = self._process
        if process is not None:
            process.wake()
        self.wait()

    def run(self) -> None:
        process = self._made()
        if process is None:
            return
        try:
            while not self._stopping:
                event = process.poll(_IDLE_S)
                if event is not None:
                    self.event_received.emit(event)
            self._hand_over_last(process)
        except Exception as error:  # noqa: BLE001 - the top of this thread
            with self._handover:
                self._process = None
                self._error = as_user_error(error)
            self.event_received.emit(HubExited(code=1))
            self.failed_to_start.emit(self._error)
        finally:
            process.close()

    def _hand_over_last(self, process: HubProcess) -> None:
        """What was submitted just before `stop` still counts."""
        for _event in range(_LAST_EVENTS):
            if process.poll(0.0) is None:
                return

    def _made(self) -> HubProcess | None:
        """The process with what was submitted before it was there."""
        try:
            process = self._make()
        except Exception as error:  # noqa: BLE001 - the top of this thread
            with self._handover:
                self._error = as_user_error(error)
                self._early.clear()
            self.failed_to_start.emit(self._error)
            return None
        with self._handover:
            self._process = process
            for command in self._early:
                process.submit(command)
            self._early.clear()
        return process
