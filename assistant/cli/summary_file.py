"""The file that a summary is written to."""

from __future__ import annotations

from pathlib import Path

from assistant.cli.terminal import one_line, typed_text
from assistant.core.errors import UserError

ENDINGS = (".md", ".html", ".docx", ".pdf")


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
    if path.suffix.lower() == ".pdf":
        from assistant.cli.pdf_writer import check

        check()  # before the work of the summary rather than after it
    return path


def write_summary(path: Path, markdown: str, title: str) -> None:
    """Write the file that the ending of `path` asks for, whole or not at all.

    Raises `UserError`.
    """
    from assistant.cli.pdf_writer import as_pdf
    from assistant.documents.answer_files import AnswerFiles

    try:
        AnswerFiles(as_pdf).write(path, markdown, title)
    except UserError as error:
        if error.kind not in ("no_permission", "disk_full", "no_such_file"):
            raise
        hint = "The summary is kept: the same command writes it to another place at once."
        raise UserError(error.kind, error.text, hint) from error
