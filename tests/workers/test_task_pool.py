"""The task pool and the preferences that write through it."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from assistant.controllers.preferences import Preferences
from assistant.core.errors import UserError
from assistant.core.settings import Appearance, Settings
from assistant.workers.task_pool import TaskPool


@pytest.fixture
def pool() -> Iterator[TaskPool]:
    pool = TaskPool()
    yield pool
    pool.stop()


class SlowStore:
    """A settings store whose `save` waits until it is let go."""

    def __init__(self) -> None:
        self.saved: list[Settings] = []
        self.go = threading.Semaphore(0)
        self.error: UserError | None = None

    def load(self) -> Settings:
        return Settings()

    def save(self, settings: Settings) -> None:
        self.go.acquire()
        if self.error is not None:
            raise self.error
        self.saved.append(settings)


def test_results_and_errors_come_back_on_our_thread(qtbot: QtBot, pool: TaskPool) -> None:
    results: list[tuple[int, int]] = []
    pool.run(threading.get_ident, lambda ident: results.append((ident, threading.get_ident())))
    qtbot.waitUntil(lambda: bool(results))
    assert results[0][0] != results[0][1] == threading.get_ident()

    def fail() -> None:
        raise UserError("not_found", "Nothing is there.")

    with qtbot.waitSignal(pool.unhandled) as failed:
        pool.run(fail)
    assert failed.args[0].kind == "not_found"


def scaled(percent: int) -> Appearance:
    return msgspec.structs.replace(Appearance(), reading_scale=percent)


def test_the_newest_settings_are_the_ones_that_stay(qtbot: QtBot, pool: TaskPool) -> None:
    store = SlowStore()
    preferences = Preferences(Settings(), store, pool)
    for percent in range(101, 111):
        preferences.set_appearance(scaled(percent))
    store.go.release(2)
    qtbot.waitUntil(lambda: len(store.saved) == 2)
    assert store.saved[-1].appearance.reading_scale == 110


def test_a_change_that_cannot_be_written_holds_and_is_told(qtbot: QtBot, pool: TaskPool) -> None:
    store = SlowStore()
    store.error = UserError("disk_full", "The disk is full.")
    preferences = Preferences(Settings(), store, pool)
    store.go.release()
    with qtbot.waitSignal(preferences.save_failed) as failed:
        preferences.set_shortcut("chat.new", "Ctrl+T")
    assert failed.args[0].kind == "disk_full"
    assert preferences.settings.shortcuts == {"chat.new": "Ctrl+T"}
    store.error = None
    store.go.release()
    preferences.set_shortcut("chat.new", None)
    qtbot.waitUntil(lambda: len(store.saved) == 1)
    assert store.saved[0].shortcuts == {}


def test_nothing_is_written_when_nothing_changed(qtbot: QtBot, pool: TaskPool) -> None:
    store = SlowStore()
    preferences = Preferences(Settings(), store, pool)
    with qtbot.assertNotEmitted(preferences.changed):
        preferences.set_appearance(Appearance())
    assert store.saved == []


def test_nothing_is_told_once_it_has_stopped(qtbot: QtBot, pool: TaskPool) -> None:
    """Whoever asked may be gone by then."""
    told: list[object] = []
    pool.run(lambda: 1, told.append)
    pool.run(lambda: 1 // 0, None, told.append)
    pool.stop()
    other = TaskPool()
    with qtbot.waitSignal(other.unhandled):  # comes after all that was delivered before
        other.run(lambda: 1 // 0)
    other.stop()
    assert told == []
