"""The column in the middle: header, find bar, transcript or an empty page, composer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from assistant.controllers.attachments import AttachmentReader
from assistant.controllers.context_words import ContextError
from assistant.controllers.shown import Opened
from assistant.core.context_fit import Fit
from assistant.core.display_text import one_line
from assistant.core.draft import AttachedText, Draft, message_of
from assistant.core.entities import Conversation, Message
from assistant.core.errors import UserError
from assistant.core.notices import Notice
from assistant.ui.actions import ActionRegistry
from assistant.ui.chat.composer import Composer
from assistant.ui.chat.context_texts import forecast_text
from assistant.ui.chat.documents_link import DocumentsLink
from assistant.ui.chat.drafts import DraftKeeper
from assistant.ui.chat.export import AnswerExport
from assistant.ui.chat.header import ChatHeader
from assistant.ui.chat.link import TranscriptLink
from assistant.ui.servers.destination import DestinationLine
from assistant.ui.services import Services
from assistant.ui.starter.starter_hint import refuse_hints
from assistant.ui.templates.templates_link import TemplatesLink
from assistant.ui.theme.theme import Theme

if TYPE_CHECKING:
    from assistant.ui.chat.empty_pages import EmptyChat
    from assistant.ui.chat.find_bar import FindBar
    from assistant.ui.first_run.page import FirstRun
    from assistant.ui.servers.chat_permission import ChatPermission
    from assistant.ui.transcript.view import TranscriptView


class ChatColumn(QWidget):
    """Everything that concerns the open conversation.

    `destination_asked()`: the person wants to know more of where its text goes.
    """

    destination_asked = Signal()

    def __init__(
        self,
        services: Services,
        theme: Theme,
        actions: ActionRegistry,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._theme = theme
        self._actions = actions
        self._removed: AttachedText | None = None
        self._find_bar: FindBar | None = None
        self._empty: EmptyChat | None = None
        self._first_run: FirstRun | None = None
        self.header = ChatHeader(services.models, theme, actions, self, consent=services.consent)
        self.composer = Composer(theme, actions, self)
        self.composer.set_destination(DestinationLine(services.consent, theme))
        self.attachments = AttachmentReader(services.pool, lambda: services.reader, self)
        self.drafts = DraftKeeper(services.chat, self.composer, self)
        self.documents = DocumentsLink(services, theme, self.composer, self)
        self.templates = TemplatesLink(services, theme, actions, self.composer, self)
        self.exports = AnswerExport(services, self)
        self._permission: ChatPermission | None = None
        self._edited: tuple[Draft, Draft] | None = None
        self.link = TranscriptLink(services.chat, self._make_transcript, self)
        self._centre = QStackedWidget(self)
        self._centre.addWidget(QWidget(self._centre))
        self._opened = False
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addWidget(self.header)
        self._layout.addWidget(self._centre, 1)
        self._layout.addWidget(self.documents.panels)
        self._layout.addWidget(self.templates.panels)
        self._layout.addWidget(self.composer)
        self._connect()
        theme.changed.connect(self._on_theme)
        self._on_settings()
        self.header.title.set_title("")

    def _make_transcript(self) -> TranscriptView:
        from assistant.ui.transcript.view import TranscriptView

        view = TranscriptView(self._theme, self._centre)
        view.setObjectName("transcript")
        view.setAccessibleName(self.tr("Conversation"))
        view.export_requested.connect(self.exports.export)
        self._centre.addWidget(view)
        return view

    @property
    def transcript(self) -> TranscriptView:
        """Made when there is something to show, or after the first picture of the window."""
        return self.link.view

    def _connect(self) -> None:
        chat, composer, models = self._services.chat, self.composer, self._services.models
        chat.opened.connect(self._on_opened)
        chat.conversation_changed.connect(self._on_conversation)
        chat.turn_accepted.connect(self._on_messages)
        chat.branch_changed.connect(self._on_messages)
        chat.send_refused.connect(self._on_refused)
        chat.activity_changed.connect(composer.set_answering)
        chat.context_counted.connect(self.header.meter.set_count)
        chat.context_forecast.connect(self.header.meter.set_forecast)
        chat.context_forecast.connect(self._on_forecast)
        self._services.suggestions.suggested.connect(self.link.show_suggestions)
        self.link.suggestion_chosen.connect(composer.fill)
        models.files_changed.connect(self._on_models)
        models.state_changed.connect(self._on_models)
        self._services.preferences.changed.connect(self._on_settings)
        self._services.notices.action_chosen.connect(self._on_notice_action)
        self.header.title.renamed.connect(self._on_renamed)
        self.header.destination_asked.connect(self.destination_asked)
        self.header.picker.opened.connect(self._on_picker_opened)
        chat.turn_accepted.connect(self._on_edit_sent)
        composer.send_requested.connect(self._on_send_requested)
        composer.stop_requested.connect(chat.stop)
        composer.attachment_removed.connect(self._on_attachment_removed)
        composer.files_offered.connect(self.attach_files)
        composer.refusal.action_chosen.connect(self._on_refusal_action)
        self.attachments.attached.connect(composer.attach)
        self.attachments.refused.connect(self._on_attachment_refused)
        self.attachments.noted.connect(self._on_attachment_note)
        self.documents.model_wanted.connect(self.header.picker.open_popup)
        self.documents.refused.connect(composer.refusal.show_error)
        self.documents.plan_refused.connect(self._on_part_refused)
        self.templates.send_refused.connect(self._on_part_refused)
        self.link.model_wanted.connect(self.header.picker.open_popup)
        self.link.models_wanted.connect(lambda: self._actions.trigger("find_models"))
        self.link.offers_refused.connect(lambda: refuse_hints(self._services.preferences))
        self.link.edit_refused.connect(self._on_edit_refused)
        self.link.link_refused.connect(self._on_link_refused)

    # --- what stands in the middle ---------------------------------------------------------

    @property
    def no_model_chosen(self) -> bool:
        """Whether there is nobody to talk to yet, whatever lies on this disk."""
        return self._services.models.state.phase == "none"

    def _show_centre(self, messages: list[Message]) -> None:
        """Nothing stands there before it is known what was open the last time."""
        if not self._opened:
            return
        if messages:
            page: QWidget = self.transcript
        elif self.no_model_chosen:
            page = self._first_run_page()
        else:
            page = self._empty_page()
        if self._centre.currentWidget() is not page:
            self._centre.setCurrentWidget(page)

    def _first_run_page(self) -> FirstRun:
        if self._first_run is None:
            from assistant.ui.first_run.page import FirstRun

            self._first_run = FirstRun(self._services, self._theme, self._actions, self._centre)
            self._first_run.model_chosen.connect(self.composer.input.setFocus)
            self._centre.addWidget(self._first_run)
        return self._first_run

    def _empty_page(self) -> EmptyChat:
        if self._empty is None:
            from assistant.ui.chat.empty_pages import EmptyChat

            self._empty = EmptyChat(self._theme, self._centre)
            self._empty.starter_chosen.connect(self.composer.fill)
            self._empty.models_wanted.connect(lambda: self._actions.trigger("find_models"))
            self._empty.set_starter_model(self._services.models.state.starter)
            self._services.consent.changed.connect(self._on_consent)
            self._on_consent()
            self._centre.addWidget(self._empty)
        return self._empty

    @Slot()
    def _on_consent(self) -> None:
        if self._empty is not None:
            server = self._services.consent.server
            away = server is not None and not server.is_this_machine
            self._empty.set_host(one_line(server.host) if away else "")

    @Slot(object)
    def _on_opened(self, opened: Opened) -> None:
        self.composer.refusal.hide()
        if self._find_bar is not None and self._find_bar.isVisible():
            self._find_bar.leave()
        self._opened = True
        self._on_conversation(opened.conversation)
        self._show_centre(opened.messages)

    @Slot(object)
    def _on_conversation(self, conversation: Conversation | None) -> None:
        self.header.title.set_title(conversation.title if conversation else "")

    @Slot(list)
    def _on_messages(self, messages: list[Message]) -> None:
        self._opened = True
        self.composer.refusal.hide()
        self._show_centre(messages)

    @Slot()
    def _on_models(self, _fact: object = None) -> None:
        self._show_centre(self._services.chat.messages)
        if self._empty is not None:
            self._empty.set_starter_model(self._services.models.state.starter)
        if self._services.models.state.phase in ("loading", "ready"):
            self.composer.refusal.hide_for("no_model")

    @Slot()
    def _on_settings(self, _settings: object = None) -> None:
        settings = self._services.preferences.settings
        self.composer.set_enter_sends(settings.composer.enter_sends)
        self.link.set_hints(settings.models.starter_hint)

    @Slot()
    def _on_theme(self) -> None:
        # The style sheet gives every viewport colours of its own, so it does not inherit these.
        self.transcript.viewport().setPalette(self.transcript.palette())

    # --- the context -----------------------------------------------------------------------

    @Slot(object)
    def _on_forecast(self, fit: Fit) -> None:
        if fit.limit and fit.refused is None:
            self.composer.refusal.hide_for("context_full")
        self.composer.set_forecast(*forecast_text(fit))

    # --- what leaves this machine ----------------------------------------------------------

    @property
    def permission(self) -> ChatPermission:
        """Asks before anything is sent to a server; made when something is to be."""
        if self._permission is None:
            from assistant.ui.servers.chat_permission import ChatPermission

            made = ChatPermission(self._services, self._theme, self.composer.input, self)
            made.model_wanted.connect(self.header.picker.open_popup)
            made.closed.connect(self.composer.input.setFocus)
            self.composer.draft_changed.connect(made.on_text_changed)
            made.set_room(self.height(), self.composer.sizeHint().height())
            self._layout.insertWidget(self._layout.indexOf(self.composer), made.panel)
            self._permission = made
        return self._permission

    @Slot()
    def _on_picker_opened(self) -> None:
        """The models of servers stand in the list once these were asked for them."""
        if self._services.preferences.settings.servers:
            self._services.servers.refresh_unknown()

    @Slot(str)
    def _on_send_requested(self, message: str) -> None:
        self.drafts.send(message)
        if self._permission is not None and self._permission.asking:
            self._permission.try_again_with(
                self.composer.submit, lambda: message_of(self.composer.draft())
            )

    @Slot(object)
    def _on_part_refused(self, again: Callable[[], object]) -> None:
        """A plan or a template was not sent; it knows best how to try again."""
        if self._services.consent.server is not None:
            self.permission.try_again_with(again)

    @Slot(list)
    def _on_edit_sent(self, _messages: list[Message]) -> None:
        """The edited words were put into the composer while it was asked whether they may go."""
        edited, self._edited = self._edited, None
        if edited is not None and self.composer.draft() == edited[1]:
            self.composer.set_draft(edited[0])
            self.drafts.flush()

    # --- refusals --------------------------------------------------------------------------

    @Slot(object)
    def _on_refused(self, error: UserError) -> None:
        if error.kind == "server_permission":
            self.permission.set_room(self.height(), self.composer.sizeHint().height())
            self.permission.ask()
            return
        action, label = "", ""
        if error.kind == "no_model":
            if self._services.models.files:
                action, label = "choose_model", self.tr("Choose a model")
            else:
                action, label = "open_model", self.tr("Open a GGUF file…")
        elif error.kind == "busy":
            action, label = "stop", self.tr("Stop")
        elif isinstance(error, ContextError) and error.refused.what == "conversation":
            action, label = "ask_anew", self.tr("Ask in a new conversation")
        self.composer.refusal.show_error(error, action, label)

    @Slot(str)
    def _on_refusal_action(self, action: str) -> None:
        if action == "stop":
            self._services.chat.stop()
        elif action == "ask_anew":
            self.drafts.move_to_new()
        elif action == "ask_file":
            self.documents.ask_file(self.attachments.refused_path)
        elif action:
            self._actions.trigger(action)

    @Slot(int, str)
    def _on_edit_refused(self, message_id: int, text: str) -> None:
        """The edited words are not lost: they stand in the composer."""
        before = self.composer.draft()
        draft = self.composer.input.text()
        self.composer.fill(f"{draft}\n{text}" if draft.strip() else text)
        self._edited = (before, self.composer.draft())

    # --- attached texts --------------------------------------------------------------------

    @Slot(list)
    def attach_files(self, paths: list[str]) -> None:
        """Read files, and those of folders, and attach their texts."""
        self.attachments.read(paths)

    @Slot(object)
    def _on_attachment_refused(self, error: UserError) -> None:
        action, label = "", ""
        if error.kind in ("password_needed", "scanned"):
            action, label = "ask_file", self.tr("Ask this document")
        self.composer.refusal.show_error(error, action, label)

    @Slot(str)
    def _on_attachment_note(self, text: str) -> None:
        self._services.notices.post(Notice(text=text, severity="caution", timeout_s=15.0))

    @Slot(object)
    def _on_attachment_removed(self, attached: AttachedText) -> None:
        self._removed = attached
        self._services.notices.post(
            Notice(
                text=self.tr("The attached text was removed."),
                action="composer.attach_again",
                action_label=self.tr("Undo"),
                timeout_s=15.0,
            )
        )

    @Slot(str)
    def _on_notice_action(self, action: str) -> None:
        if action == "composer.attach_again" and self._removed is not None:
            self.composer.attach(self._removed)
            self._removed = None
        elif action == "models.choose":
            self.header.picker.open_popup()

    # --- the rest --------------------------------------------------------------------------

    @Slot(str)
    def _on_renamed(self, title: str) -> None:
        wanted = self._services.chat.conversation_id
        if wanted is not None:
            self._services.conversations.rename(wanted, title)

    @Slot(str)
    def _on_link_refused(self, target: str) -> None:
        text = self.tr("This link was not opened: only web and mail addresses are.")
        self._services.notices.post(Notice(text=text, severity="caution", timeout_s=10.0))

    def open_find(self) -> None:
        """Show the find bar."""
        if self._find_bar is None:
            from assistant.ui.chat.find_bar import FindBar

            self._find_bar = FindBar(self._theme, self)
            self._find_bar.searched.connect(self._on_find)
            self._find_bar.closed.connect(self._on_find_closed)
            self._layout.insertWidget(1, self._find_bar)
        self._find_bar.open()

    @property
    def find_bar(self) -> FindBar | None:
        return self._find_bar

    @Slot(str, bool)
    def _on_find(self, text: str, backwards: bool) -> None:
        if not text:
            self.transcript.clear_find()
            self._find_bar.show_result(0, 0)
            return
        current, total = self.transcript.find(text, backwards)
        self._find_bar.show_result(current, total)

    @Slot()
    def _on_find_closed(self) -> None:
        self.transcript.clear_find()
        self.composer.input.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.composer.set_room(event.size().height())
        self.documents.set_room(event.size().height())
        self.templates.set_room(event.size().height())
        if self._permission is not None:
            below = self.composer.sizeHint().height()
            self._permission.set_room(event.size().height(), below)

    def minimumSizeHint(self) -> QSize:
        return QSize(280, 240)
