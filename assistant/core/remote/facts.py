"""What a server says of itself."""

from __future__ import annotations

import msgspec

from assistant.core.remote.dialect import ServerKind


class ServerModel(msgspec.Struct, frozen=True, kw_only=True):
    """A model that a server offers, as `/v1/models` lists it. 0 where it does not say."""

    name: str
    context_length: int = 0
    parameters: int = 0
    size: int = 0


class ServerFacts(msgspec.Struct, frozen=True, kw_only=True):
    """The answer of a server that was asked who it is.

    `listed` is False where it has no list of models. `seconds` is how long it took to say it.
    """

    kind: ServerKind = ""
    models: tuple[ServerModel, ...] = ()
    listed: bool = True
    seconds: float = 0.0


class ModelOnServer(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of one model of a server before anything is asked of it.

    `context_length` 0: the server does not say. `at_once` requests can be worked on together.
    """

    kind: ServerKind = ""
    context_length: int = 0
    trained_context: int = 0
    parameters: int = 0
    size: int = 0
    at_once: int = 1
    thinks: bool = False
    note: str = ""
