"""What a person does with documents from anywhere in the window: drop, choose, paste."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QGuiApplication

from assistant.core.display_text import storable
from assistant.core.notices import Notice

if TYPE_CHECKING:
    from PySide6.QtWidgets import QFileDialog

    from assistant.ui.documents.library_tasks import LibraryTasks
    from assistant.ui.drop_overlay import Dropped
    from assistant.ui.window import MainWindow

_NOTICE_S = 12.0


class DocumentCommands(QObject):
    """Window thread. Every command shows the chat mode, where its result appears."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._tasks: LibraryTasks | None = None

    # --- what was dropped ------------------------------------------------------------------

    @Slot(object, str)
    def take(self, held: Dropped, use: str) -> None:
        """Do with `held` what its target said (`drop_overlay.Use`)."""
        if use == "summarise":
            self.summarise(list(held.paths), held.text)
        elif use == "ask":
            self.ask(list(held.paths), held.text)
        elif use == "attach":
            self.attach(list(held.paths), held.text)
        else:
            self._say(
                self.tr(
                    "That is on the web; Inkstone loads nothing from there. "
                    "Save it as a file and drop the file."
                )
            )

    def summarise(self, paths: list[str], text: str = "") -> None:
        """Open the plan of a summary, or add to the one that is open."""
        self._in_chat()
        self._window.chat_page.column.documents.follow()
        planner = self._window.services.planner
        if paths:
            planner.add_paths(paths)
        if text.strip():
            planner.add_text(text)
        self._window.chat_page.column.documents.focus_plan()

    def ask(self, paths: list[str], text: str = "") -> None:
        """Answer the shown conversation from these, too."""
        self._in_chat()
        self._window.chat_page.column.documents.follow()
        scopes = self._window.services.scopes
        if paths:
            scopes.add_paths(paths)
        if text.strip():
            scopes.add_text(text)
        self._window.chat_page.column.composer.input.setFocus()

    def attach(self, paths: list[str], text: str = "") -> None:
        """Put files or a text into the message that is being written."""
        self._in_chat()
        column = self._window.chat_page.column
        if paths:
            column.attach_files(paths)
        if text.strip():
            column.composer.input.insert_text(text)
        column.composer.input.setFocus()

    # --- commands of the palette and of the menu in the composer ---------------------------

    @Slot()
    def choose_attachments(self) -> None:
        self._choose(self.tr("Attach files"), self.attach)

    @Slot()
    def summarise_files(self) -> None:
        self._choose(self.tr("Summarise documents"), self.summarise)

    @Slot()
    def ask_files(self) -> None:
        self._choose(self.tr("Ask documents"), self.ask)

    @Slot()
    def summarise_folder(self) -> None:
        self._choose(self.tr("Summarise a folder"), self.summarise, folder=True)

    @Slot()
    def ask_folder(self) -> None:
        self._choose(self.tr("Ask the documents of a folder"), self.ask, folder=True)

    @Slot()
    def summarise_clipboard(self) -> None:
        """Files or text, whichever the clipboard holds."""
        from assistant.ui.drop_overlay import dropped

        held = dropped(QGuiApplication.clipboard().mimeData())
        if held.kind in ("documents", "text"):
            self.summarise(list(held.paths), storable(held.text))
        else:
            self._say(self.tr("The clipboard holds neither text nor files to summarise."))

    def _choose(
        self, title: str, take: Callable[[list[str]], None], *, folder: bool = False
    ) -> None:
        from PySide6.QtWidgets import QFileDialog

        dialog = QFileDialog(self._window, title)
        if folder:
            dialog.setFileMode(QFileDialog.FileMode.Directory)
            dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        else:
            dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(take)
        _open(dialog)

    # --- collections -----------------------------------------------------------------------

    @Slot()
    def new_collection(self) -> None:
        """Put a collection together, where collections are kept."""
        self._window.show_mode("documents")
        self._window.library_page.new_collection()

    def ask_collection(self, collection_id: int) -> None:
        """Begin a conversation that is answered from a collection."""
        if self._tasks is None:
            from assistant.ui.documents.library_tasks import LibraryTasks

            window = self._window
            self._tasks = LibraryTasks(window.services, window.actions_registry, self)
        self._tasks.ask_collection(collection_id)

    # --- the rest --------------------------------------------------------------------------

    @Slot()
    def export_answer(self) -> None:
        """Ask where the last answer shall be written."""
        self._in_chat()
        if not self._window.chat_page.column.exports.export_last():
            self._say(self.tr("There is no answer to export yet."))

    def _in_chat(self) -> None:
        if self._window.current_mode != "chat":
            self._window.show_mode("chat")

    def _say(self, text: str) -> None:
        notice = Notice(text=text, severity="caution", timeout_s=_NOTICE_S)
        self._window.services.notices.post(notice)


def _open(dialog: QFileDialog) -> None:
    """Show without blocking; the dialog goes when it is closed."""
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
