"""Any Python string in a TEXT column, read back equal.

SQLite holds UTF-8: a lone surrogate cannot be encoded, and its own functions stop at NUL. Both
are written as an escape that starts with U+0010 (data link escape), which no keyboard types:

    U+0000            DLE 0
    U+0010            DLE 1
    U+D800 to U+DFFF  DLE followed by the four hexadecimal digits in lower case

Every other character stays itself, so nearly all rows are plain text for other programs too.
"""

from __future__ import annotations

import re

from sqlalchemy import Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

_TO_ESCAPE = re.compile("[\x00\x10\ud800-\udfff]")
_ESCAPED = re.compile("\x10(0|1|d[89a-f][0-9a-f]{2})")
_SHORT = {"\x00": "\x100", "\x10": "\x101"}
_LONG = {"0": "\x00", "1": "\x10"}


def escaped(text: str) -> str:
    """`text` without NUL and lone surrogates; `unescaped` undoes it for every string."""
    return _TO_ESCAPE.sub(lambda m: _SHORT.get(m[0]) or f"\x10{ord(m[0]):04x}", text)


def unescaped(stored: str) -> str:
    """The string that `escaped` was given."""
    if "\x10" not in stored:
        return stored
    return _ESCAPED.sub(lambda m: _LONG.get(m[1]) or chr(int(m[1], 16)), stored)


class ExactText(TypeDecorator[str]):
    """A TEXT column for any string at all."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else escaped(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else unescaped(value)
