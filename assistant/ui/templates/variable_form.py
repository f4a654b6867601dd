"""The fields of a template's variables, and what they hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from assistant.core.document_ports import DocumentReader
from assistant.core.templates.variable import Variable
from assistant.ui.tab_order import reading_order
from assistant.ui.templates.file_field import FileVariable
from assistant.ui.templates.variable_fields import (
    ChoiceVariable,
    DateVariable,
    LanguageVariable,
    LineVariable,
    TextVariable,
    VariableField,
)
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme
from assistant.workers.task_pool import TaskPool

_TWO_FROM = 420
NOT_REMEMBERED = ("file", "selection", "clipboard", "date")
"""What these hold belongs to one use."""


class VariableForm(QWidget):
    """`changed()` after the person changed a value."""

    changed = Signal()

    def __init__(
        self,
        theme: Theme,
        pool: TaskPool,
        reader: Callable[[], DocumentReader],
        parent: QWidget | None = None,
    ) -> None:
        """`reader` is asked for when a file is chosen."""
        super().__init__(parent)
        self._theme, self._pool, self._reader = theme, pool, reader
        self._two = False
        self.fields: dict[str, VariableField] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(measures.GAP_M)
        self._grid.setVerticalSpacing(measures.GAP_S)

    def set_variables(
        self,
        variables: Sequence[Variable],
        words: Mapping[str, str] | None = None,
        remembered: Mapping[str, str] | None = None,
        selection: str = "",
    ) -> None:
        """Ask for these. A field whose variable is the same as before keeps what it holds.

        The others begin with what is `remembered`, with the `selection` or the clipboard.
        `words` are what they are called.
        """
        before, self.fields = self.fields, {}
        for variable in variables:
            field = before.get(variable.name)
            if field is None or field.variable != variable or field.words != (words or {}):
                old, field = field, self._make(variable, words or {})
                first = self._first_value(variable, remembered or {}, selection)
                if old is not None and old.value() and old.variable.kind == variable.kind:
                    first = old.value()
                if first:
                    field.set_value(first)
                field.problem.hide()
                field.changed.connect(self._on_changed)
            self.fields[variable.name] = field
        for field in before.values():
            if field not in self.fields.values():
                self._grid.removeWidget(field)
                field.hide()
                field.deleteLater()
        self._place()

    def offer(self, text: str) -> None:
        """`text` stands in the first empty field of those that take any text."""
        kinds = ("selection", "text", "line", "clipboard")
        fitting = [f for f in self.fields.values() if f.variable.kind in kinds and f.is_empty()]
        required = [field for field in fitting if field.variable.required]
        if fitting:
            (required or fitting)[0].set_value(text)

    def _make(self, variable: Variable, words: Mapping[str, str]) -> VariableField:
        kind = variable.kind
        if kind == "file":
            return FileVariable(variable, words, self._theme, self._pool, self._reader, self)
        if kind == "choice":
            return ChoiceVariable(variable, words, self._theme, self)
        if kind == "language":
            return LanguageVariable(variable, words, self._theme, self)
        if kind == "date" and variable.required:
            return DateVariable(variable, words, self._theme, self)
        if kind in ("line", "number", "date"):
            return LineVariable(variable, words, self._theme, self)
        return TextVariable(variable, words, self._theme, self)

    def _first_value(
        self, variable: Variable, remembered: Mapping[str, str], selection: str
    ) -> str:
        match variable.kind:
            case "selection":
                return selection
            case "clipboard":
                return QGuiApplication.clipboard().text()
            case "date":
                return variable.default
            case "file":
                return ""
        known = remembered.get(variable.name, "")
        if not known or (variable.kind == "choice" and known not in variable.choices):
            return variable.default
        return known

    def _place(self) -> None:
        """Short fields two in a row where there is room, in their order."""
        while self._grid.count():
            self._grid.takeAt(0)
        row = column = 0
        fields = list(self.fields.values())
        for number, field in enumerate(fields):
            neighbour = fields[number + 1] if number + 1 < len(fields) else None
            beside = column == 1 or (neighbour is not None and neighbour.short)
            if self._two and field.short and beside:
                self._grid.addWidget(field, row, column)
                row, column = (row + 1, 0) if column else (row, 1)
            else:
                row, column = (row + 1, 0) if column else (row, 0)
                self._grid.addWidget(field, row, 0, 1, 2)
                row += 1
            field.show()
        for side in (0, 1):
            self._grid.setColumnStretch(side, 1)
        stops = reading_order(self)
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        two = event.size().width() >= _TWO_FROM
        if two != self._two:
            self._two = two
            self._place()

    # --- what it holds ---------------------------------------------------------------------

    def values(self) -> dict[str, str]:
        """What is given, by the names of the variables; empty ones are left out."""
        return {name: field.value() for name, field in self.fields.items() if not field.is_empty()}

    def set_values(self, values: Mapping[str, str]) -> None:
        """Show these; fields that are not named stay as they are."""
        for name, value in values.items():
            if name in self.fields and value != self.fields[name].value():
                self.fields[name].set_value(value)

    def worth_remembering(self) -> dict[str, str]:
        """The values that are offered the next time."""
        kinds = {name: field.variable.kind for name, field in self.fields.items()}
        return {n: value for n, value in self.values().items() if kinds[n] not in NOT_REMEMBERED}

    @property
    def busy(self) -> bool:
        """Whether a file is still being read."""
        return any(isinstance(f, FileVariable) and f.busy for f in self.fields.values())

    def first_wrong(self) -> VariableField | None:
        """Says in each field what is wrong with it; the first of them, None where all is well."""
        wrong = [field for field in self.fields.values() if not field.check(strict=True)]
        return wrong[0] if wrong else None

    def focus_first(self) -> None:
        """Put the cursor into the first empty field, else into the first."""
        fields = list(self.fields.values())
        empty = next((f for f in fields if f.is_empty() and f.variable.required), None)
        if fields:
            control = (empty or fields[0]).main_control()
            control.setFocus(Qt.FocusReason.TabFocusReason)  # what is there is typed over

    @Slot()
    def _on_changed(self) -> None:
        self.changed.emit()
