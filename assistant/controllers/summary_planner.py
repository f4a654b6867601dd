"""A summary before it begins: documents, wishes, and what it will cost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, TypeAlias

from PySide6.QtCore import QObject, Signal

from assistant.controllers.chat import ChatController
from assistant.controllers.models import ModelsController
from assistant.controllers.reading import DocumentReading
from assistant.core.errors import UserError
from assistant.core.grounding import DocumentRef
from assistant.core.summary_options import SummaryOptions
from assistant.core.summary_plan import Plan
from assistant.workers.store_thread import StoreThread

PlanPhase: TypeAlias = Literal["closed", "reading", "no_model", "counting", "ready", "failed"]


class SummaryPlanner(QObject):
    """At most one plan at a time; window thread.

    `phase`: "reading" while documents are on their way, "no_model" when there is none to count
    with, "counting", "ready" with a `plan`, "failed" with an `error` (nothing could be read, the
    context is too small, …). `plan.seconds` is None before the first summary with this model;
    then this machine's chat speed is used if it is known. Other options or documents plan anew.

    changed()        phase, plan, error, options or `reading.files` are other than they were
    started(int)     the summary began: it is the reply with this message id
    refused(UserError)  it could not begin; the plan stays
    """

    changed = Signal()
    started = Signal(int)
    refused = Signal(object)

    def __init__(
        self,
        make_reading: Callable[[], DocumentReading],
        chat: ChatController,
        models: ModelsController,
        library: StoreThread,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.phase: PlanPhase = "closed"
        self.plan: Plan | None = None
        self.error: UserError | None = None
        self.options = SummaryOptions()
        self.reading = make_reading()

    def add_paths(self, paths: Sequence[str]) -> None:
        """Open the plan with these files and folders, or add them to the open one."""
        raise NotImplementedError

    def add_text(self, text: str, name: str = "") -> None:
        """The same with a text that was dropped, pasted or selected."""
        raise NotImplementedError

    def add_documents(self, documents: Sequence[DocumentRef]) -> None:
        """The same with documents that are kept already (a summary that goes on, or is wanted
        once more); what is not kept any more is refused."""
        raise NotImplementedError

    def set_options(self, options: SummaryOptions) -> None:
        """Plan for other wishes, after a short pause."""
        raise NotImplementedError

    def start(self) -> None:
        """Begin, in the shown conversation if it is empty, else in a new one.

        The plan closes once the turn is durable.
        """
        raise NotImplementedError

    def discard(self) -> None:
        """Close the plan; nothing is summarised."""
        raise NotImplementedError
