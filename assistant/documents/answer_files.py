"""Answers as files that other programs open: Markdown, HTML, DOCX, and PDF by a given writer."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path

from assistant.core.display_text import one_line
from assistant.core.errors import UserError
from assistant.documents.export import as_docx, as_html
from assistant.whole_files import write_whole

ENDINGS = (".md", ".html", ".docx", ".pdf")
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
