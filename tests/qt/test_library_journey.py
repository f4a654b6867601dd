"""The library in the real window: real files, reading processes, database."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from assistant.core.collection import CollectionFile
from assistant.ui.documents.file_list import FileRole
from assistant.ui.documents.library_list import Key
from assistant.ui.documents.library_page import LibraryPage
from assistant.ui.settings.documents_page import DocumentSettingsPage
from tests.qt.conftest import Desk, OpenDesk


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three files, one of which cannot be read."""
    folder = tmp_path / "砚台 and ink"
    folder.mkdir()
    (folder / "notes.txt").write_text("An ink stone is washed after use.\n" * 20, encoding="utf-8")
    (folder / "清洗.md").write_text("# 清洗\n\n砚台用过之后要及时清洗。\n", encoding="utf-8")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\nthis is no PDF at all")
    return folder


def open_library(desk: Desk) -> LibraryPage:
    desk.trigger("mode_documents")
    page = desk.window.library_page
    desk.until(lambda: page._known and not page.panel._pause.isActive())
    return page


def create(desk: Desk, page: LibraryPage, folder: Path) -> None:
    """Make a collection of `folder` and wait until it is up to date."""
    desk.trigger("new_collection")
    page.details.new.add([str(folder)])
    page.details.new.create_button.click()
    desk.until(page.details.collection.isVisible)
    up_to_date(desk, page)


def up_to_date(desk: Desk, page: LibraryPage) -> None:
    def read() -> bool:
        states = desk.window.services.collections.states
        idle = bool(states) and all(not state.work for state in states)
        return idle and sum(s.read + s.failed for s in states) == sum(s.total for s in states) > 0

    desk.qtbot.waitUntil(read, timeout=60_000)  # a busy machine starts a process for each file
    desk.until(lambda: not page.panel._pause.isActive())
    desk.until(lambda: not page.details.collection._pause_files.isActive())


def shown_files(page: LibraryPage) -> dict[str, CollectionFile]:
    model = page.details.collection.model
    files = [model.index(row).data(FileRole.FILE) for row in range(model.rowCount())]
    return {Path(file.path).name: file for file in files}


def test_a_folder_becomes_a_collection(desk: Desk, folder: Path) -> None:
    page = open_library(desk)
    assert page.empty.isVisible()
    works: list[str] = []
    collections = desk.window.services.collections
    collections.changed.connect(lambda: works.extend(s.work for s in collections.states))
    create(desk, page, folder)
    assert "reading" in works
    view = page.details.collection
    assert view.title.full_text() == "砚台 and ink"
    assert view.facts.text() == "2 of 3 files searched  ·  1 could not be read"
    files = shown_files(page)
    assert {name: file.state for name, file in files.items()} == {
        "broken.pdf": "failed",
        "notes.txt": "read",
        "清洗.md": "read",
    }
    assert files["broken.pdf"].error
    view.problems.setChecked(True)
    assert list(shown_files(page)) == ["broken.pdf"]
    desk.until(lambda: len(page.panel.model.all_keys()) == 3)  # the documents are kept as well


def test_a_mended_file_is_read_when_one_looks_again(desk: Desk, folder: Path) -> None:
    page = open_library(desk)
    create(desk, page, folder)
    (folder / "broken.pdf").unlink()
    (folder / "more.txt").write_text("One more.", encoding="utf-8")
    page.details.collection.refresh_button.click()
    desk.until(lambda: "more.txt" in shown_files(page) and len(shown_files(page)) == 3)
    up_to_date(desk, page)
    assert shown_files(page)["more.txt"].state == "read"


def test_pausing_deleting_and_undoing(desk: Desk, folder: Path) -> None:
    page = open_library(desk)
    create(desk, page, folder)
    desk.until(lambda: len(page.panel.model.all_keys()) == 3)
    view = page.panel.view
    view.setFocus()
    desk.press(view, Qt.Key.Key_Space)
    desk.until(lambda: page.details.collection.work.text() == "Paused")
    desk.press(view, Qt.Key.Key_F2)
    page.details.collection.name.setText("Ink")
    desk.press(page.details.collection.name, Qt.Key.Key_Return)
    desk.until(lambda: page.details.collection.title.full_text() == "Ink")
    view.setFocus()
    desk.press(view, Qt.Key.Key_Delete)
    desk.until(lambda: all(key.kind == "document" for key in page.panel.model.all_keys()))
    desk.window.status_line.action.click()
    desk.until(lambda: any(key.kind == "collection" for key in page.panel.model.all_keys()))
    states = desk.window.services.collections.states
    assert [state.collection.name for state in states] == ["Ink"]
    assert states[0].collection.paused


def test_asking_a_collection_begins_a_conversation_about_it(desk: Desk, folder: Path) -> None:
    page = open_library(desk)
    create(desk, page, folder)
    number = int(page.panel.key.id)
    page.details.collection.ask_button.click()
    desk.until(lambda: desk.chat.scope.collections == (number,))
    assert desk.window.current_mode == "chat"
    assert desk.chat.conversation is None


def test_a_collection_is_asked_from_the_palette(desk: Desk, folder: Path) -> None:
    page = open_library(desk)
    create(desk, page, folder)
    number = int(page.panel.key.id)
    desk.trigger("palette")
    palette = desk.window._palette
    desk.qtbot.keyClicks(palette.list.field, "ask and ink")
    assert palette.list.texts()[0] == "Ask 砚台 and ink"
    desk.press(palette.list.field, Qt.Key.Key_Return)
    desk.until(lambda: desk.chat.scope.collections == (number,))


def test_a_document_is_read_and_forgotten(desk: Desk, folder: Path) -> None:
    page = open_library(desk)
    create(desk, page, folder)
    desk.until(lambda: len(page.panel.model.all_keys()) == 3)
    key = next(key for key in page.panel.model.all_keys() if key.kind == "document")
    page.panel.choose(key)
    view = page.details.document
    view.text_button.click()
    desk.until(lambda: bool(view.text.shown_text()))
    view.forget_button.click()
    view.question.buttons[0].click()
    desk.until(lambda: key not in page.panel.model.all_keys())


def test_what_is_kept_is_there_after_a_new_start(open_desk: OpenDesk, folder: Path) -> None:
    desk = open_desk()
    create(desk, open_library(desk), folder)
    desk = open_desk()
    page = open_library(desk)
    desk.until(lambda: page.panel.key is not None)
    up_to_date(desk, page)
    assert page.panel.key == Key(
        "collection", desk.window.services.collections.states[0].collection.id
    )
    assert page.details.collection.facts.text() == "2 of 3 files searched  ·  1 could not be read"


def test_everything_is_forgotten_from_the_settings(desk: Desk, folder: Path) -> None:
    page = open_library(desk)
    create(desk, page, folder)
    desk.window.show_settings("documents")
    dialog = desk.window._settings_dialog
    settings = dialog.findChild(DocumentSettingsPage)
    desk.until(settings.forget.isEnabled)
    settings.forget.click()
    settings.question.buttons[0].click()
    desk.until(lambda: settings.kept.text() == "No document is kept.")
    dialog.close()
    desk.until(page.empty.isVisible)
    assert sorted(path.name for path in folder.iterdir()) == ["broken.pdf", "notes.txt", "清洗.md"]


def test_a_kept_document_is_summarised_without_its_file(desk: Desk, folder: Path) -> None:
    page = open_library(desk)
    create(desk, page, folder)
    desk.until(lambda: len(page.panel.model.all_keys()) == 3)
    kept = {d.name: d for d in desk.window.services.collections.documents}
    (folder / "notes.txt").unlink()
    page.panel.choose(Key("document", kept["notes.txt"].sha256))
    page.details.document.summarise_button.click()
    planner = desk.window.services.planner
    desk.until(lambda: planner.phase == "ready")
    assert desk.window.current_mode == "chat"
    (document,) = planner.reading.documents()
    assert document.sha256 == kept["notes.txt"].sha256
    planner.discard()


def test_a_summary_is_found_again_and_wanted_once_more(desk: Desk, folder: Path) -> None:
    planner = desk.window.services.planner
    planner.add_paths([str(folder / "notes.txt")])
    desk.until(lambda: planner.phase == "ready")
    with desk.qtbot.waitSignal(desk.chat.reply_finished):
        planner.start()
    page = open_library(desk)
    desk.until(lambda: any(key.kind == "summary" for key in page.panel.model.all_keys()))
    (job,) = desk.window.services.collections.summaries
    page.panel.choose(Key("summary", job.id))
    view = page.details.summary
    assert view.title.full_text() == "notes.txt"
    assert "A plan is easy to **write**" in view.text.shown_text()
    view.continue_button.click()
    desk.until(lambda: planner.phase == "ready")
    assert planner.options == job.options
    planner.discard()
    desk.trigger("mode_documents")
    view.delete_button.click()
    view.question.buttons[0].click()
    desk.until(lambda: not desk.window.services.collections.summaries)


def test_files_over_the_library_are_not_taken_by_the_window(desk: Desk, folder: Path) -> None:
    page = open_library(desk)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(folder))])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, data, buttons, keys)
    QApplication.sendEvent(desk.window, entering)
    assert not entering.isAccepted()
    entering = QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, data, buttons, keys)
    QApplication.sendEvent(page, entering)
    assert entering.isAccepted()
    dropping = QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, buttons, keys)
    QApplication.sendEvent(page, dropping)
    assert page.details.new.roots.paths == (str(folder),)


def test_f2_renames_the_collection_wherever_the_cursor_is(desk: Desk, folder: Path) -> None:
    page = open_library(desk)
    create(desk, page, folder)
    view = page.details.collection
    view.files.setFocus()
    desk.trigger("rename")
    assert view.name.isVisible()
    view.name.setText("Ink")
    desk.press(view.name, Qt.Key.Key_Return)
    desk.until(lambda: view.title.full_text() == "Ink")
