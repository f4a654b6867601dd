"""What is sent to a server, byte for byte: for sending, and for showing it before.

Pure: both the engine and the preview call these functions, so that what is shown is what leaves.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from assistant.core.messages import Generate
from assistant.core.remote.address import api_url
from assistant.core.remote.dialect import PLAIN, Dialect
from assistant.core.remote.estimate import estimated_tokens
from assistant.core.remote.masking import NO_MASKING, Masking
from assistant.core.remote.sampling_fields import sampling_fields
from assistant.core.remote.server import RemoteServer

AGENT = "Inkstone"
_MOST_ALTERNATIVES = 20
_LEAST_ROOM = 64
_USUAL_CONTEXT = 4096


class Outgoing(msgspec.Struct, frozen=True, kw_only=True):
    """A request as it leaves, but for the key: that is added on the way to the server's origin.

    `optional` fields of the body can be left out when the server refuses them; `notes` are
    sentences on what it will not understand.
    """

    method: str = "POST"
    url: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    masking: Masking = NO_MASKING
    optional: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()

    @property
    def fields(self) -> dict[str, Any]:
        """The body, read."""
        found: dict[str, Any] = json.loads(self.body) if self.body else {}
        return found


def generate_request(
    server: RemoteServer, model: str, command: Generate, dialect: Dialect = PLAIN
) -> Outgoing:
    """The request that `command` becomes. Raises `UserError` for what is no address."""
    masking = _masking(server, _texts(command))
    body: dict[str, Any] = {"model": model}
    if command.raw:
        body["prompt"] = masking.apply(command.turns[-1].content if command.turns else "")
    else:
        body["messages"] = [
            {"role": turn.role, "content": masking.apply(turn.content)} for turn in command.turns
        ]
    body["stream"] = True
    body["stream_options"] = {"include_usage": True}
    if limit := command.max_tokens or _rest_of_context(command, dialect):
        body[dialect.max_tokens] = limit
    if command.stop:
        body["stop"] = [masking.apply(stop) for stop in command.stop]
    if command.logprobs and command.raw:
        body["logprobs"] = min(command.logprobs, _MOST_ALTERNATIVES)
    elif command.logprobs:
        body["logprobs"] = True
        body["top_logprobs"] = min(command.logprobs, _MOST_ALTERNATIVES)
    fields = sampling_fields(command.sampling, dialect, masking.apply)
    body |= fields.sent
    body |= _thinking(command, dialect)
    if dialect.kind == "llama.cpp":
        body["return_progress"] = True
    body = {name: value for name, value in body.items() if name not in dialect.refused}
    door = "completions" if command.raw else "chat/completions"
    needed = {"model", "prompt", "messages", "stream", *fields.shape}
    return Outgoing(
        url=api_url(server.url, door),
        headers=_headers("text/event-stream"),
        body=_json(body),
        masking=masking,
        optional=frozenset(body) - needed,
        notes=fields.notes,
    )


def embedding_request(server: RemoteServer, model: str, texts: Sequence[str]) -> Outgoing:
    """Ask for a vector of each of `texts`. Raises `UserError` for what is no address."""
    masking = _masking(server, texts)
    body = {
        "model": model,
        "input": [masking.apply(text) for text in texts],
        "encoding_format": "float",
    }
    return Outgoing(
        url=api_url(server.url, "embeddings"),
        headers=_headers("application/json"),
        body=_json(body),
        masking=masking,
        optional=frozenset({"encoding_format"}),
    )


def plain_request(url: str, body: dict[str, Any] | None = None) -> Outgoing:
    """A request that holds nothing of the person's; without `body` a GET."""
    return Outgoing(
        method="GET" if body is None else "POST",
        url=url,
        headers=_headers("application/json"),
        body=b"" if body is None else _json(body),
    )


def masked_texts(server: RemoteServer, texts: Sequence[str]) -> tuple[Masking, list[str]]:
    """`texts` as they may be sent to be counted."""
    masking = _masking(server, texts)
    return masking, [masking.apply(text) for text in texts]


def _masking(server: RemoteServer, texts: Iterable[str]) -> Masking:
    return Masking(texts) if server.masking else NO_MASKING


def _texts(command: Generate) -> list[str]:
    """Everything in `command` that a person may have written."""
    sampling = command.sampling
    biased = [text for text, _bias in sampling.logit_bias]
    said = [turn.content for turn in command.turns]
    return [*said, *command.stop, sampling.grammar, sampling.json_schema, *biased]


def _rest_of_context(command: Generate, dialect: Dialect) -> int:
    """Plain completions end after 16 tokens when nobody says a number; 0 elsewhere: no limit."""
    if not command.raw or dialect.kind == "llama.cpp":
        return 0
    prompt = sum(estimated_tokens(turn.content) for turn in command.turns[-1:])
    return max(_LEAST_ROOM, (dialect.context_length or _USUAL_CONTEXT) - prompt * 5 // 4)


def _thinking(command: Generate, dialect: Dialect) -> dict[str, Any]:
    if command.thinking is None or command.raw:
        return {}
    if dialect.kind == "Ollama":
        return {} if command.thinking else {"reasoning_effort": "none"}
    return {"chat_template_kwargs": {"enable_thinking": command.thinking}}


def _headers(accept: str) -> tuple[tuple[str, str], ...]:
    return (
        ("Content-Type", "application/json"),
        ("Accept", accept),
        ("Accept-Encoding", "identity"),
        ("User-Agent", AGENT),
    )


def _json(body: dict[str, Any]) -> bytes:
    """Lone surrogates cannot be sent: they become U+FFFD."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").encode()
