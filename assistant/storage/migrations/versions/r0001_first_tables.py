"""First tables: conversation, message, setting, and full text over titles and messages."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "conversation",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("title_set", sa.Boolean, nullable=False),
        sa.Column("pinned", sa.Boolean, nullable=False),
        sa.Column("created_at", sa.Float, nullable=False),
        sa.Column("updated_at", sa.Float, nullable=False),
        sa.Column("deleted_at", sa.Float),
        sa.Column("leaf_id", sa.Integer),
        sa.Column("draft", sa.Text, nullable=False),
        sa.Column("model_path", sa.Text, nullable=False),
        sa.Column("parameters", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "message",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("conversation_id", sa.Integer, nullable=False),
        sa.Column("parent_id", sa.Integer),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("role", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("created_at", sa.Float, nullable=False),
        sa.Column("writer", sa.String, nullable=False),
        sa.Column("model", sa.Text, nullable=False),
        sa.Column("error", sa.Text, nullable=False),
        sa.Column("usage", sa.Text, nullable=False),
        sa.Column("timings", sa.Text, nullable=False),
        sa.Column("reasoning_s", sa.Float, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("reasoning", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversation.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["parent_id"], ["message.id"]),
        sqlite_autoincrement=True,
    )
    op.create_index("message_order", "message", ["conversation_id", "sequence"], unique=True)
    op.create_index("message_parent", "message", ["parent_id"])
    op.create_index(
        "message_streaming", "message", ["state"], sqlite_where=sa.text("state = 'streaming'")
    )
    op.create_table(
        "setting",
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    for name in ("title_index", "message_index"):
        op.execute(
            f"CREATE VIRTUAL TABLE {name} USING fts5"
            "(text, content='', tokenize='unicode61 remove_diacritics 2')"
        )
