"""HTML files; the encoding is ours to find, the parser knows only Unicode."""

from __future__ import annotations

import re

from assistant.core.errors import UserError
from assistant.documents.encodings import LARGEST_FILE, decode
from assistant.documents.readers.html_text import add_html
from assistant.documents.readers.plain_text import note_replaced
from assistant.documents.reading import Source, TextBuilder

_LARGEST_PAGE = LARGEST_FILE // 4
"""A tree takes far more memory than its source."""
_CHARSET = re.compile(rb"""<meta[^>]{0,500}?charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})""")
_HEAD = 16_384


def read(source: Source, builder: TextBuilder) -> None:
    """Headings, paragraphs, lists, tables, code and quotes of the page."""
    if source.path.stat().st_size > _LARGEST_PAGE:
        raise UserError(
            "document_limit",
            f"The page is larger than {_LARGEST_PAGE // 1_000_000} MB.",
            "Save the part that matters as a page of its own.",
        )
    data = source.path.read_bytes()
    found = decode(data, declared_encoding(data))
    note_replaced(found, builder)
    source.report(0.3)
    builder.title = add_html(found.text, builder, lambda: source.report(0.6))
    source.report(1.0)


def declared_encoding(data: bytes) -> str:
    """The encoding that the page names in its head, "" when it names none."""
    head = data[:_HEAD]
    found = _XML_ENCODING.search(head) or _CHARSET.search(head)
    return found[1].decode("ascii", "replace") if found else ""
