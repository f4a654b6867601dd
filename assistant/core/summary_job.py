"""A summary as it is kept: what was asked, how far it came, what came of it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Literal, TypeAlias

import msgspec

from assistant.core.summary_options import SummaryOptions
from assistant.core.summary_result import SummaryResult

JobState: TypeAlias = Literal["running", "stopped", "done"]


class StoredDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A document that was read, without its text. `added_at` in seconds since the epoch."""

    sha256: str
    name: str
    path: str
    format: str
    title: str
    pages: int
    characters: int
    added_at: float


class SummaryJob(msgspec.Struct, frozen=True, kw_only=True):
    """A kept summary. `documents` are SHA-256 sums in order; `result` None until it is done.

    `passes_kept` are finished and need not be made again.

    A "running" job whose process is gone is one that can be taken up again, like a stopped one.
    """

    id: int
    state: JobState
    model: str
    options: SummaryOptions
    documents: tuple[str, ...]
    result: SummaryResult | None
    created_at: float
    updated_at: float
    passes_kept: int = 0


def job_key(options: SummaryOptions, documents: Sequence[str], model: str) -> str:
    """The same for the same work."""
    asked = [msgspec.to_builtins(options), list(documents), model]
    return hashlib.sha256(msgspec.json.encode(asked, order="sorted")).hexdigest()
