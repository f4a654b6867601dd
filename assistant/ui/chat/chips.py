"""Texts attached to the composer: a chip each, with a look inside."""

from __future__ import annotations

import textwrap

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from assistant.core.draft import AttachedText
from assistant.ui.controls import ElidedLabel, IconButton
from assistant.ui.icons import pixmap
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme
from assistant.ui.words import size_text

_LOOK = 4000
_LOOK_LINE = 400


def chip_text(attached: AttachedText) -> str:
    """The words of a chip: a name and a size in bytes as UTF-8."""
    name = attached.name or QCoreApplication.translate("Chip", "Pasted text")
    return QCoreApplication.translate("Chip", "{name}, {size}").format(
        name=name, size=size_text(len(attached.text.encode("utf-8", "replace")))
    )


class Chip(QFrame):
    """One attached text. `removed()`: the person does not want to send it."""

    removed = Signal()

    def __init__(self, attached: AttachedText, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("chip")
        self.attached = attached
        self._theme = theme
        self._look: QPlainTextEdit | None = None
        text = chip_text(attached)
        self._icon = QLabel(self)
        self.label = ElidedLabel(text, self)
        self.label.setMinimumWidth(80)
        self.open_button = IconButton(theme, "chevron-down", self.tr("Show the text"), self)
        self.open_button.setCheckable(True)
        self.open_button.toggled.connect(self._on_open_toggled)
        remove = IconButton(theme, "x", self.tr("Remove {name}").format(name=text), self)
        remove.clicked.connect(self.removed)
        self.remove_button = remove
        row = QHBoxLayout()
        row.setContentsMargins(measures.GAP_S, 0, 0, 0)
        row.setSpacing(measures.GAP_XS)
        row.addWidget(self._icon)
        row.addWidget(self.label, 1)
        row.addWidget(self.open_button)
        row.addWidget(remove)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addLayout(row)
        theme.changed.connect(self._on_theme)
        self._on_theme()

    @Slot(bool)
    def _on_open_toggled(self, opened: bool) -> None:
        self.open_button.set_icon_name("chevron-up" if opened else "chevron-down")
        if opened and self._look is None:
            self._look = QPlainTextEdit(_beginning(self.attached.text), self)
            self._look.setReadOnly(True)
            self._look.setAccessibleName(self.tr("Beginning of the attached text"))
            self._look.setFont(self._theme.mono_font())
            self._look.setFixedHeight(120)
            self._column.addWidget(self._look)
        if self._look is not None:
            self._look.setVisible(opened)

    @Slot()
    def _on_theme(self) -> None:
        name = "file-text" if self.attached.name else "paperclip"
        drawn: QPixmap = pixmap(name, self._theme.palette.accent, 16, self.devicePixelRatioF())
        self._icon.setPixmap(drawn)


class ChipRow(QWidget):
    """All attached texts. `changed()`; `removed(AttachedText)`: can be put back with `add`."""

    changed = Signal()
    removed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(measures.GAP_XS)
        self._column.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.chips: list[Chip] = []
        self.hide()

    def attached(self) -> tuple[AttachedText, ...]:
        return tuple(chip.attached for chip in self.chips)

    def set_attached(self, texts: tuple[AttachedText, ...]) -> None:
        """Show exactly these; says nothing."""
        if texts == self.attached():
            return
        for chip in self.chips:
            chip.hide()
            chip.deleteLater()
        self.chips = []
        for text in texts:
            self._append(text)
        self.setVisible(bool(self.chips))

    def add(self, attached: AttachedText) -> None:
        self._append(attached)
        self.setVisible(True)
        self.changed.emit()

    def _append(self, attached: AttachedText) -> None:
        chip = Chip(attached, self._theme, self)
        chip.removed.connect(lambda: self._remove(chip))
        self._column.addWidget(chip)
        self.chips.append(chip)

    def _remove(self, chip: Chip) -> None:
        self.chips.remove(chip)
        chip.hide()
        chip.deleteLater()
        self.setVisible(bool(self.chips))
        self.changed.emit()
        self.removed.emit(chip.attached)


def _beginning(text: str) -> str:
    """The first part of the text in lines that an editor can wrap."""
    lines: list[str] = []
    for line in text[:_LOOK].splitlines():
        lines.extend(textwrap.wrap(line, _LOOK_LINE, replace_whitespace=False) or [""])
    return "\n".join(lines) + ("\n…" if len(text) > _LOOK else "")
