"""The examples of a template: pairs of a question and its answer, in their order."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from assistant.core.templates.checking import MOST_EXAMPLES
from assistant.core.templates.template import Example
from assistant.ui.controls import Caption, IconButton, push_button
from assistant.ui.documents.panel_card import PanelCard
from assistant.ui.templates.prompt_text import PromptText
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme


class ExampleRow(PanelCard):
    """`changed()`, `move_wanted(int)` by so many places, `remove_wanted()`."""

    changed = Signal()
    move_wanted = Signal(int)
    remove_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.title = QLabel(self)
        self.title.setFont(theme.caption_font())
        self.title.setProperty("tone", "secondary")
        self.up = IconButton(theme, "chevron-up", self.tr("Move up"), self)
        self.down = IconButton(theme, "chevron-down", self.tr("Move down"), self)
        self.remove = IconButton(theme, "x", self.tr("Remove"), self)
        self.up.clicked.connect(lambda: self.move_wanted.emit(-1))
        self.down.clicked.connect(lambda: self.move_wanted.emit(1))
        self.remove.clicked.connect(self.remove_wanted)
        self.question = PromptText(theme, "", self, least=1, most=8)
        self.answer = PromptText(theme, "", self, least=1, most=8)
        self.question.setPlaceholderText(self.tr("What a person writes"))
        self.answer.setPlaceholderText(self.tr("What the model should answer"))
        self.question.changed.connect(self.changed)
        self.answer.changed.connect(self.changed)
        self.problem = Caption(theme, "", self, tone="danger")
        self.problem.hide()
        top = QHBoxLayout()
        top.setSpacing(0)
        top.addWidget(self.title, 1)
        for button in (self.up, self.down, self.remove):
            top.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(measures.GAP_S, 2, measures.GAP_S, measures.GAP_S)
        column.setSpacing(measures.GAP_XS)
        column.addLayout(top)
        column.addWidget(self.question)
        column.addWidget(self.answer)
        column.addWidget(self.problem)

    def set_number(self, number: int, count: int) -> None:
        """Which of how many it is."""
        name = self.tr("Example {number}").format(number=number)
        self.title.setText(name)
        self.setAccessibleName(name)
        said = (
            (self.question, self.tr("{example}: question")),
            (self.answer, self.tr("{example}: answer")),
            (self.up, self.tr("{example}: move up")),
            (self.down, self.tr("{example}: move down")),
            (self.remove, self.tr("{example}: remove")),
        )
        for control, words in said:
            control.setAccessibleName(words.format(example=name))
        self.up.setEnabled(number > 1)
        self.down.setEnabled(number < count)

    def example(self) -> Example:
        return Example(question=self.question.text(), answer=self.answer.text())


class ExampleRows(QWidget):
    """`changed()` after an edit, a move, or a removal that `undo_remove` can take back."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._gone: tuple[int, Example] | None = None
        self.rows: list[ExampleRow] = []
        self.add_button = push_button(self.tr("Add an example"), "", self)
        self.add_button.clicked.connect(self._on_add)
        self.undo_button = push_button(self.tr("Undo the removal"), "link", self)
        self.undo_button.clicked.connect(self.undo_remove)
        self.undo_button.hide()
        buttons = QHBoxLayout()
        buttons.addWidget(self.add_button)
        buttons.addWidget(self.undo_button)
        buttons.addStretch(1)
        self._list = QVBoxLayout()
        self._list.setSpacing(measures.GAP_S)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measures.GAP_S)
        column.addLayout(self._list)
        column.addLayout(buttons)

    def examples(self) -> tuple[Example, ...]:
        return tuple(row.example() for row in self.rows)

    def set_examples(self, examples: Sequence[Example]) -> None:
        """Show these; says nothing."""
        self._gone = None
        self.undo_button.hide()
        if self.examples() == tuple(examples):
            return
        while len(self.rows) > len(examples):
            self._take(self.rows[-1])
        while len(self.rows) < len(examples):
            self._insert(len(self.rows))
        for row, example in zip(self.rows, examples, strict=True):
            row.question.set_text(example.question)
            row.answer.set_text(example.answer)
        self._number()

    def _insert(self, place: int) -> ExampleRow:
        row = ExampleRow(self._theme, self)
        row.changed.connect(self.changed)
        row.move_wanted.connect(lambda by: self._on_move(row, by))
        row.remove_wanted.connect(lambda: self._on_remove(row))
        self.rows.insert(place, row)
        self._list.insertWidget(place, row)
        return row

    def _take(self, row: ExampleRow) -> None:
        self.rows.remove(row)
        self._list.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _number(self) -> None:
        for number, row in enumerate(self.rows, 1):
            row.set_number(number, len(self.rows))
        self.add_button.setEnabled(len(self.rows) < MOST_EXAMPLES)

    @Slot()
    def _on_add(self) -> None:
        row = self._insert(len(self.rows))
        self._number()
        row.show()
        row.question.setFocus()
        self.changed.emit()

    def _on_move(self, row: ExampleRow, by: int) -> None:
        place = self.rows.index(row) + by
        if not 0 <= place < len(self.rows):
            return
        self.rows.remove(row)
        self.rows.insert(place, row)
        self._list.removeWidget(row)
        self._list.insertWidget(place, row)
        self._number()
        button = row.up if by < 0 else row.down
        (button if button.isEnabled() else row.question).setFocus()
        self.changed.emit()

    def _on_remove(self, row: ExampleRow) -> None:
        place, example = self.rows.index(row), row.example()
        self._take(row)
        self._number()
        worded = bool(example.question.strip() or example.answer.strip())
        self._gone = (place, example) if worded else None
        self.undo_button.setVisible(worded)
        (self.undo_button if worded else self.add_button).setFocus()
        self.changed.emit()

    @Slot()
    def undo_remove(self) -> None:
        """Put the row back that was removed last."""
        if self._gone is None:
            return
        (place, example), self._gone = self._gone, None
        row = self._insert(min(place, len(self.rows)))
        row.question.set_text(example.question)
        row.answer.set_text(example.answer)
        self._number()
        row.show()
        row.question.setFocus()
        self.undo_button.hide()
        self.changed.emit()

    def show_problem(self, number: int, text: str) -> QWidget | None:
        """Say `text` in the row `number` (from 1); the row, or None where none is."""
        for place, row in enumerate(self.rows, 1):
            shown = text if place == number else ""
            row.problem.setText(shown)
            row.problem.setVisible(bool(shown))
        return self.rows[number - 1] if 1 <= number <= len(self.rows) else None
