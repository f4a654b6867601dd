"""The full-text tables looked after: checked, merged, made anew."""

from __future__ import annotations

from sqlalchemy import Connection, select

from assistant.core.entities import MessageState
from assistant.core.errors import UserError
from assistant.storage.database import Database
from assistant.storage.driver import has_fts_secure_delete
from assistant.storage.passage_rows import index_passage
from assistant.storage.passage_tables import passage
from assistant.storage.searching import index_message, index_title
from assistant.storage.tables import FULL_TEXT, conversation, message

FORMAT_OF_OLD_SQLITE = 4


def index_is_sound(database: Database) -> bool:
    """Whether FTS5 finds its own tables in order; takes the write lock for it."""
    try:
        with database.writing() as connection:
            for table in FULL_TEXT:
                connection.exec_driver_sql(
                    f"INSERT INTO {table}({table}) VALUES('integrity-check')"
                )
    except UserError as error:
        if error.kind not in ("database_damaged", "database"):
            raise
        return False
    return True


def optimize_index(connection: Connection, *tables: str) -> None:
    """Merge full-text tables, which leaves deleted words behind where they cannot be wiped."""
    for table in tables:
        connection.exec_driver_sql(f"INSERT INTO {table}({table}) VALUES('optimize')")


def rebuild_index(database: Database) -> None:
    """Make the full-text tables anew from titles, messages and passages."""
    with database.writing() as connection:
        for table in FULL_TEXT:
            if not has_fts_secure_delete(database.sqlite_version):
                # It refuses even to empty a table that a newer SQLite wrote, until told this.
                connection.exec_driver_sql(
                    f"UPDATE {table}_config SET v = ? WHERE k = 'version'",
                    (FORMAT_OF_OLD_SQLITE,),
                )
            connection.exec_driver_sql(f"INSERT INTO {table}({table}) VALUES('delete-all')")
        for row in connection.execute(select(conversation.c.id, conversation.c.title)).all():
            index_title(connection, row.id, None, row.title)
        finished = select(message.c.id).where(message.c.state != MessageState.STREAMING)
        for message_id in connection.execute(finished).scalars().all():
            one = select(message.c.text).where(message.c.id == message_id)
            index_message(connection, message_id, None, connection.execute(one).scalar_one())
        for number in connection.execute(select(passage.c.id)).scalars().all():
            words = select(passage.c.heading, passage.c.text).where(passage.c.id == number)
            heading, body = connection.execute(words).one()
            index_passage(connection, number, heading, body)
