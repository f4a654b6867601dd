"""The part of the window's composition that is about documents."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from assistant import compose
from assistant.controllers.chat import ChatController
from assistant.controllers.collections import CollectionsController
from assistant.controllers.consent import ConsentKeeper
from assistant.controllers.document_works import DocumentWorks
from assistant.controllers.embedding import EmbeddingModel
from assistant.controllers.engine_steps import EngineSteps
from assistant.controllers.models import ModelsController
from assistant.controllers.pages import PageDrawer
from assistant.controllers.preferences import Preferences
from assistant.controllers.reading import DocumentReading
from assistant.controllers.scopes import ScopeKeeper
from assistant.controllers.summary_planner import SummaryPlanner
from assistant.controllers.work_tools import WorkTools
from assistant.core.document_ports import AnswerExporter
from assistant.paths import Paths
from assistant.workers.inference_thread import InferenceThread
from assistant.workers.library_thread import LibraryThread
from assistant.workers.store_thread import StoreThread
from assistant.workers.task_pool import TaskPool

if TYPE_CHECKING:
    from assistant.controllers.template_library import TemplateLibrary


class _Exporter:
    """What exports an answer is loaded when somebody does."""

    def write(self, path: Path, markdown: str, title: str) -> None:
        from assistant.ui.printing import as_pdf

        compose.make_exporter(as_pdf).write(path, markdown, title)


class Documents(QObject):
    """Reads, keeps, searches and shows documents. Window thread; ended by `shut_down`.

    `failed(UserError)`: something went wrong that no place in the window is about.
    """

    failed = Signal(object)

    def __init__(
        self,
        paths: Paths,
        store: StoreThread,
        inference: InferenceThread,
        models: ModelsController,
        preferences: Preferences,
        pool: TaskPool,
        steps: EngineSteps,
        chat: ChatController,
        parent: QObject | None = None,
        *,
        consent: ConsentKeeper | None = None,
    ) -> None:
        super().__init__(parent)
        self._store, self._pool = store, pool
        self.reader = compose.make_extractor(spare=True)
        self.library = LibraryThread(lambda: compose.make_library(paths), self)
        self._readings = TaskPool(parent=self)
        self._works = TaskPool(parent=self)  # what somebody looks at does not wait for a reading
        self._upkeep = TaskPool(threads=1, parent=self)
        self.embedding = EmbeddingModel(
            inference, models, preferences, pool, compose.embeds, self, consent=consent
        )
        self.works = DocumentWorks(
            WorkTools(
                store=store,
                library=self.library,
                inference=inference,
                models=models,
                steps=steps,
                pool=self._works,
                preferences=preferences,
                embedding=self.embedding,
            ),
            self,
        )
        self.pages = PageDrawer(self.reader, self.library, self._works, self)
        self.collections = CollectionsController(
            self.reader, self.library, self._upkeep, steps, self.embedding, self
        )
        self.exporter: AnswerExporter = _Exporter()

        def make_reading() -> DocumentReading:
            return DocumentReading(self.reader, self.library, self._readings, self)

        self.planner = SummaryPlanner(make_reading, chat, models, self.library, self)
        self.scopes = ScopeKeeper(make_reading, chat, self.library, self.embedding, self)
        self.collections.listed.connect(self.scopes.refresh)
        self.library.opened.connect(self._on_library_opened)
        for failed in (
            self.library.open_failed,
            self.library.unhandled,
            self.collections.failed,
            self.embedding.lost,
        ):
            failed.connect(self.failed)

    @cached_property
    def templates(self) -> TemplateLibrary:
        """The templates; made when somebody asks for them."""
        from assistant.controllers.template_library import TemplateLibrary

        files = compose.make_template_files()
        made = TemplateLibrary(
            self.library, self._store, self._pool, files, compose.builtin_templates, self
        )
        made.failed.connect(self.failed)
        return made

    def open(self) -> None:
        """Open the library; the conversations are open."""
        if self.library.isRunning():
            self.library.reopen()
        else:
            self.library.start()

    def release(self, done: Callable[[], None]) -> None:
        """Let go of the database, so that a backup can take its place; `open` follows."""
        if self.library.isRunning():
            self.library.release(done)
        else:
            done()

    @Slot()
    def _on_library_opened(self) -> None:
        self.collections.load()

    def shut_down(self) -> None:
        """Stop reading and end all threads; blocks until they are gone."""
        self.collections.shut_down()
        if "templates" in vars(self):
            self.templates.shut_down()
        self.planner.reading.clear()
        self.scopes.reading.clear()
        self.pages.stop()
        self.reader.close()
        for pool in (self._readings, self._works, self._upkeep):
            pool.stop()
        self.library.stop()
