"""The part of the window's composition that is about writing and translating."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from assistant import compose
from assistant.controllers.consent import ConsentKeeper
from assistant.controllers.engine_steps import EngineSteps
from assistant.controllers.models import ModelsController
from assistant.core.remote.consent import TRANSLATION, WRITING
from assistant.workers.store_thread import StoreThread
from assistant.workers.task_pool import TaskPool

if TYPE_CHECKING:
    from assistant.app_documents import Documents
    from assistant.controllers.glossaries import GlossaryShelf
    from assistant.controllers.translating import TranslationDesk
    from assistant.controllers.writing import WritingDesk


class Desk(QObject):
    """Writes and translates. Window thread; each part is made when its page is shown first.

    `shut_down` comes before that of the documents, whose library it uses.
    """

    def __init__(
        self,
        documents: Callable[[], Documents],
        store: StoreThread,
        models: ModelsController,
        steps: EngineSteps,
        consent: ConsentKeeper,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._consent = consent
        self._documents = documents
        self._store = store
        self._models = models
        self._shared_steps = steps
        self._pool = TaskPool(parent=self)

    @cached_property
    def writing(self) -> WritingDesk:
        """The text, the action and the changes of the mode "Write"."""
        from assistant.controllers.writing import WritingDesk

        documents = self._documents()
        return WritingDesk(
            self._shared_steps.apart(documents.library, self._pool, self),
            self._models,
            self._store,
            documents.library,
            self._pool,
            lambda: documents.reader,
            compose.make_differ,
            self,
            make_detector=compose.make_detector,
            permission=partial(self._consent.refusal, WRITING),
        )

    @cached_property
    def glossaries(self) -> GlossaryShelf:
        """The person's terms."""
        from assistant.controllers.glossaries import GlossaryShelf

        return GlossaryShelf(self._documents().library, self._pool, compose.make_term_files(), self)

    @cached_property
    def translating(self) -> TranslationDesk:
        """The text or file of the mode "Translate"."""
        from assistant.controllers.translating import TranslationDesk

        return TranslationDesk(
            self._store,
            self._documents().library,
            self._models,
            self._shared_steps,
            self._pool,
            compose.make_detector(),
            compose.make_file_translator(self._documents().reader),
            self.glossaries,
            self,
            permission=partial(self._consent.refusal, TRANSLATION),
        )

    def shut_down(self) -> None:
        """Stop what is written, keep what there is, end the threads."""
        for part in ("writing", "translating"):
            if part in vars(self):
                getattr(self, part).shut_down()
        self._pool.stop()
