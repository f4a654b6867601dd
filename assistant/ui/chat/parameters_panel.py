"""The parameters of the open conversation."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from assistant.core.entities import ChatParameters
from assistant.core.sampling_defaults import resolve
from assistant.ui.chat.parameter_fields import SeedRow, StopRow, SystemPromptRow
from assistant.ui.chat.parameter_rows import ChoiceRow, InheritingRow, NumberRow, ParameterRow
from assistant.ui.chat.parameter_specs import (
    common_numbers,
    further_numbers,
    mirostat_choice,
    mirostat_numbers,
    overflow_choice,
)
from assistant.ui.controls import push_button
from assistant.ui.icons import icon
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

_PAUSE_MS = 300


class ParametersPanel(QWidget):
    """`changed(ChatParameters)` after a pause; `defaults_chosen(ChatParameters)`.

    What the person did not set shows what comes from the model, or the default.
    """

    changed = Signal(object)
    defaults_chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("parameters_panel")
        self.setAccessibleName(self.tr("Parameters"))
        self._theme = theme
        self._parameters = ChatParameters()
        self.rows: dict[str, ParameterRow] = {}
        column = self._column(self)
        self._add(column, "system_prompt", SystemPromptRow(theme, self))
        for spec in common_numbers():
            default = getattr(self._parameters, spec.name)
            self._add(column, spec.name, NumberRow(spec, default, theme, self))
        self._add(column, "seed", SeedRow(theme, self))
        rule = ChoiceRow(overflow_choice(), self._parameters.on_overflow, theme, self)
        self._add(column, "on_overflow", rule)
        self._add_further(column)
        self._add_buttons(column)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.flush)
        theme.changed.connect(self._on_theme)
        self.show_suggested({})
        self._on_more(False)

    def _column(self, widget: QWidget) -> QVBoxLayout:
        column = QVBoxLayout(widget)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measures.GAP_L)
        column.setAlignment(Qt.AlignmentFlag.AlignTop)
        return column

    def _add(self, column: QVBoxLayout, name: str, row: ParameterRow) -> None:
        self.rows[name] = row
        row.changed.connect(self._on_row_changed)
        column.addWidget(row)

    def _add_further(self, column: QVBoxLayout) -> None:
        self.more = QToolButton(self)
        self.more.setCheckable(True)
        self.more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.more.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.more.setMinimumHeight(measures.HIT_AREA)
        self.more.toggled.connect(self._on_more)
        self.further = QWidget(self)
        inside = self._column(self.further)
        before = set(self.rows)
        self._add(inside, "stop", StopRow(self._theme, self))
        for spec in further_numbers():
            self._add(inside, spec.name, NumberRow(spec, None, self._theme, self))
        choice = ChoiceRow(mirostat_choice(), None, self._theme, self)
        self._add(inside, "mirostat", choice)
        for spec in mirostat_numbers():
            self._add(inside, spec.name, NumberRow(spec, None, self._theme, self))
        self._further_names = set(self.rows) - before
        column.addWidget(self.more)
        column.addWidget(self.further)

    def _add_buttons(self, column: QVBoxLayout) -> None:
        self.defaults = push_button(self.tr("Use for new conversations"), "", self)
        self.defaults.clicked.connect(self._on_defaults)
        self.reset_all = push_button(self.tr("Reset all"), "link", self)
        self.reset_all.clicked.connect(self._on_reset_all)
        buttons = QVBoxLayout()
        buttons.setSpacing(measures.GAP_XS)
        buttons.addWidget(self.defaults)
        buttons.addWidget(self.reset_all)
        column.addLayout(buttons)

    def parameters(self) -> ChatParameters:
        """What the panel shows now."""
        values = {name: row.value() for name, row in self.rows.items()}
        return msgspec.structs.replace(self._parameters, **values)

    def show_parameters(self, parameters: ChatParameters) -> None:
        """Show these; says nothing. What is being typed at this moment is not disturbed."""
        if self._pause.isActive() or parameters == self.parameters():
            return
        self._parameters = parameters
        for name, row in self.rows.items():
            row.set_value(getattr(parameters, name))
        self._name_more()

    def show_suggested(self, suggested: Mapping[str, float]) -> None:
        """What the model in use recommends, by fields of `Sampling`; says nothing."""
        inherited = resolve(ChatParameters(), suggested)
        for name, row in self.rows.items():
            if isinstance(row, InheritingRow) and row.default is None:
                row.set_inherited(getattr(inherited, name), from_model=name in suggested)

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

    def _name_more(self) -> None:
        own = sum(self.rows[name].own for name in self._further_names)
        text = self.tr("More")
        if own:
            text = self.tr("More ({count} set)").format(count=own)
        self.more.setText(text)
        self.more.setAccessibleName(text)

    @Slot(bool)
    def _on_more(self, shown: bool) -> None:
        self.further.setVisible(shown)
        self._name_more()
        self._on_theme()

    @Slot()
    def _on_theme(self) -> None:
        name = "chevron-down" if self.more.isChecked() else "chevron-right"
        colour = self._theme.palette.secondary
        self.more.setIcon(icon(name, colour, measures.ICON, self.devicePixelRatioF()))

    @Slot(object)
    def _on_row_changed(self, _value: object) -> None:
        self._name_more()
        self._pause.start()

    @Slot()
    def _on_defaults(self) -> None:
        self.flush()
        self.defaults_chosen.emit(self.parameters())

    @Slot()
    def _on_reset_all(self) -> None:
        for row in self.rows.values():
            row.set_value(row.default)
        self._name_more()
        self.flush()
