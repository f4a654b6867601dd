"""A page to look at: drawn, turned, zoomed, as text, and what is said when it cannot be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QPoint, QPointF, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QWheelEvent
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QApplication
from pytestqt.qtbot import QtBot

from assistant import compose
from assistant.controllers.pages import PageDrawer
from assistant.core.citation_marks import MarkPlace
from assistant.core.document_text import ExtractedText
from assistant.core.grounding import DocumentRef
from assistant.documents.extractor import Extractor
from assistant.paths import app_paths, child_command
from assistant.ui.documents.page_canvas import LEAST, MOST, STEP
from assistant.ui.documents.page_text import PageText
from assistant.ui.documents.page_view import PageView
from assistant.ui.theme.theme import Theme
from assistant.workers.library_thread import LibraryThread
from assistant.workers.task_pool import TaskPool
from tests.documents.pdf_making import PdfWriter

WAIT = 30_000


class Desk:
    """A page view over a real drawer, with a report of three pages."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        paths = app_paths(folder / "home")
        paths.create()
        compose.make_store(paths).close()
        self.qtbot = qtbot
        self.reader = Extractor(child_command("extract-child"))
        self.library = LibraryThread(lambda: compose.make_library(paths))
        self.pool = TaskPool()
        self.drawer = PageDrawer(self.reader, self.library, self.pool)
        self.library.start()
        writer = PdfWriter()
        for number in (1, 2, 3):
            writer.lines([f"This is page number {number} of it."], y=760)
            writer.lines([f"At the foot of page {number} it ends."], y=60)
            writer.page()
        self.path = writer.save(folder / "report.pdf")
        self.text = self.reader.read(self.path)
        self.ref = self.keep(self.text, str(self.path))
        self.view = PageView(self.drawer, Theme(mode="light"))
        qtbot.addWidget(self.view)
        self.view.resize(400, 420)
        self.view.show()
        qtbot.waitExposed(self.view)

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

    def open(self, words: str = "", page: int = 0, ref: DocumentRef | None = None) -> None:
        start = self.text.text.index(words) if words else 0
        spans = ((start, start + len(words)),) if words else ()
        with self.qtbot.waitSignal(self.drawer.shown, timeout=WAIT):
            self.view.open(MarkPlace(document=ref or self.ref, page=page, spans=spans))

    def press(self, key: Qt.Key, held: Sequence[Qt.KeyboardModifier] = ()) -> None:
        modifiers = Qt.KeyboardModifier.NoModifier
        for each in held:
            modifiers |= each
        self.qtbot.keyClick(self.view.canvas, key, modifiers)

    def until_page(self, page: int) -> None:
        self.qtbot.waitUntil(
            lambda: self.view.shown is not None and self.view.shown.page == page, timeout=WAIT
        )

    def close(self) -> None:
        self.drawer.stop()
        self.reader.close()
        self.pool.stop()
        self.library.stop()


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(qtbot, tmp_path)
    yield made
    made.close()


def test_the_page_is_scrolled_to_the_passage(desk: Desk) -> None:
    desk.open("the foot of page 2")
    view, canvas = desk.view, desk.view.canvas
    assert canvas.isVisible()
    assert (view.bar.page, view.bar.total.text()) == (2, "of 3")
    (rect,) = canvas.highlight_rects()
    assert canvas.verticalScrollBar().value() > 0
    assert canvas.viewport().rect().contains(rect.toRect())


def test_it_is_as_wide_as_the_room_and_drawn_again_for_another(desk: Desk) -> None:
    desk.open(page=1)
    canvas = desk.view.canvas
    assert desk.view.shown.drawn.width == canvas.wanted_px == canvas.room
    assert canvas.horizontalScrollBar().maximum() == 0
    with desk.qtbot.waitSignal(desk.drawer.shown, timeout=WAIT) as shown:
        desk.view.resize(640, 420)
    assert shown.args[0].drawn.width == canvas.room > 560
    assert canvas.horizontalScrollBar().maximum() == 0


def test_buttons_and_keys_turn_the_pages(desk: Desk) -> None:
    desk.open(page=1)
    bar = desk.view.bar
    assert not bar.previous.isEnabled()
    bar.next.click()
    assert bar.page == 2  # at once, before it is drawn
    desk.until_page(2)
    desk.press(Qt.Key.Key_Right, [Qt.KeyboardModifier.AltModifier])
    desk.until_page(3)
    assert not bar.next.isEnabled()
    desk.press(Qt.Key.Key_Right, [Qt.KeyboardModifier.AltModifier])
    desk.press(Qt.Key.Key_Left, [Qt.KeyboardModifier.AltModifier])
    desk.until_page(2)
    bar.field.setValue(1)
    desk.until_page(1)


def test_page_down_scrolls_and_turns_at_the_end(desk: Desk) -> None:
    desk.open(page=1)
    scroll = desk.view.canvas.verticalScrollBar()
    desk.press(Qt.Key.Key_PageDown)
    assert scroll.value() > 0
    assert desk.view.bar.page == 1
    desk.press(Qt.Key.Key_End)
    assert scroll.value() == scroll.maximum()
    desk.press(Qt.Key.Key_PageDown)
    desk.until_page(2)
    assert scroll.value() == 0
    desk.press(Qt.Key.Key_PageUp)
    desk.until_page(1)
    assert scroll.value() == scroll.maximum()


def test_zooming_by_buttons_keys_and_wheel(desk: Desk) -> None:
    desk.open("page number 1")
    canvas, bar = desk.view.canvas, desk.view.bar
    with desk.qtbot.waitSignal(desk.drawer.shown, timeout=WAIT) as shown:
        bar.larger.click()
    assert canvas.factor == STEP
    assert shown.args[0].drawn.width == canvas.wanted_px > canvas.room
    (rect,) = canvas.highlight_rects()
    assert canvas.viewport().rect().contains(rect.toRect())
    desk.press(Qt.Key.Key_Minus, [Qt.KeyboardModifier.ControlModifier])
    assert canvas.factor == 1.0
    for delta in (120, 120, -120):
        _wheel(desk, delta)
    assert canvas.factor == STEP
    desk.press(Qt.Key.Key_0, [Qt.KeyboardModifier.ControlModifier])
    assert canvas.factor == 1.0
    for _ in range(20):
        bar.larger.click()
    assert canvas.factor == MOST
    for _ in range(20):
        bar.smaller.click()
    assert canvas.factor == LEAST
    bar.fit.click()
    assert canvas.factor == 1.0


def _wheel(desk: Desk, delta: int) -> None:
    viewport = desk.view.canvas.viewport()
    middle = QPointF(viewport.rect().center())
    event = QWheelEvent(
        middle,
        viewport.mapToGlobal(middle),
        QPoint(),
        QPoint(0, delta),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(viewport, event)


def test_the_text_of_a_page_can_be_had(desk: Desk) -> None:
    desk.open("the foot of page 2")
    view = desk.view
    view.bar.as_text.setChecked(True)
    assert view.text.isVisible()
    assert view.text.marked() == ["the foot of page 2"]
    assert view.text.isReadOnly()
    view.bar.next.click()
    desk.until_page(3)
    assert "page number 3" in view.text.toPlainText()
    view.bar.as_text.setChecked(False)
    assert view.canvas.isVisible()


def test_a_file_that_is_gone_leaves_its_text_and_says_so(desk: Desk) -> None:
    desk.path.unlink()
    desk.open("the foot of page 2")
    view = desk.view
    assert view.text.isVisible()
    assert view.note.isVisible()
    assert view.note.text().startswith("The file is not where it was any more.")
    assert view.text.marked() == ["the foot of page 2"]
    assert not view.bar.larger.isVisible()
    assert view.bar.next.isVisible()


def test_what_is_not_kept_is_said_in_the_place_of_the_page(desk: Desk) -> None:
    ref = DocumentRef(sha256="0" * 64, name="lost.pdf", path="/lost.pdf")
    with desk.qtbot.waitSignal(desk.drawer.failed):
        desk.view.open(MarkPlace(document=ref, page=1))
    assert desk.view.message.isVisible()
    assert "“lost.pdf” is not in the library any more." in desk.view.message.text()
    desk.open(page=1)
    assert desk.view.canvas.isVisible()


def test_while_it_is_drawn_that_is_said(desk: Desk) -> None:
    held = []
    desk.drawer.show = lambda place, width_px: held.append((place, width_px))
    desk.view.open(MarkPlace(document=desk.ref, page=3))
    desk.qtbot.waitUntil(lambda: desk.view.message.text() == "Drawing page 3")
    assert desk.view.message.isVisible()
    place, width = held[-1]
    with desk.qtbot.waitSignal(desk.drawer.shown, timeout=WAIT):
        PageDrawer.show(desk.drawer, place, width)
    assert desk.view.canvas.isVisible()


class _Opened(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.urls: list[QUrl] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.urls.append(url)


def test_the_file_can_be_opened(desk: Desk) -> None:
    opened = _Opened()
    QDesktopServices.setUrlHandler("file", opened, "open")
    try:
        desk.open(page=1)
        desk.view.bar.open_file.click()
    finally:
        QDesktopServices.unsetUrlHandler("file")
    assert opened.urls == [QUrl.fromLocalFile(str(desk.path))]


def test_backspace_asks_for_the_list(desk: Desk) -> None:
    desk.open(page=1)
    with desk.qtbot.waitSignal(desk.view.back_requested):
        desk.press(Qt.Key.Key_Backspace)


def test_what_is_closed_hears_of_nothing(desk: Desk) -> None:
    desk.open(page=1)
    desk.view.open(MarkPlace(document=desk.ref, page=2))
    desk.view.close_page()
    desk.pool.stop()
    QApplication.sendPostedEvents()
    assert desk.view.shown is None
    assert not desk.view.canvas.has_page


def test_every_control_has_a_name(desk: Desk) -> None:
    desk.open(page=1)
    for kind in (QAbstractButton, QAbstractSpinBox):
        for control in desk.view.findChildren(kind):
            assert control.accessibleName(), control


def test_marks_stand_right_among_characters_that_qt_counts_twice(qtbot: QtBot) -> None:
    text = PageText(Theme(mode="light"))
    qtbot.addWidget(text)
    words = "😀😀\r\n一𠀀 here\u2028it is"
    start = words.index("here")
    text.show_text(words, ((start, start + 4),))
    assert text.marked() == ["here"]


def test_of_a_whole_section_its_first_line_is_marked(qtbot: QtBot) -> None:
    text = PageText(Theme(mode="light"))
    qtbot.addWidget(text)
    words = "Before.\n\n2 Results\n" + "It goes on and on. " * 200
    text.show_text(words, ((8, len(words)),))
    assert text.marked() == ["2 Results"]


def test_a_quotation_that_is_not_there_is_said_at_its_passage(desk: Desk) -> None:
    start = desk.text.text.index("the foot of page 2")
    place = MarkPlace(document=desk.ref, page=2, spans=((start, start + 18),), verified=False)
    with desk.qtbot.waitSignal(desk.drawer.shown, timeout=WAIT):
        desk.view.open(place)
    assert desk.view.note.isVisible()
    assert desk.view.note.text() == "A quotation with this mark was not found in the text."
    desk.open(page=1)
    assert not desk.view.note.isVisible()
