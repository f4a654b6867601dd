"""What is kept: conversations, the tree of their messages, model files.

All are frozen: they cross threads. Times are seconds since the epoch (UTC).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

import msgspec

from assistant.core.chat_parameters import ChatParameters as ChatParameters  # noqa: PLC0414
from assistant.core.grounding import Scope, Sources, Task

Role = Literal["system", "user", "assistant"]


class MessageState(StrEnum):
    """Where a message stands.

    COMPLETE: as it was meant to be. STREAMING: being written by a live process. STOPPED: the
    person stopped it. LENGTH: cut at the token limit. INTERRUPTED: the application or the
    engine died while it was written. FAILED: nothing or only a part could be written; `error`
    says why.
    """

    COMPLETE = "complete"
    STREAMING = "streaming"
    STOPPED = "stopped"
    LENGTH = "length"
    INTERRUPTED = "interrupted"
    FAILED = "failed"


class Usage(msgspec.Struct, frozen=True, omit_defaults=True):
    """Token counts of one generation. `cached_tokens` of the prompt were not read again."""

    prompt_tokens: int = 0
    cached_tokens: int = 0
    completion_tokens: int = 0


class Timings(msgspec.Struct, frozen=True, omit_defaults=True):
    """Speeds of one generation; 0.0 where nothing was measured.

    `first_token_s` runs from the arrival of the request to the first sampled token.
    """

    first_token_s: float = 0.0
    prefill_tokens_per_s: float = 0.0
    decode_tokens_per_s: float = 0.0


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """One node of a conversation's tree.

    Siblings share a `parent_id`; editing or regenerating adds a sibling. `sibling_index` counts
    from 0 among `sibling_count`, in the order of `sequence`. `task` of a user's turn says how it
    is answered when that is not by chat alone; `sources` what an answer stands on.

    `sent_to` is the host that an answer was asked of, "" for a model on this disk; `masked` how
    many of each kind ("email", "phone", "card", "key") were replaced in what was sent for it.
    """

    id: int
    conversation_id: int
    parent_id: int | None
    sequence: int
    role: Role
    text: str
    reasoning: str = ""
    state: MessageState = MessageState.COMPLETE
    model: str = ""
    error: str = ""
    usage: Usage = Usage()
    timings: Timings = Timings()
    reasoning_s: float = 0.0
    created_at: float = 0.0
    sibling_index: int = 0
    sibling_count: int = 1
    task: Task | None = None
    sources: Sources | None = None
    sent_to: str = ""
    masked: dict[str, int] = {}


class Conversation(msgspec.Struct, frozen=True, kw_only=True):
    """One conversation. `leaf_id` is the last message of the branch that is shown.

    `title_set` is true once a person named it, `title_written` once the model did; until then
    the title follows the first message. `draft` is the unsent text of its composer. `scope` is
    what its questions are answered from.
    """

    id: int
    title: str = ""
    title_set: bool = False
    title_written: bool = False
    pinned: bool = False
    created_at: float = 0.0
    updated_at: float = 0.0
    leaf_id: int | None = None
    draft: str = ""
    model_path: str = ""
    parameters: ChatParameters = ChatParameters()
    scope: Scope = Scope()


class ContextFold(msgspec.Struct, frozen=True, kw_only=True):
    """From here upwards a branch is no longer sent: the context was full.

    `message_id` is the last message that is left out; the fold belongs to every branch through
    it. `rule` says how: "drop" without a trace, "summarise" with `summary` in their place,
    "unsummarised" when that could not be written. `summary` is an older one with the other
    rules, or empty. `context_length` is the context that was full, in tokens: a longer one has
    no need of the fold.
    """

    conversation_id: int
    message_id: int
    rule: Literal["drop", "summarise", "unsummarised"] = "drop"
    summary: str = ""
    context_length: int = 0
    created_at: float = 0.0


class ConversationSummary(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the conversation list."""

    id: int
    title: str
    pinned: bool
    updated_at: float


class SearchHit(msgspec.Struct, frozen=True, kw_only=True):
    """A place where a search matched.

    `message_id` is None when the title matched. `snippet` is cut from the original text;
    `spans` are (start, end) character offsets of the matches in the snippet.
    """

    conversation_id: int
    title: str
    updated_at: float
    message_id: int | None = None
    role: Role | None = None
    snippet: str = ""
    spans: tuple[tuple[int, int], ...] = ()


ModelOrigin = Literal[
    "own", "folder", "file", "lm-studio", "ollama", "hugging-face", "gpt4all", "jan", "llama.cpp",
    "server", "starter",
]  # fmt: skip
"""Where a model was found: our own folder, a folder or file the person named, another program's
folder (used in place, never written), a server, or what ships with the application."""
OWN_ORIGINS: tuple[ModelOrigin, ...] = ("own", "folder", "file")
"""The person's own: what is there may be deleted, and written beside."""


class ModelFile(msgspec.Struct, frozen=True, kw_only=True):
    """A GGUF file on this disk. `size` in bytes, all parts of a split model together.

    `identity` is the same for the same content wherever it lies, "" where it was not looked at;
    `also` are further places that hold this very content. `projector` is the mmproj beside it.
    A model of a server (`core.remote.server.model_path`) has size 0.
    """

    path: str
    name: str
    size: int
    parts: int = 1
    origin: ModelOrigin = "folder"
    identity: str = ""
    also: tuple[str, ...] = ()
    projector: str = ""


class DeviceUse(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a model occupies on a device ("CPU", "CUDA0", …), as llama.cpp reported it."""

    name: str
    description: str = ""
    bytes: int = 0


class ModelInfo(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the engine says of the model it loaded.

    `context_length` is what was allocated, `trained_context` what the model was made for.
    Sizes in bytes; `parameters` is the number of weights. `reason` is one sentence on why
    context and layers were chosen so. `devices` is where weights and cache really are.
    `sequences` texts can be worked on together; `rewinds` says whether the memory can go back.
    `suggested` are values for fields of `Sampling` that the model file recommends.
    """

    path: str
    name: str
    architecture: str = ""
    description: str = ""
    parameters: int = 0
    file_size: int = 0
    trained_context: int = 0
    context_length: int = 0
    layers: int = 0
    gpu_layers: int = 0
    backend: str = "CPU"
    threads: int = 0
    has_template: bool = False
    template_note: str = ""
    thinks: bool = False
    model_bytes: int = 0
    cache_bytes: int = 0
    compute_bytes: int = 0
    reason: str = ""
    batch_tokens: int = 0
    kv_type: str = "f16"
    flash_attention: bool = False
    sequences: int = 1
    rewinds: bool = True
    draft_model: str = ""
    adapters: tuple[str, ...] = ()
    devices: tuple[DeviceUse, ...] = ()
    suggested: dict[str, float] = {}
