"""The tasks of the quick window, each with its number key."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from assistant.controllers.quick_tasks import QuickTask
from assistant.core.translation.languages import LANGUAGES
from assistant.ui.controls import push_button, repolish
from assistant.ui.documents.wrapping_row import wrapping
from assistant.ui.quick.words import task_name
from assistant.ui.settings.form import Choice
from assistant.ui.theme import measures
from assistant.ui.translation.language_words import language_name

NUMBERED = 9
_LANGUAGE_WIDTH = 132


class TaskRow(QWidget):
    """`chosen(str)`: the id of a task. `language_chosen(str)`: the code to translate to."""

    chosen = Signal(str)
    language_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: dict[str, QPushButton] = {}
        self._order: list[str] = []
        self._row: QWidget | None = None
        self._shown = ""
        self.language = self._language_choice()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def _language_choice(self) -> QComboBox:
        choice = Choice()
        choice.setObjectName("quick_language")
        choice.setFixedWidth(_LANGUAGE_WIDTH)
        choice.setAccessibleName(self.tr("Language to translate to"))
        choice.view().setAccessibleName(choice.accessibleName())
        named = sorted((language_name(code).casefold(), code) for code in LANGUAGES)
        for _name, code in named:
            choice.addItem(language_name(code), code)
        choice.currentIndexChanged.connect(
            lambda _index: self.language_chosen.emit(str(choice.currentData()))
        )
        return choice

    def set_language(self, code: str) -> None:
        with QSignalBlocker(self.language):
            self.language.setCurrentIndex(max(0, self.language.findData(code)))

    def set_tasks(self, tasks: Sequence[QuickTask]) -> None:
        """Offer these."""
        had_focus = self.window().focusWidget() in self.buttons.values()
        before, language = self._row, self.language.currentData()
        self.language = self._language_choice()
        self.set_language(language)
        self._order = [task.id for task in tasks]
        self.buttons = {}
        widgets: list[QWidget] = []
        for number, task in enumerate(tasks, start=1):
            button = self._button(task, number)
            self.buttons[task.id] = button
            widgets.append(self._with_language(button) if task.kind == "translate" else button)
        self._row = wrapping(measures.GAP_S, *widgets)
        self._column.addWidget(self._row)
        self._row.show()
        self.show_task(self._shown)
        if before is not None:
            self._column.removeWidget(before)
            before.hide()
            before.deleteLater()
        if had_focus:
            self.take_focus()

    def _button(self, task: QuickTask, number: int) -> QPushButton:
        name = task_name(task)
        button = push_button(f"{number}  {name}" if number <= NUMBERED else name)
        button.setProperty("kind", "task")
        button.setAccessibleName(name)
        if number <= NUMBERED:
            button.setToolTip(self.tr("{number}, or Alt+{number}").format(number=number))
        button.clicked.connect(lambda _on=False, task_id=task.id: self.chosen.emit(task_id))
        return button

    def _with_language(self, button: QPushButton) -> QWidget:
        pair = QWidget()
        row = QHBoxLayout(pair)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(measures.GAP_XS)
        row.addWidget(button)
        row.addWidget(self.language)
        return pair

    def show_task(self, task_id: str) -> None:
        """Mark the task whose result is shown; "" for none."""
        self._shown = task_id
        for name, button in self.buttons.items():
            kind = "task-shown" if name == task_id else "task"
            if button.property("kind") != kind:
                button.setProperty("kind", kind)
                repolish(button)

    def choose_number(self, number: int) -> bool:
        """Take the task with this number key; False where there is none."""
        if not 1 <= number <= min(NUMBERED, len(self._order)):
            return False
        self.chosen.emit(self._order[number - 1])
        return True

    def take_focus(self) -> None:
        if self._order:
            name = self._shown if self._shown in self.buttons else self._order[0]
            self.buttons[name].setFocus(Qt.FocusReason.OtherFocusReason)
