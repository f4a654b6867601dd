"""Documents that are kept are taken without reading their files again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from assistant import compose
from assistant.controllers.reading import DocumentReading
from assistant.core.document_text import ExtractedText
from assistant.core.errors import UserError
from assistant.core.grounding import DocumentRef
from assistant.paths import app_paths
from assistant.workers.library_thread import LibraryThread
from assistant.workers.task_pool import TaskPool

KEPT = "a" * 64


class Reader:
    """Finds what is named and reads one text, and remembers that it was asked."""

    def __init__(self) -> None:
        self.asked: list[Path] = []

    def read(self, path: Path, **_how: object) -> ExtractedText:
        self.asked.append(path)
        return ExtractedText(name=path.name, format="txt", sha256="b" * 64, text="Read again.")


class Table:
    """A reading on a real library that keeps one document."""

    def __init__(self, qtbot: QtBot, home: Path) -> None:
        paths = app_paths(home)
        paths.create()
        self.qtbot = qtbot
        self.reader = Reader()
        self.library = LibraryThread(lambda: compose.make_library(paths))
        self.pool = TaskPool()
        self.reading = DocumentReading(self.reader, self.library, self.pool)  # type: ignore[arg-type]
        self.library.start()
        text = ExtractedText(
            name="a.pdf", format="pdf", sha256=KEPT, text="Kept.", page_starts=(0,)
        )
        self.library.submit(lambda store: store.documents.keep_document(text, "/x/a.pdf"))

    def wait(self, act: Callable[[], object]) -> None:
        with self.qtbot.waitSignal(self.reading.finished):
            act()


@pytest.fixture
def table(qtbot: QtBot, tmp_path: Path) -> Iterator[Table]:
    made = Table(qtbot, tmp_path / "home")
    yield made
    made.pool.stop()
    made.library.stop()


def reference(sha256: str, path: str = "/x/a.pdf") -> DocumentRef:
    return DocumentRef(sha256=sha256, name="a.pdf", path=path)


def test_a_kept_document_is_taken_as_it_is(table: Table) -> None:
    table.wait(lambda: table.reading.add_documents([reference(KEPT), reference(KEPT)]))
    assert table.reader.asked == []
    (document,) = table.reading.documents()
    assert document == DocumentRef(
        sha256=KEPT, name="a.pdf", path="/x/a.pdf", pages=1, characters=5
    )
    assert [text.text for text in table.reading.texts()] == ["Kept."]


def test_one_that_is_not_kept_any_more_can_be_read_from_its_file(table: Table) -> None:
    table.wait(lambda: table.reading.add_documents([reference("c" * 64)]))
    (file,) = table.reading.files
    assert file.phase == "failed"
    assert isinstance(file.error, UserError) and file.error.kind == "not_found"
    table.wait(lambda: table.reading.retry(file.number))
    assert table.reader.asked == [Path("/x/a.pdf")]
    assert [text.text for text in table.reading.texts()] == ["Read again."]


def test_one_that_was_left_out_meanwhile_does_not_come_back(table: Table) -> None:
    table.reading.add_documents([reference(KEPT)])
    table.wait(table.reading.clear)
    done: list[bool] = []
    table.library.submit(lambda _store: True, done.append)
    table.qtbot.waitUntil(lambda: bool(done))
    assert table.reading.files == []
