"""The tables as they are now, and the quick way to make them in an empty file.

The migrations tell the same story step by step; a test keeps both equal. `passage_tables`,
`collection_tables` and `desk_tables` hold the rest.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    text,
)

from assistant.storage.driver import has_fts_secure_delete
from assistant.storage.exact_text import ExactText

# In order; the last is what this version of the application reads and writes.
KNOWN_REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007")
HEAD_REVISION = KNOWN_REVISIONS[-1]

metadata = MetaData()

conversation = Table(
    "conversation",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("title", ExactText, nullable=False),
    Column("title_set", Boolean, nullable=False),
    Column("pinned", Boolean, nullable=False),
    Column("created_at", Float, nullable=False),
    Column("updated_at", Float, nullable=False),
    Column("deleted_at", Float),
    Column("leaf_id", Integer),
    Column("draft", ExactText, nullable=False),
    Column("model_path", ExactText, nullable=False),
    Column("parameters", Text, nullable=False),
    Column("title_written", Boolean, nullable=False, server_default=text("0")),
    Column("scope", Text, nullable=False, server_default=""),
    sqlite_autoincrement=True,
)

# `task` (of a person's turn), `sources` and `masked` (of an answer) are JSON, "" without one.
# `parent_id` has no cascade: SQLite counts a cascade through a branch as nested triggers, and
# stops at 1000. `writer` names the process that writes a streaming message.
message = Table(
    "message",
    metadata,
    Column("id", Integer, primary_key=True),
    Column(
        "conversation_id", Integer, ForeignKey("conversation.id", ondelete="CASCADE"),
        nullable=False,
    ),
    Column("parent_id", Integer, ForeignKey("message.id")),
    Column("sequence", Integer, nullable=False),
    Column("role", String, nullable=False),
    Column("state", String, nullable=False),
    Column("created_at", Float, nullable=False),
    Column("writer", String, nullable=False),
    Column("model", ExactText, nullable=False),
    Column("error", ExactText, nullable=False),
    Column("usage", Text, nullable=False),
    Column("timings", Text, nullable=False),
    Column("reasoning_s", Float, nullable=False),
    Column("text", ExactText, nullable=False),
    Column("reasoning", ExactText, nullable=False),
    Column("task", Text, nullable=False, server_default=""),
    Column("sources", Text, nullable=False, server_default=""),
    Column("sent_to", ExactText, nullable=False, server_default=""),
    Column("masked", Text, nullable=False, server_default=""),
    Index("message_order", "conversation_id", "sequence", unique=True),
    Index("message_parent", "parent_id"),
    Index("message_streaming", "state", sqlite_where=text("state = 'streaming'")),
    sqlite_autoincrement=True,
)  # fmt: skip

# A message has at most one fold, the newest. Both parents are looked up when they are deleted.
context_fold = Table(
    "context_fold",
    metadata,
    Column(
        "message_id", Integer, ForeignKey("message.id", ondelete="CASCADE"), primary_key=True,
        autoincrement=False,
    ),
    Column(
        "conversation_id", Integer, ForeignKey("conversation.id", ondelete="CASCADE"),
        nullable=False,
    ),
    Column("rule", String, nullable=False),
    Column("summary", ExactText, nullable=False),
    Column("context_length", Integer, nullable=False),
    Column("created_at", Float, nullable=False),
    Index("context_fold_conversation", "conversation_id"),
)  # fmt: skip

# `content` is the text with its blocks and pages, compressed.
document = Table(
    "document",
    metadata,
    Column("sha256", String, primary_key=True),
    Column("name", ExactText, nullable=False),
    Column("path", ExactText, nullable=False),
    Column("format", String, nullable=False),
    Column("title", ExactText, nullable=False),
    Column("pages", Integer, nullable=False),
    Column("characters", Integer, nullable=False),
    Column("added_at", Float, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

# `key` says what was asked of which documents and model; `documents` is a JSON list.
summary_job = Table(
    "summary_job",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String, nullable=False),
    Column("state", String, nullable=False),
    Column("model", ExactText, nullable=False),
    Column("options", Text, nullable=False),
    Column("documents", Text, nullable=False),
    Column("result", Text, nullable=False),
    Column("created_at", Float, nullable=False),
    Column("updated_at", Float, nullable=False),
    Index("summary_job_key", "key", unique=True),
    sqlite_autoincrement=True,
)

# A finished pass. `input_hash` is of all that its text depends on.
summary_section = Table(
    "summary_section",
    metadata,
    Column(
        "job_id", Integer, ForeignKey("summary_job.id", ondelete="CASCADE"), primary_key=True,
        autoincrement=False,
    ),
    Column("node", String, primary_key=True),
    Column("input_hash", String, nullable=False),
    Column("text", ExactText, nullable=False),
    Column("cut", Boolean, nullable=False),
    Column("done_at", Float, nullable=False),
    Index("summary_section_input", "input_hash"),
)  # fmt: skip

setting = Table(
    "setting",
    metadata,
    Column("key", ExactText, primary_key=True),
    Column("value", ExactText, nullable=False),
)

# What may be sent to a server, see `core.remote.consent`.
permission = Table(
    "permission",
    metadata,
    Column("place", ExactText, primary_key=True),
    Column("server_id", ExactText, primary_key=True),
    Column("host", ExactText, nullable=False),
    Column("given_at", Float, nullable=False),
)

# What Alembic would make for itself.
alembic_version = Table(
    "alembic_version", metadata, Column("version_num", String(32), nullable=False)
)
_ALEMBIC_VERSION = (
    "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, "
    "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
)

FULL_TEXT = ("title_index", "message_index", "passage_index")
SEARCH_TABLES = tuple(
    f"CREATE VIRTUAL TABLE {name} USING fts5"
    "(text, content='', tokenize='unicode61 remove_diacritics 2')"
    for name in FULL_TEXT
)


def create_tables(connection: Connection) -> None:
    """Make everything of `HEAD_REVISION` in an empty database, inside the caller's transaction."""
    from assistant.storage import collection_tables, desk_tables, passage_tables

    tables = [
        conversation, message, context_fold, document, summary_job, summary_section, setting,
        permission,
        *passage_tables.TABLES, *collection_tables.TABLES, *desk_tables.TABLES,
    ]  # fmt: skip
    metadata.create_all(connection, tables=tables, checkfirst=False)
    for statement in SEARCH_TABLES:
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql(_ALEMBIC_VERSION)
    connection.execute(alembic_version.insert().values(version_num=HEAD_REVISION))


def wipe_deleted_words(connection: Connection, sqlite_version: str) -> None:
    """Make the full-text tables overwrite what is deleted, where this SQLite can."""
    if not has_fts_secure_delete(sqlite_version):
        return
    for name in FULL_TEXT:
        connection.exec_driver_sql(f"INSERT INTO {name}({name}, rank) VALUES('secure-delete', 1)")
