"""A server that speaks the OpenAI API, and how its models are named among the others."""

from __future__ import annotations

from urllib.parse import quote, unquote

import msgspec

SCHEME = "server:"
_LOOPBACK = ("localhost", "127.0.0.1", "::1", "[::1]")


class RemoteServer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`url` is the base, with or without `/v1`. The key for it lies in the keyring under `id`.

    `any_certificate`: its certificate is not checked against the known authorities (a person
    who runs a server of their own chose that). `masking`: addresses, numbers and keys in what is
    sent are replaced. `timeout_s` is how long it may keep silent.
    """

    id: str
    name: str
    url: str
    any_certificate: bool = False
    masking: bool = False
    timeout_s: float = 120.0
    context_length: int = 0
    """What the person says it is, 0: ask the server."""

    @property
    def host(self) -> str:
        """What is shown as the place that text is sent to: the host and its port."""
        from urllib.parse import urlsplit

        return urlsplit(self.url).netloc.rpartition("@")[2] or self.url

    @property
    def is_this_machine(self) -> bool:
        """What is sent there stays on this computer (as far as its address says)."""
        from urllib.parse import urlsplit

        return (urlsplit(self.url).hostname or "") in _LOOPBACK


def model_path(server_id: str, model: str) -> str:
    """What stands for `model` of a server wherever a local model has the path of its file."""
    return f"{SCHEME}{quote(server_id, safe='')}/{quote(model, safe='')}"


def is_remote(path: str) -> bool:
    return path.startswith(SCHEME)


def server_and_model(path: str) -> tuple[str, str]:
    """The id of the server and the name of the model. Raises ValueError for other paths."""
    if not is_remote(path):
        raise ValueError(f"no model of a server: {path}")
    server, _, model = path[len(SCHEME) :].partition("/")
    return unquote(server), unquote(model)
