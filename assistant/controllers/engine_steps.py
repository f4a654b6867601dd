"""Drives `core.steps` in the window: over the engine, the library's thread and the pool."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Slot

from assistant.core.errands import Done, Errand, Errands, OnFailed
from assistant.core.errors import UserError
from assistant.core.messages import AnyEvent
from assistant.core.steps import Compute, Lookup, Steps
from assistant.workers.inference_thread import InferenceThread
from assistant.workers.library_thread import LibraryThread
from assistant.workers.task_pool import TaskPool

__all__ = ["EngineSteps", "Errand"]


class EngineSteps(QObject):
    """Runs any number of `Steps` beside each other; window thread.

    `library` answers every `Lookup` and `pool` does every `Compute`; both can be given later
    (`serve`), before the first such question.
    """

    def __init__(
        self,
        inference: InferenceThread,
        parent: QObject | None = None,
        *,
        library: LibraryThread | None = None,
        pool: TaskPool | None = None,
    ) -> None:
        super().__init__(parent)
        self._inference = inference
        self._library = library
        self._pool = pool
        self._errands = Errands(inference.submit, self._aside)
        inference.event_received.connect(self._on_event)

    def serve(self, library: LibraryThread, pool: TaskPool) -> None:
        """From now on these answer lookups and do what takes a while."""
        self._library, self._pool = library, pool

    def apart(self, library: LibraryThread, pool: TaskPool, parent: QObject) -> EngineSteps:
        """Another one on the same engine, whose questions do not wait for these."""
        return EngineSteps(self._inference, parent, library=library, pool=pool)

    def run(
        self, steps: Steps[Any], done: Done, failed: OnFailed | None = None, *, place: str
    ) -> Errand:
        """Start `steps`; `done(result)` follows, at once when nothing has to be asked.

        `place` is where its texts come from (`core.remote.consent`); what is asked with "" never
        leaves this machine. With `failed`, a question that fails raises its `UserError` inside the
        steps, and what they do not handle ends in `failed(error)`; without, its reply is None.
        """
        return self._errands.run(steps, done, failed, place=place)

    def start(self, errand: Errand) -> None:
        """`run` for an errand that its owner knows before anything happens."""
        self._errands.start(errand)

    def cancel(self, errand: Errand | None) -> None:
        """Stop what is done for `errand`; its callbacks are not called any more."""
        self._errands.cancel(errand)

    def cancel_all(self) -> None:
        self._errands.cancel_all()

    def _aside(self, question: Lookup | Compute, done: Done, failed: OnFailed) -> None:
        if isinstance(question, Lookup) and self._library is not None:
            self._library.submit(question.work, done, failed, background=question.background)
        elif isinstance(question, Compute) and self._pool is not None:
            self._pool.run(question.work, done, failed)
        else:
            failed(UserError("bug", "There is nobody here who could look this up."))

    @Slot(object)
    def _on_event(self, event: AnyEvent) -> None:
        self._errands.take(event)
