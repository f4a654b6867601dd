"""How a conversation, or a template, wants its answers drawn."""

from __future__ import annotations

from typing import Literal

import msgspec


class ChatParameters(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Per-conversation parameters, as the inspector shows them.

    None means "not set by the person": what the model file recommends counts, then the default
    (`core.sampling_defaults`). `max_tokens` 0 means up to the end of the context; `seed` None a
    new one each time. `stop` strings end the answer and are not part of it. `on_overflow` says
    what happens to older turns when a conversation outgrows the context.
    """

    temperature: float | None = None
    top_k: int | None = None
    top_p: float | None = None
    min_p: float | None = None
    typical_p: float | None = None
    xtc_probability: float | None = None
    xtc_threshold: float | None = None
    dry_multiplier: float | None = None
    repeat_penalty: float | None = None
    frequency_penalty: float | None = None
    presence_penalty: float | None = None
    mirostat: int | None = None
    mirostat_tau: float | None = None
    mirostat_eta: float | None = None
    max_tokens: int = 0
    seed: int | None = None
    stop: tuple[str, ...] = ()
    system_prompt: str = ""
    on_overflow: Literal["drop", "summarise", "refuse"] = "drop"
