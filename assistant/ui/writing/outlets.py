"""Where a result goes: the clipboard, its file, another file."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QDir, QObject, QStandardPaths, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from assistant.controllers.writing_files import OpenedText, WritingFiles, save
from assistant.core.display_text import one_line
from assistant.core.errors import UserError
from assistant.core.notices import Notice
from assistant.ui.services import Services

_RICH = (".html", ".docx", ".pdf")
_PLAIN = (".md", ".txt")
_LINE_END = re.compile(r"(?<=\S)\n(?=[^\s\-*+#>|\d`~])")
_NOT_IN_NAMES = str.maketrans(dict.fromkeys('\\/:*?"<>|', " "))
_SAVE_AS = "writing.save_as"


class Outlets(QObject):
    """Window thread. `file_replaced(OpenedText)`: what the opened file is now."""

    file_replaced = Signal(object)

    def __init__(self, services: Services, files: WritingFiles, parent: QWidget) -> None:
        super().__init__(parent)
        self._services = services
        self._files = files
        self._parent = parent
        self._folder = ""
        self._waiting: tuple[str, str] | None = None
        self.dialog: QFileDialog | None = None
        files.replaced.connect(self._on_replaced)
        files.changed_on_disk.connect(self._on_changed_on_disk)
        services.notices.action_chosen.connect(self._on_action)

    def copy(self, text: str, still_open: int = 0) -> None:
        """Put `text` into the clipboard; `still_open` changes in it are not decided yet."""
        QGuiApplication.clipboard().setText(text)
        said = self.tr("The result was copied.")
        if still_open:
            said = self.tr(
                "The result was copied; %n change(s) that you have not decided about are in it.",
                "",
                still_open,
            )
        self._services.notices.post(Notice(text=said, timeout_s=6.0))

    def replace(self, opened: OpenedText, text: str) -> None:
        """Put `text` into the file that was opened; what was in it stays beside it."""
        self._waiting = (text, opened.name)
        self._files.replace(opened, text)

    def save_as(self, text: str, name: str) -> None:
        """Ask for a place, then write there. `name` is proposed."""
        dialog = QFileDialog(self._parent.window(), self.tr("Save the result"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(
            [
                self.tr("Markdown (*.md)"),
                self.tr("Plain text (*.txt)"),
                self.tr("Word document (*.docx)"),
                self.tr("Web page (*.html)"),
                self.tr("PDF (*.pdf)"),
            ]
        )
        dialog.setDefaultSuffix("md")
        dialog.filterSelected.connect(lambda chosen: dialog.setDefaultSuffix(_ending_of(chosen)))
        dialog.setDirectory(self._folder or _documents_folder())
        dialog.selectFile(f"{_file_name(name)}.md")
        dialog.fileSelected.connect(lambda path: self.write(Path(path), text, name))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(self._on_closed)
        self.dialog = dialog
        dialog.open()

    def write(self, path: Path, text: str, title: str) -> None:
        """Write on the pool; the dialog has asked before something is replaced."""
        self._folder = str(path.parent)
        exporter = self._services.exporter if path.suffix.lower() in _RICH else None

        def perform() -> None:
            if exporter is None:
                save(path, text)
            else:
                exporter.write(path, _LINE_END.sub("  \n", text), title)

        def done(_nothing: None) -> None:
            said = self.tr("Saved as {name}.").format(name=one_line(path.name, 80))
            self._services.notices.post(Notice(text=said, timeout_s=10.0))

        self._services.pool.run(perform, done, self._services.notices.post_error)

    @Slot()
    def _on_closed(self, _result: int = 0) -> None:
        self.dialog = None

    @Slot(str, str, object)
    def _on_replaced(self, name: str, backup: str, opened: OpenedText) -> None:
        self._waiting = None
        said = self.tr("{name} was replaced; {backup} beside it holds what was in it.")
        said = said.format(name=one_line(name, 80), backup=one_line(backup, 80))
        self._services.notices.post(Notice(text=said, timeout_s=20.0))
        self.file_replaced.emit(opened)

    @Slot(object)
    def _on_changed_on_disk(self, error: UserError) -> None:
        self._services.notices.post_error(error, action=_SAVE_AS, action_label=self.tr("Save as…"))

    @Slot(str)
    def _on_action(self, action: str) -> None:
        if action == _SAVE_AS and self._waiting is not None:
            text, name = self._waiting
            self.save_as(text, Path(name).stem)


def _ending_of(chosen: str) -> str:
    endings = (*_PLAIN, *_RICH)
    return next((ending[1:] for ending in endings if f"*{ending}" in chosen), "md")


def _file_name(title: str) -> str:
    name = " ".join(title.translate(_NOT_IN_NAMES).split())[:80].strip(" .")
    return name or "Inkstone"


def _documents_folder() -> str:
    places = QStandardPaths.StandardLocation.DocumentsLocation
    return QStandardPaths.writableLocation(places) or QDir.homePath()
