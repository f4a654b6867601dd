"""The file that a summary is written to."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from assistant.cli.terminal import one_line, typed_text
from assistant.core.errors import UserError

ENDINGS = (".md", ".html", ".docx")


def output_path(given: str | None) -> Path | None:
    """Where to write. Raises `UserError("usage")`."""
    if given is None:
        return None
    path = Path(given).expanduser()
    if path.suffix.lower() not in ENDINGS:
        raise UserError(
            "usage",
            f"“{one_line(typed_text(given))}” does not say what to write.",
            f"Let the name end in {', '.join(ENDINGS)}.",
        )
    if not path.parent.is_dir():
        raise UserError(
            "no_such_file", f"There is no folder “{one_line(typed_text(str(path.parent)))}”."
        )
    return path


def write_summary(path: Path, markdown: str, title: str) -> None:
    """Write the file that the ending of `path` asks for, whole or not at all.

    Raises `UserError`.
    """
    from assistant.documents.export import as_docx, as_html

    kind = path.suffix.lower()
    if kind == ".html":
        data = as_html(markdown, title)
    elif kind == ".docx":
        data = as_docx(markdown, title)
    else:
        data = markdown.encode("utf-8", "replace")
    unfinished = ""
    try:
        descriptor, unfinished = tempfile.mkstemp(dir=path.parent, prefix=".inkstone-")
        with open(descriptor, "wb") as out:  # noqa: PTH123 - a descriptor
            out.write(data)
        _with_usual_rights(Path(unfinished), path)
        Path(unfinished).replace(path)
    except OSError as error:
        if unfinished:
            Path(unfinished).unlink(missing_ok=True)
        shown = one_line(typed_text(str(path)))
        raise UserError(
            "no_permission",
            f"“{shown}” could not be written: {error.strerror}.",
            "The summary is kept: the same command writes it to another place at once.",
        ) from error


def _with_usual_rights(written: Path, replaced: Path) -> None:
    """The rights that the replaced file had, or that a new one would get."""
    if replaced.exists():
        written.chmod(replaced.stat().st_mode & 0o777)
        return
    mask = os.umask(0)
    os.umask(mask)
    written.chmod(0o666 & ~mask)
