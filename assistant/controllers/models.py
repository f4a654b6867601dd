"""Which model is used: finding files, loading, state."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

import msgspec
from PySide6.QtCore import QObject, Signal, Slot

from assistant.controllers.model_copying import ModelCopier, gone_text, moved_text
from assistant.controllers.model_finding import ModelFinder, Scan
from assistant.controllers.model_looks import Known, looked_at
from assistant.controllers.model_speeds import SpeedKeeper
from assistant.controllers.preferences import Preferences
from assistant.controllers.starter_model import StarterModel, fallen_back_text
from assistant.core.chat_parameters import ChatParameters
from assistant.core.entities import ModelFile, ModelInfo
from assistant.core.errors import UserError
from assistant.core.hub.model_records import ModelRecord, ModelRecords
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
from assistant.core.remote.server import is_remote, server_and_model
from assistant.core.starter import NAME as STARTER_NAME
from assistant.workers.inference_thread import InferenceThread
from assistant.workers.task_pool import TaskPool

Phase = Literal["none", "chosen", "loading", "ready", "failed"]


class ModelState(msgspec.Struct, frozen=True, kw_only=True):
    """`chosen`: known but not in memory; `idle` when that is because nobody used it.

    `fraction` counts while loading. `gone`: its file is not there any more. `starter`: it is the
    one that ships with the application.
    """

    phase: Phase = "none"
    path: str = ""
    name: str = ""
    fraction: float = 0.0
    idle: bool = False
    gone: bool = False
    starter: bool = False
    info: ModelInfo | None = None
    error: UserError | None = None

    @property
    def writes_asides(self) -> bool:
        """Whether it can be asked for titles and suggestions: it has a chat template, and is not
        the starter, which is too small for them."""
        return self.info is not None and self.info.has_template and not self.starter


class ModelsController(QObject):
    """Models on this disk and of servers, and the one that is used.

    `files_changed(list[ModelFile])`, `state_changed(ModelState)`, `failed(UserError)` for a
    folder or file that could not be used, `noticed(str)` for what happened to a file. `copier`
    takes models into the own folder. Without `records` nothing is known of single models. The
    `starter` model, where there is one, is used until a person chooses another.
    """

    files_changed = Signal(list)
    state_changed = Signal(object)
    failed = Signal(object)
    noticed = Signal(str)

    def __init__(
        self,
        inference: InferenceThread,
        shelf: ModelShelf,
        preferences: Preferences,
        pool: TaskPool,
        own_folder: Path,
        parent: QObject | None = None,
        *,
        records: ModelRecords | None = None,
    ) -> None:
        super().__init__(parent)
        self._inference = inference
        self._shelf = shelf
        self._preferences = preferences
        self._pool = pool
        self._kept = records
        self.starter = StarterModel(shelf)
        self._request = ""
        self._death_known = False
        self._found: list[ModelFile] = []
        self._server_models: list[ModelFile] = []
        self._records: dict[str, ModelRecord] = {}
        self._identities: dict[str, str] = {}
        self.files: list[ModelFile] = []
        self.state = ModelState()
        self._finder = ModelFinder(shelf, records, preferences, pool, own_folder, self)
        self._finder.found.connect(self._on_scan)
        self._finder.failed.connect(self.failed)
        self.copier = ModelCopier(
            shelf, pool, lambda: Path(preferences.settings.hub.folder or own_folder), self
        )
        self.copier.copied.connect(self._on_copied)
        self.copier.failed.connect(self.failed)
        self._speeds: SpeedKeeper | None = None
        if records is not None:
            self._speeds = SpeedKeeper(inference, records, pool, self)
            self._speeds.kept.connect(self.note_record)
        inference.event_received.connect(self._on_event)
        last = self.starter.used(preferences.settings.models.last)
        if last:
            self._set(ModelState(phase="chosen", path=last, name=self._name_of(last)))

    def shut_down(self) -> None:
        """Watch no folder and make no copy any more; before the pool stops."""
        self._finder.shut_down()
        self.copier.cancel()

    # --- which there are -------------------------------------------------------------------

    def refresh(self) -> None:
        """Look for model files again; `files_changed` follows."""
        self._finder.look(self.state.path)

    def set_server_models(self, models: Sequence[ModelFile]) -> None:
        """List these, too: models of servers, with paths of `core.remote.server.model_path`."""
        if list(models) != self._server_models:
            self._server_models = list(models)
            self._list(force=True)

    def file_of(self, path: str) -> ModelFile | None:
        """The entry that stands for the model at `path`, also where it is a further copy of it."""
        return next((file for file in self.files if path in (file.path, *file.also)), None)

    def add_folder(self, folder: str) -> None:
        """Use the models in `folder` too, now and from now on."""
        models = self._preferences.settings.models
        if folder not in models.folders:
            self._preferences.set_models(
                msgspec.structs.replace(models, folders=(*models.folders, folder))
            )
        self.refresh()

    def folders_with_models(
        self, paths: Sequence[str], done: Callable[[tuple[str, ...]], None]
    ) -> None:
        """`done(folders)`: those of `paths` that are folders in which there are models."""
        shelf = self._shelf
        self._pool.run(
            lambda: tuple(path for path in paths if shelf.holds_models(Path(path))), done
        )

    def remove_folder(self, folder: str) -> None:
        models = self._preferences.settings.models
        kept = tuple(name for name in models.folders if name != folder)
        self._preferences.set_models(msgspec.structs.replace(models, folders=kept))
        self.refresh()

    def remove_file(self, path: str) -> None:
        """Forget a single file that was opened; it stays where it is."""
        models = self._preferences.settings.models
        kept = tuple(name for name in models.files if name != path)
        self._preferences.set_models(msgspec.structs.replace(models, files=kept))
        self.refresh()

    def open_file(self, path: str) -> None:
        """Use this GGUF file: it is remembered, chosen and loaded."""
        self.open_files([path])

    def open_files(self, paths: Sequence[str]) -> None:
        """Remember these GGUF files and use the first; `failed` for each that is none."""
        shelf, kept = self._shelf, self._kept
        named = [Path(path) for path in paths]
        self._pool.run(lambda: looked_at(named, shelf, kept), self._on_looked_at, self.failed.emit)

    def _on_looked_at(self, opened: list[Known | UserError]) -> None:
        files = [found for found in opened if not isinstance(found, UserError)]
        models = self._preferences.settings.models
        new = dict.fromkeys(found.file.path for found in files)
        self._preferences.set_models(
            msgspec.structs.replace(models, files=tuple(dict.fromkeys((*models.files, *new))))
        )
        for found in files:
            self._know(found)
        for error in opened:
            if isinstance(error, UserError):
                self.failed.emit(error)
        if files:
            self.choose(files[0].file.path)
            self.refresh()

    def _know(self, known: Known) -> None:
        self._records[known.file.path] = known.record
        self._identities[known.file.path] = known.file.identity

    @Slot(object)
    def _on_copied(self, file: ModelFile) -> None:
        """Use it when nothing was chosen yet."""
        if not self._preferences.settings.models.last:
            self.choose(file.path)
        self.refresh()

    # --- what is known of it ---------------------------------------------------------------

    def record_of(self, path: str) -> ModelRecord:
        """What is known of the model at `path`, as far as it was read."""
        return self._records.get(path, ModelRecord())

    @Slot(str, object)
    def note_record(self, identity: str, record: ModelRecord) -> None:
        """The record of this content was changed: the next loading goes by it."""
        for path, known in self._identities.items():
            if known == identity and identity:
                self._records[path] = record

    def chat_defaults(self) -> ChatParameters:
        """How the chosen model answers where a conversation says nothing else."""
        chosen = self.record_of(self.state.path).chat
        return self._preferences.settings.chat if chosen is None else chosen

    # --- which is used ---------------------------------------------------------------------

    def choose(self, path: str) -> None:
        """Use the model at `path` from the next message on; it begins to load."""
        if path == self.state.path and self.state.phase in ("loading", "ready"):
            return
        self._remember(path)
        self._load(path)

    def _remember(self, path: str) -> None:
        models = self._preferences.settings.models
        last = self.starter.remembered(path)
        self._preferences.set_models(msgspec.structs.replace(models, last=last))

    def load_at_start(self) -> None:
        """Load the chosen model, once it is known how its record says."""
        shelf, kept, path = self._shelf, self._kept, self.state.path
        if not path:
            return
        if is_remote(path) or kept is None:
            self.ensure_loading()
            return

        def done(found: list[Known | UserError]) -> None:
            if isinstance(found[0], Known):
                self._know(found[0])
            self.ensure_loading()

        self._pool.run(lambda: looked_at([Path(path)], shelf, kept), done, self.failed.emit)

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
        parameters = self.record_of(path).loading or self._preferences.settings.models.loading
        command = LoadModel(path=path, parameters=parameters)
        self._request = command.request_id
        self._set(ModelState(phase="loading", path=path, name=self._name_of(path)))
        self._inference.submit(command)

    def _name_of(self, path: str) -> str:
        if self.starter.stands_for(path):
            return STARTER_NAME
        if (file := self.file_of(path)) is not None:
            return file.name
        return server_and_model(path)[1] if is_remote(path) else Path(path).stem

    def _set(self, state: ModelState) -> None:
        starter = self.starter.stands_for(state.path)
        self.state = state = msgspec.structs.replace(state, starter=starter)
        if self._speeds is not None:
            ready = state.phase == "ready"
            self._speeds.identity = self._identities.get(state.path, "") if ready else ""
        self.state_changed.emit(state)

    # --- what was found --------------------------------------------------------------------

    @Slot(object, bool)
    def _on_scan(self, scan: Scan, asked: bool) -> None:
        before = self._identities.get(self.state.path, "")
        for file in scan.files:
            for path in (file.path, *file.also):
                self._identities[path] = file.identity
                self._records[path] = scan.records.get(file.path, ModelRecord())
        self._on_files(scan.files, asked=asked)
        self._on_chosen_looked_at(scan.chosen_gone, before)

    def _on_files(self, found: list[ModelFile], *, asked: bool = True) -> None:
        self._found = found
        self._list(force=asked)

    def _list(self, *, force: bool) -> None:
        files = [*self._found, *self._server_models]
        if force or files != self.files:
            self.files = files
            self.files_changed.emit(files)

    def _on_chosen_looked_at(self, gone: bool, identity: str) -> None:
        """The file of the chosen model is there, was moved, or is gone."""
        state = self.state
        replace = msgspec.structs.replace
        name = self._name_of(state.path)
        if gone and not state.gone and state.path in self._identities:
            moved = next((f for f in self._found if identity and f.identity == identity), None)
            if moved is not None:
                self._remember(moved.path)
                self._set(replace(state, path=moved.path, name=state.name or moved.name))
                self.noticed.emit(moved_text(moved.name, moved.path))
                return
            if state.phase == "ready":
                self.noticed.emit(gone_text(state.name))
            self._set(replace(state, gone=True))
        elif state.gone and not gone:
            self._set(replace(state, gone=False))
        elif state.phase != "ready" and state.path and name != state.name:
            self._set(replace(state, name=name))
        else:
            self._set_identity()
        if gone:
            self._fall_back()

    def _fall_back(self) -> None:
        """Use the starter where the chosen model is gone and not in memory.

        One that was gone at the start may lie on a disk that comes back: it stays chosen.
        """
        state, path = self.state, self.starter.path
        if path in ("", state.path) or state.phase in ("loading", "ready"):
            return
        if state.path in self._identities:
            self._remember("")
        self._set(ModelState(phase="chosen", path=path, name=self._name_of(path)))
        self.noticed.emit(fallen_back_text(state.name))

    def _set_identity(self) -> None:
        if self._speeds is not None and self.state.phase == "ready":
            self._speeds.identity = self._identities.get(self.state.path, "")

    # --- what the engine says --------------------------------------------------------------

    @Slot(object)
    def _on_event(self, event: AnyEvent) -> None:
        if isinstance(event, Unloaded):
            self._on_gone(idle=event.reason == "idle")
        elif isinstance(event, EngineExited):
            known, self._death_known = self._death_known, False
            if not known:  # else it may be on its way back already
                self._on_gone(idle=False)
        elif (
            isinstance(event, Failed)
            and event.kind == "engine_died"
            and self.state.phase == "ready"
        ):
            self._death_known = True  # whoever tries again on hearing this has it loaded
            self._on_gone(idle=False)
        else:
            self._on_load_event(event)

    def _on_load_event(self, event: AnyEvent) -> None:
        replace = msgspec.structs.replace
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
        state = self.state
        if state.phase == "ready" or (state.phase == "loading" and not idle):
            replace = msgspec.structs.replace
            self._set(replace(state, phase="chosen", fraction=0.0, idle=idle, info=None))
            if state.gone:
                self._fall_back()

    def _on_failed(self, event: Failed) -> None:
        if event.kind == "cancelled":
            self._set(ModelState(phase="chosen", path=self.state.path, name=self.state.name))
            return
        error = UserError(event.kind, event.text, event.hint)
        self._set(
            ModelState(phase="failed", path=self.state.path, name=self.state.name, error=error)
        )
        if event.kind == "no_such_file":  # the list shows what is there, perhaps its new place
            self.refresh()
