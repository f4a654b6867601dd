"""What a command line means to translate: words, a file in its format, or the text of a file."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.cli.terminal import one_line, typed_text
from assistant.core.errors import UserError
from assistant.core.translation.ports import FileUnits

if TYPE_CHECKING:
    from assistant.documents.extractor import Extractor
    from assistant.documents.translating.file_translator import ProcessFileTranslator

TEXT_KINDS = frozenset({"text", "markdown", "html", "srt", "vtt", "po"})
"""Formats that can be printed as they are."""
TEXT_ENDINGS = (".txt", ".md", ".text")
_LONGEST_NAME = 1024
_LARGEST_INPUT = 120_000_000


@dataclass(frozen=True)
class Material:
    """`path` is the file whose format is kept, None for mere text."""

    units: FileUnits
    path: Path | None = None


def file_named(given: str) -> Path | None:
    """The file that an argument names, None when it is a text.

    Raises `UserError` for what looks like a file that is not there.
    """
    if not given.strip() or "\n" in given or len(given) > _LONGEST_NAME:
        return None
    path = Path(given).expanduser()
    try:
        if path.is_dir():
            name = one_line(typed_text(given))
            raise UserError("is_directory", f"“{name}” is a folder.", "Name a file in it.")
        if path.exists():
            return path
    except OSError:
        return None
    ending = path.suffix[1:]
    if ending.isalnum() and len(ending) <= 5 and not any(one.isspace() for one in given):
        name = one_line(typed_text(given))
        raise UserError(
            "no_such_file",
            f"There is no file “{name}”.",
            "To translate these words themselves, give them on standard input: "
            "echo WORDS | inkstone translate - …",
        )
    return None


def text_material(text: str) -> Material:
    """A text. Raises `UserError("empty_prompt")`."""
    if not text.strip():
        raise UserError("empty_prompt", "There is nothing to translate: the text is empty.")
    data = text.encode("utf-8", "surrogatepass")
    units = FileUnits(path="", kind="text", sha256=hashlib.sha256(data).hexdigest(), units=(text,))
    return Material(units)


def typed_material() -> Material:
    """What comes on standard input. Raises `UserError`."""
    if sys.stdin is None or sys.stdin.isatty():
        raise UserError(
            "usage",
            "There is nothing to translate.",
            "Give a text or a file, or pipe a text into the command.",
        )
    data = sys.stdin.buffer.read(_LARGEST_INPUT + 1)
    if len(data) > _LARGEST_INPUT:
        raise UserError("document_limit", "This is too much for one text.", "Translate its parts.")
    from assistant.documents.encodings import decode

    return text_material(decode(data).text)


def file_material(
    path: Path,
    translator: ProcessFileTranslator,
    extractor: Extractor,
    cancelled: Callable[[], bool],
    note: Callable[[str], None],
) -> Material:
    """A file in its format, or its text where the format cannot be written again.

    Raises `UserError` and `Cancelled`.
    """
    try:
        units = translator.units(path, cancelled)
    except UserError as error:
        if error.kind != "unsupported_document":
            raise
        text = extractor.read(path, cancelled=cancelled).text
        note(f"[{one_line(typed_text(path.name))}: only its text is translated, not its format.]")
        return text_material(text)
    for each in units.notes:
        note(f"{one_line(typed_text(path.name))}: {each}")
    if not any(unit.strip() for unit in units.units):
        raise UserError("empty_document", f"“{one_line(typed_text(path.name))}” holds no text.")
    return Material(units, path)


def output_path(given: str | None, source: Path | None) -> Path | None:
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
    if source is not None and path.exists() and path.samefile(source):
        raise UserError(
            "usage",
            "The translation would be written over the file that it is made of.",
            "Choose another name with -o.",
        )
    return path


def check_output(output: Path | None, material: Material) -> None:
    """Whether the format of `output` can be written. Raises `UserError("usage")`."""
    if output is None:
        return
    ending = output.suffix.lower()
    source = material.path.suffix.lower() if material.path is not None else ""
    if ending == source or ending in TEXT_ENDINGS or (not source and not ending):
        return
    possible = " or ".join(dict.fromkeys([source or ".txt", *TEXT_ENDINGS[:2]]))
    raise UserError(
        "usage",
        f"“{one_line(typed_text(output.name))}” cannot be written: a translation keeps its format.",
        f"Let the name end in {possible}.",
    )
