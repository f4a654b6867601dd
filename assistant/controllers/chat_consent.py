"""What the chat asks of the permissions."""

from __future__ import annotations

from assistant.controllers.consent import ConsentKeeper, place_of
from assistant.controllers.sending import Written
from assistant.controllers.shown_conversation import ShownConversation
from assistant.core.errors import UserError
from assistant.core.remote.consent import Permission


class ChatConsent:
    """Whether the shown conversation may be sent to where the chosen model is; window thread.

    Without a `keeper` everything may: the engine alone decides.
    """

    def __init__(self, keeper: ConsentKeeper | None, shown: ShownConversation) -> None:
        self._keeper = keeper
        self._shown = shown

    def permitted(self) -> bool:
        return self.refusal() is None

    def refusal(self) -> UserError | None:
        """Why nothing of it may be sent now; None where it may."""
        return None if self._keeper is None else self._keeper.refusal(place_of(self._shown.id))

    def for_new(self) -> Permission | None:
        """What was allowed for the conversation that begins with the next turn."""
        keeper = self._keeper
        return None if keeper is None or self._shown.id is not None else keeper.new_permission()

    def left(self) -> None:
        """Another conversation is shown: what was allowed for one that did not begin is gone."""
        if self._keeper is not None:
            self._keeper.forget_new()

    def follow(self, written: Written) -> None:
        """What was allowed for a conversation that began holds for it. Once a conversation is
        answered on this machine, sending it to a server is asked for again."""
        keeper, place = self._keeper, place_of(written.conversation.id)
        if keeper is None:
            return
        if written.permission is not None:
            keeper.take(written.permission)
            keeper.forget_new()
        elif keeper.server is None and keeper.given(place):
            keeper.withdraw(place)
