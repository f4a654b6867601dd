"""Collections kept up to date: real files, the real extractor and index, a scripted engine."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant import compose
from assistant.controllers import collection_upkeep
from assistant.controllers.collections import CollectionsController, CollectionState
from assistant.controllers.embedding import EmbeddingModel
from assistant.core.collection import CollectionFile
from assistant.core.document_text import ExtractedText
from assistant.core.errors import UserError
from assistant.core.messages import Embed, Unload
from assistant.documents.extractor import Extractor
from tests.controllers.conftest import Desk, MakeDesk
from tests.fakes import write_model_file


class Reader:
    """The real extractor, which remembers what it read and may do something before."""

    def __init__(self, extractor: Extractor) -> None:
        self.read_names: list[str] = []
        self.before: Callable[[Path], None] = lambda _path: None
        self.after: Callable[[Path], None] = lambda _path: None
        self._extractor = extractor

    def find(self, *arguments: Any) -> Any:
        return self._extractor.find(*arguments)

    def read(self, path: Path, **options: Any) -> ExtractedText:
        self.read_names.append(path.name)
        self.before(path)
        text = self._extractor.read(path, **options)
        self.after(path)
        return text


class Shelf:
    """A desk with a controller of collections on it."""

    def __init__(self, desk: Desk, folder: Path, extractor: Extractor, *, embeds: bool) -> None:
        self.desk = desk
        self.folder = folder
        self.reader = Reader(extractor)
        self.embedding = EmbeddingModel(
            desk.inference, desk.models, desk.preferences, desk.pool, lambda _path: embeds
        )
        self.collections = CollectionsController(
            self.reader,  # type: ignore[arg-type]
            desk.library,  # type: ignore[arg-type]
            desk.pool,
            desk.chat.steps,
            self.embedding,
        )
        self.errors: list[UserError] = []
        self.collections.failed.connect(self.errors.append)

    def write(self, name: str, words: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(words, "utf-8")
        return path

    @property
    def state(self) -> CollectionState:
        (state,) = self.collections.states
        return state

    def until(self, condition: Callable[[], object]) -> None:
        self.desk.qtbot.waitUntil(lambda: bool(condition()))

    def rest(self) -> None:
        """Wait until nothing is left to do."""
        self.until(lambda: self.collections._running is None and not self.collections._queue)
        self.desk.from_library(lambda _library: None)

    def create(self, *roots: str, name: str = "") -> None:
        with self.desk.qtbot.waitSignal(self.collections.changed):
            self.collections.create(name, roots or [str(self.folder)])
        self.rest()

    def files(self) -> dict[str, CollectionFile]:
        number = self.state.collection.id
        found = self.desk.from_library(lambda library: library.collections.files(number))
        return {os.path.relpath(file.path, self.folder): file for file in found}

    def states(self) -> dict[str, str]:
        return {name: file.state for name, file in self.files().items()}

    def found(self, words: str) -> list[str]:
        def search(library: Any) -> list[str]:
            hits = library.passages.search_text(words, 10)
            return [each.text for each in library.passages.passages(hits)]

        return self.desk.from_library(search)

    def refresh(self) -> None:
        self.collections.refresh(self.state.collection.id)
        self.rest()


@pytest.fixture
def extractor() -> Iterator[Extractor]:
    extractor = compose.make_extractor()
    yield extractor
    extractor.close()


OpenShelf = Callable[..., Shelf]


@pytest.fixture
def open_shelf(make_desk: MakeDesk, tmp_path: Path, extractor: Extractor) -> Iterator[OpenShelf]:
    """Open a shelf on the same home; a second one is a second start."""
    opened: list[Shelf] = []

    def close() -> None:
        for shelf in opened:
            shelf.collections.shut_down()

    def make(*, embeds: bool = False) -> Shelf:
        close()
        desk = make_desk()
        desk.open_library()
        if embeds:
            write_model_file(tmp_path / "models")
            with desk.qtbot.waitSignal(desk.models.files_changed):
                desk.models.add_folder(str(tmp_path / "models"))
        (tmp_path / "docs").mkdir(exist_ok=True)
        opened.append(Shelf(desk, tmp_path / "docs", extractor, embeds=embeds))
        return opened[-1]

    yield make
    close()


@pytest.fixture
def shelf(open_shelf: OpenShelf) -> Shelf:
    return open_shelf()


def test_a_folder_is_read_and_can_be_searched(shelf: Shelf) -> None:
    shelf.write("lease.md", "# Lease\n\nThe deposit is 1,200 euros.")
    shelf.write("sub/合同.md", "违约金为三千元。")
    shelf.write("picture.xyz", "not a document")
    shelf.create(name="")
    state = shelf.state
    assert state.collection.name == "docs"
    assert (state.total, state.read, state.failed, state.work) == (2, 2, 0, "")
    assert any("1,200" in text for text in shelf.found("deposit"))
    assert any("三千" in text for text in shelf.found("违约金"))


def test_only_changed_files_are_read_again(shelf: Shelf) -> None:
    for name in ("a", "b", "c"):
        shelf.write(f"{name}.md", f"The {name} words.")
    shelf.create()
    assert sorted(shelf.reader.read_names) == ["a.md", "b.md", "c.md"]
    shelf.reader.read_names.clear()
    shelf.refresh()
    assert shelf.reader.read_names == []
    shelf.write("b.md", "The b words are others now, of pelicans.")
    shelf.write("d.md", "New.")
    shelf.refresh()
    assert sorted(shelf.reader.read_names) == ["b.md", "d.md"]
    assert shelf.found("pelicans")


def test_a_restart_reads_nothing_that_is_finished(open_shelf: OpenShelf) -> None:
    shelf = open_shelf()
    for number in range(4):
        shelf.write(f"{number}.md", f"Words of {number}.")
    first = shelf

    def stop(path: Path) -> None:
        if path.name == "2.md":
            first.reader.before = lambda _path: None
            stopped.set()
            gate.wait(20)

    stopped, gate = threading.Event(), threading.Event()
    shelf.reader.before = stop
    shelf.collections.create("", [str(shelf.folder)])
    shelf.until(stopped.is_set)
    shelf.collections.shut_down()
    gate.set()
    second = open_shelf()
    second.collections.load()
    second.until(lambda: second.collections.states and second.state.read == 4)
    assert sorted(second.reader.read_names) == ["2.md", "3.md"]


def test_files_that_cannot_be_read_keep_no_other_from_it(shelf: Shelf) -> None:
    shelf.write("a.md", "Words.")
    shelf.write("empty.md", "   \n")
    shelf.write("broken.pdf", "%PDF-1.4 nothing")
    shelf.create()
    files = shelf.files()
    assert files["a.md"].state == "read"
    assert (files["empty.md"].state, files["empty.md"].kind) == ("failed", "empty_document")
    assert files["broken.pdf"].state == "failed"
    assert files["broken.pdf"].error
    assert shelf.state.failed == 2
    shelf.reader.read_names.clear()
    shelf.collections.open(shelf.state.collection.id)
    shelf.rest()
    assert shelf.reader.read_names == []  # they are not tried again by themselves
    shelf.refresh()
    assert sorted(shelf.reader.read_names) == ["broken.pdf", "empty.md"]


def test_a_file_that_vanishes_while_it_is_read(shelf: Shelf) -> None:
    shelf.write("a.md", "Words.")
    shelf.write("b.md", "Others.")
    shelf.reader.before = lambda path: path.unlink() if path.name == "a.md" else None
    shelf.create()
    assert shelf.states() == {"a.md": "missing", "b.md": "read"}
    assert shelf.files()["a.md"].error


def test_a_file_that_changes_while_it_is_read_is_read_again(shelf: Shelf) -> None:
    path = shelf.write("a.md", "Words.")

    def change(read: Path) -> None:
        os.utime(read, ns=(1, 1))

    shelf.reader.after = change
    shelf.create()
    assert shelf.states() == {"a.md": "failed"}
    assert shelf.files()["a.md"].kind == "document_changed"
    shelf.reader.after = lambda _path: None
    path.write_text("Words that stay.", "utf-8")
    shelf.collections.open(shelf.state.collection.id)
    shelf.rest()
    assert shelf.states() == {"a.md": "read"}


def test_a_file_that_is_gone_is_missing_but_still_searched(shelf: Shelf) -> None:
    path = shelf.write("a.md", "Words of pelicans.")
    shelf.write("b.md", "Others.")
    shelf.create()
    path.unlink()
    shelf.refresh()
    assert shelf.states() == {"a.md": "missing", "b.md": "read"}
    number = shelf.state.collection.id
    documents = shelf.desk.from_library(lambda library: library.collections.documents([number]))
    assert len(documents) == 2
    path.write_text("Words of pelicans.", "utf-8")
    shelf.refresh()
    assert shelf.states() == {"a.md": "read", "b.md": "read"}


def test_a_folder_that_is_gone_keeps_what_was_read(shelf: Shelf) -> None:
    shelf.write("in/a.md", "Words.")
    shelf.create(str(shelf.folder / "in"))
    (shelf.folder / "in").rename(shelf.folder / "moved")
    shelf.refresh()
    assert shelf.states()["in/a.md"] == "missing"
    (shelf.folder / "moved").rename(shelf.folder / "in")
    shelf.refresh()
    assert shelf.states() == {"in/a.md": "read"}


def test_a_loop_of_links_is_walked_once(shelf: Shelf) -> None:
    shelf.write("in/a.md", "Words.")
    (shelf.folder / "in" / "again").symlink_to(shelf.folder, target_is_directory=True)
    (shelf.folder / "in" / "self.md").symlink_to(shelf.folder / "in" / "self.md")
    shelf.create()
    assert shelf.states()["in/a.md"] == "read"
    assert shelf.state.read == 1


def test_too_many_files_are_limited_with_a_sentence(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collection_upkeep, "MOST_FILES", 3)
    for number in range(5):
        shelf.write(f"{number}.md", f"Words {number}.")
    shelf.create()
    assert shelf.state.read == 3
    assert [error.kind for error in shelf.errors] == ["document_limit"]
    assert "more than 3 documents" in shelf.errors[0].text


def test_a_full_disk_ends_the_round_with_a_sentence(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    from assistant.storage.documents import SqliteDocuments

    def full(*_arguments: object) -> None:
        raise UserError("disk_full", "The disk is full.")

    keep = SqliteDocuments.keep_document
    monkeypatch.setattr(SqliteDocuments, "keep_document", full)
    shelf.write("a.md", "Words.")
    shelf.write("b.md", "Others.")
    shelf.create()
    assert [error.kind for error in shelf.errors] == ["disk_full"]
    assert shelf.states() == {"a.md": "waiting", "b.md": "waiting"}
    monkeypatch.setattr(SqliteDocuments, "keep_document", keep)
    shelf.refresh()
    assert shelf.states() == {"a.md": "read", "b.md": "read"}


# what a person does with them


def test_a_paused_collection_waits(shelf: Shelf) -> None:
    for number in range(4):
        shelf.write(f"{number}.md", f"Words {number}.")
    stopped, gate = threading.Event(), threading.Event()

    def hold(path: Path) -> None:
        if path.name == "1.md":
            stopped.set()
            gate.wait(20)

    shelf.reader.before = hold
    shelf.collections.create("", [str(shelf.folder)])
    shelf.until(stopped.is_set)
    number = shelf.state.collection.id
    shelf.collections.set_paused(number, True)
    gate.set()
    shelf.rest()
    shelf.refresh()
    assert shelf.state.collection.paused
    assert shelf.states() == {
        "0.md": "read",
        "1.md": "waiting",
        "2.md": "waiting",
        "3.md": "waiting",
    }
    assert shelf.state.work == ""
    shelf.collections.set_paused(number, False)
    shelf.until(lambda: shelf.state.read == 4)
    assert shelf.reader.read_names.count("0.md") == 1


def test_what_is_done_is_told(shelf: Shelf) -> None:
    for number in range(6):
        shelf.write(f"{number}.md", f"Words {number}. " * 200)
    seen: list[CollectionState] = []
    shelf.collections.changed.connect(lambda: seen.extend(shelf.collections.states))
    shelf.create()
    reading = [state for state in seen if state.work == "reading"]
    assert {state.current for state in reading} & {f"{number}.md" for number in range(6)}
    assert any(state.seconds_left is not None for state in reading)
    assert seen[-1].work == ""


def test_the_files_of_an_opened_collection_are_followed(shelf: Shelf) -> None:
    shelf.write("a.md", "Words.")
    shelf.create()
    assert shelf.collections.files == []
    shelf.write("b.md", "Others.")
    shelf.collections.open(shelf.state.collection.id)
    shelf.rest()
    assert [(Path(file.path).name, file.state) for file in shelf.collections.files] == [
        ("a.md", "read"),
        ("b.md", "read"),
    ]
    shelf.collections.open(None)
    assert shelf.collections.files == []


def test_roots_come_and_go(shelf: Shelf) -> None:
    shelf.write("one/a.md", "Words.")
    shelf.write("two/b.md", "Others.")
    shelf.create(str(shelf.folder / "one"))
    number = shelf.state.collection.id
    shelf.collections.add_roots(number, [str(shelf.folder / "two")])
    shelf.until(lambda: shelf.state.read == 2)
    shelf.collections.remove_root(number, str(shelf.folder / "one"))
    shelf.until(lambda: list(shelf.states()) == ["two/b.md"])
    with shelf.desk.qtbot.waitSignal(shelf.collections.listed):
        shelf.collections.rename(number, " Letters ")
    assert shelf.state.collection.name == "Letters"


def test_deleting_can_be_undone_without_reading_again(shelf: Shelf) -> None:
    shelf.write("a.md", "Words.")
    shelf.create()
    with shelf.desk.qtbot.waitSignal(shelf.collections.deleted) as deleted:
        shelf.collections.delete(shelf.state.collection.id)
    assert shelf.collections.states == []
    shelf.reader.read_names.clear()
    shelf.collections.restore(deleted.args[0])
    shelf.until(lambda: shelf.collections.states and shelf.state.read == 1)
    assert shelf.reader.read_names == []
    assert shelf.state.collection == deleted.args[0], "conversations know it by its id"


def test_kept_documents_are_listed_and_forgotten(shelf: Shelf) -> None:
    shelf.write("a.md", "Words of pelicans.")
    shelf.create()
    with shelf.desk.qtbot.waitSignal(shelf.collections.documents_changed):
        shelf.collections.load_kept()
    (document,) = shelf.collections.documents
    assert document.name == "a.md"
    with shelf.desk.qtbot.waitSignal(shelf.collections.documents_changed):
        shelf.collections.delete_document(document.sha256)
    assert shelf.collections.documents == []
    assert shelf.found("pelicans") == []
    assert shelf.state.read == 0


# by meaning


def test_passages_get_vectors_in_the_background(open_shelf: OpenShelf) -> None:
    shelf = open_shelf(embeds=True)
    shelf.write("a.md", "\n\n".join(f"Paragraph {n}. " * 40 for n in range(30)))
    shelf.create()
    state = shelf.state
    assert state.embedded == state.passages > 1
    embeds = shelf.desk.asked(Embed)
    assert embeds
    assert {command.priority for command in embeds} == {1}
    shelf.refresh()
    assert len(shelf.desk.asked(Embed)) == len(embeds)


def test_a_model_that_goes_in_the_middle_leaves_the_words(open_shelf: OpenShelf) -> None:
    shelf = open_shelf(embeds=True)
    shelf.write("a.md", "\n\n".join(f"Paragraph {n} of pelicans. " * 40 for n in range(60)))
    shelf.desk.inference.event_received.connect(
        lambda event: shelf.desk.inference.submit(Unload()) if hasattr(event, "vectors") else None
    )
    shelf.create()
    assert shelf.found("pelicans")
    assert shelf.state.read == 1
    assert shelf.errors == []


def test_without_a_model_nothing_is_embedded(shelf: Shelf) -> None:
    shelf.write("a.md", "Words.")
    shelf.create()
    assert (shelf.state.embedded, shelf.state.passages) == (0, 0)
    assert shelf.desk.asked(Embed) == []
