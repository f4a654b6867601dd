"""Makes the adapters behind the ports, for the window and for the terminal alike.

Knows every adapter, imports each only when it is made, and never Qt. `INKSTONE_ENGINE` chooses
the engine: `process` (the default), `inprocess` for debugging, `scripted` for tests and demos.
"""

from __future__ import annotations

import os
from typing import Literal

from assistant.core.errors import UserError
from assistant.core.ports import ConversationStore, Engine, ModelShelf, SettingsStore
from assistant.paths import Paths, child_command

EngineKind = Literal["process", "inprocess", "scripted"]


def engine_kind() -> EngineKind:
    """Which engine `INKSTONE_ENGINE` asks for. Raises `UserError("usage")`."""
    named = os.environ.get("INKSTONE_ENGINE", "") or "process"
    if named == "process":
        return "process"
    if named == "inprocess":
        return "inprocess"
    if named == "scripted":
        return "scripted"
    raise UserError(
        "usage",
        f"INKSTONE_ENGINE is set to “{named}”, which is no engine.",
        "Use process, inprocess or scripted, or unset it.",
    )
