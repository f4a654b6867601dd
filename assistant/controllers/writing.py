"""The writing desk: what is done with a text, and what a person decides about it."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable
from functools import partial

import msgspec
from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal, Slot

from assistant.controllers.engine_steps import EngineSteps, Errand
from assistant.controllers.model_wait import Missing, nothing_missing
from assistant.controllers.models import ModelsController
from assistant.controllers.own_actions import WritingActions
from assistant.controllers.writing_draft import WritingDraft, WritingMemory
from assistant.controllers.writing_files import WritingFiles
from assistant.controllers.writing_hearing import RunHearing, Silent, fields_of, gap_after
from assistant.core.document_ports import DocumentReader
from assistant.core.errors import UserError
from assistant.core.remote.consent import WRITING
from assistant.core.steps import Compute, Steps
from assistant.core.translation.order import LanguageDetector
from assistant.core.writing.action import Action
from assistant.core.writing.actions import BUILT_IN, built_in
from assistant.core.writing.order import Differ, Piece, WriteHearing, WriteOrder, WriteResult
from assistant.core.writing.session import WritingSession, kept, moved
from assistant.workers.library_thread import LibraryThread
from assistant.workers.store_thread import StoreThread
from assistant.workers.task_pool import TaskPool

_ANY_SENTENCE = "A text to begin with."
Course = Callable[[WriteOrder, WriteHearing, Differ], Steps[WriteResult]]

MOST_EARLIER = 20
"""Works that one can go back to."""
_KEEP_WORKING_MS = 10_000
_KEEP_MS = 1_000
translate = QCoreApplication.translate


class WritingDesk(QObject):
    """Window thread. `session` is the work that is shown, `draft` what it is done with.

    began()                  the pieces of the session are known
    extended(int, str)       more of the raw answer to a piece
    piece_finished(int)      a piece of the session is done, and its changes are in the review
    finished()               the session is done
    failed(UserError)        it ended early; what is finished stays, `resume` goes on
    stopped()                the person stopped it; the same holds
    refused(UserError)       it was not begun
    session_changed()        another session is shown, or most of it is new
    decided(tuple)           decisions about these changes are others now
    draft_restored()         what stood on the desk the last time is in `draft`
    """

    began = Signal()
    extended = Signal(int, str)
    piece_finished = Signal(int)
    finished = Signal()
    failed = Signal(object)
    stopped = Signal()
    refused = Signal(object)
    session_changed = Signal()
    decided = Signal(tuple)
    draft_restored = Signal()

    def __init__(
        self,
        steps: EngineSteps,
        models: ModelsController,
        store: StoreThread,
        library: LibraryThread,
        pool: TaskPool,
        reader: Callable[[], DocumentReader],
        make_differ: Callable[[], Differ],
        parent: QObject | None = None,
        *,
        course: Course | None = None,
        make_detector: Callable[[], LanguageDetector] | None = None,
        permission: Missing = nothing_missing,
    ) -> None:
        """`steps` must be served by `library` and `pool`. `course` is `core.writing.course`'s.

        With `make_detector` an answer in another language of the same script is seen.
        `permission` says why nothing may be sent to where the model is.
        """
        super().__init__(parent)
        self._permission = permission
        self._steps = steps
        self._models = models
        self._make_differ = make_differ
        self._course = course
        self._make_detector = make_detector
        self._tools: tuple[Course, Differ] | None = None
        self._errand: Errand | None = None
        self._began_s = 0.0
        self._began_at = 0
        self.session: WritingSession | None = None
        self.earlier: deque[WritingSession] = deque(maxlen=MOST_EARLIER)
        self.draft = WritingDraft()
        self.actions = WritingActions(library, BUILT_IN, self)
        self.files = WritingFiles(pool, reader, self)
        self.memory = WritingMemory(store, self)
        self.memory.loaded.connect(self._on_loaded)
        self._keep = QTimer(self, singleShot=True)
        self._keep.timeout.connect(self._keep_session)
        self.actions.load()
        self.memory.load()

    # --- what stands on the desk -----------------------------------------------------------

    def set_draft(self, draft: WritingDraft) -> None:
        """Keep what is on the desk from now on."""
        if draft != self.draft:
            self.draft = draft
            if self.memory.known:
                self.memory.keep_draft(draft)

    def flush(self) -> None:
        """Hand everything to the store that is not kept yet."""
        if self._keep.isActive():
            self._keep_session()

    def shut_down(self) -> None:
        """Stop, and keep what is there."""
        self.stop()
        self.flush()

    @Slot(object, object)
    def _on_loaded(self, draft: WritingDraft, session: WritingSession | None) -> None:
        """What was typed or begun before this was known stands behind it."""
        if session is not None:
            self.earlier.appendleft(session)
        if self.session is None and self.earlier:
            self.session = self.earlier.pop()
        self.session_changed.emit()
        typed = self.draft.text
        if typed.strip():
            text = f"{draft.text}\n{typed}" if draft.text else typed
            draft = msgspec.structs.replace(draft, text=text)
            self.memory.keep_draft(draft)
        if draft != self.draft:
            self.draft = draft
            self.draft_restored.emit()

    # --- a work ----------------------------------------------------------------------------

    @property
    def working(self) -> bool:
        return self.session is not None and self.session.phase == "working"

    @property
    def loading(self) -> bool:
        """Whether the work waits for the model."""
        return self._models.state.phase == "loading"

    def start(self, text: str, action: Action, *, note: str = "", protect: bool = True,
              reasons: bool = False, origin: str = "") -> bool:  # fmt: skip
        """Do `action` with `text`; what is shown so far can be gone back to.

        `origin` is the path of the file that the text is from. False, and `refused`, where there
        is nothing to do it with.
        """
        order = WriteOrder(text=text, action=action, note=note, protect=protect, reasons=reasons)
        error = self._refusal(text)
        if error is not None:
            self.refused.emit(error)
            return False
        self.stop()
        if self.session is not None:
            self.earlier.append(self.session)
        self.session = WritingSession(order, origin)
        self.session_changed.emit()
        self._run(self.session)
        return True

    def resume(self) -> None:
        """Go on with what a stopped or failed session has not done yet."""
        session = self.session
        if session is None or self.working or not session.unfinished:
            return
        if not self._ready():
            return
        session.phase, session.failure = "working", None
        self._run(session)
        self.session_changed.emit()

    def redo_unusable(self) -> None:
        """Ask again for the pieces that the model did not do as it was asked to.

        Decisions about the others stay.
        """
        session = self.session
        if session is None or self.working or not session.unusable():
            return
        if not self._ready():
            return

        def done(_nothing: None) -> None:
            self._end("done")
            self.session_changed.emit()

        session.phase, session.failure = "working", None
        self._start_clock(session)
        self._errand = self._steps.run(self._again(session), done, self._on_failed, place=WRITING)
        self.session_changed.emit()

    def _again(self, session: WritingSession) -> Steps[None]:
        for number in session.unusable():
            start, end = session.done[number].start, session.done[number].end
            order = WriteOrder(
                **{**fields_of(session.order), "text": session.order.text[start:end]}
            )
            result = yield from self._steps_of(order, Silent())
            piece = Piece(
                start=0,
                end=end - start,
                text=result.text,
                changes=result.changes,
                flags=result.flags,
                rejected=result.rejected,
            )
            session.replace_piece(number, moved(piece, start))
        session.cut = any(flag.kind == "cut" for each in session.done for flag in each.flags)

    def write_on(self) -> None:
        """Have a written text that was cut, or seems too short, continued."""
        session, action = self.session, built_in("continue")
        if session is None or self.working or not session.composes or action is None:
            return
        if not self._ready():
            return
        before = session.composed.rstrip()
        before += gap_after(before)

        def extended(_piece: int, text: str) -> None:
            session.composed += text
            self.extended.emit(0, text)

        def done(result: WriteResult) -> None:
            session.composed = before + result.text
            session.cut = result.cut
            self._end("done")
            self.finished.emit()

        session.phase, session.failure = "working", None
        session.composed = before
        order = WriteOrder(text=before, action=action, note=session.order.note)
        hearing = Silent(extended)
        self._start_clock(session)
        self._errand = self._steps.run(
            self._steps_of(order, hearing), done, self._on_failed, place=WRITING
        )
        self.session_changed.emit()

    def stop(self) -> None:
        """End the work; finished pieces stay."""
        if self._errand is None:
            return
        self._steps.cancel(self._errand)
        self._end("stopped")
        self.stopped.emit()

    def go_back(self) -> None:
        """Show the session before this one; this one is at the end of the row."""
        if self.earlier and not self.working:
            shown = self.session
            self.session = self.earlier.pop()
            if shown is not None:
                self.earlier.appendleft(shown)
            self._keep_soon()
            self.session_changed.emit()

    def seconds_left(self) -> float | None:
        """About how long the rest takes; None before the first piece of this run is done."""
        session = self.session
        if session is None or not session.spans or session.rest <= self._began_at:
            return None
        spent = time.monotonic() - self._began_s
        rate = spent / (session.rest - self._began_at)
        return rate * max(0, session.spans[-1][1] - session.rest)

    # --- decisions -------------------------------------------------------------------------

    def accept(self, numbers: Iterable[int]) -> None:
        if self.session is not None:
            self._tell(self.session.review.accept(numbers))

    def reject(self, numbers: Iterable[int]) -> None:
        if self.session is not None:
            self._tell(self.session.review.reject(numbers))

    def accept_all(self) -> None:
        if self.session is not None:
            self._tell(self.session.review.accept_all())

    def reject_all(self) -> None:
        if self.session is not None:
            self._tell(self.session.review.reject_all())

    def undo(self) -> None:
        if self.session is not None:
            self._tell(self.session.review.undo())

    def redo(self) -> None:
        if self.session is not None:
            self._tell(self.session.review.redo())

    def set_composed(self, text: str) -> None:
        """A person changed what was written."""
        if self.session is not None and not self.working:
            self.session.composed = text
            self._keep_soon()

    def _tell(self, numbers: tuple[int, ...]) -> None:
        if numbers:
            self._keep_soon()
            self.decided.emit(numbers)

    # --- how it goes -----------------------------------------------------------------------

    def _refusal(self, text: str) -> UserError | None:
        if not text.strip():
            return UserError(
                "empty_prompt",
                translate("Writing", "There is no text yet."),
                translate("Writing", "Type or paste one, or open a file."),
            )
        return self._unable()

    def _unable(self) -> UserError | None:
        """Why nothing can be asked of the model now; None where it can, or it loads."""
        return self._permission() or (None if self._models.ensure_loading() else no_model())

    def _ready(self) -> bool:
        error = self._unable()
        if error is not None:
            self.refused.emit(error)
        return error is None

    def _run(self, session: WritingSession) -> None:
        at = session.rest
        order = WriteOrder(**{**fields_of(session.order), "text": session.order.text[at:]})
        self._start_clock(session)
        self._keep_soon(_KEEP_WORKING_MS)
        hearing = RunHearing(self, session, at)
        run = self._steps_of(order, hearing)
        self._errand = self._steps.run(run, hearing.done, self._on_failed, place=WRITING)
        if session.phase != "working":  # it was over before this was known
            self._errand = None

    def _steps_of(self, order: WriteOrder, hearing: WriteHearing) -> Steps[WriteResult]:
        """The course of `order`; what it needs is loaded beside the window's thread."""
        if self._tools is None:
            self._tools = yield Compute(self._load)
        course, differ = self._tools
        return (yield from course(order, hearing, differ))

    def _load(self) -> tuple[Course, Differ]:
        if self._course is not None:
            return self._course, self._make_differ()
        from assistant.core.writing.course import written

        if self._make_detector is None:
            return written, self._make_differ()
        detector = self._make_detector()
        detector.detect(_ANY_SENTENCE)  # its model is read with the first text
        return partial(written, detector=detector), self._make_differ()

    def _start_clock(self, session: WritingSession) -> None:
        self._began_s, self._began_at = time.monotonic(), session.rest

    def _on_failed(self, error: UserError) -> None:
        loading = self._models.state.error
        if error.kind == "no_model" and loading is not None:
            error = loading
        if self.session is not None:
            self.session.failure = error
        self._end("failed")
        self.failed.emit(error)

    def _end(self, phase: str) -> None:
        self._errand = None
        if self.session is not None:
            self.session.phase = phase  # type: ignore[assignment]  # a SessionPhase
            self._keep_session()

    def _keep_soon(self, delay_ms: int = _KEEP_MS) -> None:
        if not self._keep.isActive():
            self._keep.start(delay_ms)

    @Slot()
    def _keep_session(self) -> None:
        self._keep.stop()
        if self.session is not None and self.memory.known:
            self.memory.keep_session(kept(self.session))
            if self.working:
                self._keep.start(_KEEP_WORKING_MS)


def no_model() -> UserError:
    return UserError(
        "no_model",
        translate("Writing", "No model is chosen yet."),
        translate("Writing", "Choose one, then try again."),
    )
