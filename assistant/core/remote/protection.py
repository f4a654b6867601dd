"""How safe the way to a server is."""

from __future__ import annotations

from assistant.core.remote.server import RemoteServer


def goes_unprotected(server: RemoteServer) -> bool:
    """Whether everybody on the way to another machine could read what is sent there."""
    return server.url.lower().startswith("http:") and not server.is_this_machine
