"""What can be done with the text, and how."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from assistant.controllers.own_actions import WritingActions
from assistant.core.writing.action import Action
from assistant.ui.controls import push_button
from assistant.ui.documents.wrapping_row import wrapping
from assistant.ui.filter_list import ListEntry
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme
from assistant.ui.writing.list_popup import ListPopup
from assistant.ui.writing.words import action_name

FIRST = ("proofread", "rewrite", "shorten")
"""The actions that have a button of their own."""
_LONGEST_NOTE = 2_000


class ActionBar(QWidget):
    """`chosen(Action)`, `edit_requested(object)`: an own action, or None for a new one.

    `changed()`: the note or a switch is another.
    """

    chosen = Signal(object)
    edit_requested = Signal(object)
    changed = Signal()

    def __init__(self, actions: WritingActions, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._actions = actions
        self._theme = theme
        self.buttons: dict[str, QPushButton] = {}
        for action_id in FIRST:
            action = actions.find(action_id)
            if action is not None:
                self.buttons[action_id] = self._button(action)
        self.more_button = push_button(self.tr("More…"), "", self)
        self.more_button.setAccessibleName(self.tr("More actions"))
        self.more_button.clicked.connect(self.show_menu)
        self.note = QLineEdit(self)
        self.note.setMaxLength(_LONGEST_NOTE)
        self.note.setPlaceholderText(self.tr("Note: under 100 words, points of the reply…"))
        self.note.setAccessibleName(self.tr("Note for the model"))
        self.note.textChanged.connect(self.changed)
        self.protect = QCheckBox(self.tr("Protect facts"), self)
        self.protect.setChecked(True)
        self.protect.setToolTip(
            self.tr("Numbers, names and links stay: changes of them are refused.")
        )
        self.reasons = QCheckBox(self.tr("Reasons"), self)
        self.reasons.setToolTip(self.tr("Ask for a short reason for each change; takes longer."))
        for box in (self.protect, self.reasons):
            box.setAccessibleName(box.text())
            box.toggled.connect(self.changed)
        self._build()

    def _build(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(measures.GAP_S)
        row.addWidget(wrapping(measures.GAP_S, *self.buttons.values(), self.more_button), 1)
        how = QHBoxLayout()
        how.setSpacing(measures.GAP_M)
        how.addWidget(self.note, 1)
        self._switches = wrapping(measures.GAP_M, self.protect, self.reasons)
        how.addWidget(self._switches)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measures.GAP_S)
        column.addLayout(row)
        column.addLayout(how)

    def _button(self, action: Action) -> QPushButton:
        button = push_button(
            action_name(action), "primary" if action.id == "proofread" else "", self
        )
        button.clicked.connect(lambda _checked=False: self.chosen.emit(action))
        return button

    def set_working(self, working: bool) -> None:
        """While something is written nothing else can be begun."""
        for button in (*self.buttons.values(), self.more_button):
            button.setEnabled(not working)

    @Slot()
    def show_menu(self) -> None:
        """All actions, with a field to find one."""
        popup = ListPopup(self._theme, self.tr("Find an action"), self.tr("Nothing fits."), self)
        popup.list.field.setObjectName("write_action_search")
        popup.chosen.connect(self._on_chosen)
        popup.add_button(self.tr("New action…"), lambda: self.edit_requested.emit(None))
        edit = popup.add_button(self.tr("Change your action…"), lambda: self._edit(popup.current()))

        def refresh() -> None:
            action = self._actions.find(str(popup.current()))
            edit.setEnabled(action is not None and action.own)

        edit.setVisible(bool(self._actions.own))
        popup.list.view.selectionModel().currentChanged.connect(refresh)
        self.popup = popup
        popup.open_at(self.more_button, self._entries())
        refresh()

    def _entries(self) -> list[ListEntry]:
        yours, new = self.tr("yours"), self.tr("another text")
        return [
            ListEntry(
                action_name(action),
                action.id,
                "user" if action.own else "pen" if action.kind == "revise" else "file-text",
                yours if action.own else new if action.kind == "compose" else "",
            )
            for action in self._actions.all
        ]

    def _edit(self, action_id: object) -> None:
        action = self._actions.find(str(action_id))
        if action is not None and action.own:
            self.edit_requested.emit(action)

    @Slot(object)
    def _on_chosen(self, action_id: object) -> None:
        action = self._actions.find(str(action_id))
        if action is not None:
            self.chosen.emit(action)
