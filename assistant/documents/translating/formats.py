"""Which files can be translated, and what opens them."""

from __future__ import annotations

import importlib
from pathlib import Path

from assistant.core.errors import UserError
from assistant.documents import kinds
from assistant.documents.translating.opened import Opener

MODULES = {
    "markdown": "markdown",
    "html": "html",
    "docx": "docx",
    "pptx": "pptx",
    "srt": "subtitles",
    "vtt": "subtitles",
    "po": "gettext",
    "text": "plain_text",
}
"""Format → module in `assistant.documents.translating`."""
_BY_NAME = {".srt": "srt", ".vtt": "vtt", ".po": "po", ".pot": "po"}
_TEXTS = frozenset({"text", "subtitles", "code"})


def kind_of(path: Path, name: str) -> str:
    """The format of the file, a key of `MODULES`. Raises `UserError` and OSError."""
    kind = kinds.kind_of(path, name)
    if kind in _TEXTS:
        kind = _BY_NAME.get(Path(name).suffix.lower(), kind)
    if kind not in MODULES:
        raise UserError(
            "unsupported_document",
            f"“{name}” cannot be translated as a file.",
            "Use Markdown, HTML, Word (.docx), PowerPoint (.pptx), subtitles (.srt, .vtt), PO or "
            "plain text, or translate its text.",
        )
    return kind


def opener(kind: str) -> Opener:
    """What opens files of this format."""
    module = importlib.import_module(f"assistant.documents.translating.{MODULES[kind]}")
    found: Opener = module.opened
    return found
