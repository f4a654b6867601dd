"""Documents that a person gives: real files, real reading processes, a real library."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from assistant import compose
from assistant.controllers.reading import MOST_FILES, DocumentReading, ReadingFile
from assistant.core.document_ports import FoundFiles
from assistant.core.document_text import ExtractedText
from assistant.core.errors import Cancelled, UserError
from assistant.documents.extractor import Extractor
from assistant.paths import app_paths, child_command
from assistant.workers.store_thread import StoreThread
from assistant.workers.task_pool import TaskPool
from tests.documents.pdf_making import LEFT, PdfWriter

WAIT = 30_000


class Table:
    """A reading on a real library."""

    def __init__(self, qtbot: QtBot, home: Path, reader: object) -> None:
        paths = app_paths(home)
        paths.create()
        compose.make_store(paths).close()
        self.qtbot = qtbot
        self.library = StoreThread(lambda: compose.make_library(paths))
        self.pool = TaskPool(threads=4)
        self.reading = DocumentReading(reader, self.library, self.pool)  # type: ignore[arg-type]
        self.refused: list[UserError] = []
        self.reading.refused.connect(self.refused.append)
        self.library.start()

    def wait(self, act: Callable[[], object]) -> list[ReadingFile]:
        """Do `act` and wait until nothing is read any more."""
        with self.qtbot.waitSignal(self.reading.finished, timeout=WAIT):
            act()
        return self.reading.files

    def kept(self) -> list[str]:
        found: list[list[str]] = []

        def names(library: object) -> list[str]:
            return sorted(d.name for d in library.documents.list_documents())  # type: ignore[attr-defined]

        self.library.submit(names, found.append)
        self.qtbot.waitUntil(lambda: bool(found))
        return found[0]

    def stop(self) -> None:
        self.reading.clear()
        self.pool.stop()
        self.library.stop()


@pytest.fixture(scope="module")
def extractor() -> Iterator[Extractor]:
    made = Extractor(child_command("extract-child"))
    yield made
    made.close()


@pytest.fixture
def table(qtbot: QtBot, tmp_path: Path, extractor: Extractor) -> Iterator[Table]:
    made = Table(qtbot, tmp_path / "home", extractor)
    yield made
    made.stop()


def write(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def phases(files: list[ReadingFile]) -> list[str]:
    return [file.phase for file in files]


def test_what_is_read_is_kept_in_the_order_in_which_it_was_given(
    table: Table, tmp_path: Path
) -> None:
    paths = [write(tmp_path, f"{name}.txt", f"Words of {name}.") for name in "cab"]
    files = table.wait(lambda: table.reading.add_paths(paths))
    assert phases(files) == ["read"] * 3
    documents = table.reading.documents()
    assert [document.name for document in documents] == ["c.txt", "a.txt", "b.txt"]
    assert [document.path for document in documents] == paths
    assert [text.text for text in table.reading.texts()] == [f"Words of {name}." for name in "cab"]
    assert [document.characters for document in documents] == [11, 11, 11]
    assert table.kept() == ["a.txt", "b.txt", "c.txt"]


def test_a_bad_file_says_why_and_the_others_are_read(table: Table, tmp_path: Path) -> None:
    picture = tmp_path / "p.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    paths = [
        str(tmp_path / "gone.txt"),
        write(tmp_path, "empty.txt", " \n "),
        str(picture),
        write(tmp_path, "good.txt", "Good words."),
    ]
    files = table.wait(lambda: table.reading.add_paths(paths))
    assert phases(files) == ["failed", "failed", "failed", "read"]
    errors = [file.error for file in files[:3]]
    assert [error.kind if error else "" for error in errors] == [
        "no_such_file",
        "empty_document",
        "unsupported_document",
    ]
    assert errors[0] is not None
    assert errors[0].text == (
        "“gone.txt” cannot be found: it was moved or deleted, or has another name."
    )


def test_a_failed_file_can_be_read_again(table: Table, tmp_path: Path) -> None:
    path = str(tmp_path / "late.txt")
    [file] = table.wait(lambda: table.reading.add_paths([path]))
    assert file.phase == "failed"
    write(tmp_path, "late.txt", "Here by now.")
    [file] = table.wait(lambda: table.reading.retry(file.number))
    assert (file.phase, file.error) == ("read", None)


def test_the_same_contents_are_there_once(table: Table, tmp_path: Path) -> None:
    one = write(tmp_path, "a.txt", "The same words.")
    other = write(tmp_path, "b.txt", "The same words.")
    files = table.wait(lambda: table.reading.add_paths([one, other]))
    assert len(files) == 1
    table.reading.add_paths([one])
    table.qtbot.waitUntil(lambda: not table.reading.busy)
    assert len(table.reading.files) == 1


def test_a_text_is_a_document_too(table: Table) -> None:
    table.wait(lambda: table.reading.add_text("First.\r\n\r\nSecond\nline.", "selection"))
    [text] = table.reading.texts()
    assert text.text == "First.\n\nSecond\nline."
    assert [text.text[b.start : b.end] for b in text.blocks] == ["First.", "Second\nline."]
    [document] = table.reading.documents()
    assert (document.name, document.path) == ("selection", "")
    assert document.place == f"text:{document.sha256}"
    assert table.kept() == ["selection"]


def test_a_text_without_a_name_has_its_first_words(table: Table) -> None:
    table.wait(lambda: table.reading.add_text("A long first line " * 9 + "\nand more"))
    [file] = table.reading.files
    assert file.name.startswith("A long first line A long")
    assert len(file.name) <= 48


def test_an_empty_text_says_so(table: Table) -> None:
    [file] = table.wait(lambda: table.reading.add_text(" \n\t"))
    assert file.error is not None
    assert file.error.kind == "empty_document"


def test_a_protected_file_waits_for_its_password(table: Table, tmp_path: Path) -> None:
    made = PdfWriter(password="open")  # noqa: S106 - of a test
    made.line("Locked words.", LEFT, 700)
    made.page()
    path = made.save(tmp_path / "locked.pdf")
    [file] = table.wait(lambda: table.reading.add_paths([str(path)]))
    assert (file.phase, file.document) == ("password", None)
    [file] = table.wait(lambda: table.reading.give_password(file.number, "wrong"))
    assert file.phase == "password"
    assert file.error is not None
    assert file.error.kind == "password_wrong"
    [file] = table.wait(lambda: table.reading.give_password(file.number, "open"))
    assert file.phase == "read"
    assert "Locked words." in table.reading.texts()[0].text


def test_folders_are_looked_through_and_an_empty_one_is_refused(
    table: Table, tmp_path: Path
) -> None:
    folder = tmp_path / "folder"
    (folder / "in").mkdir(parents=True)
    write(folder, "a.txt", "One.")
    write(folder / "in", "b.md", "Two.")
    write(folder, "c.jpg", "No document.")
    files = table.wait(lambda: table.reading.add_paths([str(folder)]))
    assert [file.name for file in files] == ["a.txt", "b.md"]
    (tmp_path / "empty").mkdir()
    table.wait(lambda: table.reading.add_paths([str(tmp_path / "empty")]))
    [error] = table.refused
    assert "no document in the folder" in error.text
    assert len(table.reading.files) == 2


def test_a_name_that_is_no_text_is_told_where_the_file_is_listed(
    table: Table, tmp_path: Path
) -> None:
    path = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    try:
        with open(path, "wb") as file:  # noqa: PTH123 - the name is bytes
            file.write(b"Some words.")
    except OSError:
        pytest.skip("this file system has names of text only")
    [read] = table.wait(lambda: table.reading.add_paths([os.fsdecode(path)]))
    assert read.phase == "failed"
    assert read.error is not None
    assert "characters that are no UTF-8" in read.error.text
    read.name.encode("utf-8")


def test_clear_stops_what_is_being_read_and_forgets_the_texts(table: Table, tmp_path: Path) -> None:
    paths = [write(tmp_path, f"{n}.txt", f"Words {n}.") for n in range(12)]
    table.reading.add_paths(paths)
    table.qtbot.waitUntil(lambda: "reading" in phases(table.reading.files), timeout=WAIT)
    with table.qtbot.waitSignal(table.reading.finished):
        table.reading.clear()
    assert (table.reading.files, table.reading.texts(), table.reading.busy) == ([], [], False)
    table.wait(lambda: table.reading.add_text("Afterwards."))
    assert [document.name for document in table.reading.documents()] == ["Afterwards."]


class _Reader:
    """Reads as the test says: many pieces of progress, or never ending until it is stopped."""

    def __init__(self) -> None:
        self.read_paths: list[str] = []
        self.cancelled: list[str] = []

    def find(self, named: object, limit: int, cancelled: object = None) -> FoundFiles:
        files = tuple(f"/x/{n}.txt" for n in range(limit + 5))
        return FoundFiles(files=files[:limit], truncated=True)

    def read(self, path: Path, **asked: object) -> ExtractedText:
        name = path.name
        self.read_paths.append(name)
        progress, cancelled = asked["progress"], asked["cancelled"]
        assert callable(progress)
        assert callable(cancelled)
        if name == "0.txt":
            while not cancelled():
                progress(0.5)
            self.cancelled.append(name)
            raise Cancelled
        for part in range(5000):
            progress(part / 5000)
        return ExtractedText(name=name, format="text", sha256=name * 8, text=f"Words of {name}")

    def can_recognise(self) -> bool:
        return False


def test_of_too_many_files_the_first_are_read_and_that_is_said(
    qtbot: QtBot, tmp_path: Path
) -> None:
    reader = _Reader()
    table = Table(qtbot, tmp_path / "home", reader)
    told: list[int] = []
    table.reading.changed.connect(lambda: told.append(1))
    table.reading.add_paths(["/x"])
    done = len
    qtbot.waitUntil(lambda: done(table.reading.documents()) == MOST_FILES - 1, timeout=WAIT)
    [error] = table.refused
    assert error.text.startswith(f"These are more than {MOST_FILES} documents")
    assert table.reading.files[0].phase == "reading"
    assert len(told) < 5 * MOST_FILES  # of a million pieces of progress
    number = table.reading.files[0].number
    with qtbot.waitSignal(table.reading.finished):
        table.reading.remove(number)
    qtbot.waitUntil(lambda: reader.cancelled == ["0.txt"])
    assert len(table.reading.files) == MOST_FILES - 1
    table.stop()
