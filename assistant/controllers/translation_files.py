"""A file that is translated: what is in it, how far it is, and where it goes."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Literal

import msgspec
from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal, Slot

from assistant.controllers.engine_steps import Errand
from assistant.controllers.model_wait import Missing, ModelWait, nothing_missing
from assistant.controllers.models import ModelsController
from assistant.controllers.translation_hearing import Hearing
from assistant.controllers.translation_pace import Pace, TranslationProgress
from assistant.core.document_ports import LibraryStore
from assistant.core.errors import UserError
from assistant.core.steps import Lookup, asking
from assistant.core.summary_progress import model_identity
from assistant.core.translation.marks import are_kept
from assistant.core.translation.order import Languages, Segment, TranslateOrder, Translation
from assistant.core.translation.ports import BilingualLayout, FileTranslator, FileUnits
from assistant.core.translation.segments import joined, segmented
from assistant.workers.task_pool import TaskPool

if TYPE_CHECKING:
    from assistant.controllers.translating import TranslationDesk

FilePhase = Literal["none", "opening", "ready", "loading", "working", "stopped", "done", "failed"]

_TELL_MS = 250

Opened = tuple[FileUnits, tuple[Segment, ...]]


class FileTranslation(QObject):
    """One file at a time, with the options of the desk; window thread.

    `changed()`: phase, file or error are others. `progressed(TranslationProgress)`,
    `segment_changed(number)`, `written(str, tuple[str, ...])` with the path
    and sentences on what is other than it was. Finished sentences are kept at once,
    so stopping, a crash and a restart lose none.
    """

    changed = Signal()
    path_changed = Signal()
    progressed = Signal(object)
    segment_changed = Signal(int)
    written = Signal(str, object)

    def __init__(
        self,
        desk: TranslationDesk,
        models: ModelsController,
        translator: FileTranslator,
        pool: TaskPool,
        permission: Missing = nothing_missing,
    ) -> None:
        super().__init__(desk)
        self._desk = desk
        self._models = models
        self._translator = translator
        self._pool = pool
        self._model = ModelWait(models, self, permission)
        self._pace = Pace()
        self._errand: Errand | None = None
        self._order: TranslateOrder | None = None
        self._cancelled = Event()
        self._fresh: tuple[Segment, ...] = ()
        """The sentences, none of them translated."""
        self._languages = Languages(target="")
        self._identity = self._looked = ""
        self._is_written = False
        self.path = ""
        self.phase: FilePhase = "none"
        self.units: FileUnits | None = None
        self.segments: list[Segment] = []
        self.error: UserError | None = None
        self.saving = False
        self._tell = QTimer(self, interval=_TELL_MS)
        self._tell.timeout.connect(self._on_tell)
        models.state_changed.connect(self._look_for_kept)
        desk.wish.options_changed.connect(self._on_options)

    # --- which file ------------------------------------------------------------------------

    def open(self, path: str) -> None:
        """Take the texts out of the file at `path`; what was open is closed."""
        self.close()
        self.path = path
        self._set("opening")
        self.path_changed.emit()
        self._cancelled = cancelled = Event()
        translator = self._translator

        def work() -> Opened:
            units = translator.units(Path(path), cancelled.is_set)
            return units, segmented(units.units)

        def done(opened: Opened) -> None:
            if not cancelled.is_set():
                self.units, segments = opened
                self._fresh = segments
                self._begin_anew()

        def failed(error: UserError) -> None:
            if not cancelled.is_set():
                self._fail(error)

        self._pool.run(work, done, failed)

    def close(self) -> None:
        """Let go of the file; what was translated of it is still kept."""
        self._cancelled.set()
        self._end_run()
        self._forget_job()
        self.path, self.units, self.segments, self.error = "", None, [], None
        self._fresh = ()
        self._pace = Pace()
        if self.phase != "none":
            self._set("none")
            self.path_changed.emit()

    def shut_down(self) -> None:
        self._cancelled.set()
        self._end_run()

    def _begin_anew(self) -> None:
        """Nothing of the file is translated yet, but for what is kept."""
        self.segments = list(self._fresh)
        self._order = None
        self._looked = ""
        self._is_written = False
        self._set("ready")
        self._look_for_kept()

    @Slot()
    def _on_options(self) -> None:
        """What was translated with other options is not what is wanted now; it stays kept."""
        order, units = self._order, self.units
        if units is None or self.working:
            return
        if order is not None and self._desk.wish.order(units.units) != order:
            self._begin_anew()
        else:
            self._look_for_kept()

    @Slot()
    def _look_for_kept(self, _state: object = None) -> None:
        """Show what an earlier run has finished, once the model says which job it is."""
        from assistant.core.translation.file_course import job_key

        units, info = self.units, self._models.state.info
        if self.phase != "ready" or units is None or info is None:
            return
        key = job_key(units, self._desk.wish.order(units.units), model_identity(info))
        if key == self._looked:
            return
        self._looked = key

        def done(kept: dict[int, Segment]) -> None:
            if self.units is units and self.phase == "ready" and self._looked == key:
                fresh = list(self._fresh)
                for number, segment in kept.items():
                    if number < len(fresh) and fresh[number].source == segment.source:
                        fresh[number] = segment
                self.segments = fresh
                self.changed.emit()

        steps = asking(Lookup(lambda library: library.desk.finished_segments(key)))
        self._desk.begin(steps, done, self._desk.failed.emit)

    def _forget_job(self) -> None:
        """The file is written and closed: its sentences need not be kept as a job any more."""
        from assistant.core.translation.file_course import forgotten

        if self._is_written and self.units is not None and self._order is not None:
            steps = forgotten(self.units, self._order, self._identity)
            self._desk.begin(steps, lambda _nothing: None, self._desk.failed.emit)
        self._is_written = False
        self._looked = ""

    @property
    def working(self) -> bool:
        return self.phase in ("loading", "working")

    @property
    def sentences(self) -> int:
        """How many there are to translate."""
        return sum(1 for segment in self.segments if segment.origin != "same")

    @property
    def done(self) -> int:
        """How many of `sentences` are translated."""
        return sum(1 for segment in self.segments if segment.target and segment.origin != "same")

    @property
    def progress(self) -> TranslationProgress:
        return self._pace.progress()

    @property
    def source_language(self) -> str:
        """What the file was translated from, as far as that is known."""
        return self._languages.source or self._desk.wish.options.source

    # --- translating -----------------------------------------------------------------------

    def start(self) -> None:
        """Translate what is not done yet."""
        if self.working or self.units is None:
            return
        refused = self._desk.wish.languages_refused()
        if refused is not None:
            self._fail(refused)
            return
        self._set("loading")
        order = self._desk.wish.order(self.units.units)
        self._model.when_ready(self, lambda: self._run(order), self._fail)

    def _run(self, order: TranslateOrder) -> None:
        from assistant.core.translation.file_course import translated_file

        info = self._models.state.info
        assert self.units is not None  # noqa: S101 - `start` has looked
        self._order = order
        self._languages = order.languages
        self._identity = model = model_identity(info) if info is not None else ""
        self._set("working")
        hearing = Hearing(began=self._on_began, finished=self._on_finished)
        self._errand = self._desk.begin(
            translated_file(self.units, order, hearing, self._desk.detector, model),
            self._on_translated,
            self._fail,
        )

    def stop(self) -> None:
        """Stop here; `start` goes on."""
        if self.working:
            self._end_run()
            self._set("stopped")

    def _on_began(self, source_language: str, segments: tuple[Segment, ...]) -> None:
        target = self._languages.target
        self._languages = Languages(source=source_language, target=target)
        self.segments = list(segments)
        self._pace.begin(self.segments)
        self._tell.start()
        self.changed.emit()
        self._on_tell()

    def _on_finished(self, number: int, done: Segment) -> None:
        self.segments[number] = done
        self._pace.finish(done)
        self.segment_changed.emit(number)

    def _on_translated(self, translation: Translation) -> None:
        self._errand = None
        self.segments = list(translation.segments)
        target = translation.target_language
        self._languages = Languages(source=translation.source_language, target=target)
        self._end_run()
        self._set("done")

    def set_target(self, number: int, text: str) -> None:
        """What a person wrote stands there, and is kept and remembered.

        The marks of the format have to be in it as they are in the source; else `error` says so.
        """
        segment, units = self.segments[number], self.units
        if units is None or not text.strip() or text == segment.target:
            return
        if not are_kept(segment.source, text):
            self.error = _marks_lost()
            self.changed.emit()
            return
        made = msgspec.structs.replace(segment, target=text, flags=(), origin="person")
        self.segments[number] = made
        self.error = None
        order = self._order or self._desk.wish.order(units.units)
        languages = Languages(source=self.source_language, target=order.languages.target)
        info = self._models.state.info
        model = self._identity or (model_identity(info) if info is not None else "")
        steps = asking(Lookup(partial(keep_edited, units, order, languages, model, number, made)))
        self._desk.begin(steps, lambda _nothing: None, self._desk.failed.emit)
        self.changed.emit()

    def _end_run(self) -> None:
        self._model.leave(self)
        self._desk.end(self._errand)
        self._errand = None
        self._tell.stop()
        self._on_tell()

    def _fail(self, error: UserError) -> None:
        self._end_run()
        self.error = error
        self._set("failed")

    def _set(self, phase: FilePhase) -> None:
        self.phase = phase
        if phase != "failed":
            self.error = None
        self.changed.emit()

    @Slot()
    def _on_tell(self) -> None:
        self.progressed.emit(self.progress)

    # --- the new file ----------------------------------------------------------------------

    def suggested_path(self) -> str:
        """Beside the file, with the target language before the ending."""
        path = Path(self.path)
        target = self._languages.target or self._desk.wish.options.target
        name = f"{path.stem}.{target}{path.suffix}" if target else path.name
        return str(path.with_name(name))

    def save(self, out: str, bilingual: BilingualLayout = "") -> None:
        """Write the translation to `out`; what is not translated stays as it was. `written`
        follows, or `changed` with an `error`."""
        if self.units is None or self.saving:
            return
        self.saving = True
        self.changed.emit()
        translator, units, languages = self._translator, self.units, self._languages
        segments = tuple(self.segments)

        def work() -> tuple[str, ...]:
            targets = unit_targets(units.units, segments, languages)
            return translator.write(
                Path(units.path),
                units.sha256,
                targets,
                Path(out),
                bilingual=bilingual,
                language=languages.target,
            )

        def done(notes: tuple[str, ...]) -> None:
            self.saving = False
            self._is_written = self.phase == "done"
            self.error = None
            self.changed.emit()
            self.written.emit(out, notes)

        def failed(error: UserError) -> None:
            self.saving = False
            self.error = error
            self.changed.emit()

        self._pool.run(work, done, failed)


def keep_edited(
    units: FileUnits,
    order: TranslateOrder,
    languages: Languages,
    model: str,
    number: int,
    segment: Segment,
    library: LibraryStore,
) -> None:
    """Library thread: keep what a person wrote with the job of its file, and in the memory."""
    from assistant.core.translation import memory
    from assistant.core.translation.file_course import job_key

    library.desk.keep_segment(job_key(units, order, model), number, segment)
    source, numbers = memory.numbered(segment.source)
    target = memory.with_numbers(segment.target, {old: new for new, old in numbers.items()})
    wanted = memory.sentence_variant(
        msgspec.structs.replace(order, languages=languages), segment.source
    )
    library.desk.remember(languages, {source: target}, wanted, by_person=True)


def _marks_lost() -> UserError:
    translate = QCoreApplication.translate
    return UserError(
        "usage",
        translate("Translation", "The sentence was left as it was: marks like ⟦1⟧ are missing."),
        translate("Translation", "They stand for the formatting; keep each of them once."),
    )


def unit_targets(
    units: tuple[str, ...], segments: tuple[Segment, ...], languages: Languages
) -> list[str]:
    """Each unit with the translations of its sentences."""
    own: list[list[Segment]] = [[] for _unit in units]
    for segment in segments:
        own[segment.unit].append(segment)
    return [
        joined(unit, of_unit, languages.source, languages.target)
        for unit, of_unit in zip(units, own, strict=True)
    ]
