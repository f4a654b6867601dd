"""Plain text in any encoding: paragraphs stand between empty lines, a form feed ends a page."""

from __future__ import annotations

from assistant.core.document_text import BlockKind
from assistant.core.plain_document import paragraphs
from assistant.documents.encodings import Decoded, read_text
from assistant.documents.reading import Source, TextBuilder


def read(source: Source, builder: TextBuilder) -> None:
    """One block for each paragraph; the characters in it stay as they are."""
    add_paragraphs(decoded(source, builder), builder)
    source.report(1.0)


def decoded(source: Source, builder: TextBuilder) -> str:
    """The text of the file, with a note where bytes of it made no sense."""
    found = read_text(source.path)
    note_replaced(found, builder)
    source.report(0.3)
    return found.text


def note_replaced(found: Decoded, builder: TextBuilder) -> None:
    if found.replaced:
        builder.note(
            f"{found.replaced:,} characters could not be read in the encoding {found.encoding} "
            "and are shown as \ufffd."
        )


def add_paragraphs(text: str, builder: TextBuilder, kind: BlockKind = "paragraph") -> None:
    """Add `text` with a page for each form feed, if it has any."""
    pages = text.split("\f")
    while len(pages) > 1 and not pages[-1].strip():
        pages.pop()
    for page in pages:
        if len(pages) > 1:
            builder.begin_page()
        for paragraph in paragraphs(page):
            builder.add(paragraph, kind)
