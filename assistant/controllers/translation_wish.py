"""What is to be translated and how: the text, its language, and what was chosen for it."""

from __future__ import annotations

from functools import partial
from typing import Any

import msgspec
from PySide6.QtCore import QCoreApplication, QObject, Signal

from assistant.controllers.glossaries import GlossaryShelf
from assistant.controllers.translation_draft import TranslateOptions, with_recent
from assistant.core.errors import UserError
from assistant.core.translation.glossary import Glossary
from assistant.core.translation.languages import are_alike
from assistant.core.translation.order import LanguageDetector, Languages, TranslateOrder
from assistant.workers.task_pool import TaskPool

_DETECTED_FROM = 4000
"""So many characters say which language a text is in."""
_SURE = 0.5


class TranslationWish(QObject):
    """Window thread. `options_changed()`, `text_changed()`, `detected_changed()`;
    `failed(UserError)`: the language could not be looked at.
    """

    options_changed = Signal()
    text_changed = Signal()
    detected_changed = Signal()
    failed = Signal(object)

    def __init__(
        self,
        detector: LanguageDetector,
        glossaries: GlossaryShelf,
        pool: TaskPool,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._detector = detector
        self._glossaries = glossaries
        self._pool = pool
        self._sample = ""
        self.text = ""
        self.options = TranslateOptions()
        self.recent: tuple[str, ...] = ()
        """Codes of target languages, the latest first."""
        self.detected = ""
        """The language that the text seems to be in, or ""."""

    @property
    def glossary(self) -> Glossary:
        """The chosen one; an empty one where none is."""
        return self._glossaries.glossary(self.options.glossary) or Glossary()

    @property
    def source_language(self) -> str:
        """What was chosen, or else what was detected."""
        return self.options.source or self.detected

    def set_text(self, text: str) -> None:
        """The text is another; its language is looked at."""
        if text != self.text:
            self.text = text
            self.text_changed.emit()
            self.detect()

    def set_options(self, **changed: Any) -> None:
        """Change some fields of `options`."""
        options = msgspec.structs.replace(self.options, **changed)
        if options != self.options:
            before, self.options = self.options, options
            if options.target != before.target:
                self.recent = with_recent(self.recent, options.target)
            self.options_changed.emit()

    def detect(self) -> None:
        """Look which language the text is in; `detected_changed` follows when that is news."""
        sample = self.text[:_DETECTED_FROM]
        self._sample = sample
        if not sample.strip():
            self._on_detected(sample, ("", 0.0))
            return
        detector = self._detector
        self._pool.run(
            lambda: detector.detect(sample), partial(self._on_detected, sample), self.failed.emit
        )

    def _on_detected(self, sample: str, found: tuple[str, float]) -> None:
        if sample != self._sample:
            return
        code = found[0] if found[1] >= _SURE else ""
        if code != self.detected:
            self.detected = code
            self.detected_changed.emit()

    def refusal(self, *, anyway: bool = False) -> UserError | None:
        """Why the text cannot be translated; "same_language" is no reason `anyway`."""
        translate = QCoreApplication.translate
        if not self.text.strip():
            return UserError("empty_prompt", translate("Translation", "There is no text yet."))
        refused = self.languages_refused()
        if refused is not None or anyway or self.options.source or not self.detected:
            return refused
        if are_alike(self.detected, self.options.target):
            return UserError(
                "same_language",
                translate("Translation", "The text is in the target language already."),
                translate("Translation", "Choose another target language."),
            )
        return None

    def languages_refused(self) -> UserError | None:
        """Why nothing can be translated with the chosen languages."""
        translate, options = QCoreApplication.translate, self.options
        if not options.target:
            return UserError(
                "usage",
                translate("Translation", "The target language is missing."),
                translate("Translation", "Choose the language to translate into."),
            )
        if options.source == options.target:
            return UserError(
                "usage",
                translate("Translation", "Both languages are the same."),
                translate("Translation", "Choose another one."),
            )
        return None

    def order(self, units: tuple[str, ...], *, use_memory: bool = True) -> TranslateOrder:
        """Translate `units` as the options say."""
        options = self.options
        return TranslateOrder(
            units=units,
            languages=Languages(source=options.source, target=options.target),
            tone=options.tone,
            glossary=self.glossary,
            instruction=options.instruction,
            use_memory=use_memory,
        )
