"""What may leave this machine: permissions that a person gave, for a place and a server."""

from __future__ import annotations

from typing import Protocol

import msgspec

WRITING = "writing"
TRANSLATION = "translation"
QUICK = "quick"
DOCUMENTS = "documents"
TERMINAL = "terminal"
"""Places that are no conversation. In the terminal, naming the server is the permission."""


def conversation_place(conversation_id: int) -> str:
    """The place of everything that is asked in or for a conversation."""
    return f"conversation:{conversation_id}"


def conversation_of(place: str) -> int | None:
    """The conversation that `place` stands for; None for places that are none."""
    kind, _, number = place.partition(":")
    return int(number) if kind == "conversation" and number.isdecimal() else None


class Permission(msgspec.Struct, frozen=True, kw_only=True):
    """What a person allowed: text of `place` may be sent to the server `server_id`.

    It holds for `host` alone, the address that was shown when it was asked for: a server that is
    given another address has no permissions. `given_at` in seconds since the epoch.
    """

    place: str
    server_id: str
    host: str
    given_at: float = 0.0


class Consents(Protocol):
    """Which places may be sent to which server. Read on any thread, never blocks."""

    def permits(self, place: str, server_id: str) -> bool:
        """False for the place "", whoever asks."""
