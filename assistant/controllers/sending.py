"""From what a person says to a turn that is durable."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QCoreApplication, QObject, Signal

from assistant.controllers.context_words import refusal_error
from assistant.controllers.engine_steps import EngineSteps
from assistant.controllers.models import ModelsController
from assistant.core.context_fit import Basis, Fit, measured
from assistant.core.entities import Conversation, Message, MessageState
from assistant.core.errors import UserError
from assistant.core.grounding import Scope, SummaryTask, Task, TemplateTask
from assistant.core.ports import ConversationStore
from assistant.core.remote.consent import Permission, conversation_place
from assistant.workers.store_thread import StoreThread

if TYPE_CHECKING:
    from assistant.controllers.chat_consent import ChatConsent

Durable = tuple[Conversation, list[Message], Permission | None]
Writing = Callable[[ConversationStore], Durable]


_NO_SCOPE = Scope()


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """A turn is durable: `messages` is its branch with the empty reply at the end.

    `basis` is what the reply answers. `fit` is None where nothing could be counted before.
    `said_in` is the conversation it was said in, None for one that began with it; `permission`
    is what was allowed for that one, durable too.
    """

    conversation: Conversation
    messages: list[Message]
    basis: Basis
    fit: Fit | None
    said_in: int | None
    permission: Permission | None = None


@dataclass(frozen=True)
class Attempt:
    """Something that was to be said: `text` behind `before`, or with "" an answer to the last of
    these. `again()` tries it once more."""

    again: Callable[[], object]
    before: list[Message]
    text: str = ""
    task: Task | None = None


class Sending(QObject):
    """One turn at a time; each ends in `written(Written)` or `refused(UserError)`.

    While the model is in memory, what cannot fit is refused before anything is written.
    """

    written = Signal(object)
    refused = Signal(object)

    def __init__(
        self,
        store: StoreThread,
        models: ModelsController,
        steps: EngineSteps,
        known: Callable[[Basis], Fit | None],
        parent: QObject | None = None,
        *,
        consent: ChatConsent | None = None,
    ) -> None:
        """`known` is the last count, if it was of this."""
        super().__init__(parent)
        self._consent = consent
        self._store = store
        self._models = models
        self._steps = steps
        self._known = known
        self.busy = False
        self.attempt: Attempt | None = None

    def say(
        self,
        conversation_id: int | None,
        parent_id: int | None,
        basis: Basis,
        task: Task | None = None,
        scope: Scope = _NO_SCOPE,
    ) -> None:
        """Say `basis.text` below `parent_id`; `scope` is that of a conversation that begins."""
        parameters, model, text = basis.parameters, self._models.state, basis.text
        typed = not isinstance(task, SummaryTask | TemplateTask)
        permission = None if self._consent is None else self._consent.for_new()

        def write(store: ConversationStore) -> Durable:
            wanted = conversation_id
            draft = ""
            kept = None
            if wanted is None:
                created = store.create_conversation(
                    parameters=parameters, model_path=model.path, scope=scope
                )
                wanted = created.id
                if permission is not None:
                    place = conversation_place(wanted)
                    kept = store.permit(place, permission.server_id, permission.host)
                store.set_setting("last_conversation", str(wanted))
                draft = "" if typed else store.new_draft()
            store.send_turn(wanted, parent_id, text, model=model.name, task=task)
            if conversation_id is None:
                store.set_draft(None, "")
            if draft or (typed and task is not None):
                store.set_draft(wanted, draft)
            return store.get_conversation(wanted), store.branch(wanted), kept

        self._begin(write, basis, conversation_id, task)

    def say_again(self, conversation_id: int, parent_id: int, basis: Basis) -> None:
        """Begin another answer to the turn `parent_id`, the last of `basis`."""
        model = self._models.state.name
        task = basis.branch[-1].task

        def write(store: ConversationStore) -> Durable:
            store.add_message(
                conversation_id,
                parent_id,
                "assistant",
                "",
                state=MessageState.STREAMING,
                model=model,
            )
            return store.get_conversation(conversation_id), store.branch(conversation_id), None

        self._begin(write, basis, conversation_id, task)

    def ready(self, attempt: Attempt) -> bool:
        """Whether a model is there or on its way, and may be asked; else `refused` says so."""
        self.attempt = attempt
        error = None if self._consent is None else self._consent.refusal()
        if error is not None:
            self.refused.emit(error)
            return False
        if self._models.ensure_loading():
            return True
        self.refused.emit(
            UserError(
                "no_model",
                QCoreApplication.translate("Sending", "No model is chosen yet."),
                QCoreApplication.translate("Sending", "Open a GGUF file first."),
            )
        )
        return False

    def _begin(self, write: Writing, basis: Basis, said_in: int | None, task: Task | None) -> None:
        self.busy = True
        done = partial(self._on_fit, write, basis, said_in)
        if task is not None:  # its requests are not the branch
            done(None)
            return
        info = self._models.state.info
        fit = self._known(basis)
        if fit is not None:
            done(fit)
        elif self._models.state.phase == "ready" and info is not None:
            place = "" if said_in is None else conversation_place(said_in)
            self._steps.run(measured(basis, info.context_length), done, place=place)
        else:
            done(None)

    def _on_fit(self, write: Writing, basis: Basis, said_in: int | None, fit: Fit | None) -> None:
        if fit is not None and fit.refused is not None:
            self._refuse(refusal_error(fit.refused))
            return
        counted = fit if fit is not None and fit.limit else None

        def done(result: Durable) -> None:
            conversation, messages, permission = result
            self.busy = False
            answered = msgspec.structs.replace(
                basis, parameters=conversation.parameters, branch=tuple(messages[:-1]), text=""
            )
            self.written.emit(
                Written(
                    conversation=conversation,
                    messages=messages,
                    basis=answered,
                    fit=counted,
                    said_in=said_in,
                    permission=permission,
                )
            )

        self._store.submit(write, done, self._refuse)

    def _refuse(self, error: UserError) -> None:
        self.busy = False
        self.refused.emit(error)


def still_answering() -> UserError:
    """One answer at a time in a conversation."""
    text = QCoreApplication.translate("Sending", "The last answer is still being written.")
    return UserError("busy", text, QCoreApplication.translate("Sending", "Stop it first."))
