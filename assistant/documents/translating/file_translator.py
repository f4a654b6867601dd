"""Translates files: their texts come out of a locked process, and go in again in another."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO

from assistant.core.display_text import one_line, storable
from assistant.core.errors import UserError
from assistant.core.translation.ports import BilingualLayout, FileUnits
from assistant.documents.answer_files import failure
from assistant.documents.extractor import Extractor
from assistant.whole_files import whole_file


class ProcessFileTranslator:
    """Fulfils `core.translation.ports.FileTranslator`; `close` ends what `extractor` runs."""

    def __init__(self, extractor: Extractor) -> None:
        self._extractor = extractor

    def units(self, path: Path, cancelled: Callable[[], bool] | None = None) -> FileUnits:
        """See the port."""
        found, sha256 = self._extractor.units(path, cancelled)
        return FileUnits(
            path=os.fspath(path.absolute()),
            kind=found.kind,
            sha256=sha256,
            units=found.units,
            notes=found.notes,
        )

    def write(
        self,
        path: Path,
        sha256: str,
        targets: Sequence[str],
        out: Path,
        *,
        bilingual: BilingualLayout = "",
        language: str = "",
        cancelled: Callable[[], bool] | None = None,
    ) -> tuple[str, ...]:
        """See the port."""
        shown = one_line(out.name, 120)
        if not out.parent.is_dir():
            raise UserError("no_such_file", f"The folder for “{shown}” is not there any more.")
        with _replacing(out, shown) as file:

            def put(data: bytes) -> None:
                try:
                    file.write(data)
                except OSError as error:
                    raise failure(error, shown) from error

            sound = [storable(target) for target in targets]
            made, found = self._extractor.rebuild(
                path, sound, put, bilingual=bilingual, language=language, cancelled=cancelled
            )
            if found != sha256:
                raise UserError(
                    "document_changed",
                    f"“{path.name}” is not the file that was translated any more.",
                    "Open it again; sentences that are the same need not be translated again.",
                )
        return made.notes

    def close(self) -> None:
        """End the processes; calls that run raise `Cancelled`."""
        self._extractor.close()


@contextlib.contextmanager
def _replacing(out: Path, shown: str) -> Iterator[IO[bytes]]:
    """A file that takes the place of `out` when all went well, and else leaves no trace."""
    if out.is_symlink():
        out = out.resolve()
    try:
        with whole_file(out) as file:
            yield file
    except OSError as error:
        raise failure(error, shown) from error
