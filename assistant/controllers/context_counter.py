"""How much of the context the shown conversation and the unsent text would use."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from assistant.controllers.models import ModelsController, ModelState
from assistant.core.chat import build_turns
from assistant.core.entities import ChatParameters, Message
from assistant.core.messages import AnyEvent, CountTokens, TokenCount, Turn
from assistant.workers.inference_thread import InferenceThread

_PAUSE_MS = 400


class ContextCounter(QObject):
    """Asks the engine to count after a pause in changes; `counted(used, limit)`.

    Nothing is asked while no model is ready: (0, 0) says that nothing is known.
    """

    counted = Signal(int, int)

    def __init__(
        self,
        inference: InferenceThread,
        models: ModelsController,
        basis: Callable[[], tuple[ChatParameters, Sequence[Message]]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._inference = inference
        self._models = models
        self._basis = basis
        self._draft = ""
        self._asked = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        inference.event_received.connect(self._on_event)
        models.state_changed.connect(self._on_model_state)

    def set_draft(self, text: str) -> None:
        """The unsent text counts too."""
        self._draft = text
        self.request()

    def request(self) -> None:
        """Count again after a short pause."""
        self._pause.start()

    @Slot()
    def _ask(self) -> None:
        if self._models.state.phase != "ready":
            self.counted.emit(0, 0)
            return
        parameters, messages = self._basis()
        turns = build_turns(parameters, messages)
        if self._draft.strip():
            turns = (*turns, Turn("user", self._draft))
        command = CountTokens(turns=turns)
        self._asked = command.request_id
        self._inference.submit(command)

    @Slot(object)
    def _on_event(self, event: AnyEvent) -> None:
        if isinstance(event, TokenCount) and event.request_id == self._asked:
            self.counted.emit(event.n, event.limit)

    @Slot(object)
    def _on_model_state(self, state: ModelState) -> None:
        if state.phase in ("ready", "chosen", "none", "failed"):
            self.request()
