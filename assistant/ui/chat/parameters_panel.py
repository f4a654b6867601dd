"""The parameters of the open conversation."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from assistant.core.display_text import storable
from assistant.core.entities import ChatParameters
from assistant.ui.chat.parameter_rows import (
    NumberRow,
    ParameterRow,
    SeedRow,
    SystemPromptRow,
    number_specs,
)
from assistant.ui.controls import push_button
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

_PAUSE_MS = 300


class ParametersPanel(QWidget):
    """`changed(ChatParameters)` after a pause; `defaults_chosen(ChatParameters)`."""

    changed = Signal(object)
    defaults_chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("parameters_panel")
        self.setAccessibleName(self.tr("Parameters"))
        self._parameters = ChatParameters()
        self.rows: dict[str, ParameterRow] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measures.GAP_L)
        self._add(column, "system_prompt", SystemPromptRow(theme, self))
        for spec in number_specs():
            self._add(column, spec.name, NumberRow(spec, theme, self))
        self._add(column, "seed", SeedRow(theme, self))
        self.defaults = push_button(self.tr("Use for new conversations"), "", self)
        self.defaults.clicked.connect(self._on_defaults)
        self.reset_all = push_button(self.tr("Reset all"), "link", self)
        self.reset_all.clicked.connect(self._on_reset_all)
        buttons = QVBoxLayout()
        buttons.setSpacing(measures.GAP_XS)
        buttons.addWidget(self.defaults)
        buttons.addWidget(self.reset_all)
        column.addLayout(buttons)
        column.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.flush)

    def _add(self, column: QVBoxLayout, name: str, row: ParameterRow) -> None:
        self.rows[name] = row
        row.changed.connect(self._on_row_changed)
        column.addWidget(row)

    def parameters(self) -> ChatParameters:
        """What the panel shows now."""
        values = {name: row.value() for name, row in self.rows.items()}
        values["system_prompt"] = storable(str(values["system_prompt"]))
        return msgspec.structs.replace(self._parameters, **values)

    def show_parameters(self, parameters: ChatParameters) -> None:
        """Show these; says nothing. What is being typed at this moment is not disturbed."""
        if self._pause.isActive() or parameters == self.parameters():
            return
        self._parameters = parameters
        for name, row in self.rows.items():
            row.set_value(getattr(parameters, name))

    @Slot()
    def flush(self) -> None:
        """Hand over what was changed now instead of after the pause."""
        if self._pause.isActive():
            self._pause.stop()
        shown = self.parameters()
        if shown != self._parameters:
            self._parameters = shown
            self.changed.emit(shown)

    def forget(self) -> None:
        """What is being changed belongs to a conversation that is not shown any more."""
        self._pause.stop()

    @Slot(object)
    def _on_row_changed(self, _value: object) -> None:
        self._pause.start()

    @Slot()
    def _on_defaults(self) -> None:
        self.flush()
        self.defaults_chosen.emit(self.parameters())

    @Slot()
    def _on_reset_all(self) -> None:
        for row in self.rows.values():
            row.set_value(row.default)
        self.flush()
