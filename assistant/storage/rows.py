"""Rows of the tables as the entities of the core, and back."""

from __future__ import annotations

import json
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

AnyRow: TypeAlias = Row[*tuple[Any, ...]]

T = TypeVar("T", ChatParameters, Usage, Timings)

_NO_USAGE = Usage()
_NO_TIMINGS = Timings()


def packed(struct: msgspec.Struct) -> str:
    """As JSON in ASCII: a lone surrogate in a system prompt survives as its escape."""
    return json.dumps(msgspec.to_builtins(struct), separators=(",", ":"))


def unpacked(stored: str, kind: type[T]) -> T:
    """What `packed` was given; fields a newer version added are ignored."""
    try:
        return msgspec.convert(json.loads(stored), kind)
    except (ValueError, msgspec.ValidationError):
        return kind()


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
    )
