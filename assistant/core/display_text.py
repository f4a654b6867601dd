"""Making text from anywhere safe to show on one line, and safe to keep."""

from __future__ import annotations

import re
import unicodedata

_SURROGATE = re.compile("[\ud800-\udfff]")
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_BIDI = dict.fromkeys(
    [0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF]
)
_LONGEST_LINE = 300


def storable(text: str) -> str:
    """`text` as Unicode that every part of the system can hold.

    Two halves of a pair become their character; a lone surrogate and NUL become U+FFFD.
    """
    if _SURROGATE.search(text):
        text = _PAIR.sub(
            lambda pair: pair[0].encode("utf-16", "surrogatepass").decode("utf-16"), text
        )
        text = _SURROGATE.sub("\ufffd", text)
    return text.replace("\0", "\ufffd")


def _joined(pair: re.Match[str]) -> str:
    return pair[0].encode("utf-16", "surrogatepass").decode("utf-16")


def one_line(text: str, limit: int = _LONGEST_LINE) -> str:
    """`text` on one line of at most `limit` characters.

    Line breaks and control characters become spaces; marks that turn the reading direction of
    what follows are left out, so that a title cannot disturb its neighbours.
    """
    text = storable(text[: limit * 4]).translate(_BIDI)
    text = "".join(" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in text)
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
