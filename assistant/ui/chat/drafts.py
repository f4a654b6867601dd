"""Keeps what is in the composer: after a pause, on leaving, and through sending."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Slot

from assistant.controllers.chat import ChatController
from assistant.controllers.shown import Opened
from assistant.core.draft import Draft, decode, encode, message_of
from assistant.core.errors import UserError
from assistant.ui.chat.composer import Composer

_PAUSE_MS = 500


class DraftKeeper(QObject):
    """Every conversation has its own draft; none is lost by switching, refusing or closing."""

    def __init__(self, chat: ChatController, composer: Composer, parent: QObject) -> None:
        super().__init__(parent)
        self._chat = chat
        self._composer = composer
        self._shown: int | None = None
        self._kept = ""
        self._opened_once = False
        self._sending: tuple[int | None, Draft] | None = None
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.flush)
        composer.draft_changed.connect(self._on_changed)
        chat.opened.connect(self._on_opened)
        chat.turn_accepted.connect(self._on_accepted)
        chat.turn_kept.connect(self._on_kept)
        chat.send_refused.connect(self._on_refused)

    def send(self, message: str) -> None:
        """Send what the composer holds; it is taken out of it once it is durable."""
        if self._sending is not None:
            return
        self._pause.stop()
        self._sending = (self._shown, self._composer.draft())
        self._chat.send(message)

    @Slot()
    def flush(self) -> None:
        """Keep the draft now."""
        self._pause.stop()
        draft = self._composer.draft()
        if self._sending is not None:
            if self._sending == (self._shown, draft):
                return
            self._pause.start()
            return
        kept = encode(draft)
        if kept != self._kept:
            self._kept = kept
            self._chat.save_draft_of(self._shown, kept, message_of(draft))

    def move_to_new(self) -> None:
        """Take what the composer holds into a new conversation."""
        kept = encode(self._composer.draft())
        self._composer.set_draft(Draft())
        self.flush()
        self._chat.save_draft_of(None, kept)
        self._chat.open_new()

    def forget(self) -> None:
        """What is shown belongs to a conversation that is gone; do not keep it again."""
        self._pause.stop()
        self._kept = encode(self._composer.draft())

    @Slot()
    def _on_changed(self) -> None:
        """Before the first draft is read there is nothing to keep this in the place of."""
        if self._opened_once:
            self._pause.start()

    @Slot(object)
    def _on_opened(self, opened: Opened) -> None:
        """The draft of the conversation that was left is kept, the one that was opened shown."""
        wanted = None if opened.conversation is None else opened.conversation.id
        if not self._opened_once:
            self._open_first(wanted, opened.draft)
            return
        if wanted == self._shown and encode(self._composer.draft()) != self._kept:
            return  # the same conversation again, with newer text in the composer
        self.flush()
        self._pause.stop()
        self._show(wanted, opened.draft, decode(opened.draft))

    def _open_first(self, wanted: int | None, kept: str) -> None:
        """What was typed before anything was open stands behind the draft that was kept."""
        self._opened_once = True
        before, typed = decode(kept), self._composer.draft()
        if self._sending is not None:
            typed = Draft()
        parts = [text for text in (before.text, typed.text) if text]
        self._show(wanted, kept, Draft("\n".join(parts), before.attached + typed.attached))
        if not typed.is_empty():
            self._pause.start()

    def _show(self, wanted: int | None, kept: str, draft: Draft) -> None:
        self._shown, self._kept = wanted, kept
        self._composer.set_draft(draft)
        self._chat.count_draft(message_of(draft))

    @Slot(list)
    def _on_accepted(self, _messages: list[object]) -> None:
        self._opened_once = True
        self._shown = self._chat.conversation_id
        if self._sending is None:
            return
        _conversation, sent = self._sending
        self._sending = None
        self._kept = ""
        self._composer.take_away(sent)
        self._chat.count_draft(message_of(self._composer.draft()))
        self.flush()

    @Slot(int)
    def _on_kept(self, _conversation_id: int) -> None:
        """The turn is durable, but its conversation is not shown any more."""
        self._sending = None

    @Slot(object)
    def _on_refused(self, _error: UserError) -> None:
        if self._sending is None:
            return
        conversation_id, draft = self._sending
        self._sending = None
        if conversation_id == self._shown:
            self._kept = ""
            self.flush()
        else:
            self._chat.save_draft_of(conversation_id, encode(draft))
