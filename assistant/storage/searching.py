"""The full-text tables: kept equal to titles and messages, and searched."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Text, func, literal, select, text

from assistant.core.entities import SearchHit
from assistant.storage.exact_text import escaped
from assistant.storage.folding import Folding, indexed_text
from assistant.storage.full_text import Match, Query, snippet
from assistant.storage.rows import AnyRow
from assistant.storage.tables import conversation, message

# More than this is no search but something pasted by mistake.
LONGEST_QUERY = 400
_TITLE_MATCHES = "conversation.id IN (SELECT rowid FROM title_index WHERE title_index MATCH :match)"
_MESSAGE_ROWS = text(
    "SELECT message.id, message.conversation_id, message.role, message.text, "
    "conversation.title, conversation.updated_at "
    "FROM message_index CROSS JOIN message ON message.id = message_index.rowid "
    "JOIN conversation ON conversation.id = message.conversation_id "
    "WHERE message_index MATCH :match AND conversation.deleted_at IS NULL "
    "ORDER BY message_index.rowid DESC LIMIT :limit"
).columns(
    message.c.id, message.c.conversation_id, message.c.role, message.c.text,
    conversation.c.title, conversation.c.updated_at,
)  # fmt: skip


def index_title(
    connection: Connection, conversation_id: int, old: str | None, new: str | None
) -> None:
    """Replace `old` by `new` in the title index; None: it was not, or will not be, there."""
    _index(connection, "title_index", conversation_id, old, new)


def index_message(
    connection: Connection, message_id: int, old: str | None, new: str | None
) -> None:
    """Replace `old` by `new` in the message index. A streaming message is not in it."""
    _index(connection, "message_index", message_id, old, new)


def _index(connection: Connection, table: str, row: int, old: str | None, new: str | None) -> None:
    if old == new:
        return
    if old is not None:
        connection.exec_driver_sql(
            f"INSERT INTO {table}({table}, rowid, text) VALUES('delete', ?, ?)",
            (row, indexed_text(old)),
        )
    if new is not None:
        connection.exec_driver_sql(
            f"INSERT INTO {table}(rowid, text) VALUES(?, ?)",
            (row, indexed_text(new)),
        )


class Search:
    """Finds text in titles and messages. Belongs to the thread of its database."""

    def __init__(self) -> None:
        self._folding: Folding | None = None

    def close(self) -> None:
        if self._folding is not None:
            self._folding.close()
            self._folding = None

    def hits(self, connection: Connection, typed: str, limit: int) -> list[SearchHit]:
        """Titles first, then messages; the newest first in both."""
        typed = typed[:LONGEST_QUERY]
        if not typed.strip() or limit <= 0:
            return []
        if self._folding is None:
            self._folding = Folding()
        query = Query(typed, self._folding)
        if not query.match:
            return _literal_hits(connection, typed.strip(), limit)
        titles = _title_rows(connection, text(_TITLE_MATCHES).bindparams(match=query.match), limit)
        hits = [_title_hit(row, query.matches(row.title)) for row in titles]
        left = limit - len(hits)
        rows = connection.execute(_MESSAGE_ROWS, {"match": query.match, "limit": left}).all()
        return hits + [_message_hit(row, query.matches(row.text)) for row in rows]


def _literal_hits(connection: Connection, typed: str, limit: int) -> list[SearchHit]:
    """Hits of a query without letters or numbers ("→", "😀"), which no index holds."""

    stored = literal(escaped(typed), Text)

    def matches(value: str) -> list[Match]:
        place = value.find(typed)
        return [(place, place + len(typed), 0)] if place >= 0 else []

    titles = _title_rows(connection, func.instr(conversation.c.title, stored) > 0, limit)
    hits = [_title_hit(row, matches(row.title)) for row in titles]
    rows = connection.execute(
        select(
            message.c.id, message.c.conversation_id, message.c.role, message.c.text,
            conversation.c.title, conversation.c.updated_at,
        )
        .join(conversation)
        .where(func.instr(message.c.text, stored) > 0, conversation.c.deleted_at.is_(None))
        .order_by(message.c.id.desc())
        .limit(limit - len(hits))
    ).all()  # fmt: skip
    return hits + [_message_hit(row, matches(row.text)) for row in rows]


def _title_rows(connection: Connection, condition: Any, limit: int) -> list[AnyRow]:
    return list(
        connection.execute(
            select(conversation.c.id, conversation.c.title, conversation.c.updated_at)
            .where(condition, conversation.c.deleted_at.is_(None))
            .order_by(conversation.c.updated_at.desc(), conversation.c.id.desc())
            .limit(limit)
        ).all()
    )


def _title_hit(row: AnyRow, matches: list[Match]) -> SearchHit:
    line, spans = snippet(row.title, matches)
    return SearchHit(
        conversation_id=row.id,
        title=row.title,
        updated_at=row.updated_at,
        snippet=line,
        spans=spans,
    )


def _message_hit(row: AnyRow, matches: list[Match]) -> SearchHit:
    line, spans = snippet(row.text, matches)
    return SearchHit(
        conversation_id=row.conversation_id,
        title=row.title,
        updated_at=row.updated_at,
        message_id=row.id,
        role=row.role,
        snippet=line,
        spans=spans,
    )
