"""Where models are looked for and how they are loaded."""

from __future__ import annotations

from typing import Any

import msgspec
from PySide6.QtCore import QSignalBlocker, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout

from assistant.core.settings import Settings
from assistant.ui.actions import ActionRegistry
from assistant.ui.controls import Caption, push_button
from assistant.ui.models.rows import FolderRow
from assistant.ui.services import Services
from assistant.ui.settings.form import Choice, FormPage, Number
from assistant.ui.theme.theme import Theme


class ModelSettingsPage(FormPage):
    """Folders, loading at start, loading parameters (0 or "automatic" lets the engine choose)."""

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
        self._add_loading()
        self._show(services.preferences.settings)
        self._connect()

    def _add_loading(self) -> None:
        automatic = self.tr("automatic")
        self.context_length = Number(0, 1_048_576, 1024, automatic)
        self.add_row(
            self.tr("Context length"),
            self.context_length,
            self.tr("Tokens the model can keep in mind. More needs more memory."),
        )
        self.gpu_layers = Number(-1, 999, 1, automatic)
        self.add_row(
            self.tr("Layers on the graphics card"),
            self.gpu_layers,
            self.tr("0 uses the processor alone."),
        )
        self.threads = Number(0, 512, 1, automatic)
        self.add_row(self.tr("Threads"), self.threads)
        self.kv_type = Choice()
        for text, value in ((automatic, "auto"), ("f16", "f16"), ("q8_0", "q8_0")):
            self.kv_type.addItem(text, value)
        self.add_row(
            self.tr("KV cache"), self.kv_type, self.tr("q8_0 halves the memory of the context.")
        )
        self.flash_attention = Choice()
        for text, value in (
            (automatic, "auto"),
            (self.tr("on"), "on"),
            (self.tr("off"), "off"),
        ):
            self.flash_attention.addItem(text, value)
        self.add_row(self.tr("Flash attention"), self.flash_attention)
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
        self.load_at_start.toggled.connect(self._on_changed)
        for number in (self.context_length, self.gpu_layers, self.threads):
            number.valueChanged.connect(self._on_changed)
        for choice in (self.kv_type, self.flash_attention):
            choice.currentIndexChanged.connect(self._on_changed)
        self._services.preferences.changed.connect(self._show)

    @Slot(object)
    def _show(self, settings: Settings) -> None:
        models, loading = settings.models, settings.models.loading
        self._show_folders(models.folders)
        controls = (
            self.load_at_start,
            self.context_length,
            self.gpu_layers,
            self.threads,
            self.kv_type,
            self.flash_attention,
        )
        blockers = [QSignalBlocker(control) for control in controls]
        self.load_at_start.setChecked(models.load_at_start)
        self.context_length.setValue(loading.context_length)
        self.gpu_layers.setValue(loading.gpu_layers)
        self.threads.setValue(loading.threads)
        self.kv_type.choose(loading.kv_type)
        self.flash_attention.choose(loading.flash_attention)
        for blocker in blockers:
            blocker.unblock()

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

    @Slot()
    def _on_changed(self, _value: Any = None) -> None:
        models = self._services.preferences.settings.models
        loading = msgspec.structs.replace(
            models.loading,
            context_length=self.context_length.value(),
            gpu_layers=self.gpu_layers.value(),
            threads=self.threads.value(),
            kv_type=self.kv_type.currentData(),
            flash_attention=self.flash_attention.currentData(),
        )
        self._services.preferences.set_models(
            msgspec.structs.replace(
                models, load_at_start=self.load_at_start.isChecked(), loading=loading
            )
        )
