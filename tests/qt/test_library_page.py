"""The library page: what it shows of collections, documents and summaries, and what it asks."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFileDialog,
    QLineEdit,
    QListView,
)
from pytestqt.qtbot import QtBot

from assistant.core.collection import CollectionFile
from assistant.core.errors import UserError
from assistant.core.summary_options import SummaryOptions
from assistant.ui.documents import library_words as words
from assistant.ui.documents.library_list import Key
from tests.qt.library_desk import LibraryDesk, collection, document, files, job

ANNUAL, MINUTES = "a" * 64, "b" * 64


@pytest.fixture
def empty(qtbot: QtBot) -> LibraryDesk:
    """A page with nothing in it."""
    desk = LibraryDesk(qtbot)
    desk.show()
    return desk


@pytest.fixture
def desk(qtbot: QtBot) -> LibraryDesk:
    """A page with two collections, two documents and two summaries."""
    desk = LibraryDesk(qtbot)
    fill(desk)
    desk.show()
    return desk


def fill(desk: LibraryDesk) -> None:
    collections = desk.collections
    collections.put(
        collection(1, "Contracts", total=12, read=12),
        collection(2, "Papers", total=1310, read=1204, failed=33),
    )
    collections.documents = [
        document(ANNUAL, "Annual report.pdf", 250),
        document(MINUTES, "Minutes.txt"),
    ]
    collections.summaries = [
        job(1, [ANNUAL], "Revenue **grew**. [p. 12]"),
        job(2, [ANNUAL, MINUTES], options=SummaryOptions(length="long"), passes_kept=4),
    ]
    collections.files_of = {2: files(2, 120)}


# --- what is shown ---------------------------------------------------------------------------


def test_an_empty_library_offers_four_things_that_work(empty: LibraryDesk) -> None:
    page = empty.page
    assert page.empty.isVisible()
    folder, _files, summarise, ask = page.empty.starters
    assert folder.hasFocus()
    summarise.click()
    ask.click()
    assert empty.triggered == ["summarise_files", "ask_files"]
    folder.click()
    assert page.details.creating
    dialog = page.findChild(QFileDialog)
    assert dialog is not None
    assert dialog.fileMode() is QFileDialog.FileMode.Directory
    dialog.fileSelected.emit("/home/ada/Papers")
    dialog.close()
    assert page.details.new.name.text() == "Papers"


def test_nothing_is_said_before_it_is_known_whether_there_is_anything(qtbot: QtBot) -> None:
    desk = LibraryDesk(qtbot)
    desk.collections.load_kept = lambda: None  # type: ignore[method-assign]
    desk.show()
    assert not desk.page.empty.isVisible()
    desk.collections.documents_changed.emit()
    desk.settle()
    assert desk.page.empty.isVisible()


def test_rows_stand_under_their_headings(desk: LibraryDesk) -> None:
    assert desk.texts() == [
        "Collections",
        "Contracts",
        "Papers",
        "Summaries",
        "Annual report.pdf",
        "Annual report.pdf and 1 more",
        "Documents",
        "Annual report.pdf",
        "Minutes.txt",
    ]
    assert desk.page.panel.key == Key("collection", 1)
    assert desk.page.details.collection.title.full_text() == "Contracts"


def test_every_row_says_what_it_is(desk: LibraryDesk) -> None:
    model = desk.page.panel.model
    spoken = [
        str(model.index(row).data(Qt.ItemDataRole.AccessibleTextRole))
        for row in range(model.rowCount())
    ]
    assert spoken[2].startswith("Collection Papers: ")
    assert "33 could not be read" in spoken[2]
    assert spoken[5].startswith("Summary of Annual report.pdf and 1 more: Stopped, ")
    assert spoken[7].startswith("Document Annual report.pdf: 250 page")
    file = desk.page.details.collection.model
    file.show_files(files(2, 8))
    said = str(file.index(7).data(Qt.ItemDataRole.AccessibleTextRole))
    assert said.startswith("report 00007.pdf: Could not be read. It holds pictures")


@pytest.mark.parametrize(
    ("fields", "counts", "work", "fraction"),
    [
        ({}, "No files", "", None),
        ({"total": 3, "read": 3}, "3 file(s) searched", "", None),
        (
            {"total": 10, "read": 4, "failed": 3, "missing": 1},
            "4 of 10 files searched  ·  3 could not be read  ·  1 not there any more",
            "",
            None,
        ),
        ({"work": "looking"}, "No files", "Looking for new and changed files", None),
        (
            {"total": 10, "read": 4, "failed": 1, "work": "reading", "current": "/a/b.pdf"},
            "4 of 10 files searched  ·  1 could not be read",
            "Reading b.pdf",
            0.5,
        ),
        (
            {"total": 1, "work": "reading", "current": "/a/b.pdf", "seconds_left": 238.0},
            "0 of 1 files searched",
            "Reading b.pdf  ·  about 4 min left",
            0.0,
        ),
        (
            {"total": 1, "read": 1, "work": "embedding", "embedded": 30, "passages": 120},
            "1 file(s) searched",
            "Embedding passages: 30 of 120",
            0.25,
        ),
        ({"total": 4, "read": 1, "paused": True}, "1 of 4 files searched", "Paused", None),
    ],
)
def test_the_words_for_every_state(
    fields: dict[str, object], counts: str, work: str, fraction: float | None
) -> None:
    state = collection(1, "Papers", **fields)
    assert words.counts_text(state) == counts
    assert words.work_text(state) == work
    assert words.work_fraction(state) == fraction


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.0, "less than a minute left"),
        (59.0, "less than a minute left"),
        (61.0, "about 1 min left"),
        (3000.0, "about 50 min left"),
        (7300.0, "about 2 h left"),
    ],
)
def test_time_left_is_no_more_exact_than_it_is_known(seconds: float, text: str) -> None:
    assert words.time_left(seconds) == text


@pytest.mark.parametrize(
    ("path", "roots", "line"),
    [
        ("/home/ada/Papers/a.pdf", ["/home/ada/Papers"], "Searched"),
        ("/home/ada/Papers/x/y/a.pdf", ["/home/ada/Papers"], "Searched  ·  x/y"),
        ("/home/ada/Papers/.x/a.pdf", ["/home/ada/Papers"], "Searched  ·  .x"),
        ("/home/ada/Papers/x/a.pdf", ["/b", "/home/ada/Papers"], "Searched  ·  Papers/x"),
        ("/home/ada/Papers/a.pdf", ["/b", "/home/ada/Papers"], "Searched  ·  Papers"),
        ("/home/ada/a.pdf", ["/home/ada/a.pdf"], "Searched  ·  /home/ada"),
        ("/home/ada/Papersx/a.pdf", ["/home/ada/Papers"], "Searched  ·  /home/ada/Papersx"),
    ],
)
def test_a_file_is_told_from_its_root(path: str, roots: list[str], line: str) -> None:
    file = CollectionFile(collection_id=1, path=path, state="read", sha256="1" * 64)
    assert words.file_line(file, roots) == line


def test_progress_is_shown_while_it_goes_on(desk: LibraryDesk) -> None:
    desk.choose("collection", 2)
    view = desk.page.details.collection
    assert not view.progress.isVisible()
    desk.collections.change(2, work="reading", current="/x/report.pdf", seconds_left=240.0)
    desk.settle()
    assert view.work.text() == "Reading report.pdf  ·  about 4 min left"
    assert view.progress.isVisible()
    assert view.progress.value() == round(1000 * 1237 / 1310)
    assert desk.line("collection", 2) == "1237 of 1310 files  ·  about 4 min left"
    desk.collections.change(2, work="", current="", read=1277, seconds_left=None)
    desk.settle()
    assert not view.progress.isVisible()
    assert view.facts.text() == "1277 of 1310 files searched  ·  33 could not be read"


def test_progress_does_not_move_the_cursor_or_the_list(desk: LibraryDesk) -> None:
    more = [document(f"{n:064x}", f"Paper {n}.pdf", n) for n in range(80)]
    desk.collections.documents = [*desk.collections.documents, *more]
    desk.collections.documents_changed.emit()
    desk.settle()
    view = desk.page.panel.view
    desk.choose("collection", 2)
    view.verticalScrollBar().setValue(400)
    reset: list[bool] = []
    desk.page.panel.model.modelReset.connect(lambda: reset.append(True))
    desk.collections.change(2, read=1205)
    desk.settle()
    assert reset == []
    assert view.verticalScrollBar().value() == 400
    assert desk.page.panel.key == Key("collection", 2)
    new = document("c" * 64, "New.pdf", 3)
    desk.collections.documents = [new, *desk.collections.documents]
    desk.collections.documents_changed.emit()
    desk.settle()
    assert reset == [True]
    assert view.verticalScrollBar().value() == 400
    assert desk.page.panel.model.key(view.currentIndex()) == Key("collection", 2)


def test_the_filter_narrows_the_list(desk: LibraryDesk) -> None:
    desk.qtbot.keyClicks(desk.page.panel.filter, "annual")
    desk.settle()
    assert desk.texts()[::3] == ["Summaries (2)", "Documents (1)"]
    desk.page.panel.filter.setText("zzz")
    desk.settle()
    assert desk.page.panel.nothing.isVisible()
    desk.qtbot.keyClick(desk.page.panel.filter, Qt.Key.Key_Escape)
    desk.settle()
    assert len(desk.texts()) == 9


def test_only_the_documents_that_are_seen_are_looked_at(desk: LibraryDesk, monkeypatch) -> None:
    named: list[str] = []
    real = words.document_name
    monkeypatch.setattr(
        words, "document_name", lambda given: named.append(given.sha256) or real(given)
    )
    more = [document(f"{n:064x}", f"Paper {n}.pdf", n) for n in range(10_000)]
    desk.collections.documents = more
    desk.collections.documents_changed.emit()
    desk.settle()
    desk.collections.change(2, read=1205)
    desk.settle()
    QApplication.processEvents()
    assert 0 < len(named) <= 100
    assert desk.page.panel.delegate.painted <= 100


def test_tab_walks_through_the_page_in_the_order_of_reading(desk: LibraryDesk) -> None:
    desk.choose("collection", 2)
    page, view = desk.page, desk.page.details.collection
    page.new_button.setFocus()
    walked = []
    for _step in range(11):
        walked.append(desk.window.focusWidget())
        desk.qtbot.keyClick(walked[-1], Qt.Key.Key_Tab)
    assert walked == [
        page.new_button,
        page.panel.filter,
        page.panel.view,
        view.ask_button,
        view.pause_button,
        view.refresh_button,
        view.more_button,
        view.roots_button,
        view.filter,
        view.problems,
        view.files,
    ]


def test_every_control_has_words_and_room(desk: LibraryDesk) -> None:
    nameless, small = [], []
    for key in (None, Key("collection", 2), Key("document", ANNUAL), Key("summary", 2)):
        if key is None:
            desk.page.new_collection(["/home/ada/Papers"])
        else:
            desk.page._on_open(key)
        desk.settle()
        for control in desk.page.findChildren(QAbstractButton):
            if not control.isVisible() or isinstance(control.parent(), QLineEdit):
                continue
            if not (control.accessibleName() or control.text()):
                nameless.append(control)
            if control.width() < 32 or control.height() < 32:
                small.append((control.accessibleName(), control.size()))
        fields = desk.page.findChildren(QLineEdit) + desk.page.findChildren(QListView)
        nameless += [field for field in fields if not field.accessibleName()]
    assert nameless == []
    assert small == []


# --- files -----------------------------------------------------------------------------------


def test_ten_thousand_files_cost_no_more_than_what_is_seen(desk: LibraryDesk) -> None:
    desk.collections.files_of = {2: files(2, 10_000)}
    view = desk.page.details.collection
    desk.choose("collection", 2)
    assert view.model.rowCount() == 10_000
    visible = view.files.height() // view.files.sizeHintForRow(0) + 2
    QApplication.processEvents()
    painted = view.delegate.painted
    for value in range(0, view.files.verticalScrollBar().maximum(), 50_000):
        view.files.verticalScrollBar().setValue(value)
        view.files.viewport().repaint()
        painted += visible
        assert view.delegate.painted <= painted
    assert view.files.indexWidget(view.model.index(0)) is None
    assert len(view.files.viewport().children()) == 0


def test_only_problems_and_the_filter_narrow_the_files(desk: LibraryDesk) -> None:
    desk.choose("collection", 2)
    view = desk.page.details.collection
    assert view.problems.text() == "Only problems (3)"
    view.problems.setChecked(True)
    assert view.model.rowCount() == 3
    view.filter.setText("00047")
    assert view.model.rowCount() == 1
    line = words.file_line(files(2, 48)[47])
    assert line.startswith("It holds pictures of pages without text. Install")
    view.filter.setText("no such file")
    assert view.nothing.text() == "No file fits."
    desk.choose("collection", 1)
    assert view.filter.text() == ""
    assert not view.problems.isChecked()


def test_the_whole_reason_stands_below_where_the_row_is_too_narrow(qtbot: QtBot) -> None:
    desk = LibraryDesk(qtbot, (584, 456))
    fill(desk)
    desk.show()
    reason = "It cannot be read, for a reason that takes a great many words to explain. " * 2
    broken = CollectionFile(
        collection_id=2, path="/x/a.pdf", state="failed", error=reason.strip(), hint="Mend it."
    )
    desk.collections.files_of = {2: [broken, *files(2, 3)]}
    desk.page._on_open(Key("collection", 2))
    desk.settle()
    view = desk.page.details.collection
    view.files.setCurrentIndex(view.model.index(0))
    assert view.reason.isVisible()
    assert view.reason.text().endswith("Mend it.")
    view.files.setCurrentIndex(view.model.index(1))
    assert not view.reason.isVisible()


def test_changing_files_keep_the_cursor(desk: LibraryDesk) -> None:
    desk.choose("collection", 2)
    view = desk.page.details.collection
    view.files.setCurrentIndex(view.model.index(50))
    desk.collections.files = files(2, 130)[10:]
    desk.collections.files_changed.emit(2)
    desk.settle()
    assert view.files.currentIndex().row() == 40


def test_a_file_is_asked_and_its_folder_opened(desk: LibraryDesk, monkeypatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(
        "assistant.ui.documents.collection_view.QDesktopServices.openUrl",
        lambda url: opened.append(url.toLocalFile()),
    )
    desk.choose("collection", 2)
    view = desk.page.details.collection
    menu = view.file_menu(view.model.index(3))
    assert menu is not None
    ask, folder = menu.actions()
    folder.trigger()
    assert opened == [str(Path("/home/ada/Papers/000"))]
    ask.trigger()
    desk.qtbot.waitUntil(lambda: bool(desk.scopes.calls))
    ((name, documents),) = desk.scopes.calls
    assert name == "add_documents"
    assert documents[0].sha256 == f"{3:064x}"
    failed = view.file_menu(view.model.index(7))
    assert failed is not None and len(failed.actions()) == 1


# --- what is asked of a collection -------------------------------------------------------------


def test_asking_a_collection_begins_a_conversation(desk: LibraryDesk) -> None:
    desk.choose("collection", 2)
    desk.page.details.collection.ask_button.click()
    desk.qtbot.waitUntil(lambda: desk.scopes.calls == [("add_collection", 2)])
    desk.chat.open_new()  # another one has nothing to do with it
    QApplication.processEvents()
    assert len(desk.scopes.calls) == 1


def test_space_pauses_and_continues(desk: LibraryDesk) -> None:
    desk.choose("collection", 2)
    desk.press(Qt.Key.Key_Space)
    view = desk.page.details.collection
    assert view.work.text() == "Paused"
    assert view.pause_button.accessibleName() == "Continue reading"
    view.pause_button.click()
    desk.settle()
    assert not view.work.isVisible()


def test_f2_renames_in_place(desk: LibraryDesk) -> None:
    desk.choose("collection", 2)
    desk.press(Qt.Key.Key_F2)
    view = desk.page.details.collection
    assert view.name.hasFocus()
    assert desk.triggered == []  # no conversation was renamed
    view.name.setText("  Theses  ")
    desk.qtbot.keyClick(view.name, Qt.Key.Key_Return)
    desk.settle()
    assert view.title.full_text() == "Theses"
    assert "Theses" in desk.texts()
    assert desk.page.panel.view.hasFocus()
    desk.press(Qt.Key.Key_F2)
    view.name.setText("Something else")
    desk.qtbot.keyClick(view.name, Qt.Key.Key_Escape)
    desk.settle()
    assert view.title.full_text() == "Theses"


def test_deleting_a_collection_can_be_undone(desk: LibraryDesk) -> None:
    desk.choose("collection", 2)
    desk.press(Qt.Key.Key_Delete)
    assert "Papers" not in desk.texts()
    assert desk.page.panel.key == Key("collection", 1)
    notice = desk.notices.recent[-1]
    assert "Papers" in notice.text
    assert notice.action_label == "Undo"
    desk.notices.choose(notice.action)
    desk.settle()
    assert "Papers" in desk.texts()


def test_roots_are_added_and_left_out(desk: LibraryDesk) -> None:
    desk.choose("collection", 1)
    view = desk.page.details.collection
    assert not view.roots.isVisible()
    view.roots_button.setChecked(True)
    assert view.roots.isVisible()
    view.roots.removers["/home/ada/Contracts"].click()
    view.add_roots(["/home/ada/Leases"])
    view.refresh_button.click()
    assert desk.collections.asked[-3:] == [
        ("remove_root", 1, "/home/ada/Contracts"),
        ("add_roots", 1, ("/home/ada/Leases",)),
        ("refresh", 1),
    ]
    texts = [action.text().split("\t")[0] for action in view.menu().actions() if action.text()]
    assert texts == ["Rename", "Add a folder…", "Add files…", "Delete the collection"]


# --- a new collection --------------------------------------------------------------------------


def test_a_new_collection_is_named_and_chosen(empty: LibraryDesk) -> None:
    page, form = empty.page, empty.page.details.new
    page.new_collection()
    assert not form.create_button.isEnabled()
    form.add(["/home/ada/Papers", "/home/ada/notes.txt", "/home/ada/Papers"])
    assert form.roots.paths == ("/home/ada/Papers", "/home/ada/notes.txt")
    assert form.name.text() == "Papers"
    form.roots.removers["/home/ada/Papers"].click()
    assert form.name.text() == "notes.txt"
    form.name.setText("")
    empty.qtbot.keyClicks(form.name, "Mine")
    form.add(["/home/ada/more"])
    assert form.name.text() == "Mine"
    empty.qtbot.keyClick(form.name, Qt.Key.Key_Return)
    empty.settle()
    assert empty.collections.asked[0] == (
        "create",
        "Mine",
        ("/home/ada/notes.txt", "/home/ada/more"),
    )
    assert page.panel.key == Key("collection", 1)
    assert page.details.collection.title.full_text() == "Mine"


def test_leaving_the_form_changes_nothing(desk: LibraryDesk) -> None:
    desk.page.new_button.click()
    desk.page.details.new.add(["/home/ada/Papers"])
    desk.qtbot.keyClick(desk.page.details.new.name, Qt.Key.Key_Escape)
    assert desk.page.details.currentWidget() is desk.page.details.collection
    assert desk.page.panel.view.hasFocus()
    desk.page.new_button.click()
    assert desk.page.details.new.roots.paths == ()


def test_a_form_survives_a_collection_that_could_not_be_made(desk: LibraryDesk) -> None:
    desk.collections.create = lambda name, roots: desk.collections.failed.emit(  # type: ignore
        UserError("disk_full", "The disk is full.")
    )
    desk.page.new_collection(["/home/ada/Papers"])
    desk.page.details.new.create_button.click()
    desk.settle()
    assert desk.page.details.creating
    assert desk.page.details.new.isEnabled()
    assert desk.page.details.new.name.text() == "Papers"


def drop(desk: LibraryDesk, *paths: str) -> None:
    """Drop files on the page, as the window system does it."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(path) for path in paths])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    action = Qt.DropAction.CopyAction
    QApplication.sendEvent(
        desk.page, QDragEnterEvent(QPoint(300, 300), action, data, buttons, keys)
    )
    assert desk.page.drop_hint.isVisible()
    QApplication.sendEvent(desk.page, QDropEvent(QPointF(300, 300), action, data, buttons, keys))
    assert not desk.page.drop_hint.isVisible()


def test_dropped_files_are_added_or_make_a_collection(desk: LibraryDesk) -> None:
    desk.choose("collection", 1)
    drop(desk, "/home/ada/a.pdf", "/home/ada/b.pdf")
    question = desk.page.drop_question
    assert question.isVisible()
    add, _new, cancel = question.buttons
    assert cancel.hasFocus()
    assert "Contracts" in add.text()
    add.click()
    assert desk.collections.asked[-1] == ("add_roots", 1, ("/home/ada/a.pdf", "/home/ada/b.pdf"))
    assert not question.isVisible()
    drop(desk, "/home/ada/a.pdf")
    question.buttons[1].click()
    assert desk.page.details.creating
    drop(desk, "/home/ada/b.pdf")
    assert desk.page.details.new.roots.paths == ("/home/ada/a.pdf", "/home/ada/b.pdf")


def test_files_dropped_on_an_empty_library_make_a_collection(empty: LibraryDesk) -> None:
    drop(empty, "/home/ada/Papers")
    assert empty.page.details.creating
    assert empty.page.details.new.name.text() == "Papers"


def test_a_model_that_is_dropped_is_left_to_the_window(desk: LibraryDesk) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/home/ada/tiny.gguf")])
    event = QDragEnterEvent(
        QPoint(300, 300),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(desk.page, event)
    assert not event.isAccepted()


# --- documents and summaries -------------------------------------------------------------------


def test_a_document_is_forgotten_only_when_that_is_confirmed(desk: LibraryDesk) -> None:
    desk.choose("document", ANNUAL)
    desk.page.panel.view.setFocus()
    desk.press(Qt.Key.Key_Delete)
    question = desk.page.details.document.question
    assert question.isVisible()
    assert "for good" in question.words.text()
    desk.qtbot.keyClick(question.buttons[-1], Qt.Key.Key_Escape)
    assert not question.isVisible()
    assert desk.page.panel.view.hasFocus()
    assert len(desk.collections.documents) == 2
    desk.page.details.document.forget_button.click()
    question.buttons[0].click()
    desk.settle()
    assert [document.sha256 for document in desk.collections.documents] == [MINUTES]
    assert desk.page.panel.key == Key("collection", 1)


def test_a_document_is_asked_and_summarised(desk: LibraryDesk) -> None:
    desk.choose("document", ANNUAL)
    view = desk.page.details.document
    assert view.facts.text().startswith("PDF  ·  250 page(s)  ·  500000 characters")
    view.ask_button.click()
    desk.qtbot.waitUntil(lambda: bool(desk.scopes.calls))
    assert desk.scopes.calls[0][1][0].sha256 == ANNUAL
    view.summarise_button.click()
    assert [call[0] for call in desk.planner.calls] == ["discard", "set_options", "add_documents"]
    assert desk.planner.calls[2][1][0].name == "Annual report.pdf"
    assert desk.triggered == ["mode_chat"]


def test_the_text_of_a_document_is_shown_in_part_where_it_is_long(desk: LibraryDesk) -> None:
    desk.library.text = "All of it.\n" * 50_000
    desk.choose("document", ANNUAL)
    view = desk.page.details.document
    view.text_button.click()
    assert view.text.isVisible()
    assert view.text.shown_text() == desk.library.text[:400_000]
    assert view.note.text() == "The first 400000 of 550000 characters"
    view.text_button.click()
    assert not view.text.isVisible()
    desk.library.error = UserError("not_found", "It is not kept any more.")
    view.text_button.click()
    assert view.note.text() == "It is not kept any more."
    desk.choose("document", MINUTES)
    assert not view.text_button.isChecked()


def test_a_finished_summary_is_read_copied_and_made_again(desk: LibraryDesk) -> None:
    desk.choose("summary", 1)
    view = desk.page.details.summary
    assert view.text.shown_text() == "Revenue **grew**. (p. 12)"
    view.copy_button.click()
    assert QApplication.clipboard().text() == "Revenue **grew**. (p. 12)"
    assert view.continue_button.text() == "Summarise again…"
    view.ask_button.click()
    desk.qtbot.waitUntil(lambda: bool(desk.scopes.calls))
    assert [d.sha256 for d in desk.scopes.calls[0][1]] == [ANNUAL]


def test_a_stopped_summary_goes_on_with_the_same_wishes(desk: LibraryDesk) -> None:
    desk.choose("summary", 2)
    view = desk.page.details.summary
    assert view.state.text() == "It was not finished; 4 pass(es) are kept and not computed again."
    assert desk.line("summary", 2).startswith("Stopped  ·  4 pass(es) kept  ·  ")
    assert not view.copy_button.isVisible()
    view.continue_button.click()
    assert desk.planner.calls[1] == ("set_options", SummaryOptions(length="long"))
    assert [d.sha256 for d in desk.planner.calls[2][1]] == [ANNUAL, MINUTES]
    desk.page.panel.view.setFocus()
    desk.press(Qt.Key.Key_Delete)
    view.question.buttons[0].click()
    desk.settle()
    assert [kept.id for kept in desk.collections.summaries] == [1]


# --- little room -------------------------------------------------------------------------------


def test_with_little_room_one_pane_is_shown_at_a_time(qtbot: QtBot) -> None:
    desk = LibraryDesk(qtbot, (584, 456))
    fill(desk)
    page = desk.show()
    assert page.stacked
    assert page.panel.isVisible() and not page.details.isVisible()
    desk.press(Qt.Key.Key_Down)
    assert page.panel.isVisible()
    desk.press(Qt.Key.Key_Return)
    assert page.details.collection.isVisible() and not page.panel.isVisible()
    assert page.details.collection.ask_button.hasFocus()
    desk.qtbot.keyClick(page.details.collection.ask_button, Qt.Key.Key_Escape)
    assert page.panel.isVisible()
    assert page.panel.view.hasFocus()
    desk.window.resize(1100, 700)
    qtbot.waitUntil(lambda: page.panel.isVisible() and page.details.isVisible())


def test_nothing_asks_for_more_room_than_the_smallest_window_has(qtbot: QtBot) -> None:
    desk = LibraryDesk(qtbot, (584, 456))
    fill(desk)
    page = desk.show()
    page.drop_question.ask("A question?", [("A rather long answer to it", lambda: None)])
    assert page.minimumSizeHint().width() <= 584
    for key in (Key("collection", 2), Key("document", ANNUAL), Key("summary", 2)):
        page._on_open(key)
        desk.settle()
        assert page.minimumSizeHint().width() <= 584


@pytest.mark.parametrize("dark", [False, True])
def test_chinese_names_and_hostile_ones_stay_on_one_line(qtbot: QtBot, dark: bool) -> None:
    desk = LibraryDesk(qtbot, dark=dark)
    desk.collections.put(collection(1, "论文\n\u202e与资料\0", total=1, read=1))
    desk.show()
    assert desk.texts()[1] == "论文 与资料\ufffd"
    assert desk.page.details.collection.title.full_text() == "论文 与资料\ufffd"
