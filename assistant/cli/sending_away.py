"""What a command sends to a server: in which place, to whom, and that the person is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec

from assistant.core.messages import AnyCommand, AnyEvent, CountTokens, Embed, Generate, LoadModel
from assistant.core.ports import Engine
from assistant.core.remote.consent import TERMINAL
from assistant.core.remote.server import RemoteServer, is_remote, server_and_model

_KINDS = {
    "email": ("e-mail address", "e-mail addresses"),
    "phone": ("telephone number", "telephone numbers"),
    "card": ("card or account number", "card or account numbers"),
    "key": ("key", "keys"),
}


class NamedServers:
    """Permits what is sent to a server whose model this very command was told to use."""

    def __init__(self) -> None:
        self._named: set[str] = set()

    def name(self, path: str) -> None:
        """The person named the model at `path`."""
        if is_remote(path):
            self._named.add(server_and_model(path)[0])

    def permits(self, place: str, server_id: str) -> bool:
        """See `core.remote.consent.Consents`."""
        return bool(place) and server_id in self._named


class TerminalEngine:
    """`engine` as a terminal uses it: everything is asked in its place.

    Loading a model of a server is how a person permits that server.
    """

    def __init__(self, engine: Engine, named: NamedServers) -> None:
        self._engine = engine
        self._named = named

    def submit(self, command: AnyCommand) -> None:
        if isinstance(command, LoadModel):
            self._named.name(command.path)
        elif isinstance(command, Generate | Embed | CountTokens) and not command.place:
            command = msgspec.structs.replace(command, place=TERMINAL)
        self._engine.submit(command)

    def poll(self, timeout: float) -> AnyEvent | None:
        return self._engine.poll(timeout)

    def wake(self) -> None:
        self._engine.wake()

    def close(self) -> None:
        self._engine.close()


class Told:
    """Which hosts got text, each said once; how much was masked, when it is more than before."""

    def __init__(
        self, note: Callable[[str], None], servers: Callable[[], tuple[RemoteServer, ...]]
    ) -> None:
        self._note = note
        self._servers = servers
        self.hosts: list[str] = []
        self._masked = 0

    def sent(self, host: str, masked: Mapping[str, int]) -> None:
        """Text has left for `host`, with so many of each kind masked."""
        self._say_host(host)
        if sum(masked.values()) > self._masked:
            self._masked = sum(masked.values())
            self._note(f"[Masked before it was sent: {_counted(masked)}.]")

    def _say_host(self, host: str) -> None:
        if host in self.hosts:
            return
        self.hosts.append(host)
        near = any(each.host == host and each.is_this_machine for each in self._servers())
        where = "a server on this computer" if near else "it leaves this computer"
        self._note(f"[What you give is sent to {host}: {where}.]")


def _counted(masked: Mapping[str, int]) -> str:
    """Such as "1 e-mail address, 2 keys"."""
    names = ((masked.get(kind, 0), words) for kind, words in _KINDS.items())
    return ", ".join(f"{count} {words[count != 1]}" for count, words in names if count)
