"""A thin bar of all sentences: which are translated, which are to be looked at."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from assistant.core.translation.order import Segment
from assistant.ui.theme.theme import Theme
from assistant.ui.words import number_text

_HEIGHT = 14
_MOST_CELLS = 240


class SegmentBar(QWidget):
    """Translated parts are full, others a thin line; what is flagged has a notch above as well."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("translation_coverage")
        self._theme = theme
        self._cells: list[tuple[float, bool]] = []
        self.setAccessibleName(self.tr("What is translated"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_segments(self, segments: Sequence[Segment]) -> None:
        """Show these; long files have several sentences in a cell."""
        count = min(len(segments), _MOST_CELLS)
        cells = []
        for cell in range(count):
            part = segments[cell * len(segments) // count : (cell + 1) * len(segments) // count]
            done = sum(1 for each in part if each.target) / len(part)
            cells.append((done, any(each.flags for each in part)))
        if cells != self._cells:
            self._cells = cells
            done = sum(1 for each in segments if each.target)
            words = self.tr("{done} of {total} sentences are translated")
            self.setAccessibleDescription(
                words.format(done=number_text(done), total=number_text(len(segments)))
            )
            self.setToolTip(self.accessibleDescription())
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._cells:
            return
        painter = QPainter(self)
        accent, caution = self._theme.colour("accent"), self._theme.colour("caution")
        waiting = self._theme.colour("control")
        width, height = self.width() / len(self._cells), self.height()
        for number, (done, flagged) in enumerate(self._cells):
            left, right = round(number * width), round((number + 1) * width)
            painter.fillRect(QRectF(left, height / 2, right - left, 2), waiting)
            if done:
                tall = 2 + (height - 6) * done
                full = QRectF(left, height / 2 + 1 - tall / 2, right - left, tall)
                painter.fillRect(full, accent)
            if flagged:
                painter.fillRect(QRectF(left, 0, max(2, right - left), 3), caution)
