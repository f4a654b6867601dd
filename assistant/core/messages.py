"""The messages between the application and its engine: frozen structs, one JSON line each.

Every command carries a `request_id`; every event names the request it answers (or "" when it
concerns the engine as a whole). A call ends in exactly one of: its result (`Ready`,
`TokenCount`, `Finished`, `Embedded`, `Unloaded`, `StatesKept`), `Failed`, or
`Finished("cancelled")` / `Failed("cancelled")`. Unknown request ids are dropped by whoever
receives them.
"""

from __future__ import annotations

import itertools
import os
from typing import Literal

import msgspec

from assistant.core.entities import ModelInfo, Role, Timings, Usage
from assistant.core.errors import ErrorKind

WIRE_VERSION = 2

_counter = itertools.count(1)


def new_request_id() -> str:
    """An id that no other request of this process has; any thread may call it."""
    return f"{os.getpid():x}-{next(_counter)}"


class Turn(msgspec.Struct, frozen=True, omit_defaults=True):
    """One message as the chat template sees it. `content` is data, never control tokens."""

    role: Role
    content: str
    reasoning: str = ""


class Adapter(msgspec.Struct, frozen=True, omit_defaults=True):
    """A LoRA adapter (a GGUF file) and how strongly it counts."""

    path: str
    scale: float = 1.0


class ModelParameters(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How to load a model; 0 or "auto" leaves the choice to the engine, which says why.

    `gpu_layers` -1 is automatic. `slice_tokens` is the largest piece of a prompt that is
    evaluated between two looks at the commands. `sequences` is how many texts are worked on
    together. `draft_path` is a small model of the same vocabulary that drafts for this one.
    `state_budget` bytes of saved conversation states may lie on the disk, 0: none.
    `idle_unload_s` 0: the model stays in memory.
    """

    context_length: int = 0
    gpu_layers: int = -1
    threads: int = 0
    batch_tokens: int = 0
    slice_tokens: int = 0
    kv_type: Literal["auto", "f16", "q8_0", "f32"] = "auto"
    flash_attention: Literal["auto", "on", "off"] = "auto"
    sequences: int = 0
    draft_path: str = ""
    adapters: tuple[Adapter, ...] = ()
    state_budget: int = 2 * 1024**3
    idle_unload_s: float = 0.0


class Sampling(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How the next token is drawn. `temperature` 0 is greedy; `seed` None draws a new one.

    1.0 switches off `top_p`, `typical_p` and `repeat_penalty`, 0 everything else that stands at
    0 here. `mirostat` 1 or 2 takes the place of the truncations. `logit_bias` is (token text,
    bias) pairs, every token of the text is biased. `grammar` is GBNF, `json_schema` a JSON
    document; only one of them can be given. `inherits` names the fields that the model's own
    recommendation replaces (`core.sampling_defaults.with_suggestions`).
    """

    temperature: float = 0.8
    top_k: int = 40
    top_p: float = 0.95
    min_p: float = 0.05
    typical_p: float = 1.0
    xtc_probability: float = 0.0
    xtc_threshold: float = 0.1
    dry_multiplier: float = 0.0
    dry_base: float = 1.75
    dry_allowed_length: int = 2
    dry_last_n: int = -1
    repeat_penalty: float = 1.0
    frequency_penalty: float = 0.0
    presence_penalty: float = 0.0
    repeat_last_n: int = 64
    mirostat: int = 0
    mirostat_tau: float = 5.0
    mirostat_eta: float = 0.1
    seed: int | None = None
    logit_bias: tuple[tuple[str, float], ...] = ()
    grammar: str = ""
    json_schema: str = ""
    inherits: tuple[str, ...] = ()


class Command(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", omit_defaults=True):
    """What the application asks of the engine."""

    request_id: str = msgspec.field(default_factory=new_request_id)


class LoadModel(Command, frozen=True, tag=True):
    """Load the GGUF file at `path`, replacing the model of that purpose. Ends in `Ready`.

    One model that writes and one that embeds can be in memory together.
    """

    path: str = ""
    parameters: ModelParameters = ModelParameters()
    purpose: Literal["chat", "embedding"] = "chat"


class CountTokens(Command, frozen=True, tag=True):
    """Count the tokens of the rendered `turns`, or of plain `text` or `texts`.

    Ends in `TokenCount`, whose `each` has one number for each of `texts`, or with `each` one
    for the content of each turn.
    """

    turns: tuple[Turn, ...] = ()
    text: str = ""
    texts: tuple[str, ...] = ()
    each: bool = False
    place: str = ""


class Generate(Command, frozen=True, tag=True):
    """Answer `turns`. Ends in `Finished`.

    `max_tokens` 0 means to the end of the context. `thinking` None leaves the template's own
    default. `priority` 0 is what somebody is waiting for; higher numbers are background work,
    served after it. `stop` strings are not part of the answer. `raw` continues the text of the
    last turn without any chat template.

    `conversation` names the state that is kept, in memory and on disk, for the next turn; with
    `keep` false the answer leaves that state as it was (a title, a tag). `logprobs` n above 0
    sends the probability of each token with up to n alternatives. `speculate` false switches
    drafting off. `place` is where the text comes from (`core.remote.consent`): a model on another
    machine answers only what the person permitted for that place.
    """

    turns: tuple[Turn, ...] = ()
    sampling: Sampling = Sampling()
    max_tokens: int = 0
    stop: tuple[str, ...] = ()
    thinking: bool | None = None
    priority: int = 0
    conversation: str = ""
    keep: bool = True
    raw: bool = False
    logprobs: int = 0
    speculate: bool = True
    place: str = ""


class Embed(Command, frozen=True, tag=True):
    """Embed each of `texts`. Ends in `Embedded`. `priority` and `place` as in `Generate`."""

    texts: tuple[str, ...] = ()
    priority: int = 0
    place: str = ""


class Cancel(Command, frozen=True, tag=True):
    """Stop the request `target`; it ends in its own last event, this one gets no answer."""

    target: str = ""


class Pause(Command, frozen=True, tag=True):
    """Let the request `target` rest until `Resume`; there is no answer."""

    target: str = ""


class Resume(Command, frozen=True, tag=True):
    """Go on with the paused request `target`; there is no answer."""

    target: str = ""


class Unload(Command, frozen=True, tag=True):
    """Free the models of `purpose`. Ends in `Unloaded`."""

    purpose: Literal["chat", "embedding", "all"] = "all"


class SaveState(Command, frozen=True, tag=True):
    """Write the state of `conversation` ("": of all) to disk. Ends in `StatesKept`."""

    conversation: str = ""


class RestoreState(Command, frozen=True, tag=True):
    """Fetch the saved state of `conversation` from disk: its next turn comes soon.

    Ends in `StatesKept`, also when there is none.
    """

    conversation: str = ""


class ForgetStates(Command, frozen=True, tag=True):
    """Remove the saved states of `conversations`, or all of them. Ends in `StatesKept`."""

    conversations: tuple[str, ...] = ()
    everything: bool = False


class MeasureStates(Command, frozen=True, tag=True):
    """Ends in `StatesKept`."""


class Shutdown(Command, frozen=True, tag=True):
    """End the engine process."""


AnyCommand = (
    LoadModel
    | CountTokens
    | Generate
    | Embed
    | Cancel
    | Pause
    | Resume
    | Unload
    | SaveState
    | RestoreState
    | ForgetStates
    | MeasureStates
    | Shutdown
)


class Event(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", omit_defaults=True):
    """What the engine says."""

    request_id: str = ""


class Hello(Event, frozen=True, tag=True):
    """The first line of an engine process: which wire it speaks and what it runs on.

    `instructions` are the extensions of the processor that its backend computes with.
    """

    version: int = WIRE_VERSION
    pid: int = 0
    backends: tuple[str, ...] = ()
    instructions: tuple[str, ...] = ()
    llama_version: str = ""


class Loading(Event, frozen=True, tag=True):
    """`fraction` (0 to 1) of the model is in memory."""

    fraction: float = 0.0


class Ready(Event, frozen=True, tag=True):
    """The model answers."""

    info: ModelInfo


class TokenCount(Event, frozen=True, tag=True):
    """`n` tokens of the `limit` that the context holds; `each` where it was asked for."""

    n: int = 0
    limit: int = 0
    each: tuple[int, ...] = ()


class PromptProgress(Event, frozen=True, tag=True):
    """`done` of `total` prompt tokens are read; `cached` of them were known before."""

    done: int = 0
    total: int = 0
    cached: int = 0


class Alternative(msgspec.Struct, frozen=True, omit_defaults=True):
    """A token that could have been drawn; `logprob` is the natural logarithm."""

    text: str
    logprob: float


class TokenProbability(msgspec.Struct, frozen=True, omit_defaults=True):
    """The token that was drawn, before truncation and temperature; `top` is the likeliest."""

    text: str
    logprob: float
    top: tuple[Alternative, ...] = ()


class Delta(Event, frozen=True, tag=True):
    """More of the answer: whole characters only. `seq` counts from 0 without gaps.

    `logprobs` are of the tokens drawn since the last delta, reasoning and marks too.
    """

    seq: int = 0
    text: str = ""
    channel: Literal["answer", "reasoning"] = "answer"
    tokens: int = 0
    logprobs: tuple[TokenProbability, ...] = ()


FinishReason = Literal["stop", "length", "context_full", "cancelled"]


class Finished(Event, frozen=True, tag=True):
    """The answer is complete, or was cut for `reason`.

    `notes` are sentences for the person on what a server did not do as it was asked.
    """

    reason: FinishReason = "stop"
    usage: Usage = Usage()
    timings: Timings = Timings()
    notes: tuple[str, ...] = ()


class Embedded(Event, frozen=True, tag=True):
    """One vector (of the model's width, unit length) for each text."""

    vectors: tuple[tuple[float, ...], ...] = ()


class Sent(Event, frozen=True, tag=True):
    """Text of the request has left for a server, once for each attempt that reached it.

    `host` is where (`RemoteServer.host`), `place` where it came from, `masked` how many of each
    kind ("email", "phone", "card", "key") were replaced before. It comes before the request's
    last event, whichever that is. A model on this disk never says it.
    """

    host: str = ""
    place: str = ""
    masked: dict[str, int] = {}


class Unloaded(Event, frozen=True, tag=True):
    """No model of the purpose is in memory. "idle" comes without a request."""

    reason: Literal["asked", "idle"] = "asked"


class StatesKept(Event, frozen=True, tag=True):
    """What lies on the disk: states of `conversations` conversations, `bytes` of `budget`."""

    conversations: int = 0
    bytes: int = 0
    budget: int = 0


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
    | Sent
    | Unloaded
    | StatesKept
    | Failed
    | EngineExited
)

LAST_EVENTS = (Ready, TokenCount, Finished, Embedded, Unloaded, StatesKept, Failed)
