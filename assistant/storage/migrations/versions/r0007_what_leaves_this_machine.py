"""Permissions to send text to servers, and what of an answer was sent where."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for column in ("sent_to", "masked"):
        op.add_column("message", sa.Column(column, sa.Text, nullable=False, server_default=""))
    op.create_table(
        "permission",
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("server_id", sa.Text, nullable=False),
        sa.Column("host", sa.Text, nullable=False),
        sa.Column("given_at", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("place", "server_id"),
    )
