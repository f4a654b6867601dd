"""The first start: doors to a model, none of which is forced on anybody."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from assistant import paths
from assistant.core.entities import ModelFile
from assistant.ui.actions import ActionRegistry
from assistant.ui.chat.empty_pages import CentredPage
from assistant.ui.controls import Caption, push_button
from assistant.ui.documents.wrapping_row import wrapping
from assistant.ui.first_run.door import Door
from assistant.ui.first_run.found_door import FoundDoor
from assistant.ui.first_run.recommended_door import RecommendedDoor
from assistant.ui.services import Services
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

_LATER_MS = 400
"""This computer is looked at behind the first picture, and not at all by who is gone by then."""


class FirstRun(CentredPage):
    """`model_chosen()`: a model was chosen here; the conversation can begin."""

    model_chosen = Signal()

    def __init__(
        self, services: Services, theme: Theme, actions: ActionRegistry, parent: QWidget
    ) -> None:
        super().__init__(theme, "", "", parent)
        self.setObjectName("first_run")
        self._services = services
        self._actions = actions
        self.title.setText(self.tr("Choose a model to talk to"))
        self.sentence.setText(
            self.tr(
                "Inkstone runs a language model on your own computer; nothing you write leaves "
                "it. A model is one file, and there are several ways to one."
            )
        )
        self.recommended = RecommendedDoor(services, theme, self)
        self.found = FoundDoor(theme, self)
        self.starter = self._starter_door()
        self.server = self._server_door()
        for door in (self.starter, self.found, self.recommended, self.server):
            if door is not None:
                self.column.addWidget(door)
        self._build_foot()
        self._connect()
        self._look = QTimer(self, singleShot=True, interval=_LATER_MS)
        self._look.timeout.connect(self.recommended.look)
        self.on_theme()
        self._on_files(services.models.files)

    def _starter_door(self) -> Door | None:
        """The model that ships with the application, where it does."""
        self._starter_path = paths.starter_model()
        if self._starter_path is None:
            return None
        door = Door(self.theme, "play", self.tr("The built-in starter model"), self)
        door.say(
            self.tr("Very small and here already: enough to try everything out at once."),
        )
        self.start_button = push_button(self.tr("Start at once"), "", door)
        self.start_button.clicked.connect(self._on_starter)
        door.add(wrapping(0, self.start_button))
        return door

    def _server_door(self) -> Door:
        door = Door(self.theme, "external-link", self.tr("A server you can reach"), self)
        door.say(
            self.tr(
                "llama.cpp, vLLM, Ollama, LM Studio or another one that speaks the OpenAI API. "
                "What you write is sent there only after you have agreed."
            )
        )
        self.server_button = push_button(self.tr("Enter its address…"), "", door)
        self.server_button.clicked.connect(lambda: self._actions.trigger("new_server"))
        door.add(wrapping(0, self.server_button))
        return door

    def _build_foot(self) -> None:
        self.open_button = push_button(self.tr("Open a GGUF file…"), "link")
        self.open_button.clicked.connect(lambda: self._actions.trigger("open_model"))
        self.folder_button = push_button(self.tr("Use a folder of models…"), "link")
        self.folder_button.clicked.connect(lambda: self._actions.trigger("add_model_folder"))
        self.column.addSpacing(measures.GAP_XS)
        self.column.addWidget(wrapping(measures.GAP_S, self.open_button, self.folder_button))
        self.drop_hint = Caption(
            self.theme, self.tr("Or drop a .gguf file on this window."), tone="faint"
        )
        self.column.addWidget(self.drop_hint)

    def _connect(self) -> None:
        models = self._services.models
        models.files_changed.connect(self._on_files)
        self._services.model_library.machine_found.connect(self._on_machine)
        self.recommended.others_requested.connect(lambda: self._actions.trigger("find_models"))
        self.recommended.fetched.connect(self._on_fetched)
        self.found.use_requested.connect(self._choose)
        self.found.all_requested.connect(lambda: self._actions.trigger("models_here"))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._look.stop()

    @Slot(list)
    def _on_files(self, files: list[ModelFile]) -> None:
        here = [file for file in files if file.origin not in ("starter", "server")]
        self.found.show_files(here, self._services.model_library.machine)

    @Slot(object)
    def _on_machine(self, _machine: object) -> None:
        self._on_files(self._services.models.files)

    @Slot(str)
    def _on_fetched(self, path: str) -> None:
        """Use it, unless the person has chosen another one meanwhile."""
        if self._services.models.state.phase == "none":
            self._choose(path)

    @Slot()
    def _on_starter(self) -> None:
        if self._starter_path is not None:
            self._choose(str(self._starter_path))

    @Slot(str)
    def _choose(self, path: str) -> None:
        self._services.models.choose(path)
        self.model_chosen.emit()
