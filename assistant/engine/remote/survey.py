"""Asks a server who it is, which models it has and how long their context is.

Nothing of the person's is sent: lists and properties are read, and the name of a model is said.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable
from typing import Any

import msgspec

from assistant.core.errors import UserError
from assistant.core.remote.address import api_url, root_url
from assistant.core.remote.dialect import ServerKind
from assistant.core.remote.facts import ModelOnServer, ServerFacts, ServerModel
from assistant.core.remote.request import plain_request
from assistant.core.remote.server import RemoteServer
from assistant.engine.remote import faults
from assistant.engine.remote.connection import Connection
from assistant.engine.remote.faults import Refused

_LOADING = re.compile(r"loading|starting|not ready", re.IGNORECASE)
_LOOK_S = 1.0
_AT_ONCE = {"vLLM": 8, "llama-cpp-python": 1, "Ollama": 2, "LM Studio": 1, "llama.cpp": 1, "": 2}
_OWNERS: dict[str, ServerKind] = {
    "llamacpp": "llama.cpp",
    "vllm": "vLLM",
    "me": "llama-cpp-python",
    "library": "Ollama",
    "organization_owner": "LM Studio",
}
_NUM_CTX = re.compile(r"^\s*num_ctx\s+(\d+)", re.MULTILINE)
_OLLAMA_CONTEXT = 4096
_LISTED = 8

Told = Callable[[float], None]


async def server_facts(connection: Connection, told: Told = lambda _fraction: None) -> ServerFacts:
    """Its list of models. A server that is still loading is waited for; `told` hears of it.

    Raises `UserError`.
    """
    began = time.monotonic()
    try:
        found = await _models(connection, told)
    except Refused as refused:
        if refused.status not in (404, 405, 501) or faults.looks_like_page(refused.body):
            raise connection.explained(refused) from refused
        return ServerFacts(listed=False, seconds=time.monotonic() - began)
    models = tuple(_model(each) for each in found)
    return ServerFacts(kind=_kind(found), models=models, seconds=time.monotonic() - began)


async def model_facts(
    connection: Connection, model: str, told: Told = lambda _fraction: None
) -> ModelOnServer:
    """What is known of `model`. Raises `UserError`: `no_model` when the server lacks it."""
    facts = await server_facts(connection, told)
    listed = next((each for each in facts.models if _same(each.name, model)), None)
    if facts.listed and listed is None:
        raise _unknown_model(connection.server.host, model, facts)
    kind = facts.kind
    if not kind and not connection.server.url.startswith("https://api."):
        kind = await _unlisted_kind(connection)
    base = ModelOnServer(
        kind=kind,
        context_length=listed.context_length if listed else 0,
        parameters=listed.parameters if listed else 0,
        size=listed.size if listed else 0,
        at_once=_AT_ONCE[kind],
    )
    known = await _properties(connection, model, base)
    said = connection.server.context_length
    return _replaced(known, context_length=said) if said else known


async def _models(connection: Connection, told: Told) -> list[dict[str, Any]]:
    url = api_url(connection.server.url, "models")
    give_up = time.monotonic() + connection.server.timeout_s
    while True:
        try:
            document = await connection.get(url)
            break
        except Refused as refused:
            loading = refused.status == 503 and _LOADING.search(refused.words)
            if not loading or time.monotonic() > give_up:
                raise
            told(0.0)
            await asyncio.sleep(_LOOK_S)
    found = document
    if isinstance(document, dict):
        found = document.get("data", document.get("models"))
    if found is None and isinstance(document, dict) and document.get("object") == "list":
        found = []  # Ollama without models says null
    if not isinstance(found, list):
        raise faults.unreadable(connection.server.host)
    return [each for each in found if isinstance(each, dict) and _name(each)]


def _name(found: dict[str, Any]) -> str:
    name = found.get("id") or found.get("name") or found.get("model")
    return name if isinstance(name, str) else ""


def _model(found: dict[str, Any]) -> ServerModel:
    meta = found.get("meta")
    meta = meta if isinstance(meta, dict) else {}
    context = found.get("max_model_len") or found.get("context_length") or meta.get("n_ctx")
    return ServerModel(
        name=_name(found),
        context_length=_count(context or found.get("context_window")),
        parameters=_count(meta.get("n_params")),
        size=_count(meta.get("size")),
    )


def _count(value: Any) -> int:
    return int(value) if isinstance(value, int | float) and value > 0 else 0


def _kind(found: list[dict[str, Any]]) -> ServerKind:
    owners = [_OWNERS.get(str(each.get("owned_by", ""))) for each in found]
    return next((owner for owner in owners if owner is not None), "")


async def _unlisted_kind(connection: Connection) -> ServerKind:
    """Some servers let people choose what stands in the list: ask at doors that only they have."""
    url = connection.server.url
    if isinstance(await _quiet(connection, root_url(url, "api/version")), dict):
        return "Ollama"
    if "default_generation_settings" in await _object(connection, root_url(url, "props")):
        return "llama.cpp"
    return ""


async def _properties(connection: Connection, model: str, base: ModelOnServer) -> ModelOnServer:
    if base.kind == "llama.cpp":
        return await _llama_server(connection, base)
    if base.kind == "Ollama":
        return await _ollama(connection, model, base)
    if base.kind == "LM Studio":
        return await _lm_studio(connection, model, base)
    return base


async def _llama_server(connection: Connection, base: ModelOnServer) -> ModelOnServer:
    props = await _object(connection, root_url(connection.server.url, "props"))
    settings = props.get("default_generation_settings")
    context = settings.get("n_ctx") if isinstance(settings, dict) else 0
    return _replaced(
        base,
        context_length=_count(context) or base.context_length,
        at_once=max(1, _count(props.get("total_slots"))),
        thinks="<think>" in str(props.get("chat_template", "")),
    )


async def _ollama(connection: Connection, model: str, base: ModelOnServer) -> ModelOnServer:
    """What it loaded the model with, what the model's file says, else its usual 4,096."""
    url = connection.server.url
    shown = await _object(connection, root_url(url, "api/show"), {"model": model, "name": model})
    info = shown.get("model_info")
    lengths = [
        _count(value)
        for name, value in (info.items() if isinstance(info, dict) else ())
        if name.endswith(".context_length")
    ]
    trained = max(lengths, default=0)
    own = _NUM_CTX.search(str(shown.get("parameters") or ""))
    context = int(own[1]) if own else 0
    running = (await _object(connection, root_url(url, "api/ps"))).get("models")
    for each in running if isinstance(running, list) else ():
        if isinstance(each, dict) and _same(_name(each), model):
            context = _count(each.get("context_length")) or context
    capabilities = shown.get("capabilities")
    context = context or min(trained or _OLLAMA_CONTEXT, _OLLAMA_CONTEXT)
    return _replaced(
        base,
        context_length=context,
        trained_context=trained,
        thinks="thinking" in (capabilities if isinstance(capabilities, list) else ()),
    )


async def _lm_studio(connection: Connection, model: str, base: ModelOnServer) -> ModelOnServer:
    found = await _object(connection, root_url(connection.server.url, f"api/v0/models/{model}"))
    trained = _count(found.get("max_context_length"))
    context = _count(found.get("loaded_context_length")) or trained
    return _replaced(base, context_length=context, trained_context=trained)


async def _object(
    connection: Connection, url: str, body: dict[str, Any] | None = None
) -> dict[str, Any]:
    found = await _quiet(connection, url, body)
    return found if isinstance(found, dict) else {}


async def _quiet(connection: Connection, url: str, body: dict[str, Any] | None = None) -> Any:
    """What a door says that may be missing; None then."""
    try:
        return await connection.document(plain_request(url, body))
    except Refused as refused:
        # older llama.cpp shows its list to everybody, and the rest to those with its key alone;
        # with a key this may be a proxy that lets only the API through
        if refused.status == 401 and not connection.has_key:
            raise connection.explained(refused) from refused
        return None
    except UserError:
        return None


def _same(listed: str, model: str) -> bool:
    return listed in (model, f"{model}:latest") or f"{listed}:latest" == model


def _replaced(facts: ModelOnServer, **changes: Any) -> ModelOnServer:
    return msgspec.structs.replace(facts, **changes)


def _unknown_model(host: str, model: str, facts: ServerFacts) -> UserError:
    names = [each.name for each in facts.models]
    more = f" and {len(names) - _LISTED} more" if len(names) > _LISTED else ""
    has = f"It has {', '.join(names[:_LISTED])}{more}." if names else "It has none at all."
    return UserError("no_model", f"{host} has no model “{faults.shown(model)}”.", faults.shown(has))


def ask_server(server: RemoteServer, key: str = "") -> ServerFacts:
    """`server_facts` of a server, from any thread but the window's: blocks for seconds."""

    async def ask() -> ServerFacts:
        connection = Connection(server, key)
        try:
            return await server_facts(connection)
        finally:
            await connection.close()

    return asyncio.run(ask())
