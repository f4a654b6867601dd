"""What the result is called, how it is looked at, and where it goes."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QMenu, QToolButton, QWidget

from assistant.core.writing.session import WritingSession
from assistant.ui.actions import ActionRegistry
from assistant.ui.controls import ElidedLabel, IconButton, push_button
from assistant.ui.menus import open_below
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme
from assistant.ui.writing.words import action_name

_MORE = (
    "write_replace_file", "write_save", "write_use", "write_chat", "write_earlier",
)  # fmt: skip


class ResultHeader(QWidget):
    """`final_chosen(bool)`: the final text is wanted, or its changes."""

    final_chosen = Signal(bool)

    def __init__(self, theme: Theme, actions: ActionRegistry, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._actions = actions
        self.title = ElidedLabel(self.tr("Result"), self)
        self.changes_button = self._switch(self.tr("Changes"))
        self.final_button = self._switch(self.tr("Final text"))
        self.changes_button.setChecked(True)
        group = QButtonGroup(self)
        group.addButton(self.changes_button)
        group.addButton(self.final_button)
        self.final_button.toggled.connect(self.final_chosen)
        self.copy_button = push_button(self.tr("Copy"), "", self)
        self.copy_button.setToolTip(actions.tooltip("write_copy"))
        self.copy_button.clicked.connect(lambda _on=False: actions.trigger("write_copy"))
        self.more_button = IconButton(theme, "more", self.tr("More for the result"), self)
        self.more_button.clicked.connect(self.show_menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(measures.GAP_XS)
        self.title.setMinimumHeight(measures.HIT_AREA)
        row.addWidget(self.title, 1)
        row.addWidget(self.changes_button)
        row.addWidget(self.final_button)
        row.addSpacing(measures.GAP_XS)
        row.addWidget(self.copy_button)
        row.addWidget(self.more_button)
        theme.changed.connect(self._on_theme)
        self._on_theme()

    def _switch(self, text: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(text)
        button.setAccessibleName(text)
        button.setCheckable(True)
        button.setMinimumHeight(measures.HIT_AREA)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setStyleSheet("QToolButton { padding: 0 8px; }")
        return button

    def show_session(self, session: WritingSession | None) -> None:
        """Be about this one."""
        title = self.tr("Result") if session is None else action_name(session.order.action)
        self.title.set_full_text(title)
        reviewed = session is not None and not session.composes
        for button in (self.changes_button, self.final_button):
            button.setVisible(reviewed)
        for widget in (self.copy_button, self.more_button):
            widget.setVisible(session is not None)

    @Slot()
    def show_menu(self) -> None:
        """Where else the result can go."""
        menu = QMenu(self)
        for action_id in _MORE:
            menu.addAction(self._actions[action_id])
        open_below(menu, self.more_button)

    @Slot()
    def _on_theme(self) -> None:
        self.title.setFont(self._theme.interface_font(bold=True))
