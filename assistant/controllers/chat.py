"""The open conversation: what is said, answered, stopped, edited and asked again.

An answer goes on while another conversation is shown; every signal about a message carries
its id, and whoever does not show it ignores the signal.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

import msgspec
from PySide6.QtCore import QObject, Signal, Slot

from assistant.controllers.context_counter import ContextCounter
from assistant.controllers.models import ModelsController
from assistant.controllers.reply import Reply
from assistant.core.chat import STATE_OF_REASON, build_generate
from assistant.core.entities import (
    ChatParameters,
    Conversation,
    Message,
    MessageState,
    Timings,
    Usage,
)
from assistant.core.errors import UserError
from assistant.core.messages import (
    AnyEvent,
    Cancel,
    Delta,
    Failed,
    Finished,
    PromptProgress,
)
from assistant.core.ports import ConversationStore
from assistant.workers.inference_thread import InferenceThread
from assistant.workers.store_thread import StoreThread

log = logging.getLogger(__name__)


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """A conversation and its shown branch; `conversation` is None for one not begun yet."""

    conversation: Conversation | None
    messages: list[Message]
    draft: str = ""


class ChatController(QObject):
    """Commands are methods, facts are signals; all on the window's thread.

    opened(Opened)                  another conversation is shown now
    conversation_changed(object)    its title, parameters or model changed (Conversation)
    turn_accepted(list[Message])    a turn is durable: the shown branch with the empty reply
    turn_kept(int)                  a turn is durable in a conversation that is not shown now
    branch_changed(list[Message])   another branch of the same conversation is shown
    send_refused(UserError)         nothing was sent; the composer keeps its text
    reply_progressed(int, int, int) message id, prompt tokens read, prompt tokens in all
    reply_extended(int, str, str)   message id, more text, more reasoning
    reply_finished(Message)         durable and complete, stopped, cut or failed
    reply_failed(int, UserError)    message id, why; follows `reply_finished`
    activity_changed(bool)          whether the shown conversation is being answered
    speed_changed(float, float)     tokens/s, first token after s; of the shown conversation
    context_counted(int, int)       tokens used, tokens the context holds
    save_failed(UserError)          an answer could not be stored; it is kept in memory
    list_changed()                  titles or order of conversations may have changed
    """

    opened = Signal(object)
    conversation_changed = Signal(object)
    turn_accepted = Signal(list)
    turn_kept = Signal(int)
    branch_changed = Signal(list)
    send_refused = Signal(object)
    reply_progressed = Signal(int, int, int)
    reply_extended = Signal(int, str, str)
    reply_finished = Signal(object)
    reply_failed = Signal(int, object)
    activity_changed = Signal(bool)
    speed_changed = Signal(float, float)
    context_counted = Signal(int, int)
    save_failed = Signal(object)
    list_changed = Signal()

    def __init__(
        self,
        store: StoreThread,
        inference: InferenceThread,
        models: ModelsController,
        defaults: Callable[[], ChatParameters],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._inference = inference
        self._models = models
        self._defaults = defaults
        self.conversation: Conversation | None = None
        self.messages: list[Message] = []
        self.new_parameters: ChatParameters | None = None
        self._replies: dict[str, Reply] = {}
        self._unsaved: list[tuple[Reply, MessageState, Finished, str]] = []
        self._generation = 0
        self._sending = False
        self._said_in: int | None = None
        self._counter = ContextCounter(inference, models, self._count_basis, self)
        self._counter.counted.connect(self.context_counted)
        inference.event_received.connect(self._on_event)

    # --- what is shown ---------------------------------------------------------------------

    @property
    def conversation_id(self) -> int | None:
        return None if self.conversation is None else self.conversation.id

    @property
    def parameters(self) -> ChatParameters:
        """Those of the shown conversation, or those the next new one will have."""
        if self.conversation is not None:
            return self.conversation.parameters
        return self.new_parameters or self._defaults()

    @property
    def answering(self) -> bool:
        """Whether the shown conversation is being answered."""
        return self._shown_reply() is not None

    def open(self, conversation_id: int, message_id: int | None = None) -> None:
        """Show a conversation, on the branch that holds `message_id` if one is given."""
        self._generation += 1
        generation = self._generation

        def read(store: ConversationStore) -> Opened:
            if message_id is not None:
                messages = store.select_message(message_id)
            else:
                messages = store.branch(conversation_id)
            conversation = store.get_conversation(conversation_id)
            store.set_setting("last_conversation", str(conversation_id))
            return Opened(conversation=conversation, messages=messages, draft=conversation.draft)

        def done(found: Opened) -> None:
            if generation == self._generation:
                self._show(found)

        self._store.submit(read, done, self._fail_open)

    def open_new(self) -> None:
        """Show the conversation that does not exist yet, with its unsent text."""
        self._generation += 1
        generation = self._generation

        def done(draft: str) -> None:
            if generation == self._generation:
                self.new_parameters = None
                self._show(Opened(conversation=None, messages=[], draft=draft))

        def read(store: ConversationStore) -> str:
            store.set_setting("last_conversation", "")
            return store.new_draft()

        self._store.submit(read, done, self._fail_open)

    def open_last(self) -> None:
        """Show what was shown when the application was closed, unless something is by now."""
        generation = self._generation

        def done(kept: str) -> None:
            if generation != self._generation or self._sending or self.conversation is not None:
                return
            if kept.isdigit():
                self.open(int(kept))
            else:
                self.open_new()

        self._store.submit(lambda store: store.setting("last_conversation"), done, self._fail_open)

    def _show(self, found: Opened) -> None:
        self.conversation = found.conversation
        self.messages = self._with_live_text(found.messages)
        self.opened.emit(msgspec.structs.replace(found, messages=self.messages))
        self.activity_changed.emit(self.answering)
        self._counter.request()

    def _with_live_text(self, messages: list[Message]) -> list[Message]:
        """The store knows a running answer up to its last checkpoint, we know all of it."""
        live = {reply.message.id: reply for reply in self._replies.values()}
        replace = msgspec.structs.replace
        return [
            replace(message, text=live[message.id].text, reasoning=live[message.id].reasoning)
            if message.id in live
            else message
            for message in messages
        ]

    def _fail_open(self, error: UserError) -> None:
        self.send_refused.emit(error)

    # --- saying something ------------------------------------------------------------------

    def send(self, text: str) -> None:
        """Say `text` at the end of the shown branch; `turn_accepted` or `send_refused` follows."""
        if not text.strip() or self._sending:
            return
        if self.answering:
            self.send_refused.emit(
                UserError("busy", "The last answer is still being written.", "Stop it first.")
            )
            return
        parent_id = self.messages[-1].id if self.messages else None
        self._say(text, parent_id)

    def edit(self, message_id: int, text: str) -> None:
        """Say `text` in the place of one of the person's turns; the old branch is kept."""
        message = self._message(message_id)
        if message is None or not text.strip() or self._sending:
            return
        self.stop()
        self._say(text, message.parent_id)

    def regenerate(self, message_id: int | None = None) -> None:
        """Answer again, beside the answer `message_id` (the last one by default)."""
        last = self.messages[-1].id if self.messages else None
        message = self._message(last if message_id is None else message_id)
        if message is None or message.parent_id is None or message.role != "assistant":
            return
        if not self._ready_to_answer():
            return
        self.stop()
        conversation_id, parent_id = message.conversation_id, message.parent_id
        model = self._models.state.name

        def write(store: ConversationStore) -> tuple[Conversation, list[Message]]:
            store.add_message(
                conversation_id,
                parent_id,
                "assistant",
                "",
                state=MessageState.STREAMING,
                model=model,
            )
            return store.get_conversation(conversation_id), store.branch(conversation_id)

        self._sending = True
        self._said_in = self.conversation_id
        self._store.submit(write, self._on_turn_written, self._on_turn_refused)

    def stop(self) -> None:
        """Stop the answer of the shown conversation; what was written stays."""
        reply = self._shown_reply()
        if reply is not None and not reply.stopping:
            reply.stopping = True
            self._inference.submit(Cancel(target=reply.request.request_id))

    def select_sibling(self, message_id: int, offset: int) -> None:
        """Show the branch through the sibling `offset` away."""
        self._store.submit(
            lambda store: store.select_sibling(message_id, offset),
            self._on_branch,
            self.send_refused.emit,
        )

    def _say(self, text: str, parent_id: int | None) -> None:
        if not self._ready_to_answer():
            return
        conversation_id = self.conversation_id
        parameters, model = self.parameters, self._models.state

        def write(store: ConversationStore) -> tuple[Conversation, list[Message]]:
            wanted = conversation_id
            if wanted is None:
                created = store.create_conversation(parameters=parameters, model_path=model.path)
                wanted = created.id
                store.set_setting("last_conversation", str(wanted))
            store.send_turn(wanted, parent_id, text, model=model.name)
            if conversation_id is None:
                store.set_draft(None, "")
            return store.get_conversation(wanted), store.branch(wanted)

        self._sending = True
        self._said_in = self.conversation_id
        self._store.submit(write, self._on_turn_written, self._on_turn_refused)

    def _ready_to_answer(self) -> bool:
        if self._models.ensure_loading():
            return True
        self.send_refused.emit(
            UserError("no_model", "No model is chosen yet.", "Open a GGUF file first.")
        )
        return False

    def _on_turn_written(self, written: tuple[Conversation, list[Message]]) -> None:
        conversation, messages = written
        self._sending = False
        self._start_reply(conversation, messages)
        if self._said_in == self.conversation_id:
            self.conversation = conversation
            self.messages = messages
            self.conversation_changed.emit(conversation)
            self.turn_accepted.emit(messages)
            self.activity_changed.emit(True)
        else:
            self.turn_kept.emit(conversation.id)
        self.list_changed.emit()

    def _on_turn_refused(self, error: UserError) -> None:
        self._sending = False
        self.send_refused.emit(error)

    def _on_branch(self, messages: list[Message]) -> None:
        if messages and messages[0].conversation_id == self.conversation_id:
            self.messages = self._with_live_text(messages)
            self.branch_changed.emit(self.messages)
            self.activity_changed.emit(self.answering)
            self._counter.request()

    # --- the answer ------------------------------------------------------------------------

    def _start_reply(self, conversation: Conversation, messages: list[Message]) -> None:
        request = build_generate(
            conversation.parameters, messages[:-1], conversation=str(conversation.id)
        )
        self._replies[request.request_id] = Reply(messages[-1], request)
        self._models.ensure_loading()
        self._inference.submit(request)

    @Slot(object)
    def _on_event(self, event: AnyEvent) -> None:
        reply = self._replies.get(event.request_id)
        if reply is None:
            return
        if isinstance(event, Delta):
            self._extend(reply, event)
        elif isinstance(event, PromptProgress):
            self.reply_progressed.emit(reply.message.id, event.done, event.total)
        elif isinstance(event, Finished):
            self._finish(reply, STATE_OF_REASON[event.reason], event)
        elif isinstance(event, Failed):
            self._on_failed(reply, event)

    def _extend(self, reply: Reply, event: Delta) -> None:
        reply.extend(event.text, event.channel, event.tokens)
        answer = event.channel == "answer"
        self.reply_extended.emit(
            reply.message.id, event.text if answer else "", "" if answer else event.text
        )
        if reply is self._shown_reply():
            self.speed_changed.emit(reply.speed(), 0.0)
        if reply.due_for_checkpoint():
            message_id, text, reasoning = reply.message.id, reply.text, reply.reasoning
            self._store.submit(
                lambda store: store.checkpoint_reply(message_id, text, reasoning),
                failed=self.save_failed.emit,
            )

    def _on_failed(self, reply: Reply, event: Failed) -> None:
        if event.kind == "cancelled":
            self._finish(reply, MessageState.STOPPED, Finished())
            return
        died = event.kind == "engine_died" and bool(reply.text or reply.reasoning)
        state = MessageState.INTERRUPTED if died else MessageState.FAILED
        text, hint = event.text, event.hint
        if event.kind == "no_model" and self._models.state.error is not None:
            text, hint = self._models.state.error.text, self._models.state.error.hint
        self._finish(reply, state, Finished(), f"{text} {hint}".strip())
        self.reply_failed.emit(reply.message.id, UserError(event.kind, text, hint))

    def _finish(self, reply: Reply, state: MessageState, end: Finished, error: str = "") -> None:
        shown = reply is self._shown_reply()
        self._replies.pop(reply.request.request_id, None)
        message = msgspec.structs.replace(
            reply.message,
            text=reply.text,
            reasoning=reply.reasoning,
            reasoning_s=reply.reasoning_s,
            state=state,
            usage=end.usage,
            timings=end.timings,
            error=error,
        )
        self.messages = [message if kept.id == message.id else kept for kept in self.messages]
        self.reply_finished.emit(message)
        if shown:
            self.activity_changed.emit(self.answering)
            self._report_speed(end.timings, end.usage)
        self._save(reply, state, end, error)

    def _report_speed(self, timings: Timings, usage: Usage) -> None:
        if usage.completion_tokens:
            self.speed_changed.emit(timings.decode_tokens_per_s, timings.first_token_s)
        self._counter.request()

    def _save(self, reply: Reply, state: MessageState, end: Finished, error: str) -> None:
        message_id, text, reasoning = reply.message.id, reply.text, reply.reasoning
        seconds = reply.reasoning_s

        def failed(why: UserError) -> None:
            self._unsaved.append((reply, state, end, error))
            self.save_failed.emit(why)

        def done(_message: Message) -> None:
            self.list_changed.emit()

        self._store.submit(
            lambda store: store.finish_reply(
                message_id,
                text,
                reasoning,
                state=state,
                usage=end.usage,
                timings=end.timings,
                reasoning_s=seconds,
                error=error,
            ),
            done,
            failed,
        )

    def save_again(self) -> None:
        """Try once more to store the answers that could not be stored."""
        waiting, self._unsaved = self._unsaved, []
        for entry in waiting:
            self._save(*entry)

    def shut_down(self) -> None:
        """Keep what running answers hold; the store marks them on the next start."""
        for reply in self._replies.values():
            self._save(reply, MessageState.INTERRUPTED, Finished(), "")
        self._replies.clear()

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
        if self.conversation is None:
            self.new_parameters = parameters
            self._counter.request()
            return
        conversation_id = self.conversation.id
        self.conversation = msgspec.structs.replace(self.conversation, parameters=parameters)
        self._store.submit(
            lambda store: store.set_parameters(conversation_id, parameters),
            self._on_conversation,
            self.save_failed.emit,
        )

    def refresh(self) -> None:
        """Read the title and parameters of the shown conversation again."""
        wanted = self.conversation_id
        if wanted is not None:
            self._store.submit(lambda store: store.get_conversation(wanted), self._on_conversation)

    def _on_conversation(self, conversation: Conversation) -> None:
        if conversation.id == self.conversation_id:
            self.conversation = conversation
            self.conversation_changed.emit(conversation)
            self._counter.request()

    # --- looking up ------------------------------------------------------------------------

    def message(self, message_id: int) -> Message | None:
        """The message of the shown branch with this id."""
        return self._message(message_id)

    def _message(self, message_id: int | None) -> Message | None:
        return next((message for message in self.messages if message.id == message_id), None)

    def _shown_reply(self) -> Reply | None:
        shown = self.conversation_id
        return next(
            (reply for reply in self._replies.values() if reply.message.conversation_id == shown),
            None,
        )

    def _count_basis(self) -> tuple[ChatParameters, list[Message]]:
        return self.parameters, self.messages
