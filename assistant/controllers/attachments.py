"""Reading text files that a person attaches to a message."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Signal

from assistant.core.draft import AttachedText
from assistant.core.errors import UserError
from assistant.workers.task_pool import TaskPool

LARGEST_FILE = 10_000_000


class AttachmentReader(QObject):
    """`attached(AttachedText)` or `refused(UserError)` follows each `read`."""

    attached = Signal(object)
    refused = Signal(object)

    def __init__(self, pool: TaskPool, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = pool

    def read(self, path: str) -> None:
        """Read a UTF-8 text file of at most 10 MB on the pool."""
        self._pool.run(lambda: read_text(Path(path)), self.attached.emit, self.refused.emit)


def read_text(path: Path) -> AttachedText:
    """The text of a UTF-8 file (with or without a mark). Raises `UserError`."""
    translate = QCoreApplication.translate
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
    if len(data) > LARGEST_FILE:
        text = translate("Attachments", "{name} is larger than 10 MB and was not attached.")
        raise UserError("too_large", text.format(name=name))
    try:
        decoded = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        decoded = "\0"
    if "\0" in decoded:
        text = translate(
            "Attachments", "{name} is not plain text; this kind of file cannot be read yet."
        )
        hint = translate("Attachments", "Attach a text file in UTF-8 instead.")
        raise UserError("usage", text.format(name=name), hint)
    return AttachedText(decoded.replace("\r\n", "\n"), name)
