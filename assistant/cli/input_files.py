"""Which documents a command line means, and their texts."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assistant.cli.interrupt import Interrupt
from assistant.cli.terminal import Terminal, one_line, typed_text
from assistant.core.document_text import ExtractedText
from assistant.core.errors import Cancelled, UserError
from assistant.documents import folders
from assistant.documents.extractor import Extractor

MOST_FILES = 200
_PASSWORD_TRIES = 3
_PASSWORD_KINDS = ("password_needed", "password_wrong")


@dataclass
class Documents:
    """What could be read, and why the rest could not; the same file is read once."""

    paths: list[Path] = field(default_factory=list)
    texts: list[ExtractedText] = field(default_factory=list)
    failed: list[tuple[Path, UserError]] = field(default_factory=list)


def find_files(named: Sequence[str], terminal: Terminal | None = None) -> list[Path]:
    """The files that `named` means (see `folders.find`); what cannot be looked at is told on
    the `terminal`. Raises `UserError` when there is nothing to read, or too much.
    """
    found = folders.find(named, MOST_FILES)
    if found.truncated:
        raise UserError(
            "document_limit", f"These are more than {MOST_FILES} documents.", "Name fewer of them."
        )
    if not found.files:
        raise found.failed[0][1]
    for _path, error in found.failed if terminal is not None else ():
        terminal.note(f"{typed_text(error.text)} {error.hint}".strip())
    return [Path(file) for file in found.files]


def read_documents(
    files: Sequence[Path],
    extractor: Extractor,
    terminal: Terminal,
    interrupt: Interrupt,
    *,
    ocr: bool = False,
) -> Documents:
    """Read `files`; one that cannot be read does not keep the others from it.

    Raises `Cancelled`, or the first `UserError` when nothing could be read.
    """
    documents = Documents()
    known: set[str] = set()
    for number, path in enumerate(files, 1):
        name = one_line(typed_text(path.name))
        place = f"{number} of {len(files)}: " if len(files) > 1 else ""

        def progress(part: float, shown: str = f"Opening {place}{name}") -> None:
            terminal.progress(f"{shown}, {part:.0%}".replace("%", " %"))

        progress(0.0)
        try:
            text = _read(path, extractor, terminal, interrupt, progress, ocr=ocr)
            if not text.text.strip():
                raise UserError("empty_document", f"“{name}” holds no text.")
        except UserError as error:
            documents.failed.append((path, error))
            continue
        if text.sha256 not in known:
            known.add(text.sha256)
            documents.paths.append(path)
            documents.texts.append(text)
    terminal.clear_progress()
    if not documents.texts:
        raise documents.failed[0][1]
    return documents


def _read(
    path: Path,
    extractor: Extractor,
    terminal: Terminal,
    interrupt: Interrupt,
    progress: Callable[[float], None],
    *,
    ocr: bool,
) -> ExtractedText:
    password = ""
    for tries_left in range(_PASSWORD_TRIES, -1, -1):
        try:
            return extractor.read(
                path,
                password=password,
                ocr=ocr,
                progress=progress,
                cancelled=lambda: interrupt.count > 0,
            )
        except UserError as error:
            if error.kind not in _PASSWORD_KINDS or not tries_left or not _can_ask():
                raise
            terminal.clear_progress()
            password = _asked_password(path, interrupt)
            if not password:
                raise
    raise AssertionError("the last try returns or raises")


def _can_ask() -> bool:
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()


def _asked_password(path: Path, interrupt: Interrupt) -> str:
    """What the person typed, unseen; "" when they gave none. Raises `Cancelled`."""
    interrupt.pause()
    try:
        return getpass.getpass(f"Password of {one_line(typed_text(path.name))}: ")
    except EOFError:
        return ""
    except KeyboardInterrupt:
        raise Cancelled from None
    finally:
        interrupt.resume()
