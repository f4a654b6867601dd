"""Writing an answer to a file of the person's choice."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QDir, QObject, QStandardPaths, Qt, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from assistant.core.display_text import one_line
from assistant.core.entities import Message
from assistant.core.grounding import SummaryTask
from assistant.core.notices import Notice
from assistant.ui.services import Services
from assistant.ui.words import title_text

_ENDINGS = ("md", "html", "docx", "pdf")
_NOT_IN_NAMES = str.maketrans(dict.fromkeys('\\/:*?"<>|', " "))
_LONGEST_NAME = 80


class AnswerExport(QObject):
    """Asks for a place and writes there on the pool; what came of it is a notice."""

    def __init__(self, services: Services, parent: QWidget) -> None:
        super().__init__(parent)
        self._services = services
        self._parent = parent
        self._folder = ""
        self.dialog: QFileDialog | None = None
        """The one that is open."""

    def export_last(self) -> bool:
        """Export the last answer with any text; False when there is none."""
        answers = (m for m in reversed(self._services.chat.messages) if m.role == "assistant")
        last = next((answer for answer in answers if answer.text.strip()), None)
        if last is None:
            return False
        self.export(last.id)
        return True

    @Slot(int)
    def export(self, message_id: int) -> None:
        """Ask where a message of the shown conversation shall be written."""
        message = self._services.chat.message(message_id)
        if message is None or not message.text.strip():
            return
        from assistant.core.answer_report import answer_markdown

        title = self._title(message)
        heading = self.tr("Sources") if _cites(message) else self.tr("Documents")
        markdown = answer_markdown(message, title, heading)
        dialog = QFileDialog(self._parent.window(), self.tr("Export this answer"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(
            [
                self.tr("PDF (*.pdf)"),
                self.tr("Word document (*.docx)"),
                self.tr("Web page (*.html)"),
                self.tr("Markdown (*.md)"),
            ]
        )
        dialog.setDefaultSuffix("pdf")
        dialog.filterSelected.connect(lambda chosen: dialog.setDefaultSuffix(_ending_of(chosen)))
        dialog.setDirectory(self._folder or _documents_folder())
        dialog.selectFile(f"{_file_name(title)}.pdf")
        dialog.fileSelected.connect(lambda path: self.write(Path(path), markdown, title))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(self._on_closed)
        self.dialog = dialog
        dialog.open()

    def write(self, path: Path, markdown: str, title: str) -> None:
        """Write on the pool; the dialog has asked before something is replaced."""
        exporter = self._services.exporter
        if path.suffix.lower().lstrip(".") not in _ENDINGS:
            path = path.with_name(f"{path.name}.md")
            if path.exists():  # the dialog asked about another name
                self._refuse_to_replace(path)
                return
        self._folder = str(path.parent)

        def done(_result: None) -> None:
            text = self.tr("Exported to {name}.").format(name=one_line(path.name, 80))
            self._services.notices.post(Notice(text=text, timeout_s=10.0))

        self._services.pool.run(
            lambda: exporter.write(path, markdown, title),
            done,
            self._services.notices.post_error,
        )

    def _refuse_to_replace(self, path: Path) -> None:
        text = self.tr("{name} exists already and was left alone; choose another name.")
        notice = Notice(text=text.format(name=one_line(path.name, 80)), severity="caution")
        self._services.notices.post(notice)

    @Slot()
    def _on_closed(self, _result: int = 0) -> None:
        self.dialog = None

    def _title(self, message: Message) -> str:
        """The documents of a summary, else the title of the conversation."""
        chat = self._services.chat
        turn = chat.message(message.parent_id)
        if turn is not None and isinstance(turn.task, SummaryTask):
            names = [document.name for document in turn.task.documents]
            shown = ", ".join(names[:3]) + ("…" if len(names) > 3 else "")
            return self.tr("Summary of {names}").format(names=one_line(shown, 200))
        conversation = chat.conversation
        return title_text(one_line(conversation.title) if conversation else "")


def _cites(message: Message) -> bool:
    return message.sources is not None and bool(message.sources.citations)


def _ending_of(chosen: str) -> str:
    return next((ending for ending in _ENDINGS if f"*.{ending}" in chosen), "md")


def _file_name(title: str) -> str:
    name = " ".join(title.translate(_NOT_IN_NAMES).split())[:_LONGEST_NAME].strip(" .")
    return name or "Inkstone"


def _documents_folder() -> str:
    places = QStandardPaths.StandardLocation.DocumentsLocation
    return QStandardPaths.writableLocation(places) or QDir.homePath()
