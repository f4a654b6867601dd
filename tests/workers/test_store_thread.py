"""The store thread: order, errors, opening again."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from assistant.core.errors import UserError
from assistant.workers.store_thread import StoreThread


class CountingStore:
    """Remembers on which thread it was used."""

    def __init__(self) -> None:
        self.threads: set[int] = {threading.get_ident()}
        self.closed = False

    def add(self, number: int) -> int:
        self.threads.add(threading.get_ident())
        return number + 1

    def close(self) -> None:
        self.threads.add(threading.get_ident())
        self.closed = True


class Opener:
    """Fails with each of `errors` in turn, then opens."""

    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)
        self.stores: list[CountingStore] = []

    def __call__(self) -> CountingStore:
        if self.errors:
            raise self.errors.pop(0)
        self.stores.append(CountingStore())
        return self.stores[-1]


@pytest.fixture
def threads() -> Iterator[list[StoreThread]]:
    started: list[StoreThread] = []
    yield started
    for thread in started:
        thread.stop()


def test_work_runs_in_order_on_one_thread_and_answers_on_ours(
    qtbot: QtBot, threads: list[StoreThread]
) -> None:
    opener = Opener()
    thread = StoreThread(opener)
    threads.append(thread)
    answers: list[tuple[int, int]] = []
    for number in range(50):
        thread.submit(
            lambda store, number=number: store.add(number),
            lambda value: answers.append((value, threading.get_ident())),
        )
    thread.start()
    qtbot.waitUntil(lambda: len(answers) == 50)
    assert [value for value, _ in answers] == list(range(1, 51))
    assert {ident for _, ident in answers} == {threading.get_ident()}
    thread.stop()
    store = opener.stores[0]
    assert store.closed
    assert len(store.threads) == 1
    assert threading.get_ident() not in store.threads


def test_what_was_submitted_before_stop_is_still_done(
    qtbot: QtBot, threads: list[StoreThread]
) -> None:
    thread = StoreThread(Opener())
    threads.append(thread)
    thread.start()
    done: list[int] = []
    for number in range(20):
        thread.submit(lambda store, number=number: done.append(store.add(number)))
    thread.stop()
    assert done == list(range(1, 21))


def test_errors_reach_the_one_who_asked_or_the_window(
    qtbot: QtBot, threads: list[StoreThread]
) -> None:
    thread = StoreThread(Opener())
    threads.append(thread)
    thread.start()
    failures: list[UserError] = []

    def full(_store: object) -> None:
        raise UserError("disk_full", "The disk is full.")

    def bug(_store: object) -> None:
        raise ZeroDivisionError

    with qtbot.waitSignal(thread.unhandled) as unhandled:
        thread.submit(full, failed=failures.append)
        thread.submit(full)
    assert [error.kind for error in failures] == ["disk_full"]
    assert unhandled.args[0].kind == "disk_full"
    thread.submit(bug, failed=failures.append)
    qtbot.waitUntil(lambda: len(failures) == 2)
    assert failures[1].kind == "bug"


def test_a_store_that_cannot_be_opened_answers_with_the_reason_until_it_can(
    qtbot: QtBot, threads: list[StoreThread]
) -> None:
    opener = Opener(UserError("database_damaged", "The database is damaged."))
    thread = StoreThread(opener)
    threads.append(thread)
    with qtbot.waitSignal(thread.open_failed) as failed:
        thread.start()
    assert failed.args[0].kind == "database_damaged"
    failures: list[UserError] = []
    thread.submit(lambda store: store.add(1), failed=failures.append)
    qtbot.waitUntil(lambda: bool(failures))
    assert failures[0].kind == "database_damaged"
    prepared: list[bool] = []
    with qtbot.waitSignal(thread.opened):
        thread.reopen(lambda: prepared.append(True))
    assert prepared == [True]
    answers: list[int] = []
    thread.submit(lambda store: store.add(1), answers.append)
    qtbot.waitUntil(lambda: answers == [2])


def test_a_failing_preparation_is_reported_and_the_thread_goes_on(
    qtbot: QtBot, threads: list[StoreThread]
) -> None:
    thread = StoreThread(Opener(UserError("database_damaged", "Damaged.")))
    threads.append(thread)
    thread.start()

    def no_backup() -> None:
        raise UserError("not_found", "There is no backup.")

    with qtbot.waitSignal(
        thread.open_failed, check_params_cb=lambda error: error.kind == "not_found"
    ):
        thread.reopen(no_backup)
    with qtbot.waitSignal(thread.opened):
        thread.reopen()


def test_the_background_waits_for_what_somebody_waits_for(
    qtbot: QtBot, threads: list[StoreThread]
) -> None:
    thread = StoreThread(Opener())
    threads.append(thread)
    done: list[str] = []
    for name, background in (("later", True), ("now", False), ("last", True), ("soon", False)):
        thread.submit(lambda _store, name=name: name, done.append, background=background)
    thread.start()
    qtbot.waitUntil(lambda: len(done) == 4)
    assert done == ["now", "soon", "later", "last"]


def test_what_was_submitted_is_done_before_the_end(threads: list[StoreThread]) -> None:
    opener, did = Opener(), threading.Event()
    thread = StoreThread(opener)
    threads.append(thread)
    thread.start()
    thread.submit(lambda _store: did.set(), background=True)
    thread.stop()
    assert did.is_set()
    assert opener.stores[0].closed
