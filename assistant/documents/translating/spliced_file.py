"""A text file whose units are ranges of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from assistant.core.errors import UserError
from assistant.documents.translating.opened import Layout, Rebuilt
from assistant.documents.translating.splicing import Spliced, Unit
from assistant.documents.translating.text_file import TextFile


def no_table() -> UserError:
    """The format has no place for two columns."""
    return UserError(
        "unsupported_document",
        "A file of this format cannot hold two columns.",
        "Choose the translation below each paragraph.",
    )


class SplicedFile:
    """Fulfils `Opened`.

    `in_columns` makes the version in two columns, `finish` says in the text which language it is
    in, `unencodable` names how characters are written that the encoding lacks.
    """

    def __init__(
        self,
        file: TextFile,
        units: Iterable[Unit],
        notes: Sequence[str] = (),
        in_columns: Callable[[Spliced, Sequence[str]], str] | None = None,
        finish: Callable[[str, str], str] | None = None,
        unencodable: str = "",
    ) -> None:
        self._file = file
        self._spliced = Spliced(file.text, units)
        self._in_columns = in_columns
        self._finish = finish
        self._unencodable = unencodable
        self.units = [one.text for one in self._spliced.units]
        self.notes = tuple(notes)

    def rebuilt(self, targets: Sequence[str], bilingual: Layout, language: str = "") -> Rebuilt:
        """See `Opened`."""
        if bilingual == "table" and self._in_columns is None:
            raise no_table()
        if list(targets) == self.units and not bilingual:
            return Rebuilt([self._file.data])
        if bilingual == "table" and self._in_columns is not None:
            text = self._in_columns(self._spliced, targets)
        elif bilingual:
            text = self._spliced.below(targets)
        else:
            text = self._spliced.rebuilt(targets)
        if self._finish is not None and not bilingual:
            text = self._finish(text, language)
        data, notes = self._file.encoded(text, self._unencodable)
        return Rebuilt([data], notes)
