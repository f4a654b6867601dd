"""A summary before it begins: documents, wishes, and what it will cost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Literal, TypeAlias

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from assistant.controllers.chat import ChatController
from assistant.controllers.engine_steps import Errand
from assistant.controllers.models import ModelsController, ModelState
from assistant.controllers.reading import DocumentReading
from assistant.controllers.shown import Opened
from assistant.controllers.summary_asked import still_sending, summary_request
from assistant.core.document_ports import LibraryStore
from assistant.core.entities import Message, ModelInfo
from assistant.core.errors import UserError
from assistant.core.grounding import DocumentRef, SummaryTask
from assistant.core.summary_options import SummaryOptions
from assistant.core.summary_plan import Limits, Plan, Speeds, planned
from assistant.core.summary_progress import model_identity
from assistant.workers.library_thread import LibraryThread

PlanPhase: TypeAlias = Literal["closed", "reading", "no_model", "counting", "ready", "failed"]

_PAUSE_MS = 250
"""Wishes change one after the other; so long after the last the plan is made."""


class SummaryPlanner(QObject):
    """At most one plan at a time; window thread.

    `phase`: "reading" while documents are on their way or wait for the person, "no_model" when
    there is none to count with, "counting", "ready" with a `plan`, "failed" with an `error`
    (nothing could be read, the context is too small, …). `plan.seconds` is None before the first
    summary with this model; then this machine's chat speed is used if it is known. Other options,
    documents or another model plan anew.

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
        library: LibraryThread,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.phase: PlanPhase = "closed"
        self.plan: Plan | None = None
        self.error: UserError | None = None
        self.options = SummaryOptions()
        self.reading = make_reading()
        self._chat = chat
        self._models = models
        self._library = library
        self._generation = 0
        self._errand: Errand | None = None
        self._planned: tuple[DocumentRef, ...] = ()
        self._planned_with: tuple[str, Limits] | None = None
        self._chat_speeds: dict[str, Speeds] = {}
        self._starting: SummaryTask | None = None
        self._sent = False
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._count)
        self.reading.changed.connect(self._on_reading)
        models.state_changed.connect(self._on_model_state)
        chat.opened.connect(self._on_opened)
        chat.turn_accepted.connect(self._on_accepted)
        chat.turn_kept.connect(self._on_kept)
        chat.send_refused.connect(self._on_refused)
        chat.reply_finished.connect(self._on_reply_finished)

    # --- commands --------------------------------------------------------------------------

    def add_paths(self, paths: Sequence[str]) -> None:
        """Open the plan with these files and folders, or add them to the open one."""
        self._open()
        self.reading.add_paths(paths)

    def add_text(self, text: str, name: str = "") -> None:
        """The same with a text that was dropped, pasted or selected."""
        self._open()
        self.reading.add_text(text, name)

    def add_documents(self, documents: Sequence[DocumentRef]) -> None:
        """The same with documents that are kept: a summary goes on, or is wanted once more."""
        self._open()
        self.reading.add_documents(documents)

    def set_options(self, options: SummaryOptions) -> None:
        """Plan for other wishes, after a short pause."""
        if options == self.options:
            return
        self.options = options
        if self.phase in ("counting", "ready", "failed") and self.reading.documents():
            self._plan_anew()
        self.changed.emit()

    def start(self) -> None:
        """Begin, in the shown conversation if it is empty, else in a new one.

        The plan closes once the turn is durable.
        """
        if self.phase != "ready" or self._starting is not None:
            return
        self._starting = SummaryTask(documents=self._planned, options=self.options)
        self._sent = False
        if self._chat.messages:
            self._chat.open_new()
        else:
            self._send()

    def discard(self) -> None:
        """Close the plan; nothing is summarised."""
        self._drop_plan()
        self._starting = None
        self._planned = ()
        self.phase, self.error = "closed", None
        self.options = msgspec.structs.replace(self.options, instructions="")
        self.reading.clear()
        self.changed.emit()

    # --- the plan --------------------------------------------------------------------------

    def _open(self) -> None:
        if self.phase == "closed":
            self.phase = "reading"

    @Slot()
    def _on_reading(self) -> None:
        """Read documents are counted at once when nothing more is on its way."""
        if self.phase == "closed":
            return
        documents = self.reading.documents()
        if self.reading.busy:
            if self.phase != "reading":
                self._drop_plan()
                self.phase, self.error = "reading", None
        elif not documents:
            self._drop_plan()
            self._nothing_read()
        elif self.phase == "reading" or documents != self._planned:
            self._planned = documents
            self._plan_anew(at_once=True)
        self.changed.emit()

    def _nothing_read(self) -> None:
        files = self.reading.files
        errors = [file.error for file in files if file.phase == "failed"]
        if len(errors) < len(files) or not files:  # somebody is asked, or all was taken out
            self.phase, self.error = "reading", None
        else:
            self.phase, self.error = "failed", errors[0]

    def _drop_plan(self) -> None:
        """What is being counted is for nothing."""
        self._generation += 1
        self._pause.stop()
        self._chat.steps.cancel(self._errand)
        self._errand = None
        self.plan = None
        self._planned_with = None

    def _plan_anew(self, *, at_once: bool = False) -> None:
        self._drop_plan()
        self.error = None
        if not self._models.ensure_loading():
            self.phase = "no_model"
            return
        self.phase = "counting"
        if at_once:
            self._count()
        else:
            self._pause.start()

    @Slot()
    def _count(self) -> None:
        """Ask how fast this model is, then plan; while it loads, its being ready does it."""
        state = self._models.state
        if state.phase != "ready" or state.info is None:
            return
        self._generation += 1
        model, limits = _counted_with(state.info)
        self._planned_with = (model, limits)
        generation = self._generation
        otherwise = self._chat_speeds.get(model)

        def look(library: LibraryStore) -> Speeds | None:
            return library.documents.speeds(model)

        def found(speeds: Speeds | None) -> None:
            if generation == self._generation:
                self._count_with(limits, speeds or otherwise)

        self._library.submit(look, found, partial(self._on_not_planned, generation))

    def _count_with(self, limits: Limits, speeds: Speeds | None) -> None:
        generation = self._generation
        steps = planned(self.reading.texts(), self.options, limits, speeds)
        self._errand = self._chat.steps.run(
            steps,
            partial(self._on_planned, generation),
            partial(self._on_not_planned, generation),
            place="",  # nobody has agreed to the summary yet: no document is sent to be counted
        )

    def _on_planned(self, generation: int, plan: Plan) -> None:
        if generation == self._generation:
            self._errand = None
            self.plan, self.phase = plan, "ready"
            self.changed.emit()

    def _on_not_planned(self, generation: int, error: UserError) -> None:
        if generation == self._generation:
            self._errand = None
            self.error, self.phase = error, "failed"
            self.changed.emit()

    @Slot(object)
    def _on_model_state(self, state: ModelState) -> None:
        if self.phase not in ("no_model", "counting", "ready", "failed") or not self._planned:
            return
        if state.phase == "ready" and state.info is not None:
            if self._planned_with != _counted_with(state.info) or self.phase == "failed":
                self._plan_anew(at_once=True)
                self.changed.emit()
        elif state.phase == "failed" and self.phase == "counting":
            self._drop_plan()
            self.phase, self.error = "failed", state.error
            self.changed.emit()
        elif state.phase == "loading" and self.phase == "no_model":
            self.phase = "counting"
            self.changed.emit()

    @Slot(object)
    def _on_reply_finished(self, message: Message) -> None:
        """How fast this machine chats, until a summary tells it better."""
        info, timings = self._models.state.info, message.timings
        if info is None or message.sources is not None:
            return
        if timings.prefill_tokens_per_s > 0 and timings.decode_tokens_per_s > 0:
            speeds = Speeds(timings.prefill_tokens_per_s, timings.decode_tokens_per_s)
            self._chat_speeds[model_identity(info)] = speeds

    # --- the start -------------------------------------------------------------------------

    def _send(self) -> None:
        task, self._sent = self._starting, True
        if task is not None and not self._chat.send(summary_request(task), task):
            self._on_refused(still_sending())

    @Slot(object)
    def _on_opened(self, opened: Opened) -> None:
        """The new conversation is shown; or another one, and then it does not begin."""
        if self._starting is None or self._sent:
            return
        if opened.messages:
            self._starting = None
        else:
            self._send()

    @Slot(list)
    def _on_accepted(self, messages: list[Message]) -> None:
        if self._starting is not None and messages[-2].task == self._starting:
            self.discard()
            self.started.emit(messages[-1].id)

    @Slot(int)
    def _on_kept(self, _conversation_id: int) -> None:
        """It began, but another conversation is shown by now."""
        if self._starting is not None and self._sent:
            self.discard()

    @Slot(object)
    def _on_refused(self, error: UserError) -> None:
        if self._starting is not None:
            self._starting = None
            self.refused.emit(error)


def _counted_with(info: ModelInfo) -> tuple[str, Limits]:
    """What a plan depends on."""
    return model_identity(info), Limits(info.context_length, info.sequences)
