"""Where models are looked for, how they are loaded, and what is kept of conversations."""

from __future__ import annotations

from typing import Any

import msgspec
from PySide6.QtCore import QSignalBlocker, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout

from assistant.controllers.state_cache import StateCache
from assistant.core.settings import Settings
from assistant.ui.actions import ActionRegistry
from assistant.ui.controls import Caption, push_button
from assistant.ui.models.rows import FolderRow
from assistant.ui.services import Services
from assistant.ui.settings.form import FormPage
from assistant.ui.settings.loading_rows import LoadingRows
from assistant.ui.settings.state_cache_rows import StateCacheRows
from assistant.ui.theme.theme import Theme


class ModelSettingsPage(FormPage):
    """Folders, loading at start, loading parameters, the cache of conversation states.

    Opening it asks the engine how large that cache is.
    """

    def __init__(self, services: Services, theme: Theme, actions: ActionRegistry) -> None:
        super().__init__(theme, "")
        self.title.setText(self.tr("Models"))
        self._services = services
        self._folder_rows: list[FolderRow] = []
        self.add_heading(self.tr("Folders that are searched"))
        self._folders = QVBoxLayout()
        self._folders.setSpacing(0)
        self.column.addLayout(self._folders)
        add = push_button(self.tr("Add a folder of models…"))
        add.clicked.connect(lambda: actions.trigger("add_model_folder"))
        row = QHBoxLayout()
        row.addWidget(add)
        row.addStretch(1)
        self.column.addLayout(row)
        self.add_heading(self.tr("Loading"))
        self.load_at_start = QCheckBox(self.tr("Load the last model when Inkstone starts"))
        self.load_at_start.setAccessibleName(self.load_at_start.text())
        self.column.addWidget(self.load_at_start)
        self.loading = LoadingRows(self)
        self._add_reload()
        self._cache = StateCache(services.inference, self)
        self.states = StateCacheRows(self, self._cache)
        self._show(services.preferences.settings)
        self._connect()

    def _add_reload(self) -> None:
        self.reload = push_button(self.tr("Load the model again with these"))
        self.reload.clicked.connect(self._services.models.reload)
        row = QHBoxLayout()
        row.addWidget(self.reload)
        row.addStretch(1)
        self.column.addLayout(row)
        self.column.addWidget(
            Caption(self.theme, self.tr("Changes count the next time a model is loaded."))
        )

    def _connect(self) -> None:
        self.load_at_start.toggled.connect(self._on_load_at_start)
        self.loading.changed.connect(self._on_loading)
        self.states.budget_changed.connect(lambda size: self._on_loading("state_budget", size))
        self._services.preferences.changed.connect(self._show)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._cache.measure()

    @Slot(object)
    def _show(self, settings: Settings) -> None:
        models = settings.models
        self._show_folders(models.folders)
        with QSignalBlocker(self.load_at_start):
            self.load_at_start.setChecked(models.load_at_start)
        self.loading.show_parameters(models.loading)
        self.states.show_budget(models.loading.state_budget)

    def _show_folders(self, folders: tuple[str, ...]) -> None:
        if [row.folder for row in self._folder_rows] == list(folders):
            return
        for row in self._folder_rows:
            row.hide()
            row.deleteLater()
        self._folder_rows = []
        for folder in folders:
            row = FolderRow(folder, self.theme, self)
            row.remove_requested.connect(
                lambda folder=folder: self._services.models.remove_folder(folder)
            )
            self._folders.addWidget(row)
            self._folder_rows.append(row)

    @Slot(bool)
    def _on_load_at_start(self, wanted: bool) -> None:
        self._change(load_at_start=wanted)

    @Slot(str, object)
    def _on_loading(self, field: str, value: object) -> None:
        loading = self._services.preferences.settings.models.loading
        self._change(loading=msgspec.structs.replace(loading, **{field: value}))

    def _change(self, **fields: Any) -> None:
        preferences = self._services.preferences
        preferences.set_models(msgspec.structs.replace(preferences.settings.models, **fields))
