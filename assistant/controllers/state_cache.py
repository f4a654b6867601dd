"""How much disk the kept states of conversations take, and removing them all."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from assistant.core.messages import AnyEvent, ForgetStates, MeasureStates, StatesKept
from assistant.workers.inference_thread import InferenceThread


class StateCache(QObject):
    """Asks the engine, which starts for that if it must: call `measure` only for someone to see.

    `measured(StatesKept)` follows `measure` and `clear`; nothing follows where it fails.
    """

    measured = Signal(object)

    def __init__(self, inference: InferenceThread, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._inference = inference
        self._request = ""
        inference.event_received.connect(self._on_event)

    def measure(self) -> None:
        self._ask(MeasureStates())

    def clear(self) -> None:
        """Remove the states of all conversations; their words are not touched."""
        self._ask(ForgetStates(everything=True))

    def _ask(self, command: MeasureStates | ForgetStates) -> None:
        self._request = command.request_id
        self._inference.submit(command)

    @Slot(object)
    def _on_event(self, event: AnyEvent) -> None:
        if isinstance(event, StatesKept) and event.request_id == self._request:
            self.measured.emit(event)
