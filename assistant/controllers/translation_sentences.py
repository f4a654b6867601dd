"""What is done with one sentence of a translation: other ways to say it, by model or by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import msgspec
from PySide6.QtCore import QObject, Signal

from assistant.controllers.engine_steps import EngineSteps, Errand
from assistant.controllers.model_wait import ModelWait
from assistant.controllers.translation_hearing import Hearing
from assistant.core.errors import UserError
from assistant.core.remote.consent import TRANSLATION
from assistant.core.translation.order import LanguageDetector, Segment
from assistant.workers.library_thread import LibraryThread

if TYPE_CHECKING:
    from assistant.controllers.translating import TranslationDesk


class SentenceWork(QObject):
    """Asks about single sentences of the desk's translation; window thread.

    `alternatives_found(number, tuple[str, ...])`, `asked_changed(number)` when something begins
    or ends to be asked, `failed(number, UserError)` when it came to nothing.
    """

    alternatives_found = Signal(int, object)
    asked_changed = Signal(int)
    failed = Signal(int, object)

    def __init__(
        self,
        desk: TranslationDesk,
        model: ModelWait,
        steps: EngineSteps,
        library: LibraryThread,
        detector: LanguageDetector,
    ) -> None:
        super().__init__(desk)
        self._desk = desk
        self._model = model
        self._steps = steps
        self._library = library
        self._detector = detector
        self._asked: dict[int, Errand] = {}

    def ask_alternatives(self, number: int) -> None:
        """Other ways to say it; `alternatives_found` or `failed` follows."""
        from assistant.core.translation.course import alternatives

        order, segments = self._desk.order_shown(), tuple(self._desk.segments)
        self._ask(
            number,
            alternatives(order, segments, number, self._detector),
            lambda found: self.alternatives_found.emit(number, tuple(found)),
        )

    def retranslate(self, number: int, instruction: str = "") -> None:
        """Translate a sentence again, as `instruction` wants it; the desk's `segment_changed`
        or `failed` follows."""
        from assistant.core.translation.course import retranslated

        desk = self._desk
        order, segments = desk.order_shown(), tuple(desk.segments)
        hearing = Hearing(extended=desk.segment_extended.emit)
        steps = retranslated(
            order, segments, number, hearing, self._detector, instruction=instruction
        )
        self._ask(number, steps, lambda segment: desk.replace(number, segment))

    def set_target(self, number: int, text: str) -> None:
        """What a person wrote, or chose among alternatives, stands there and is remembered."""
        segment = self._desk.segments[number]
        if not text.strip() or text == segment.target:
            return
        self.cancel(number)
        made = msgspec.structs.replace(segment, target=text, flags=(), origin="person")
        self._desk.replace(number, made)
        self._remember(made)

    def is_asked(self, number: int) -> bool:
        """Whether something is asked about this sentence now."""
        return number in self._asked

    def cancel(self, number: int) -> None:
        errand = self._asked.pop(number, None)
        if errand is not None:
            self._model.leave(errand)
            self._steps.cancel(errand)
            self.asked_changed.emit(number)

    def cancel_all(self) -> None:
        for number in list(self._asked):
            self.cancel(number)

    def _ask(self, number: int, steps: Any, done: Callable[[Any], None]) -> None:
        self.cancel(number)

        def ended(result: Any) -> None:
            del self._asked[number]
            self.asked_changed.emit(number)
            done(result)

        def failed(error: UserError) -> None:
            del self._asked[number]
            self.asked_changed.emit(number)
            self.failed.emit(number, error)

        errand = Errand(steps, ended, failed, place=TRANSLATION)
        self._asked[number] = errand
        self.asked_changed.emit(number)
        self._model.when_ready(errand, lambda: self._steps.start(errand), failed)

    def _remember(self, segment: Segment) -> None:
        from assistant.core.translation.memory import sentence_variant

        order = self._desk.order_shown()
        wanted = sentence_variant(order, segment.source)
        self._library.submit(
            lambda library: library.desk.remember(
                order.languages, {segment.source: segment.target}, wanted, by_person=True
            ),
            failed=self._desk.failed.emit,
        )
