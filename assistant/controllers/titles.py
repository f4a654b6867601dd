"""Titles that the model writes, behind the person's back and never in their way."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from assistant.controllers.answering import Answered
from assistant.controllers.chat import ChatController
from assistant.controllers.engine_steps import Errand
from assistant.controllers.models import ModelsController
from assistant.core.entities import Conversation
from assistant.core.errors import UserError
from assistant.core.remote.consent import conversation_place
from assistant.core.steps import Steps
from assistant.core.titles import clean_title, title_request
from assistant.workers.store_thread import StoreThread


class TitleWriter(QObject):
    """Asks for a title after the first complete answer of a conversation that nobody named.

    `titled(Conversation)`: it has one now. Models without a chat template and the starter model,
    which is too small for it, are not asked: the title then follows the first message, as it does
    while there is none.
    """

    titled = Signal(object)

    def __init__(
        self,
        store: StoreThread,
        chat: ChatController,
        models: ModelsController,
        wanted: Callable[[], bool],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._steps = chat.steps
        self._models = models
        self._wanted = wanted
        self._errands: dict[int, Errand] = {}
        chat.answered.connect(self._on_answered)

    def forget(self, conversation_id: int) -> None:
        """It was deleted: it needs no title."""
        self._steps.cancel(self._errands.pop(conversation_id, None))

    @Slot(object)
    def _on_answered(self, answered: Answered) -> None:
        if not (answered.first and self._wanted() and self._models.state.writes_asides):
            return
        conversation_id = answered.message.conversation_id
        self._store.submit(
            lambda store: store.get_conversation(conversation_id),
            partial(self._ask, answered),
            _leave,
        )

    def _ask(self, answered: Answered, conversation: Conversation) -> None:
        if conversation.title_set or conversation.title_written:
            return
        self.forget(conversation.id)
        done = partial(self._on_title, conversation.id)
        self._errands[conversation.id] = self._steps.run(
            _title(answered), done, place=conversation_place(conversation.id)
        )

    def _on_title(self, conversation_id: int, title: str) -> None:
        self._errands.pop(conversation_id, None)
        if title:
            self._store.submit(
                lambda store: store.write_title(conversation_id, title), self.titled.emit, _leave
            )


def _title(answered: Answered) -> Steps[str]:
    text = yield title_request(answered.turns, str(answered.message.conversation_id))
    return clean_title(text) if isinstance(text, str) else ""


def _leave(_error: UserError) -> None:
    """The conversation is gone, or the next answer finds the same trouble and says so."""
