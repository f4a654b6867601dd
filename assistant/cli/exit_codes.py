"""What the exit code of a command says; the terminal contract names each number."""

from __future__ import annotations

from assistant.core.errors import UserError

DONE = 0
BUG = 1
USAGE = 2
ACTIONABLE = 3
ENGINE_DIED = 4
CANCELLED = 130

_CODES = {
    "usage": USAGE,
    "empty_prompt": USAGE,
    "engine_died": ENGINE_DIED,
    "engine_start": ENGINE_DIED,
    "protocol": ENGINE_DIED,
    "bug": BUG,
}


def code_of(error: UserError) -> int:
    """The exit code for `error`: a problem the person can act on unless its kind says other."""
    return _CODES.get(error.kind, ACTIONABLE)
