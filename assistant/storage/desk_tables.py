"""The tables of the writing desk: actions, templates, glossaries, remembered sentences, files."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, String, Table, Text, text

from assistant.storage.exact_text import ExactText
from assistant.storage.tables import metadata

# `content` is the action as JSON, without its id.
writing_action = Table(
    "writing_action",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("action_id", ExactText, nullable=False),
    Column("content", Text, nullable=False),
    Index("writing_action_id", "action_id", unique=True),
    sqlite_autoincrement=True,
)

# `content` is the template as it is now, `original` as it came with the application ("" for one
# of the person's own), both JSON. `builtin_name` is the name it came with: it may be called
# something else, when the person had taken that name.
template = Table(
    "template",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", ExactText, nullable=False),
    Column("builtin", Boolean, nullable=False),
    Column("hidden", Boolean, nullable=False),
    Column("builtin_name", ExactText, nullable=False),
    Column("content", Text, nullable=False),
    Column("original", Text, nullable=False),
    Index("template_name", "name", unique=True, sqlite_where=text("hidden = 0")),
    Index("template_builtin", "builtin_name", unique=True, sqlite_where=text("builtin = 1")),
    sqlite_autoincrement=True,
)

template_version = Table(
    "template_version",
    metadata,
    Column("id", Integer, primary_key=True),
    Column(
        "template_id", Integer, ForeignKey("template.id", ondelete="CASCADE"), nullable=False
    ),
    Column("saved_at", Float, nullable=False),
    Column("content", Text, nullable=False),
    Index("template_version_template", "template_id"),
    sqlite_autoincrement=True,
)  # fmt: skip

glossary = Table(
    "glossary",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", ExactText, nullable=False),
    Column("source_language", String, nullable=False),
    Column("target_language", String, nullable=False),
    sqlite_autoincrement=True,
)

glossary_term = Table(
    "glossary_term",
    metadata,
    Column(
        "glossary_id", Integer, ForeignKey("glossary.id", ondelete="CASCADE"), primary_key=True,
        autoincrement=False,
    ),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("source", ExactText, nullable=False),
    Column("target", ExactText, nullable=False),
    Column("keep", Boolean, nullable=False),
    Column("note", ExactText, nullable=False),
)  # fmt: skip

# `hash` is of languages, variant and source (`desk_memory.sentence_hash`), for quick look-ups of
# many. `used_at` is at most a day too old.
translation_memory = Table(
    "translation_memory",
    metadata,
    Column("hash", String, primary_key=True),
    Column("source_language", String, nullable=False),
    Column("target_language", String, nullable=False),
    Column("variant", ExactText, nullable=False),
    Column("source", ExactText, nullable=False),
    Column("target", ExactText, nullable=False),
    Column("by_person", Boolean, nullable=False),
    Column("used_at", Float, nullable=False),
)

translation_job = Table(
    "translation_job",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", ExactText, nullable=False),
    Column("updated_at", Float, nullable=False),
    Index("translation_job_key", "key", unique=True),
    sqlite_autoincrement=True,
)

# `content` is the segment as JSON.
translation_segment = Table(
    "translation_segment",
    metadata,
    Column(
        "job_id", Integer, ForeignKey("translation_job.id", ondelete="CASCADE"), primary_key=True,
        autoincrement=False,
    ),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("content", Text, nullable=False),
)  # fmt: skip

TABLES = (
    writing_action, template, template_version, glossary, glossary_term, translation_memory,
    translation_job, translation_segment,
)  # fmt: skip
