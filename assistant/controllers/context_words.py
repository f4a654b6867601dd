"""What does not fit into the context, in the person's language."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale

from assistant.core.context_policy import Refusal
from assistant.core.errors import UserError

translate = QCoreApplication.translate


class ContextError(UserError):
    """What does not fit into the context, with `refused` for whoever offers a way out."""

    def __init__(self, refused: Refusal, text: str, hint: str) -> None:
        super().__init__("context_full", text, hint)
        self.refused = refused


def refusal_error(refused: Refusal) -> ContextError:
    """The numbers, and what can be done."""
    if refused.what == "system":
        text = translate("Context", "The system prompt has {tokens} tokens; {room} fit.")
        hint = translate("Context", "Shorten it, or load the model with a longer context.")
    elif refused.what == "conversation":
        text = translate("Context", "This conversation has {tokens} tokens; {room} fit.")
        hint = translate(
            "Context", "Ask in a new conversation, or let older messages go (Parameters)."
        )
    else:
        text = translate("Context", "This message has {tokens} tokens; {room} fit.")
        hint = translate("Context", "Shorten it, or load the model with a longer context.")
    number = QLocale().toString
    numbers = text.format(tokens=number(refused.tokens), room=number(refused.room))
    return ContextError(refused, numbers, hint)
