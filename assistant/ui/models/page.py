"""The models mode: what is on this disk, what is loaded, and where it is looked for."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from assistant.controllers.models import ModelState
from assistant.core.entities import ModelFile
from assistant.core.settings import Settings
from assistant.ui.actions import ActionRegistry
from assistant.ui.controls import Caption, push_button
from assistant.ui.models.rows import FolderRow, ModelRow
from assistant.ui.services import Services
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

_WIDTH = 820


class ModelsPage(QWidget):
    """Rows of models, then the folders that are searched."""

    def __init__(self, services: Services, theme: Theme, actions: ActionRegistry) -> None:
        super().__init__()
        self._services = services
        self._theme = theme
        self._actions = actions
        self.rows: dict[str, ModelRow] = {}
        self._folder_rows: list[FolderRow] = []
        inside = QWidget()
        inside.setProperty("role", "page")
        inside.setMaximumWidth(_WIDTH)
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(*(4 * (measures.GAP_XL,)))
        self._column.setSpacing(measures.GAP_S)
        self._build()
        around = QWidget()
        around.setProperty("role", "page")
        row = QHBoxLayout(around)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(inside, 100)
        row.addStretch(1)
        area = QScrollArea(self)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(around)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)
        services.models.files_changed.connect(self._on_files)
        services.models.state_changed.connect(self._on_state)
        services.preferences.changed.connect(self._on_settings)
        theme.changed.connect(self._on_theme)
        self._on_theme()
        self._on_files(services.models.files)
        self._on_settings(services.preferences.settings)

    def _build(self) -> None:
        self._title = QLabel(self.tr("Models"), self)
        self.open_button = push_button(self.tr("Open a GGUF file…"), "primary", self)
        self.open_button.clicked.connect(lambda: self._actions.trigger("open_model"))
        self.folder_button = push_button(self.tr("Add a folder of models…"), "", self)
        self.folder_button.clicked.connect(lambda: self._actions.trigger("add_model_folder"))
        self._column.addWidget(self._title)
        self._column.addWidget(
            Caption(
                self._theme,
                self.tr(
                    "One model is in memory at a time. The one you use is kept for the next start."
                ),
                self,
            )
        )
        buttons = QHBoxLayout()
        buttons.addWidget(self.open_button)
        buttons.addWidget(self.folder_button)
        buttons.addStretch(1)
        self._column.addSpacing(measures.GAP_XS)
        self._column.addLayout(buttons)
        self._column.addSpacing(measures.GAP_S)
        self._nothing = Caption(self._theme, self.tr("No model was found yet."), self)
        self._column.addWidget(self._nothing)
        self._models = QVBoxLayout()
        self._models.setSpacing(measures.GAP_S)
        self._column.addLayout(self._models)
        self._column.addSpacing(measures.GAP_L)
        self._folders_title = QLabel(self.tr("Folders that are searched"), self)
        self._column.addWidget(self._folders_title)
        self._folders = QVBoxLayout()
        self._folders.setSpacing(measures.GAP_XS)
        self._column.addLayout(self._folders)
        self._column.addStretch(1)

    def take_focus(self) -> None:
        """The mode was chosen."""
        self.open_button.setFocus()

    # --- facts -----------------------------------------------------------------------------

    @Slot(list)
    def _on_files(self, files: list[ModelFile]) -> None:
        known = {file.path for file in files}
        state = self._services.models.state
        shown = list(files)
        if state.path and state.path not in known:
            shown.insert(0, ModelFile(path=state.path, name=state.name, size=0))
        for path in [path for path in self.rows if path not in {file.path for file in shown}]:
            row = self.rows.pop(path)
            row.hide()
            row.deleteLater()
        for position, file in enumerate(shown):
            row = self.rows.get(file.path)
            if row is None:
                row = self.rows[file.path] = self._new_row(file)
            row.show_file(file)
            self._models.insertWidget(position, row)
        self._nothing.setVisible(not shown)
        self._on_state(state)

    def _new_row(self, file: ModelFile) -> ModelRow:
        models = self._services.models
        row = ModelRow(self._theme, self)
        row.use_requested.connect(lambda: models.choose(file.path))
        row.unload_requested.connect(models.unload)
        row.cancel_requested.connect(models.cancel_loading)
        row.reveal_requested.connect(lambda: _reveal(file.path))
        return row

    @Slot(object)
    def _on_state(self, state: ModelState) -> None:
        if state.path and state.path not in self.rows:
            self._on_files(self._services.models.files)
            return
        for path, row in self.rows.items():
            row.show_state(state if path == state.path else ModelState())

    @Slot(object)
    def _on_settings(self, settings: Settings) -> None:
        folders = [row.folder for row in self._folder_rows]
        if folders == list(settings.models.folders) and folders:
            return
        for row in self._folder_rows:
            row.hide()
            row.deleteLater()
        self._folder_rows = []
        for folder in settings.models.folders:
            row = FolderRow(folder, self._theme, self)
            row.remove_requested.connect(
                lambda folder=folder: self._services.models.remove_folder(folder)
            )
            row.reveal_requested.connect(lambda folder=folder: _open_folder(folder))
            self._folders.addWidget(row)
            self._folder_rows.append(row)
        self._folders_title.setVisible(bool(self._folder_rows))

    @Slot()
    def _on_theme(self) -> None:
        self._title.setFont(self._theme.title_font())
        self._folders_title.setFont(self._theme.interface_font(bold=True))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._services.models.refresh()


def _reveal(path: str) -> None:
    _open_folder(str(Path(path).parent))


def _open_folder(folder: str) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(folder))
