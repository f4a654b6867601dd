"""Glossaries come and go as files: CSV and TBX."""

from __future__ import annotations

import csv
import errno
from pathlib import Path

import msgspec

from assistant.core.display_text import one_line
from assistant.core.errors import UserError
from assistant.core.translation.glossary import Glossary
from assistant.language.tbx import NotTbx, read_tbx, tbx_data
from assistant.language.term_rows import ReadTerms
from assistant.language.term_table import read_table, table_data
from assistant.whole_files import write_whole

ENDINGS = (".csv", ".tsv", ".txt", ".tbx", ".xml")
_TBX = (".tbx", ".xml")
_LARGEST = 100_000_000
_ANY = Glossary()


class TermFiles:
    """Reads and writes glossaries as the ending of a name says; any thread."""

    def read(self, path: Path, into: Glossary = _ANY) -> ReadTerms:
        """The terms of the file at `path`, with the name and languages of `into`, or the file's.

        `into` also says which languages of a file with many are meant. Raises `UserError`.
        """
        shown = one_line(path.name, 120)
        data = _bytes_of(path, shown)
        try:
            if path.suffix.lower() in _TBX or data[:200].lstrip(b"\xef\xbb\xbf \r\n").startswith(
                b"<"
            ):
                read = read_tbx(data, into)
            else:
                read = read_table(data, into, tabs=path.suffix.lower() == ".tsv")
        except NotTbx:
            raise UserError(
                "damaged_document",
                f"“{shown}” is not a TBX file that can be read.",
                "Export it again from the program that wrote it.",
            ) from None
        except csv.Error:
            raise UserError(
                "damaged_document",
                f"“{shown}” is not a table of terms.",
                "Save it as CSV with a term and its translation in each row.",
            ) from None
        if not read.glossary.terms:
            raise UserError(
                "empty_document",
                f"“{shown}” holds no terms.",
                "Save it as CSV with a term and its translation in each row.",
            )
        if read.glossary.name:
            return read
        named = msgspec.structs.replace(read.glossary, name=path.stem)
        return msgspec.structs.replace(read, glossary=named)

    def write(self, path: Path, glossary: Glossary) -> None:
        """Write `glossary` to `path`, whole or not at all: TBX where the name ends so, else CSV.

        Raises `UserError`.
        """
        tbx = path.suffix.lower() in _TBX
        _write(path, tbx_data(glossary) if tbx else table_data(glossary))


def _bytes_of(path: Path, shown: str) -> bytes:
    try:
        if path.is_dir():
            raise UserError("is_directory", f"“{shown}” is a folder.", "Choose a CSV or TBX file.")
        if path.stat().st_size > _LARGEST:
            raise UserError("document_limit", f"“{shown}” is too large for a glossary.")
        return path.read_bytes()
    except FileNotFoundError:
        raise UserError("no_such_file", f"There is no file “{shown}”.") from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UserError("no_permission", f"“{shown}” could not be read: {reason}.") from error


def _write(path: Path, data: bytes) -> None:
    try:
        write_whole(path, data)
    except OSError as error:
        raise _not_written(error, one_line(path.name, 120)) from error


def _not_written(error: OSError, shown: str) -> UserError:
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
