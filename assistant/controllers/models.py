"""Which model is used: finding files, loading, state."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec
from PySide6.QtCore import QObject, Signal, Slot

from assistant.controllers.preferences import Preferences
from assistant.core.entities import ModelFile, ModelInfo
from assistant.core.errors import UserError
from assistant.core.messages import (
    AnyEvent,
    Cancel,
    EngineExited,
    Failed,
    Loading,
    LoadModel,
    Ready,
    Unload,
    Unloaded,
)
from assistant.core.ports import ModelShelf
from assistant.workers.inference_thread import InferenceThread
from assistant.workers.task_pool import TaskPool

Phase = Literal["none", "chosen", "loading", "ready", "failed"]


class ModelState(msgspec.Struct, frozen=True, kw_only=True):
    """`chosen`: known but not in memory; `idle` when that is because nobody used it.

    `fraction` counts while loading.
    """

    phase: Phase = "none"
    path: str = ""
    name: str = ""
    fraction: float = 0.0
    idle: bool = False
    info: ModelInfo | None = None
    error: UserError | None = None


class ModelsController(QObject):
    """Files found on this disk, and the one model that is used.

    `files_changed(list[ModelFile])`, `state_changed(ModelState)`, `failed(UserError)` for a
    folder or file that could not be used.
    """

    files_changed = Signal(list)
    state_changed = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        inference: InferenceThread,
        shelf: ModelShelf,
        preferences: Preferences,
        pool: TaskPool,
        own_folder: Path,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._inference = inference
        self._shelf = shelf
        self._preferences = preferences
        self._pool = pool
        self._own_folder = own_folder
        self._request = ""
        self._scans = 0
        self.files: list[ModelFile] = []
        self.state = ModelState()
        inference.event_received.connect(self._on_event)
        last = preferences.settings.models.last
        if last:
            self.state = ModelState(phase="chosen", path=last, name=Path(last).stem)

    def refresh(self) -> None:
        """Look for model files again; `files_changed` follows."""
        models = self._preferences.settings.models
        folders = [self._own_folder, *map(Path, models.folders)]
        files = [Path(name) for name in models.files]
        self._scans += 1
        number = self._scans

        def found(listed: list[ModelFile]) -> None:
            if number == self._scans:  # a scan that was overtaken knows less than the newest
                self._on_files(listed)

        self._pool.run(lambda: self._shelf.scan(folders, files), found, self.failed.emit)

    def add_folder(self, folder: str) -> None:
        """Use the models in `folder` too, now and from now on."""
        models = self._preferences.settings.models
        if folder not in models.folders:
            self._preferences.set_models(
                msgspec.structs.replace(models, folders=(*models.folders, folder))
            )
        self.refresh()

    def remove_folder(self, folder: str) -> None:
        models = self._preferences.settings.models
        kept = tuple(name for name in models.folders if name != folder)
        self._preferences.set_models(msgspec.structs.replace(models, folders=kept))
        self.refresh()

    def open_file(self, path: str) -> None:
        """Use this GGUF file: it is remembered, chosen and loaded."""
        models = self._preferences.settings.models
        if path not in models.files:
            self._preferences.set_models(
                msgspec.structs.replace(models, files=(*models.files, path))
            )
        self.refresh()
        self.choose(path)

    def choose(self, path: str) -> None:
        """Use the model at `path` from the next message on; it begins to load."""
        if path == self.state.path and self.state.phase in ("loading", "ready"):
            return
        models = self._preferences.settings.models
        self._preferences.set_models(msgspec.structs.replace(models, last=path))
        self._load(path)

    def ensure_loading(self) -> bool:
        """Load the chosen model unless it is in memory or on its way; False without a model."""
        if not self.state.path:
            return False
        if self.state.phase not in ("loading", "ready"):
            self._load(self.state.path)
        return True

    def cancel_loading(self) -> None:
        if self.state.phase == "loading":
            self._inference.submit(Cancel(target=self._request))

    def unload(self) -> None:
        """Free the memory; the model stays chosen."""
        if self.state.phase == "ready":
            self._inference.submit(Unload())

    def reload(self) -> None:
        """Load the chosen model again (after its loading parameters changed)."""
        if self.state.path:
            self._load(self.state.path)

    def _load(self, path: str) -> None:
        if self.state.phase == "loading":
            self._inference.submit(Cancel(target=self._request))
        command = LoadModel(path=path, parameters=self._preferences.settings.models.loading)
        self._request = command.request_id
        self._set(ModelState(phase="loading", path=path, name=self._name_of(path)))
        self._inference.submit(command)

    def _name_of(self, path: str) -> str:
        return next((file.name for file in self.files if file.path == path), Path(path).stem)

    def _set(self, state: ModelState) -> None:
        self.state = state
        self.state_changed.emit(state)

    def _on_files(self, files: list[ModelFile]) -> None:
        self.files = files
        self.files_changed.emit(files)

    @Slot(object)
    def _on_event(self, event: AnyEvent) -> None:
        replace = msgspec.structs.replace
        if isinstance(event, Unloaded | EngineExited):
            self._on_gone(idle=isinstance(event, Unloaded) and event.reason == "idle")
            return
        if event.request_id != self._request:
            return
        if isinstance(event, Loading):
            self._set(replace(self.state, fraction=event.fraction))
        elif isinstance(event, Ready):
            info = event.info
            self._set(replace(self.state, phase="ready", fraction=1.0, info=info, name=info.name))
        elif isinstance(event, Failed):
            self._on_failed(event)

    def _on_gone(self, *, idle: bool) -> None:
        """The model left the memory; the next message loads it again.

        One that was unloaded for idleness may be on its way back already.
        """
        if self.state.phase == "ready" or (self.state.phase == "loading" and not idle):
            self._set(
                ModelState(phase="chosen", path=self.state.path, name=self.state.name, idle=idle)
            )

    def _on_failed(self, event: Failed) -> None:
        if event.kind == "cancelled":
            self._set(ModelState(phase="chosen", path=self.state.path, name=self.state.name))
            return
        error = UserError(event.kind, event.text, event.hint)
        self._set(
            ModelState(phase="failed", path=self.state.path, name=self.state.name, error=error)
        )
