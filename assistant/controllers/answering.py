"""Answers on their way: fitted into the context, asked for, written, kept."""

from __future__ import annotations

from functools import partial
from typing import Literal

import msgspec
from PySide6.QtCore import QObject, Signal, Slot

from assistant.controllers.context_words import refusal_error
from assistant.controllers.engine_steps import EngineSteps, Errand
from assistant.controllers.models import ModelsController
from assistant.controllers.reply import Reply
from assistant.controllers.reply_keeping import ReplyKeeping
from assistant.controllers.reply_work import MakeWork, WorkEnd, WorkOrder, WorkProgress
from assistant.core.chat import STATE_OF_REASON, build_generate
from assistant.core.context_fit import Basis, Fit, measured, under_fold
from assistant.core.entities import ContextFold, Message, MessageState
from assistant.core.errors import UserError
from assistant.core.grounding import Sources, Task
from assistant.core.messages import (
    AnyEvent,
    Cancel,
    Delta,
    Failed,
    Finished,
    PromptProgress,
    Sent,
    Turn,
)
from assistant.core.remote.consent import conversation_of, conversation_place
from assistant.core.summaries import summarised
from assistant.workers.inference_thread import InferenceThread
from assistant.workers.store_thread import StoreThread

Stage = Literal["", "summarising"]

_LOOKED_AT = 2000
"""Characters of an answer from documents that a title and suggestions are made of."""


class Answered(msgspec.Struct, frozen=True, kw_only=True):
    """A whole answer: `message`, and the turns that were sent for it with the answer behind.

    `first` says that no earlier answer of its branch is complete.
    """

    message: Message
    turns: tuple[Turn, ...]
    first: bool


class Answering(QObject):
    """Window thread. Each reply ends in `finished`; `failed` says why there is no more of it.

    A turn with a task is given to a `ReplyWork`, every other one to the chat.

    progressed(int, int, int)   message id, prompt tokens read, prompt tokens in all
    staged(int, str)            message id, what is done before the prompt is read (`Stage`)
    extended(Reply, Delta)      more of it
    replaced(Reply)             all of it is another text now
    work_progressed(int, WorkProgress)   message id, how far its work is
    finished(Reply, Message, Finished)
    failed(int, UserError)      message id, why; follows `finished`
    answered(Answered)          it is complete
    folded(ContextFold)         from now on less of a branch is sent
    saved()                     it is durable
    save_failed(UserError)      it could not be stored; it is kept in memory
    """

    progressed = Signal(int, int, int)
    staged = Signal(int, str)
    extended = Signal(object, object)
    replaced = Signal(object)
    work_progressed = Signal(int, object)
    finished = Signal(object, object, object)
    failed = Signal(int, object)
    answered = Signal(object)
    folded = Signal(object)
    saved = Signal()
    save_failed = Signal(object)

    def __init__(
        self,
        store: StoreThread,
        inference: InferenceThread,
        models: ModelsController,
        steps: EngineSteps,
        make_work: MakeWork | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._make_work = make_work
        self._store = store
        self._inference = inference
        self._models = models
        self._steps = steps
        self._keeping = ReplyKeeping(store, self)
        self._keeping.saved.connect(self.saved)
        self._keeping.save_failed.connect(self.save_failed)
        self._replies: dict[int, Reply] = {}
        self._asked: dict[str, Reply] = {}
        self._bases: dict[int, Basis] = {}
        self._errands: dict[int, Errand] = {}
        self._refitted: set[int] = set()
        inference.event_received.connect(self._on_event)

    # --- commands --------------------------------------------------------------------------

    def begin(self, message: Message, basis: Basis, fit: Fit | None) -> None:
        """Write the empty reply `message`; what is not known to fit is measured first."""
        reply = Reply(message)
        self._replies[message.id] = reply
        self._bases[message.id] = basis
        self._models.ensure_loading()
        task = basis.branch[-1].task if basis.branch else None
        if task is not None and self._make_work is not None:
            self._work(reply, basis, task, self._make_work)
        elif fit is None:
            self._measure(reply)
        else:
            self._on_fit(reply, fit)

    def stop(self, reply: Reply) -> None:
        """End it with what there is."""
        if reply.stopping:
            return
        reply.stopping = True
        if reply.work is not None:
            reply.work.stop()
            return
        if reply.request is not None:
            self._inference.submit(Cancel(target=reply.request.request_id))
            return
        self._steps.cancel(self._errands.pop(reply.message.id, None))
        self._finish(reply, MessageState.STOPPED, Finished())

    def in_conversation(self, conversation_id: int | None) -> Reply | None:
        """The reply that is being written there."""
        return next(
            (r for r in self._replies.values() if r.message.conversation_id == conversation_id),
            None,
        )

    def with_live_text(self, messages: list[Message]) -> list[Message]:
        """The store knows a running answer up to its last checkpoint, we know all of it."""
        replace = msgspec.structs.replace
        live = self._replies
        return [
            replace(message, text=live[message.id].text, reasoning=live[message.id].reasoning)
            if message.id in live
            else message
            for message in messages
        ]

    def save_again(self) -> None:
        """Try once more to store the answers that could not be stored."""
        self._keeping.save_again()

    def shut_down(self) -> None:
        """Keep what running answers hold; the store marks them on the next start."""
        running = list(self._replies.values())
        self._replies.clear()
        self._asked.clear()
        for reply in running:
            self._keeping.save(_ended(reply, MessageState.INTERRUPTED, Finished()))
            if reply.work is not None:
                reply.work.stop()

    # --- by a work -------------------------------------------------------------------------

    def _work(self, reply: Reply, basis: Basis, task: Task, make_work: MakeWork) -> None:
        work = make_work(
            WorkOrder(
                reply=reply.message,
                branch=basis.branch,
                task=task,
                parameters=basis.parameters,
                folds=basis.folds,
            )
        )
        reply.task, reply.work = task, work
        work.extended.connect(partial(self._on_work_extended, reply))
        work.replaced.connect(partial(self._on_replaced, reply))
        work.progressed.connect(partial(self._on_work_progressed, reply))
        work.prompted.connect(partial(self.progressed.emit, reply.message.id))
        work.staged.connect(partial(self.staged.emit, reply.message.id))
        work.folded.connect(self._keep_fold)
        work.finished.connect(partial(self._on_work_finished, reply))
        work.start()

    def _on_work_extended(self, reply: Reply, text: str, tokens: int) -> None:
        if reply.message.id in self._replies:
            self._extend(reply, Delta(text=text, tokens=tokens))

    def _on_replaced(self, reply: Reply, text: str) -> None:
        if reply.message.id in self._replies and text != reply.text:
            reply.replace(text)
            self.replaced.emit(reply)
            self._checkpoint(reply)

    def _on_work_progressed(self, reply: Reply, progress: WorkProgress) -> None:
        if reply.message.id in self._replies:
            reply.progress = progress
            self.work_progressed.emit(reply.message.id, progress)

    def _on_work_finished(self, reply: Reply, end: WorkEnd) -> None:
        work, reply.work = reply.work, None
        if work is not None:
            work.deleteLater()
        if reply.message.id not in self._replies:
            return
        self._on_replaced(reply, end.text)
        basis, error = self._bases[reply.message.id], end.error
        why = "" if error is None else f"{error.text} {error.hint}".strip()
        finished = Finished(usage=end.usage, timings=end.timings)
        message = self._finish(reply, end.state, finished, why, end.sources)
        if error is not None:
            self.failed.emit(message.id, error)
        elif end.state in (MessageState.COMPLETE, MessageState.LENGTH):
            asked = Turn("user", basis.branch[-1].text)
            self._tell_answered(message, basis, (asked,), _LOOKED_AT)

    # --- before it is asked for ------------------------------------------------------------

    def _measure(self, reply: Reply) -> None:
        info = self._models.state.info
        steps = measured(self._bases[reply.message.id], info.context_length if info else 0)
        self._errands[reply.message.id] = self._steps.run(
            steps, partial(self._on_fit, reply), place=_place(reply)
        )

    def _on_fit(self, reply: Reply, fit: Fit) -> None:
        if fit.refused is not None:
            self._refuse(reply, refusal_error(fit.refused))
        elif fit.cut and fit.fold is not None and fit.fold.rule == "summarise":
            self.staged.emit(reply.message.id, "summarising")
            steps = summarised(self._bases[reply.message.id], fit)
            done = partial(self._on_summarised, reply)
            self._errands[reply.message.id] = self._steps.run(steps, done, place=_place(reply))
        else:
            self._ask(reply, fit)

    def _on_summarised(self, reply: Reply, fit: Fit) -> None:
        self.staged.emit(reply.message.id, "")
        if fit.refused is not None:
            self._refuse(reply, refusal_error(fit.refused))
        else:
            self._ask(reply, fit)

    def _ask(self, reply: Reply, fit: Fit) -> None:
        self._errands.pop(reply.message.id, None)
        basis = self._bases[reply.message.id]
        if fit.cut and fit.fold is not None:
            self._keep_fold(fit.fold)
        parameters, branch = under_fold(basis.parameters, basis.branch, fit.fold)
        conversation_id = reply.message.conversation_id
        request = build_generate(parameters, branch, conversation=str(conversation_id))
        reply.request = msgspec.structs.replace(request, place=_place(reply))
        self._asked[reply.request.request_id] = reply
        self._inference.submit(reply.request)

    @Slot(object)
    def _keep_fold(self, fold: ContextFold) -> None:
        self._store.submit(
            lambda store: store.keep_fold(fold), self.folded.emit, self.save_failed.emit
        )

    def _refuse(self, reply: Reply, error: UserError) -> None:
        self._finish(reply, MessageState.FAILED, Finished(), f"{error.text} {error.hint}".strip())
        self.failed.emit(reply.message.id, error)

    # --- while it is written ---------------------------------------------------------------

    @Slot(object)
    def _on_event(self, event: AnyEvent) -> None:
        if isinstance(event, Sent):
            self._on_sent(event)
            return
        reply = self._asked.get(event.request_id)
        if reply is None:
            return
        if isinstance(event, Delta):
            self._extend(reply, event)
        elif isinstance(event, PromptProgress):
            self.progressed.emit(reply.message.id, event.done, event.total)
        elif isinstance(event, Finished):
            self._complete(reply, event)
        elif isinstance(event, Failed):
            self._on_failed(reply, event)

    def _on_sent(self, event: Sent) -> None:
        """A work asks many times; what it sends is known by the place."""
        reply = self._asked.get(event.request_id)
        if reply is None:
            about = conversation_of(event.place)
            reply = None if about is None else self.in_conversation(about)
            if reply is None or reply.work is None:
                return
        first = not reply.sent_to
        reply.sent(event.host, event.masked, event.request_id)
        if first:  # that it has left is known even if this process dies now
            self._keeping.checkpoint(reply)

    def _extend(self, reply: Reply, event: Delta) -> None:
        reply.extend(event.text, event.channel, event.tokens)
        self.extended.emit(reply, event)
        self._checkpoint(reply)

    def _checkpoint(self, reply: Reply) -> None:
        if reply.due_for_checkpoint():
            self._keeping.checkpoint(reply)

    def _complete(self, reply: Reply, event: Finished) -> None:
        basis, request = self._bases[reply.message.id], reply.request
        message = self._finish(reply, STATE_OF_REASON[event.reason], event)
        if event.reason in ("stop", "length") and request is not None:
            self._tell_answered(message, basis, request.turns)

    def _tell_answered(
        self, message: Message, basis: Basis, turns: tuple[Turn, ...], most: int | None = None
    ) -> None:
        if message.text:
            earlier = (each for each in basis.branch if each.role == "assistant")
            first = all(each.state is not MessageState.COMPLETE for each in earlier)
            turns = (*turns, Turn("assistant", message.text[:most]))
            self.answered.emit(Answered(message=message, turns=turns, first=first))

    def _on_failed(self, reply: Reply, event: Failed) -> None:
        if event.kind == "cancelled":
            self._finish(reply, MessageState.STOPPED, Finished())
            return
        if event.kind == "context_full" and self._fit_again(reply):
            return
        died = event.kind == "engine_died" and bool(reply.text or reply.reasoning)
        state = MessageState.INTERRUPTED if died else MessageState.FAILED
        text, hint = event.text, event.hint
        if event.kind == "no_model" and self._models.state.error is not None:
            text, hint = self._models.state.error.text, self._models.state.error.hint
        self._finish(reply, state, Finished(), f"{text} {hint}".strip())
        self.failed.emit(reply.message.id, UserError(event.kind, text, hint))

    def _fit_again(self, reply: Reply) -> bool:
        """Measure what the engine refused, once; whether that is done.

        The context may have become another one since it was measured.
        """
        if reply.message.id in self._refitted or reply.text or reply.request is None:
            return False
        self._refitted.add(reply.message.id)
        self._asked.pop(reply.request.request_id)
        reply.request = None
        self._measure(reply)
        return True

    def _finish(
        self,
        reply: Reply,
        state: MessageState,
        end: Finished,
        error: str = "",
        sources: Sources | None = None,
    ) -> Message:
        message_id = reply.message.id
        for kept in (self._replies, self._bases, self._errands):
            kept.pop(message_id, None)
        self._refitted.discard(message_id)
        if reply.request is not None:
            self._asked.pop(reply.request.request_id, None)
        message = _ended(reply, state, end, error, sources)
        self.finished.emit(reply, message, end)
        self._keeping.save(message)
        return message


def _ended(
    reply: Reply,
    state: MessageState,
    end: Finished,
    error: str = "",
    sources: Sources | None = None,
) -> Message:
    """The message as it is kept."""
    return msgspec.structs.replace(
        reply.message,
        text=reply.text,
        reasoning=reply.reasoning,
        reasoning_s=reply.reasoning_s,
        state=state,
        usage=end.usage,
        timings=end.timings,
        error=error,
        sources=sources,
        sent_to=reply.sent_to,
        masked=dict(reply.masked),
    )


def _place(reply: Reply) -> str:
    return conversation_place(reply.message.conversation_id)
