"""The translation, sentence by sentence as it comes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import (
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QToolTip, QWidget

from assistant.controllers.segment_places import SegmentPlaces, units
from assistant.controllers.translation_result import Result
from assistant.core.display_text import storable
from assistant.core.translation.order import Segment
from assistant.ui.theme.theme import Theme
from assistant.ui.translation.pair_pane import PairPane, editor_text
from assistant.ui.translation.translation_words import segment_words

_FOLLOW_MS = 120

Span = tuple[int, int]


class TargetPane(PairPane):
    """Read only; a sentence that is not translated yet stands there as it was, in a quiet colour.

    `opened(number)`: a sentence was clicked, or Enter pressed in it. `undo_requested()`.
    """

    opened = Signal(int)
    undo_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.setObjectName("target_text")
        self.setAccessibleName(self.tr("Translation"))
        self.setPlaceholderText(self.tr("The translation appears here."))
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._segments: Sequence[Segment] = ()
        self._streamed: dict[int, str] = {}
        self._source_intact: Sequence[bool] = ()
        self._pressed = QPoint()
        self.following = False
        self._follow_soon = QTimer(self, singleShot=True, interval=_FOLLOW_MS)
        self._follow_soon.timeout.connect(self._follow)
        self.scrolled.connect(self._on_user_scrolled)

    def show_result(self, result: Result, segments: Sequence[Segment]) -> None:
        """Show all of it anew; `segments` is looked at again when one of them changes."""
        self._segments = segments
        self._streamed = {}
        text, spans = shown_text(*result.placed())
        self.setPlainText(text)
        self.places = SegmentPlaces.of(text, spans)
        self.set_language(result.target_language)
        self.mark_again()

    def set_source_intact(self, intact: Sequence[bool]) -> None:
        """Which sentences of the source are still what was translated."""
        self._source_intact = intact
        self.mark_again()

    def extend(self, number: int, more: str) -> None:
        """More of the raw answer for a sentence."""
        self._streamed[number] = self._streamed.get(number, "") + more
        self._put(number, editor_text(storable(self._streamed[number])).strip("\n"))

    def refresh(self, number: int) -> None:
        """The sentence is another one."""
        self._streamed.pop(number, None)
        self._put(number, self._shown(self._segments[number]))

    def leave_streams(self) -> None:
        """What came of answers that were cut off is not shown any more."""
        for number in list(self._streamed):
            self.refresh(number)

    def _shown(self, segment: Segment) -> str:
        return editor_text(storable(segment.target or segment.source))

    def _put(self, number: int, text: str) -> None:
        if number >= len(self.places):
            return
        bar = self.verticalScrollBar()
        before = bar.value()
        cursor = QTextCursor(self.document())
        cursor.setPosition(self.places.starts[number])
        cursor.setPosition(self.places.ends[number], QTextCursor.MoveMode.KeepAnchor)
        if cursor.selectedText().replace("\u2029", "\n") != text:
            cursor.insertText(text)
            self.places.replaced(number, units(text))
            bar.setValue(before)
        self.mark_again()
        if self.following and not self._follow_soon.isActive():
            self._follow_soon.start()

    # --- following -------------------------------------------------------------------------

    def _on_user_scrolled(self) -> None:
        self.following = False

    def _follow(self) -> None:
        """Show where the translation has come to."""
        if not self.following:
            return
        done = next(
            (number for number, each in enumerate(self._segments) if not each.target),
            len(self._segments),
        )
        if done:
            self.show_sentence(done - 1)

    # --- looks -----------------------------------------------------------------------------

    def decorate(self, number: int, format_: QTextCharFormat) -> bool:
        if number >= len(self._segments):
            return False
        segment = self._segments[number]
        stale = number < len(self._source_intact) and not self._source_intact[number]
        if stale or (not segment.target and number not in self._streamed):
            format_.setForeground(self.theme.colour("faint"))
            return True
        if segment.flags:
            format_.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            format_.setUnderlineColor(self.theme.colour("caution"))
            return True
        if segment.origin == "memory":
            format_.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
            format_.setUnderlineColor(self.theme.colour("control"))
            return True
        return False

    # --- events ----------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        moved = (event.position().toPoint() - self._pressed).manhattanLength()
        number = self.sentence_at(event.position().toPoint())
        clicked = event.button() == Qt.MouseButton.LeftButton and moved < 4
        if clicked and number is not None and not self.textCursor().hasSelection():
            self.opened.emit(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            number = self.places.at(self.textCursor().position())
            if number is not None:
                self.opened.emit(number)
            return
        if event.matches(QKeySequence.StandardKey.Undo):
            self.undo_requested.emit()
            return
        super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            number = self.sentence_at(self.viewport().mapFrom(self, event.pos()))
            text = ""
            if number is not None and number < len(self._segments):
                text = "\n".join(segment_words(self._segments[number]))
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    def createMimeDataFromSelection(self) -> QMimeData:
        data = super().createMimeDataFromSelection()
        data.removeFormat("text/html")
        return data


def shown_text(text: str, spans: Sequence[Span]) -> tuple[str, list[Span]]:
    """`text` as an editor shows it, and its spans there."""
    if "\r" not in text:
        return storable(text), list(spans)
    parts: list[str] = []
    found: list[Span] = []
    at = length = 0
    for start, end in spans:
        for piece in (text[at:start], text[start:end]):
            parts.append(editor_text(storable(piece)))
            length += len(parts[-1])
        found.append((length - len(parts[-1]), length))
        at = end
    parts.append(editor_text(storable(text[at:])))
    return "".join(parts), found
