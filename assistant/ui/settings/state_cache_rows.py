"""The disk space for kept states of conversations: how much may be used, how much is, clearing."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout

from assistant.controllers.state_cache import StateCache
from assistant.core.messages import StatesKept
from assistant.ui.controls import Caption, push_button
from assistant.ui.settings.form import FormPage, Number
from assistant.ui.words import size_text

_UNIT = 1024 * 1024


class StateCacheRows(QObject):
    """Adds its rows to `page`; `budget_changed(int)` in bytes."""

    budget_changed = Signal(object)

    def __init__(self, page: FormPage, cache: StateCache) -> None:
        super().__init__(page)
        self._cache = cache
        self._budget = 0
        page.add_heading(self.tr("Saved conversation states"))
        self.budget = Number(0, 1_048_576, 512, self.tr("none"))
        self.budget.setSuffix(" MiB")
        page.add_row(
            self.tr("Disk space"),
            self.budget,
            self.tr("A conversation opened again need not be read again by the model."),
        )
        self.size = Caption(page.theme, "")
        self.size.hide()
        self.clear = push_button(self.tr("Clear"))
        self.clear.setAccessibleName(self.tr("Clear the saved conversation states"))
        self.clear.clicked.connect(cache.clear)
        self.clear.setEnabled(False)
        row = QHBoxLayout()
        row.addWidget(self.clear)
        row.addWidget(self.size, 1)
        page.column.addLayout(row)
        self.budget.valueChanged.connect(lambda value: self.budget_changed.emit(value * _UNIT))
        cache.measured.connect(self._on_measured)

    def show_budget(self, budget: int) -> None:
        self._budget = budget
        with QSignalBlocker(self.budget):
            self.budget.setValue(budget // _UNIT)

    @Slot(object)
    def _on_measured(self, kept: StatesKept) -> None:
        self.clear.setEnabled(kept.bytes > 0)
        self.size.show()
        if not kept.conversations:
            self.size.setText(self.tr("Nothing is kept."))
            return
        text = self.tr("%n conversation(s), {used} of {budget}", "", kept.conversations)
        self.size.setText(text.format(used=size_text(kept.bytes), budget=size_text(self._budget)))
