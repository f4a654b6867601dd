"""The part of the window's composition that is about models: what is known of them, and hubs."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from assistant import compose
from assistant.controllers.models import ModelsController
from assistant.controllers.notices import Notices
from assistant.controllers.preferences import Preferences
from assistant.core.hub.ports import PassphraseSecrets
from assistant.paths import Paths
from assistant.workers.task_pool import TaskPool

if TYPE_CHECKING:
    from assistant.controllers.hub import HubController
    from assistant.controllers.model_library import ModelLibrary


class ModelParts(QObject):
    """Window thread; each part is made when it is first asked for, or when it has to go on.

    `hub_made()`: there may be downloads from now on.
    """

    hub_made = Signal()

    def __init__(
        self,
        paths: Paths,
        models: ModelsController,
        preferences: Preferences,
        notices: Notices,
        pool: TaskPool,
        secrets: PassphraseSecrets,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._paths = paths
        self._models = models
        self._preferences = preferences
        self._notices = notices
        self._pool = pool
        self._secrets = secrets

    @cached_property
    def hub(self) -> HubController:
        """Searches hubs and fetches models, in a process of its own."""
        from assistant.controllers.hub import HubController
        from assistant.workers.hub_thread import HubThread

        paths = self._paths
        made = HubController(
            HubThread(lambda: compose.make_hub(paths)),
            self._preferences,
            self._models,
            self._notices,
            self._pool,
            lambda: self._secrets,
            paths.models,
            self,
            # their journal stays here, wherever models land now
            unfinished=lambda _folder: compose.downloads_wait(paths.models),
        )
        self.hub_made.emit()
        return made

    @cached_property
    def model_library(self) -> ModelLibrary:
        """Records, facts, verifying, smaller copies, the catalogue."""
        from assistant.controllers.model_library import LibraryTools, ModelLibrary

        paths = self._paths
        tools = LibraryTools(
            records=lambda: compose.make_records(paths),
            machine=lambda: compose.machine_facts(paths),
            catalogue=lambda: compose.catalogue(paths),
            take_catalogue=lambda file: compose.take_catalogue(paths, file),
            facts=compose.model_facts,
            preview=compose.template_preview,
            quantise=compose.make_quantiser(),
            trash=compose.make_trash(),
            sha256_of=compose.model_sha256,
            named_sha256=compose.named_sha256,
        )
        made = ModelLibrary(tools, self._models, self._pool, paths.models, self)
        self.hub.finished.connect(made.note_download)
        return made

    def shut_down(self) -> None:
        """End what goes on; downloads go on at the next start. Before the pool stops."""
        for part in ("model_library", "hub"):
            if part in vars(self):
                getattr(self, part).shut_down()
