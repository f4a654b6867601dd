"""What the scripted engine does with models of servers."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from assistant.core.entities import ModelInfo
from assistant.core.errors import UserError
from assistant.core.messages import Generate, Sent
from assistant.core.remote.server import is_remote, server_and_model


class ScriptedServers:
    """Refuses what is not permitted and tells what was sent, as remote engines do.

    `hosts` are those of the servers, by id; a server that is not among them is reached at its id.
    `masked` is what every request is said to have had replaced.
    """

    def __init__(
        self,
        hosts: Mapping[str, str] | None = None,
        permits: Callable[[str, str], bool] = lambda place, _server: bool(place),
        masked: Mapping[str, int] | None = None,
    ) -> None:
        self._hosts = dict(hosts or {})
        self.permits = permits
        self.masked = dict(masked or {})

    def refusal(self, model_path: str, place: str) -> UserError | None:
        """Why a text of `place` is not sent; None where it is, or the model is on this disk."""
        if not is_remote(model_path):
            return None
        server_id = server_and_model(model_path)[0]
        if self.permits(place, server_id):
            return None
        host = self._hosts.get(server_id, server_id)
        return UserError("server_permission", f"Nothing was sent to {host}: it was not allowed.")

    def sent(self, info: ModelInfo | None, request: Generate) -> Sent | None:
        """What is told before the answer to `request`; None for a model on this disk."""
        if info is None or not is_remote(info.path):
            return None
        server_id = server_and_model(info.path)[0]
        return Sent(
            request_id=request.request_id,
            host=self._hosts.get(server_id, server_id),
            place=request.place,
            masked=dict(self.masked),
        )


def name_of(model_path: str) -> str:
    """What a model is called."""
    if is_remote(model_path):
        return server_and_model(model_path)[1]
    return re.split(r"[/\\]", model_path)[-1].removesuffix(".gguf")
