"""Passages of documents, full text over them, their vectors, and the files they came from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "indexed_document",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("sha256", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("indexed_document_sha256", "indexed_document", ["sha256"], unique=True)
    op.create_table(
        "passage",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("document_id", sa.Integer, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("page", sa.Integer, nullable=False),
        sa.Column("page_breaks", sa.Text, nullable=False),
        sa.Column("heading", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(["document_id"], ["indexed_document.id"], ondelete="CASCADE"),
        sqlite_autoincrement=True,
    )
    op.create_index("passage_order", "passage", ["document_id", "start"], unique=True)
    op.create_table(
        "passage_vector",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("passage_id", sa.Integer, nullable=False),
        sa.Column("model_key", sa.Text, nullable=False),
        sa.Column("vector", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(["passage_id"], ["passage.id"], ondelete="CASCADE"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "passage_vector_passage", "passage_vector", ["passage_id", "model_key"], unique=True
    )
    op.create_index("passage_vector_model", "passage_vector", ["model_key", "passage_id"])
    op.create_table(
        "indexed_file",
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("mtime_ns", sa.Integer, nullable=False),
        sa.Column("document_id", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("path"),
        sa.ForeignKeyConstraint(["document_id"], ["indexed_document.id"], ondelete="CASCADE"),
    )
    op.create_index("indexed_file_document", "indexed_file", ["document_id"])
    op.execute(
        "CREATE VIRTUAL TABLE passage_index USING fts5"
        "(text, content='', tokenize='unicode61 remove_diacritics 2')"
    )
