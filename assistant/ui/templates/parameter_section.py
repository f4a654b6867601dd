"""The parameters that a template sets: folded until somebody wants to see them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from assistant.core.entities import ChatParameters
from assistant.ui.chat.parameters_panel import ParametersPanel
from assistant.ui.icons import icon
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

_ELSEWHERE = ("system_prompt", "on_overflow")
"""The system prompt has its own field, and the rule is the conversation's."""


class ParameterSection(QWidget):
    """`changed()`. The rows are made when they are unfolded first."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._parameters = ChatParameters()
        self.panel: ParametersPanel | None = None
        self.fold = QToolButton(self)
        self.fold.setCheckable(True)
        self.fold.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.fold.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.fold.setMinimumHeight(measures.HIT_AREA)
        self.fold.toggled.connect(self._on_fold)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(measures.GAP_S)
        self._column.addWidget(self.fold, 0, Qt.AlignmentFlag.AlignLeft)
        theme.changed.connect(self._on_theme)
        self._on_theme()

    def parameters(self) -> ChatParameters:
        return self._parameters if self.panel is None else self.panel.parameters()

    def set_parameters(self, parameters: ChatParameters) -> None:
        """Show these; says nothing."""
        self._parameters = parameters
        if self.panel is not None:
            self.panel.forget()
            self.panel.show_parameters(parameters)
        self._name()

    @Slot(bool)
    def _on_fold(self, shown: bool) -> None:
        if shown and self.panel is None:
            self.panel = ParametersPanel(self._theme, self)
            self.panel.setObjectName("template_parameters")
            for name in _ELSEWHERE:
                self.panel.rows[name].hide()
            self.panel.defaults.hide()
            self.panel.show_parameters(self._parameters)
            for row in self.panel.rows.values():
                row.changed.connect(self._on_changed)
            self.panel.changed.connect(self._on_changed)
            self._column.addWidget(self.panel)
        if self.panel is not None:
            self.panel.setVisible(shown)
        self._on_theme()

    @Slot(object)
    def _on_changed(self, _value: object) -> None:
        self._name()
        self.changed.emit()

    def _name(self) -> None:
        """How many are set is said while the rows are folded."""
        shown, plain = self.parameters(), ChatParameters()
        names = ChatParameters.__struct_fields__
        own = sum(getattr(shown, name) != getattr(plain, name) for name in names)
        text = self.tr("Parameters")
        if own:
            text = self.tr("Parameters ({count} set)").format(count=own)
        self.fold.setText(text)
        self.fold.setAccessibleName(text)

    @Slot()
    def _on_theme(self) -> None:
        name = "chevron-down" if self.fold.isChecked() else "chevron-right"
        colour = self._theme.palette.secondary
        self.fold.setIcon(icon(name, colour, measures.ICON, self.devicePixelRatioF()))
        self._name()
