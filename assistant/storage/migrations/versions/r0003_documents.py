"""Documents that were read, and summaries that can be taken up again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "document",
        sa.Column("sha256", sa.String, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("format", sa.String, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("pages", sa.Integer, nullable=False),
        sa.Column("characters", sa.Integer, nullable=False),
        sa.Column("added_at", sa.Float, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("sha256"),
    )
    op.create_table(
        "summary_job",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("key", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("model", sa.Text, nullable=False),
        sa.Column("options", sa.Text, nullable=False),
        sa.Column("documents", sa.Text, nullable=False),
        sa.Column("result", sa.Text, nullable=False),
        sa.Column("created_at", sa.Float, nullable=False),
        sa.Column("updated_at", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("summary_job_key", "summary_job", ["key"], unique=True)
    op.create_table(
        "summary_section",
        sa.Column("job_id", sa.Integer, nullable=False),
        sa.Column("node", sa.String, nullable=False),
        sa.Column("input_hash", sa.String, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("cut", sa.Boolean, nullable=False),
        sa.Column("done_at", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("job_id", "node"),
        sa.ForeignKeyConstraint(["job_id"], ["summary_job.id"], ondelete="CASCADE"),
    )
    op.create_index("summary_section_input", "summary_section", ["input_hash"])
