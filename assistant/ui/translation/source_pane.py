"""The text that is to be translated."""

from __future__ import annotations

import re

from PySide6.QtCore import QMimeData, Signal, Slot
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QWidget

from assistant.controllers.segment_places import SegmentPlaces, units
from assistant.controllers.translation_result import Result
from assistant.core.display_text import storable
from assistant.ui.theme.theme import Theme
from assistant.ui.translation.pair_pane import PairPane, editor_text

LONGEST_LINE = 20_000
"""A longer line stalls every editor that wraps it."""
_STOP = re.compile(r"(?<=[.!?…])\s+|(?<=[。！？])|\s+")


class SourcePane(PairPane):
    """`edited()`: the text changed. `files_pasted(list[str])`; `divided()`: a pasted line was too
    long to be shown as one."""

    edited = Signal()
    files_pasted = Signal(list)
    divided = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.setObjectName("source_text")
        self.setAccessibleName(self.tr("Text to translate"))
        self.setPlaceholderText(self.tr("Write or paste text, or drop a file here."))
        self.set_language("")
        self.document().contentsChange.connect(self._on_change)
        self._followed = True

    def show_result(self, result: Result, text: str) -> None:
        """Show `text`; the sentences of `result` are found again as far as they are in it."""
        if editor_text(text) != self.text():
            self.replace_all(text)
        self.places = SegmentPlaces.of(
            result.text, [(each.start, each.end) for each in result.segments]
        )
        if result.text != text:
            self.places.edited(*difference(result.text, text))
        self.mark_again()

    def replace_all(self, text: str) -> None:
        """Put `text` in the place of everything; it can be undone."""
        self._followed = False
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(storable(text))
        self._followed = True
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasUrls() or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        paths = [url.toLocalFile() for url in source.urls() if url.isLocalFile()]
        if paths:
            self.files_pasted.emit(paths)
            return
        text = storable(source.text())
        shown = with_short_lines(text)
        self.textCursor().insertText(shown)
        self.ensureCursorVisible()
        if shown != text:
            self.divided.emit()

    @Slot(int, int, int)
    def _on_change(self, place: int, removed: int, added: int) -> None:
        if self._followed and len(self.places):
            last = self.document().characterCount()
            beyond = max(0, place + added - last)  # Qt counts the end of the document, too
            self.places.edited(place, max(0, removed - beyond), max(0, added - beyond))
            self.mark_again()
        if removed or added:
            self.edited.emit()


def difference(before: str, after: str) -> tuple[int, int, int]:
    """Where the texts differ: the place, what was taken out and put in there, in UTF-16."""
    shortest = min(len(before), len(after))
    same = _common(before, after, shortest)
    tail = _common(before[::-1], after[::-1], shortest - same)
    removed = before[same : len(before) - tail]
    added = after[same : len(after) - tail]
    return units(before[:same]), units(removed), units(added)


def _common(one: str, other: str, most: int) -> int:
    """How many characters at the beginning are the same."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def with_short_lines(text: str) -> str:
    """`text` with line breaks where a line is longer than `LONGEST_LINE`, at the end of a
    sentence if there is one."""
    if len(text) <= LONGEST_LINE or max(map(len, text.splitlines())) <= LONGEST_LINE:
        return text
    lines: list[str] = []
    for line in text.splitlines():
        rest = line
        while len(rest) > LONGEST_LINE:
            breaks = [m.end() for m in _STOP.finditer(rest, LONGEST_LINE // 2, LONGEST_LINE)]
            stops = [at for at in breaks if rest[:at].rstrip()[-1:] in ".!?…。！？"]
            at = (stops or breaks or [LONGEST_LINE])[-1]
            lines.append(rest[:at].rstrip())
            rest = rest[at:]
        lines.append(rest)
    return "\n".join(lines)
