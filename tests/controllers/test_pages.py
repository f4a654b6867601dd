"""Pages as they are shown: real PDFs, real reading processes, a real library."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from assistant import compose
from assistant.controllers.pages import MOST_CHARACTERS, PageDrawer, PagePlace, ShownPage
from assistant.core.document_text import ExtractedText
from assistant.core.errors import UserError
from assistant.core.grounding import DocumentRef
from assistant.documents.extractor import Extractor
from assistant.paths import app_paths, child_command
from assistant.workers.library_thread import LibraryThread
from assistant.workers.task_pool import TaskPool
from tests.documents.pdf_making import LEFT, PdfWriter

WIDTH = 600
LOCK = "pw"
WAIT = 30_000


class Shelf:
    """A library, a reader, and the drawer on top of them."""

    def __init__(self, qtbot: QtBot, home: Path) -> None:
        paths = app_paths(home)
        paths.create()
        compose.make_store(paths).close()
        self.qtbot = qtbot
        self.reader = Extractor(child_command("extract-child"))
        self.library = LibraryThread(lambda: compose.make_library(paths))
        self.pool = TaskPool()
        self.drawer = PageDrawer(self.reader, self.library, self.pool)
        self.library.start()

    def close(self) -> None:
        self.drawer.stop()
        self.reader.close()
        self.pool.stop()
        self.library.stop()

    def keep(self, text: ExtractedText, path: str = "") -> DocumentRef:
        kept: list[object] = []
        self.library.submit(lambda store: store.documents.keep_document(text, path), kept.append)
        self.qtbot.waitUntil(lambda: bool(kept))
        return DocumentRef(
            sha256=text.sha256,
            name=text.name,
            path=path,
            pages=text.pages,
            characters=len(text.text),
        )

    def read(self, path: Path, password: str = "") -> tuple[DocumentRef, ExtractedText]:
        text = self.reader.read(path, password=password)
        return self.keep(text, str(path)), text

    def show(self, place: PagePlace) -> ShownPage:
        with self.qtbot.waitSignal(self.drawer.shown, timeout=WAIT) as shown:
            self.drawer.show(place, WIDTH)
        return shown.args[0]


@pytest.fixture
def shelf(qtbot: QtBot, tmp_path: Path) -> Iterator[Shelf]:
    made = Shelf(qtbot, tmp_path / "home")
    yield made
    made.close()


def two_pages(path: Path, second: str = "The needle lies here.", password: str = "") -> Path:
    writer = PdfWriter(password=password)
    writer.lines(["The first page says little.", "Nothing of interest."])
    writer.page()
    writer.lines([second, "And the page goes on."])
    writer.page()
    return writer.save(path)


def span(text: ExtractedText, words: str) -> tuple[int, int]:
    start = text.text.index(words)
    return start, start + len(words)


def test_a_page_is_drawn_with_its_passage(shelf: Shelf, tmp_path: Path) -> None:
    ref, text = shelf.read(two_pages(tmp_path / "two.pdf"))
    shown = shelf.show(PagePlace(document=ref, page=2, spans=(span(text, "needle lies"),)))
    assert (shown.page, shown.pages, shown.note) == (2, 2, "")
    assert shown.drawn is not None
    assert shown.drawn.width == WIDTH
    ((rect,),) = shown.drawn.highlights
    assert rect[0] > LEFT * WIDTH / 595
    (begin, end) = shown.spans[0]
    assert shown.text[begin:end] == "needle lies"


def test_without_a_page_the_passage_says_which(shelf: Shelf, tmp_path: Path) -> None:
    ref, text = shelf.read(two_pages(tmp_path / "two.pdf"))
    assert shelf.show(PagePlace(document=ref, spans=(span(text, "needle"),))).page == 2
    assert shelf.show(PagePlace(document=ref)).page == 1
    assert shelf.show(PagePlace(document=ref, page=99)).page == 2


def test_a_passage_over_two_pages_is_cut_to_each(shelf: Shelf, tmp_path: Path) -> None:
    ref, text = shelf.read(two_pages(tmp_path / "two.pdf"))
    across = ((span(text, "of interest")[0], span(text, "The needle")[1]),)
    first = shelf.show(PagePlace(document=ref, page=1, spans=across))
    second = shelf.show(PagePlace(document=ref, page=2, spans=across))
    assert first.text[slice(*first.spans[0])].strip() == "of interest."
    assert second.text[slice(*second.spans[0])] == "The needle"
    assert first.drawn is not None
    assert second.drawn is not None


def test_only_the_last_request_is_told_of(shelf: Shelf, tmp_path: Path) -> None:
    ref, _text = shelf.read(two_pages(tmp_path / "two.pdf"))
    told: list[ShownPage] = []
    shelf.drawer.shown.connect(told.append)
    for page in (1, 2, 1, 2):
        shelf.drawer.show(PagePlace(document=ref, page=page), WIDTH)
    shelf.qtbot.waitUntil(lambda: bool(told), timeout=WAIT)
    shelf.pool.stop()
    QCoreApplication.sendPostedEvents()
    assert [shown.page for shown in told] == [2]


def test_a_file_that_is_gone_leaves_its_text(shelf: Shelf, tmp_path: Path) -> None:
    path = two_pages(tmp_path / "gone.pdf")
    ref, text = shelf.read(path)
    path.unlink()
    shown = shelf.show(PagePlace(document=ref, page=2, spans=(span(text, "needle"),)))
    assert shown.drawn is None
    assert shown.note.startswith("The file is not where it was any more.")
    assert shown.text[slice(*shown.spans[0])] == "needle"


@pytest.mark.parametrize("spans", [True, False])
def test_a_file_that_has_changed_leaves_its_text(shelf: Shelf, tmp_path: Path, spans: bool) -> None:
    path = two_pages(tmp_path / "changed.pdf")
    ref, text = shelf.read(path)
    two_pages(path, "Something else entirely stands here now, in other words.")
    marked = (span(text, "needle"),) if spans else ()
    shown = shelf.show(PagePlace(document=ref, page=2, spans=marked))
    assert shown.drawn is None
    assert shown.note.startswith("The file has changed since it was read.")
    assert "needle" in shown.text


def test_recognised_text_is_not_taken_for_a_changed_file(shelf: Shelf, tmp_path: Path) -> None:
    path = two_pages(tmp_path / "scan.pdf")
    text = shelf.reader.read(path)
    recognised = "Other words, as a machine read them from the picture."
    ref = shelf.keep(
        ExtractedText(
            name=text.name, format="pdf", sha256=text.sha256, text=recognised, page_starts=(0,)
        ),
        str(path),
    )
    shown = shelf.show(PagePlace(document=ref, page=1, spans=((0, 11),)))
    assert shown.drawn is not None
    assert not any(shown.drawn.highlights)
    assert "recognised from its picture" in shown.note


def test_a_protected_file_leaves_its_text(shelf: Shelf, tmp_path: Path) -> None:
    ref, _text = shelf.read(two_pages(tmp_path / "closed.pdf", password=LOCK), LOCK)
    shown = shelf.show(PagePlace(document=ref, page=2))
    assert shown.drawn is None
    assert shown.note.startswith("The file is protected by a password.")
    assert "needle" in shown.text


def test_a_text_without_pages_is_shown_around_the_passage(shelf: Shelf) -> None:
    lines = "".join(f"Line {number} of a long text.\n" for number in range(4000))
    ref = shelf.keep(ExtractedText(name="long.txt", format="text", sha256="f" * 64, text=lines))
    start = lines.index("Line 3000 ")
    shown = shelf.show(PagePlace(document=ref, spans=((start, start + 9),)))
    assert (shown.drawn, shown.page, shown.pages, shown.note) == (None, 0, 0, "")
    assert shown.text[slice(*shown.spans[0])] == "Line 3000"
    assert len(shown.text) <= MOST_CHARACTERS
    assert shown.text.startswith("Line ")
    assert shelf.show(PagePlace(document=ref)).text.startswith("Line 0 ")


def test_what_is_not_in_the_library(shelf: Shelf) -> None:
    ref = DocumentRef(sha256="0" * 64, name="never.pdf", path="/never.pdf")
    with shelf.qtbot.waitSignal(shelf.drawer.failed) as failed:
        shelf.drawer.show(PagePlace(document=ref), WIDTH)
    error = failed.args[0]
    assert isinstance(error, UserError)
    assert (error.kind, error.text) == (
        "not_found",
        "“never.pdf” is not in the library any more.",
    )
