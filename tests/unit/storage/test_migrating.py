from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory

from assistant.core.errors import UserError
from assistant.storage import backups, migrating, opening
from assistant.storage.database import Database
from assistant.storage.driver import load_driver
from assistant.storage.library import open_library
from assistant.storage.store import SqliteStore
from assistant.storage.tables import HEAD_REVISION, KNOWN_REVISIONS

Opener = Callable[[], SqliteStore]

SCRIPT = """
import sqlalchemy as sa
from alembic import op
revision, down_revision, branch_labels, depends_on = {revision!r}, {down!r}, None, None

def upgrade():
{body}
"""
GROW = """
    with op.batch_alter_table("conversation") as batch:
        batch.add_column(sa.Column("colour", sa.Text, nullable=False, server_default="ink"))
        batch.alter_column("pinned", type_=sa.Integer)
"""


def schema(path: Path) -> dict[str, Any]:
    with contextlib.closing(load_driver().connect(str(path))) as connection:
        rows = connection.execute("SELECT type, name, sql FROM sqlite_schema").fetchall()
        config = connection.execute("SELECT * FROM message_index_config ORDER BY k").fetchall()
        facts = {
            table: [
                sorted(row[1:] for row in connection.execute(f"PRAGMA {pragma}({table})"))
                for pragma in ("table_xinfo", "foreign_key_list", "index_list")
            ]
            for kind, table, _sql in rows
            if kind == "table"
        }
    return {
        "sql": {(kind, name): "".join((sql or "").split()) for kind, name, sql in rows},
        "facts": facts,
        "config": config,
    }


def write_migrations(folder: Path, *bodies: str) -> Path:
    """A copy of the real migrations with more after them: revisions "next1", "next2", …"""
    versions = folder / "versions"
    versions.mkdir(parents=True)
    for source in ("env.py", "script.py.mako"):
        (folder / source).write_text((migrating.MIGRATIONS / source).read_text())
    for script in (migrating.MIGRATIONS / "versions").glob("*.py"):
        (versions / script.name).write_text(script.read_text())
    down = HEAD_REVISION
    for number, body in enumerate(bodies, start=1):
        revision = f"next{number}"
        text = SCRIPT.format(revision=revision, down=down, body=body)
        (versions / f"{revision}.py").write_text(text)
        down = revision
    return folder


def head_of(folder: Path) -> str | None:
    config = Config()
    config.set_main_option("script_location", str(folder))
    config.set_main_option("path_separator", "os")
    return ScriptDirectory.from_config(config).get_current_head()


def test_the_constant_is_alembics_head() -> None:
    assert head_of(migrating.MIGRATIONS) == HEAD_REVISION
    assert len(list((migrating.MIGRATIONS / "versions").glob("*.py"))) == len(KNOWN_REVISIONS)


def test_migrations_make_the_same_tables_as_the_quick_way(
    open_it: Opener, path: Path, tmp_path: Path
) -> None:
    open_it().close()
    other = tmp_path / "other.db"
    database = Database(other)
    with database.writing() as connection:
        migrating._upgrade(database, migrating.MIGRATIONS, "head")
        opening.wipe_deleted_words(connection, database.sqlite_version)
    database.close()
    assert schema(other) == schema(path)


@pytest.fixture
def old(open_it: Opener, path: Path) -> Path:
    """A database of the present version with something in it, which a later version meets."""
    store = open_it()
    conversation = store.create_conversation(title="old").id
    turn = store.add_message(conversation, None, "user", "kept words")
    store.add_message(conversation, turn.id, "assistant", "kept answer")
    store.close()
    return path


def migrate(path: Path, backups_dir: Path, folder: Path, head: str = "next1") -> Path | None:
    database = Database(path, busy_timeout_ms=200)
    try:
        return migrating.migrate(database, backups_dir, migrations=folder, head=head)
    finally:
        assert database.pragma("foreign_keys") == "1"
        assert not database.in_transaction()
        database.close()


def dump(path: Path) -> list[tuple[Any, ...]]:
    with contextlib.closing(load_driver().connect(str(path))) as connection:
        tables = [
            name
            for (name,) in connection.execute(
                "SELECT name FROM sqlite_schema WHERE type='table' AND sql NOT LIKE 'CREATE VIRT%'"
            )
        ]
        rows = [
            (name, *row) for name in tables for row in connection.execute(f"SELECT * FROM {name}")
        ]
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return sorted(rows, key=repr)


def test_a_later_version_migrates_after_a_backup(
    old: Path, backups_dir: Path, tmp_path: Path
) -> None:
    before = dump(old)
    backup = migrate(old, backups_dir, write_migrations(tmp_path / "m", GROW))
    assert backup is not None
    assert backup.stat().st_mode & 0o777 == 0o600
    assert dump(backup) == before
    with contextlib.closing(load_driver().connect(str(old))) as connection:
        # The rebuilt parent table has not taken its messages with it.
        assert connection.execute("SELECT count(*) FROM message").fetchone() == (2,)
        assert connection.execute("SELECT colour FROM conversation").fetchall() == [("ink",)]
        assert connection.execute("SELECT * FROM alembic_version").fetchall() == [("next1",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert migrate(old, backups_dir, tmp_path / "m") is None  # nothing left to do
    assert backups.backups(backups_dir) == [backup]


FAILURES = {
    "raises": "    op.drop_table('setting')\n    raise RuntimeError('boom')",
    "sql": "    op.drop_table('setting')\n    op.execute('SELECT nonsense FROM nowhere')",
    "orphans": "    op.execute('DELETE FROM conversation')",
    "commits": "    op.drop_table('setting')\n    op.execute('COMMIT')\n    raise ValueError(1)",
    "commits quietly": "    op.execute('DELETE FROM message')\n    op.execute('COMMIT')",
    "syntax": "    this is not python",
    "unknown head": "    pass",
}


@pytest.mark.parametrize("name", FAILURES)
def test_a_failing_migration_changes_nothing(
    old: Path, backups_dir: Path, tmp_path: Path, open_it: Opener, name: str
) -> None:
    before, tables = dump(old), schema(old)
    folder = write_migrations(tmp_path / "m", GROW, FAILURES[name])
    head = "next9" if name == "unknown head" else "next2"
    with pytest.raises(UserError) as failure:
        migrate(old, backups_dir, folder, head=head)
    assert failure.value.kind == "database"
    (backup,) = backups.backups(backups_dir)
    assert str(backup) in failure.value.text
    assert dump(old) == before
    assert schema(old) == tables
    store = open_it()
    assert len(store.search("kept")) == 2


def test_a_migration_waits_for_nobody_forever(old: Path, backups_dir: Path, tmp_path: Path) -> None:
    folder = write_migrations(tmp_path / "m", GROW)
    before = dump(old)
    with contextlib.closing(load_driver().connect(str(old), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(UserError) as failure:
            migrate(old, backups_dir, folder)
    assert failure.value.kind == "database_locked"
    assert dump(old) == before


def test_opening_an_older_database_migrates_it(
    old: Path, backups_dir: Path, tmp_path: Path, open_it: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the next version of the application will do with a database of this one."""
    folder = write_migrations(
        tmp_path / "m", "    op.add_column('setting', sa.Column('x', sa.Text))"
    )
    real = migrating.migrate
    monkeypatch.setattr(opening, "KNOWN_REVISIONS", (*KNOWN_REVISIONS, "next1"))
    monkeypatch.setattr(opening, "HEAD_REVISION", "next1")
    monkeypatch.setattr(
        migrating,
        "migrate",
        lambda database, to, clock: real(
            database, to, migrations=folder, head="next1", clock=clock
        ),
    )
    store = open_it()
    assert len(store.search("kept")) == 2
    assert len(backups.backups(backups_dir, "migration")) == 1
    store.close()
    open_it()
    assert len(backups.backups(backups_dir, "migration")) == 1


OLD_ROWS = {
    "0001": (
        "INSERT INTO conversation(id, title, title_set, pinned, created_at, updated_at, leaf_id, "
        "draft, model_path, parameters) VALUES (1, 'old title', 1, 0, 1, 2, 2, 'half', '', '{}')",
        "INSERT INTO title_index(rowid, text) VALUES (1, 'old title')",
        *(
            "INSERT INTO message(id, conversation_id, parent_id, sequence, role, state, "
            "created_at, writer, model, error, usage, timings, reasoning_s, text, reasoning) "
            f"VALUES ({number}, 1, {parent}, {number}, '{role}', 'complete', 1, '', '', '', "
            f"'{{}}', '{{}}', 0, '{text}', '')"
            for number, parent, role, text in (
                (1, "NULL", "user", "kept words"), (2, "1", "assistant", "kept answer"),
            )
        ),
        "INSERT INTO message_index(rowid, text) VALUES (1, 'kept words'), (2, 'kept answer')",
        "INSERT INTO setting VALUES ('k', 'v')",
    ),
    "0002": (
        "INSERT INTO context_fold VALUES (1, 1, 'drop', '', 512, 1)",
    ),
    "0003": (
        "INSERT INTO document VALUES ('sum', 'a.txt', '/a.txt', 'text', '', 0, 5, 1, x'00')",
        "INSERT INTO summary_job VALUES (1, 'key', 'stopped', 'm', '{}', '[\"sum\"]', '', 1, 2)",
        "INSERT INTO summary_section VALUES (1, '0.1', 'hash', 'notes', 0, 1)",
    ),
    "0004": (
        "INSERT INTO indexed_document(id, sha256) VALUES (1, 'sum')",
        "INSERT INTO passage VALUES (1, 1, 0, 5, 0, '', '', 'words of a passage')",
        "INSERT INTO passage_index(rowid, text) VALUES (1, char(10) || 'words of a passage')",
        "INSERT INTO passage_vector VALUES (1, 1, 'm', x'0000803f')",
        "INSERT INTO indexed_file VALUES ('/a.txt', 5, 9, 1)",
    ),
    "0005": (
        "INSERT INTO collection VALUES (1, 'Leases', 0, 1)",
        "INSERT INTO collection_root VALUES (1, 0, '/b')",
        "INSERT INTO collection_file VALUES (1, '/b', 'waiting', '', '', '', '')",
    ),
    "0006": (
        "INSERT INTO glossary VALUES (1, 'Terms', 'en', 'de')",
        "INSERT INTO translation_memory VALUES ('h', 'en', 'de', '', 'ink', 'Tinte', 0, 1)",
    ),
}  # fmt: skip


def make_old(path: Path, revision: str) -> None:
    """A database as the version with this revision left it, with rows in each of its tables."""
    path.parent.mkdir()
    database = Database(path)
    with database.writing() as connection:
        migrating._upgrade(database, migrating.MIGRATIONS, revision)
        for known, statements in OLD_ROWS.items():
            if known <= revision:
                for statement in statements:
                    connection.exec_driver_sql(statement)
    database.close()


@pytest.mark.parametrize("revision", KNOWN_REVISIONS[:-1])
def test_a_database_of_every_earlier_version_is_brought_up_to_date(
    open_it: Opener, path: Path, backups_dir: Path, tmp_path: Path, revision: str
) -> None:
    make_old(path, revision)
    store = open_it()
    assert store.get_conversation(1).title == "old title"
    assert store.get_conversation(1).draft == "half"
    assert not store.get_conversation(1).scope
    branch = store.branch(1)
    assert [(m.text, m.task, m.sources) for m in branch] == [
        ("kept words", None, None), ("kept answer", None, None)
    ]  # fmt: skip
    assert len(store.search("kept")) == 2
    assert [(m.sent_to, m.masked) for m in branch] == [("", {}), ("", {})]
    assert store.permissions() == []
    assert store.permit("conversation:1", "s1", "example.org").host == "example.org"
    assert store.setting("k") == "v"
    assert len(store.folds(1)) == (revision >= "0002")
    store.close()
    library = open_library(path, backups_dir)
    assert len(library.documents.list_documents()) == (revision >= "0003")
    assert (library.documents.kept_pass("hash") is not None) == (revision >= "0003")
    assert len(library.passages.search_text("passage", 9)) == (revision >= "0004")
    assert library.passages.has_current("sum", "m") == (revision >= "0004")
    assert library.passages.unchanged_file("/a.txt", 5, 9) == ("sum" if revision >= "0004" else "")
    assert [each.name for each in library.collections.list_collections()] == (
        ["Leases"] if revision >= "0005" else []
    )
    assert library.desk.list_templates() == []
    assert library.desk.memory_size() == (revision >= "0006")
    library.documents.delete_document("sum")
    assert library.passages.search_text("passage", 9) == []
    library.close()
    fresh = tmp_path / "fresh.db"
    open_library(fresh, backups_dir).close()
    assert schema(path) == schema(fresh)
    (backup,) = backups.backups(backups_dir, "migration")
    assert backups.is_good(backup)
