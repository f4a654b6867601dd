"""Reading conversations, their trees and branches, inside the caller's transaction."""

from __future__ import annotations

import json

from sqlalchemy import Connection, func, select, text

from assistant.core.entities import Conversation, Message
from assistant.core.errors import UserError
from assistant.storage.rows import AnyRow, to_conversation, to_message
from assistant.storage.tables import conversation, message
from assistant.storage.tree import Tree

_AMONG_IDS = text("message.id IN (SELECT value FROM json_each(:ids))")


def conversation_row(
    connection: Connection, conversation_id: int, *, deleted: bool = False
) -> AnyRow:
    """The row of a conversation that is (not) deleted, or `UserError("not_found")`."""
    wanted = select(conversation).where(
        conversation.c.id == conversation_id,
        conversation.c.deleted_at.is_not(None) if deleted else conversation.c.deleted_at.is_(None),
    )
    row = connection.execute(wanted).first()
    if row is None:
        raise UserError("not_found", f"There is no conversation {conversation_id}.")
    return row


def read_conversation(connection: Connection, conversation_id: int) -> Conversation:
    return to_conversation(conversation_row(connection, conversation_id))


def message_row(connection: Connection, message_id: int) -> AnyRow:
    """The row of a message, or `UserError("not_found")`."""
    row = connection.execute(select(message).where(message.c.id == message_id)).first()
    if row is None:
        raise UserError("not_found", f"There is no message {message_id}.")
    return row


def read_message(connection: Connection, message_id: int) -> Message:
    row = message_row(connection, message_id)
    # "IS" also matches the siblings without a parent.
    siblings = connection.execute(
        select(message.c.id)
        .where(
            message.c.conversation_id == row.conversation_id,
            message.c.parent_id.is_(None)
            if row.parent_id is None
            else message.c.parent_id == row.parent_id,
        )
        .order_by(message.c.sequence)
    ).scalars().all()  # fmt: skip
    return to_message(row, siblings.index(message_id), len(siblings))


def next_sequence(connection: Connection, conversation_id: int) -> int:
    newest = select(func.max(message.c.sequence)).where(
        message.c.conversation_id == conversation_id
    )
    return int(connection.execute(newest).scalar() or 0) + 1


def read_tree(connection: Connection, conversation_id: int) -> Tree:
    rows = connection.execute(
        select(message.c.id, message.c.parent_id)
        .where(message.c.conversation_id == conversation_id)
        .order_by(message.c.sequence)
    )
    return Tree((row.id, row.parent_id) for row in rows)


def read_branch(connection: Connection, tree: Tree, path: list[int]) -> list[Message]:
    rows = connection.execute(
        select(message).where(_AMONG_IDS).order_by(message.c.sequence),
        {"ids": json.dumps(path)},
    )
    branch = []
    for row in rows:
        siblings = tree.siblings(row.id)
        branch.append(to_message(row, siblings.index(row.id), len(siblings)))
    return branch


def first_user_text(connection: Connection, leaf_id: int | None) -> str | None:
    """The text of the first user message of the branch that ends at `leaf_id`."""
    above = (
        select(message.c.id, message.c.parent_id)
        .where(message.c.id == leaf_id)
        .cte("above", recursive=True)
    )
    above = above.union(
        select(message.c.id, message.c.parent_id).join(above, message.c.id == above.c.parent_id)
    )
    return connection.execute(
        select(message.c.text)
        .join(above, message.c.id == above.c.id)
        .where(message.c.role == "user")
        .order_by(message.c.sequence)
        .limit(1)
    ).scalar()
