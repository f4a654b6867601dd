"""A loopback server and an engine that may send everything there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from assistant.core.messages import Failed, Generate, LoadModel, Ready, Sent
from assistant.core.remote.consent import TERMINAL
from assistant.core.remote.server import RemoteServer, model_path
from assistant.engine.scripted import ScriptedEngine
from assistant.engine.switchboard import Switchboard
from tests.engine.conftest import Driver, user
from tests.engine.remote.loopback_server import LoopbackServer


@dataclass
class Permits:
    """Permits what is in it."""

    places: set[str] = field(default_factory=lambda: {TERMINAL})

    def permits(self, place: str, server_id: str) -> bool:
        return place in self.places


@dataclass
class Keyring:
    key: str = ""

    def get(self, name: str) -> str:
        return self.key if name == "box" else ""


class Away(Driver):
    """Drives a switchboard with one server, "box"."""

    def __init__(self, server: RemoteServer, key: str = "") -> None:
        self.servers = [server]
        self.permits = Permits()
        self.local = ScriptedEngine()
        self.board = Switchboard(
            self.local, lambda: tuple(self.servers), self.permits, Keyring(key)
        )
        super().__init__(self.board)

    def load_remote(self, model: str = "tiny", **more: Any) -> Ready:
        event = self.run(LoadModel(path=model_path("box", model), **more))
        assert isinstance(event, Ready), event
        return event

    def fails(self, command: Any) -> Failed:
        event = self.run(command)
        assert isinstance(event, Failed), event
        return event

    def sent(self) -> list[Sent]:
        return [event for event in self.seen if isinstance(event, Sent)]


def asked(text: str = "Hello", **more: Any) -> Generate:
    """A question from the terminal's place."""
    return Generate(turns=(user(text),), **{"place": TERMINAL, **more})


@pytest.fixture
def loopback() -> Iterator[LoopbackServer]:
    server = LoopbackServer().start()
    yield server
    server.stop()


@pytest.fixture
def make_away() -> Iterator[Callable[..., Away]]:
    made: list[Away] = []

    def make(url: str, key: str = "", **more: Any) -> Away:
        away = Away(RemoteServer(id="box", name="Box", url=url, **more), key)
        made.append(away)
        return away

    yield make
    for away in made:
        away.board.close()


@pytest.fixture
def away(loopback: LoopbackServer, make_away: Callable[..., Away]) -> Away:
    """An engine with the model of the loopback server loaded."""
    engine = make_away(loopback.url)
    engine.load_remote()
    return engine
