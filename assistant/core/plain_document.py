"""A text that comes from no file, as the document that a reader would make of it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from assistant.core.display_text import one_line, storable
from assistant.core.document_text import Block, ExtractedText
from assistant.core.errors import UserError

LARGEST_TEXT = 50_000_000
"""Characters; a text beyond it is not read."""
_LONGEST_NAME = 48
_EMPTY_LINES = re.compile(r"\n(?:[^\S\n\f]*\n)+")
_LINE_ENDS = re.compile(r"\r\n?|[\u2028\u2029\f]")


def paragraphs(text: str) -> Iterator[str]:
    """The pieces of `text` between empty lines."""
    start = 0
    for gap in _EMPTY_LINES.finditer(text):
        yield text[start : gap.start()]
        start = gap.end()
    yield text[start:]


def plain_document(text: str, name: str = "") -> ExtractedText:
    """One block for each paragraph; the name of a text without one is how it begins.

    `sha256` is of the text's UTF-8. Any thread. Raises `UserError` "empty_document", "too_large".
    """
    if len(text) > LARGEST_TEXT:
        raise UserError(
            "too_large",
            f"The text is longer than {LARGEST_TEXT:,} characters.",
            "Split the document and read the parts one by one.",
        )
    blocks: list[Block] = []
    parts: list[str] = []
    at = 0
    for paragraph in paragraphs(_LINE_ENDS.sub("\n", storable(text))):
        kept = paragraph.strip()
        if kept:
            blocks.append(Block(at, at + len(kept)))
            parts.append(kept)
            at += len(kept) + 2
    if not parts:
        raise UserError("empty_document", "The text is empty.")
    whole = "\n\n".join(parts)
    return ExtractedText(
        name=one_line(name) or one_line(parts[0], _LONGEST_NAME),
        format="text",
        sha256=hashlib.sha256(whole.encode("utf-8")).hexdigest(),
        text=whole,
        blocks=tuple(blocks),
    )
