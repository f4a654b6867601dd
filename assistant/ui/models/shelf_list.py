"""The list of models: groups by where they come from, a filter, the folders that are searched."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from assistant.controllers.models import ModelState
from assistant.core.entities import ModelFile, ModelOrigin
from assistant.ui.actions import ActionRegistry
from assistant.ui.controls import Caption, push_button
from assistant.ui.documents.wrapping_row import wrapping
from assistant.ui.models.rows import FolderRow, ModelRow
from assistant.ui.models.words import group_name
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

_WIDTH = 820
_FILTER_FROM = 6
"""So many models are found at a glance."""
_GROUPS: tuple[tuple[ModelOrigin, ...], ...] = (
    ("own", "starter"), ("folder",), ("file",), ("server",), ("lm-studio",), ("ollama",),
    ("hugging-face",), ("gpt4all",), ("jan",), ("llama.cpp",),
)  # fmt: skip


class ShelfList(QScrollArea):
    """Signals carry the path of a model or folder."""

    use_requested = Signal(str)
    unload_requested = Signal()
    cancel_requested = Signal()
    reveal_requested = Signal(str)
    open_requested = Signal(str)
    find_requested = Signal()
    folder_opened = Signal(str)
    folder_removed = Signal(str)
    elsewhere_changed = Signal(bool)

    def __init__(self, theme: Theme, actions: ActionRegistry, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._actions = actions
        self._files: list[ModelFile] = []
        self.rows: dict[str, ModelRow] = {}
        self.folder_rows: list[FolderRow] = []
        self._headings: dict[ModelOrigin, QLabel] = {}
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        inside.setProperty("role", "page")
        inside.setMaximumWidth(_WIDTH)
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(
            measures.GAP_XL, measures.GAP_L, measures.GAP_XL, measures.GAP_XL
        )
        self._column.setSpacing(measures.GAP_S)
        self._build()
        around = QWidget()
        around.setProperty("role", "page")
        row = QHBoxLayout(around)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(inside, 100)
        row.addStretch(1)
        self.setWidget(around)
        theme.changed.connect(self._on_theme)
        self._on_theme()

    # --- parts -----------------------------------------------------------------------------

    def _build(self) -> None:
        text = self.tr(
            "One model is in memory at a time. The one you use is kept for the next start."
        )
        self._column.addWidget(Caption(self._theme, text, self))
        self._column.addSpacing(measures.GAP_XS)
        self._build_buttons()
        self.filter = QLineEdit(self)
        self.filter.setPlaceholderText(self.tr("Filter by name"))
        self.filter.setAccessibleName(self.tr("Filter the models by name"))
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self._place)
        self._column.addWidget(self.filter)
        self._nothing = Caption(self._theme, "", self)
        self._column.addWidget(self._nothing)
        self._models = QVBoxLayout()
        self._models.setSpacing(measures.GAP_S)
        self._column.addLayout(self._models)
        self._column.addSpacing(measures.GAP_L)
        self._build_places()
        self._column.addStretch(1)

    def _build_buttons(self) -> None:
        self.find_button = push_button(self.tr("Find models…"), "primary", self)
        self.find_button.clicked.connect(self.find_requested)
        self.open_button = push_button(self.tr("Open a GGUF file…"), "", self)
        self.open_button.clicked.connect(lambda: self._actions.trigger("open_model"))
        self.folder_button = push_button(self.tr("Add a folder of models…"), "", self)
        self.folder_button.clicked.connect(lambda: self._actions.trigger("add_model_folder"))
        buttons = (self.find_button, self.open_button, self.folder_button)
        self._column.addWidget(wrapping(measures.GAP_S, *buttons))

    def _build_places(self) -> None:
        self._places_title = QLabel(self.tr("Where models are looked for"), self)
        self._column.addWidget(self._places_title)
        self._folders = QVBoxLayout()
        self._folders.setSpacing(measures.GAP_XS)
        self._column.addLayout(self._folders)
        self.elsewhere = QCheckBox(self.tr("Also use the models of other programs"), self)
        self.elsewhere.setAccessibleName(self.elsewhere.text())
        self.elsewhere.toggled.connect(self.elsewhere_changed)
        self._column.addWidget(self.elsewhere)
        text = self.tr(
            "LM Studio, Ollama, Hugging Face, GPT4All, Jan and llama.cpp; nothing is copied or "
            "changed there."
        )
        self.elsewhere.setAccessibleDescription(text)
        words = Caption(self._theme, text, self)
        words.setContentsMargins(measures.GAP_XL, 0, 0, 0)
        self._column.addWidget(words)

    def take_focus(self) -> None:
        first = next(iter(self._visible()), None)
        (first or self.find_button).setFocus()

    def focus_row(self, path: str) -> None:
        row = self.rows.get(path)
        if row is not None and row.isVisibleTo(self):
            row.setFocus()
            self.ensureWidgetVisible(row)
        else:
            self.take_focus()

    # --- models ----------------------------------------------------------------------------

    def show_files(self, files: Sequence[ModelFile]) -> None:
        """List these; rows that are there stay, with their focus."""
        self._files = list(files)
        known = {file.path for file in files}
        focused = self.window().focusWidget()
        lost = False
        for path in [path for path in self.rows if path not in known]:
            row = self.rows.pop(path)
            lost = lost or focused is row or (focused is not None and row.isAncestorOf(focused))
            self._models.removeWidget(row)
            row.hide()
            row.deleteLater()
        for file in files:
            if file.path not in self.rows:
                self.rows[file.path] = self._new_row(file.path)
            self.rows[file.path].show_file(file)
        self._place()
        if lost:
            self.take_focus()

    def _new_row(self, path: str) -> ModelRow:
        row = ModelRow(self._theme, self)
        row.show_state(ModelState())
        row.use_requested.connect(lambda: self.use_requested.emit(path))
        row.unload_requested.connect(self.unload_requested)
        row.cancel_requested.connect(self.cancel_requested)
        row.reveal_requested.connect(lambda: self.reveal_requested.emit(path))
        row.open_requested.connect(lambda: self.open_requested.emit(path))
        row.step_requested.connect(lambda step: self._step(row, step))
        return row

    @Slot()
    def _place(self, _text: str = "") -> None:
        """Put headings and rows in their order; what the filter leaves out is hidden."""
        many = len(self._files) >= _FILTER_FROM
        self.filter.setVisible(many or bool(self.filter.text()))
        words = self.filter.text().casefold().split()
        position = 0
        for group in _GROUPS:
            files = [file for file in self._files if file.origin in group]
            shown = [file for file in files if all(word in _searched(file) for word in words)]
            heading = self._heading(group[0])
            heading.setVisible(bool(shown))
            self._models.insertWidget(position, heading)
            position += 1
            for file in files:
                self._models.insertWidget(position, self.rows[file.path])
                self.rows[file.path].setVisible(file in shown)
                position += 1
        self._say_nothing(words)

    def _heading(self, origin: ModelOrigin) -> QLabel:
        if origin not in self._headings:
            heading = QLabel(group_name(origin), self)
            heading.setFont(self._theme.interface_font(bold=True))
            heading.setContentsMargins(0, measures.GAP_S, 0, 0)
            self._headings[origin] = heading
        return self._headings[origin]

    def _say_nothing(self, words: list[str]) -> None:
        if not self._files:
            self._nothing.setText(self.tr("No model was found yet."))
        elif words and not self._visible():
            self._nothing.setText(self.tr("No model has this in its name."))
        self._nothing.setVisible(not self._visible())

    def _visible(self) -> list[ModelRow]:
        """Rows that the filter leaves, from top to bottom."""
        ordered = [f for group in _GROUPS for f in self._files if f.origin in group]
        return [self.rows[file.path] for file in ordered if not self.rows[file.path].isHidden()]

    def _step(self, row: ModelRow, step: int) -> None:
        rows = self._visible()
        place = rows.index(row) + step
        if 0 <= place < len(rows):
            rows[place].setFocus()
            self.ensureWidgetVisible(rows[place])
        elif place < 0 and self.filter.isVisible():
            self.filter.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and self.filter.hasFocus() and self._visible():
            self._visible()[0].setFocus()
        elif event.key() == Qt.Key.Key_Escape and self.filter.text():
            self.filter.clear()
        else:
            super().keyPressEvent(event)

    def show_state(self, state: ModelState) -> None:
        """What goes on with the model in use."""
        for path, row in self.rows.items():
            row.show_state(state if path == state.path else ModelState())

    # --- places ----------------------------------------------------------------------------

    def show_folders(self, folders: Sequence[str]) -> None:
        if [row.folder for row in self.folder_rows] == list(folders):
            return
        for row in self.folder_rows:
            row.hide()
            row.deleteLater()
        self.folder_rows = []
        for folder in folders:
            row = FolderRow(folder, self._theme, self)
            row.remove_requested.connect(lambda folder=folder: self.folder_removed.emit(folder))
            row.reveal_requested.connect(lambda folder=folder: self.folder_opened.emit(folder))
            self._folders.addWidget(row)
            self.folder_rows.append(row)

    def show_elsewhere(self, wanted: bool) -> None:
        with QSignalBlocker(self.elsewhere):
            self.elsewhere.setChecked(wanted)

    @Slot()
    def _on_theme(self) -> None:
        bold = self._theme.interface_font(bold=True)
        for label in (self._places_title, *self._headings.values()):
            label.setFont(bold)


def _searched(file: ModelFile) -> str:
    return f"{file.name} {group_name(file.origin)}".casefold()
