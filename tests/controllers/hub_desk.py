"""The hub's controller with everything below it, on a hub that answers from memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from assistant.controllers.hub import HubController
from assistant.controllers.models import ModelsController
from assistant.controllers.notices import Notices
from assistant.controllers.preferences import Preferences
from assistant.core.hub.ports import HubProcess
from assistant.core.hub.repository import HubRepository
from assistant.core.settings import Hub, Settings
from assistant.engine.scripted import ScriptedEngine
from assistant.workers.hub_thread import HubThread
from assistant.workers.inference_thread import InferenceThread
from assistant.workers.task_pool import TaskPool
from tests.fakes import FixedShelf, MemorySettings
from tests.hub_fakes import MemorySecrets, ScriptedHub


@dataclass
class HubDesk:
    """What a window stands on when it shows the hub."""

    qtbot: QtBot
    process: ScriptedHub
    secrets: MemorySecrets
    preferences: Preferences
    notices: Notices
    models: ModelsController
    pool: TaskPool
    inference: InferenceThread
    hub: HubController
    made: list[HubProcess] = field(default_factory=list)

    def until(self, condition: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(condition()))

    def set_hub(self, **fields: object) -> None:
        """Change the settings of the hub."""
        settings = self.preferences.settings
        hub = msgspec.structs.replace(settings.hub, **fields)
        self.preferences.replace(msgspec.structs.replace(settings, hub=hub))

    def start(self, repository: HubRepository, variant: str) -> str:
        """Have a variant fetched; the id of the download."""
        with self.qtbot.waitSignal(self.hub.queued) as queued:
            self.hub.start(self.hub.order(repository, variant))
        download_id: str = queued.args[1]
        self.until(lambda: any(each.id == download_id for each in self.hub.downloads))
        return download_id

    def stop(self) -> None:
        self.hub.shut_down()
        self.inference.stop()
        self.pool.stop()


MakeHubDesk = Callable[..., HubDesk]


@pytest.fixture
def make_hub_desk(qtbot: QtBot, tmp_path: Path) -> Iterator[MakeHubDesk]:
    """Make desks. `process` makes another hub process than the scripted one."""
    desks: list[HubDesk] = []

    def make(
        hub: Hub | None = None,
        *,
        secrets: MemorySecrets | None = None,
        process: Callable[[], HubProcess] | None = None,
        unfinished: Callable[[Path], bool] = lambda _folder: False,
    ) -> HubDesk:
        settings = Settings(hub=hub or Hub())
        pool = TaskPool()
        preferences = Preferences(settings, MemorySettings(settings), pool)
        inference = InferenceThread(ScriptedEngine)
        models = ModelsController(inference, FixedShelf(), preferences, pool, tmp_path / "models")
        scripted, kept = ScriptedHub(), secrets or MemorySecrets()
        made: list[HubProcess] = []

        def make_process() -> HubProcess:
            made.append(process() if process is not None else scripted)
            return made[-1]

        notices = Notices()
        controller = HubController(
            HubThread(make_process),
            preferences,
            models,
            notices,
            pool,
            lambda: kept,
            tmp_path / "models",
            unfinished=unfinished,
        )
        desk = HubDesk(
            qtbot, scripted, kept, preferences, notices, models, pool, inference, controller, made
        )
        desks.append(desk)
        return desk

    yield make
    for desk in desks:
        desk.stop()


@pytest.fixture
def hub_desk(make_hub_desk: MakeHubDesk) -> HubDesk:
    return make_hub_desk()
