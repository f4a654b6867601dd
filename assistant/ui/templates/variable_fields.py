"""One field for each type of variable. The value of each is a text."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QDate, Qt, Signal, Slot
from PySide6.QtGui import QTextCharFormat, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QLabel,
    QLineEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from assistant.core.display_text import one_line, storable
from assistant.core.templates.variable import Variable, problem
from assistant.core.translation.languages import LANGUAGES
from assistant.ui.controls import Caption
from assistant.ui.documents.plan_words import languages
from assistant.ui.error_words import part_in_window_language
from assistant.ui.icons import icon
from assistant.ui.settings.form import Choice
from assistant.ui.templates.long_text import LongTextField
from assistant.ui.theme.theme import Theme
from assistant.ui.words import decimal_text

_LONGEST_LINE = 200_000
_DATE = "yyyy-MM-dd"


class VariableField(QWidget):
    """`changed()` after the person changed its value.

    `words` are what names and choices are called in the window's language. `short` fields stand
    beside each other where there is room.
    """

    changed = Signal()
    short = True

    def __init__(
        self,
        variable: Variable,
        words: Mapping[str, str],
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.variable = variable
        self.words = words
        self.theme = theme
        called = words.get(variable.name) or variable.label
        optional = self.tr("{name} (optional)").format(name=called)
        self.name = called if variable.required else optional
        self.label = QLabel(one_line(self.name, 80), self)
        self.label.setFont(theme.caption_font())
        self.label.setProperty("tone", "secondary")
        self.label.setWordWrap(True)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.problem = Caption(theme, "", self, tone="danger")
        self.problem.hide()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(2)
        self.column.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.column.addWidget(self.label)

    def put(self, control: QWidget) -> None:
        """Show `control` under the name."""
        control.setAccessibleName(self.name)
        self.label.setBuddy(control)
        self.column.addWidget(control)
        self.column.addWidget(self.problem)

    def value(self) -> str:
        raise NotImplementedError

    def set_value(self, value: str) -> None:
        raise NotImplementedError

    def main_control(self) -> QWidget:
        """Where the cursor goes."""
        return self.label.buddy()

    def is_empty(self) -> bool:
        return not self.value().strip()

    def check(self, *, strict: bool) -> bool:
        """Whether the value can be used; says why not. An empty one counts only if `strict`."""
        value, why = self.value(), ""
        if self.is_empty():
            if strict and self.variable.required and not self.variable.default:
                why = self.tr("This is not filled in.")
        elif said := problem(self.variable, value):
            why = part_in_window_language(said)
            why = self.tr("{why}.").format(why=why[:1].upper() + why[1:])
        self.problem.setText(why)
        self.problem.setVisible(bool(why))
        self.label.buddy().setAccessibleDescription(why)
        return not why

    @Slot()
    def _on_changed(self, _fact: object = None) -> None:
        self.check(strict=False)
        self.changed.emit()


class TextVariable(VariableField):
    """Several lines: texts, lists, and what came from a selection or the clipboard."""

    short = False

    def __init__(
        self,
        variable: Variable,
        words: Mapping[str, str],
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(variable, words, theme, parent)
        is_list = variable.kind == "list"
        self.field = LongTextField(theme, self.name, self, least=2, most=4 if is_list else 6)
        self.put(self.field.area)
        self.column.insertWidget(1, self.field)
        if is_list:
            self.field.area.setPlaceholderText(self.tr("One a line, or divided by commas"))
        elif variable.default:
            self.field.area.setPlaceholderText(one_line(variable.default))
        self.field.changed.connect(self._on_changed)

    def value(self) -> str:
        return self.field.text()

    def set_value(self, value: str) -> None:
        self.field.set_text(value)

    def main_control(self) -> QWidget:
        return self.field.main_control()


class LineVariable(VariableField):
    """One line, and numbers."""

    def __init__(
        self,
        variable: Variable,
        words: Mapping[str, str],
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(variable, words, theme, parent)
        self.field = QLineEdit(self)
        self.field.setMaxLength(_LONGEST_LINE)
        self.field.setPlaceholderText(self._placeholder())
        self.field.textChanged.connect(self._on_changed)
        self.put(self.field)
        self.short = variable.kind == "number"

    def _placeholder(self) -> str:
        least, most = self.variable.least, self.variable.most
        if self.variable.default:
            return one_line(self.variable.default)
        if self.variable.kind == "date":
            return self.tr("Year-month-day")
        if self.variable.kind != "number" or (least is None and most is None):
            return ""
        if least is None:
            return self.tr("At most {most}").format(most=_number(most))
        if most is None:
            return self.tr("At least {least}").format(least=_number(least))
        return self.tr("{least} to {most}").format(least=_number(least), most=_number(most))

    def value(self) -> str:
        return storable(self.field.text())

    def set_value(self, value: str) -> None:
        self.field.setText(" ".join(storable(value).splitlines()))
        self.field.setCursorPosition(0)


class ChoiceVariable(VariableField):
    """One of a few words."""

    def __init__(
        self,
        variable: Variable,
        words: Mapping[str, str],
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(variable, words, theme, parent)
        self.box = Choice()
        _shrinks(self.box)
        for choice in variable.choices:
            self.box.addItem(one_line(words.get(choice) or choice, 120), choice)
        self.put(self.box)
        self.box.view().setAccessibleName(self.name)
        self.set_value(variable.default)
        self.box.currentIndexChanged.connect(self._on_changed)

    def value(self) -> str:
        return str(self.box.currentData() or "")

    def set_value(self, value: str) -> None:
        self.box.choose(value)


class LanguageVariable(VariableField):
    """A language from the list, or any that is typed; the model reads its English name."""

    def __init__(
        self,
        variable: Variable,
        words: Mapping[str, str],
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(variable, words, theme, parent)
        self.box = Choice()
        _shrinks(self.box)
        self.box.setEditable(True)
        self.box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        common = [(name, said) for name, said in languages() if name]
        known = {name for name, _ in common}
        for name, said in common:
            self.box.addItem(said, name)
        for name in LANGUAGES.values():
            if name not in known:
                self.box.addItem(name, name)
        line = self.box.lineEdit()
        line.setMaxLength(60)
        line.setAccessibleName(self.name)
        line.setPlaceholderText(one_line(variable.default))
        self.put(self.box)
        self.box.view().setAccessibleName(self.name)
        self.box.setCurrentIndex(-1)
        self.box.editTextChanged.connect(self._on_changed)

    def value(self) -> str:
        typed = one_line(self.box.currentText(), 60)
        number = self.box.findText(typed, Qt.MatchFlag.MatchFixedString)
        return str(self.box.itemData(number)) if number >= 0 else typed

    def set_value(self, value: str) -> None:
        number = self.box.findData(value)
        if number >= 0:
            self.box.setCurrentIndex(number)
        else:
            self.box.setCurrentIndex(-1)
            self.box.setEditText(one_line(value, 60))
        self.box.lineEdit().setCursorPosition(0)

    def main_control(self) -> QWidget:
        return self.box.lineEdit()


class DateVariable(VariableField):
    """A day; today unless it is changed."""

    def __init__(
        self,
        variable: Variable,
        words: Mapping[str, str],
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(variable, words, theme, parent)
        self.field = _DateEdit(QDate.currentDate(), self)
        self.field.setCalendarPopup(True)
        self._colour_calendar()
        theme.changed.connect(self._colour_calendar)
        self.field.dateChanged.connect(self._on_changed)
        self.put(self.field)

    @Slot()
    def _colour_calendar(self) -> None:
        """Qt's red weekend and black arrows cannot be read on a dark ground."""
        calendar, plain = self.field.calendarWidget(), QTextCharFormat()
        plain.setForeground(self.theme.colour("secondary"))
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            calendar.setWeekdayTextFormat(day, plain)
        for name, drawn in (("prev", "chevron-left"), ("next", "chevron-right")):
            button = calendar.findChild(QToolButton, f"qt_calendar_{name}month")
            if button is not None:
                button.setIcon(icon(drawn, self.theme.palette.secondary))
        calendar.setVerticalHeaderFormat(calendar.VerticalHeaderFormat.NoVerticalHeader)

    def value(self) -> str:
        return self.field.date().toString(_DATE)

    def set_value(self, value: str) -> None:
        day = QDate.fromString(value.strip(), _DATE)
        self.field.setDate(day if day.isValid() else QDate.currentDate())


class _DateEdit(QDateEdit):
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return decimal_text(value, 0 if value == int(value) else 2)


def _shrinks(box: QComboBox) -> None:
    """A long choice does not make the form wider."""
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(8)
