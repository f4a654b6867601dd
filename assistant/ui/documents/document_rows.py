"""The documents of a reading, one row each; those that need the person stand first."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from assistant.controllers.reading import DocumentReading, ReadingFile
from assistant.ui.controls import Caption
from assistant.ui.documents.document_row import DocumentRow
from assistant.ui.documents.fitted_area import FittedArea
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

MOST_ROWS = 60
"""More documents are counted in one line: nobody reads hundreds of rows."""
_FIRST = {"password": 0, "scanned": 0, "failed": 1}


class DocumentRows(FittedArea):
    """Every document has a row, up to `MOST_ROWS`."""

    def __init__(
        self,
        reading: DocumentReading,
        theme: Theme,
        can_recognise: bool,
        parent: QWidget | None = None,
    ) -> None:
        inside = QWidget()
        super().__init__(inside, parent)
        self._reading = reading
        self._theme = theme
        self._can_recognise = can_recognise
        self.rows: dict[int, DocumentRow] = {}
        self.setAccessibleName(self.tr("Documents"))
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(measures.GAP_XS)
        self.more = Caption(theme, "", inside)
        self._column.addWidget(self.more)
        self.more.hide()

    def refresh(self, tokens: dict[str, int] | None = None) -> None:
        """Follow the reading; `tokens` of the counted documents by SHA-256."""
        known = tokens or {}
        files = self._reading.files
        chosen = {file.number for file in _most_urgent(files)}
        shown = [file for file in files if file.number in chosen]
        shown.sort(key=lambda file: _FIRST.get(file.phase, 2))
        for number in [number for number in self.rows if number not in chosen]:
            self._forget(number)
        for place, file in enumerate(shown):
            row = self.rows.get(file.number) or self._row(file.number)
            if self._column.indexOf(row) != place:
                self._column.insertWidget(place, row)
            row.show_file(file, known.get(file.document.sha256, 0) if file.document else 0)
        rest = len(files) - len(shown)
        self.more.setText(self.tr("and %n more document(s)", "", rest) if rest else "")
        self.more.setVisible(bool(rest))

    def _row(self, number: int) -> DocumentRow:
        row = DocumentRow(self._theme, self._can_recognise, self.widget())
        row.removed.connect(self._on_removed)
        row.retried.connect(self._reading.retry)
        row.recognised.connect(self._reading.recognise)
        row.unlocked.connect(self._reading.give_password)
        self.rows[number] = row
        return row

    def _forget(self, number: int) -> None:
        row = self.rows.pop(number)
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()

    @Slot(int)
    def _on_removed(self, number: int) -> None:
        """The focus goes on to the next document instead of leaving the list."""
        order = list(self.rows)
        here = order.index(number) if number in self.rows else 0
        had_focus = number in self.rows and self.rows[number].isAncestorOf(
            self.window().focusWidget() or self
        )
        self._reading.remove(number)
        if had_focus and self.rows:
            left = list(self.rows)
            self.rows[left[min(here, len(left) - 1)]].remove.setFocus()


def _most_urgent(files: list[ReadingFile]) -> list[ReadingFile]:
    """At most `MOST_ROWS`: first what waits for the person, then what is being read."""
    if len(files) <= MOST_ROWS:
        return files
    rank = {**_FIRST, "reading": 2, "read": 3, "waiting": 4}
    return sorted(files, key=lambda file: rank[file.phase])[:MOST_ROWS]
