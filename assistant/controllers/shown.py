"""What the window is told of the open conversation."""

from __future__ import annotations

import msgspec

from assistant.core.entities import ContextFold, Conversation, Message


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """A conversation and its shown branch; `conversation` is None for one not begun yet."""

    conversation: Conversation | None
    messages: list[Message]
    draft: str = ""
    folds: list[ContextFold] = []


class ShownFold(msgspec.Struct, frozen=True):
    """The first `messages` of the shown branch are no longer sent, under `fold`."""

    fold: ContextFold
    messages: int
