"""What may be sent to servers; every function runs in the caller's transaction."""

from __future__ import annotations

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert as insert_or_update

from assistant.core.errors import UserError
from assistant.core.remote.consent import Permission, conversation_of
from assistant.storage import branches
from assistant.storage.tables import conversation, permission


def read_permissions(connection: Connection) -> list[Permission]:
    """All but those of deleted conversations, the newest first."""
    columns = permission.c
    rows = connection.execute(
        select(permission).order_by(columns.given_at.desc(), columns.place, columns.server_id)
    ).all()
    shown = select(conversation.c.id).where(conversation.c.deleted_at.is_(None))
    kept = set(connection.execute(shown).scalars())
    return [
        Permission(
            place=row.place, server_id=row.server_id, host=row.host, given_at=row.given_at
        )
        for row in rows
        if conversation_of(row.place) in kept or conversation_of(row.place) is None
    ]  # fmt: skip


def write_permission(
    connection: Connection, place: str, server_id: str, host: str, now: float
) -> Permission:
    """Keep a permission. Raises `UserError("not_found")` for a conversation that is not there."""
    if not (place and server_id and host):
        raise UserError("bug", "A permission needs a place, a server and its host.")
    about = conversation_of(place)
    if about is not None:
        branches.conversation_row(connection, about)
    values = {"host": host, "given_at": now}
    change = insert_or_update(permission).values(place=place, server_id=server_id, **values)
    connection.execute(
        change.on_conflict_do_update(index_elements=["place", "server_id"], set_=values)
    )
    return Permission(place=place, server_id=server_id, host=host, given_at=now)


def delete_permissions(connection: Connection, place: str = "", server_id: str = "") -> int:
    """Forget those of `place`, of `server_id`, or of both together; how many."""
    change = delete(permission)
    if place:
        change = change.where(permission.c.place == place)
    if server_id:
        change = change.where(permission.c.server_id == server_id)
    if not (place or server_id):
        return 0
    return connection.execute(change).rowcount
