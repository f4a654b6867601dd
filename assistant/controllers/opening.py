"""Reading the conversation that is to be shown."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from assistant.controllers.shown import Opened
from assistant.core.ports import ConversationStore
from assistant.workers.store_thread import StoreThread

_LAST = "last_conversation"


class Opening(QObject):
    """Window thread. Only what was asked for last is `read`.

    read(Opened)        to be shown now
    failed(UserError)   it could not be read
    """

    read = Signal(object)
    failed = Signal(object)

    def __init__(self, store: StoreThread, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._generation = 0

    def open(self, conversation_id: int, message_id: int | None = None) -> None:
        """Read a conversation, on the branch that holds `message_id` if one is given."""

        def read(store: ConversationStore) -> Opened:
            if message_id is not None:
                messages = store.select_message(message_id)
            else:
                messages = store.branch(conversation_id)
            conversation = store.get_conversation(conversation_id)
            store.set_setting(_LAST, str(conversation_id))
            return Opened(
                conversation=conversation,
                messages=messages,
                draft=conversation.draft,
                folds=store.folds(conversation_id),
            )

        self._store.submit(read, self._if_newest(), self.failed.emit)

    def open_new(self) -> None:
        """Read the unsent text of the conversation that does not exist yet."""

        def read(store: ConversationStore) -> Opened:
            store.set_setting(_LAST, "")
            return Opened(conversation=None, messages=[], draft=store.new_draft())

        self._store.submit(read, self._if_newest(), self.failed.emit)

    def open_last(self, anything_else: Callable[[], bool]) -> None:
        """Read what was shown when the application was closed.

        Nothing is done when something was asked for meanwhile, or `anything_else` is shown.
        """
        generation = self._generation

        def done(kept: str) -> None:
            if generation != self._generation or anything_else():
                return
            if kept.isdigit():
                self.open(int(kept))
            else:
                self.open_new()

        self._store.submit(lambda store: store.setting(_LAST), done, self.failed.emit)

    def _if_newest(self) -> Callable[[Opened], None]:
        self._generation += 1
        generation = self._generation

        def done(found: Opened) -> None:
            if generation == self._generation:
                self.read.emit(found)

        return done
