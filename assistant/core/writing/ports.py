"""What the writing desk keeps."""

from __future__ import annotations

from typing import Protocol

from assistant.core.writing.action import Action


class ActionStore(Protocol):
    """Keeps the person's own actions. One thread owns it; raises as `ConversationStore`."""

    def list_actions(self) -> list[Action]:
        """In the order they were made."""

    def keep_action(self, action: Action) -> Action:
        """Keep it, in the place of the one with its id; "" gives it a new one."""

    def delete_action(self, action_id: str) -> None: ...
