"""The tables of passages: what is searched of documents, and their vectors."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    text,
)

from assistant.storage.exact_text import ExactText
from assistant.storage.tables import metadata

# What is here is made from `document` and can be made again: there is no foreign key to it.
# `writer` names the process that is writing or removing the passages; they count once it is "".
# A deleted document's words have to leave the full-text table as well (`passage_rows`).
indexed_document = Table(
    "indexed_document",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("sha256", String, nullable=False),
    Column("writer", String, nullable=False, server_default=""),
    Index("indexed_document_sha256", "sha256", unique=True, sqlite_where=text("writer = ''")),
    Index("indexed_document_unfinished", "id", sqlite_where=text("writer != ''")),
    sqlite_autoincrement=True,
)

passage = Table(
    "passage",
    metadata,
    Column("id", Integer, primary_key=True),
    Column(
        "document_id",
        Integer,
        ForeignKey("indexed_document.id", ondelete="CASCADE"),
        nullable=False,
    ),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("page", Integer, nullable=False),
    Column("page_breaks", Text, nullable=False),
    Column("heading", ExactText, nullable=False),
    Column("text", ExactText, nullable=False),
    Index("passage_order", "document_id", "start", unique=True),
    sqlite_autoincrement=True,
)

# `vector` is float32 of this machine's byte order (little-endian everywhere we run), unit length.
passage_vector = Table(
    "passage_vector",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("passage_id", Integer, ForeignKey("passage.id", ondelete="CASCADE"), nullable=False),
    Column("model_key", Text, nullable=False),
    Column("vector", LargeBinary, nullable=False),
    Index("passage_vector_passage", "passage_id", "model_key", unique=True),
    Index("passage_vector_model", "model_key", "passage_id"),
    sqlite_autoincrement=True,
)

# A file that was read: it is looked at again only when its size or its time changed.
indexed_file = Table(
    "indexed_file",
    metadata,
    Column("path", ExactText, primary_key=True),
    Column("size", Integer, nullable=False),
    Column("mtime_ns", Integer, nullable=False),
    Column(
        "document_id",
        Integer,
        ForeignKey("indexed_document.id", ondelete="CASCADE"),
        nullable=False,
    ),
    Index("indexed_file_document", "document_id"),
)

TABLES = (indexed_document, passage, passage_vector, indexed_file)
