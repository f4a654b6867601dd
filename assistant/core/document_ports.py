"""What the application needs of documents from the outside, as protocols that adapters fulfil."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import msgspec

from assistant.core.errors import UserError
from assistant.core.retrieval import PassageSearch

if TYPE_CHECKING:  # the threads of the window know these ports before anything is read
    from assistant.core.collection import Collection, CollectionFile
    from assistant.core.document_text import ExtractedText
    from assistant.core.drawn_page import DrawnPage
    from assistant.core.passage import Passage
    from assistant.core.summary_job import JobState, StoredDocument, SummaryJob
    from assistant.core.summary_options import SummaryOptions
    from assistant.core.summary_plan import Speeds
    from assistant.core.summary_result import SummaryResult
    from assistant.core.summary_run import FinishedPass
    from assistant.core.writing_desk_ports import DeskStore


class DocumentStore(Protocol):
    """Keeps documents that were read, and summaries. One thread owns it.

    What changes something returns after the change is durable; all raise as `ConversationStore`.
    """

    def keep_document(self, text: ExtractedText, path: str) -> StoredDocument:
        """Keep a text under its `sha256`, in the place of an older reading."""

    def document(self, sha256: str) -> ExtractedText:
        """The text as it was kept. Raises `UserError("not_found")`."""

    def list_documents(self) -> list[StoredDocument]:
        """All of them, the latest first."""

    def delete_document(self, sha256: str) -> None:
        """Remove a document with its passages, words and vectors, and the summaries it is part of.

        Its words are overwritten on the disk. Files of collections that were read as it wait.
        """

    def begin_job(
        self, options: SummaryOptions, documents: Sequence[str], model: str
    ) -> SummaryJob:
        """The job for this work, running: a new one, or the one that was begun before."""

    def kept_pass(self, input_hash: str) -> FinishedPass | None:
        """A finished pass of any job with this input; its `node` is that of its own job."""

    def kept_passes(self, input_hashes: Sequence[str]) -> dict[str, FinishedPass]:
        """`kept_pass` for many at once: input hash → the newest pass; without those not kept."""

    def keep_pass(self, job_id: int, finished: FinishedPass) -> None:
        """Keep what came of a pass, in the place of an earlier one."""

    def forget_passes(self, job_id: int) -> None:
        """Remove the finished passes of a job, and of others with the same input: they are to
        be made anew."""

    def end_job(self, job_id: int, state: JobState, result: SummaryResult | None = None) -> None:
        """Say how a run ended; without a `result` an earlier one stays."""

    def list_jobs(self) -> list[SummaryJob]:
        """All summaries, the latest first."""

    def delete_job(self, job_id: int) -> None:
        """Remove a summary and its passes; its documents stay."""

    def speeds(self, model: str) -> Speeds | None:
        """How fast summaries with this model were, None before the first."""

    def keep_speeds(self, model: str, speeds: Speeds) -> None: ...


class PassageStore(PassageSearch, Protocol):
    """Keeps the passages of documents, with their words and vectors. One thread owns it.

    `document_id` is the index's own number of a document; raises as `ConversationStore`.
    """

    def index_document(self, sha256: str, passages: Sequence[Passage]) -> list[Passage]:
        """Replace the passages of a document; they are returned with their ids.

        Nothing or all of it can be found. Vectors come afterwards, by `add_vectors`.
        """

    def begin_document(self, sha256: str) -> int:
        """Begin what `index_document` does at once, so that other work can go in between.

        The number is for `add_passages`, any number of times, and `finish_document`. What is never
        finished is removed at the next start.
        """

    def add_passages(self, document_id: int, passages: Sequence[Passage]) -> list[Passage]:
        """The next passages of a document that was begun; they are returned with their ids."""

    def finish_document(self, document_id: int) -> None:
        """From now on the document is found, in the place of an earlier one with its bytes."""

    def remove(self, sha256: str) -> None:
        """Forget the passages, words and vectors of a document, and which files it was."""

    def add_vectors(
        self, model_key: str, passage_ids: Sequence[int], vectors: Sequence[Sequence[float]]
    ) -> None: ...

    def document_id(self, sha256: str) -> int | None: ...

    def document_ids(self, sha256s: Sequence[str]) -> dict[str, int]:
        """`document_id` for many at once: SHA-256 → number; without those not indexed."""

    def count(self, document_ids: Sequence[int], model_key: str = "") -> tuple[int, int]:
        """How many passages these documents have, and how many of them a vector of `model_key`."""

    def has_current(self, sha256: str, model_key: str = "") -> bool: ...

    def without_vectors(self, document_id: int, model_key: str) -> list[Passage]: ...

    def document_passages(self, document_id: int) -> list[Passage]: ...

    def unchanged_file(self, path: str, size: int, mtime_ns: int) -> str:
        """The SHA-256 of the file at `path`, if size and time are what they were; else ""."""

    def remember_file(self, path: str, size: int, mtime_ns: int, document_id: int) -> None: ...

    def forget_file(self, path: str) -> None: ...


class CollectionStore(Protocol):
    """Keeps collections. One thread owns it; raises as `ConversationStore`."""

    def create(self, name: str, roots: Sequence[str]) -> Collection: ...

    def list_collections(self) -> list[Collection]:
        """All of them, by name."""

    def rename(self, collection_id: int, name: str) -> Collection: ...

    def set_roots(self, collection_id: int, roots: Sequence[str]) -> Collection: ...

    def set_paused(self, collection_id: int, paused: bool) -> Collection: ...

    def delete(self, collection_id: int) -> None:
        """Forget the collection; its documents stay."""

    def restore(self, deleted: Collection) -> Collection:
        """Bring back a collection under the id it had; its files wait to be looked up."""

    def files(self, collection_id: int) -> list[CollectionFile]:
        """Its files, by path."""

    def set_files(self, collection_id: int, paths: Sequence[str]) -> list[CollectionFile]:
        """Have exactly these files in it: new ones wait, known ones stay as they are."""

    def keep_file(self, file: CollectionFile) -> None:
        """Keep what became of a file; nothing happens when it is not in the collection any more."""

    def documents(self, collection_ids: Sequence[int]) -> list[StoredDocument]:
        """The documents of all read (and missing, once read) files, each once, by path.

        `path` is that of the file in the collection.
        """


class LibraryStore(Protocol):
    """Documents, passages, collections and the writing desk on one connection.

    One thread owns it.
    """

    @property
    def documents(self) -> DocumentStore: ...

    @property
    def passages(self) -> PassageStore: ...

    @property
    def collections(self) -> CollectionStore: ...

    @property
    def desk(self) -> DeskStore: ...

    def close(self) -> None: ...


class FoundFiles(msgspec.Struct, frozen=True, kw_only=True):
    """`files` in order, each once. `failed` are what could not be looked at, and why.

    `truncated`: there are more than were asked for.
    """

    files: tuple[str, ...] = ()
    failed: tuple[tuple[str, UserError], ...] = ()
    truncated: bool = False


class DocumentReader(Protocol):
    """Reads files in processes of their own; any thread, several at once."""

    def find(
        self, named: Sequence[str], limit: int, cancelled: Callable[[], bool] = ...
    ) -> FoundFiles:
        """The files that paths mean: of folders those that can be read, hidden ones not.

        Folders are walked without following links to other folders.
        """

    def read(
        self,
        path: Path,
        *,
        password: str = "",
        ocr: bool = False,
        progress: Callable[[float], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> ExtractedText:
        """The text of a file. Raises `UserError`, of kind "password_needed", "password_wrong" or
        "scanned" where asking the person helps, and `Cancelled`."""

    def draw(
        self,
        path: Path,
        page: int,
        *,
        width_px: int,
        page_text: str = "",
        highlights: Sequence[tuple[int, int]] = (),
        password: str = "",
        cancelled: Callable[[], bool] | None = None,
    ) -> DrawnPage:
        """Page `page` (from 1) of a PDF with the places of `highlights` in its `page_text`."""

    def can_recognise(self) -> bool:
        """Whether scanned pages can be read on this machine (OCR is installed)."""

    def recognised_languages(self) -> tuple[str, ...]:
        """The languages that scanned pages can be read in, as tesseract names them ("eng",
        "chi_sim"); it may wait for a program."""

    def close(self) -> None:
        """End its processes; what waits for them raises `Cancelled`."""


class AnswerExporter(Protocol):
    """Writes answers to files; any thread."""

    def write(self, path: Path, markdown: str, title: str) -> None:
        """Write the file that the ending of `path` asks for, whole or not at all.

        ".md", ".html", ".docx" and ".pdf" are known; a file that is there is replaced. Raises
        `UserError`: "usage" for another ending, "no_permission", "disk_full", "no_such_file".
        """
