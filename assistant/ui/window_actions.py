"""Every action of the window with its words, keys and what it does."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QPlainTextEdit

from assistant.core.notices import Notice

if TYPE_CHECKING:
    from PySide6.QtWidgets import QFileDialog, QWidget

    from assistant.ui.window import MainWindow


class WindowActions(QObject):
    """Registers the actions; the pages that they need are looked up when they are used."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._add_general()
        self._add_conversations()
        self._add_answers()
        self._add_documents()
        self._add_desk()
        self._add_models()

    def _add_general(self) -> None:
        window, add = self._window, self._window.actions_registry.add
        add("palette", self.tr("Find or do anything"), "Ctrl+K", window.show_palette, listed=False)
        for mode in window.modes:
            add(
                f"mode_{mode.id}",
                self.tr("Go to {mode}").format(mode=mode.text),
                f"Ctrl+{mode.slot}",
                lambda mode_id=mode.id: window.show_mode(mode_id),
            )
        add("composer", self.tr("Go to the composer"), "Ctrl+L", self._focus_composer)
        add("inspector", self.tr("Sources and parameters"), "Ctrl+I", self._inspector)
        add("parameters", self.tr("Parameters of this conversation"), "", self._parameters)
        add("settings", self.tr("Settings"), "Ctrl+,", window.show_settings)
        add("hub_settings", self.tr("Settings of the hub"), "", lambda: window.show_settings("hub"))
        add("shortcuts", self.tr("All shortcuts"), "F1", window.show_shortcuts)
        add("notices", self.tr("Last notices"), "", window.show_notices)
        add("toggle_list", self.tr("Show or hide the conversations"), "", self._toggle_list)
        add("light", self.tr("Light appearance"), "", lambda: self._set_theme("light"))
        add("dark", self.tr("Dark appearance"), "", lambda: self._set_theme("dark"))
        add("system", self.tr("Appearance of the system"), "", lambda: self._set_theme("system"))
        add("quit", self.tr("Quit"), "Ctrl+Q", window.close)

    def _add_conversations(self) -> None:
        add = self._window.actions_registry.add
        add("new_conversation", self.tr("New conversation"), "Ctrl+N", self._new)
        add("find", self.tr("Find in this conversation"), "Ctrl+F", self._find)
        add("search", self.tr("Find in all conversations"), "Ctrl+Shift+F", self._search)
        add("previous", self.tr("Previous conversation"), "Alt+Up", lambda: self._neighbour(-1))
        add("next", self.tr("Next conversation"), "Alt+Down", lambda: self._neighbour(1))
        add("rename", self.tr("Rename the conversation"), "F2", self._rename)
        add("pin_shown", self.tr("Pin or unpin this conversation"), "", self._pin)
        add("delete_shown", self.tr("Delete this conversation"), "", self._delete)

    def _add_answers(self) -> None:
        add = self._window.actions_registry.add
        add("stop", self.tr("Stop"), "Esc", self._escape, automatic=False, listed=False)
        add("regenerate", self.tr("Regenerate the last answer"), "Ctrl+R", self._regenerate)
        add("copy_answer", self.tr("Copy the last answer"), "Ctrl+Shift+C", self._copy)
        documents = self._window.documents
        add("export_answer", self.tr("Export the last answer…"), "", documents.export_answer)

    def _add_documents(self) -> None:
        add, documents = self._window.actions_registry.add, self._window.documents
        add("attach", self.tr("Attach a file…"), "", documents.choose_attachments)
        add("summarise_files", self.tr("Summarise documents…"), "", documents.summarise_files)
        add("summarise_folder", self.tr("Summarise a folder…"), "", documents.summarise_folder)
        add(
            "summarise_clipboard",
            self.tr("Summarise the clipboard"),
            "",
            documents.summarise_clipboard,
        )
        add("ask_files", self.tr("Ask documents…"), "", documents.ask_files)
        add("new_collection", self.tr("New collection…"), "", documents.new_collection)
        add("ask_folder", self.tr("Ask the documents of a folder…"), "", documents.ask_folder)

    def _add_desk(self) -> None:
        window, add = self._window, self._window.actions_registry.add
        desk, templates = window.desk, window.templates
        add("write_clipboard", self.tr("Work on the text of the clipboard"), "",
            desk.write_clipboard)  # fmt: skip
        add("translate_clipboard", self.tr("Translate the clipboard"), "", desk.translate_clipboard)
        add("templates", self.tr("Templates"), "", templates.show_library)
        add("new_template", self.tr("New template…"), "", templates.new_template)

    def _add_models(self) -> None:
        window, add = self._window, self._window.actions_registry.add
        add("choose_model", self.tr("Choose a model"), "Ctrl+M", self._choose_model)
        add("open_model", self.tr("Open a GGUF file…"), "", self._open_model)
        add("copy_model", self.tr("Copy GGUF files into my models…"), "", self._copy_model)
        add("add_model_folder", self.tr("Add a folder of models…"), "", self._add_folder)
        add("unload_model", self.tr("Unload the model"), "", window.services.models.unload)

    def add_for_composer(self) -> None:
        """Actions whose keys work only in the composer; called once it exists."""
        composer = self._window.chat_page.column.composer
        action = self._window.actions_registry.add(
            "edit_last",
            self.tr("Edit my last message (in an empty composer)"),
            "Up",
            self._edit_last,
            scope=composer.input,
            listed=False,
        )

        def refresh() -> None:
            action.setEnabled(composer.input.document().isEmpty())

        composer.input.textChanged.connect(refresh)
        refresh()

    # --- general ---------------------------------------------------------------------------

    @Slot()
    def _escape(self) -> None:
        """Stop; else clear a selection; else close what is open."""
        window = self._window
        page = window.chat_page
        if window.services.chat.answering and window.current_mode == "chat":
            window.services.chat.stop()
            return
        focused = window.focusWidget()
        if isinstance(focused, QPlainTextEdit) and focused.textCursor().hasSelection():
            cursor = focused.textCursor()
            cursor.clearSelection()
            focused.setTextCursor(cursor)
        elif _deselected(focused):
            pass
        elif page.drawer_open:
            page.close_drawer()
        elif page.column.find_bar is not None and page.column.find_bar.isVisible():
            page.column.find_bar.leave()
        elif page.column.composer.refusal.isVisible():
            page.column.composer.refusal.hide()
        elif page.column.documents.plan_open:
            page.column.documents.discard_plan()
        elif page.inspector_open:
            page.set_inspector_open(False)

    def _in_chat(self) -> None:
        if self._window.current_mode != "chat":
            self._window.show_mode("chat")

    def _focus_composer(self) -> None:
        self._in_chat()
        self._window.chat_page.column.composer.input.setFocus()

    def _inspector(self) -> None:
        self._in_chat()
        page = self._window.chat_page
        page.toggle_inspector()
        page.column.header.inspector_button.setChecked(page.inspector_open)

    def _parameters(self) -> None:
        self._in_chat()
        self._window.chat_page.toggle_parameters()

    def _toggle_list(self) -> None:
        self._in_chat()
        self._window.chat_page.toggle_list()

    def _set_theme(self, theme: str) -> None:
        preferences = self._window.services.preferences
        appearance = msgspec.structs.replace(preferences.settings.appearance, theme=theme)
        preferences.set_appearance(appearance)

    # --- conversations ---------------------------------------------------------------------

    def _new(self) -> None:
        self._in_chat()
        self._window.chat_page.new_conversation()

    def _find(self) -> None:
        self._in_chat()
        if self._window.services.chat.messages:
            self._window.chat_page.column.open_find()

    def _search(self) -> None:
        self._in_chat()
        self._window.chat_page.focus_search()

    def _neighbour(self, offset: int) -> None:
        self._in_chat()
        self._window.chat_page.open_neighbour(offset)

    def _rename(self) -> None:
        if self._window.current_mode == "chat":
            self._window.chat_page.rename()
        elif self._window.current_mode == "documents":
            self._window.library_page.rename_chosen()

    def _pin(self) -> None:
        services = self._window.services
        conversation = services.chat.conversation
        if conversation is not None:
            pinned = any(
                row.pinned for row in services.conversations.rows if row.id == conversation.id
            )
            services.conversations.set_pinned(conversation.id, not pinned)

    def _delete(self) -> None:
        shown = self._window.services.chat.conversation_id
        if shown is not None:
            self._window.chat_page.delete_conversation(shown)

    # --- answers ---------------------------------------------------------------------------

    def _regenerate(self) -> None:
        self._in_chat()
        self._window.services.chat.regenerate()

    def _copy(self) -> None:
        if self._window.chat_page.column.link.copy_last():
            self._window.services.notices.post(
                Notice(text=self.tr("The last answer was copied."), timeout_s=4.0)
            )

    def _edit_last(self) -> None:
        self._window.chat_page.column.link.edit_last()

    # --- models ----------------------------------------------------------------------------

    def _choose_model(self) -> None:
        self._in_chat()
        self._window.chat_page.column.header.picker.open_popup()

    def _open_model(self) -> None:
        self._ask_models(self.tr("Open a GGUF file"), self._window.services.models.open_files)

    def _copy_model(self) -> None:
        title = self.tr("Copy GGUF files into my models")
        self._ask_models(title, self._window.model_drops.copy)

    def _ask_models(self, title: str, then: Callable[[list[str]], None]) -> None:
        from PySide6.QtWidgets import QFileDialog

        dialog = QFileDialog(self._window, title)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters([self.tr("Models (*.gguf)"), self.tr("All files (*)")])
        dialog.filesSelected.connect(then)
        _open(dialog)

    def _add_folder(self) -> None:
        from PySide6.QtWidgets import QFileDialog

        dialog = QFileDialog(self._window, self.tr("Add a folder of models"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self._window.services.models.add_folder)
        _open(dialog)


def _deselected(widget: QWidget | None) -> bool:
    """Whether there was a selection in a line of text to clear."""
    from PySide6.QtWidgets import QLineEdit

    if not isinstance(widget, QLineEdit) or not widget.hasSelectedText():
        return False
    widget.deselect()
    return True


def _open(dialog: QFileDialog) -> None:
    """Show without blocking; the dialog goes when it is closed."""
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
