"""A hub that cannot be reached is said to be so at once, rather than after many tries."""

from __future__ import annotations

import socket
import threading

import pytest

from assistant.core.errors import UserError
from assistant.core.hub.messages import HubAccess
from assistant.core.hub.repository import HubQuery
from assistant.hub.client import HubClient


class HangingUp:
    """Takes connections and closes them without a word; `calls` of them so far."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.calls = 0
        self._thread = threading.Thread(target=self._serve)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def _serve(self) -> None:
        while True:
            connection, _address = self._socket.accept()
            if self._ends:
                connection.close()
                return
            self.calls += 1
            connection.close()

    _ends = False

    def __enter__(self) -> HangingUp:
        self._thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._ends = True
        socket.create_connection(self._socket.getsockname()).close()
        self._thread.join()
        self._socket.close()


@pytest.mark.parametrize("what", ["search", "repository", "card"])
def test_nothing_is_tried_again_and_again(what: str) -> None:
    with HangingUp() as server:
        client = HubClient(HubAccess(endpoint=server.url))
        asks = {
            "search": lambda: client.search(HubQuery(text="tiny")),
            "repository": lambda: client.repository("org/tiny-GGUF"),
            "card": lambda: client.card("org/tiny-GGUF"),
        }
        with pytest.raises(UserError) as refused:
            asks[what]()
        client.close()
        assert refused.value.kind == "no_network"
        assert 1 <= server.calls <= 2
