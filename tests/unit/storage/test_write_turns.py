"""Threads of one process write one after the other, in the order they came."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from assistant.core.errors import UserError
from assistant.core.passage import Passage
from assistant.storage.library import open_library
from assistant.storage.store import SqliteStore, open_store
from assistant.storage.write_turns import WriteTurns, turns_for

LONG_S = 30.0


def waiting(turns: WriteTurns) -> int:
    with turns._lock:
        return len(turns._waiting)


def wait_until_queued(turns: WriteTurns, count: int) -> None:
    while waiting(turns) < count:
        threading.Event().wait(0.001)


def test_the_first_to_come_is_the_first_to_write() -> None:
    turns, order = WriteTurns(), []

    def write(number: int) -> None:
        with turns.turn(LONG_S) as came:
            assert came
            order.append(number)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(20)]
    with turns.turn(LONG_S):
        for count, thread in enumerate(threads):
            thread.start()
            wait_until_queued(turns, count + 1)
    for thread in threads:
        thread.join()
    assert order == list(range(20))


def test_a_turn_that_does_not_come_leaves_the_queue() -> None:
    turns = WriteTurns()
    with turns.turn(LONG_S), turns.turn(0.0) as second:
        assert second is False
    assert waiting(turns) == 0
    with turns.turn(0.0) as came:
        assert came is True


def test_an_error_ends_the_turn() -> None:
    turns = WriteTurns()
    with pytest.raises(ZeroDivisionError), turns.turn(LONG_S):
        raise ZeroDivisionError
    with turns.turn(0.0) as came:
        assert came is True


def test_no_turn_is_lost_among_impatient_threads() -> None:
    """Some give up at the very moment their turn comes."""
    turns, inside, done = WriteTurns(), [0], []

    def write() -> None:
        for number in range(200):
            with turns.turn(number % 3 / 10_000) as came:
                if came:
                    inside[0] += 1
                    assert inside[0] == 1
                    inside[0] -= 1
        done.append(True)

    threads = [threading.Thread(target=write) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) == 6
    with turns.turn(0.0) as came:
        assert came is True
    assert waiting(turns) == 0


def test_two_ways_to_one_file_share_their_turns(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path)
    first = turns_for(tmp_path / "x.db")
    assert turns_for(tmp_path / "link" / "x.db") is first
    assert turns_for(tmp_path / "y.db") is not first


def test_a_lock_that_another_thread_keeps_is_said(store: SqliteStore, path: Path) -> None:
    other = open_store(path, path.parent / "backups", busy_timeout_ms=50)
    with store._database.writing(), pytest.raises(UserError) as refusal:
        other.create_conversation()
    assert refusal.value.kind == "database_locked"
    other.create_conversation()
    other.close()


def test_a_chat_is_written_while_documents_are_indexed(path: Path, backups_dir: Path) -> None:
    """Many thousand words are indexed in many transactions, and each write gets in between."""
    count, failed = 600, []
    words = "the quick brown fox jumps over lazy dogs and then sleeps for a while " * 6
    passages = [
        Passage(start=number, end=number + 1, text=f"{number} {words}") for number in range(count)
    ]
    begun, done = threading.Event(), threading.Event()

    def index() -> None:
        library = open_library(path, backups_dir)
        try:
            begun.set()
            library.passages.index_document("a", passages)
            library.passages.remove("a")
            library.passages.index_document("b", passages[:100])
        except UserError as error:
            failed.append(error)
        finally:
            library.close()
            done.set()

    store = open_store(path, backups_dir)
    conversation = store.create_conversation().id
    _, reply = store.send_turn(conversation, None, "hello", model="")
    thread = threading.Thread(target=index)
    thread.start()
    begun.wait(LONG_S)
    written = 0
    while not done.is_set():
        store.checkpoint_reply(reply.id, f"so far {written}", "")
        written += 1
    thread.join()
    assert not failed
    # In between, not only before and after: there are some fifty transactions of the other.
    assert written > 10
    assert store.branch(conversation)[1].text == f"so far {written - 1}"
    assert store._database.pragma("integrity_check") == "ok"
    store.close()
