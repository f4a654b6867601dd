"""What one wants to know of a server before its models are used."""

from __future__ import annotations

from typing import Protocol

import msgspec

from assistant.core.remote.server import RemoteServer


class ServerModel(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A model that a server offers. `context_length` in tokens, 0 where it does not say.

    `embeds`: it makes vectors, and writes nothing (as far as its name or the server tells).
    """

    name: str
    context_length: int = 0
    embeds: bool = False


class ServerReport(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a server answered. `seconds` until its list of models was there; `software` where it
    names itself ("llama.cpp", "vLLM", "Ollama"), else "".

    `certificate` is a sentence on what is wrong with its certificate where that was let pass
    (`RemoteServer.any_certificate`), "" where nothing is.
    """

    models: tuple[ServerModel, ...] = ()
    seconds: float = 0.0
    software: str = ""
    certificate: str = ""


class ServerProbe(Protocol):
    """Asks a server what it is. Sends no text of the person."""

    def look(self, server: RemoteServer, key: str) -> ServerReport:
        """Blocks for seconds; any thread but the window's.

        Raises `UserError`: "server" (does not answer, or answers something else), "server_key",
        "server_certificate", "no_network".
        """
