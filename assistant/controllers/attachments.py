"""Reading files that a person attaches to a message, as text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
from PySide6.QtCore import QCoreApplication, QObject, Signal

from assistant.core.document_ports import DocumentReader
from assistant.core.draft import AttachedText
from assistant.core.errors import Cancelled, UserError
from assistant.workers.task_pool import TaskPool

LARGEST_FILE = 10_000_000
"""Bytes of a text file, and characters of a document. More is asked or summarised instead."""
MOST_FILES = 20
"""So many files of what was named are attached at once."""
_ASKS_PERSON = ("password_needed", "scanned")
translate = QCoreApplication.translate


class _Found(msgspec.Struct, frozen=True):
    files: tuple[str, ...]
    failed: tuple[tuple[str, UserError], ...] = ()
    truncated: bool = False


class AttachmentReader(QObject):
    """Window thread. For each file that `read` finds one of the first two follows.

    attached(AttachedText)
    refused(UserError)      of kind "password_needed" or "scanned" where asking helps;
                            `refused_path` is the file
    noted(str)              a sentence: not all that was named is attached
    """

    attached = Signal(object)
    refused = Signal(object)
    noted = Signal(str)

    def __init__(
        self, pool: TaskPool, reader: Callable[[], DocumentReader], parent: QObject | None = None
    ) -> None:
        """`reader` is asked for when something is attached for the first time."""
        super().__init__(parent)
        self._pool = pool
        self._reader = reader
        self.refused_path = ""

    def read(self, paths: Sequence[str]) -> None:
        """Read files, and the files of folders, on the pool."""
        named, reader = tuple(paths), self._reader()
        self._pool.run(lambda: _find(named, reader), self._on_found, self.refused.emit)

    def _on_found(self, found: _Found) -> None:
        for path in found.files:
            self._read_one(path)
        for path, error in found.failed:
            self._refuse(path, error)
        if found.truncated:
            text = translate("Attachments", "Only the first {count} files are attached.")
            self.noted.emit(text.format(count=len(found.files)))
        elif not found.files and not found.failed:
            text = translate("Attachments", "There is no file in it that can be read.")
            self.refused.emit(UserError("empty_document", text))

    def _read_one(self, path: str) -> None:
        reader = self._reader()

        def done(attached: AttachedText | None) -> None:
            if attached is not None:
                self.attached.emit(attached)

        self._pool.run(
            lambda: read_file(Path(path), reader), done, lambda error: self._refuse(path, error)
        )

    def _refuse(self, path: str, error: UserError) -> None:
        self.refused_path = path
        self.refused.emit(error)


def _find(named: tuple[str, ...], reader: DocumentReader) -> _Found:
    """Pool: which files the names mean. Only folders are walked."""
    if not any(Path(path).is_dir() for path in named):
        return _Found(named[:MOST_FILES], truncated=len(named) > MOST_FILES)
    found = reader.find(named, MOST_FILES)
    return _Found(found.files, found.failed, found.truncated)


def read_file(path: Path, reader: DocumentReader) -> AttachedText | None:
    """The text of any readable file; None when the application ends. Raises `UserError`."""
    try:
        return read_text(path)
    except _NotText:
        return _read_document(path, reader)


def _read_document(path: Path, reader: DocumentReader) -> AttachedText | None:
    try:
        text = reader.read(path).text
    except Cancelled:
        return None
    except UserError as error:
        if error.kind not in _ASKS_PERSON:
            raise
        hint = translate(
            "Attachments", "Ask or summarise the document instead: there you can help with it."
        )
        raise UserError(error.kind, error.text, hint) from None
    if not text.strip():
        said = translate("Attachments", "{name} holds no text to attach.")
        raise UserError("empty_document", said.format(name=path.name))
    if len(text) > LARGEST_FILE:
        raise _too_large(path.name)
    return AttachedText(text, path.name)


class _NotText(Exception):  # noqa: N818 - no error: a reader may know the format
    pass


def read_text(path: Path) -> AttachedText:
    """The text of a UTF-8 file (with or without a mark). Raises `UserError` and `_NotText`."""
    name = path.name
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        text = translate("Attachments", "{name} is not there any more.")
        raise UserError("no_such_file", text.format(name=name)) from None
    except IsADirectoryError:
        text = translate("Attachments", "{name} is a folder; only single text files can be read.")
        raise UserError("is_directory", text.format(name=name)) from None
    except OSError:
        text = translate("Attachments", "{name} could not be read.")
        hint = translate("Attachments", "Check that you may open it.")
        raise UserError("no_permission", text.format(name=name), hint) from None
    decoded = _decoded(data[:LARGEST_FILE])
    if decoded is None or "\0" in decoded:
        raise _NotText
    if len(data) > LARGEST_FILE:
        raise _too_large(name)
    return AttachedText(decoded.replace("\r\n", "\n"), name)


def _decoded(data: bytes) -> str | None:
    """UTF-8, or None; a character that is cut off at the end does not matter."""
    if b"\0" in data[:4096] or data.startswith((b"%PDF", b"{\\rtf")):
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.start >= LARGEST_FILE - 4 and len(data) >= LARGEST_FILE:
            return data[: error.start].decode("utf-8-sig")
        return None


def _too_large(name: str) -> UserError:
    text = translate("Attachments", "{name} is larger than 10 MB and was not attached.")
    hint = translate("Attachments", "Ask or summarise the document instead.")
    return UserError("too_large", text.format(name=name), hint)
