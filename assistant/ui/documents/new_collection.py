"""Making a collection in its place: what belongs to it, and a name."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from assistant.core.display_text import one_line
from assistant.ui.controls import Caption, push_button
from assistant.ui.documents.library_words import file_name
from assistant.ui.documents.roots import Roots, ask_for_files, ask_for_folder
from assistant.ui.documents.wrapping_row import wrapping
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

NAME_LENGTH = 200


class NewCollection(QWidget):
    """`create_requested(str, list[str])`: a name, perhaps empty, and paths. `left()`: no more."""

    create_requested = Signal(str, list)
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._named = False
        self._build()
        theme.changed.connect(self._on_theme)
        self._on_theme()
        self.begin()

    def _build(self) -> None:
        self._title = QLabel(self.tr("New collection"), self)
        explanation = Caption(
            self._theme,
            self.tr(
                "Files and folders that you can ask as one. They stay where they are; what is "
                "new or changed in them is read by itself."
            ),
            self,
        )
        self.roots = Roots(self._theme, self)
        self.roots.remove_requested.connect(self._on_removed)
        self.folder_button = push_button(self.tr("Add a folder…"), "", self)
        self.folder_button.clicked.connect(self.choose_folder)
        self.files_button = push_button(self.tr("Add files…"), "", self)
        self.files_button.clicked.connect(self.choose_files)
        label = QLabel(self.tr("Name"), self)
        self.name = QLineEdit(self)
        self.name.setMaxLength(NAME_LENGTH)
        self.name.setAcceptDrops(False)
        self.name.setAccessibleName(self.tr("Name of the collection"))
        self.name.textEdited.connect(self._on_name_edited)
        self.name.returnPressed.connect(self.create)
        label.setBuddy(self.name)
        self.create_button = push_button(self.tr("Create"), "primary", self)
        self.create_button.clicked.connect(self.create)
        self.cancel_button = push_button(self.tr("Cancel"), "", self)
        self.cancel_button.clicked.connect(self.left)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measures.GAP_S)
        column.addWidget(self._title)
        column.addWidget(explanation)
        column.addSpacing(measures.GAP_XS)
        column.addWidget(self.roots)
        column.addWidget(wrapping(measures.GAP_S, self.folder_button, self.files_button))
        column.addSpacing(measures.GAP_S)
        column.addWidget(label)
        column.addWidget(self.name)
        column.addSpacing(measures.GAP_S)
        column.addWidget(wrapping(measures.GAP_S, self.create_button, self.cancel_button))
        column.addStretch(1)

    def begin(self, paths: Sequence[str] = ()) -> None:
        """Begin anew, with these files and folders."""
        self._named = False
        self.name.clear()
        self._show(())
        self.add(paths)

    def add(self, paths: Sequence[str]) -> None:
        """Have these in it too; the first one gives the name until the person does."""
        self._show(tuple(dict.fromkeys((*self.roots.paths, *paths))))
        if paths:
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)
            self.name.selectAll()

    def take_focus(self) -> None:
        target = self.name if self.roots.paths else self.folder_button
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def choose_folder(self) -> None:
        ask_for_folder(self, self.tr("A folder for the collection"), self.add)

    @Slot()
    def choose_files(self) -> None:
        ask_for_files(self, self.tr("Files for the collection"), self.add)

    @Slot()
    def create(self) -> None:
        """Ask for the collection, once there is something in it."""
        if self.roots.paths:
            self.create_requested.emit(one_line(self.name.text()), list(self.roots.paths))

    def _show(self, paths: tuple[str, ...]) -> None:
        self.roots.show_paths(paths)
        self.roots.setVisible(bool(paths))
        self.create_button.setEnabled(bool(paths))
        if not self._named:
            self.name.setText(file_name(paths[0]) if paths else "")

    @Slot(str)
    def _on_removed(self, path: str) -> None:
        self._show(tuple(root for root in self.roots.paths if root != path))

    @Slot(str)
    def _on_name_edited(self, text: str) -> None:
        self._named = bool(text.strip())

    @Slot()
    def _on_theme(self) -> None:
        self._title.setFont(self._theme.title_font())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)
