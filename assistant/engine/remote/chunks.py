"""What one document of a streamed answer says, whoever's variant of the API it is in."""

from __future__ import annotations

import codecs
import json
from typing import Any

import msgspec

from assistant.core.entities import Usage
from assistant.core.messages import Alternative, TokenProbability
from assistant.engine.remote.faults import message_of


class Chunk(msgspec.Struct, frozen=True, kw_only=True):
    """A piece of an answer. `finish` is the server's own word for how it ended.

    `progress` is (done, total, cached) of the prompt. `error` is the server's message where the
    document is an error. `asks_tool`: the model wants to call a tool. `message`: it has a message
    where a stream has its next piece.
    """

    text: str = ""
    reasoning: str = ""
    finish: str = ""
    usage: Usage | None = None
    probabilities: tuple[TokenProbability, ...] = ()
    progress: tuple[int, int, int] | None = None
    prefill_rate: float = 0.0
    error: str | None = None
    asks_tool: bool = False
    message: bool = False


def read_chunk(document: str) -> Chunk:
    """Raises ValueError for what is no JSON object."""
    found = json.loads(document)
    if not isinstance(found, dict):
        raise ValueError("no object")
    if found.get("error"):
        return Chunk(error=message_of(found) or "an error without a message")
    choices = found.get("choices")
    if choices is None and found.get("object") == "error":
        return Chunk(error=message_of(found) or "an error without a message")
    choice = choices[0] if isinstance(choices, list) and choices else {}
    choice = choice if isinstance(choice, dict) else {}
    delta = _object(choice, "delta") or _object(choice, "message")
    text = _text(delta.get("content")) or _text(choice.get("text"))
    timings = _object(found, "timings")
    return Chunk(
        text=text,
        reasoning=_text(delta.get("reasoning_content")) or _text(delta.get("reasoning")),
        finish=str(choice.get("finish_reason") or ""),
        usage=_usage(found, choice, timings),
        probabilities=_probabilities(choice.get("logprobs")),
        progress=_progress(_object(found, "prompt_progress")),
        prefill_rate=_number(timings.get("prompt_per_second")),
        asks_tool=bool(delta.get("tool_calls") or delta.get("function_call")),
        message=bool(_object(choice, "message")) and not _object(choice, "delta"),
    )


class SurrogateJoiner:
    """Some servers cut a character above U+FFFF into two escaped halves, one in each chunk."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-16-le")("replace")

    def feed(self, text: str) -> str:
        return self._decoder.decode(text.encode("utf-16-le", "surrogatepass"))


def _object(document: dict[str, Any], name: str) -> dict[str, Any]:
    found = document.get(name)
    return found if isinstance(found, dict) else {}


def _text(value: Any) -> str:
    """A string, or the texts of content parts; anything else says nothing."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "".join(_text(each.get("text")) for each in value if isinstance(each, dict))
    return ""


def _count(value: Any) -> int:
    return max(0, int(value)) if isinstance(value, int | float) else 0


def _number(value: Any) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _usage(
    document: dict[str, Any], choice: dict[str, Any], timings: dict[str, Any]
) -> Usage | None:
    usage = _object(document, "usage") or _object(choice, "usage")
    if not usage:
        usage = _object(_object(document, "x_groq"), "usage")
    if not usage:
        return None
    details = _object(usage, "prompt_tokens_details")
    return Usage(
        prompt_tokens=_count(usage.get("prompt_tokens")),
        cached_tokens=_count(details.get("cached_tokens")) or _count(timings.get("cache_n")),
        completion_tokens=_count(usage.get("completion_tokens")),
    )


def _progress(found: dict[str, Any]) -> tuple[int, int, int] | None:
    if not found:
        return None
    return _count(found.get("processed")), _count(found.get("total")), _count(found.get("cache"))


def _probabilities(found: Any) -> tuple[TokenProbability, ...]:
    if not isinstance(found, dict):
        return ()
    content = found.get("content")
    if isinstance(content, list):
        return tuple(_token(each) for each in content if isinstance(each, dict))
    tokens, values = found.get("tokens"), found.get("token_logprobs")
    if not isinstance(tokens, list) or not isinstance(values, list):
        return ()
    tops = found.get("top_logprobs")
    tops = tops if isinstance(tops, list) and len(tops) == len(tokens) else [None] * len(tokens)
    return tuple(
        TokenProbability(str(token), _number(value), _alternatives(top))
        for token, value, top in zip(tokens, values, tops, strict=False)
    )


def _token(found: dict[str, Any]) -> TokenProbability:
    tops = found.get("top_logprobs")
    alternatives = tuple(
        Alternative(_text(top.get("token")), _number(top.get("logprob")))
        for top in (tops if isinstance(tops, list) else ())
        if isinstance(top, dict)
    )
    return TokenProbability(_text(found.get("token")), _number(found.get("logprob")), alternatives)


def _alternatives(found: Any) -> tuple[Alternative, ...]:
    if not isinstance(found, dict):
        return ()
    return tuple(Alternative(str(text), _number(value)) for text, value in found.items())
