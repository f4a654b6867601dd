"""Models that are on this disk already: how many, which, and one click to use one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from assistant.core.display_text import one_line
from assistant.core.entities import ModelFile
from assistant.core.hub.fitting import verdict
from assistant.core.hub.machine_facts import MachineFacts
from assistant.core.hub.recommending import READING_SPEED
from assistant.ui.controls import push_button
from assistant.ui.documents.wrapping_row import wrapping
from assistant.ui.first_run.door import Door
from assistant.ui.models.words import program_name
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme
from assistant.ui.words import size_text

_NAMED = 3


class FoundDoor(Door):
    """`use_requested(str path)`, `all_requested()`. Hidden while nothing was found."""

    use_requested = Signal(str)
    all_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, "folder", "", parent)
        self._first = ""
        self.use = push_button("", "", self)
        self.use.clicked.connect(self._on_use)
        self.all = push_button(self.tr("Choose another…"), "link", self)
        self.all.clicked.connect(self.all_requested)
        self.add(wrapping(measures.GAP_S, self.use, self.all))
        self.hide()

    def show_files(self, files: Sequence[ModelFile], machine: MachineFacts | None) -> None:
        """Name some of them, the one that suits this computer first."""
        self.setVisible(bool(files))
        if not files:
            return
        self.title.setText(self.tr("%n model(s) on this disk already", "", len(files)))
        ordered = by_suitability(files, machine)
        names = [_named(file) for file in ordered[:_NAMED]]
        more = len(files) - len(names)
        if more > 0:
            names.append(self.tr("and %n more", "", more))
        self.say(",  ".join(names), self.tr("They are used where they lie; nothing is copied."))
        self._first = ordered[0].path
        name = one_line(ordered[0].name, 40)
        self.use.setText(self.tr("Use {name}").format(name=name))
        self.use.setAccessibleName(self.use.text())
        self.all.setVisible(len(files) > 1)

    @Slot()
    def _on_use(self) -> None:
        self.use_requested.emit(self._first)


def by_suitability(files: Sequence[ModelFile], machine: MachineFacts | None) -> list[ModelFile]:
    """Those that write as fast as one reads first, the largest of them at the top; by name where
    nothing is known of this computer. Models that only find texts come last."""

    def place(file: ModelFile) -> tuple[bool, int, float, str]:
        finds = "embed" in file.name.casefold()
        if machine is None or not machine.total_memory:
            return finds, 0, 0.0, file.name.casefold()
        found = verdict(file.size, machine)
        if found.room == "too_big":
            return finds, 2, file.size, file.name.casefold()
        if found.tight or 0.0 < found.tokens_per_s < READING_SPEED:
            return finds, 1, file.size, file.name.casefold()
        return finds, 0, -file.size, file.name.casefold()

    return sorted(files, key=place)


def _named(file: ModelFile) -> str:
    size = size_text(file.size) if file.size else ""
    shown = ", ".join(filter(None, (size, program_name(file.origin))))
    name = one_line(file.name, 60)
    return f"{name} ({shown})" if shown else name
