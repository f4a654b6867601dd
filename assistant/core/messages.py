"""The messages between the application and its engine: frozen structs, one JSON line each.

Every command carries a `request_id`; every event names the request it answers (or "" when it
concerns the engine as a whole). A call ends in exactly one of: its result (`Ready`,
`TokenCount`, `Finished`, `Embedded`, `Unloaded`), `Failed`, or `Finished("cancelled")` /
`Failed("cancelled")`. Unknown request ids are dropped by whoever receives them.
"""

from __future__ import annotations

import itertools
import os
from typing import Literal

import msgspec

from assistant.core.entities import ModelInfo, Role, Timings, Usage
from assistant.core.errors import ErrorKind

WIRE_VERSION = 1

_counter = itertools.count(1)


def new_request_id() -> str:
    """An id that no other request of this process has; any thread may call it."""
    return f"{os.getpid():x}-{next(_counter)}"


class Turn(msgspec.Struct, frozen=True, omit_defaults=True):
    """One message as the chat template sees it. `content` is data, never control tokens."""

    role: Role
    content: str
    reasoning: str = ""


class ModelParameters(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How to load a model; 0 or "auto" leaves the choice to the engine, which says why.

    `gpu_layers` -1 is automatic. `slice_tokens` is the largest piece of a prompt that is
    evaluated between two looks at the commands.
    """

    context_length: int = 0
    gpu_layers: int = -1
    threads: int = 0
    batch_tokens: int = 0
    slice_tokens: int = 0
    kv_type: Literal["auto", "f16", "q8_0"] = "auto"
    flash_attention: Literal["auto", "on", "off"] = "auto"


class Sampling(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How the next token is drawn. `temperature` 0 is greedy; `seed` None draws a new one."""

    temperature: float = 0.8
    top_k: int = 40
    top_p: float = 0.95
    min_p: float = 0.05
    repeat_penalty: float = 1.0
    repeat_last_n: int = 64
    seed: int | None = None


class Command(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", omit_defaults=True):
    """What the application asks of the engine."""

    request_id: str = msgspec.field(default_factory=new_request_id)


class LoadModel(Command, frozen=True, tag=True):
    """Load the GGUF file at `path`, replacing the model in memory. Ends in `Ready`."""

    path: str = ""
    parameters: ModelParameters = ModelParameters()
    purpose: Literal["chat", "embedding"] = "chat"


class CountTokens(Command, frozen=True, tag=True):
    """Count the tokens of the rendered `turns`, or of plain `text`. Ends in `TokenCount`."""

    turns: tuple[Turn, ...] = ()
    text: str = ""


class Generate(Command, frozen=True, tag=True):
    """Answer `turns`. Ends in `Finished`.

    `max_tokens` 0 means to the end of the context. `thinking` None leaves the template's own
    default. A lower `priority` number is served first. `stop` strings are not part of the
    answer. `raw` continues the text of the last turn without any chat template.
    """

    turns: tuple[Turn, ...] = ()
    sampling: Sampling = Sampling()
    max_tokens: int = 0
    stop: tuple[str, ...] = ()
    thinking: bool | None = None
    priority: int = 0
    conversation: str = ""
    raw: bool = False


class Embed(Command, frozen=True, tag=True):
    """Embed each of `texts`. Ends in `Embedded`."""

    texts: tuple[str, ...] = ()


class Cancel(Command, frozen=True, tag=True):
    """Stop the request `target`; it ends in its own last event, this one gets no answer."""

    target: str = ""


class Unload(Command, frozen=True, tag=True):
    """Free the model. Ends in `Unloaded`."""


class SaveState(Command, frozen=True, tag=True):
    """Write the state of `conversation` to disk (issued before a planned stop)."""

    conversation: str = ""


class Shutdown(Command, frozen=True, tag=True):
    """End the engine process."""


AnyCommand = LoadModel | CountTokens | Generate | Embed | Cancel | Unload | SaveState | Shutdown


class Event(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", omit_defaults=True):
    """What the engine says."""

    request_id: str = ""


class Hello(Event, frozen=True, tag=True):
    """The first line of an engine process: which wire it speaks and what it runs on."""

    version: int = WIRE_VERSION
    pid: int = 0
    backends: tuple[str, ...] = ()
    llama_version: str = ""


class Loading(Event, frozen=True, tag=True):
    """`fraction` (0 to 1) of the model is in memory."""

    fraction: float = 0.0


class Ready(Event, frozen=True, tag=True):
    """The model answers."""

    info: ModelInfo


class TokenCount(Event, frozen=True, tag=True):
    """`n` tokens of the `limit` that the context holds."""

    n: int = 0
    limit: int = 0


class PromptProgress(Event, frozen=True, tag=True):
    """`done` of `total` prompt tokens are read; `cached` of them were known before."""

    done: int = 0
    total: int = 0
    cached: int = 0


class Delta(Event, frozen=True, tag=True):
    """More of the answer: whole characters only. `seq` counts from 0 without gaps."""

    seq: int = 0
    text: str = ""
    channel: Literal["answer", "reasoning"] = "answer"
    tokens: int = 0


FinishReason = Literal["stop", "length", "context_full", "cancelled"]


class Finished(Event, frozen=True, tag=True):
    """The answer is complete, or was cut for `reason`."""

    reason: FinishReason = "stop"
    usage: Usage = Usage()
    timings: Timings = Timings()


class Embedded(Event, frozen=True, tag=True):
    """One vector (of the model's width, unit length) for each text."""

    vectors: tuple[tuple[float, ...], ...] = ()


class Unloaded(Event, frozen=True, tag=True):
    """No model is in memory."""


class Failed(Event, frozen=True, tag=True):
    """The request ended without a result; the sentences are meant for the person."""

    kind: ErrorKind | Literal["cancelled"] = "bug"
    text: str = ""
    hint: str = ""


class EngineExited(Event, frozen=True, tag=True):
    """The engine process is gone. Every open request has been answered with `Failed` before.

    `code` is the exit code, negative for a signal; `log_tail` the last lines of its log.
    """

    code: int = 0
    log_tail: str = ""


AnyEvent = (
    Hello
    | Loading
    | Ready
    | TokenCount
    | PromptProgress
    | Delta
    | Finished
    | Embedded
    | Unloaded
    | Failed
    | EngineExited
)

LAST_EVENTS = (Ready, TokenCount, Finished, Embedded, Unloaded, Failed)
