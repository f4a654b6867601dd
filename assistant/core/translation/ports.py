"""What translations and the writing desk keep, and files that are translated."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Literal, Protocol, TypeAlias

import msgspec

from assistant.core.translation.glossary import Glossary
from assistant.core.translation.order import Languages, Segment


class TranslationMemory(Protocol):
    """Sentences that were translated before. One thread owns it; raises as `ConversationStore`.

    `variant` tells apart what must not be mixed (tone, glossary, the person's instruction): ""
    is plain.
    """

    def remembered(
        self, languages: Languages, sources: Sequence[str], variant: str = ""
    ) -> dict[str, str]:
        """source → target of those that are known, exactly."""

    def remember(
        self,
        languages: Languages,
        pairs: Mapping[str, str],
        variant: str = "",
        *,
        by_person: bool = False,
    ) -> None:
        """Keep these; what a person wrote is never replaced by what a model did."""

    def memory_size(self) -> int:
        """How many sentences are remembered."""

    def forget_memory(self) -> None:
        """Remove all of them for good."""


class GlossaryStore(Protocol):
    """Keeps glossaries. One thread owns it; raises as `ConversationStore`."""

    def list_glossaries(self) -> list[Glossary]:
        """All of them, by name, with their terms."""

    def keep_glossary(self, glossary: Glossary) -> Glossary:
        """Keep it, in the place of the one with its id; the id is new when it was 0."""

    def delete_glossary(self, glossary_id: int) -> None: ...


class FileJobs(Protocol):
    """Keeps how far the translation of a file is, so that it goes on after a crash.

    `key` says what is translated and how (file, languages, tone, glossary, model). One thread
    owns it; raises as `ConversationStore`.
    """

    def finished_segments(self, key: str) -> dict[int, Segment]:
        """number of the segment → what became of it."""

    def keep_segment(self, key: str, number: int, segment: Segment) -> None: ...

    def keep_segments(self, key: str, segments: Mapping[int, Segment]) -> None:
        """`keep_segment` for many at once, all or none: one write to the disk instead of many."""

    def forget_job(self, key: str) -> None:
        """The file is written: nothing of the job is needed any more."""


BilingualLayout: TypeAlias = Literal["", "below", "table"]


class FileUnits(msgspec.Struct, frozen=True, kw_only=True):
    """What of a file is translated: `units` in order, with marks (see `TranslateOrder.units`).

    `sha256` is that of the file's bytes. `kind` names the format ("docx", "srt"). `notes` are
    sentences on what stays untranslated or is lost.
    """

    path: str
    kind: str
    sha256: str
    units: tuple[str, ...]
    notes: tuple[str, ...] = ()


class FileTranslator(Protocol):
    """Takes the texts out of files and puts translations in, in a process of its own; any thread.

    Raises `UserError` ("unsupported_document", "damaged_document", "document_changed", …) and
    `Cancelled`.
    """

    def units(self, path: Path, cancelled: Callable[[], bool] | None = None) -> FileUnits:
        """The texts of the file at `path`."""

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
        """Write the file at `path` with `targets` in the place of its units to `out`, whole or
        not at all. Raises "document_changed" when its bytes are not those of `sha256`.

        Formats that say which language they are in say `language` (a code) where it is given.
        Returns sentences on what is other than it was, such as the encoding.
        """
