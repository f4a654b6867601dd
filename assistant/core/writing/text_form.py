"""How a plain text file is written down, so that another text can take its place unnoticed."""

from __future__ import annotations

import codecs
from typing import Literal, TypeAlias

import msgspec

Encoding: TypeAlias = Literal["utf-8", "utf-16-le", "utf-16-be"]
_MARKS: tuple[tuple[bytes, Encoding], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class TextForm(msgspec.Struct, frozen=True, kw_only=True):
    """`mark`: whether a byte order mark stands before the text. `newline` ends its lines."""

    encoding: Encoding = "utf-8"
    mark: bool = False
    newline: Literal["\n", "\r\n", "\r"] = "\n"


def decoded(data: bytes) -> tuple[str, TextForm] | None:
    """The text of a file, its lines ended by "\\n", and its form.

    None for other encodings than UTF-8 and marked UTF-16, for binary files, and for a file whose
    bytes would not come out the same again (lines that end differently).
    """
    mark, encoding = next(((m, e) for m, e in _MARKS if data.startswith(m)), (b"", "utf-8"))
    try:
        text = data[len(mark) :].decode(encoding)
    except UnicodeDecodeError:
        return None
    if "\0" in text:
        return None
    form = TextForm(encoding=encoding, mark=bool(mark), newline=_newline(text))
    text = text.replace(form.newline, "\n")
    return (text, form) if encoded(text, form) == data else None


def encoded(text: str, form: TextForm) -> bytes:
    """The bytes of a file with this text."""
    mark = next(m for m, encoding in _MARKS if encoding == form.encoding)
    body = text.replace("\n", form.newline).encode(form.encoding)
    return (mark if form.mark else b"") + body


def _newline(text: str) -> Literal["\n", "\r\n", "\r"]:
    if "\r\n" in text:
        return "\r\n"
    return "\r" if "\r" in text and "\n" not in text else "\n"
