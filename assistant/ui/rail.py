"""The narrow column at the left: the modes, and the settings."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QFrame, QToolButton, QVBoxLayout, QWidget

from assistant.ui.actions import ActionRegistry
from assistant.ui.controls import IconButton
from assistant.ui.modes import Mode
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

_BUTTON = QSize(48, 48)


class Rail(QFrame):
    """`mode_chosen(str)`: a mode's id."""

    mode_chosen = Signal(str)

    def __init__(
        self,
        modes: Sequence[Mode],
        theme: Theme,
        actions: ActionRegistry,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setFixedWidth(measures.RAIL_WIDTH)
        self._theme = theme
        self._actions = actions
        self.list_button = IconButton(theme, "menu", "", self)
        actions.bind(self.list_button, "toggle_list")
        self.list_button.hide()
        switch = QFrame(self)
        switch.setObjectName("mode_switch")
        switch.setAccessibleName(self.tr("Modes"))
        self.buttons: dict[str, QToolButton] = {}
        self._group = QButtonGroup(self)
        inner = QVBoxLayout(switch)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(measures.GAP_XS)
        for mode in modes:
            inner.addWidget(self._mode_button(mode, switch), 0, Qt.AlignmentFlag.AlignHCenter)
        self.settings_button = IconButton(theme, "settings", "", self)
        actions.bind(self.settings_button, "settings")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, measures.GAP_S, 0, measures.GAP_S)
        column.setSpacing(measures.GAP_XS)
        column.addWidget(self.list_button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(switch)
        column.addStretch(1)
        column.addWidget(self.settings_button, 0, Qt.AlignmentFlag.AlignHCenter)
        theme.changed.connect(self._on_theme)

    def _mode_button(self, mode: Mode, parent: QWidget) -> QToolButton:
        button = IconButton(self._theme, mode.icon, mode.text, parent)
        button.setObjectName(f"mode_{mode.id}")
        button.setCheckable(True)
        button.setFixedSize(_BUTTON)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setFont(self._theme.caption_font())
        metrics = QFontMetrics(button.font())
        button.setText(
            metrics.elidedText(
                mode.short or mode.text, Qt.TextElideMode.ElideRight, _BUTTON.width() - 4
            )
        )
        button.clicked.connect(lambda _checked=False: self.mode_chosen.emit(mode.id))
        self._actions.describe(button, f"mode_{mode.id}")
        self.buttons[mode.id] = button
        self._group.addButton(button)
        return button

    def set_mode(self, mode_id: str) -> None:
        self.buttons[mode_id].setChecked(True)

    @Slot()
    def _on_theme(self) -> None:
        for button in self.buttons.values():
            button.setFont(self._theme.caption_font())
