"""Runs a reader as the extractor does, but in this process."""

from __future__ import annotations

import importlib
from pathlib import Path

from assistant.core.document_text import ExtractedText
from assistant.documents.readers.names import READERS
from assistant.documents.reading import Source, TextBuilder


def read_bytes(format_name: str, data: bytes, folder: Path) -> ExtractedText:
    """What the reader of the format finds in a file of `data`."""
    path = folder / f"document.{format_name}"
    path.write_bytes(data)
    fractions: list[float] = []
    builder = TextBuilder()
    module = importlib.import_module(f"assistant.documents.readers.{READERS[format_name]}")
    module.read(Source(path, path.name, report=fractions.append), builder)
    assert all(0 <= fraction <= 1 for fraction in fractions)
    return ExtractedText(
        name=path.name,
        format=format_name,
        sha256="",
        text=builder.text,
        blocks=tuple(builder.blocks),
        page_starts=tuple(builder.page_starts),
        title=builder.title,
        notes=tuple(builder.notes),
    )
