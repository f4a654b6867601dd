"""The reply that is a summary: its passes, in any order, and what is shown meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer, Slot

from assistant.controllers import summary_words as words
from assistant.controllers.engine_steps import Errand
from assistant.controllers.models import ModelState
from assistant.controllers.reply_work import ReplyWork, WorkEnd, WorkOrder, WorkProgress
from assistant.controllers.summary_passes import OpenPass, PassRunner
from assistant.controllers.summary_stage import cells_of, stage_text
from assistant.controllers.work_tools import WorkTools
from assistant.core.document_ports import LibraryStore
from assistant.core.document_text import ExtractedText
from assistant.core.entities import MessageState
from assistant.core.errors import UserError
from assistant.core.grounding import SummaryTask
from assistant.core.messages import Finished
from assistant.core.remote.consent import conversation_place
from assistant.core.summary_course import Ending, Standing, SummaryCourse, begin_course
from assistant.core.summary_message import joined
from assistant.core.summary_plan import Limits, Plan, Speeds, planned
from assistant.core.summary_progress import SummaryProgress, model_identity
from assistant.core.summary_run import Pass

_SHOW_MS = 100
"""Text is handed on at most so often; the eye sees no difference."""
_SHOWN_KINDS = ("whole", "final", "comparison")
_TELL_MS = 1000
"""So often the time that is left is told anew."""

Material = tuple[list[ExtractedText], Speeds | None]


class SummaryWork(ReplyWork):
    """Makes the summary of a `SummaryTask`.

    All that takes a while runs elsewhere: the plan is made on the pool, and the run itself
    (`SummaryCourse`) belongs to the library's thread, where each pass is kept before it counts.
    """

    def __init__(self, order: WorkOrder, tools: WorkTools, parent: QObject | None = None) -> None:
        super().__init__(parent)
        assert isinstance(order.task, SummaryTask)  # noqa: S101 - whoever makes works knows
        self._task: SummaryTask = order.task
        self._anew = order.reply.sibling_count > 1
        self._place = conversation_place(order.reply.conversation_id)
        self._tools = tools
        self._model = ""
        self._then: Callable[[], None] | None = None
        self._errand: Errand | None = None
        self._course: SummaryCourse | None = None
        self._runner: PassRunner | None = None
        self._standing: Standing | None = None
        self._progress: SummaryProgress | None = None
        self._landing: dict[str, OpenPass] = {}
        """Answers that are on their way to being kept."""
        self._shown = ""
        self._told_tokens = 0
        self._over = False
        self._show_soon = QTimer(self, singleShot=True, interval=_SHOW_MS)
        self._show_soon.timeout.connect(self._show)
        self._show_soon.timeout.connect(self._tell)
        self._tell_again = QTimer(self, interval=_TELL_MS)
        self._tell_again.timeout.connect(self._tell)
        tools.models.state_changed.connect(self._on_model_state)

    def start(self) -> None:
        self.progressed.emit(WorkProgress(stage=words.loading()))
        self._then = self._load
        if not self._tools.models.ensure_loading():
            self._end(MessageState.FAILED, words.taken_away())
            return
        self._on_model_state(self._tools.models.state)

    def stop(self) -> None:
        self._end(MessageState.STOPPED)

    @Slot(object)
    def _on_model_state(self, state: ModelState) -> None:
        """Only what has to wait for the model is told here; the passes have their own eyes."""
        if self._then is None or self._over:
            return
        if state.phase == "ready":
            then, self._then = self._then, None
            then()
        elif state.phase == "failed" and state.error is not None:
            self._fail(state.error)
        elif state.phase in ("none", "chosen"):
            self._fail(words.taken_away())

    # --- before the first pass -------------------------------------------------------------

    def _load(self) -> None:
        info = self._tools.models.state.info
        if info is None:
            self._fail(words.taken_away())
            return
        self._model = model_identity(info)
        self.progressed.emit(WorkProgress(stage=words.counting()))
        model, documents = self._model, self._task.documents

        def load(library: LibraryStore) -> Material:
            texts = []
            for document in documents:
                try:
                    texts.append(library.documents.document(document.sha256))
                except UserError as error:
                    if error.kind == "not_found":
                        raise words.not_kept(document) from error
                    raise
            return texts, library.documents.speeds(model)

        limits = Limits(info.context_length, info.sequences)
        self._in_library(load, partial(self._plan, limits))

    def _plan(self, limits: Limits, material: Material) -> None:
        texts, speeds = material
        steps = planned(texts, self._task.options, limits, speeds)
        done = partial(self._begin, texts)
        self._errand = self._tools.steps.run(steps, done, self._fail, place=self._place)

    def _begin(self, texts: list[ExtractedText], plan: Plan) -> None:
        self._errand = None
        if self._over:
            return
        task, model, anew = self._task, self._model, self._anew
        self._runner = runner = PassRunner(
            self._tools.inference, self._tools.models, self, place=self._place
        )
        runner.begin((node.id for node in plan.nodes), plan.parallel)
        runner.extended.connect(self._on_extended)
        runner.finished.connect(self._on_finished)
        runner.too_long.connect(self._on_too_long)
        runner.failed.connect(self._fail)
        self._progress = SummaryProgress(plan)

        def begin(library: LibraryStore) -> tuple[SummaryCourse, Standing]:
            course = begin_course(library.documents, task, plan, texts, model, anew=anew)
            return course, course.standing(library.documents)

        self._tools.library.submit(begin, self._on_begun, self._fail)

    def _on_begun(self, begun: tuple[SummaryCourse, Standing]) -> None:
        course, standing = begun
        if self._over:
            self._tools.library.submit(lambda library: course.end(library.documents, None))
            return
        self._course = course
        self._tell_again.start()
        self._on_standing(standing)

    # --- the passes ------------------------------------------------------------------------

    @Slot(object, str, object)
    def _on_finished(self, passed: Pass, text: str, finished: Finished) -> None:
        course = self._course
        if course is None or self._over or self._progress is None:
            return
        self._progress.add(finished)
        if passed.node.kind in _SHOWN_KINDS:
            self._landing[passed.node.id] = OpenPass(passed, [text])
        self._in_library(
            lambda library: course.finish(passed, text, finished.reason, library.documents),
            self._on_standing,
        )

    @Slot(object)
    def _on_too_long(self, passed: Pass) -> None:
        course = self._course
        if course is None or self._over:
            return

        def done(standing: Standing | None) -> None:
            if standing is None:
                self._fail(words.too_long())
            else:
                self._on_standing(standing)

        self._in_library(lambda library: course.shorten(passed, library.documents), done)

    def _on_standing(self, standing: Standing) -> None:
        self._standing = standing
        for node_id in [each for each in self._landing if standing.states[each] != "waiting"]:
            del self._landing[node_id]
        if standing.done:
            self._end(MessageState.COMPLETE)
        elif self._runner is not None:
            self._runner.add(standing.due)
            self._show()
            self._tell()

    @Slot(object)
    def _on_extended(self, opened: OpenPass) -> None:
        if opened.passed.node.kind in _SHOWN_KINDS and not self._show_soon.isActive():
            self._show_soon.start()

    # --- what is told ----------------------------------------------------------------------

    @Slot()
    def _show(self) -> None:
        """Hand on what there is more of, or all of it where it changed."""
        if self._over or self._standing is None or self._course is None:
            return
        text, tokens = self._text()
        if text == self._shown:
            return
        if self._shown and text.startswith(self._shown):
            more = max(0, tokens - self._told_tokens)
            self.extended.emit(text[len(self._shown) :], more)
        else:
            self.replaced.emit(text)
        self._shown, self._told_tokens = text, tokens

    def _text(self) -> tuple[str, int]:
        """What there is of the summary, and the tokens of the part that is being written."""
        assert self._standing is not None and self._course is not None  # noqa: S101
        texts, tokens, comparison = list(self._standing.texts), 0, ""
        opened_now = self._runner.open if self._runner is not None else []
        for opened in [*self._landing.values(), *opened_now]:
            node, text = opened.passed.node, opened.text.strip()
            if not text:
                continue
            if node.kind == "comparison":
                comparison, tokens = text, opened.tokens
            elif node.kind in ("whole", "final"):
                texts[node.document], tokens = text, tokens + opened.tokens
        names = [document.name for document in self._task.documents]
        whole = joined(texts, names)
        if comparison:
            return f"## {self._course.words.comparison}\n\n{comparison}\n\n{whole}", tokens
        return whole, tokens

    @Slot()
    def _tell(self) -> None:
        course, standing, runner = self._course, self._standing, self._runner
        if self._over or course is None or standing is None or runner is None:
            return
        opened = runner.open
        written = {each.passed.node.id: each.tokens for each in opened}
        left = self._progress.seconds_left(standing.waiting, written) if self._progress else None
        self.progressed.emit(
            WorkProgress(
                stage=stage_text(course.plan, opened),
                done=standing.finished,
                total=course.plan.passes,
                coverage=standing.coverage,
                cells=cells_of(course.plan, standing, written),
                seconds_left=left,
            )
        )

    # --- the end ---------------------------------------------------------------------------

    @Slot(object)
    def _fail(self, error: UserError) -> None:
        self._end(MessageState.FAILED, error)

    def _end(self, state: MessageState, error: UserError | None = None) -> None:
        """What is finished stays with the library, whatever the end is."""
        if self._over:
            return
        self._over = True
        self._then = None
        self._show_soon.stop()
        self._tell_again.stop()
        self._tools.steps.cancel(self._errand)
        if self._runner is not None:
            self._runner.stop()
        course, progress = self._course, self._progress
        if course is None:
            self.finished.emit(WorkEnd(text="", state=state, error=error))
            return
        speeds = None if progress is None else progress.speeds()
        self._tools.library.submit(
            lambda library: course.end(library.documents, speeds),
            partial(self._on_ended, state, error),
            self._on_not_ended,
        )

    def _on_ended(self, state: MessageState, error: UserError | None, ending: Ending) -> None:
        if state is MessageState.COMPLETE and not ending.answered:
            state, error = MessageState.FAILED, words.no_answer()
        elif state is MessageState.FAILED and ending.text:
            state = MessageState.INTERRUPTED
        self._emit_end(ending.text, state, error, ending)

    def _on_not_ended(self, error: UserError) -> None:
        self._emit_end(self._shown, MessageState.INTERRUPTED, error, None)

    def _emit_end(
        self, text: str, state: MessageState, error: UserError | None, ending: Ending | None
    ) -> None:
        progress = self._progress
        assert progress is not None  # noqa: S101 - it is there since the course is
        self.finished.emit(
            WorkEnd(
                text=text,
                state=state,
                sources=None if ending is None else ending.sources,
                usage=progress.usage,
                timings=progress.timings,
                error=error,
            )
        )

    def _in_library(
        self, work: Callable[[LibraryStore], object], done: Callable[..., None]
    ) -> None:
        """Have `work` done on the library's thread; nothing follows once this has ended."""

        def still(result: object) -> None:
            if not self._over:
                done(result)

        self._tools.library.submit(work, still, self._fail)
