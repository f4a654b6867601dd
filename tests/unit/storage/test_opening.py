from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.core.errors import UserError
from assistant.storage import driver
from assistant.storage.backups import newest_good_backup, set_aside_and_restore
from assistant.storage.driver import connect, journal_mode_for, load_driver
from assistant.storage.facts import storage_facts
from assistant.storage.store import SqliteStore, open_store

Opener = Callable[[], SqliteStore]
NOBODY = 65534


@pytest.mark.parametrize(
    ("version", "mode"),
    [
        ("3.6.23", "delete"),
        ("3.7.0", "delete"),
        ("3.40.1", "delete"),
        ("3.44.5", "delete"),
        ("3.44.6", "wal"),
        ("3.44.10", "wal"),
        ("3.45.0", "delete"),
        ("3.50.6", "delete"),
        ("3.50.7", "wal"),
        ("3.51.0", "delete"),
        ("3.51.2", "delete"),
        ("3.51.3", "wal"),
        ("3.52", "wal"),
        ("3.100.0", "wal"),
        ("4.0.0", "wal"),
    ],
)
def test_journal_mode(version: str, mode: str) -> None:
    assert journal_mode_for(version) == mode


def fill(store: SqliteStore, turns: int = 1) -> int:
    conversation = store.create_conversation().id
    for number in range(turns):
        store.add_message(conversation, None, "user", f"kept {number} " + "filler " * 50)
    return conversation


def content(path: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in path.parent.iterdir() if file.is_file()}


def refused(open_it: Callable[[], object]) -> UserError:
    with pytest.raises(UserError) as refusal:
        open_it()
    error = refusal.value
    assert error.text.endswith(".")
    assert "Traceback" not in error.text
    return error


def test_pragmas(store: SqliteStore) -> None:
    database = store._database
    assert database.pragma("foreign_keys") == "1"
    assert database.pragma("synchronous") == "2"
    assert database.pragma("secure_delete") == "1"
    assert database.pragma("busy_timeout") == "200"
    assert database.pragma("journal_mode") == journal_mode_for(load_driver().sqlite_version)


def test_busy_timeout_is_five_seconds(path: Path, backups_dir: Path) -> None:
    store = open_store(path, backups_dir)
    assert store._database.pragma("busy_timeout") == "5000"
    store.close()


def test_opening_at_head_imports_no_alembic(open_it: Opener, path: Path, backups_dir: Path) -> None:
    fill(open_it())
    code = (
        "import sys, pathlib; from assistant.storage.store import open_store;"
        f"s = open_store(pathlib.Path({str(path)!r}), pathlib.Path({str(backups_dir)!r}));"
        "assert len(s.list_conversations()) == 1; s.close();"
        "bad = [m for m in sys.modules if m.partition('.')[0] in ('alembic', 'mako', 'PySide6')];"
        "assert not bad, bad"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True, timeout=60)


def test_garbage_is_damaged_and_untouched(open_it: Opener, path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"this is not a database at all\n" * 100)
    before = content(path)
    error = refused(open_it)
    assert error.kind == "database_damaged"
    assert "no backup" in error.hint
    assert content(path) == before


def test_a_cut_file_is_damaged(open_it: Opener, path: Path) -> None:
    store = open_it()
    fill(store, 300)
    store.close()
    whole = path.read_bytes()
    for part in (2, 3, 10):
        path.write_bytes(whole[: len(whole) // part])
        assert refused(open_it).kind == "database_damaged"


def test_damaged_pages_are_found_at_start(open_it: Opener, path: Path) -> None:
    store = open_it()
    conversation = fill(store, 300)
    store.close()
    sound = path.read_bytes()
    size = 4096
    pages = len(sound) // size
    found = 0
    for page in range(1, pages, 7):
        path.write_bytes(sound[: page * size] + b"\xa5" * size + sound[(page + 1) * size :])
        try:
            store = open_it()
        except UserError as error:
            assert error.kind == "database_damaged"
            found += 1
        else:  # the full-text tables only: mended from the messages
            assert store.branch(conversation)[0].text.startswith("kept 299 ")
            assert len(store.search("kept", limit=1000)) == 301
            store.close()
    assert found > pages // 7 // 3


def test_an_emptied_file_is_damaged_when_there_are_backups(
    open_it: Opener, path: Path, backups_dir: Path
) -> None:
    store = open_it()
    fill(store)
    assert store.backup_if_due() is not None
    store.close()
    path.write_bytes(b"")
    error = refused(open_it)
    assert error.kind == "database_damaged"
    assert "The backup of 2026-09-2" in error.hint
    set_aside_and_restore(path, backups_dir)
    assert len(open_it().list_conversations()) == 1


def test_an_empty_file_without_backups_is_new(open_it: Opener, path: Path) -> None:
    path.parent.mkdir()
    path.touch()
    assert open_it().list_conversations() == []


def test_damage_met_later_is_named(open_it: Opener, path: Path, backups_dir: Path) -> None:
    store = open_it()
    conversation = fill(store, 300)
    store._database.truncate_journal()
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xa5" * (path.stat().st_size - 4096))
    store._database.connection.exec_driver_sql("PRAGMA shrink_memory")
    assert refused(lambda: store.branch(conversation)).kind == "database_damaged"
    assert newest_good_backup(backups_dir) is None


def test_a_large_file_is_checked_after_damage_was_met(
    open_it: Opener, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.storage.opening.CHECKED_AT_START_BYTES", 0)
    store = open_it()
    conversation = fill(store, 100)
    store.close()
    connection = load_driver().connect(str(path), isolation_level=None)
    connection.execute("UPDATE message_index_data SET block = x'0102030405060708' WHERE id > 10")
    connection.close()
    store = open_it()  # a clean close, too large to look at
    assert refused(lambda: store.search("kept")).kind == "database_damaged"
    store.close()
    store = open_it()
    assert len(store.search("kept", limit=500)) == 101
    assert store.add_message(conversation, None, "user", "and more").text == "and more"
    store.close()
    assert [file.name for file in path.parent.iterdir()] == ["inkstone.db"]


def test_a_newer_version_is_refused_and_untouched(open_it: Opener, path: Path) -> None:
    store = open_it()
    fill(store)
    store.close()
    connection = connect(path)
    connection.execute("UPDATE alembic_version SET version_num='9999'")
    connection.close()
    before, modified = content(path), path.stat().st_mtime_ns
    error = refused(open_it)
    assert error.kind == "database_newer"
    assert "9999" in error.text
    assert content(path) == before
    assert path.stat().st_mtime_ns == modified
    assert storage_facts(path).problem_kind == "database_newer"


def test_a_database_of_another_program(open_it: Opener, path: Path) -> None:
    path.parent.mkdir()
    connection = load_driver().connect(str(path))
    connection.execute("CREATE TABLE recipe(name)")
    connection.close()
    before = content(path)
    error = refused(open_it)
    assert error.kind == "database"
    assert "another program" in error.text
    assert content(path) == before


def test_a_folder_in_the_place_of_the_file(open_it: Opener, path: Path) -> None:
    path.mkdir(parents=True)
    assert refused(open_it).kind == "database"


def test_a_file_in_the_place_of_the_folder(open_it: Opener, path: Path) -> None:
    path.parent.touch()
    assert refused(open_it).kind == "database"


HOLDER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
for statement in sys.argv[2].split(";"):
    connection.execute(statement)
print("held", flush=True)
sys.stdin.read()
"""


@contextlib.contextmanager
def held(path: Path, statements: str) -> Iterator[None]:
    """Another process keeps the database in the state that `statements` bring about."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path), statements],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield
        finally:
            process.communicate("", timeout=20)


EXCLUSIVE = (
    "PRAGMA journal_mode=DELETE;PRAGMA locking_mode=EXCLUSIVE;BEGIN EXCLUSIVE;"
    "UPDATE conversation SET pinned=1"
)


def test_locked_by_another_process(open_it: Opener, path: Path) -> None:
    store = open_it()
    conversation = fill(store)
    store.close()
    with held(path, EXCLUSIVE):
        assert refused(open_it).kind == "database_locked"
        facts = storage_facts(path, busy_timeout_ms=100)
        assert facts.problem_kind == "database_locked"
    store = open_it()
    assert store.branch(conversation)[0].text.startswith("kept")
    assert store.get_conversation(conversation).pinned is False


def test_another_process_writes_for_too_long(open_it: Opener, path: Path) -> None:
    store = open_it()
    conversation = fill(store)
    with held(path, "BEGIN IMMEDIATE"):
        error = refused(lambda: store.add_message(conversation, None, "user", "later"))
        assert error.kind == "database_locked"
        assert len(store.list_conversations()) == 1
        other = open_it()  # opening and reading need no lock
        assert len(other.list_conversations()) == 1
    assert store.add_message(conversation, None, "user", "later").text == "later"


@pytest.fixture
def public_folder() -> Iterator[Path]:
    """A folder that other users may enter, which those of pytest are not."""
    folder = Path(tempfile.mkdtemp(prefix="inkstone-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@contextlib.contextmanager
def without_privilege() -> Iterator[None]:
    """Root may write everywhere, so be somebody else for a while."""
    if os.getuid() != 0:
        yield
        return
    os.setresgid(NOBODY, NOBODY, 0)
    os.setresuid(NOBODY, NOBODY, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)
        os.setresgid(0, 0, 0)


@pytest.mark.skipif(sys.platform != "linux", reason="setresuid")
@pytest.mark.parametrize(
    ("folder_mode", "file_mode"), [(0o555, 0o444), (0o555, 0o666), (0o777, 0o444)]
)
def test_read_only(public_folder: Path, folder_mode: int, file_mode: int) -> None:
    folder = public_folder / "data"
    path, backups_dir = folder / "inkstone.db", public_folder / "backups"
    store = open_store(path, backups_dir)
    fill(store)
    store.close()
    path.chmod(file_mode)
    folder.chmod(folder_mode)
    before = content(path)
    try:
        with without_privilege():
            error = refused(lambda: open_store(path, backups_dir))
        assert error.kind == "database_read_only"
        assert content(path) == before
    finally:
        folder.chmod(0o755)


@pytest.mark.skipif(sys.platform != "linux", reason="setresuid")
def test_read_only_folder_without_a_database(public_folder: Path) -> None:
    public_folder.chmod(0o555)
    with without_privilege():
        for path in (public_folder / "inkstone.db", public_folder / "data" / "inkstone.db"):
            error = refused(lambda path=path: open_store(path, public_folder / "backups"))
            assert error.kind == "database_read_only"
    public_folder.chmod(0o755)
    assert list(public_folder.iterdir()) == []


def test_made_read_only_while_open(open_it: Opener) -> None:
    store = open_it()
    conversation = fill(store)
    store._database.connection.exec_driver_sql("PRAGMA query_only=ON")
    error = refused(lambda: store.add_message(conversation, None, "user", "x"))
    assert error.kind == "database_read_only"
    store._database.connection.exec_driver_sql("PRAGMA query_only=OFF")
    store.add_message(conversation, None, "user", "x")


def test_facts(open_it: Opener, path: Path, backups_dir: Path) -> None:
    absent = storage_facts(path, backups_dir)
    assert (absent.exists, absent.problem, absent.backups) == (False, "", 0)
    assert not path.exists()
    store = open_it()
    fill(store, 3)
    store.backup_if_due()
    facts = storage_facts(path, backups_dir)
    assert (facts.exists, facts.conversations, facts.messages) == (True, 1, 3)
    assert facts.revision == facts.head_revision
    assert facts.journal_mode == facts.journal_mode_in_file
    reason = "no WAL-reset bug" if facts.journal_mode == "wal" else "rollback journal"
    assert reason in facts.journal_reason
    assert (facts.backups, facts.problem_kind, facts.problem) == (1, "", "")
    assert facts.newest_backup == pytest.approx(1_790_000_000, abs=2)
    store.close()
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xa5" * 20_000)
    assert storage_facts(path).problem_kind == "database_damaged"


def test_pythons_own_sqlite_serves_in_need(
    open_it: Opener, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Back and forth between the drivers: nothing is lost, search works in both."""
    store = open_it()
    conversation = fill(store, 5)
    store.delete_conversation(store.create_conversation(title="gone").id)
    store.purge_deleted()  # makes the full-text tables unreadable for an SQLite before 3.42
    store.close()
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "sqlcipher3", None)
        assert driver.driver_name(load_driver()) == "sqlite3"
        store = open_it()
        assert len(store.search("kept")) == 6
        assert store._database.pragma("journal_mode") == journal_mode_for(
            load_driver().sqlite_version
        )
        store.add_message(conversation, None, "user", "written by the other one")
        store.close()
    store = open_it()
    assert len(store.search("written")) == 2
    store.delete_conversation(conversation)
    assert store.purge_deleted() == 1
    assert store.search("kept") == []
    store.close()
    assert storage_facts(path).problem == ""
