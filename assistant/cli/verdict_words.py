"""Verdicts on models that are not loaded, for the terminal."""

from __future__ import annotations

from typing import Any

from assistant.cli.sizes import size_text
from assistant.core.hub.verdict import Room, Verdict

_ROOMS: dict[Room, str] = {
    "gpu": "fits on the GPU",
    "partly": "fits partly on the GPU",
    "memory": "fits in main memory",
    "too_big": "too big for this computer",
}


def verdict_text(found: Verdict) -> str:
    """Where it would lie, what it takes and how fast it writes, in one line."""
    parts = [_ROOMS[found.room]]
    if found.tight:
        parts[0] += " if other programs are closed"
    parts.append(f"needs {size_text(found.needs)}")
    if found.tokens_per_s > 0:
        digits = 0 if found.tokens_per_s >= 10 else 1
        parts.append(f"about {found.tokens_per_s:.{digits}f} tokens/s")
    return ", ".join(parts)


def verdict_document(found: Verdict) -> dict[str, Any]:
    """The same as JSON has it."""
    return {
        "room": found.room,
        "tight": found.tight,
        "needs": found.needs,
        "context_length": found.context_length,
        "tokens_per_s": round(found.tokens_per_s, 2),
    }
