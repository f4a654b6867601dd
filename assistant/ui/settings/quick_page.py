"""The quick window: what brings it up, and what of that works here."""

from __future__ import annotations

from typing import Any

import msgspec
from PySide6.QtCore import QSignalBlocker, Slot
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QKeySequenceEdit

from assistant.core.settings import Quick, Settings
from assistant.ui.controls import Caption, push_button
from assistant.ui.quick import hotkey
from assistant.ui.quick.key_names import usable
from assistant.ui.quick.pasting import why_pasting
from assistant.ui.quick.tray import tray_available
from assistant.ui.services import Services
from assistant.ui.settings.form import FormPage
from assistant.ui.theme.theme import Theme

_PORTABLE = QKeySequence.SequenceFormat.PortableText


class QuickSettingsPage(FormPage):
    """Every change counts at once; what cannot work on this desktop is said, and cannot be
    switched on."""

    def __init__(self, services: Services, theme: Theme) -> None:
        super().__init__(theme, "")
        self.title.setText(self.tr("Quick window"))
        self._preferences = services.preferences
        self.possible = hotkey.what_is_possible()
        self._add_caption(
            self.tr(
                "A small window over what you work in: it takes the text that you selected or "
                "copied, and gives the result back."
            )
        )
        self._add_command()
        self._add_hotkey()
        self._add_tray()
        self.add_heading(self.tr("Giving back"))
        self._add_caption(why_pasting())
        self._show(self._preferences.settings)
        self._preferences.changed.connect(self._show)
        self.tray.toggled.connect(self._on_changed)
        self.keep_running.toggled.connect(self._on_changed)
        self.hotkey.toggled.connect(self._on_changed)
        self.key.editingFinished.connect(self._on_key)

    # --- rows ------------------------------------------------------------------------------

    def _add_caption(self, text: str, tone: str = "secondary") -> Caption:
        caption = Caption(self.theme, text, tone=tone)
        self.column.addWidget(caption)
        return caption

    def _add_box(self, text: str, explanation: str) -> QCheckBox:
        box = QCheckBox(text)
        box.setAccessibleName(text)
        box.setAccessibleDescription(explanation)
        self.column.addWidget(box)
        self._add_caption(explanation)
        return box

    def _add_command(self) -> None:
        self.add_heading(self.tr("By a shortcut of the desktop"))
        self._add_caption(hotkey.by_hand())
        self.copy = push_button(self.tr("Copy the command"))
        self.copy.clicked.connect(
            lambda _on=False: QGuiApplication.clipboard().setText(hotkey.COMMAND)
        )
        row = QHBoxLayout()
        row.addWidget(self.copy)
        row.addStretch(1)
        self.column.addLayout(row)

    def _add_hotkey(self) -> None:
        self.add_heading(self.tr("By a key of its own"))
        self.hotkey = self._add_box(
            self.tr("A key opens the quick window from anywhere"), self.possible.why
        )
        self.key = QKeySequenceEdit()
        self.key.setMaximumSequenceLength(1)
        self.add_row(self.tr("Key"), self.key, self.tr("With Ctrl, Alt, Shift or Meta."))
        self.message = self._add_caption("", "danger")
        self.message.hide()
        self.hotkey.setEnabled(self.possible.way != "none")

    def _add_tray(self) -> None:
        self.add_heading(self.tr("By an icon"))
        there = tray_available()
        self.tray = self._add_box(
            self.tr("An icon in the tray"),
            self.tr("A click opens the quick window, the menu also the main one.")
            if there
            else self.tr("This desktop has no place for icons now."),
        )
        self.keep_running = self._add_box(
            self.tr("Closing the main window leaves Inkstone in the tray"),
            self.tr(
                "The model stays in memory for the quick window. Quit it from the icon's menu."
            ),
        )

    # --- what is chosen --------------------------------------------------------------------

    @Slot(object)
    def _show(self, settings: Settings) -> None:
        quick = settings.quick
        for box, checked in (
            (self.tray, quick.tray),
            (self.keep_running, quick.keep_running),
            (self.hotkey, quick.hotkey and self.possible.way != "none"),
        ):
            with QSignalBlocker(box):
                box.setChecked(checked)
        self.keep_running.setEnabled(quick.tray)
        self.key.setEnabled(self.hotkey.isChecked())
        with QSignalBlocker(self.key):
            self.key.setKeySequence(QKeySequence(quick.key, _PORTABLE))

    @Slot()
    def _on_changed(self) -> None:
        self._keep(
            tray=self.tray.isChecked(),
            keep_running=self.keep_running.isChecked(),
            hotkey=self.hotkey.isChecked(),
        )

    @Slot()
    def _on_key(self) -> None:
        key = self.key.keySequence().toString(_PORTABLE)
        good = usable(key)
        self.message.setVisible(not good)
        if good:
            self._keep(key=key)
        else:
            self.message.setText(
                self.tr("This key would be taken from every program; choose one with Ctrl or Alt.")
            )
            self._show(self._preferences.settings)

    def _keep(self, **changes: Any) -> None:
        replace = msgspec.structs.replace
        quick: Quick = replace(self._preferences.settings.quick, **changes)
        self._preferences.replace(replace(self._preferences.settings, quick=quick))
