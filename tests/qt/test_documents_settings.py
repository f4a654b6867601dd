"""The settings of documents: the embedding model, OCR, what is kept and forgetting it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import pytest
from pytestqt.qtbot import QtBot

from assistant import compose
from assistant.controllers.notices import Notices
from assistant.controllers.preferences import Preferences
from assistant.core.document_ports import LibraryStore
from assistant.core.document_text import ExtractedText
from assistant.core.errors import UserError
from assistant.core.settings import Settings
from assistant.paths import app_paths
from assistant.ui.settings.documents_page import DocumentSettingsPage, language_names
from assistant.ui.style import style_sheet
from assistant.ui.theme.theme import Theme
from assistant.workers.library_thread import LibraryThread
from assistant.workers.task_pool import TaskPool
from tests.fakes import MemorySettings
from tests.qt.library_desk import FakeCollections, collection


@dataclass
class Reader:
    """Knows only what can be recognised."""

    installed: bool = True
    languages: tuple[str, ...] = ("eng", "chi_sim", "chi_tra_vert")

    def can_recognise(self) -> bool:
        return self.installed

    def recognised_languages(self) -> tuple[str, ...]:
        return self.languages


class Desk:
    """The page on a real library."""

    def __init__(self, qtbot: QtBot, home: Path) -> None:
        self.qtbot = qtbot
        paths = app_paths(home)
        paths.create()
        self.paths = paths
        self.pool = TaskPool()
        self.library = LibraryThread(lambda: compose.make_library(paths))
        self.library.start()
        self.collections = FakeCollections()
        self.notices = Notices()
        self.reader = Reader()
        self.settings = MemorySettings()
        self.preferences = Preferences(Settings(), self.settings, self.pool)
        self.theme = Theme(mode="light")
        self.page: DocumentSettingsPage = None  # type: ignore[assignment]

    def show(self) -> DocumentSettingsPage:
        self.page = DocumentSettingsPage(
            SimpleNamespace(  # type: ignore[arg-type]
                library=self.library,
                collections=self.collections,
                reader=self.reader,
                pool=self.pool,
                preferences=self.preferences,
                notices=self.notices,
                paths=self.paths,
            ),
            self.theme,
        )
        self.qtbot.addWidget(self.page)
        self.page.setStyleSheet(style_sheet(self.theme))
        self.page.setPalette(self.theme.qt_palette())
        self.page.resize(560, 520)
        self.page.show()
        self.qtbot.waitUntil(lambda: bool(self.page.kept.text() and self.page.ocr.text()))
        return self.page

    def keep(self, *texts: str) -> None:
        """Have documents, and a collection, in the library."""

        def keep(store: LibraryStore) -> None:
            for number, text in enumerate(texts):
                sha256 = f"{number:064x}"
                given = ExtractedText(name=f"{number}.txt", format="txt", sha256=sha256, text=text)
                store.documents.keep_document(given, f"/x/{number}.txt")
            store.collections.create("Papers", ["/x"])

        self.wait(keep)

    def kept(self) -> tuple[int, int]:
        """How many documents and collections there are."""
        counts: list[tuple[int, int]] = []

        def count(store: LibraryStore) -> tuple[int, int]:
            return len(store.documents.list_documents()), len(store.collections.list_collections())

        self.library.submit(count, counts.append)
        self.qtbot.waitUntil(lambda: bool(counts))
        return counts[0]

    def wait(self, work: object) -> None:
        done: list[object] = []
        self.library.submit(work, lambda _result: done.append(True))  # type: ignore[arg-type]
        self.qtbot.waitUntil(lambda: bool(done))


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(qtbot, tmp_path / "home")
    yield desk
    desk.pool.stop()
    desk.library.stop()


def test_the_embedding_model_is_chosen(desk: Desk) -> None:
    page = desk.show()
    assert page.embedding.currentText() == "automatic"
    assert "Without one" in page.embedding.accessibleDescription()
    page.embedding.choose("none")
    assert desk.preferences.settings.documents.embedding_model == "none"
    page.set_embedding_model("/models/bge-small-en.gguf")
    assert desk.preferences.settings.documents.embedding_model == "/models/bge-small-en.gguf"
    assert page.embedding.currentText() == "bge-small-en"
    page.embedding.choose("")
    assert desk.preferences.settings.documents.embedding_model == ""
    assert page.embedding.count() == 2
    desk.qtbot.waitUntil(lambda: desk.settings.kept == desk.preferences.settings)


@pytest.mark.parametrize(
    ("installed", "languages", "words"),
    [
        (True, ("eng", "deu", "chi_sim"), ("English", "German", "Chinese (simplified)")),
        (True, (), ("without a language",)),
        (False, (), ("not installed",)),
    ],
)
def test_it_says_whether_scanned_pages_can_be_read(
    desk: Desk, installed: bool, languages: tuple[str, ...], words: tuple[str, ...]
) -> None:
    desk.reader.installed, desk.reader.languages = installed, languages
    text = desk.show().ocr.text()
    assert all(word in text for word in words)


def test_languages_are_named_once() -> None:
    assert language_names(("spa", "spa_old", "equ", "chi_tra", "chi_tra_vert")) == [
        "Spanish",
        "equ",
        "Chinese (traditional)",
    ]


def test_everything_is_forgotten_only_when_that_is_confirmed(desk: Desk) -> None:
    desk.keep("One text.", "Another one.", "A third.")
    desk.collections.put(collection(1, "Papers", total=3, read=3))
    page = desk.show()
    assert page.kept.text() == "3 document(s), 29 characters of text"
    assert str(desk.paths.database) in page.place.text()
    page.forget.click()
    assert page.question.isVisible()
    page.question.buttons[-1].click()
    assert desk.kept() == (3, 1)
    page.forget.click()
    forgotten: list[tuple[int, int]] = []
    page._care.forgetting.connect(lambda done, total: forgotten.append((done, total)))
    page.question.buttons[0].click()
    assert not page.forget.isEnabled()
    desk.qtbot.waitUntil(lambda: page.kept.text() == "No document is kept.")
    assert forgotten == [(1, 3), (2, 3), (3, 3)]
    assert desk.kept() == (0, 0)
    assert desk.collections.states[0].collection.paused  # it was not read meanwhile


def test_without_documents_there_is_nothing_to_forget(desk: Desk) -> None:
    page = desk.show()
    assert page.kept.text() == "No document is kept."
    assert not page.forget.isEnabled()


def test_a_failure_is_told_and_the_rest_is_forgotten(desk: Desk, monkeypatch) -> None:
    desk.keep("One text.", "Another one.")
    page = desk.show()
    broken = f"{0:064x}"

    def spoil(store: LibraryStore) -> None:
        real = store.documents.delete_document

        def delete(sha256: str) -> None:
            if sha256 == broken:
                raise UserError("disk_full", "The disk is full.")
            real(sha256)

        monkeypatch.setattr(store.documents, "delete_document", delete)

    desk.wait(spoil)
    page._care.forget_all()
    desk.qtbot.waitUntil(lambda: page.kept.text().startswith("1 document"))
    assert desk.notices.recent[-1].text == "The disk is full."
    assert page.forget.isEnabled()
