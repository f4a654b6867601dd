"""The model that finds passages by meaning: which one, and that it is in memory when needed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot

from assistant.controllers.consent import ConsentKeeper, not_permitted
from assistant.controllers.models import ModelsController
from assistant.controllers.preferences import Preferences
from assistant.core.embedding import model_key
from assistant.core.entities import ModelFile
from assistant.core.errands import Done, OnFailed
from assistant.core.errors import UserError
from assistant.core.messages import AnyEvent, EngineExited, Failed, LoadModel, Ready, Unloaded
from assistant.core.remote.consent import DOCUMENTS
from assistant.core.remote.server import is_remote, server_and_model
from assistant.core.settings import Settings
from assistant.workers.inference_thread import InferenceThread
from assistant.workers.task_pool import TaskPool

NONE = "none"


class EmbeddingModel(QObject):
    """Window thread. Without an embedding model documents are searched by words alone.

    It is loaded beside the model that writes, the first time it is needed. `key` names it in the
    index while it is in memory, "" otherwise; `path` is the one in use or the last that was.

    changed()             `key` or `path` is another one
    lost(UserError)       a model cannot be used; told once for each
    """

    changed = Signal()
    lost = Signal(object)

    def __init__(
        self,
        inference: InferenceThread,
        models: ModelsController,
        preferences: Preferences,
        pool: TaskPool,
        embeds: Callable[[Path], bool],
        parent: QObject | None = None,
        *,
        consent: ConsentKeeper | None = None,
    ) -> None:
        """`embeds` says whether a file is an embedding model; it is called on the pool.

        `consent` knows whether documents may be sent to a model of a server.
        """
        super().__init__(parent)
        self._consent = consent
        if consent is not None:
            consent.changed.connect(self._on_consent)
        self._inference = inference
        self._models = models
        self._preferences = preferences
        self._pool = pool
        self._embeds = embeds
        self.key = ""
        self.path = ""
        self._waiting: list[Done] = []
        self._request = ""
        self._gone = ""
        self._refused: set[str] = set()
        self._told: set[str] = set()
        self._wanted = preferences.settings.documents.embedding_model
        inference.event_received.connect(self._on_event)
        models.files_changed.connect(self._on_files)
        preferences.changed.connect(self._on_settings)

    @property
    def wanted(self) -> bool:
        """Whether the person wants one at all."""
        return self._wanted != NONE

    def ensure(self, done: Done, _failed: OnFailed | None = None) -> None:
        """Have it in memory; `done(key)` follows, with "" where there is none. Never fails."""
        if self.key or not self.wanted:
            done(self.key)
            return
        self._waiting.append(done)
        if len(self._waiting) == 1:
            self._choose()

    # --- which one -------------------------------------------------------------------------

    def _choose(self) -> None:
        if self._wanted and self._wanted != NONE:
            refused = self._wanted in self._refused
            self._load("" if refused else self._wanted)
            return
        files = [file for file in self._models.files if file.path not in self._refused]
        embeds = self._embeds
        self._pool.run(
            lambda: smallest_embedding_model(files, embeds), self._load, self._on_not_chosen
        )

    def _on_not_chosen(self, _error: UserError) -> None:
        self._load("")

    def _load(self, path: str) -> None:
        gone, self._gone = self._gone, ""
        if not path:
            if gone:
                self.lost.emit(_lost(gone, _missing()))
            self._tell("")
            return
        self.path = path
        missing = self._missing(path)
        if missing is not None:
            self._refuse(missing)
            return
        command = LoadModel(path=path, purpose="embedding")
        self._request = command.request_id
        self._inference.submit(command)

    def _missing(self, path: str) -> UserError | None:
        """Why documents may not be sent to the model at `path`; None where they may."""
        consent = self._consent
        server = None if consent is None else consent.needed_for(DOCUMENTS, path)
        return None if server is None else not_permitted(server)

    @Slot()
    def _on_consent(self) -> None:
        """It may be allowed by now, or not any more."""
        if not is_remote(self.path):
            return
        if self._missing(self.path) is not None:
            self._set_key("")
        elif self.path in self._refused:
            self._forget()
            self.changed.emit()

    @Slot(object)
    def _on_settings(self, settings: Settings) -> None:
        wanted = settings.documents.embedding_model
        if wanted != self._wanted:
            self._wanted = wanted
            self._forget()

    @Slot(list)
    def _on_files(self, files: list[ModelFile]) -> None:
        """Other files may be better ones, and the one in use may be gone."""
        self._refused.clear()
        gone = self.path and all(file.path != self.path for file in files)
        if self.key and not self._wanted and gone:
            self._gone = self.path
            self._forget()

    def _forget(self) -> None:
        self._refused.clear()
        self._told.clear()
        self._set_key("")

    # --- in memory -------------------------------------------------------------------------

    @Slot(object)
    def _on_event(self, event: AnyEvent) -> None:
        if isinstance(event, Unloaded | EngineExited):
            self._set_key("")
        elif event.request_id != self._request or not self._request:
            return
        elif isinstance(event, Ready):
            self._request = ""
            self._set_key(model_key(event.info))
            self._tell(self.key)
        elif isinstance(event, Failed):
            self._request = ""
            if event.kind in ("cancelled", "engine_died", "engine_start"):
                self._tell("")
            else:
                self._refuse(UserError(event.kind, event.text, event.hint))

    def _refuse(self, error: UserError) -> None:
        path = self.path
        self._refused.add(path)
        if path not in self._told:
            self._told.add(path)
            self.lost.emit(_lost(path, error))
        if self._wanted:
            self._tell("")
        else:
            self._choose()

    def _set_key(self, key: str) -> None:
        if key != self.key:
            self.key = key
            self.changed.emit()

    def _tell(self, key: str) -> None:
        waiting, self._waiting = self._waiting, []
        for done in waiting:
            done(key)


def smallest_embedding_model(files: list[ModelFile], embeds: Callable[[Path], bool]) -> str:
    """The path of the smallest of `files` that is an embedding model; "" for none. Reads them.

    A model of a server is never chosen without a person.
    """
    for file in sorted(files, key=lambda file: file.size):
        if not is_remote(file.path) and embeds(Path(file.path)):
            return file.path
    return ""


def _missing() -> UserError:
    text = QCoreApplication.translate("Embedding", "Its file is not there any more.")
    return UserError("no_such_file", text)


def _lost(path: str, error: UserError) -> UserError:
    text = QCoreApplication.translate(
        "Embedding",
        "The embedding model “{name}” cannot be used: documents are searched by words alone. {why}",
    )
    hint = QCoreApplication.translate("Embedding", "Choose another one in the settings.")
    name = server_and_model(path)[1] if is_remote(path) else Path(path).stem
    return UserError(error.kind, text.format(name=name, why=error.text), hint)
