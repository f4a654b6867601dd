"""What a model answered, as the translation in it."""

from __future__ import annotations

import re

_PREAMBLE = re.compile(
    r"^(?:sure|certainly|of course|here(?: is|'s| are)|the translation)\b[^\n:]{0,80}:\s*",
    re.IGNORECASE,
)


def repeats(text: str) -> bool:
    """Whether the end of `text` is the same piece again and again."""
    tail = text[-600:]
    return any(
        len(tail) >= size * 6 and tail.endswith(tail[-size:] * 6) and tail[-size:].strip()
        for size in range(4, 100)
    )


def cleaned(answer: str, source: str) -> str:
    """The translation alone."""
    text = _PREAMBLE.sub("", answer.strip()).strip()
    for opening, closing in (('"', '"'), ("“", "”"), ("«", "»"), ("「", "」"), ("„", "“")):
        quoted = len(text) > 1 and text[0] == opening and text[-1] == closing
        if quoted and not source.startswith(opening):
            text = text[1:-1].strip()
    return text
