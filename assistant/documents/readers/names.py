"""Which module reads which format; none has the name of a module of the standard library."""

from __future__ import annotations

READERS = {
    "docx": "word_processing",
    "odt": "open_document",
    "rtf": "rich_text",
    "pptx": "presentation",
    "xlsx": "spreadsheet",
    "csv": "csv_table",
    "epub": "ebook",
    "html": "web_page",
    "markdown": "markdown_source",
    "text": "plain_text",
    "email": "email_message",
    "code": "source_code",
    "subtitles": "subtitle_track",
}
"""Format → module in `assistant.documents.readers`, except for PDF."""
