"""Reading documents that a person gave: what can be read, why the rest cannot, how far it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Literal, TypeAlias

import msgspec
from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal, Slot

from assistant.controllers.reading_job import Read, ReadingJob, read_one
from assistant.core.display_text import one_line, storable
from assistant.core.document_ports import DocumentReader, FoundFiles, LibraryStore
from assistant.core.document_text import ExtractedText
from assistant.core.errors import Cancelled, UserError
from assistant.core.grounding import DocumentRef
from assistant.core.summary_job import StoredDocument
from assistant.workers.library_thread import LibraryThread
from assistant.workers.task_pool import TaskPool

Phase: TypeAlias = Literal["waiting", "reading", "read", "failed", "password", "scanned"]

MOST_FILES = 200
_AT_ONCE = 2
_LOOK_MS = 120
"""How often the progress of what is being read is looked at."""


class ReadingFile(msgspec.Struct, frozen=True, kw_only=True):
    """One document on its way. `number` identifies it within its `DocumentReading`.

    "password" and "scanned" wait for the person (`give_password`, `recognise`, `remove`);
    `error` then says why, as with "failed". `fraction` 0 to 1 while "reading". `document` and
    `notes` (sentences about what could not be read as it was meant) are there once "read".
    """

    number: int
    name: str
    path: str = ""
    phase: Phase = "waiting"
    fraction: float = 0.0
    error: UserError | None = None
    document: DocumentRef | None = None
    notes: tuple[str, ...] = ()


class DocumentReading(QObject):
    """Reads any number of files, each in a process of its own, and keeps what was read.

    Window thread. A document counts as "read" when it is durable in the library. The same
    contents are read once; one bad file does not keep the others from being read. The texts are
    held until they are removed.

    changed()                     something of `files` is other than it was
    finished()                    nothing waits or is being read any more
    refused(UserError)            nothing of what was named could be taken (an empty folder, …),
                                  or not all of it (too many files)
    """

    changed = Signal()
    finished = Signal()
    refused = Signal(object)

    def __init__(
        self,
        reader: DocumentReader,
        library: LibraryThread,
        pool: TaskPool,
        parent: QObject | None = None,
    ) -> None:
        """`library` owns a `LibraryStore`; `pool` has threads that may wait for a reading."""
        super().__init__(parent)
        self.files: list[ReadingFile] = []
        self._reader = reader
        self._library = library
        self._pool = pool
        self._jobs: dict[int, ReadingJob] = {}
        self._texts: dict[int, ExtractedText] = {}
        self._numbers = 0
        self._generation = 0
        self._looking = 0
        self._was_busy = False
        self._progress = QTimer(self, interval=_LOOK_MS)
        self._progress.timeout.connect(self._on_progress)

    @property
    def busy(self) -> bool:
        """Whether something waits or is being read."""
        return self._looking > 0 or any(file.phase in ("waiting", "reading") for file in self.files)

    def documents(self) -> tuple[DocumentRef, ...]:
        """Those that are read, in order."""
        return tuple(file.document for file in self.files if file.document is not None)

    def texts(self) -> list[ExtractedText]:
        """The texts of `documents`, in the same order."""
        return [self._texts[file.number] for file in self.files if file.document is not None]

    # --- commands --------------------------------------------------------------------------

    def add_paths(self, paths: Sequence[str]) -> None:
        """Read files, and the files of folders."""
        if not paths:
            return
        generation, limit = self._generation, max(0, MOST_FILES - len(self.files))
        named = tuple(paths)

        def find() -> FoundFiles | None:
            try:
                return self._reader.find(named, limit, lambda: generation != self._generation)
            except Cancelled:
                return None

        self._looking += 1
        self._pool.run(
            find, partial(self._on_found, generation), partial(self._on_not_found, generation)
        )
        self._tell()

    def add_text(self, text: str, name: str = "") -> None:
        """Take a text that was dropped or pasted."""
        shown = one_line(name) or QCoreApplication.translate("Reading", "Text")
        self._add(shown, "", ReadingJob(text=text, name=name))
        self._go_on()

    def add_documents(self, documents: Sequence[DocumentRef]) -> None:
        """Take documents that are kept; nothing is read again unless `retry` asks for it."""
        for document in documents:
            job = ReadingJob(path=document.path, name=document.name)
            number = self._add(one_line(document.name), document.path, job)
            self._set(number, phase="reading")
            self._look_up(number, job, document)
        self._tell()

    def give_password(self, number: int, password: str) -> None:
        self._again(number, password=password)

    def recognise(self, number: int) -> None:
        """Read a scanned document by OCR."""
        self._again(number, ocr=True)

    def retry(self, number: int) -> None:
        """Read a failed file once more."""
        self._again(number)

    def remove(self, number: int) -> None:
        """Leave a document out; a reading of it is stopped."""
        self._forget(number)
        self._go_on()

    def clear(self) -> None:
        """Leave all out and stop what is being read."""
        self._generation += 1
        self._looking = 0
        for number in list(self._jobs):
            self._forget(number)
        self._go_on()

    # --- finding ---------------------------------------------------------------------------

    def _on_found(self, generation: int, found: FoundFiles | None) -> None:
        if generation != self._generation or found is None:
            return
        self._looking -= 1
        known = {file.path: file for file in self.files if file.path}
        for path in found.files:
            if path not in known:
                self._add(one_line(Path(path).name), path, ReadingJob(path=path))
            elif known[path].phase == "failed":
                self._again(known[path].number)
        for path, error in found.failed:
            if found.files:
                number = self._add(one_line(Path(path).name), path, ReadingJob(path=path))
                self._set(number, phase="failed", error=error)
        if not found.files and found.failed:
            self.refused.emit(found.failed[0][1])
        if found.truncated:
            self.refused.emit(_too_many())
        self._go_on()

    def _on_not_found(self, generation: int, error: UserError) -> None:
        if generation == self._generation:
            self._looking -= 1
            self.refused.emit(error)
            self._go_on()

    # --- reading ---------------------------------------------------------------------------

    def _add(self, name: str, path: str, job: ReadingJob) -> int:
        self._numbers += 1
        number = self._numbers
        self._jobs[number] = job
        self.files.append(ReadingFile(number=number, name=name, path=path))
        return number

    def _again(self, number: int, *, password: str = "", ocr: bool = False) -> None:
        job, file = self._jobs.get(number), self._file(number)
        if job is None or file is None or file.phase in ("waiting", "reading", "read"):
            return
        self._jobs[number] = job.again(password=password, ocr=ocr)
        self._set(number, phase="waiting", error=None, fraction=0.0)
        self._go_on()

    def _go_on(self) -> None:
        """Begin what can be begun, and tell what changed."""
        reading = sum(file.phase == "reading" for file in self.files)
        waiting = [file.number for file in self.files if file.phase == "waiting"]
        for number in waiting[: max(0, _AT_ONCE - reading)]:
            self._set(number, phase="reading")
            self._read(number, self._jobs[number])
        self._tell()

    def _read(self, number: int, job: ReadingJob) -> None:
        self._pool.run(
            lambda: read_one(self._reader, job),
            partial(self._on_read, number, job),
            partial(self._on_failed, number, job),
        )

    def _look_up(self, number: int, job: ReadingJob, document: DocumentRef) -> None:
        def look(library: LibraryStore) -> ExtractedText:
            return library.documents.document(document.sha256)

        def found(text: ExtractedText) -> None:
            self._on_kept(number, job, text, document.path)

        self._library.submit(look, found, partial(self._on_failed, number, job))

    def _on_read(self, number: int, job: ReadingJob, read: Read | None) -> None:
        if self._jobs.get(number) is not job or read is None:
            return
        if read.error is not None:
            self._set(number, phase=read.phase, error=read.error)
            self._go_on()
            return
        text = read.text
        path = storable(job.absolute)

        def keep(library: LibraryStore) -> StoredDocument:
            return library.documents.keep_document(text, path)

        self._library.submit(
            keep,
            partial(self._on_kept, number, job, text, path),
            partial(self._on_failed, number, job),
        )

    def _on_kept(
        self,
        number: int,
        job: ReadingJob,
        text: ExtractedText,
        path: str,
        _kept: StoredDocument | None = None,
    ) -> None:
        if self._jobs.get(number) is not job:
            return
        if any(document.sha256 == text.sha256 for document in self.documents()):
            self._forget(number)
        else:
            document = DocumentRef(
                sha256=text.sha256,
                name=text.name,
                path=path,
                pages=text.pages,
                characters=len(text.text),
            )
            self._texts[number] = text
            self._set(
                number,
                phase="read",
                fraction=1.0,
                document=document,
                name=one_line(text.name),
                notes=text.notes,
            )
        self._go_on()

    def _on_failed(self, number: int, job: ReadingJob, error: UserError) -> None:
        if self._jobs.get(number) is job:
            self._set(number, phase="failed", error=error)
            self._go_on()

    # --- what is told ----------------------------------------------------------------------

    @Slot()
    def _on_progress(self) -> None:
        """Far fewer facts than the reading processes report."""
        moved = False
        for file in self.files:
            job = self._jobs[file.number]
            if file.phase == "reading" and job.fraction != file.fraction:
                self._set(file.number, fraction=job.fraction)
                moved = True
        if moved:
            self.changed.emit()

    def _tell(self) -> None:
        self.changed.emit()
        busy = self.busy
        if busy and not self._progress.isActive():
            self._progress.start()
        elif not busy:
            self._progress.stop()
        if self._was_busy and not busy:
            self._was_busy = False
            self.finished.emit()
        else:
            self._was_busy = busy

    def _file(self, number: int) -> ReadingFile | None:
        return next((file for file in self.files if file.number == number), None)

    def _set(self, number: int, **values: object) -> None:
        replace = msgspec.structs.replace
        self.files = [
            replace(file, **values) if file.number == number else file for file in self.files
        ]

    def _forget(self, number: int) -> None:
        job = self._jobs.pop(number, None)
        if job is not None:
            job.stop()
        self._texts.pop(number, None)
        self.files = [file for file in self.files if file.number != number]


MakeReading: TypeAlias = Callable[[], DocumentReading]


def _too_many() -> UserError:
    translate = QCoreApplication.translate
    text = translate("Reading", "These are more than {count} documents; the first ones were taken.")
    hint = translate("Reading", "Choose fewer files or a smaller folder.")
    return UserError("document_limit", text.format(count=MOST_FILES), hint)
