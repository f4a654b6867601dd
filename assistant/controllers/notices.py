"""The quiet, non-modal place for what happened."""

from __future__ import annotations

from collections import deque

from PySide6.QtCore import QObject, Signal

from assistant.core.errors import UserError
from assistant.core.notices import Notice


class Notices(QObject):
    """Posts notices and remembers the last ten.

    `posted(Notice)` for each; `action_chosen(str)` when a person presses a notice's button:
    whoever owns that action id connects to it.
    """

    posted = Signal(object)
    action_chosen = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.recent: deque[Notice] = deque(maxlen=10)

    def post(self, notice: Notice) -> None:
        self.recent.append(notice)
        self.posted.emit(notice)

    def update(self, notice: Notice) -> None:
        """Show it in the place of the newest one, of whose action it tells more.

        Nothing happens when something else was posted since: that is not covered.
        """
        if self.recent and self.recent[-1].action == notice.action != "":
            self.recent[-1] = notice
            self.posted.emit(notice)

    def post_error(self, error: UserError, *, action: str = "", action_label: str = "") -> None:
        """The error's sentences, with the one thing to do about it."""
        text = f"{error.text} {error.hint}".strip()
        self.post(Notice(text=text, severity="error", action=action, action_label=action_label))

    def choose(self, action: str) -> None:
        """A person pressed the button of a notice with this action id."""
        self.action_chosen.emit(action)
