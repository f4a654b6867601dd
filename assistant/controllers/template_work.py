"""The reply to a template that was filled in."""

from __future__ import annotations

from PySide6.QtCore import QObject

from assistant.controllers.context_words import refusal_error
from assistant.controllers.engine_steps import Errand
from assistant.controllers.reply_work import ReplyWork, WorkEnd, WorkOrder
from assistant.controllers.work_tools import WorkTools
from assistant.core.chat import STATE_OF_REASON
from assistant.core.context_fit import Basis, Fit
from assistant.core.entities import ContextFold, MessageState
from assistant.core.errors import UserError
from assistant.core.grounding import TemplateTask
from assistant.core.remote.consent import conversation_place
from assistant.core.steps import Steps, Written
from assistant.core.templates.answering import TemplateHearing, answered


class TemplateWork(ReplyWork):
    """Answers with the system prompt, examples, parameters and grammar of a `TemplateTask`.

    Earlier turns of the branch go along, and make room as the conversation's rule says.
    """

    def __init__(self, order: WorkOrder, tools: WorkTools, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._order = order
        self._tools = tools
        self._errand: Errand | None = None
        self._text: list[str] = []
        self._over = False

    def start(self) -> None:
        task, order = self._order.task, self._order
        assert isinstance(task, TemplateTask)  # noqa: S101 - whoever makes works knows which
        info = self._tools.models.state.info
        steps: Steps[Written] = answered(
            Basis(parameters=order.parameters, branch=order.branch, folds=order.folds),
            task,
            _Hearing(self),
            _refused,
            limit=info.context_length if info else 0,
            conversation=str(order.reply.conversation_id),
        )
        self._errand = self._tools.steps.run(
            steps,
            self._on_written,
            self._on_failed,
            place=conversation_place(order.reply.conversation_id),
        )

    def stop(self) -> None:
        self._tools.steps.cancel(self._errand)
        self._end(WorkEnd(text="".join(self._text), state=MessageState.STOPPED))

    def _on_written(self, written: Written) -> None:
        state = STATE_OF_REASON.get(written.reason, MessageState.COMPLETE)
        self._end(
            WorkEnd(text=written.text, state=state, usage=written.usage, timings=written.timings)
        )

    def _on_failed(self, error: UserError) -> None:
        loading = self._tools.models.state.error
        if error.kind == "no_model" and loading is not None:
            error = loading
        text = "".join(self._text)
        state = MessageState.INTERRUPTED if text else MessageState.FAILED
        self._end(WorkEnd(text=text, state=state, error=error))

    def _end(self, end: WorkEnd) -> None:
        if not self._over:
            self._over = True
            self.finished.emit(end)


class _Hearing(TemplateHearing):
    """Tells what is heard of an answer."""

    def __init__(self, work: TemplateWork) -> None:
        self._work = work

    def summarising(self) -> None:
        self._work.staged.emit("summarising")

    def folded(self, fold: ContextFold) -> None:
        self._work.staged.emit("")
        self._work.folded.emit(fold)

    def prompted(self, done: int, total: int) -> None:
        self._work.prompted.emit(done, total)

    def extended(self, text: str, tokens: int) -> None:
        self._work._text.append(text)
        self._work.extended.emit(text, tokens)


def _refused(fit: Fit) -> UserError:
    assert fit.refused is not None  # noqa: S101 - it is called for nothing else
    return refusal_error(fit.refused)
