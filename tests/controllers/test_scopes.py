"""What a conversation is answered from: documents that arrive, collections, other conversations."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant import compose
from assistant.controllers.reading import DocumentReading
from assistant.controllers.scopes import ScopeKeeper
from assistant.core.errors import UserError
from assistant.core.grounding import DocumentRef
from assistant.documents.extractor import Extractor
from assistant.storage.library import SqliteLibrary
from tests.controllers.conftest import Desk, MakeDesk


class Reader:
    """The real extractor; `gate` can hold it up."""

    def __init__(self, extractor: Extractor) -> None:
        self.gate = threading.Event()
        self.gate.set()
        self.began: list[str] = []
        self._extractor = extractor

    def __getattr__(self, name: str) -> Any:
        return getattr(self._extractor, name)

    def read(self, path: Path, **options: Any) -> Any:
        self.began.append(path.name)
        self.gate.wait(20)
        return self._extractor.read(path, **options)


class Keeper:
    def __init__(self, desk: Desk, reader: Reader, folder: Path) -> None:
        self.desk = desk
        self.reader = reader
        self.folder = folder
        self.scopes = ScopeKeeper(
            lambda: DocumentReading(reader, desk.library, desk.pool),  # type: ignore[arg-type]
            desk.chat,
            desk.library,  # type: ignore[arg-type]
        )
        self.errors: list[UserError] = []
        self.scopes.refused.connect(self.errors.append)

    def write(self, name: str, words: str) -> str:
        path = self.folder / name
        path.write_text(words, "utf-8")
        return str(path)

    def until(self, condition: Callable[[], object]) -> None:
        self.desk.qtbot.waitUntil(lambda: bool(condition()))

    def names(self) -> list[str]:
        return [document.name for document in self.scopes.documents]


@pytest.fixture
def keeper(make_desk: MakeDesk, tmp_path: Path) -> Iterator[Keeper]:
    extractor = compose.make_extractor()
    desk = make_desk("It is “1,200 euros” [1].")
    desk.open_library()
    desk.choose_model()
    desk.open_new()
    keeper = Keeper(desk, Reader(extractor), tmp_path)
    yield keeper
    keeper.reader.gate.set()
    keeper.scopes.reading.clear()
    extractor.close()


def test_a_document_joins_once_it_is_indexed(keeper: Keeper) -> None:
    keeper.scopes.add_paths([keeper.write("lease.md", "The deposit is 1,200 euros.")])
    assert keeper.names() == []
    keeper.until(lambda: keeper.names() == ["lease.md"])
    keeper.until(lambda: keeper.scopes.reading.files == [])
    sha256 = keeper.scopes.documents[0].sha256
    assert keeper.desk.from_library(lambda library: library.passages.document_id(sha256))
    answer = keeper.desk.say("What is the deposit?")
    assert answer.text == "It is “1,200 euros” [1]."
    assert keeper.names() == ["lease.md"]  # the conversation that began keeps it


def test_what_cannot_be_read_stays_with_its_reason(keeper: Keeper) -> None:
    keeper.scopes.add_paths([keeper.write("a.md", "Words."), keeper.write("b.md", " ")])
    keeper.until(lambda: keeper.names() == ["a.md"])
    keeper.until(lambda: not keeper.scopes.reading.busy)
    (file,) = keeper.scopes.reading.files
    assert (file.name, file.phase) == ("b.md", "failed")


def test_a_text_is_a_document_too(keeper: Keeper) -> None:
    keeper.scopes.add_text("The deposit is 1,200 euros.", "Note")
    keeper.until(lambda: len(keeper.scopes.documents) == 1)
    assert keeper.scopes.documents[0].place.startswith("text:")


def test_documents_leave_and_all_can_be_cleared(keeper: Keeper) -> None:
    one, two = (DocumentRef(sha256=name, name=name) for name in ("one", "two"))
    keeper.scopes.add_documents([one, two, one])
    assert keeper.names() == ["one", "two"]
    keeper.scopes.remove_document("one")
    assert keeper.names() == ["two"]
    keeper.scopes.clear()
    assert not keeper.desk.chat.scope


def test_collections_are_known_by_name_and_leave_when_deleted(keeper: Keeper) -> None:
    made = keeper.desk.from_library(lambda library: library.collections.create("Flat", []))
    keeper.scopes.add_collection(made.id)
    keeper.until(lambda: [each.name for each in keeper.scopes.collections] == ["Flat"])
    keeper.desk.from_library(lambda library: library.collections.rename(made.id, "House"))
    keeper.scopes.refresh()
    keeper.until(lambda: [each.name for each in keeper.scopes.collections] == ["House"])
    keeper.desk.from_library(lambda library: library.collections.delete(made.id))
    keeper.scopes.refresh()
    keeper.until(lambda: not keeper.desk.chat.scope)
    keeper.scopes.add_collection(7)
    keeper.scopes.remove_collection(7)
    assert keeper.desk.chat.scope.collections == ()


def test_what_is_on_its_way_waits_for_its_own_conversation(keeper: Keeper) -> None:
    first = keeper.desk.say("Hello").conversation_id
    keeper.reader.gate.clear()
    keeper.scopes.add_paths([keeper.write("lease.md", "The deposit is 1,200 euros.")])
    keeper.until(lambda: keeper.reader.began)
    keeper.desk.open_new()
    keeper.reader.gate.set()
    second = keeper.desk.say("Hello again").conversation_id
    assert second != first
    assert keeper.scopes.reading.files == []
    assert keeper.names() == []
    keeper.desk.open(first)
    keeper.until(lambda: keeper.names() == ["lease.md"])
    keeper.desk.open(second)
    assert keeper.names() == []


def test_a_reading_goes_on_when_the_conversation_begins(keeper: Keeper) -> None:
    keeper.reader.gate.clear()
    keeper.scopes.add_paths([keeper.write("lease.md", "The deposit is 1,200 euros.")])
    keeper.until(lambda: keeper.reader.began)
    keeper.desk.say("Hello")
    keeper.reader.gate.set()
    keeper.until(lambda: keeper.names() == ["lease.md"])
    assert keeper.desk.chat.conversation_id is not None


def test_a_folder_without_documents_is_refused(keeper: Keeper) -> None:
    (keeper.folder / "empty").mkdir()
    keeper.scopes.add_paths([str(keeper.folder / "empty")])
    keeper.until(lambda: keeper.errors)
    assert keeper.errors[0].kind == "unsupported_document"


class FixedEmbedding:
    """An embedding model that is in memory."""

    key = "scripted:embed:1"

    def ensure(self, done: Callable[[str], None], _failed: object = None) -> None:
        done(self.key)


def test_a_long_document_gets_its_vectors_before_anybody_asks(keeper: Keeper) -> None:
    keeper.scopes._embedding = FixedEmbedding()  # type: ignore[assignment]
    keeper.desk.load_embedder()
    lines = [f"Paragraph {number} is about pelicans and herons." for number in range(400)]
    words = "\n\n".join(lines)
    keeper.scopes.add_paths([keeper.write("birds.md", words)])
    keeper.until(keeper.names)
    sha256 = keeper.scopes.documents[0].sha256

    def lacking() -> int:
        def count(library: SqliteLibrary) -> int:
            number = library.passages.document_id(sha256)
            assert number is not None
            return len(library.passages.without_vectors(number, FixedEmbedding.key))

        return keeper.desk.from_library(count)

    keeper.until(lambda: lacking() == 0)
