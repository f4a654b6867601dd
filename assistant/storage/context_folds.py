"""Where branches are cut for the context; every function runs in the caller's transaction."""

from __future__ import annotations

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert as insert_or_update

from assistant.core.entities import ContextFold
from assistant.core.errors import UserError
from assistant.storage import branches
from assistant.storage.tables import context_fold


def read_folds(connection: Connection, conversation_id: int) -> list[ContextFold]:
    """All folds of a conversation, in no particular order."""
    rows = connection.execute(
        select(context_fold).where(context_fold.c.conversation_id == conversation_id)
    )
    return [
        ContextFold(
            conversation_id=row.conversation_id,
            message_id=row.message_id,
            rule=row.rule,
            summary=row.summary,
            context_length=row.context_length,
            created_at=row.created_at,
        )
        for row in rows
    ]


def write_fold(connection: Connection, fold: ContextFold, now: float) -> ContextFold:
    """Keep `fold`, in the place of an older one at the same message.

    Raises `UserError("not_found")` when the message is not in the conversation.
    """
    row = branches.message_row(connection, fold.message_id)
    if row.conversation_id != fold.conversation_id:
        raise UserError("not_found", f"Message {fold.message_id} is in another conversation.")
    values = {
        "conversation_id": fold.conversation_id,
        "rule": fold.rule,
        "summary": fold.summary,
        "context_length": fold.context_length,
        "created_at": now,
    }
    change = insert_or_update(context_fold).values(message_id=fold.message_id, **values)
    connection.execute(change.on_conflict_do_update(index_elements=["message_id"], set_=values))
    return next(
        kept
        for kept in read_folds(connection, fold.conversation_id)
        if kept.message_id == fold.message_id
    )
