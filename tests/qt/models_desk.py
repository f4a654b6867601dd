"""A window whose hub, computer and list of models are scripted; all else is real."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from assistant import compose
from assistant.core.errors import UserError
from assistant.core.hub.catalogue import Catalogue
from assistant.ui.first_run.page import FirstRun
from assistant.ui.models.model_page import ModelPage
from assistant.ui.models.page import ModelsPage
from tests.catalogue_fakes import CATALOGUE
from tests.hub_fakes import MACHINE, MemorySecrets, ScriptedHub, repository
from tests.qt.conftest import Desk, OpenDesk
from tests.tiny_models import write_model

REPO = "lumo/Harbour-4B-GGUF"


@dataclass
class ModelsDesk:
    """The open window with its hub; `home` has the person's own models folder."""

    desk: Desk
    hub: ScriptedHub

    @property
    def first_run(self) -> FirstRun:
        page = self.desk.column._first_run_page()
        assert isinstance(page, FirstRun)
        return page

    @property
    def page(self) -> ModelsPage:
        self.desk.window.show_mode("models")
        page = self.desk.window.page("models")
        assert isinstance(page, ModelsPage)
        return page

    @property
    def own_folder(self) -> Path:
        return self.desk.app.paths.models

    def recommended(self) -> None:
        """Wait until this computer has been looked at."""
        self.desk.until(self.first_run.recommended.fetch_row.button.isVisible)

    def add_model(self, name: str = "Inkwell-F16.gguf", **options: object) -> str:
        """A tiny model in our own folder, found."""
        path = str(write_model(self.own_folder / name, **options))
        self.desk.app.models.refresh()
        self.desk.until(lambda: any(file.path == path for file in self.desk.app.models.files))
        return path

    def open_model(self, path: str) -> ModelPage:
        """Its page, with what its header says."""
        self.page.open_model(path)
        shown = self.page.here.model_page
        assert shown is not None
        self.desk.until(lambda: "Architecture" in shown.facts.values())
        return shown


OpenModels = Callable[..., ModelsDesk]


@pytest.fixture
def open_models(open_desk: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> OpenModels:
    """Open windows; options go to `open_desk`."""
    hub = ScriptedHub()
    hub.repositories[REPO] = repository(REPO)
    monkeypatch.setattr(compose, "make_hub", lambda _paths=None: hub)
    monkeypatch.setattr(compose, "make_secrets", lambda _paths: MemorySecrets())
    monkeypatch.setattr(compose, "machine_facts", lambda _paths: MACHINE)
    monkeypatch.setattr(compose, "catalogue", lambda _paths: CATALOGUE)
    monkeypatch.setattr(compose, "take_catalogue", _take)

    def make(**options: object) -> ModelsDesk:
        return ModelsDesk(open_desk(**options), hub)

    return make


def _take(_paths: object, file: Path) -> Catalogue:
    if "good" not in file.name:
        raise UserError("hub", "The list is not signed by its makers; nothing was changed.")
    return Catalogue(revised="2027-02-03", serial=9, models=CATALOGUE.models[:2])
