"""The quick window's work: one text, one task, one result, on the model that is there already."""

from __future__ import annotations

import unicodedata
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from PySide6.QtCore import QCoreApplication, QLocale, QObject, Signal, Slot

from assistant.controllers.engine_steps import EngineSteps, Errand
from assistant.controllers.model_wait import Missing, nothing_missing
from assistant.controllers.models import ModelsController, ModelState
from assistant.controllers.preferences import Preferences
from assistant.controllers.quick_run import PRIORITY, QuickRun, TranslateEar, WriteEar
from assistant.controllers.quick_tasks import QuickTask, quick_tasks
from assistant.core.errors import UserError
from assistant.core.remote.consent import QUICK
from assistant.core.settings import Quick
from assistant.core.steps import Steps
from assistant.core.translation.languages import LANGUAGES, SCRIPTS, find_language
from assistant.core.translation.order import LanguageDetector, Languages, TranslateOrder
from assistant.core.writing.action import Action
from assistant.core.writing.order import Differ
from assistant.workers.library_thread import LibraryThread

MOST_EARLIER = 20
"""Runs that one can go back to."""
_LOOKED_AT = 400
translate = QCoreApplication.translate


class QuickDesk(QObject):
    """Window thread. `run` is what is shown, None before the first task with a text.

    tasks_changed()          the person's own actions are others now
    changed()                another run is shown, or it began, ended, or waits for the model
    extended(int, str)       more of the raw answer to a piece, or (-1, "") for anything else
    """

    tasks_changed = Signal()
    changed = Signal()
    extended = Signal(int, str)

    def __init__(
        self,
        steps: EngineSteps,
        models: ModelsController,
        preferences: Preferences,
        library: LibraryThread,
        make_differ: Callable[[], Differ],
        make_detector: Callable[[], LanguageDetector],
        parent: QObject | None = None,
        *,
        permission: Missing = nothing_missing,
    ) -> None:
        """`steps` must be served by `library` and a pool. `permission` says why nothing may be
        sent to where the model is."""
        super().__init__(parent)
        self._permission = permission
        self._steps = steps
        self._models = models
        self._preferences = preferences
        self._library = library
        self._make_differ = make_differ
        self._make_detector = make_detector
        self._differ: Differ | None = None
        self._detector: LanguageDetector | None = None
        self._errand: Errand | None = None
        self.run: QuickRun | None = None
        self.earlier: deque[QuickRun] = deque(maxlen=MOST_EARLIER)
        self.tasks: tuple[QuickTask, ...] = quick_tasks()
        models.state_changed.connect(self._on_model)

    # --- what is offered -------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask for the person's own actions; `tasks_changed` follows when they are others."""
        self._library.submit(
            lambda library: library.desk.list_actions(), self._on_own, lambda _error: None
        )

    def _on_own(self, own: Sequence[Action]) -> None:
        tasks = quick_tasks(own)
        if tasks != self.tasks:
            self.tasks = tasks
            self.tasks_changed.emit()

    def task(self, task_id: str) -> QuickTask | None:
        return next((task for task in self.tasks if task.id == task_id), None)

    def language_for(self, text: str) -> str:
        """The code of the language that this is translated to, unless the person says another:
        the last one that was chosen, or the person's own, or English where it is in that."""
        chosen = self._settings.language
        if chosen in LANGUAGES:
            return chosen
        own = own_language()
        return "en" if _is_written_in(own, text) else own

    def set_language(self, code: str) -> None:
        """Translate to this language from now on."""
        if code in LANGUAGES and code != self._settings.language:
            quick = msgspec.structs.replace(self._settings, language=code)
            preferences = self._preferences
            preferences.replace(msgspec.structs.replace(preferences.settings, quick=quick))

    @property
    def _settings(self) -> Quick:
        return self._preferences.settings.quick

    # --- a run -----------------------------------------------------------------------------

    @property
    def working(self) -> bool:
        return self._errand is not None

    @property
    def loading(self) -> bool:
        """Whether a run waits for the model."""
        return self.working and self._models.state.phase == "loading"

    @property
    def loaded_share(self) -> float:
        return self._models.state.fraction

    def start(self, task: QuickTask, text: str, *, note: str = "", language: str = "") -> None:
        """Do `task` with `text`; `changed` follows, at once. A refusal is a failed run, too."""
        self.stop()
        self.leave()
        run = QuickRun(task, text, note, language or self.language_for(text), self._on_told)
        self.run = run
        error = self._refusal(run)
        if error is not None:
            self._fail(run, error)
            return
        errand = Errand(self._steps_of(run), self._on_done, self._on_failed, place=QUICK)
        self._errand = errand
        self._steps.start(errand)
        self.changed.emit()

    def stop(self) -> None:
        """End the run that goes on; what there is of it stays."""
        if self._errand is None or self.run is None:
            return
        self._steps.cancel(self._errand)
        self._errand = None
        self.run.phase = "stopped"
        self.changed.emit()

    def leave(self) -> None:
        """Show no run; it can be gone back to."""
        self.stop()
        if self.run is not None:
            if self.run.text.strip():
                self.earlier.append(self.run)
            self.run = None
            self.changed.emit()

    def go_back(self) -> None:
        """Show the run before this one, which is then the last to go back to."""
        if self.earlier and not self.working:
            shown, self.run = self.run, self.earlier.pop()
            if shown is not None and shown.text.strip():
                self.earlier.appendleft(shown)
            self.changed.emit()

    # --- how it goes -----------------------------------------------------------------------

    def _refusal(self, run: QuickRun) -> UserError | None:
        if not run.source.strip() and not (run.task.kind == "ask" and run.note.strip()):
            return UserError(
                "empty_prompt",
                translate("Quick", "There is no text yet."),
                translate("Quick", "Select or copy one, or type it here."),
            )
        if run.task.kind == "ask" and not run.note.strip():
            return UserError("empty_prompt", translate("Quick", "There is no question yet."))
        if (missing := self._permission()) is not None:
            return missing
        if not self._models.ensure_loading():
            return UserError(
                "no_model",
                translate("Quick", "No model is chosen yet."),
                translate("Quick", "Choose one in the main window."),
            )
        return None

    def _steps_of(self, run: QuickRun) -> Steps[Any]:
        if run.task.action is None:
            from assistant.core.translation.course import translated

            if self._detector is None:
                self._detector = self._make_detector()
            order = TranslateOrder(
                units=(run.source,), languages=Languages(target=run.language), priority=PRIORITY
            )
            return translated(order, TranslateEar(run), self._detector)
        from assistant.core.writing.course import written

        if self._differ is None:
            self._differ = self._make_differ()
        order_ = run.order(run.task.action)
        assert run.session is not None  # noqa: S101 - it began with the order
        return written(order_, WriteEar(run, run.session), self._differ)

    def _on_told(self, piece: int, text: str) -> None:
        if self.working:
            self.extended.emit(piece, text)

    def _on_done(self, result: Any) -> None:
        self._errand = None
        if self.run is not None:
            self.run.take(result)
        self.changed.emit()

    def _on_failed(self, error: UserError) -> None:
        self._errand = None
        loading = self._models.state.error
        if error.kind == "no_model" and loading is not None:
            error = loading
        if self.run is not None:
            self._fail(self.run, error)

    def _fail(self, run: QuickRun, error: UserError) -> None:
        run.phase, run.error = "failed", error
        self.changed.emit()

    @Slot(object)
    def _on_model(self, _state: ModelState) -> None:
        if self.working:
            self.changed.emit()


def own_language() -> str:
    """The language of the person's desktop; for one in English another one that is common."""
    locale = QLocale()
    name = locale.name(QLocale.TagSeparator.Dash)
    if locale.language() == QLocale.Language.Chinese:
        traditional = locale.script() == QLocale.Script.TraditionalHanScript
        return "zh-Hant" if traditional else "zh-Hans"
    code = find_language(name) or find_language(name.partition("-")[0])
    return code if code and code != "en" else "es"


def _is_written_in(code: str, text: str) -> bool:
    """Whether `text` is in the script of a language that has one of its own."""
    scripts = SCRIPTS[code]
    letters = [letter for letter in text[:_LOOKED_AT] if letter.isalpha()]
    if "LATIN" in scripts or not letters:
        return False
    own = sum(unicodedata.name(letter, "").partition(" ")[0] in scripts for letter in letters)
    return own * 2 > len(letters)
