"""The card of a model as plain Markdown. Pure functions: any thread."""

from __future__ import annotations

import re

MOST_CHARACTERS = 200_000
MOST_CHARACTERS_OF_A_LINE = 20_000

_METADATA = re.compile(r"\s{0,64}---[ \t]*\n(?:.*?\n)?---[ \t]*(?:\n|$)", re.DOTALL)
_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")


def card_text(data: bytes) -> str:
    """The text of `data` without its metadata (YAML between lines of dashes) and without what a
    window could stumble over: controls, endless lines, endless texts. `data` may be cut."""
    text = data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
    text = _INVISIBLE.sub("", text)
    metadata = _METADATA.match(text)
    if metadata:
        text = text[metadata.end() :]
    lines = (line[:MOST_CHARACTERS_OF_A_LINE] for line in text.split("\n"))
    return "\n".join(lines)[:MOST_CHARACTERS].strip("\n")
