"""The passes of a summary on their way to the engine and back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from assistant.controllers import summary_words as words
from assistant.controllers.models import ModelsController, ModelState
from assistant.core.errors import UserError
from assistant.core.messages import AnyEvent, Cancel, Delta, Failed, Finished, PromptProgress
from assistant.core.summary_run import Pass
from assistant.workers.inference_thread import InferenceThread

_MOST_DEATHS = 1
"""A pass with which the engine died is asked once more, then it is given up."""


@dataclass(eq=False)
class OpenPass:
    """A pass that the engine is at: `text` so far, `read` of `total` tokens of its prompt."""

    passed: Pass
    parts: list[str] = field(default_factory=list)
    tokens: int = 0
    read: int = 0
    total: int = 0

    @property
    def text(self) -> str:
        return "".join(self.parts)


class PassRunner(QObject):
    """Window thread. Keeps as many passes with the engine as are worth asking at once.

    extended(OpenPass)                    its answer or what is read of it grew
    finished(Pass, str, Finished)         it is answered; more room for the next ones
    too_long(Pass)                        the context does not hold it
    failed(UserError)                     nothing more is asked; follows at most once
    """

    extended = Signal(object)
    finished = Signal(object, str, object)
    too_long = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        inference: InferenceThread,
        models: ModelsController,
        parent: QObject | None = None,
        *,
        place: str,
    ) -> None:
        """The model that is ready now is the one that all passes are for; their texts come from
        `place`."""
        super().__init__(parent)
        self._inference = inference
        self._models = models
        self._place = place
        self._path = models.state.path
        self._parallel = 1
        self._order: dict[str, int] = {}
        self._waiting: list[Pass] = []
        self._open: dict[str, OpenPass] = {}
        self._deaths: dict[str, int] = {}
        self._paused = False
        self._loading_again = False
        self._over = False
        inference.event_received.connect(self._on_event)
        models.state_changed.connect(self._on_model_state)

    @property
    def open(self) -> list[OpenPass]:
        """What the engine is at, in the order of the plan."""
        return sorted(self._open.values(), key=lambda each: self._order[each.passed.node.id])

    def begin(self, node_ids: Iterable[str], parallel: int) -> None:
        """Ask passes in this order, `parallel` at once."""
        self._order = {node_id: number for number, node_id in enumerate(node_ids)}
        self._parallel = max(1, parallel)

    def add(self, passes: Iterable[Pass]) -> None:
        """Ask these too."""
        self._waiting += passes
        self._waiting.sort(key=lambda passed: self._order[passed.node.id])
        self._fill()

    def stop(self) -> None:
        """Ask nothing more and take no more answers."""
        if self._over:
            return
        self._over = True
        for request_id in self._open:
            self._inference.submit(Cancel(target=request_id))
        self._open.clear()
        self._waiting.clear()

    def _fill(self) -> None:
        while self._waiting and len(self._open) < self._parallel and not self._stands():
            passed = self._waiting.pop(0)
            command = msgspec.structs.replace(passed.command(), place=self._place)
            self._open[command.request_id] = OpenPass(passed)
            self._inference.submit(command)

    def _stands(self) -> bool:
        return self._paused or self._over

    def _fail(self, error: UserError) -> None:
        if not self._over:
            self.stop()
            self.failed.emit(error)

    # --- what the engine says --------------------------------------------------------------

    @Slot(object)
    def _on_event(self, event: AnyEvent) -> None:
        work = self._open.get(event.request_id)
        if work is None:
            return
        if isinstance(event, Delta):
            work.tokens += event.tokens
            if event.channel == "answer":
                work.parts.append(event.text)
            self.extended.emit(work)
        elif isinstance(event, PromptProgress):
            work.read, work.total = event.done, event.total
            self.extended.emit(work)
        elif isinstance(event, Finished):
            del self._open[event.request_id]
            if event.reason == "cancelled":
                self._fail(words.taken_away())
                return
            self.finished.emit(work.passed, work.text, event)
            self._fill()
        elif isinstance(event, Failed):
            del self._open[event.request_id]
            self._on_failed(work.passed, event)

    def _on_failed(self, passed: Pass, event: Failed) -> None:
        if event.kind == "context_full":
            self.too_long.emit(passed)
            self._fill()
        elif event.kind in ("engine_died", "no_model"):
            self._on_death(passed, UserError(event.kind, event.text, event.hint))
        elif event.kind == "cancelled":
            self._fail(words.taken_away())
        else:
            self._fail(UserError(event.kind, event.text, event.hint))

    def _on_death(self, passed: Pass, error: UserError) -> None:
        """The model is gone: all that was open comes back, and is asked once it is loaded again."""
        deaths = self._deaths[passed.node.id] = self._deaths.get(passed.node.id, 0) + 1
        if deaths > _MOST_DEATHS:
            self._fail(error)
            return
        self._paused = True
        self.add([passed])
        QTimer.singleShot(0, self._load_again)

    # --- the model -------------------------------------------------------------------------

    @Slot()
    def _load_again(self) -> None:
        """Not before everybody knows that the model is gone."""
        phase = self._models.state.phase
        if not self._paused or self._over or self._loading_again or phase == "ready":
            return
        self._loading_again = True
        self._models.ensure_loading()

    @Slot(object)
    def _on_model_state(self, state: ModelState) -> None:
        if self._over:
            return
        if state.path != self._path:
            self._fail(words.other_model())
        elif not self._paused:
            return
        elif state.phase == "ready":
            self._paused = self._loading_again = False
            self._fill()
        elif state.phase == "failed" and state.error is not None:
            self._fail(state.error)
        elif state.phase == "chosen" and self._loading_again:
            self._fail(words.taken_away())
        elif state.phase == "chosen":
            QTimer.singleShot(0, self._load_again)
