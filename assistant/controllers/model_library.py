"""What is known of the models on this disk, and what a person does with one of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot

from assistant.controllers.file_work import FileWorks
from assistant.controllers.model_notes import ModelNotes
from assistant.controllers.models import ModelsController
from assistant.controllers.verifying import AT_PLACE, Verifying, at_place, part_paths
from assistant.core.entities import OWN_ORIGINS, ModelFile
from assistant.core.errors import UserError
from assistant.core.hub.catalogue import Catalogue
from assistant.core.hub.download import Download
from assistant.core.hub.machine_facts import MachineFacts
from assistant.core.hub.model_records import ModelRecord, ModelRecords
from assistant.core.hub.model_work import (
    Progress,
    Quantiser,
    Stopped,
    Trash,
    Trashed,
    Verification,
    Work,
)
from assistant.core.hub.quantising import copy_stem, may_lie_beside
from assistant.workers.task_pool import TaskPool

if TYPE_CHECKING:
    from assistant.core.hub.model_facts import ModelFacts


class LibraryTools(msgspec.Struct, frozen=True, kw_only=True):
    """What works on files and machines; each is called on threads of the library.

    `facts` reads a header in a process of its own. `take_catalogue` takes a signed list from a
    file and returns the catalogue that counts from then on. `sha256_of` and `named_sha256` as in
    `hub.hashing`.
    """

    records: Callable[[], ModelRecords]
    machine: Callable[[], MachineFacts]
    catalogue: Callable[[], Catalogue]
    take_catalogue: Callable[[Path], Catalogue]
    facts: Callable[[Path], ModelFacts]
    preview: Callable[[str], str]
    quantise: Quantiser
    trash: Trash
    sha256_of: Callable[[Path, Progress, Stopped], str]
    named_sha256: Callable[[Path], str]


class ModelLibrary(QObject):
    """Window thread; whatever takes time happens on threads of its own.

    `machine_found(MachineFacts)`, `catalogue_changed(Catalogue)`, `record_changed(str path,
    ModelRecord)`, `facts_found(str path, ModelFacts)`, `preview_made(str path, str text)`,
    `work_changed(str path, Work | None)`, `verified(str path, Verification)`,
    `quantised(str path, str made)`, `deleted(ModelFile, bool can_be_undone)`, `restored(str path)`,
    `failed(str path, UserError)`: in the place of the result; path "" is the catalogue or the
    machine.
    """

    machine_found = Signal(object)
    catalogue_changed = Signal(object)
    record_changed = Signal(str, object)
    facts_found = Signal(str, object)
    preview_made = Signal(str, str)
    work_changed = Signal(str, object)
    verified = Signal(str, object)
    quantised = Signal(str, str)
    deleted = Signal(object, bool)
    restored = Signal(str)
    failed = Signal(str, object)

    def __init__(
        self,
        tools: LibraryTools,
        models: ModelsController,
        pool: TaskPool,
        own_folder: Path,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._own_folder = own_folder
        self._tools = tools
        self._models = models
        self._pool = pool
        self._notes = ModelNotes(tools.records, pool, self)
        self._notes.changed.connect(self._on_record)
        self._notes.failed.connect(self.failed)
        self._works = FileWorks(self)
        self._works.changed.connect(self.work_changed)
        self._fetched: dict[str, Download] = {}
        self._trashed: tuple[ModelFile, Trashed] | None = None
        self.machine: MachineFacts | None = None
        self.catalogue: Catalogue | None = None
        self._asked: set[str] = set()
        models.files_changed.connect(self._on_files)

    # --- this computer and the list --------------------------------------------------------

    def find_machine(self) -> None:
        """Have `machine_found` said: at once when it is known, in seconds when it is not."""
        if self.machine is not None:
            self.machine_found.emit(self.machine)
        else:
            self._once("machine", self._tools.machine, self._on_machine)

    def find_catalogue(self) -> None:
        """Have `catalogue_changed` said."""
        if self.catalogue is not None:
            self.catalogue_changed.emit(self.catalogue)
        else:
            self._once("catalogue", self._tools.catalogue, self._on_catalogue)

    def take_catalogue(self, file: str) -> None:
        """Use the signed list in `file` from now on; `catalogue_changed` or `failed("")`."""
        take = self._tools.take_catalogue
        self._pool.run(lambda: take(Path(file)), self._on_catalogue, self._fail_of(""))

    def _once(self, name: str, task: Callable[[], Any], done: Callable[[Any], None]) -> None:
        """Ask the pool unless it has been asked already."""
        if name in self._asked:
            return
        self._asked.add(name)

        def found(result: Any) -> None:
            self._asked.discard(name)
            done(result)

        def failed(error: UserError) -> None:
            self._asked.discard(name)
            self.failed.emit("", error)

        self._pool.run(task, found, failed)

    def _on_machine(self, machine: MachineFacts) -> None:
        self.machine = machine
        self.machine_found.emit(machine)

    def _on_catalogue(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.catalogue_changed.emit(catalogue)

    # --- what is known of a model ----------------------------------------------------------

    def record(self, file: ModelFile) -> ModelRecord:
        """What was read of it last; an empty one before `read_record` answered."""
        return self._notes.record(file)

    def read_record(self, file: ModelFile) -> None:
        """Have `record_changed` said."""
        self._notes.read(file)

    def change_record(self, file: ModelFile, **fields: Any) -> None:
        """Keep these fields of its record; `record_changed` follows when they are written."""
        self._notes.change(file, **fields)

    @Slot(str, str, object)
    def _on_record(self, path: str, key: str, record: ModelRecord) -> None:
        if key.startswith(AT_PLACE):
            return
        self._models.note_record(key, record)
        self.record_changed.emit(path, record)

    def read_facts(self, path: str) -> None:
        """Read the header; `facts_found` or `failed`."""
        facts = self._tools.facts
        self._pool.run(
            lambda: facts(Path(path)),
            lambda found: self.facts_found.emit(path, found),
            self._fail_of(path),
        )

    def show_preview(self, path: str, template: str) -> None:
        """Render a chat template with a sample conversation; `preview_made` or `failed`."""
        preview = self._tools.preview
        self._pool.run(
            lambda: preview(template),
            lambda text: self.preview_made.emit(path, text),
            self._fail_of(path),
        )

    def note_download(self, download: Download) -> None:
        """A model was fetched: what the hub said of it is kept, once it is found on the disk."""
        if download.state == "done" and download.path:
            self._fetched[download.path] = download
            self._on_files(self._models.files)

    @Slot(list)
    def _on_files(self, files: list[ModelFile]) -> None:
        for file in files:
            download = self._fetched.pop(file.path, None) if file.identity else None
            if download is not None:
                order = download.order
                sums = tuple(part.sha256 for part in order.files[: max(1, file.parts)])
                self._keep_sums(file, sums, source=f"{order.repo}@{order.revision}")

    # --- work on a file --------------------------------------------------------------------

    def work(self, path: str) -> Work | None:
        """What goes on with the model at `path`."""
        return self._works.work(path)

    def stop(self, path: str) -> None:
        """End what goes on with it; nothing half-done stays."""
        self._works.stop(path)

    def verify(self, file: ModelFile) -> None:
        """Read it to its end and compare; `verified` or `failed`. The result is kept."""
        tools = self._tools
        task = Verifying(tools.records, tools.sha256_of, tools.named_sha256, file)
        self._works.begin(
            file.path, "verify", task.run, lambda found: self._on_sums(file, found),
            self._fail_of(file.path),
        )  # fmt: skip

    def _on_sums(self, file: ModelFile, found: tuple[Verification, tuple[str, ...]]) -> None:
        result, sums = found
        if not result.damaged:
            self._keep_sums(file, sums, verified_at=result.at)
        self.verified.emit(file.path, result)

    def _keep_sums(self, file: ModelFile, sums: tuple[str, ...], **fields: Any) -> None:
        """By content, and by place: a file that is damaged has another content."""
        self.change_record(file, sha256=sums[0], further_sha256=sums[1:], **fields)
        self._notes.change(at_place(file), sha256=sums[0], further_sha256=sums[1:])

    def smaller_path(self, file: ModelFile, kind: str) -> Path:
        """Where a copy of `file` in the type `kind` would be put: beside it, or among our own."""
        source = Path(file.path)
        folder = source.parent if may_lie_beside(file) else self._own_folder
        return smaller_name(folder, file.name, kind)

    def quantise(self, file: ModelFile, kind: str) -> None:
        """Make a smaller copy; `quantised` or `failed`. The copy is listed when it is whole."""
        destination = self.smaller_path(file, kind)
        quantise = self._tools.quantise

        def work(progress: Progress, stopped: Stopped) -> str:
            quantise(Path(file.path), destination, kind, progress, stopped)
            return str(destination)

        def done(made: str) -> None:
            self._models.refresh()
            self.quantised.emit(file.path, made)

        self._works.begin(file.path, "quantise", work, done, self._fail_of(file.path))

    # --- deleting --------------------------------------------------------------------------

    def may_delete(self, file: ModelFile) -> bool:
        """Whether it is ours to delete: other programs' files are left alone."""
        return file.origin in OWN_ORIGINS

    def delete(self, file: ModelFile) -> None:
        """Move all its parts to the trash; `deleted` or `failed`. A loaded one leaves memory."""
        if not self.may_delete(file):
            self.failed.emit(file.path, _not_ours())
            return
        self._works.stop(file.path)
        if self._models.state.path == file.path:
            self._models.unload()
        trash = self._tools.trash

        def gone(trashed: Trashed) -> None:
            self._trashed = (file, trashed) if trashed.moved else None
            self._models.refresh()
            self.deleted.emit(file, bool(trashed.moved))

        paths = [Path(path) for path in part_paths(file)]
        self._pool.run(lambda: trash.put(paths), gone, self._fail_of(file.path))

    def undo_delete(self) -> None:
        """Bring back what was deleted last; `restored` or `failed`."""
        if self._trashed is None:
            return
        file, trashed = self._trashed
        self._trashed = None
        trash = self._tools.trash

        def back(_result: None) -> None:
            self._models.refresh()
            self.restored.emit(file.path)

        self._pool.run(lambda: trash.restore(trashed), back, self._fail_of(file.path))

    def _fail_of(self, path: str) -> Callable[[UserError], None]:
        return lambda error: self.failed.emit(path, error)

    def shut_down(self) -> None:
        """Stop what goes on and write what is not written; returns when the threads are gone."""
        self._works.shut_down()
        self._notes.flush()


def smaller_name(folder: Path, name: str, kind: str) -> Path:
    """A file name that says the type in the place where the name said the old one."""
    stem = copy_stem(name)
    path = folder / f"{stem}-{kind}.gguf"
    number = 2
    while path.exists():
        path = folder / f"{stem}-{kind} ({number}).gguf"
        number += 1
    return path


def _not_ours() -> UserError:
    translate = QCoreApplication.translate
    return UserError(
        "no_permission",
        translate("ModelLibrary", "This model belongs to another program, which may need it."),
        translate("ModelLibrary", "Delete it there."),
    )
