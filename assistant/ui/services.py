"""What the window is given to work with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from assistant.controllers.chat import ChatController
from assistant.controllers.consent import ConsentKeeper
from assistant.controllers.conversations import ConversationList
from assistant.controllers.models import ModelsController
from assistant.controllers.notices import Notices
from assistant.controllers.preferences import Preferences
from assistant.controllers.suggestions import Suggester
from assistant.paths import Paths
from assistant.workers.inference_thread import InferenceThread
from assistant.workers.task_pool import TaskPool

if TYPE_CHECKING:
    from assistant.controllers.collections import CollectionsController
    from assistant.controllers.glossaries import GlossaryShelf
    from assistant.controllers.hub import HubController
    from assistant.controllers.model_library import ModelLibrary
    from assistant.controllers.pages import PageDrawer
    from assistant.controllers.scopes import ScopeKeeper
    from assistant.controllers.servers import ServersController
    from assistant.controllers.summary_planner import SummaryPlanner
    from assistant.controllers.template_library import TemplateLibrary
    from assistant.controllers.translating import TranslationDesk
    from assistant.controllers.writing import WritingDesk
    from assistant.core.document_ports import AnswerExporter, DocumentReader
    from assistant.workers.library_thread import LibraryThread


class DocumentServices(Protocol):
    """What is about documents."""

    reader: DocumentReader
    library: LibraryThread
    planner: SummaryPlanner
    scopes: ScopeKeeper
    collections: CollectionsController
    pages: PageDrawer
    exporter: AnswerExporter

    @property
    def templates(self) -> TemplateLibrary: ...


class DeskServices(Protocol):
    """What is about writing and translating."""

    @property
    def writing(self) -> WritingDesk: ...

    @property
    def translating(self) -> TranslationDesk: ...

    @property
    def glossaries(self) -> GlossaryShelf: ...


class ModelServices(Protocol):
    """What is about models: what is known of them, and where others are found."""

    @property
    def hub(self) -> HubController: ...

    @property
    def model_library(self) -> ModelLibrary: ...


@dataclass(frozen=True)
class Services:
    """One controller per activity and the threads that the window may use directly.

    `documents` and `desk` make their parts when they are first asked for: the first picture of
    the window does without.
    """

    conversations: ConversationList
    chat: ChatController
    suggestions: Suggester
    models: ModelsController
    preferences: Preferences
    notices: Notices
    pool: TaskPool
    inference: InferenceThread
    consent: ConsentKeeper
    make_servers: Callable[[], ServersController]
    documents: Callable[[], DocumentServices]
    desk: Callable[[], DeskServices]
    model_parts: Callable[[], ModelServices]
    paths: Paths | None = None
    """Where the files of this window are; None asks for the usual places."""

    @cached_property
    def servers(self) -> ServersController:
        return self.make_servers()

    @cached_property
    def reader(self) -> DocumentReader:
        return self.documents().reader

    @cached_property
    def library(self) -> LibraryThread:
        return self.documents().library

    @cached_property
    def planner(self) -> SummaryPlanner:
        return self.documents().planner

    @cached_property
    def scopes(self) -> ScopeKeeper:
        return self.documents().scopes

    @cached_property
    def collections(self) -> CollectionsController:
        return self.documents().collections

    @cached_property
    def pages(self) -> PageDrawer:
        return self.documents().pages

    @cached_property
    def exporter(self) -> AnswerExporter:
        return self.documents().exporter

    @cached_property
    def templates(self) -> TemplateLibrary:
        return self.documents().templates

    @cached_property
    def writing(self) -> WritingDesk:
        return self.desk().writing

    @cached_property
    def translating(self) -> TranslationDesk:
        return self.desk().translating

    @cached_property
    def glossaries(self) -> GlossaryShelf:
        return self.desk().glossaries

    @cached_property
    def hub(self) -> HubController:
        return self.model_parts().hub

    @cached_property
    def model_library(self) -> ModelLibrary:
        return self.model_parts().model_library
