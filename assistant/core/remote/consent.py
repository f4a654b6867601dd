"""What may leave this machine: permissions that a person gave, for a place and a server."""

from __future__ import annotations

from typing import Protocol

WRITING = "writing"
TRANSLATION = "translation"
QUICK = "quick"
DOCUMENTS = "documents"
TERMINAL = "terminal"
"""Places that are no conversation. In the terminal, naming the server is the permission."""


def conversation_place(conversation_id: int) -> str:
    """The place of everything that is asked in or for a conversation."""
    return f"conversation:{conversation_id}"


class Consents(Protocol):
    """Which places may be sent to which server. Read on any thread, never blocks."""

    def permits(self, place: str, server_id: str) -> bool:
        """False for the place "", whoever asks."""
