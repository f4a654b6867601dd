"""Connects the transcript with the chat controller."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication

from assistant.controllers.chat import ChatController
from assistant.controllers.reply_work import WorkProgress
from assistant.controllers.shown import Opened, ShownFold
from assistant.core.draft import draft_of, encode
from assistant.core.entities import Message, MessageState
from assistant.core.errors import UserError
from assistant.core.grounding import goes_on
from assistant.core.starter import offer
from assistant.ui.chat.context_texts import fold_note

if TYPE_CHECKING:
    from assistant.ui.transcript.view import TranscriptView

_LOADING_KINDS = {
    "no_such_file",
    "is_directory",
    "no_permission",
    "not_gguf",
    "damaged_model",
    "vocab_only",
    "unknown_architecture",
    "embedding_model",
    "too_large",
    "load_failed",
    "no_model",
}
_SCHEMES = {"http", "https", "mailto"}


class TranscriptLink(QObject):
    """`link_hovered(str)`: where a link leads, "" when the pointer left it.

    `model_wanted()`: an answer failed for want of a model and the person asked for another.
    `edit_refused(int, str)`: message and the text that could not take its place.
    `rule_wanted()`: where it is set what happens when the context is full.
    `suggestion_chosen(str)`: a question to ask next.
    `citation_clicked(int, str)`: message and mark whose source the person wants to see.
    `sources_requested(int)`: what the message stands on.
    `models_wanted()`: bigger models are wanted; `offers_refused()`: no more hints to them.
    """

    link_hovered = Signal(str)
    link_refused = Signal(str)
    rule_wanted = Signal()
    suggestion_chosen = Signal(str)
    model_wanted = Signal()
    models_wanted = Signal()
    offers_refused = Signal()
    edit_refused = Signal(int, str)
    citation_clicked = Signal(int, str)
    sources_requested = Signal(int)

    def __init__(
        self, chat: ChatController, make_view: Callable[[], TranscriptView], parent: QObject
    ) -> None:
        """`make_view` is called once, when there is something to show for the first time."""
        super().__init__(parent)
        self._chat = chat
        self._make_view = make_view
        self._made: TranscriptView | None = None
        self._shown: list[Message] = []
        self._hints = True
        self._causes: dict[int, str] = {}
        self._edit: tuple[int, str] | None = None
        self.find_after_open: tuple[int, str] | None = None
        chat.opened.connect(self._on_opened)
        chat.turn_accepted.connect(self._on_turn_accepted)
        chat.branch_changed.connect(self._on_branch)
        chat.reply_progressed.connect(self._on_progressed)
        chat.reply_extended.connect(self._on_extended)
        chat.reply_replaced.connect(self._on_replaced)
        chat.work_progressed.connect(self._on_work)
        chat.reply_finished.connect(self._on_finished)
        chat.reply_failed.connect(self._on_failed)
        chat.send_refused.connect(self._on_refused)
        chat.fold_changed.connect(self._on_fold)
        chat.reply_staged.connect(self._on_staged)

    @property
    def view(self) -> TranscriptView:
        """The transcript; made when it is first asked for."""
        if self._made is None:
            self._made = view = self._make_view()
            view.copy_requested.connect(self._on_copy)
            view.edit_submitted.connect(self._on_edit)
            view.regenerate_requested.connect(self._on_regenerate)
            view.sibling_requested.connect(self._chat.select_sibling)
            view.retry_requested.connect(self._on_retry)
            view.notes.rule_requested.connect(self.rule_wanted)
            view.notes.suggestion_chosen.connect(self.suggestion_chosen)
            view.notes.models_requested.connect(self.models_wanted)
            view.notes.offers_refused.connect(self.offers_refused)
            view.link_clicked.connect(self._on_link_clicked)
            view.link_hovered.connect(self.link_hovered)
            view.citation_clicked.connect(self.citation_clicked)
            view.sources_requested.connect(self.sources_requested)
        return self._made

    # --- from the controller ---------------------------------------------------------------

    @Slot(object)
    def _on_opened(self, opened: Opened) -> None:
        self._shown = list(opened.messages)
        self._causes.clear()
        self.view.set_messages(self._shown)
        self._show_offer()
        wanted, self.find_after_open = self.find_after_open, None
        if wanted is not None and any(message.id == wanted[0] for message in self._shown):
            self.view.focus_message(*wanted)

    @Slot(list)
    def _on_turn_accepted(self, messages: list[Message]) -> None:
        self._edit = None
        self.view.notes.set_suggestions(None, ())
        self._show_tail(messages)
        self.view.scroll_to_latest()

    @Slot(list)
    def _on_branch(self, messages: list[Message]) -> None:
        self.view.notes.set_suggestions(None, ())
        self._show_tail(messages)

    @Slot(object)
    def _on_fold(self, shown: ShownFold | None) -> None:
        if shown is not None:
            self.view.notes.set_fold(shown.fold.message_id, fold_note(shown))
        elif self._made is not None:
            self._made.notes.set_fold(None, None)

    @Slot(int, str)
    def _on_staged(self, message_id: int, stage: str) -> None:
        if self._shows(message_id):
            words = self.tr("Folding earlier messages into a summary") if stage else ""
            self.view.notes.set_stage(message_id, words)

    @Slot(int, object)
    def show_suggestions(self, message_id: int, questions: tuple[str, ...]) -> None:
        """Offer questions below the last answer."""
        if self._shows(message_id):
            self.view.notes.set_suggestions(message_id, questions)

    def _show_tail(self, messages: list[Message]) -> None:
        """Change only what differs from what is shown."""
        same = 0
        for old, new in zip(self._shown, messages, strict=False):
            if _identity(old) != _identity(new):
                break
            same += 1
        if same == len(self._shown):
            for message in messages[same:]:
                self.view.append_message(message)
        else:
            self.view.replace_tail(same, messages[same:])
        self._shown = list(messages)
        self._show_offer()

    def set_hints(self, wanted: bool) -> None:
        """Whether what the starter model made says that a bigger one does it better."""
        if wanted != self._hints:
            self._hints = wanted
            self._show_offer()

    def _show_offer(self) -> None:
        """Below the last answer alone."""
        if self._made is not None and self._shown:
            last = self._shown[-1]
            self._made.notes.set_offer(last.id, offer(last, hints=self._hints))

    def _shows(self, message_id: int) -> bool:
        return any(message.id == message_id for message in reversed(self._shown))

    @Slot(int, int, int)
    def _on_progressed(self, message_id: int, done: int, total: int) -> None:
        if self._shows(message_id):
            self.view.show_progress(message_id, done, total)

    @Slot(int, str, str)
    def _on_extended(self, message_id: int, text: str, reasoning: str) -> None:
        if self._shows(message_id):
            self.view.extend_reply(message_id, text, reasoning)

    @Slot(int, str)
    def _on_replaced(self, message_id: int, text: str) -> None:
        if self._shows(message_id):
            self.view.replace_reply(message_id, text)

    @Slot(int, object)
    def _on_work(self, message_id: int, progress: WorkProgress) -> None:
        if self._shows(message_id):
            self.view.show_work(message_id, progress.stage, progress.done, progress.total)

    @Slot(object)
    def _on_finished(self, message: Message) -> None:
        if not self._shows(message.id):
            return
        self._shown = [message if kept.id == message.id else kept for kept in self._shown]
        self.view.finish_reply(message)
        self._show_offer()

    @Slot(int, object)
    def _on_failed(self, message_id: int, error: UserError) -> None:
        if self._shows(message_id):
            self._causes[message_id] = error.kind
            if error.kind in _LOADING_KINDS:
                label = self.tr("Choose another model")
            elif error.kind == "server_permission":
                label = self.tr("Allow sending…")
            elif error.kind == "context_full":
                label = self.tr("Ask in a new conversation")
            elif self._goes_on(message_id):
                label = self.tr("Continue")
            else:
                label = self.tr("Try again")
            self.view.show_error(message_id, error.text, error.hint, label)

    @Slot(object)
    def _on_refused(self, _error: UserError) -> None:
        edit, self._edit = self._edit, None
        if edit is not None:
            self.edit_refused.emit(*edit)

    # --- from the transcript ---------------------------------------------------------------

    def last_answer(self) -> Message | None:
        """The last answer that holds any text."""
        return next(
            (m for m in reversed(self._chat.messages) if m.role == "assistant" and m.text), None
        )

    def edit_last(self) -> bool:
        """Open the person's last message for editing; False when there is none."""
        last = next((m for m in reversed(self._chat.messages) if m.role == "user"), None)
        if last is None:
            return False
        self.view.begin_edit(last.id)
        return True

    def copy_last(self) -> bool:
        """Copy the last answer; False when there is none."""
        last = self.last_answer()
        if last is None:
            return False
        self._on_copy(last.id)
        return True

    @Slot(int)
    def _on_copy(self, message_id: int) -> None:
        message = self._chat.message(message_id)
        if message is not None:
            QGuiApplication.clipboard().setText(message.text)

    @Slot(int, str)
    def _on_edit(self, message_id: int, text: str) -> None:
        self._edit = (message_id, text)
        self._chat.edit(message_id, text)

    @Slot(int)
    def _on_regenerate(self, message_id: int) -> None:
        self._chat.regenerate(message_id)

    @Slot(int)
    def _on_retry(self, message_id: int) -> None:
        cause = self._causes.get(message_id)
        if cause in _LOADING_KINDS:
            self.model_wanted.emit()
        elif cause == "context_full":
            self._ask_anew(message_id)
        else:
            self._chat.regenerate(message_id)

    def _goes_on(self, message_id: int) -> bool:
        """Whether what was finished of an answer is not computed again: summaries, searches."""
        answer = self._chat.message(message_id)
        question = self._chat.message(answer.parent_id) if answer and answer.parent_id else None
        return question is not None and goes_on(question.task)

    def _ask_anew(self, message_id: int) -> None:
        """Put the question that did not fit into the composer of a new conversation."""
        answer = self._chat.message(message_id)
        question = self._chat.message(answer.parent_id) if answer and answer.parent_id else None
        if question is not None:
            self._chat.save_draft_of(None, encode(draft_of(question.text)))
        self._chat.open_new()

    @Slot(str)
    def _on_link_clicked(self, target: str) -> None:
        """Only after a click, and only what a browser or a mail program opens."""
        from PySide6.QtCore import QUrl
        from PySide6.QtGui import QDesktopServices

        url = QUrl(target, QUrl.ParsingMode.StrictMode)
        if url.isValid() and url.scheme().lower() in _SCHEMES:
            QDesktopServices.openUrl(url)
        else:
            self.link_refused.emit(target)


def _identity(message: Message) -> tuple[int, int, int, bool]:
    streaming = message.state == MessageState.STREAMING
    return message.id, message.sibling_index, message.sibling_count, streaming
