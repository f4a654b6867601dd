"""What a server understands beyond the OpenAI API, and what it refused."""

from __future__ import annotations

from typing import Literal

import msgspec

ServerKind = Literal["llama.cpp", "llama-cpp-python", "vLLM", "Ollama", "LM Studio", ""]
"""The program behind the API, "" one that is not known. `ModelInfo.description` of a model on a
server is this word."""

KINDS: tuple[ServerKind, ...] = ("llama.cpp", "llama-cpp-python", "vLLM", "Ollama", "LM Studio", "")


class Dialect(msgspec.Struct, frozen=True, kw_only=True):
    """How to speak to one model of one server.

    `refused` are fields of requests that it rejected, which are not sent any more.
    `max_tokens` is what the field with the limit of tokens is called. `context_length` as far as
    it is known, 0.
    """

    kind: ServerKind = ""
    refused: frozenset[str] = frozenset()
    max_tokens: Literal["max_tokens", "max_completion_tokens"] = "max_tokens"
    context_length: int = 0


def dialect_named(name: str, context_length: int = 0) -> Dialect:
    """The dialect of a server whose `ModelInfo.description` is `name`."""
    kind: ServerKind = next((each for each in KINDS if each == name), "")
    return Dialect(kind=kind, context_length=context_length)


PLAIN = Dialect()
"""The OpenAI API and nothing that is known beyond it."""
