"""A text in sentences that belong to those of another pane: marked, followed, walked through."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QMouseEvent,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QTextEdit, QWidget

from assistant.controllers.segment_places import SegmentPlaces
from assistant.core.display_text import storable
from assistant.core.translation.languages import is_right_to_left
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme


def editor_text(text: str) -> str:
    """`text` with the line ends of an editor, so that places in both are the same."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


class PairPane(QPlainTextEdit):
    """`hovered(number | None)`: the pointer is over a sentence. `entered(number | None)`: the text
    cursor is in one. `scrolled()`: a person scrolled. Numbers are those of `places`.

    Only what is visible is marked: a text may have ten thousand sentences.
    """

    hovered = Signal(object)
    entered = Signal(object)
    scrolled = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.places = SegmentPlaces()
        self._current: int | None = None
        self._over: int | None = None
        self._quiet = False
        self._language: str | None = None
        self.setProperty("kind", "pane")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(measures.GAP_M)
        self.viewport().setMouseTracking(True)
        self._mark_soon = QTimer(self, singleShot=True, interval=0)
        self._mark_soon.timeout.connect(self._mark)
        self.verticalScrollBar().valueChanged.connect(self._mark_soon.start)
        self.verticalScrollBar().actionTriggered.connect(self._on_scrolled)
        self.cursorPositionChanged.connect(self._on_cursor)
        theme.changed.connect(self._on_theme)
        self._on_theme()

    def text(self) -> str:
        """All of it, as text that can be kept."""
        text = self.document().toRawText()
        return storable(text.replace("\u2029", "\n").replace("\u2028", "\n"))

    def set_language(self, code: str) -> None:
        """Lay the text out as this language is read; "" as each paragraph begins."""
        if code == self._language:
            return  # a text of any length would be laid out again
        self._language = code
        option = self.document().defaultTextOption()
        auto, right = Qt.LayoutDirection.LayoutDirectionAuto, Qt.LayoutDirection.RightToLeft
        left = Qt.LayoutDirection.LeftToRight
        option.setTextDirection(auto if not code else right if is_right_to_left(code) else left)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        mirrored = is_right_to_left(code)
        side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        option.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute if code else side)
        self.document().setDefaultTextOption(option)
        self.setLayoutDirection(right if mirrored else left)  # the scroll bar and placeholder

    # --- sentences -------------------------------------------------------------------------

    def set_marks(self, current: int | None, over: int | None) -> None:
        """Mark these sentences: the chosen one, and the one under the pointer."""
        if (current, over) != (self._current, self._over):
            self._current, self._over = current, over
            self.mark_again()

    @Slot()
    def mark_again(self) -> None:
        """Draw the marks again, once for all that happens now."""
        self._mark_soon.start()

    def go_to(self, number: int) -> None:
        """Put the text cursor at the beginning of a sentence and show it."""
        cursor = self.textCursor()
        cursor.setPosition(min(self.places.starts[number], self._last_place()))
        self._quiet = True
        self.setTextCursor(cursor)
        self._quiet = False
        self.show_sentence(number)

    def show_sentence(self, number: int) -> None:
        """Scroll no further than needed for the sentence to be seen."""
        first, last = self.visible_places()
        start, end = self.places.starts[number], self.places.ends[number]
        if start < first or end > last:
            bar = self.verticalScrollBar()
            line = self._line_of(start)
            rows = bar.pageStep()
            bar.setValue(line - (0 if start < first else max(0, rows * 2 // 3)))

    def first_sentence(self) -> int | None:
        """The one at the top of the pane."""
        return self.places.near(self.visible_places()[0])

    def align(self, number: int) -> None:
        """Scroll so that the sentence stands at the top."""
        self.verticalScrollBar().setValue(self._line_of(self.places.starts[number]))

    def visible_places(self) -> tuple[int, int]:
        """The first and the last place in the text that can be seen."""
        view = self.viewport().rect().adjusted(0, 1, 0, -1)
        above = (view.topLeft(), view.topRight())
        below = (view.bottomLeft(), view.bottomRight())
        first = min(self.cursorForPosition(point).position() for point in above)
        return first, max(self.cursorForPosition(point).position() for point in below)

    def _line_of(self, place: int) -> int:
        block = self.document().findBlock(min(place, self._last_place()))
        line = block.layout().lineForTextPosition(place - block.position())
        return block.firstLineNumber() + (line.lineNumber() if line.isValid() else 0)

    def _last_place(self) -> int:
        return self.document().characterCount() - 1

    # --- marks -----------------------------------------------------------------------------

    def decorate(self, number: int, format_: QTextCharFormat) -> bool:
        """What else is shown of a sentence; whether there is anything."""
        return False

    @Slot()
    def _mark(self) -> None:
        selections = []
        first, last = self.visible_places()
        for number in self.places.within(first, last):
            format_ = QTextCharFormat()
            shown = self.decorate(number, format_)
            if self.places.intact[number] and number in (self._current, self._over):
                role = "weak_accent" if number == self._current else "raised"
                format_.setBackground(self.theme.colour(role))
                shown = True
            if shown:
                selections.append(self._selection(number, format_))
        self.setExtraSelections(selections)

    def _selection(self, number: int, format_: QTextCharFormat) -> QTextEdit.ExtraSelection:
        selection = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self.document())
        last = self._last_place()
        cursor.setPosition(min(self.places.starts[number], last))
        cursor.setPosition(min(self.places.ends[number], last), QTextCursor.MoveMode.KeepAnchor)
        selection.cursor = cursor  # type: ignore[attr-defined]
        selection.format = format_  # type: ignore[attr-defined]
        return selection

    # --- events ----------------------------------------------------------------------------

    def sentence_at(self, point: QPoint) -> int | None:
        """The intact sentence at a point of the viewport."""
        cursor = self.cursorForPosition(point)
        rect = self.cursorRect(cursor)
        if point.y() > rect.bottom() + rect.height():
            return None
        number = self.places.at(cursor.position())
        return number if number is not None and self.places.intact[number] else None

    @Slot()
    def _on_cursor(self) -> None:
        if not self._quiet:
            self.entered.emit(self.places.at(self.textCursor().position()))

    @Slot()
    def _on_scrolled(self, _action: int = 0) -> None:
        QTimer.singleShot(0, self.scrolled.emit)

    def wheelEvent(self, event: QWheelEvent) -> None:
        super().wheelEvent(event)
        self.scrolled.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        if not event.buttons():
            self.hovered.emit(self.sentence_at(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.hovered.emit(None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.mark_again()

    @Slot()
    def _on_theme(self) -> None:
        self.setFont(self.theme.reading_font())
        self.mark_again()
