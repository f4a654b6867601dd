"""The actions of the writing desk: built-in ones, and the person's own."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QCoreApplication, QObject, Signal

from assistant.core.errors import UserError
from assistant.core.writing.action import Action
from assistant.workers.library_thread import LibraryThread


class WritingActions(QObject):
    """Window thread.

    changed()             the list is another one
    deleted(Action)       an own action is gone; `restore` brings it back
    failed(UserError)     it could not be kept or read
    """

    changed = Signal()
    deleted = Signal(object)
    failed = Signal(object)

    def __init__(
        self, library: LibraryThread, built_in: Sequence[Action], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._library = library
        self.built_in = tuple(built_in)
        self.own: tuple[Action, ...] = ()
        library.opened.connect(self.load)

    @property
    def all(self) -> tuple[Action, ...]:
        """The person's own ones come after the built-in ones."""
        return self.built_in + self.own

    def find(self, action_id: str) -> Action | None:
        return next((action for action in self.all if action.id == action_id), None)

    def load(self) -> None:
        """Read the person's own actions; `changed` follows."""
        self._library.submit(
            lambda library: library.desk.list_actions(), self._on_listed, self.failed.emit
        )

    def keep(self, action: Action) -> None:
        """Keep an own action, a new one where its id is empty; `changed` follows."""
        own = msgspec.structs.replace(action, own=True, name=action.name.strip())
        self._library.submit(
            lambda library: library.desk.keep_action(own), self._on_kept, self.failed.emit
        )

    def delete(self, action_id: str) -> None:
        """Delete an own action; `deleted` follows."""
        action = self.find(action_id)
        if action is None or not action.own:
            return

        def done(_nothing: object) -> None:
            self.load()
            self.deleted.emit(action)

        self._library.submit(
            lambda library: library.desk.delete_action(action_id), done, self.failed.emit
        )

    def restore(self, action: Action) -> None:
        """Bring a deleted action back, under the id that it had."""
        self.keep(action)

    def _on_kept(self, _action: Action) -> None:
        self.load()

    def _on_listed(self, actions: list[Action]) -> None:
        if tuple(actions) != self.own:
            self.own = tuple(actions)
            self.changed.emit()


def refused_action(name: str, instruction: str) -> UserError | None:
    """Why an own action cannot be kept like this, or None."""
    if name.strip() and instruction.strip():
        return None
    text = QCoreApplication.translate("Writing", "An action needs a name and an instruction.")
    return UserError("usage", text)
