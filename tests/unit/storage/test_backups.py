from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.core.errors import UserError
from assistant.storage import backups
from assistant.storage.backups import newest_good_backup, set_aside_and_restore
from assistant.storage.driver import load_driver
from assistant.storage.store import SqliteStore
from tests.unit.storage.conftest import Clock

Opener = Callable[[], SqliteStore]


def say(store: SqliteStore, text: str) -> None:
    conversation = store.create_conversation().id
    store.add_message(conversation, None, "user", text)


def said(store: SqliteStore) -> set[str]:
    return {c.title for c in store.list_conversations()}


def test_one_a_day_and_seven_kept(store: SqliteStore, backups_dir: Path, clock: Clock) -> None:
    assert store.backup_if_due() is None  # nothing to keep yet
    made = []
    for day in range(10):
        say(store, f"day {day}")
        path = store.backup_if_due()
        assert path is not None
        made.append(path)
        assert store.backup_if_due() is None
        clock.pass_days(1)
    assert backups.backups(backups_dir) == made[:2:-1]
    assert sorted(backups_dir.iterdir()) == made[3:]
    for path in made[3:]:
        assert backups.is_good(path)
        assert path.stat().st_mode & 0o777 == 0o600


def test_a_clock_that_was_set_back(store: SqliteStore, backups_dir: Path, clock: Clock) -> None:
    say(store, "x")
    assert store.backup_if_due() is not None
    clock.pass_days(-3)
    assert store.backup_if_due() is not None
    assert store.backup_if_due() is None
    clock.pass_days(3)
    assert store.backup_if_due() is None
    assert len(backups.backups(backups_dir)) == 2


def test_a_backup_is_a_whole_database(store: SqliteStore, path: Path, clock: Clock) -> None:
    say(store, "first")
    backup = store.backup_if_due()
    assert backup is not None
    assert backups.backup_time(backup) == pytest.approx(clock.now, abs=1)
    copy = load_driver().connect(f"file:{backup}?mode=ro&immutable=1", uri=True)
    assert copy.execute("SELECT text FROM message").fetchall() == [("first",)]
    copy.close()


def test_a_busy_thread_puts_it_off(store: SqliteStore, backups_dir: Path) -> None:
    say(store, "x" * 4_000_000)
    asked: list[int] = []

    def once() -> bool:
        asked.append(len(asked))
        return len(asked) < 2

    assert store.backup_if_due(once) is None
    assert len(asked) == 2
    assert list(backups_dir.iterdir()) == []
    say(store, "goes on")
    assert store.backup_if_due() is not None


def test_writing_goes_on_beside_a_backup(open_it: Opener) -> None:
    one, two = open_it(), open_it()
    if one._database.pragma("journal_mode") != "wal":
        pytest.skip("a rollback journal lets nobody write meanwhile")
    say(one, "x" * 3_000_000)

    def write() -> bool:
        say(two, "meanwhile")
        return True

    backup = one.backup_if_due(write)
    assert backup is not None
    assert "meanwhile" in said(one)
    copy = load_driver().connect(f"file:{backup}?mode=ro&immutable=1", uri=True)
    assert copy.execute("SELECT count(*) FROM message").fetchone() == (1,)
    copy.close()


def test_a_damaged_database_makes_no_backup(
    store: SqliteStore, path: Path, backups_dir: Path, clock: Clock
) -> None:
    for number in range(300):
        say(store, f"{number} " + "filler " * 100)
    good = store.backup_if_due()
    store._database.truncate_journal()
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(size // 2)
        file.write(b"\xa5" * 40_000)
    store._database.connection.exec_driver_sql("PRAGMA shrink_memory")
    clock.pass_days(1)
    with pytest.raises(UserError) as refusal:
        store.backup_if_due()
    assert refusal.value.kind == "database_damaged"
    assert list(backups_dir.iterdir()) == [good]


def test_set_aside_and_restore(
    open_it: Opener, path: Path, backups_dir: Path, clock: Clock
) -> None:
    store = open_it()
    say(store, "monday")
    store.backup_if_due()
    clock.pass_days(1)
    say(store, "tuesday")
    tuesday = store.backup_if_due()
    assert tuesday is not None
    clock.pass_days(1)
    say(store, "wednesday")
    bad = store.backup_if_due()
    assert bad is not None
    store.close()
    bad.write_bytes(b"rubbish" * 1000)
    path.write_bytes(b"damaged" * 1000)

    assert newest_good_backup(backups_dir) == tuesday
    report = set_aside_and_restore(path, backups_dir, clock=clock)
    assert report.restored_from == tuesday
    assert report.backup_time == pytest.approx(clock.now - 86400, abs=1)
    assert report.set_aside.read_bytes() == b"damaged" * 1000
    assert report.set_aside.parent == path.parent
    assert path.stat().st_mode & 0o777 == 0o600
    store = open_it()
    assert said(store) == {"monday", "tuesday"}
    say(store, "thursday")
    store.close()

    # Again in the same second: the first one is not overwritten.
    path.write_bytes(b"damaged again")
    second = set_aside_and_restore(path, backups_dir, clock=clock)
    assert second.set_aside != report.set_aside
    assert second.set_aside.read_bytes() == b"damaged again"
    assert report.set_aside.read_bytes() == b"damaged" * 1000


def test_the_journal_goes_with_the_damaged_file(path: Path, backups_dir: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"damaged")
    path.with_name("inkstone.db-wal").write_bytes(b"journal")
    path.with_name("inkstone.db.suspect").touch()
    report = set_aside_and_restore(path, backups_dir, clock=time.time)
    assert report.restored_from is None
    names = sorted(file.name for file in path.parent.iterdir())
    assert names == [report.set_aside.name, report.set_aside.name + "-wal"]


def test_without_a_backup_an_empty_database_follows(
    open_it: Opener, path: Path, backups_dir: Path
) -> None:
    path.parent.mkdir()
    path.write_bytes(b"damaged")
    report = set_aside_and_restore(path, backups_dir)
    assert (report.restored_from, report.backup_time) == (None, 0.0)
    assert said(open_it()) == set()


def test_a_backup_of_a_newer_version_is_not_offered(store: SqliteStore, backups_dir: Path) -> None:
    say(store, "x")
    backup = store.backup_if_due()
    assert backup is not None
    assert newest_good_backup(backups_dir) == backup
    connection = load_driver().connect(str(backup), isolation_level=None)
    connection.execute("UPDATE alembic_version SET version_num='9999'")
    connection.close()
    assert newest_good_backup(backups_dir) is None


def test_nothing_to_set_aside(path: Path, backups_dir: Path) -> None:
    with pytest.raises(UserError) as refusal:
        set_aside_and_restore(path, backups_dir)
    assert refusal.value.kind == "not_found"
