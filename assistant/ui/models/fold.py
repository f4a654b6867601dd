"""A line that unfolds what lies below it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from assistant.ui.icons import icon
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme


class Fold(QWidget):
    """`build` makes what is inside when it is unfolded first. `unfolded()` then and later."""

    unfolded = Signal()

    def __init__(
        self, theme: Theme, text: str, build: Callable[[], QWidget], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._build = build
        self._text = text
        self.inside: QWidget | None = None
        self.button = QToolButton(self)
        self.button.setCheckable(True)
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.button.setMinimumHeight(measures.HIT_AREA)
        self.button.setStyleSheet("QToolButton:checked { background: transparent; }")
        self.button.toggled.connect(self._on_toggled)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(measures.GAP_S)
        self._column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        theme.changed.connect(self._on_theme)
        self.set_text(text)
        self._on_theme()

    def set_text(self, text: str) -> None:
        self._text = text
        self.button.setText(text)
        self.button.setAccessibleName(text)

    @property
    def open(self) -> bool:
        return self.button.isChecked()

    def set_open(self, wanted: bool) -> None:
        self.button.setChecked(wanted)

    @Slot(bool)
    def _on_toggled(self, shown: bool) -> None:
        if shown and self.inside is None:
            self.inside = self._build()
            self._column.addWidget(self.inside)
        if self.inside is not None:
            self.inside.setVisible(shown)
        self._on_theme()
        if shown:
            self.unfolded.emit()

    @Slot()
    def _on_theme(self) -> None:
        self.button.setFont(self._theme.interface_font(bold=True))
        name = "chevron-down" if self.button.isChecked() else "chevron-right"
        colour = self._theme.palette.secondary
        self.button.setIcon(icon(name, colour, measures.ICON, self.devicePixelRatioF()))
