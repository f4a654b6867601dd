from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.core.entities import MessageState, Role
from assistant.storage import changes
from assistant.storage.store import SqliteStore, open_store


class Clock:
    """Seconds since the epoch that pass only when a test says so."""

    def __init__(self, now: float = 1_790_000_000.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now

    def pass_days(self, days: float) -> None:
        self.now += days * 86400


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "inkstone.db"


@pytest.fixture
def backups_dir(tmp_path: Path) -> Path:
    return tmp_path / "data" / "backups"


@pytest.fixture
def open_it(path: Path, backups_dir: Path, clock: Clock) -> Iterator[Callable[[], SqliteStore]]:
    """Opens the database of this test; everything is closed at its end."""
    opened: list[SqliteStore] = []

    def open_it() -> SqliteStore:
        opened.append(open_store(path, backups_dir, busy_timeout_ms=200, clock=clock))
        return opened[-1]

    yield open_it
    for store in opened:
        store.close()


@pytest.fixture
def store(open_it: Callable[[], SqliteStore]) -> SqliteStore:
    return open_it()


def grow(store: SqliteStore, conversation: int, count: int) -> None:
    """Add a branch of `count` messages in one transaction, which is quicker."""
    with store._database.writing() as connection:
        parent = None
        for number in range(count):
            role: Role = "assistant" if number % 2 else "user"
            parent = changes.add_message(
                connection, conversation, parent, role, f"number {number} " + "word " * 40,
                state=MessageState.COMPLETE, model="", now=0.0,
            )  # fmt: skip
