"""Characters that must not reach a text layout, made visible or harmless, one for one."""

from __future__ import annotations

import re

_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
    "\ud800-\udfff\ufdd0-\ufdef\ufff9-\ufffc\ufffe\uffff]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")

_VISIBLE = {
    "\x85": "\n",
    "\u2028": "\n",
    "\u2029": "\n",
    "\u061c": "\u061c",
    "\u200e": "\u200e",
    "\u200f": "\u200f",
    # Embeddings, overrides and isolates can make text read differently from what it is.
    "\u202a": "\u21c9",
    "\u202b": "\u21c7",
    "\u202c": "\u21b9",
    "\u202d": "\u21c9",
    "\u202e": "\u21c7",
    "\u2066": "\u21c9",
    "\u2067": "\u21c7",
    "\u2068": "\u21c9",
    "\u2069": "\u21b9",
}


def displayable(text: str) -> str:
    """`text` with every character fit for a layout; as many characters, but for CR LF.

    Line ends become "\\n", bidi overrides and isolates arrows, and control characters, lone
    surrogates and Qt's private marks U+FFFD.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _UNSAFE.sub(_shown, text)


def encodable(text: str) -> str:
    """`text` that can be encoded and put on a clipboard: lone surrogates become U+FFFD."""
    return _SURROGATE.sub("\ufffd", text)


def _shown(match: re.Match[str]) -> str:
    character = match.group()
    return _VISIBLE.get(character, "\ufffd")
