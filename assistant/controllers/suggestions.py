"""Questions a person might ask next, asked of the model after each answer that is shown."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from assistant.controllers.answering import Answered
from assistant.controllers.chat import ChatController
from assistant.controllers.engine_steps import Errand
from assistant.controllers.models import ModelsController
from assistant.core.remote.consent import conversation_place
from assistant.core.steps import Steps
from assistant.core.suggestions import clean_suggestions, suggestions_request


class Suggester(QObject):
    """`suggested(int, tuple[str, ...])`: message id of the last answer, and at most three.

    What was suggested is gone with the next turn, another branch or conversation.
    """

    suggested = Signal(int, object)

    def __init__(
        self,
        chat: ChatController,
        models: ModelsController,
        wanted: Callable[[], bool],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._chat = chat
        self._models = models
        self._wanted = wanted
        self._errand: Errand | None = None
        chat.answered.connect(self._on_answered)
        for fact in (chat.opened, chat.turn_accepted, chat.branch_changed):
            fact.connect(self._on_left)

    @Slot(object)
    def _on_answered(self, answered: Answered) -> None:
        if not (self._wanted() and self._models.state.writes_asides):
            return
        if answered.message.conversation_id != self._chat.conversation_id:
            return
        self._on_left()
        done = partial(self._on_suggestions, answered.message.id)
        self._errand = self._chat.steps.run(
            _suggestions(answered),
            done,
            place=conversation_place(answered.message.conversation_id),
        )

    @Slot()
    def _on_left(self, _fact: object = None) -> None:
        self._chat.steps.cancel(self._errand)
        self._errand = None

    def _on_suggestions(self, message_id: int, suggestions: tuple[str, ...]) -> None:
        self._errand = None
        last = self._chat.messages[-1].id if self._chat.messages else None
        if suggestions and message_id == last:
            self.suggested.emit(message_id, suggestions)


def _suggestions(answered: Answered) -> Steps[tuple[str, ...]]:
    text = yield suggestions_request(answered.turns, str(answered.message.conversation_id))
    return clean_suggestions(text) if isinstance(text, str) else ()
