"""The tables of collections: files and folders that questions are asked of."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, String, Table

from assistant.storage.exact_text import ExactText
from assistant.storage.tables import metadata

collection = Table(
    "collection",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", ExactText, nullable=False),
    Column("paused", Boolean, nullable=False),
    Column("created_at", Float, nullable=False),
    sqlite_autoincrement=True,
)

collection_root = Table(
    "collection_root",
    metadata,
    Column(
        "collection_id", Integer, ForeignKey("collection.id", ondelete="CASCADE"),
        primary_key=True, autoincrement=False,
    ),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("path", ExactText, nullable=False),
)  # fmt: skip

# `sha256` is that of the document that was read from the file, "" before; the document may have
# been deleted since.
collection_file = Table(
    "collection_file",
    metadata,
    Column(
        "collection_id", Integer, ForeignKey("collection.id", ondelete="CASCADE"),
        primary_key=True, autoincrement=False,
    ),
    Column("path", ExactText, primary_key=True),
    Column("state", String, nullable=False),
    Column("sha256", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("error", ExactText, nullable=False),
    Column("hint", ExactText, nullable=False),
    Index("collection_file_sha256", "sha256"),
)  # fmt: skip

TABLES = (collection, collection_root, collection_file)
