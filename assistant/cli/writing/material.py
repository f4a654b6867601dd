"""What a command line means to work on, and where the result goes."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.cli.terminal import one_line, typed_text
from assistant.cli.translating import material as words_or_file
from assistant.core.errors import UserError
from assistant.core.writing.text_form import TextForm, decoded, encoded
from assistant.whole_files import back_up, write_whole

if TYPE_CHECKING:
    from assistant.documents.extractor import Extractor

PLAIN = (".txt", ".text", ".md", ".markdown")
"""Endings of files that can be written back, and "" for none."""
FORMATTED = (".html", ".docx", ".pdf")
_LARGEST = 20_000_000


@dataclass(frozen=True)
class Material:
    """`form` and `digest` are of a plain text file at `path`, which can be written back."""

    text: str
    path: Path | None = None
    form: TextForm | None = None
    digest: str = ""


def file_named(given: str) -> Path | None:
    """The file that an argument names, None when it is a text. Raises `UserError`."""
    try:
        return words_or_file.file_named(given)
    except UserError as error:
        if error.kind != "no_such_file":
            raise
        hint = "To work on these words themselves, pipe them: echo WORDS | inkstone write ACTION -"
        raise UserError(error.kind, error.text, hint) from error


def typed_material() -> Material:
    """What comes on standard input. Raises `UserError`."""
    if sys.stdin is None or sys.stdin.isatty():
        raise UserError(
            "usage",
            "There is nothing to work on.",
            "Give a text or a file, or pipe a text into the command.",
        )
    data = sys.stdin.buffer.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise UserError("document_limit", "This is too much for one text.", "Work on its parts.")
    found = decoded(data)
    if found is not None:
        return Material(found[0], form=found[1])
    from assistant.documents.encodings import decode

    return Material(decode(data).text)


def file_material(
    path: Path,
    extractor: Callable[[], Extractor],
    cancelled: Callable[[], bool],
    note: Callable[[str], None],
) -> Material:
    """The text of a file of any kind. Raises `UserError` and `Cancelled`."""
    if path.suffix.lower() in (*PLAIN, ""):
        data = _bytes(path)
        found = decoded(data)
        if found is not None:
            return Material(found[0], path, found[1], hashlib.sha256(data).hexdigest())
    text = extractor().read(path, cancelled=cancelled).text
    note(f"[{_shown(path)}: only its text is worked on, not its format.]")
    return Material(text, path)


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UserError("no_permission", f"{_shown(path)} could not be read: {reason}.") from error
    if len(data) > _LARGEST:
        raise UserError(
            "document_limit", f"{_shown(path)} is larger than 20 MB.", "Work on its parts."
        )
    return data


def output_path(given: str | None) -> Path | None:
    """Where to write. Raises `UserError` before any work is done in vain."""
    if given is None:
        return None
    path = Path(given).expanduser()
    name = one_line(typed_text(given))
    if path.is_dir():
        raise UserError("usage", f"“{name}” is a folder.", "Name the file to write with -o.")
    if not path.parent.is_dir():
        folder = one_line(typed_text(str(path.parent)))
        raise UserError("no_such_file", f"There is no folder “{folder}”.")
    if path.suffix.lower() == ".pdf":
        from assistant.cli.pdf_writer import check

        check()  # before the work rather than after it
    return path


def write_output(path: Path, text: str, title: str) -> None:
    """Write the file that the ending of `path` asks for, whole or not at all."""
    from assistant.cli.pdf_writer import as_pdf
    from assistant.documents.answer_files import AnswerFiles, failure

    if path.suffix.lower() in FORMATTED:
        AnswerFiles(as_pdf).write(path, text, title)
        return
    try:
        write_whole(path, (text if text.endswith("\n") else f"{text}\n").encode("utf-8", "replace"))
    except OSError as error:
        raise failure(error, one_line(typed_text(path.name))) from error


def write_back(material: Material, text: str) -> Path:
    """Put `text` into the file that it came from; the place of the backup, beside the file.

    Raises `UserError`: "document_changed" where the file is another one by now.
    """
    from assistant.documents.answer_files import failure

    if material.path is None or material.form is None:
        raise UserError("unsupported_document", "This can't be written back as it was.")
    path = material.path.resolve()
    try:
        before = path.read_bytes()
    except OSError:
        before = b""
    if hashlib.sha256(before).hexdigest() != material.digest:
        raise UserError(
            "document_changed",
            f"{_shown(path)} was changed on the disk meanwhile; nothing was written.",
            "Run the command again, or write to another file with -o.",
        )
    try:
        backup = back_up(path, before)
        write_whole(path, encoded(text, material.form))
    except OSError as error:
        raise failure(error, one_line(typed_text(path.name))) from error
    return backup


def _shown(path: Path) -> str:
    return f"“{one_line(typed_text(path.name))}”"
