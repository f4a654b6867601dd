"""Answers as files that other programs open: Markdown, HTML, DOCX, and PDF by a given writer."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Callable
from pathlib import Path

from assistant.core.display_text import one_line
from assistant.core.errors import UserError
from assistant.documents.export import as_docx, as_html

ENDINGS = (".md", ".html", ".docx", ".pdf")
_BINARY = getattr(os, "O_BINARY", 0)
AsPdf = Callable[[str, str], bytes]
"""(HTML without anything to fetch, title) → the PDF. Any thread; may raise `UserError`."""


class AnswerFiles:
    """Fulfils `core.document_ports.AnswerExporter`."""

    def __init__(self, as_pdf: AsPdf) -> None:
        self._as_pdf = as_pdf

    def write(self, path: Path, markdown: str, title: str) -> None:
        """See the port."""
        data = self._data(path.suffix.lower(), markdown, title)
        shown = one_line(path.name, 120)
        if not path.parent.is_dir():
            raise UserError("no_such_file", f"The folder for “{shown}” is not there any more.")
        try:
            write_whole(path, data)
        except OSError as error:
            raise failure(error, shown) from error

    def _data(self, kind: str, markdown: str, title: str) -> bytes:
        if kind == ".html":
            return as_html(markdown, title)
        if kind == ".docx":
            return as_docx(markdown, title)
        if kind == ".pdf":
            return self._as_pdf(as_html(markdown, title).decode(), title)
        if kind == ".md":
            return markdown.encode("utf-8", "replace")
        raise UserError(
            "usage",
            "The ending of the name does not say what to write.",
            f"Let it end in {', '.join(ENDINGS)}.",
        )


def write_whole(path: Path, data: bytes) -> None:
    """Put `data` in the place of what is at `path`, or leave that as it is. Raises OSError."""
    unfinished = path.with_name(f".inkstone-{secrets.token_hex(8)}")
    try:
        rights = path.stat().st_mode & 0o777 if path.exists() else None
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o666)
        with open(descriptor, "wb") as out:  # noqa: PTH123 - a descriptor
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        if rights is not None:
            unfinished.chmod(rights)
        unfinished.replace(path)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise


def failure(error: OSError, shown: str) -> UserError:
    """`shown` could not be written, as `error` says."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return UserError(
            "disk_full",
            f"“{shown}” was not written: the disk is full.",
            "Make room, or choose another place.",
        )
    reason = error.strerror or type(error).__name__
    return UserError(
        "no_permission", f"“{shown}” could not be written: {reason}.", "Choose another place."
    )
