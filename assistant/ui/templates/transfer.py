"""Templates out of files and into them: asks which, and says what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from assistant.controllers.template_library import TemplateLibrary
from assistant.core.display_text import one_line
from assistant.core.errors import UserError
from assistant.core.templates.template import Template
from assistant.ui.templates.note_bar import NoteBar
from assistant.ui.templates.template_words import title_of


class TemplateTransfer(QObject):
    """`imported(int)`: the id of the first template that came out of a file."""

    imported = Signal(int)

    def __init__(self, library: TemplateLibrary, note: NoteBar, window: QWidget) -> None:
        super().__init__(window)
        self._library, self._note, self._window = library, note, window
        library.imported.connect(self._on_imported)
        library.import_refused.connect(self._on_import_refused)
        library.exported.connect(self._on_exported)

    @Slot()
    def ask_import(self) -> None:
        """Ask for a file and keep what is in it."""
        dialog = self._dialog(self.tr("Import templates"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._library.import_file)
        dialog.open()

    def ask_export(self, templates: Sequence[Template], name: str) -> None:
        """Ask where to write `templates`; `name` is offered for the file."""
        dialog = self._dialog(self.tr("Export templates"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("toml")
        dialog.selectFile(f"{name}.toml")
        dialog.fileSelected.connect(lambda path: self._library.export(path, templates))
        dialog.open()

    def _dialog(self, title: str) -> QFileDialog:
        dialog = QFileDialog(self._window, title)
        dialog.setNameFilters([self.tr("Templates (*.toml)"), self.tr("All files (*)")])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return dialog

    @Slot(list)
    def _on_imported(self, templates: list[Template]) -> None:
        if not templates:
            self._note.show_note(self.tr("There is no template in this file."))
            return
        said = self.tr("%n template(s) imported: {names}.", "", len(templates))
        names = ", ".join(title_of(each) for each in templates)
        self._note.show_note(said.format(names=one_line(names, 200)))
        self.imported.emit(templates[0].id)

    @Slot(str, object, str)
    def _on_import_refused(self, _path: str, error: UserError, line: str) -> None:
        self._note.show_problem(error, line)

    @Slot(str, int)
    def _on_exported(self, path: str, count: int) -> None:
        said = self.tr("%n template(s) exported to {name}.", "", count)
        self._note.show_note(said.format(name=one_line(Path(path).name)))
