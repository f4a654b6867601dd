"""Source code: what stands between empty lines, as it is."""

from __future__ import annotations

from assistant.documents.readers.plain_text import add_paragraphs, decoded
from assistant.documents.reading import Source, TextBuilder


def read(source: Source, builder: TextBuilder) -> None:
    """One block of code for each group of lines."""
    add_paragraphs(decoded(source, builder).replace("\f", "\n"), builder, "code")
    source.report(1.0)
