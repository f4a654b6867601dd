"""Two threads on one database: the conversations and the library."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from assistant import compose
from assistant.core.document_ports import LibraryStore
from assistant.core.document_text import ExtractedText
from assistant.core.errors import UserError
from assistant.core.passage import passages_of
from assistant.paths import Paths, app_paths
from assistant.workers.library_thread import LibraryThread
from assistant.workers.store_thread import StoreThread


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    paths = app_paths(tmp_path)
    paths.create()
    return paths


@pytest.fixture
def store(qtbot: QtBot, paths: Paths) -> Iterator[StoreThread]:
    thread = StoreThread(lambda: compose.make_store(paths))
    with qtbot.waitSignal(thread.opened):
        thread.start()
    yield thread
    thread.stop()


@pytest.fixture
def library(qtbot: QtBot, paths: Paths, store: StoreThread) -> Iterator[LibraryThread]:
    thread = LibraryThread(lambda: compose.make_library(paths))
    with qtbot.waitSignal(thread.opened):
        thread.start()
    yield thread
    thread.stop()


def text_of(number: int, words: int) -> ExtractedText:
    text = " ".join(f"word{number}x{place}" for place in range(words))
    return ExtractedText(name="a.txt", format="text", sha256=f"sum{number}", text=text)


def kept_and_indexed(text: ExtractedText, library: LibraryStore) -> int:
    library.documents.keep_document(text, "/a.txt")
    return len(library.passages.index_document(text.sha256, passages_of(text)))


def test_a_chat_goes_on_while_documents_are_indexed(
    qtbot: QtBot, store: StoreThread, library: LibraryThread
) -> None:
    indexed: list[int] = []
    written: list[str] = []
    errors: list[UserError] = []
    store.unhandled.connect(errors.append)
    library.unhandled.connect(errors.append)
    for number in range(3):
        text = text_of(number, 8000)
        library.submit(lambda lib, text=text: kept_and_indexed(text, lib), indexed.append)
    store.submit(
        lambda st: st.send_turn(st.create_conversation().id, None, "hello", model="")[1].id,
        lambda reply: [
            store.submit(
                lambda st, n=n: st.checkpoint_reply(reply, f"so far {n}", ""),
                lambda _none, n=n: written.append(f"so far {n}"),
            )
            for n in range(40)
        ],
    )
    qtbot.waitUntil(lambda: len(written) == 40 and len(indexed) == 3, timeout=60_000)
    assert not errors
    assert all(count > 100 for count in indexed)
    branches: list[list[str]] = []
    store.submit(lambda st: [each.text for each in st.branch(1)], branches.append)
    qtbot.waitUntil(lambda: bool(branches))
    assert branches == [["hello", "so far 39"]]


def test_a_backup_takes_the_place_of_the_database_of_both(
    qtbot: QtBot, paths: Paths, store: StoreThread, library: LibraryThread
) -> None:
    """The order that the window keeps to: the library lets go, the conversations come back."""
    done: list[object] = []
    library.submit(lambda lib: kept_and_indexed(text_of(1, 300), lib), done.append)
    store.submit(lambda st: st.add_message(st.create_conversation().id, None, "user", "kept"))
    store.submit(lambda st: st.backup_if_due(), done.append)
    qtbot.waitUntil(lambda: len(done) == 2)
    assert done[1] is not None
    library.submit(lambda lib: kept_and_indexed(text_of(2, 300), lib), done.append)
    qtbot.waitUntil(lambda: len(done) == 3)

    with qtbot.waitSignal(store.opened):
        library.release(lambda: store.reopen(lambda: compose.restore_backup(paths)))
    refused: list[UserError] = []
    library.submit(lambda lib: lib.documents.list_documents(), failed=refused.append)
    qtbot.waitUntil(lambda: bool(refused))
    assert refused[0].kind == "database"
    with qtbot.waitSignal(library.opened):
        library.reopen()

    found: list[list[str]] = []
    library.submit(lambda lib: kept_and_indexed(text_of(3, 300), lib))
    library.submit(
        lambda lib: sorted(each.sha256 for each in lib.documents.list_documents()), found.append
    )
    store.submit(lambda st: [each.snippet for each in st.search("kept")], found.append)
    qtbot.waitUntil(lambda: len(found) == 2)
    assert sorted(map(tuple, found)) == [("kept", "kept"), ("sum1", "sum3")]


def test_a_library_that_did_not_open_can_be_released(qtbot: QtBot, paths: Paths) -> None:
    paths.database.write_bytes(b"no database at all " * 300)
    thread = LibraryThread(lambda: compose.make_library(paths))
    with qtbot.waitSignal(thread.open_failed):
        thread.start()
    released: list[bool] = []
    thread.release(lambda: released.append(True))
    qtbot.waitUntil(lambda: released == [True])
    with qtbot.waitSignal(thread.opened):
        thread.reopen(lambda: compose.restore_backup(paths))
    thread.stop()
