"""Keeps answers while they are written and once they are done."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from assistant.controllers.reply import Reply
from assistant.core.entities import Message
from assistant.core.errors import UserError
from assistant.workers.store_thread import StoreThread


class ReplyKeeping(QObject):
    """Window thread.

    saved()                 a finished answer is durable
    save_failed(UserError)  it could not be stored; it is kept in memory
    """

    saved = Signal()
    save_failed = Signal(object)

    def __init__(self, store: StoreThread, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._unsaved: list[Message] = []

    def checkpoint(self, reply: Reply) -> None:
        """Keep what there is of it now."""
        message_id, text, reasoning = reply.message.id, reply.text, reply.reasoning
        sent_to, masked = reply.sent_to, dict(reply.masked)
        self._store.submit(
            lambda store: store.checkpoint_reply(
                message_id, text, reasoning, sent_to=sent_to, masked=masked
            ),
            failed=self.save_failed.emit,
        )

    def save_again(self) -> None:
        """Try once more to store the answers that could not be stored."""
        waiting, self._unsaved = self._unsaved, []
        for message in waiting:
            self.save(message)

    def save(self, message: Message) -> None:
        """Keep a finished answer."""

        def failed(why: UserError) -> None:
            self._unsaved.append(message)
            self.save_failed.emit(why)

        def done(_message: Message) -> None:
            self.saved.emit()

        self._store.submit(
            lambda store: store.finish_reply(
                message.id,
                message.text,
                message.reasoning,
                state=message.state,
                usage=message.usage,
                timings=message.timings,
                reasoning_s=message.reasoning_s,
                error=message.error,
                sources=message.sources,
                sent_to=message.sent_to,
                masked=message.masked,
            ),
            done,
            failed,
        )
