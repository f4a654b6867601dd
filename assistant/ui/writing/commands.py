"""What can be done by key in the mode "Write", and found with Ctrl+K."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from assistant.controllers.writing_files import OpenedText
from assistant.core.writing.session import WritingSession
from assistant.ui.actions import ActionRegistry

if TYPE_CHECKING:
    from assistant.ui.writing.page import WritePage
    from assistant.ui.writing.result_pane import ResultPane

_OF_RESULT = ("write_copy", "write_save", "write_use", "write_insert", "write_chat")
_OF_REVIEW = (
    "write_next", "write_previous", "write_accept", "write_reject", "write_accept_all",
    "write_reject_all", "write_undo", "write_redo",
)  # fmt: skip


class WriteCommands(QObject):
    """Registers the actions of the page; those of a decision have their keys in the result."""

    def __init__(self, page: WritePage, actions: ActionRegistry) -> None:
        super().__init__(page)
        self._page = page
        self._actions = actions
        self._add_for_page()

    def _add(self, action_id: str, text: str, keys: str, act: Callable[[], object],
             scope: QWidget | None = None) -> None:  # fmt: skip
        """Where the page is not shown, it is shown before anything happens on it."""

        def perform() -> None:
            if not self._page.isVisible():
                self._actions.trigger("mode_write")
            act()

        self._actions.add(action_id, text, keys, perform, scope=scope)

    def _add_for_page(self) -> None:
        page, add = self._page, self._add
        add("write_proofread", self.tr("Proofread the text"), "",
            lambda: page.start_id("proofread"))  # fmt: skip
        add("write_menu", self.tr("All actions for the text…"), "", page.show_menu)
        add("write_open", self.tr("Open a text to work on…"), "", page.choose_file)
        add("write_copy", self.tr("Copy the result"), "", page.copy_result)
        add("write_replace_file", self.tr("Replace in the file"), "", page.replace_file)
        add("write_save", self.tr("Save the result as…"), "", page.save_result)
        add("write_use", self.tr("Go on with the result as your text"), "", page.use_result)
        add("write_insert", self.tr("Insert the result below your text"), "", page.insert_result)
        add("write_chat", self.tr("Continue in chat"), "", page.talk_about_result)
        add("write_earlier", self.tr("Show the result before this one"), "", page.desk.go_back)

    def add_for_review(self, result: ResultPane) -> None:
        """The keys of decisions work where the result is, not where one types."""
        page, add = self._page, self._add
        add("write_next", self.tr("Next change"), "F8", lambda: result.step(1), scope=page)
        add("write_previous", self.tr("Previous change"), "Shift+F8",
            lambda: result.step(-1), scope=page)  # fmt: skip
        add("write_accept_all", self.tr("Accept all changes"), "", page.desk.accept_all)
        add("write_reject_all", self.tr("Reject all changes"), "", page.desk.reject_all)
        add("write_accept", self.tr("Accept the change"), "Ctrl+Return",
            lambda: result.decide(accept=True), scope=result)  # fmt: skip
        add("write_reject", self.tr("Reject the change"), "Ctrl+Backspace",
            lambda: result.decide(accept=False), scope=result)  # fmt: skip
        add("write_undo", self.tr("Undo the decision"), "Ctrl+Z", page.desk.undo, scope=result)
        add("write_redo", self.tr("Redo the decision"), "Ctrl+Shift+Z", page.desk.redo,
            scope=result)  # fmt: skip

    def refresh(
        self,
        session: WritingSession | None,
        opened: OpenedText | None,
        *,
        working: bool,
        earlier: bool,
    ) -> None:
        """Which of them can be done now."""
        actions = self._actions
        reviewed = session is not None and not session.composes
        for action_id in _OF_RESULT:
            actions[action_id].setEnabled(session is not None)
        for action_id in _OF_REVIEW:
            actions[action_id].setEnabled(reviewed)
        actions["write_proofread"].setEnabled(not working)
        actions["write_menu"].setEnabled(not working)
        actions["write_earlier"].setEnabled(earlier and not working)
        actions["write_use"].setEnabled(session is not None and not working)
        replaceable = (
            session is not None
            and opened is not None
            and opened.form is not None
            and opened.path == session.origin
        )
        actions["write_replace_file"].setEnabled(
            session is not None and replaceable and not working
        )
