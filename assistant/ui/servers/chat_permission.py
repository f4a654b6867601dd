"""Asks above the composer before a conversation is sent to a server."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from assistant.controllers.chat_preview import ChatPreview
from assistant.controllers.consent import place_of
from assistant.controllers.sending import Attempt
from assistant.core.errors import UserError
from assistant.core.grounding import SummaryTask, TemplateTask
from assistant.core.remote.preview import Preview
from assistant.ui.error_words import in_window_language
from assistant.ui.servers.permission_card import PermissionCard
from assistant.ui.servers.preview_panel import shown_text
from assistant.ui.services import Services
from assistant.ui.tab_order import put_before, reading_order
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

_PAUSE_MS = 400
_LEAST_ABOVE = 108
"""What the transcript, or the page in its place, keeps."""


class ChatPermission(QObject):
    """A refusal for want of permission shows the card. What is allowed is tried again, by
    whoever tried it (`try_again_with`), else by the chat.

    model_wanted()  another model instead
    closed()        the card is gone: the cursor goes back to the composer
    """

    model_wanted = Signal()
    closed = Signal()

    def __init__(self, services: Services, theme: Theme, anchor: QWidget, parent: QWidget) -> None:
        """Tab goes through the card before `anchor`."""
        super().__init__(parent)
        self._services = services
        self._consent = services.consent
        self._anchor = anchor
        self._attempt: Attempt | None = None
        self._again: Callable[[], object] | None = None
        self._text: Callable[[], str] | None = None
        self._preview_soon = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._preview_soon.timeout.connect(self._on_preview_wanted)
        self._preview = ChatPreview(
            services.chat,
            services.models,
            services.consent,
            services.pool,
            services.servers.holds_key,
            self,
        )
        self.panel = QWidget(parent)
        """Stands above the composer, in line with its card."""
        self.card = PermissionCard(theme, self.panel)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.card)
        centred = QWidget(self.panel)
        centred.setLayout(column)
        centred.setMaximumWidth(measures.READING_WIDTH + 2 * measures.GAP_M)
        centred.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        around = QHBoxLayout(self.panel)
        around.setContentsMargins(measures.GAP_L, measures.GAP_XS, measures.GAP_L, 0)
        around.addWidget(centred)
        self.panel.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.panel.hide()
        self._connect()

    def _connect(self) -> None:
        card, chat = self.card, self._services.chat
        card.allowed.connect(self._on_allowed)
        card.preview_wanted.connect(self._on_preview_wanted)
        card.model_wanted.connect(self.model_wanted)
        card.left.connect(self._on_left)
        chat.opened.connect(self._on_settled)
        chat.turn_accepted.connect(self._on_settled)
        self._consent.changed.connect(self._on_consent)

    # --- what is tried ---------------------------------------------------------------------

    def try_again_with(
        self, again: Callable[[], object], text: Callable[[], str] | None = None
    ) -> None:
        """What was refused just now is tried again by this.

        `text` is what it would say by then, for it may be changed while the card is shown.
        """
        self._attempt = self._services.chat.attempt
        self._again, self._text = again, text

    @Slot()
    def on_text_changed(self) -> None:
        """What is shown of the request is not what would be sent any more."""
        if self._text is not None and not self.card.preview.isHidden():
            self._preview_soon.start()

    @property
    def asking(self) -> bool:
        return not self.panel.isHidden()

    def ask(self) -> None:
        """It was refused for want of permission: show the card."""
        server = self._consent.needed(self._place)
        if server is None:
            return
        self.card.ask(
            server,
            self._lines(),
            title=self.tr("Send this conversation to {host}?"),
            allow=self.tr("Send and allow for this conversation"),
            preview=self._task is None,
        )
        self.panel.show()
        put_before(self._anchor, reading_order(self.card))
        QAccessible.updateAccessibility(QAccessibleEvent(self.card, QAccessible.Event.Alert))

    @property
    def _place(self) -> str:
        return place_of(self._services.chat.conversation_id)

    @property
    def _task(self) -> object:
        """What is asked of documents is not one request, and not known before."""
        chat, attempt = self._services.chat, self._services.chat.attempt
        return (attempt.task if attempt is not None else None) or chat.scope or None

    def _lines(self) -> list[str]:
        chat, attempt, task = self._services.chat, self._services.chat.attempt, self._task
        lines = []
        if isinstance(task, SummaryTask):
            count = len(task.documents)
            lines.append(self.tr("All text of %n document(s), in several requests.", "", count))
        elif task is not None and not isinstance(task, TemplateTask):
            lines.append(
                self.tr(
                    "Your question with what was said before it, and the passages of the "
                    "documents that fit it."
                )
            )
        else:
            before = chat.messages if attempt is None else attempt.before
            said = sum(1 for message in before if message.text)
            said += bool(attempt is not None and attempt.text.strip())
            lines.append(self.tr("%n message(s) of this conversation.", "", said))
        if chat.parameters.system_prompt.strip():
            lines.append(self.tr("The system prompt."))
        lines.append(
            self.tr(
                "Its title, suggested questions and summaries are written there, too. "
                "You can withdraw this at any time."
            )
        )
        return lines

    # --- what is answered ------------------------------------------------------------------

    @Slot()
    def _on_allowed(self) -> None:
        attempt = self._services.chat.attempt
        again = None if attempt is None else attempt.again
        if self._again is not None and self._attempt is attempt:
            again = self._again
        self._consent.permit(self._place, again)

    @Slot()
    def _on_left(self) -> None:
        self.panel.hide()
        self.closed.emit()

    @Slot()
    def _on_settled(self, _fact: object = None) -> None:
        """It was sent, or another conversation is shown."""
        self._again = self._text = None
        self._put_away()

    @Slot()
    def _on_consent(self) -> None:
        """It is allowed by now, or another model was chosen."""
        if self.asking:
            if self._consent.needed(self._place) is None:
                self._put_away()
            else:
                self.ask()

    def _put_away(self) -> None:
        if self.asking:
            focused = self.card.isAncestorOf(self.panel.window().focusWidget() or self.panel)
            self.card.put_away()
            self.panel.hide()
            if focused:
                self.closed.emit()

    # --- the preview -----------------------------------------------------------------------

    @Slot()
    def _on_preview_wanted(self) -> None:
        attempt = self._services.chat.attempt
        if attempt is None or self.card.preview.isHidden():
            return
        text = attempt.text
        if self._text is not None and self._attempt is attempt:
            text = self._text()
        request = self._preview.request(attempt.before, text)
        self._preview.show(request, shown_text, self._show_preview, self._on_preview_failed)

    def _show_preview(self, request: Preview, text: str) -> None:
        self.card.preview.show_request(request, text)
        self.card.fit()
        put_before(self._anchor, reading_order(self.card))

    def _on_preview_failed(self, error: UserError) -> None:
        told = UserError(error.kind, in_window_language(error.text), in_window_language(error.hint))
        self.card.preview.show_error(told)

    def set_room(self, height: int, below: int) -> None:
        """`height` of the column, `below` of what is under the card."""
        self.card.set_room(height - measures.HEADER_HEIGHT - below - _LEAST_ABOVE)
