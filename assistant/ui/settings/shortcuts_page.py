"""Changing the keys."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Slot
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QGridLayout, QKeySequenceEdit, QLabel, QWidget

from assistant.ui.actions import ActionRegistry
from assistant.ui.controls import Caption, IconButton
from assistant.ui.services import Services
from assistant.ui.settings.form import FormPage
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme


class ShortcutSettingsPage(FormPage):
    """A field for the keys of every action; keys that are taken are refused with a sentence."""

    def __init__(self, services: Services, theme: Theme, actions: ActionRegistry) -> None:
        super().__init__(theme, "")
        self.title.setText(self.tr("Shortcuts"))
        self._preferences = services.preferences
        self._actions = actions
        self.column.addWidget(
            Caption(
                theme, self.tr("Click into a field and press the keys; Backspace takes them away.")
            )
        )
        self.message = Caption(theme, "", tone="danger")
        self.message.hide()
        self.column.addWidget(self.message)
        self.fields: dict[str, QKeySequenceEdit] = {}
        self.resets: dict[str, IconButton] = {}
        holder = QWidget(self)
        self._grid = QGridLayout(holder)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(measures.GAP_XS)
        self._grid.setColumnStretch(0, 1)
        self.column.addWidget(holder)
        for number, entry in enumerate(actions.entries()):
            self._add(number, entry.id, entry.text)
        self._refresh()
        actions.changed.connect(self._refresh)

    def _add(self, number: int, action_id: str, text: str) -> None:
        label = QLabel(text, self)
        label.setWordWrap(True)
        field = QKeySequenceEdit(self)
        field.setMaximumSequenceLength(1)
        field.setFixedWidth(160)
        field.setAccessibleName(self.tr("Keys for: {action}").format(action=text))
        field.editingFinished.connect(lambda: self._on_edited(action_id))
        field.setClearButtonEnabled(True)
        reset = IconButton(
            self.theme, "undo", self.tr("{action}: back to its own keys").format(action=text), self
        )
        policy = reset.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        reset.setSizePolicy(policy)
        reset.clicked.connect(lambda: self._preferences.set_shortcut(action_id, None))
        self._grid.addWidget(label, number, 0)
        self._grid.addWidget(field, number, 1)
        self._grid.addWidget(reset, number, 2)
        self.fields[action_id] = field
        self.resets[action_id] = reset

    @Slot()
    def _refresh(self) -> None:
        overrides = self._preferences.settings.shortcuts
        for action_id, field in self.fields.items():
            with QSignalBlocker(field):
                field.setKeySequence(self._actions.keys(action_id))
            self.resets[action_id].setVisible(action_id in overrides)

    def _on_edited(self, action_id: str) -> None:
        keys = self.fields[action_id].keySequence()
        if keys == self._actions.keys(action_id):
            return
        taken = self._actions.conflict(action_id, keys)
        if taken is not None:
            words = next(entry.text for entry in self._actions.entries() if entry.id == taken)
            text = self.tr("{keys} already belongs to “{action}”; nothing was changed.")
            self.message.setText(
                text.format(
                    keys=keys.toString(QKeySequence.SequenceFormat.NativeText), action=words
                )
            )
            self.message.show()
            self._refresh()
            return
        self.message.hide()
        portable = keys.toString(QKeySequence.SequenceFormat.PortableText)
        self._preferences.set_shortcut(action_id, portable)
