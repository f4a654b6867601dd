"""What this installation knows of a model beyond its file: notes, defaults, measured speed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import msgspec

from assistant.core.chat_parameters import ChatParameters
from assistant.core.messages import ModelParameters


class ModelRecord(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Kept by content, so that a model that is moved or renamed keeps it.

    `loading` and `chat` take the place of the general settings where they are set. `speed` is
    what was measured here last, in tokens a second. `source` says where it was fetched from
    ("owner/name@revision"), `sha256` of the whole file (of the first part) once it was computed,
    `further_sha256` of the other parts in their order, `verified_at` when it was last found
    unchanged.
    """

    notes: str = ""
    loading: ModelParameters | None = None
    chat: ChatParameters | None = None
    decode_tokens_per_s: float = 0.0
    prefill_tokens_per_s: float = 0.0
    source: str = ""
    license: str = ""
    sha256: str = ""
    further_sha256: tuple[str, ...] = ()
    verified_at: float = 0.0


class ModelRecords(Protocol):
    """Keeps records by the identity of a file (`ModelFile.identity`). Any thread."""

    def get(self, identity: str) -> ModelRecord:
        """An empty one where nothing is known."""

    def put(self, identity: str, record: ModelRecord) -> None:
        """Durable on return. Raises `UserError`, and ValueError without an identity."""

    def change(self, identity: str, how: Callable[[ModelRecord], ModelRecord]) -> None:
        """Put what `how` makes of the record; nobody changes it in between. Raises as `put`."""
