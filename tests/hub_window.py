"""The pages about the hub in a window of their own, on a hub that answers from memory."""

from __future__ import annotations

from types import SimpleNamespace

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from assistant.core.hub.catalogue import Catalogue, CatalogueModel, CatalogueVariant
from assistant.core.hub.machine_facts import MachineFacts
from assistant.ui.actions import ActionRegistry
from assistant.ui.hub.downloads_page import Downloads
from assistant.ui.hub.find_page import FindModels
from assistant.ui.settings.hub_page import HubSettingsPage
from assistant.ui.style import apply_to_application, style_sheet
from assistant.ui.theme.theme import Theme
from tests.controllers.hub_desk import HubDesk
from tests.hub_fakes import GB, MACHINE


class KnownMachine(QObject):
    """What the pages ask of the model library: this computer and the short list."""

    machine_found = Signal(object)
    catalogue_changed = Signal(object)
    failed = Signal(str, object)

    def __init__(self, machine: MachineFacts | None = MACHINE) -> None:
        super().__init__()
        self.machine = machine
        self.catalogue: Catalogue | None = CATALOGUE

    def find_machine(self) -> None:
        if self.machine is not None:
            self.machine_found.emit(self.machine)

    def find_catalogue(self) -> None:
        self.catalogue_changed.emit(self.catalogue)


class HubWindow(QWidget):
    """`find`, `downloads` and `settings` side by side in a stack; `triggered` actions by id."""

    def __init__(self, desk: HubDesk, theme: Theme, machine: MachineFacts | None = MACHINE) -> None:
        super().__init__()
        self.triggered: list[str] = []
        self.actions_registry = ActionRegistry(self)
        for name in ("hub_settings", "find_models"):
            self.actions_registry.add(name, name, "", lambda name=name: self.triggered.append(name))
        self.library = KnownMachine(machine)
        self.services = SimpleNamespace(
            hub=desk.hub,
            model_library=self.library,
            preferences=desk.preferences,
            models=desk.models,
            notices=desk.notices,
        )
        parts = (self.services, theme, self.actions_registry)
        self.find = FindModels(*parts)
        self.downloads = Downloads(*parts)
        self.settings = HubSettingsPage(self.services, theme)
        self.stack = QStackedWidget(self)
        for page in (self.find, self.downloads, self.settings):
            self.stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stack)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        apply_to_application(application, theme)
        self.setStyleSheet(style_sheet(theme))

    def show_page(self, page: QWidget) -> None:
        self.stack.setCurrentWidget(page)


def _model(name: str, billions: float, good_at: str, *uses: str) -> CatalogueModel:
    parameters = int(billions * GB)
    variants = tuple(
        CatalogueVariant(
            quantisation=kind, pattern=f"*{kind}.gguf", size=int(parameters * bytes_per_weight)
        )
        for kind, bytes_per_weight in (("Q4_K_M", 0.6), ("Q8_0", 1.06))
    )
    return CatalogueModel(
        id=name.lower(),
        name=name,
        repo=f"lumo/{name}-GGUF",
        uses=uses or ("chat",),
        parameters=parameters,
        context_length=32_768,
        license="apache-2.0",
        languages=("en",),
        variants=variants,
        good_at=good_at,
    )


CATALOGUE = Catalogue(
    revised="2026-11-01",
    serial=1,
    models=(
        _model("Harbour-4B", 4, "Chat and writing in many languages."),
        _model("Mole-1B", 1, "Short texts on small computers."),
        _model("Granite-32B", 32, "Hard questions, with patience."),
    ),
)
