"""The text on the translation page: what is asked, what came of it, sentence by sentence."""

from __future__ import annotations

from functools import partial
from typing import Any, Literal

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from assistant.controllers import translation_draft as drafts
from assistant.controllers.engine_steps import EngineSteps, Errand
from assistant.controllers.glossaries import GlossaryShelf
from assistant.controllers.model_wait import Missing, ModelWait, nothing_missing
from assistant.controllers.models import ModelsController
from assistant.controllers.translation_draft import TranslateOptions, TranslationDraft
from assistant.controllers.translation_files import FileTranslation
from assistant.controllers.translation_hearing import Hearing
from assistant.controllers.translation_memory import MemoryCare
from assistant.controllers.translation_pace import Pace, TranslationProgress
from assistant.controllers.translation_result import Result, continued
from assistant.controllers.translation_sentences import SentenceWork
from assistant.controllers.translation_wish import TranslationWish
from assistant.core.errands import Done, OnFailed
from assistant.core.errors import UserError
from assistant.core.remote.consent import TRANSLATION
from assistant.core.steps import Steps
from assistant.core.translation.glossary import TermUse
from assistant.core.translation.order import (
    LanguageDetector,
    Languages,
    Segment,
    TranslateOrder,
    Translation,
)
from assistant.core.translation.ports import FileTranslator
from assistant.workers.library_thread import LibraryThread
from assistant.workers.store_thread import StoreThread
from assistant.workers.task_pool import TaskPool

Phase = Literal["idle", "loading", "working", "stopped", "done", "failed"]

_SAVE_MS = 800
_SAVE_WHILE_WORKING_MS = 5000
_TELL_MS = 250
_LAST_RESULTS = 20


class TranslationDesk(QObject):
    """Translates the text that stands on the page; window thread.

    `loaded()`: text and options of the last time are there. `began()`: all `segments` are new.
    `segment_extended(number, text)`: more of the raw answer; `segment_changed(number)`;
    `phase_changed()`; `progressed(TranslationProgress)`; `failed(UserError)`: something went wrong
    behind the page. `wish` is what is asked; `sentences` works on single ones, `file` on a file;
    `memory` is what is remembered.
    """

    loaded = Signal()
    began = Signal()
    segment_extended = Signal(int, str)
    segment_changed = Signal(int)
    phase_changed = Signal()
    progressed = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        store: StoreThread,
        library: LibraryThread,
        models: ModelsController,
        steps: EngineSteps,
        pool: TaskPool,
        detector: LanguageDetector,
        translator: FileTranslator,
        glossaries: GlossaryShelf,
        parent: QObject | None = None,
        *,
        permission: Missing = nothing_missing,
    ) -> None:
        """`permission` says why nothing may be sent to where the model is."""
        super().__init__(parent)
        self._store = store
        self.detector = detector
        self._steps = steps.apart(library, pool, self)
        self._model = ModelWait(models, self, permission)
        self._pace = Pace()
        self._errand: Errand | None = None
        self._order: TranslateOrder | None = None
        self._options_of_run = TranslateOptions()
        self._past: list[Result] = []
        self._segments: list[Segment] = []
        self._shown = Result()
        self.wish = TranslationWish(detector, glossaries, pool, self)
        self.terms: tuple[TermUse, ...] = ()
        self.phase: Phase = "idle"
        self.error: UserError | None = None
        self.is_loaded = False
        self.sentences = SentenceWork(self, self._model, self._steps, library, detector)
        self.file = FileTranslation(self, models, translator, pool, permission)
        self.memory = MemoryCare(library, self)
        self.memory.failed.connect(self.failed)
        self.wish.failed.connect(self.failed)
        self.wish.text_changed.connect(self._on_wish)
        self.wish.options_changed.connect(self._on_wish)
        self._save_soon = QTimer(self, singleShot=True)
        self._save_soon.timeout.connect(self.save)
        self._tell = QTimer(self, interval=_TELL_MS)
        self._tell.timeout.connect(self._on_tell)
        self.file.path_changed.connect(self._save_later)

    # --- what is kept ----------------------------------------------------------------------

    def load(self) -> None:
        """Ask for what stood here the last time; `loaded` follows, once."""
        if not self.is_loaded:
            self._store.submit(
                lambda store: drafts.decode(store.setting(drafts.SETTING)),
                self._on_loaded,
                self.failed.emit,
            )

    def _on_loaded(self, draft: TranslationDraft) -> None:
        if self.is_loaded:
            return
        self.is_loaded = True
        wish = self.wish
        wish.options, wish.recent = draft.options, draft.recent
        if not wish.text:
            wish.set_text(draft.text)
            self._show(
                Result(
                    text=draft.translated_text,
                    segments=draft.segments,
                    source_language=draft.source_language,
                    target_language=draft.target_language,
                    options=draft.made_with,
                )
            )
        wish.options_changed.emit()
        self.loaded.emit()
        if draft.file:
            self.file.open(draft.file)

    @Slot()
    def save(self) -> None:
        """Keep what stands here now."""
        self._save_soon.stop()
        if not self.is_loaded:
            return
        result = self.result
        draft = TranslationDraft(
            text=self.wish.text,
            options=self.wish.options,
            translated_text=result.text,
            segments=result.segments,
            source_language=result.source_language,
            target_language=result.target_language,
            made_with=result.options,
            recent=self.wish.recent,
            file=self.file.path,
        )
        self._store.submit(
            lambda store: store.set_setting(drafts.SETTING, drafts.encode(draft)),
            failed=self.failed.emit,
        )

    @Slot()
    def _save_later(self) -> None:
        if not self._save_soon.isActive():
            self._save_soon.start(_SAVE_WHILE_WORKING_MS if self.working else _SAVE_MS)

    def shut_down(self) -> None:
        """Keep everything and stop; before the threads end."""
        self.stop()
        self.file.shut_down()
        self.save()
        self._steps.cancel_all()

    # --- what is shown ---------------------------------------------------------------------

    @property
    def working(self) -> bool:
        return self.phase in ("loading", "working")

    @property
    def result(self) -> Result:
        """What there is of the translation that is shown."""
        return msgspec.structs.replace(self._shown, segments=tuple(self._segments))

    @property
    def shown(self) -> Result:
        """`result` as it was when its run began: its text, languages and options still hold."""
        return self._shown

    @property
    def segments(self) -> list[Segment]:
        """The sentences that are shown; not to be changed by others."""
        return self._segments

    def shown_done(self) -> int:
        """How many of `segments` are translated."""
        return sum(1 for segment in self._segments if segment.target)

    @property
    def up_to_date(self) -> bool:
        """Whether all of the text, as it is, has been translated into the chosen language."""
        shown, wish = self._shown, self.wish
        return (
            bool(self._segments)
            and shown.text == wish.text
            and shown.options.target == wish.options.target
            and shown.options.asks_the_same(wish.options)
            and all(segment.target for segment in self._segments)
        )

    @Slot()
    def _on_wish(self) -> None:
        """Why the last attempt failed may be mended."""
        if self.phase == "failed":
            self._set_phase("done" if self._segments else "idle")
        self._save_later()

    @property
    def can_swap(self) -> bool:
        return bool(self.wish.source_language) and not self.working

    def swap(self) -> None:
        """Exchange the languages, and the translation with its text where there is one."""
        if not self.can_swap:
            return
        shown, wish, source = self.result, self.wish, self.wish.source_language
        target = wish.options.target
        if shown.segments and shown.text == wish.text and shown.target_language == target:
            self._remember_result()
            turned = shown.reversed()
            wish.set_text(turned.text)
            self._show(turned)
        wish.set_options(source=target, target=source)

    # --- translating -----------------------------------------------------------------------

    def translate(self, *, anew: bool = False, anyway: bool = False) -> None:
        """Translate what is not translated yet; `anew`: also what is, or what the memory knows.

        A sentence that a person wrote stays. `anyway`: even from a language into itself.
        """
        if self.working:
            return
        if (trouble := self.wish.refusal(anyway=anyway)) is not None:
            self._fail(trouble)
            return
        self.error = None
        order = self.wish.order((self.wish.text,), use_memory=not anew)
        earlier = self._earlier(order, anew=anew)
        self._options_of_run = self.wish.options
        self._set_phase("loading")
        self._model.when_ready(self, partial(self._run, order, earlier), self._fail)

    def _earlier(self, order: TranslateOrder, *, anew: bool) -> list[Segment]:
        """The sentences that need not be asked again."""
        made, wanted = self._shown.options, self.wish.options
        if made.target != wanted.target or (made.source and made.source != wanted.source):
            return []
        terms_changed = self._order is not None and self._order.glossary != order.glossary
        if anew or terms_changed or not made.asks_the_same(wanted):
            return [segment for segment in self._segments if segment.origin == "person"]
        return self._segments

    def begin(self, steps: Steps[Any], done: Done, failed: OnFailed) -> Errand:
        """Start `steps` with the engine; `end` stops them."""
        return self._steps.run(steps, done, failed, place=TRANSLATION)

    def end(self, errand: Errand | None) -> None:
        self._steps.cancel(errand)

    def _run(self, order: TranslateOrder, earlier: list[Segment]) -> None:
        self._order = order
        self._set_phase("working")
        hearing = Hearing(self._on_began, self.segment_extended.emit, self._on_finished)
        steps = continued(order, tuple(earlier), hearing, self.detector)
        self._errand = Errand(steps, self._on_translated, self._fail, place=TRANSLATION)
        self._steps.start(self._errand)

    def stop(self) -> None:
        """End the work; what is done stays."""
        if self.working:
            self._end_run()
            self._set_phase("stopped")

    def _on_began(self, source_language: str, segments: tuple[Segment, ...]) -> None:
        """All sentences of the run that goes on."""
        assert self._order is not None  # noqa: S101 - it is what runs
        self._remember_result()
        self._show(
            Result(
                text=self._order.units[0],
                segments=segments,
                source_language=source_language,
                target_language=self._order.languages.target,
                options=self._options_of_run,
            )
        )
        self._pace.begin(self._segments)
        self._tell.start()
        self._on_tell()

    def _on_finished(self, number: int, done: Segment) -> None:
        """A sentence of the run is done."""
        self._segments[number] = done
        self._pace.finish(done)
        self.segment_changed.emit(number)
        self._save_later()

    def _on_translated(self, translation: Translation) -> None:
        for number, (known, done) in enumerate(
            zip(self._segments, translation.segments, strict=False)
        ):
            if not known.target:
                self._segments[number] = done
                self.segment_changed.emit(number)
        self.terms = translation.terms
        self._end_run()
        self._set_phase("done")

    def _fail(self, error: UserError) -> None:
        self._end_run()
        self.error = error
        self._set_phase("failed")

    def _end_run(self) -> None:
        self._model.leave(self)
        self._steps.cancel(self._errand)
        self._errand = None
        self._tell.stop()
        self._on_tell()
        self._save_later()

    @Slot()
    def _on_tell(self) -> None:
        self.progressed.emit(self.progress)

    @property
    def progress(self) -> TranslationProgress:
        return self._pace.progress()

    def _set_phase(self, phase: Phase) -> None:
        self.phase = phase
        if phase != "failed":
            self.error = None
        self.phase_changed.emit()

    # --- one sentence ----------------------------------------------------------------------

    def replace(self, number: int, segment: Segment) -> None:
        """Show `segment` in the place of sentence `number`; the way back stays open."""
        if self._segments[number] != segment:
            self._remember_result()
            self._segments[number] = segment
            self._save_later()
        self.segment_changed.emit(number)

    def order_shown(self) -> TranslateOrder:
        """The order that the shown sentences are of."""
        shown, order = self._shown, self._order
        if order is None or order.units != (shown.text,):
            order = self.wish.order((shown.text,))
        languages = Languages(source=shown.source_language, target=shown.target_language)
        return msgspec.structs.replace(order, languages=languages)

    # --- back ------------------------------------------------------------------------------

    @property
    def can_go_back(self) -> bool:
        return bool(self._past) and not self.working

    def go_back(self) -> None:
        """Show the translation as it was before the last change; the text stays."""
        if self.can_go_back:
            self._show(self._past.pop())
            self._set_phase("done" if self._segments else "idle")
            self._save_later()

    def _remember_result(self) -> None:
        result = self.result
        if result.done and (not self._past or self._past[-1] != result):
            self._past.append(result)
            del self._past[:-_LAST_RESULTS]

    def _show(self, result: Result) -> None:
        self.sentences.cancel_all()
        self._shown = result
        self._segments = list(result.segments)
        self.terms = ()
        if self.phase == "idle" and self._segments:
            self.phase = "done"
        self.began.emit()
