"""A page of a document with the passage that an answer relies on."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QStackedWidget, QVBoxLayout, QWidget

from assistant.controllers.pages import PageDrawer, PagePlace, ShownPage
from assistant.core.citation_marks import MarkPlace
from assistant.core.display_text import one_line
from assistant.core.errors import UserError
from assistant.ui.controls import Caption
from assistant.ui.documents.page_bar import PageBar
from assistant.ui.documents.page_canvas import PageCanvas
from assistant.ui.documents.page_text import PageText
from assistant.ui.error_words import in_window_language
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme
from assistant.ui.words import number_text

_LATE_MS = 150
"""A page that comes sooner than this is not announced."""
_SPOKEN = 2000


class PageView(QWidget):
    """Shows one place at a time and lets its document be leafed through. GUI thread.

    back_requested()   to the list of sources
    """

    back_requested = Signal()

    def __init__(self, drawer: PageDrawer, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page_view")
        self.setAccessibleName(self.tr("Page"))
        self._drawer = drawer
        self._theme = theme
        self._place: PagePlace | None = None
        self._asked_px = 0
        self._keep_place = False
        self._at_end = False
        self._doubtful = False
        self.shown: ShownPage | None = None
        self.bar = PageBar(theme, self)
        self.note = Caption(theme, "", self, tone="caution")
        self.note.setObjectName("page_note")
        self.note.setContentsMargins(measures.GAP_M, measures.GAP_S, measures.GAP_M, measures.GAP_S)
        self.note.hide()
        self.canvas = PageCanvas(theme, self)
        self.text = PageText(theme, self)
        self.message = QLabel(self)
        self.message.setObjectName("page_message")
        self.message.setWordWrap(True)
        self.message.setTextFormat(Qt.TextFormat.PlainText)
        self.message.setProperty("tone", "secondary")
        self.message.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.message.setMargin(measures.GAP_L)
        self._centre = QStackedWidget(self)
        for page in (self.message, self.canvas, self.text):
            self._centre.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.note)
        column.addWidget(self._centre, 1)
        self._late = QTimer(self, singleShot=True, interval=_LATE_MS)
        self._late.timeout.connect(self._on_late)
        self._connect()

    def _connect(self) -> None:
        self._drawer.shown.connect(self._on_shown)
        self._drawer.failed.connect(self._on_failed)
        self.canvas.width_changed.connect(self._on_width)
        self.canvas.turned.connect(self.turn)
        self.canvas.zoomed.connect(lambda: self.bar.set_zoom(self.canvas.factor))
        bar = self.bar
        bar.back_requested.connect(self.back_requested)
        bar.turned.connect(self.turn)
        bar.page_chosen.connect(self.go_to)
        bar.zoom_requested.connect(self.canvas.zoom)
        bar.fit_requested.connect(self.canvas.fit)
        bar.text_toggled.connect(self._show_content)
        bar.open_requested.connect(self._on_open)

    # What is shown -----------------------------------------------------------------------------

    def open(self, place: MarkPlace) -> None:
        """Show what a mark stands for."""
        self._keep_place = self._at_end = False
        self._doubtful = not place.verified
        self.shown = None
        self.bar.set_document(one_line(place.document.name), can_open=bool(place.document.path))
        self._request(
            PagePlace(document=place.document, page=place.page, spans=place.spans), fresh=True
        )

    def close_page(self) -> None:
        """Nobody looks any more."""
        self._drawer.stop()
        self._late.stop()
        self._place = self.shown = None
        self.canvas.clear()
        self.text.show_text("", ())

    @Slot(int)
    def turn(self, way: int) -> None:
        """The next page (1) or the previous one (-1), if there is one."""
        if self.shown is not None:
            self.go_to(self.bar.page + way, at_end=way < 0)

    @Slot(int)
    def go_to(self, page: int, *, at_end: bool = False) -> None:
        """Show another page of the same document."""
        shown = self.shown
        if shown is None or self._place is None or not 1 <= page <= shown.pages:
            return
        if page == self._place.page:
            return
        self._keep_place, self._at_end = False, at_end
        self.bar.set_page(page, shown.pages)
        self._request(
            PagePlace(document=self._place.document, page=page, spans=self._place.spans),
            fresh=True,
        )

    def take_focus(self) -> None:
        """Put the keyboard where it scrolls."""
        self._centre.currentWidget().setFocus(Qt.FocusReason.OtherFocusReason)

    def _request(self, place: PagePlace, *, fresh: bool) -> None:
        self._place = place
        if fresh:
            self._late.start()
        if self.isVisible():
            self._give_room()
            self._asked_px = self.canvas.wanted_px
            self._drawer.show(place, self._asked_px)

    def _give_room(self) -> None:
        """What is not shown yet does not know how wide it will be."""
        self.layout().activate()
        self.canvas.resize(self._centre.size())

    def showEvent(self, event: QShowEvent) -> None:
        """Only now it is known how wide the page is to be."""
        super().showEvent(event)
        if self._place is not None and self.shown is None:
            self._request(self._place, fresh=True)

    @Slot()
    def _on_width(self) -> None:
        drawn = self.shown is not None and self.shown.drawn is not None
        if drawn and self._place is not None and self.canvas.wanted_px != self._asked_px:
            self._keep_place = True
            self._request(self._place, fresh=False)

    @Slot()
    def _on_late(self) -> None:
        """It takes a while: say what is being done."""
        page = self._place.page if self._place is not None else 0
        text = self.tr("Opening the text")
        if page:
            text = self.tr("Drawing page {page}").format(page=number_text(page))
        self._say(text)

    def _say(self, text: str) -> None:
        had_focus = self._centre.currentWidget().hasFocus()
        self.message.setText(text)
        self.message.setAccessibleName(text)
        self._centre.setCurrentWidget(self.message)
        if had_focus:
            self.bar.take_focus()

    # Facts -------------------------------------------------------------------------------------

    @Slot(object)
    def _on_shown(self, shown: ShownPage) -> None:
        if self._place is None or shown.place != self._place:
            return
        waited_here = self._centre.currentWidget() is self.message and self.isAncestorOf(
            self.window().focusWidget() or self
        )
        self._late.stop()
        same = self._keep_place and self.canvas.has_page
        self.shown = shown
        self._place = PagePlace(
            document=shown.place.document, page=shown.page, spans=shown.place.spans
        )
        notes = [in_window_language(shown.note)]
        if self._doubtful:
            notes.append(self.tr("A quotation with this mark was not found in the text."))
        self._say_note(" ".join(note for note in notes if note))
        self.bar.set_page(shown.page, shown.pages)
        self.bar.set_drawn(shown.drawn is not None)
        self.text.show_text(shown.text, shown.spans)
        if shown.drawn is not None:
            self.canvas.show_page(shown.drawn, keep_place=same, at_end=self._at_end)
        else:
            self.canvas.clear()
        self._name(shown)
        self._show_content()
        self._keep_place = False
        if self.canvas.wanted_px != self._asked_px:
            self.canvas.redraw_soon()
        if waited_here:
            self.take_focus()

    def _say_note(self, text: str) -> None:
        self.note.setText(text)
        self.note.setAccessibleName(text)
        self.note.setVisible(bool(text))

    def _name(self, shown: ShownPage) -> None:
        name = one_line(shown.place.document.name)
        where = name
        if shown.pages:
            where = self.tr("Page {page} of {pages} of {name}").format(
                page=number_text(shown.page), pages=number_text(shown.pages), name=name
            )
        marked = " … ".join(shown.text[start:end] for start, end in shown.spans)
        for widget in (self.canvas, self.text):
            widget.setAccessibleName(where)
            widget.setAccessibleDescription(one_line(marked, _SPOKEN))

    @Slot()
    def _show_content(self) -> None:
        if self.shown is None:
            return
        drawn = self.shown.drawn is not None and not self.bar.text_wanted
        had_focus = self._centre.currentWidget().hasFocus()
        self._centre.setCurrentWidget(self.canvas if drawn else self.text)
        if had_focus:
            self.take_focus()

    @Slot(object)
    def _on_failed(self, error: UserError) -> None:
        if self._place is None:
            return
        self._late.stop()
        self.note.hide()
        self.bar.set_page(0, 0)
        self.bar.set_drawn(False)
        text, hint = in_window_language(error.text), in_window_language(error.hint)
        self._say(f"{text}\n\n{hint}".strip())

    @Slot()
    def _on_open(self) -> None:
        if self._place is not None and self._place.document.path:
            QDesktopServices.openUrl(QUrl.fromLocalFile(self._place.document.path))

    # Keys --------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt with the arrows turns, Ctrl with +, − and 0 zooms, Backspace goes back."""
        key = Qt.Key(event.key())
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        held &= ~Qt.KeyboardModifier.ShiftModifier
        ways = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
        steps = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1}
        if held == Qt.KeyboardModifier.AltModifier and key in ways:
            self.turn(ways[key])
        elif held == Qt.KeyboardModifier.ControlModifier and key in steps:
            self.canvas.zoom(steps[key])
        elif held == Qt.KeyboardModifier.ControlModifier and key == Qt.Key.Key_0:
            self.canvas.fit()
        elif key == Qt.Key.Key_Backspace:
            self.back_requested.emit()
        else:
            super().keyPressEvent(event)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 200)
