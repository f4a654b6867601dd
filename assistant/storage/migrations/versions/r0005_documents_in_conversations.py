"""What turns ask of documents, what answers stand on, collections, and unfinished indexing."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table, column in (("conversation", "scope"), ("message", "task"), ("message", "sources")):
        op.add_column(table, sa.Column(column, sa.Text, nullable=False, server_default=""))
    _let_indexing_be_unfinished()
    op.create_table(
        "collection",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("paused", sa.Boolean, nullable=False),
        sa.Column("created_at", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "collection_root",
        sa.Column("collection_id", sa.Integer, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("path", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("collection_id", "place"),
        sa.ForeignKeyConstraint(["collection_id"], ["collection.id"], ondelete="CASCADE"),
    )
    op.create_table(
        "collection_file",
        sa.Column("collection_id", sa.Integer, nullable=False),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("sha256", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("error", sa.Text, nullable=False),
        sa.Column("hint", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("collection_id", "path"),
        sa.ForeignKeyConstraint(["collection_id"], ["collection.id"], ondelete="CASCADE"),
    )
    op.create_index("collection_file_sha256", "collection_file", ["sha256"])


def _let_indexing_be_unfinished() -> None:
    op.add_column(
        "indexed_document", sa.Column("writer", sa.String, nullable=False, server_default="")
    )
    op.drop_index("indexed_document_sha256", "indexed_document")
    op.create_index(
        "indexed_document_sha256",
        "indexed_document",
        ["sha256"],
        unique=True,
        sqlite_where=sa.text("writer = ''"),
    )
    op.create_index(
        "indexed_document_unfinished",
        "indexed_document",
        ["id"],
        sqlite_where=sa.text("writer != ''"),
    )
