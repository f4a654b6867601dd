"""Bytes of unknown encoding as text: byte order mark, UTF-8, UTF-16 and 32, then a guess."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from assistant.core.display_text import storable
from assistant.core.errors import UserError

LARGEST_FILE = 120_000_000
"""Bytes of a file that is text as a whole; beyond, it would not fit into the reader's memory."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_SAMPLE = 200_000
_SUPERSETS = {
    # what calls itself by the smaller name often holds characters of the larger one
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "tis-620": "cp874",
}
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MOST_CONTROLS = 0.02
_BYTES_FOR_A_NUL = 1000
"""A log may hold a stray NUL; data with more of them are no text."""
_MOST_STRANGE = 0.01
_NEVER_IN_TEXT = frozenset({"Cn", "Co", "Cs", "Cc"})
_EVERYWHERE = frozenset(map(chr, [9, 10, 12, 13, *range(0x20, 0x7F), 0x3001, 0x3002, 0xFF0C]))
_LINE_END = re.compile("\r\n?|\u2028|\x85")


class Decoded(NamedTuple):
    """Text, the Python name of the encoding it was in, and how many bytes made no sense."""

    text: str
    encoding: str
    replaced: int = 0


def read_text(path: Path) -> Decoded:
    """The text of a whole file. Raises what `decode` does, and `UserError("document_limit")`."""
    if path.stat().st_size > LARGEST_FILE:
        raise UserError(
            "document_limit",
            f"The file is larger than {LARGEST_FILE // 1_000_000} MB, too much for one text.",
            "Split it and read the parts one by one.",
        )
    return decode(path.read_bytes())


def decode(data: bytes, declared: str = "") -> Decoded:
    """`data` as text with line feeds at line ends, without NUL and lone surrogates.

    A byte order mark counts most, then `declared` (the name that the format gives) if the data
    agree with it, then valid UTF-8, UTF-16 by where its zeros stand, and then what the letters
    look like. Raises `UserError("unsupported_document")` for data that are no text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(data[len(mark) :], encoding)
    for candidate in (_known(declared), _shifting(data), "utf-8"):
        if candidate and data.count(0, 0, _SAMPLE) * _BYTES_FOR_A_NUL <= min(len(data), _SAMPLE):
            try:
                return Decoded(clean(data.decode(candidate)), candidate)
            except UnicodeDecodeError:
                continue
    sample = data[:_SAMPLE]
    if b"\0" in sample or len(_CONTROLS.findall(sample)) > _MOST_CONTROLS * len(sample):
        wide = _wide_encoding(data)
        if wide:
            return _decoded(data, wide)
        raise UserError(
            "unsupported_document",
            "The file holds no text, or text in an encoding that is not known.",
            "Open it in the program that wrote it and save it as text in UTF-8.",
        )
    return _decoded(data, _guessed(data))


def clean(text: str) -> str:
    """`text` with line feeds at line ends; NUL and lone surrogates become U+FFFD."""
    return storable(_LINE_END.sub("\n", text).removeprefix("\ufeff"))


def _decoded(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, "replace")
    replaced = text.count("\ufffd")
    return Decoded(clean(text), encoding, replaced)


def _known(name: str) -> str:
    """The codec for a declared `name`, "" when it is unknown or no encoding of characters."""
    try:
        codec = codecs.lookup(name.strip(" \"'"))
    except (LookupError, ValueError):
        return ""
    if not codec._is_text_encoding or codec.name in ("utf-16", "utf-32", "utf-7", "idna"):
        return ""
    return _SUPERSETS.get(codec.name, codec.name)


def _shifting(data: bytes) -> str:
    """ISO-2022 or HZ, which write everything in ASCII bytes; "" for other data."""
    if not (b"\x1b$" in data or b"\x1b(" in data or (b"~{" in data and b"~}" in data)):
        return ""
    guessed = _guessed(data) if data.isascii() else ""
    return guessed if guessed.startswith(("iso2022", "hz")) else ""


def _wide_encoding(data: bytes) -> str:
    """UTF-32 or UTF-16 without a byte order mark; "" when it is neither.

    Called for data with control characters alone: text of a legacy encoding has none, but much of
    it would pass for UTF-16.
    """
    best, least = "", _MOST_STRANGE
    for encoding, width in (("utf-32-le", 4), ("utf-32-be", 4), ("utf-16-le", 2), ("utf-16-be", 2)):
        if len(data) % width:
            continue
        # the sample may end within a pair of surrogates
        text = codecs.getincrementaldecoder(encoding)("replace").decode(data[: _SAMPLE & ~3])
        strange = _strangeness(text)
        if strange < least:
            best, least = encoding, strange
    return best


def _strangeness(text: str) -> float:
    """The share of characters that no text has, less that of the ones every text has."""
    kinds = Counter(text)
    strange = common = 0
    for character, times in kinds.items():
        if character in _EVERYWHERE:
            common += times
        elif character == "\ufffd" or unicodedata.category(character) in _NEVER_IN_TEXT:
            strange += times
    return (strange - 0.01 * common) / max(1, len(text))


def _guessed(data: bytes) -> str:
    import chardet

    found = chardet.detect(data[:_SAMPLE], compat_names=False)["encoding"]
    return _known(found or "") or "cp1252"
