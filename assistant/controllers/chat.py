"""The open conversation: what is shown of it, and what a person does with it.

Turns are said by `sending.py` and answered by `answering.py`; `shown_conversation.py` holds what
belongs to the conversation. An answer goes on while another
conversation is shown; every signal about a message carries its id, and whoever does not show it
ignores the signal.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import msgspec
from PySide6.QtCore import QObject, Signal, Slot

from assistant.controllers.answering import Answering
from assistant.controllers.chat_consent import ChatConsent
from assistant.controllers.consent import ConsentKeeper
from assistant.controllers.context_counter import ContextCounter
from assistant.controllers.engine_steps import EngineSteps
from assistant.controllers.models import ModelsController
from assistant.controllers.opening import Opening
from assistant.controllers.reply import Reply
from assistant.controllers.reply_work import MakeWork, WorkProgress
from assistant.controllers.sending import Attempt, Sending, Written, still_answering
from assistant.controllers.shown import Opened, ShownFold
from assistant.controllers.shown_conversation import ShownConversation
from assistant.core.context_fit import fold_of, folded_count
from assistant.core.entities import (
    ChatParameters,
    ContextFold,
    Conversation,
    Message,
    MessageState,
)
from assistant.core.grounding import AskTask, Scope, SummaryTask, Task
from assistant.core.messages import Delta, Finished
from assistant.workers.inference_thread import InferenceThread
from assistant.workers.store_thread import StoreThread


class ChatController(QObject):
    """Commands are methods, facts are signals; all on the window's thread.

    opened(Opened)                  another conversation is shown now
    conversation_changed(object)    its title, parameters, model or scope changed (Conversation;
                                    None for one that does not exist yet)
    turn_accepted(list[Message])    a turn is durable: the shown branch with the empty reply
    turn_kept(int)                  a turn is durable in a conversation that is not shown now
    branch_changed(list[Message])   another branch of the same conversation is shown
    fold_changed(object)            where the shown branch is cut (ShownFold or None)
    send_refused(UserError)         nothing was sent; the composer keeps its text
    reply_progressed(int, int, int) message id, prompt tokens read, prompt tokens in all
    reply_staged(int, str)          message id, what comes before reading (`answering.Stage`)
    reply_extended(int, str, str)   message id, more text, more reasoning
    reply_replaced(int, str)        message id, what all of its text is from now on
    work_progressed(int, object)    message id, how far a summary or a search is (WorkProgress)
    reply_finished(Message)         durable and complete, stopped, cut or failed
    reply_failed(int, UserError)    message id, why; follows `reply_finished`
    answered(Answered)              a reply is complete, with what was sent for it
    activity_changed(bool)          whether the shown conversation is being answered
    speed_changed(float, float)     tokens/s, first token after s; of the shown conversation
    context_counted(int, int)       tokens used, tokens the context holds
    context_forecast(Fit)           what sending the unsent text would do
    save_failed(UserError)          an answer could not be stored; it is kept in memory
    list_changed()                  titles or order of conversations may have changed
    """

    opened = Signal(object)
    conversation_changed = Signal(object)
    turn_accepted = Signal(list)
    turn_kept = Signal(int)
    branch_changed = Signal(list)
    fold_changed = Signal(object)
    send_refused = Signal(object)
    reply_progressed = Signal(int, int, int)
    reply_staged = Signal(int, str)
    reply_extended = Signal(int, str, str)
    reply_replaced = Signal(int, str)
    work_progressed = Signal(int, object)
    reply_finished = Signal(object)
    reply_failed = Signal(int, object)
    answered = Signal(object)
    activity_changed = Signal(bool)
    speed_changed = Signal(float, float)
    context_counted = Signal(int, int)
    context_forecast = Signal(object)
    save_failed = Signal(object)
    list_changed = Signal()

    def __init__(
        self,
        store: StoreThread,
        inference: InferenceThread,
        models: ModelsController,
        defaults: Callable[[], ChatParameters],
        parent: QObject | None = None,
        *,
        make_work: MakeWork | None = None,
        steps: EngineSteps | None = None,
        consent: ConsentKeeper | None = None,
    ) -> None:
        """`make_work` answers turns with a task; `steps` are shared with it.

        `consent` knows what may be sent to a server; without it the engine alone decides.
        """
        super().__init__(parent)
        self._store = store
        self._models = models
        self._shown = ShownConversation(store, defaults, self)
        self._consent = ChatConsent(consent, self._shown)
        self._opening = Opening(store, self)
        self.steps = steps or EngineSteps(inference, self)
        self._answering = Answering(store, inference, models, self.steps, make_work, self)
        self._counter = ContextCounter(
            self.steps, models, self._shown.draft_basis, self, permitted=self._consent.permitted
        )
        self._sending = Sending(
            store, models, self.steps, self._counter.known, self, consent=self._consent
        )
        self._connect()
        if consent is not None:
            consent.changed.connect(self._counter.request)

    def _connect(self) -> None:
        answering, sending, counter = self._answering, self._sending, self._counter
        counter.counted.connect(self.context_counted)
        counter.forecast.connect(self.context_forecast)
        sending.written.connect(self._on_written)
        sending.refused.connect(self.send_refused)
        answering.progressed.connect(self.reply_progressed)
        answering.staged.connect(self.reply_staged)
        answering.extended.connect(self._on_extended)
        answering.finished.connect(self._on_finished)
        answering.replaced.connect(self._on_replaced)
        answering.work_progressed.connect(self.work_progressed)
        answering.failed.connect(self.reply_failed)
        answering.answered.connect(self.answered)
        answering.folded.connect(self._on_folded)
        answering.saved.connect(self.list_changed)
        answering.save_failed.connect(self.save_failed)
        self._opening.read.connect(self._show)
        self._opening.failed.connect(self.send_refused)
        self._shown.changed.connect(self._on_shown_changed)
        self._shown.save_failed.connect(self.save_failed)
        self._models.state_changed.connect(self._tell_fold)

    # --- what is shown ---------------------------------------------------------------------

    @property
    def conversation(self) -> Conversation | None:
        return self._shown.conversation

    @property
    def conversation_id(self) -> int | None:
        return self._shown.id

    @property
    def messages(self) -> list[Message]:
        """The shown branch."""
        return self._shown.messages

    @property
    def folds(self) -> list[ContextFold]:
        return self._shown.folds

    @property
    def parameters(self) -> ChatParameters:
        """Those of the shown conversation, or those the next new one will have."""
        return self._shown.parameters

    @property
    def scope(self) -> Scope:
        """What the shown conversation is answered from, or the next new one."""
        return self._shown.scope

    @property
    def attempt(self) -> Attempt | None:
        """What was to be sent last, whether it was or not."""
        return self._sending.attempt

    @property
    def answering(self) -> bool:
        """Whether the shown conversation is being answered."""
        return self._shown_reply() is not None

    def open(self, conversation_id: int, message_id: int | None = None) -> None:
        """Show a conversation, on the branch that holds `message_id` if one is given."""
        self._opening.open(conversation_id, message_id)

    def open_new(self) -> None:
        """Show the conversation that does not exist yet, with its unsent text."""
        self._opening.open_new()

    def open_last(self) -> None:
        """Show what was shown when the application was closed, unless something is by now."""
        self._opening.open_last(lambda: self._sending.busy or self.conversation is not None)

    @Slot(object)
    def _show(self, found: Opened) -> None:
        self._consent.left()
        if found.conversation is None:
            self._shown.begin_new()
        self._shown.conversation = found.conversation
        self._shown.messages = self._answering.with_live_text(found.messages)
        self._shown.folds = found.folds
        self.opened.emit(msgspec.structs.replace(found, messages=self.messages))
        self._tell_fold()
        self.activity_changed.emit(self.answering)
        self._counter.request()

    @Slot(object)
    def _tell_fold(self, _fact: object = None) -> None:
        """A longer context may make the cut unnecessary."""
        info = self._models.state.info
        fold = fold_of(self.folds, self.messages, info.context_length if info else 0)
        shown = None if fold is None else ShownFold(fold, folded_count(self.messages, fold))
        self.fold_changed.emit(shown)

    # --- saying something ------------------------------------------------------------------

    def send(self, text: str, task: Task | None = None) -> bool:
        """Say `text` at the end of the shown branch; `turn_accepted` or `send_refused` follows.

        Without a `task` the turn is answered from the scope, or by the model alone where that is
        empty. False when there is nothing to say, or the turn before is still on its way: then
        nothing follows.
        """
        if not text.strip() or self._sending.busy:
            return False
        if self.answering:
            self.send_refused.emit(still_answering())
            return True
        if task is None and self.scope:
            task = AskTask(scope=self.scope)
        parent_id = self.messages[-1].id if self.messages else None
        if self._sending.ready(Attempt(partial(self.send, text, task), self.messages, text, task)):
            basis = self._shown.basis(self.messages, text)
            self._sending.say(self.conversation_id, parent_id, basis, task, self.scope)
        return True

    def edit(self, message_id: int, text: str) -> None:
        """Say `text` in the place of one of the person's turns; the old branch is kept.

        The turn keeps its task.
        """
        message = self.message(message_id)
        if message is None or not text.strip() or self._sending.busy:
            return
        before = self.messages[: self.messages.index(message)]
        again = partial(self.edit, message_id, text)
        if self._sending.ready(Attempt(again, before, text, message.task)):
            self.stop()
            basis = self._shown.basis(before, text)
            self._sending.say(self.conversation_id, message.parent_id, basis, message.task)

    def regenerate(self, message_id: int | None = None) -> None:
        """Answer again, beside the answer `message_id` (the last one by default)."""
        last = self.messages[-1].id if self.messages else None
        message = self.message(last if message_id is None else message_id)
        if message is None or message.parent_id is None or message.role != "assistant":
            return
        before = self.messages[: self.messages.index(message)]
        attempt = Attempt(partial(self.regenerate, message.id), before, "", before[-1].task)
        if self._sending.busy or not self._sending.ready(attempt):
            return
        self.stop()
        basis = self._shown.basis(before)
        self._sending.say_again(message.conversation_id, message.parent_id, basis)

    def stop(self) -> None:
        """Stop the answer of the shown conversation; what was written stays."""
        reply = self._shown_reply()
        if reply is not None:
            self._answering.stop(reply)

    def select_sibling(self, message_id: int, offset: int) -> None:
        """Show the branch through the sibling `offset` away."""
        self._store.submit(
            lambda store: store.select_sibling(message_id, offset),
            self._on_branch,
            self.send_refused.emit,
        )

    @Slot(object)
    def _on_written(self, written: Written) -> None:
        conversation, messages = written.conversation, written.messages
        self._consent.follow(written)
        shown = written.said_in == self.conversation_id
        if shown:
            self._shown.conversation = conversation
            self._shown.messages = messages
            self.conversation_changed.emit(conversation)
            self.turn_accepted.emit(messages)
            self._tell_fold()
        else:
            self.turn_kept.emit(conversation.id)
        # whoever shows the reply knows it by now: something may be told of it at once
        self._answering.begin(messages[-1], written.basis, written.fit)
        if shown:
            self.activity_changed.emit(self.answering)
        self.list_changed.emit()

    def _on_branch(self, messages: list[Message]) -> None:
        if messages and messages[0].conversation_id == self.conversation_id:
            self._shown.messages = self._answering.with_live_text(messages)
            self.branch_changed.emit(self.messages)
            self._tell_fold()
            self.activity_changed.emit(self.answering)
            self._counter.request()

    # --- the answer ------------------------------------------------------------------------

    @Slot(object, object)
    def _on_extended(self, reply: Reply, event: Delta) -> None:
        answer = event.channel == "answer"
        self.reply_extended.emit(
            reply.message.id, event.text if answer else "", "" if answer else event.text
        )
        if reply.message.conversation_id == self.conversation_id and event.tokens:
            self.speed_changed.emit(reply.speed(), 0.0)

    @Slot(object)
    def _on_replaced(self, reply: Reply) -> None:
        self.reply_replaced.emit(reply.message.id, reply.text)

    def work_progress(self, conversation_id: int | None) -> WorkProgress | None:
        """How far the work is that is going on in a conversation; None where there is none."""
        reply = self._answering.in_conversation(conversation_id)
        return None if reply is None else reply.progress

    @Slot(object, object, object)
    def _on_finished(self, reply: Reply, message: Message, end: Finished) -> None:
        self._shown.messages = [
            message if kept.id == message.id else kept for kept in self.messages
        ]
        self.reply_finished.emit(message)
        if isinstance(reply.task, SummaryTask) and message.state is MessageState.COMPLETE:
            scope = Scope(documents=reply.task.documents)
            self._shown.give_scope(message.conversation_id, scope)
        if message.conversation_id == self.conversation_id:
            self.activity_changed.emit(self.answering)
            if end.usage.completion_tokens:
                timings = end.timings
                self.speed_changed.emit(timings.decode_tokens_per_s, timings.first_token_s)
            self._counter.request()

    @Slot(object)
    def _on_folded(self, fold: ContextFold) -> None:
        if fold.conversation_id == self.conversation_id:
            others = [kept for kept in self.folds if kept.message_id != fold.message_id]
            self._shown.folds = [*others, fold]
            self._tell_fold()

    def save_again(self) -> None:
        """Try once more to store the answers that could not be stored."""
        self._answering.save_again()

    def shut_down(self) -> None:
        """Keep what running answers hold, and ask nothing more."""
        self._answering.shut_down()
        self.steps.cancel_all()

    # --- what belongs to the conversation --------------------------------------------------

    def save_draft(self, text: str) -> None:
        """Keep the unsent text of the shown conversation."""
        self.save_draft_of(self.conversation_id, text, text)

    def save_draft_of(
        self, conversation_id: int | None, kept: str, message: str | None = None
    ) -> None:
        """Keep the unsent text of any conversation; `message` is what it would send, counted."""
        self._store.submit(
            lambda store: store.set_draft(conversation_id, kept), failed=self.save_failed.emit
        )
        if message is not None and conversation_id == self.conversation_id:
            self._counter.set_draft(message)

    def count_draft(self, message: str) -> None:
        """Count `message` with the context from now on."""
        self._counter.set_draft(message)

    def set_parameters(self, parameters: ChatParameters) -> None:
        """Use other parameters from the next turn on."""
        self._shown.set_parameters(parameters)
        self._counter.request()

    def set_scope(self, scope: Scope) -> None:
        """Answer from `scope` from the next question on; `conversation_changed` follows."""
        self._shown.set_scope(scope)

    def refresh(self) -> None:
        """Read the title and parameters of the shown conversation again."""
        self._shown.refresh()

    @Slot(object)
    def _on_shown_changed(self, conversation: Conversation | None) -> None:
        self.conversation_changed.emit(conversation)
        self._counter.request()

    def message(self, message_id: int | None) -> Message | None:
        """The message of the shown branch with this id."""
        return self._shown.message(message_id)

    def _shown_reply(self) -> Reply | None:
        shown = self.conversation_id
        return None if shown is None else self._answering.in_conversation(shown)
