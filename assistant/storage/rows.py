"""Rows of the tables as the entities of the core, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, TypeAlias, TypeVar

import msgspec
from sqlalchemy import Row

from assistant.core.entities import (
    ChatParameters,
    Conversation,
    Message,
    MessageState,
    Timings,
    Usage,
)
from assistant.core.grounding import Scope, Sources, Task
from assistant.core.summary_options import SummaryOptions

AnyRow: TypeAlias = Row[*tuple[Any, ...]]

T = TypeVar("T", ChatParameters, Usage, Timings, Scope, SummaryOptions)

_UNREADABLE = (ValueError, RecursionError, msgspec.ValidationError)
_NO_USAGE = Usage()
_NO_TIMINGS = Timings()
_NO_SCOPE = Scope()


def packed(struct: msgspec.Struct) -> str:
    """As JSON in ASCII: a lone surrogate in a system prompt survives as its escape."""
    return json.dumps(msgspec.to_builtins(struct), separators=(",", ":"))


def unpacked(stored: str, kind: type[T]) -> T:
    """What `packed` was given; fields a newer version added are ignored."""
    try:
        return msgspec.convert(json.loads(stored), kind)
    except _UNREADABLE:
        return kind()


def packed_scope(scope: Scope) -> str:
    """As a column holds it: "" for an empty one."""
    return packed(scope) if scope else ""


def packed_or_none(struct: msgspec.Struct | None) -> str:
    """As a column holds it: "" for None."""
    return "" if struct is None else packed(struct)


def packed_counts(counts: Mapping[str, int] | None) -> str:
    """As a column holds it: "" without any."""
    return json.dumps(dict(counts), separators=(",", ":")) if counts else ""


def read_counts(stored: str) -> dict[str, int]:
    """What `packed_counts` was given; {} where that cannot be told."""
    if not stored:
        return {}
    try:
        return msgspec.convert(json.loads(stored), dict[str, int])
    except _UNREADABLE:
        return {}


def read_task(stored: str) -> Task | None:
    """None where nothing is stored, or something that this version does not know."""
    if not stored:
        return None
    try:
        return msgspec.convert(json.loads(stored), Task)  # type: ignore[no-any-return]
    except _UNREADABLE:
        return None


def read_sources(stored: str) -> Sources | None:
    """None where nothing is stored, or something that this version does not know."""
    if not stored:
        return None
    try:
        return msgspec.convert(json.loads(stored), Sources)
    except _UNREADABLE:
        return None


def to_conversation(row: AnyRow) -> Conversation:
    return Conversation(
        id=row.id,
        title=row.title,
        title_set=row.title_set,
        title_written=row.title_written,
        pinned=row.pinned,
        created_at=row.created_at,
        updated_at=row.updated_at,
        leaf_id=row.leaf_id,
        draft=row.draft,
        model_path=row.model_path,
        parameters=unpacked(row.parameters, ChatParameters),
        scope=unpacked(row.scope, Scope) if row.scope else _NO_SCOPE,
    )


def to_message(row: AnyRow, sibling_index: int, sibling_count: int) -> Message:
    return Message(
        id=row.id,
        conversation_id=row.conversation_id,
        parent_id=row.parent_id,
        sequence=row.sequence,
        role=row.role,
        text=row.text,
        reasoning=row.reasoning,
        state=MessageState(row.state),
        model=row.model,
        error=row.error,
        usage=_NO_USAGE if row.usage == "{}" else unpacked(row.usage, Usage),
        timings=_NO_TIMINGS if row.timings == "{}" else unpacked(row.timings, Timings),
        reasoning_s=row.reasoning_s,
        created_at=row.created_at,
        sibling_index=sibling_index,
        sibling_count=sibling_count,
        task=read_task(row.task),
        sources=read_sources(row.sources),
        sent_to=row.sent_to,
        masked=read_counts(row.masked),
    )
