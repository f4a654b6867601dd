"""The head of a model's page: the way back, its name, what goes on with it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLabel, QProgressBar, QVBoxLayout, QWidget

from assistant.controllers.models import ModelState
from assistant.core.display_text import one_line
from assistant.core.entities import ModelFile
from assistant.ui.controls import Caption, push_button
from assistant.ui.documents.wrapping_row import wrapping
from assistant.ui.models.folders import reveal
from assistant.ui.models.rows import show_state_of
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme


class ModelHeader(QWidget):
    """`back` is the button back to the list."""

    use_requested = Signal()
    unload_requested = Signal()
    cancel_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._path = ""
        self.back = push_button(self.tr("‹ All models"), "link", self)
        self.back.setAccessibleName(self.tr("Back to all models"))
        self.back.setToolTip(self.tr("Back to all models (Esc)"))
        self.title = QLabel(self)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setWordWrap(True)
        self.state = Caption(theme, "", self)
        self.progress = QProgressBar(self)
        self.progress.setTextVisible(False)
        self.progress.setRange(0, 1000)
        self.progress.setAccessibleName(self.tr("Loading"))
        self.use = push_button(self.tr("Use"), "primary", self)
        self.use.clicked.connect(self.use_requested)
        self.unload = push_button(self.tr("Unload"), "", self)
        self.unload.clicked.connect(self.unload_requested)
        self.cancel = push_button(self.tr("Cancel"), "", self)
        self.cancel.clicked.connect(self.cancel_requested)
        self.folder = push_button(self.tr("Show in its folder"), "", self)
        self.folder.clicked.connect(lambda: reveal(self._path))
        buttons = wrapping(measures.GAP_S, self.use, self.unload, self.cancel, self.folder)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measures.GAP_S)
        column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        for widget in (self.title, self.state, self.progress, buttons):
            column.addWidget(widget)
        column.addSpacing(measures.GAP_S)
        theme.changed.connect(self._on_theme)
        self._on_theme()

    def show_file(self, file: ModelFile) -> None:
        self._path = file.path
        # a name is often one word; it may be broken after its joints
        joints = one_line(file.name)
        for joint in "-_.":
            joints = joints.replace(joint, joint + "\u200b")
        self.title.setText(joints)
        self.title.setAccessibleName(one_line(file.name))
        for button, text in (
            (self.use, self.tr("Use {name}")),
            (self.unload, self.tr("Unload {name}")),
            (self.cancel, self.tr("Cancel loading {name}")),
            (self.folder, self.tr("Open the folder of {name}")),
        ):
            button.setAccessibleName(text.format(name=file.name))

    def show_state(self, state: ModelState) -> None:
        """What goes on with it; phase "none" when it is not the one in use."""
        show_state_of(self, state)

    @Slot()
    def _on_theme(self) -> None:
        self.title.setFont(self._theme.title_font())
