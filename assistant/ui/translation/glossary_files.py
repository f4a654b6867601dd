"""Asking which file terms come from, or go to."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from assistant.controllers.glossaries import GlossaryShelf
from assistant.controllers.notices import Notices
from assistant.core.display_text import one_line
from assistant.core.notices import Notice
from assistant.core.translation.glossary import Glossary
from assistant.ui.translation.glossary_words import glossary_name


class GlossaryFiles(QObject):
    """`dialog` is the one that is open."""

    def __init__(self, shelf: GlossaryShelf, notices: Notices, parent: QWidget) -> None:
        super().__init__(parent)
        self._shelf = shelf
        self._notices = notices
        self._parent = parent
        self.dialog: QFileDialog | None = None
        shelf.exported.connect(self._on_exported)

    def choose_import(self, into: Glossary) -> None:
        """Ask for a file whose terms go into this glossary, or a new one where its id is 0."""
        dialog = QFileDialog(self._parent.window(), self.tr("Import terms"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(
            [self.tr("Terms (*.csv *.tsv *.tbx *.xml)"), self.tr("All files (*)")]
        )
        dialog.fileSelected.connect(lambda path: self._shelf.import_file(path, into))
        self._open(dialog)

    def choose_export(self, glossary: Glossary) -> None:
        """Ask where this glossary shall be written."""
        dialog = QFileDialog(self._parent.window(), self.tr("Export this glossary"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        csv, tbx = self.tr("Table (*.csv)"), self.tr("TermBase eXchange (*.tbx)")
        dialog.setNameFilters([csv, tbx])
        dialog.setDefaultSuffix("csv")
        dialog.filterSelected.connect(
            lambda chosen: dialog.setDefaultSuffix("tbx" if chosen == tbx else "csv")
        )
        dialog.selectFile(f"{glossary_name(glossary)}.csv".replace("/", "-"))
        dialog.fileSelected.connect(lambda path: self._shelf.export_file(glossary, path))
        self._open(dialog)

    def _open(self, dialog: QFileDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(self._on_closed)
        self.dialog = dialog
        dialog.open()

    @Slot()
    def _on_closed(self, _result: int = 0) -> None:
        self.dialog = None

    @Slot(str)
    def _on_exported(self, path: str) -> None:
        name = one_line(path.replace("\\", "/").rpartition("/")[2], 80)
        text = self.tr("Exported to {name}.").format(name=name)
        self._notices.post(Notice(text=text, timeout_s=10.0))
