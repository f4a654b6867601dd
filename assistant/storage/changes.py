"""Changing conversations and messages; every function runs in the caller's write transaction."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select, update

from assistant.core.entities import MessageState, Role
from assistant.core.errors import UserError
from assistant.core.grounding import Task
from assistant.core.remote.consent import conversation_place
from assistant.storage import branches
from assistant.storage.rows import AnyRow, packed_or_none
from assistant.storage.searching import index_message, index_title
from assistant.storage.tables import context_fold, conversation, message, permission, setting
from assistant.storage.titles import auto_title
from assistant.storage.writers import own_writer

NEW_DRAFT = "composer.new_draft"
"""The setting with the draft of a conversation that does not exist yet."""


def inserted(connection: Connection, table: Table, values: dict[str, Any]) -> int:
    """Insert one row; its id."""
    return int(connection.execute(insert(table).values(values)).lastrowid)


def set_values(connection: Connection, conversation_id: int, **values: Any) -> None:
    connection.execute(
        update(conversation).where(conversation.c.id == conversation_id).values(**values)
    )


def set_title(
    connection: Connection,
    row: AnyRow,
    title: str,
    *,
    title_set: bool = False,
    title_written: bool = False,
) -> None:
    """Change title and index of the conversation that `row` is the present state of."""
    if (title, title_set, title_written) != (row.title, row.title_set, row.title_written):
        set_values(
            connection, row.id, title=title, title_set=title_set, title_written=title_written
        )
        index_title(connection, row.id, row.title, title)


def follows_first_message(row: AnyRow) -> bool:
    """Whether nobody, neither a person nor a model, has named the conversation of `row`."""
    return not (row.title_set or row.title_written)


def show_leaf(connection: Connection, row: AnyRow, leaf_id: int) -> None:
    """Show the branch that ends at `leaf_id` in the conversation of `row`."""
    set_values(connection, row.id, leaf_id=leaf_id)
    if follows_first_message(row):
        set_title(connection, row, title_from_branch(connection, leaf_id))


def title_from_branch(connection: Connection, leaf_id: int | None) -> str:
    """The title that follows the first user message above `leaf_id`; "" when there is none."""
    first = branches.first_user_text(connection, leaf_id)
    return "" if first is None else auto_title(first)


def add_message(
    connection: Connection, conversation_id: int, parent_id: int | None, role: Role, text: str,
    *, state: MessageState, model: str, now: float, task: Task | None = None,
) -> int:  # fmt: skip
    """Add a message below `parent_id` and show it; its id."""
    row = branches.conversation_row(connection, conversation_id)
    if parent_id is not None:
        parent = branches.message_row(connection, parent_id)
        if parent.conversation_id != conversation_id:
            raise UserError("not_found", f"Message {parent_id} is in another conversation.")
    streaming = state == MessageState.STREAMING
    values = {
        "conversation_id": conversation_id,
        "parent_id": parent_id,
        "sequence": branches.next_sequence(connection, conversation_id),
        "role": role,
        "state": state.value,
        "created_at": now,
        "writer": own_writer() if streaming else "",
        "model": model,
        "error": "",
        "usage": "{}",
        "timings": "{}",
        "reasoning_s": 0.0,
        "text": text,
        "reasoning": "",
        "task": packed_or_none(task),
        "sources": "",
        "sent_to": "",
        "masked": "",
    }
    new_id = inserted(connection, message, values)
    if not streaming:
        index_message(connection, new_id, None, text)
    set_values(connection, conversation_id, leaf_id=new_id, updated_at=now)
    # Below the shown leaf only the first user message can change the title; elsewhere another
    # branch is shown from now on.
    same = parent_id == row.leaf_id and (row.title or role != "user")
    if follows_first_message(row) and not same:
        set_title(connection, row, title_from_branch(connection, new_id))
    return new_id


def clear_drafts(
    connection: Connection, conversation_id: int, parent_id: int | None, sent: str
) -> None:
    """The draft was `sent` as a turn below `parent_id`."""
    set_values(connection, conversation_id, draft="")
    if parent_id is None:  # the draft of a conversation that did not exist yet became this
        connection.execute(
            delete(setting).where(setting.c.key == NEW_DRAFT, setting.c.value == sent)
        )


def write_reply(connection: Connection, row: AnyRow, **values: Any) -> None:
    """Change the message whose present state is `row`, and its place in the index.

    A streaming message is not in the index: its text changes every second.
    """
    streaming = MessageState.STREAMING.value
    connection.execute(update(message).where(message.c.id == row.id).values(**values))
    old = None if row.state == streaming else row.text
    new = None if values.get("state", row.state) == streaming else values.get("text", row.text)
    index_message(connection, row.id, old, new)


def purge(connection: Connection, row: AnyRow) -> None:
    """Remove the conversation of `row` (id, title) for good."""
    wanted = select(message.c.id, message.c.state, message.c.text).where(
        message.c.conversation_id == row.id
    )
    for turn in connection.execute(wanted).all():
        if turn.state != MessageState.STREAMING.value:
            index_message(connection, turn.id, turn.text, None)
    for table in (context_fold, message):
        connection.execute(delete(table).where(table.c.conversation_id == row.id))
    place = conversation_place(row.id)
    connection.execute(delete(permission).where(permission.c.place == place))
    connection.execute(delete(conversation).where(conversation.c.id == row.id))
    index_title(connection, row.id, row.title, None)
