"""What belongs to the conversation that is shown, or to the one that does not exist yet."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from PySide6.QtCore import QObject, Signal

from assistant.core.context_fit import Basis
from assistant.core.entities import ChatParameters, ContextFold, Conversation, Message
from assistant.core.errors import UserError
from assistant.core.grounding import Scope
from assistant.core.ports import ConversationStore
from assistant.workers.store_thread import StoreThread


class ShownConversation(QObject):
    """Window thread. `conversation` is None for one that begins with its first turn.

    changed(object)         title, parameters, model or scope changed (Conversation or None)
    save_failed(UserError)  what was changed could not be stored
    """

    changed = Signal(object)
    save_failed = Signal(object)

    def __init__(
        self,
        store: StoreThread,
        defaults: Callable[[], ChatParameters],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._defaults = defaults
        self.conversation: Conversation | None = None
        self.messages: list[Message] = []
        self.folds: list[ContextFold] = []
        self.new_parameters: ChatParameters | None = None
        self.new_scope = Scope()
        self._changing = 0

    @property
    def id(self) -> int | None:
        return None if self.conversation is None else self.conversation.id

    @property
    def parameters(self) -> ChatParameters:
        """Those of the shown conversation, or those the next new one will have."""
        if self.conversation is not None:
            return self.conversation.parameters
        return self.new_parameters or self._defaults()

    @property
    def scope(self) -> Scope:
        """What its questions are answered from; or those of the next new conversation."""
        return self.new_scope if self.conversation is None else self.conversation.scope

    def begin_new(self) -> None:
        """The next new conversation has the parameters and the scope of every new one."""
        self.new_parameters = None
        self.new_scope = Scope()

    def message(self, message_id: int | None) -> Message | None:
        """The message of the shown branch with this id."""
        return next((message for message in self.messages if message.id == message_id), None)

    def basis(self, messages: list[Message], text: str = "") -> Basis:
        """What is to be answered when `text` is said behind `messages`."""
        return Basis(
            parameters=self.parameters,
            branch=tuple(messages),
            text=text,
            folds=tuple(self.folds),
        )

    def draft_basis(self, text: str) -> Basis:
        """The same for the unsent text; a question to documents is not sent with the branch."""
        return self.basis(self.messages, "" if self.scope else text)

    def set_parameters(self, parameters: ChatParameters) -> None:
        """Use other parameters from the next turn on."""
        if self.conversation is None:
            self.new_parameters = parameters
            return
        conversation_id = self.conversation.id
        self.conversation = msgspec.structs.replace(self.conversation, parameters=parameters)
        self._change(lambda store: store.set_parameters(conversation_id, parameters))

    def set_scope(self, scope: Scope) -> None:
        """Answer from `scope` from the next question on."""
        if scope == self.scope:
            return
        if self.conversation is None:
            self.new_scope = scope
            self.changed.emit(None)
            return
        conversation_id = self.conversation.id
        self.conversation = msgspec.structs.replace(self.conversation, scope=scope)
        self.changed.emit(self.conversation)
        self._change(lambda store: store.set_scope(conversation_id, scope))

    def give_scope(self, conversation_id: int, scope: Scope) -> None:
        """Let any conversation without a scope go on with this one."""

        def give(store: ConversationStore) -> Conversation:
            conversation = store.get_conversation(conversation_id)
            if conversation.scope:
                return conversation
            return store.set_scope(conversation_id, scope)

        self._change(give)

    def refresh(self) -> None:
        """Read the title and parameters again."""
        wanted = self.id
        if wanted is not None:
            self._store.submit(lambda store: store.get_conversation(wanted), self._on_read)

    def _change(self, change: Callable[[ConversationStore], Conversation]) -> None:
        self._changing += 1

        def done(conversation: Conversation) -> None:
            self._changing -= 1
            self._on_read(conversation)

        def failed(error: UserError) -> None:
            self._changing -= 1
            self.save_failed.emit(error)

        self._store.submit(change, done, failed)

    def _on_read(self, conversation: Conversation) -> None:
        """What is older than a change that is on its way is not shown."""
        if conversation.id == self.id and not self._changing:
            self.conversation = conversation
            self.changed.emit(conversation)
