"""Files that texts are taken from, and put back into."""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Signal

from assistant.core.display_text import storable
from assistant.core.document_ports import DocumentReader
from assistant.core.errors import Cancelled, ErrorKind, UserError
from assistant.core.writing.text_form import TextForm, decoded, encoded
from assistant.whole_files import back_up, write_whole
from assistant.workers.task_pool import TaskPool

LARGEST = 20_000_000
"""Bytes of a text file, and characters of a document."""
_PLAIN = (".txt", ".text", ".md", ".markdown")
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
translate = QCoreApplication.translate


@dataclass(frozen=True)
class OpenedText:
    """The text of a file. `form` is None where it cannot be written back as it was."""

    path: str
    text: str
    digest: str = ""
    form: TextForm | None = None

    @property
    def name(self) -> str:
        return Path(self.path).name


class WritingFiles(QObject):
    """Reads and replaces files on the pool; window thread.

    opened(OpenedText)
    failed(UserError)
    replaced(str, str, OpenedText)  a file's name, that of its backup, what the file is now
    changed_on_disk(UserError)      it is another one than was opened: nothing was written
    """

    opened = Signal(object)
    failed = Signal(object)
    replaced = Signal(str, str, object)
    changed_on_disk = Signal(object)

    def __init__(
        self,
        pool: TaskPool,
        reader: Callable[[], DocumentReader],
        parent: QObject | None = None,
    ) -> None:
        """`reader` is asked for when a document is opened for the first time."""
        super().__init__(parent)
        self._pool = pool
        self._reader = reader
        self._asked = 0

    def open(self, path: str) -> None:
        """Read a file of any kind; of several the last one that was asked for counts."""
        self._asked += 1
        number, reader = self._asked, self._reader

        def done(found: OpenedText | None) -> None:
            if found is not None and number == self._asked:
                self.opened.emit(found)

        self._pool.run(lambda: read(Path(path), reader), done, self.failed.emit)

    def replace(self, opened: OpenedText, text: str) -> None:
        """Write `text` into the file that was opened; a backup stays beside it."""

        def done(result: tuple[str, OpenedText]) -> None:
            self.replaced.emit(opened.name, result[0], result[1])

        def failed(error: UserError) -> None:
            changed = error.kind == "document_changed"
            (self.changed_on_disk if changed else self.failed).emit(error)

        self._pool.run(lambda: replace(opened, text), done, failed)


def save(path: Path, text: str) -> None:
    """Pool: write `text` as UTF-8, as a whole or not at all. Raises `UserError`."""
    try:
        write_whole(path, text.encode())
    except OSError as error:
        said = translate("Writing", "{name} could not be written.")
        hint = translate("Writing", "Choose another place.")
        raise UserError(_kind(error), said.format(name=path.name), hint) from None


def _kind(error: OSError) -> ErrorKind:
    return "disk_full" if error.errno in _NO_ROOM else "no_permission"


def read(path: Path, reader: Callable[[], DocumentReader]) -> OpenedText | None:
    """Pool: the text of a file; None when the application ends. Raises `UserError`."""
    if path.is_dir():
        text = translate("Writing", "{name} is a folder; open a single file.")
        raise UserError("is_directory", text.format(name=path.name))
    if path.suffix.lower() in _PLAIN:
        data = _bytes(path)
        found = decoded(data)
        if found is not None:
            text, form = found
            return OpenedText(str(path), storable(text), hashlib.sha256(data).hexdigest(), form)
    try:
        text = reader().read(path).text
    except Cancelled:
        return None
    if len(text) > LARGEST:
        raise _too_large(path.name)
    return OpenedText(str(path), storable(text))


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except FileNotFoundError:
        text = translate("Writing", "{name} is not there any more.")
        raise UserError("no_such_file", text.format(name=path.name)) from None
    except OSError:
        text = translate("Writing", "{name} could not be read.")
        hint = translate("Writing", "Check that you may open it.")
        raise UserError("no_permission", text.format(name=path.name), hint) from None
    if len(data) > LARGEST:
        raise _too_large(path.name)
    return data


def _too_large(name: str) -> UserError:
    text = translate("Writing", "{name} is larger than 20 MB and was not opened.")
    hint = translate("Writing", "Open a part of it, or summarise it.")
    return UserError("too_large", text.format(name=name), hint)


def replace(opened: OpenedText, text: str) -> tuple[str, OpenedText]:
    """Pool: the name of the backup, and what the file is now. Raises `UserError`.

    The file is replaced as a whole or not at all, and keeps its permissions.
    """
    path = Path(opened.path).resolve()
    if opened.form is None:
        said = translate("Writing", "{name} is not a plain text that can be written back.")
        hint = translate("Writing", "Save the text as another file.")
        raise UserError("unsupported_document", said.format(name=opened.name), hint)
    before = _unchanged(path, opened)
    data = encoded(text, opened.form)
    try:
        backup = back_up(path, before)
        write_whole(path, data)
    except OSError as error:
        said = translate("Writing", "{name} could not be written; it is as it was.")
        hint = translate("Writing", "Save the text as another file.")
        raise UserError(_kind(error), said.format(name=opened.name), hint) from None
    digest = hashlib.sha256(data).hexdigest()
    return backup.name, OpenedText(opened.path, text, digest, opened.form)


def _unchanged(path: Path, opened: OpenedText) -> bytes:
    """The bytes of the file, which are those that were opened."""
    hint = translate("Writing", "Save the text as another file, or open it again.")
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        said = translate("Writing", "{name} is not there any more; nothing was written.")
        raise UserError("document_changed", said.format(name=opened.name), hint) from None
    except OSError:
        said = translate("Writing", "{name} could not be read; nothing was written.")
        raise UserError("no_permission", said.format(name=opened.name), hint) from None
    if hashlib.sha256(data).hexdigest() != opened.digest:
        said = translate(
            "Writing", "{name} was changed on the disk since it was opened; nothing was written."
        )
        raise UserError("document_changed", said.format(name=opened.name), hint)
    return data
