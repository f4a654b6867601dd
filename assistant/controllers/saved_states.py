"""The states of conversations that the engine keeps on the disk: fetched in time, removed."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from assistant.controllers.chat import ChatController
from assistant.controllers.models import ModelsController, ModelState
from assistant.controllers.shown import Opened
from assistant.core.errors import UserError
from assistant.core.messages import AnyEvent, ForgetStates, RestoreState, StatesKept
from assistant.core.ports import ConversationStore
from assistant.workers.inference_thread import InferenceThread
from assistant.workers.store_thread import StoreThread

_WAITING = "states.to_forget"


class SavedStates(QObject):
    """An engine is never started for this: what is to be removed waits for the next model.

    What waits is written down, so that a conversation that is gone leaves nothing behind even
    when the application is closed before.
    """

    def __init__(
        self,
        store: StoreThread,
        inference: InferenceThread,
        chat: ChatController,
        models: ModelsController,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._inference = inference
        self._chat = chat
        self._models = models
        self._ready = False
        self._asked: dict[str, tuple[str, ...]] = {}
        inference.event_received.connect(self._on_event)
        chat.opened.connect(self._on_opened)
        models.state_changed.connect(self._on_model_state)

    @Slot()
    def forget_waiting(self, _gone: object = None) -> None:
        """Have removed what was noted with `note_gone`, if an engine is running."""
        if self._models.state.phase == "ready":
            self._store.submit(_waiting, self._forget, _leave)

    def _forget(self, conversations: tuple[str, ...]) -> None:
        if conversations:
            command = ForgetStates(conversations=conversations)
            self._asked[command.request_id] = conversations
            self._inference.submit(command)

    @Slot(object)
    def _on_event(self, event: AnyEvent) -> None:
        gone = self._asked.pop(event.request_id, None)
        if gone is None or not isinstance(event, StatesKept):
            return

        def remove(store: ConversationStore) -> None:
            left = [name for name in _waiting(store) if name not in gone]
            store.set_setting(_WAITING, ",".join(left))

        self._store.submit(remove, failed=_leave)

    @Slot(object)
    def _on_opened(self, opened: Opened) -> None:
        if opened.conversation is not None and self._models.state.phase == "ready":
            self._restore(opened.conversation.id)

    @Slot(object)
    def _on_model_state(self, state: ModelState) -> None:
        became_ready = state.phase == "ready" and not self._ready
        self._ready = state.phase == "ready"
        if became_ready:
            if self._chat.conversation_id is not None:
                self._restore(self._chat.conversation_id)
            self.forget_waiting()

    def _restore(self, conversation_id: int) -> None:
        """Unless it is being answered: its state is in use then."""
        if not self._chat.answering:
            self._inference.submit(RestoreState(conversation=str(conversation_id)))


def note_gone(store: ConversationStore, conversation_ids: list[int]) -> None:
    """Store thread: the states of these conversations are to be removed."""
    if conversation_ids:
        noted = dict.fromkeys((*_waiting(store), *map(str, conversation_ids)))
        store.set_setting(_WAITING, ",".join(noted))


def _waiting(store: ConversationStore) -> tuple[str, ...]:
    return tuple(name for name in store.setting(_WAITING).split(",") if name)


def _leave(_error: UserError) -> None:
    """It stays noted; whoever shows conversations tells of a store that does not work."""
