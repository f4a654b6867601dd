"""The messages between a measurement and its reference, a bare llama.cpp loop (`llama/bare.py`).

One JSON line each: first a `Reference`, answered by `Started`; then pieces of work, each answered
by `Measured`, or by `Refused` when llama.cpp would not do it. Times in seconds.
"""

from __future__ import annotations

import msgspec


class Reference(msgspec.Struct, frozen=True, kw_only=True):
    """What to load, and how: all of it as the engine said that it loaded the same model."""

    path: str
    context_length: int
    batch_tokens: int
    threads: int
    gpu_layers: int = 0
    kv_type: str = "f16"
    flash_attention: str = "auto"
    sequences: int = 1


class Work(msgspec.Struct, frozen=True, kw_only=True, tag_field="type"):
    """Something to measure. Memory is empty before it."""


class Write(Work, frozen=True, tag=True):
    """Read `text` and draw `count` tokens after it."""

    text: str
    count: int


class WriteSeveral(Work, frozen=True, tag=True):
    """Draw `count` tokens after each of `texts`: `together` in one batch a step, or in turn."""

    texts: tuple[str, ...]
    count: int
    together: bool


class KeepState(Work, frozen=True, tag=True):
    """Read `text` and keep the state in `file`."""

    text: str
    file: str


class FetchState(Work, frozen=True, tag=True):
    """Fetch the state of `text` from `file` and draw the token after it."""

    text: str
    file: str


AnyWork = Write | WriteSeveral | KeepState | FetchState


class Started(msgspec.Struct, frozen=True, tag=True, tag_field="type"):
    """The model is in memory."""


class Measured(msgspec.Struct, frozen=True, kw_only=True, tag=True, tag_field="type"):
    """`read` tokens took `read_s` up to the first token drawn, `written` tokens took `write_s`.

    The first token counts as read, so `written` is one less than what was drawn. Of
    `WriteSeveral` all is in `written`; of `FetchState`, `read_s` runs to the token drawn.
    `drawn` are the tokens themselves, for each text.
    """

    read: int = 0
    read_s: float = 0.0
    written: int = 0
    write_s: float = 0.0
    drawn: tuple[tuple[int, ...], ...] = ()

    @property
    def read_rate(self) -> float:
        """Tokens a second."""
        return self.read / self.read_s if self.read_s else 0.0

    @property
    def write_rate(self) -> float:
        """Tokens a second."""
        return self.written / self.write_s if self.write_s else 0.0


class Refused(msgspec.Struct, frozen=True, tag=True, tag_field="type"):
    """llama.cpp would not do it; `text` says what."""

    text: str = ""


AnyAnswer = Started | Measured | Refused
