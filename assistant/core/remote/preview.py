"""What exactly would leave this machine, shown before it does."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

import msgspec

from assistant.core.messages import Embed, Generate
from assistant.core.remote.dialect import PLAIN, Dialect
from assistant.core.remote.request import Outgoing, embedding_request, generate_request
from assistant.core.remote.server import RemoteServer

HIDDEN_KEY = "Bearer ••••••••"


class Preview(msgspec.Struct, frozen=True, kw_only=True):
    """A request for the eyes of a person.

    `headers` are all that are sent; the key is hidden. `body` is the very text that is sent,
    after masking; `shown` the same, with line breaks. `size` in bytes with the headers,
    `characters` those of the person's texts, `messages` how many there are. `masked` counts
    "email", "phone", "card", "key".
    """

    method: str
    url: str
    host: str
    headers: tuple[tuple[str, str], ...]
    body: str
    shown: str
    size: int
    messages: int
    characters: int
    masked: dict[str, int] = {}
    notes: tuple[str, ...] = ()


def preview(
    server: RemoteServer,
    model: str,
    command: Generate | Embed,
    dialect: Dialect = PLAIN,
    *,
    has_key: bool = False,
) -> Preview:
    """What `command` would send to `server`; any thread. Raises `UserError` for no address."""
    if isinstance(command, Embed):
        request = embedding_request(server, model, command.texts)
    else:
        request = generate_request(server, model, command, dialect)
    fields = request.fields
    texts = fields.get("input") or [fields.get("prompt", "")]
    if "messages" in fields:
        texts = [message["content"] for message in fields["messages"]]
    headers = wire_headers(request, key=HIDDEN_KEY if has_key else "")
    head = f"{request.method} {urlsplit(request.url).path} HTTP/1.1"
    lines = [head, *(f"{name}: {value}" for name, value in headers), "", ""]
    return Preview(
        method=request.method,
        url=request.url,
        host=server.host,
        headers=headers,
        body=request.body.decode(),
        shown=json.dumps(fields, ensure_ascii=False, indent=2),
        size=len("\r\n".join(lines).encode()) + len(request.body),
        messages=len(texts),
        characters=sum(map(len, texts)),
        masked=dict(request.masking.counts),
        notes=request.notes,
    )


def wire_headers(request: Outgoing, *, key: str = "") -> tuple[tuple[str, str], ...]:
    """Every header of `request`. `key` is the value of the header that holds it, "" for none."""
    length = (("Content-Length", str(len(request.body))),) if request.body else ()
    secret = (("Authorization", key),) if key else ()
    return (("Host", urlsplit(request.url).netloc), *request.headers, *length, *secret)
