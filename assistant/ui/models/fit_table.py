"""What a model takes with several contexts, and whether this computer has it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from assistant.core.hub.context_rows import ContextRow
from assistant.core.hub.verdict import Verdict
from assistant.ui.models.words import verdict_text
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme
from assistant.ui.words import number_text, size_text


class FitTable(QWidget):
    """A small table: context, memory with each type of cache, where it lies."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._labels: list[QLabel] = []
        self.setAccessibleName(self.tr("Memory for several contexts"))
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(measures.GAP_L)
        self._grid.setVerticalSpacing(measures.GAP_XS)
        self._grid.setColumnStretch(3, 1)
        theme.changed.connect(self._on_theme)

    def show_rows(self, rows: Sequence[ContextRow]) -> None:
        for label in self._labels:
            self._grid.removeWidget(label)
            label.hide()
            label.deleteLater()
        self._labels = []
        both = any(row.f16 for row in rows) and any(row.q8_0 for row in rows)
        heads = [self.tr("Context"), self.tr("Memory")]
        if both:
            heads.append(self.tr("with q8_0 cache"))
        for column, text in enumerate([*heads, self.tr("Here")]):
            place = 3 if column == len(heads) else column
            self._put(0, place, text, "secondary", number=place in (1, 2))
        for line, row in enumerate(rows, 1):
            self._put_row(line, row, both=both)

    def _put_row(self, line: int, row: ContextRow, *, both: bool) -> None:
        length = number_text(row.context_length)
        self._put(line, 0, length, "ink")
        usual = row.f16 or row.q8_0
        self._put(line, 1, size_text(usual), "ink", number=True)
        if both:
            self._put(line, 2, size_text(row.q8_0) if row.q8_0 else "", "ink", number=True)
        where = Verdict(room=row.room, tight=row.tight)
        text, tone = verdict_text(where)
        label = self._put(line, 3, text, tone)
        label.setWordWrap(True)
        label.setAccessibleName(
            self.tr("Context of {length} tokens: {size}, {fits}").format(
                length=length, size=size_text(usual), fits=text
            )
        )

    def _put(self, line: int, column: int, text: str, tone: str, *, number: bool = False) -> QLabel:
        label = QLabel(text, self)
        label.setProperty("tone", tone)
        label.setFont(self._theme.interface_font())
        side = Qt.AlignmentFlag.AlignRight if number else Qt.AlignmentFlag.AlignLeft
        label.setAlignment(side | Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(label, line, column)
        label.show()
        self._labels.append(label)
        return label

    def texts(self) -> list[str]:
        """All that stands in it, for whoever wants to check it."""
        return [label.text() for label in self._labels]

    @Slot()
    def _on_theme(self) -> None:
        for label in self._labels:
            label.setFont(self._theme.interface_font())
