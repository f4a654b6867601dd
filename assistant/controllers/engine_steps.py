"""Carries the questions of `core.steps` to the engine and what comes of them back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QObject, Slot

from assistant.core.messages import (
    AnyEvent,
    Cancel,
    Delta,
    Failed,
    Finished,
    Generate,
    TokenCount,
)
from assistant.core.steps import Question, Reply, Steps
from assistant.workers.inference_thread import InferenceThread

Done = Callable[[Any], None]


@dataclass(eq=False)
class Errand:
    """One `Steps` on its way; `question` is what the engine is at."""

    steps: Steps[Any]
    done: Done
    question: Question | None = None
    text: list[str] = field(default_factory=list)


class EngineSteps(QObject):
    """Runs any number of `Steps` beside each other; window thread."""

    def __init__(self, inference: InferenceThread, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._inference = inference
        self._errands: dict[str, Errand] = {}
        inference.event_received.connect(self._on_event)

    def run(self, steps: Steps[Any], done: Done) -> Errand:
        """Start `steps`; `done(result)` follows, at once when nothing has to be asked."""
        errand = Errand(steps, done)
        self._advance(errand, None)
        return errand

    def cancel(self, errand: Errand | None) -> None:
        """Stop what the engine does for `errand`; `done` is not called any more."""
        if errand is None or errand.question is None:
            return
        question, errand.question = errand.question, None
        self._errands.pop(question.request_id, None)
        errand.steps.close()
        if isinstance(question, Generate):
            self._inference.submit(Cancel(target=question.request_id))

    def cancel_all(self) -> None:
        for errand in list(self._errands.values()):
            self.cancel(errand)

    def _advance(self, errand: Errand, reply: Reply) -> None:
        errand.text = []
        try:
            # a generator that has not begun takes nothing
            question = next(errand.steps) if errand.question is None else errand.steps.send(reply)
        except StopIteration as end:
            errand.question = None
            errand.done(end.value)
            return
        errand.question = question
        self._errands[question.request_id] = errand
        self._inference.submit(question)

    @Slot(object)
    def _on_event(self, event: AnyEvent) -> None:
        errand = self._errands.get(event.request_id)
        if errand is None:
            return
        if isinstance(event, Delta):
            if event.channel == "answer":
                errand.text.append(event.text)
        elif isinstance(event, TokenCount | Finished | Failed):
            del self._errands[event.request_id]
            self._advance(errand, _reply_of(event, errand))


def _reply_of(event: TokenCount | Finished | Failed, errand: Errand) -> Reply:
    """A cancelled or failed question has no answer."""
    if isinstance(event, TokenCount):
        return event
    if isinstance(event, Finished) and event.reason != "cancelled":
        return "".join(errand.text)
    return None
