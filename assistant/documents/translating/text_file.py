"""Text files as text and back, with every byte kept that is not meant to change."""

from __future__ import annotations

import codecs
import re

from assistant.core.errors import UserError
from assistant.documents import encodings
from assistant.documents.translating.opened import note

_BOMS = (
    codecs.BOM_UTF8,
    codecs.BOM_UTF32_LE,
    codecs.BOM_UTF32_BE,
    codecs.BOM_UTF16_LE,
    codecs.BOM_UTF16_BE,
    b"\x84\x31\x95\x33",
)
_LINE = re.compile(r"\r\n|\r|\n")
_STRANGE = re.compile("[\ud800-\udfff]")


class TextFile:
    """The text of `data` with its line ends as they are.

    Bytes that make no sense in the encoding are lone surrogates in `text`. Raises what
    `encodings.decode` does.
    """

    def __init__(self, data: bytes, declared: str = "") -> None:
        if len(data) > encodings.LARGEST_FILE:
            raise UserError(
                "document_limit",
                f"The file is larger than {encodings.LARGEST_FILE // 1_000_000} MB, too much for "
                "one text.",
                "Split it and read the parts one by one.",
            )
        self.data = data
        self.encoding = encodings.decode(data, declared).encoding
        self._bom = next((mark for mark in _BOMS if data.startswith(mark)), b"")
        body = data[len(self._bom) :]
        try:
            self.text = body.decode(self.encoding, "surrogateescape")
        except UnicodeDecodeError:
            self.text = body.decode(self.encoding, "replace")
        self.newline = self._usual_newline()

    def _usual_newline(self) -> str:
        crlf = self.text.count("\r\n")
        lone = self.text.count("\n") - crlf
        if crlf > lone:
            return "\r\n"
        return "\n" if lone or "\r" not in self.text else "\r"

    def encoded(self, text: str, otherwise: str = "") -> tuple[bytes, tuple[str, ...]]:
        """The file with `text`, and sentences on what is other than it was.

        In the encoding of the source; characters that it lacks are written as the error handler
        `otherwise` does, or the file becomes UTF-8.
        """
        if text == self.text:
            return self.data, ()
        try:
            return self._bom + text.encode(self.encoding, "surrogateescape"), ()
        except UnicodeEncodeError:
            if otherwise and not _STRANGE.search(text):
                return self._bom + text.encode(self.encoding, otherwise), ()
            shown = self.encoding.upper()
            said = note(
                f"The translation has characters that {shown} lacks: the file is UTF-8 now."
            )
            return text.encode("utf-8", "replace"), (said,)


def lines_of(text: str) -> list[tuple[int, int, int]]:
    """(start, end, start of the next line) of each line; only CR and LF end lines."""
    found: list[tuple[int, int, int]] = []
    at = 0
    for end in _LINE.finditer(text):
        found.append((at, end.start(), end.end()))
        at = end.end()
    if at < len(text):
        found.append((at, len(text), len(text)))
    return found
