"""The main window: rail, pages, status line, and what lies over them."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QByteArray, QObject, QSettings, Qt, QTimer, Slot
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from assistant.core.display_text import one_line
from assistant.core.entities import ConversationSummary
from assistant.core.notices import Notice
from assistant.core.settings import Settings
from assistant.ui.actions import ActionRegistry
from assistant.ui.desk_commands import DeskCommands
from assistant.ui.document_commands import DocumentCommands
from assistant.ui.models.commands import ModelCommands
from assistant.ui.modes import modes
from assistant.ui.rail import Rail
from assistant.ui.services import Services
from assistant.ui.status_line import StatusLine
from assistant.ui.style import apply_to_application, ensure_fusion, style_sheet
from assistant.ui.templates.commands import TemplateCommands
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme
from assistant.ui.window_actions import WindowActions
from assistant.ui.words import title_text

if TYPE_CHECKING:
    from assistant.ui.chat.page import ChatPage
    from assistant.ui.command_palette import Choice, CommandPalette
    from assistant.ui.documents.library_page import LibraryPage
    from assistant.ui.drop_models import ModelDrops
    from assistant.ui.drop_overlay import DropOverlay, Dropped
    from assistant.ui.settings.dialog import SettingsDialog

_FIRST_SIZE = (1280, 800)
_LATER_MS = 20
"""After this the rest is made: the first picture and the first key come before it."""
_Child = TypeVar("_Child", bound=QObject)


class MainWindow(QWidget):
    """Built from controllers; whatever is not visible at once is made when it is needed."""

    def __init__(self, services: Services, theme: Theme, window_state: QSettings) -> None:
        super().__init__()
        self.services = services
        self.theme = theme
        self._kept = window_state
        self._complete = False
        self._palette: CommandPalette | None = None
        self._drop_overlay: DropOverlay | None = None
        self._model_drops: ModelDrops | None = None
        self._settings_dialog: SettingsDialog | None = None
        self._pages: dict[str, QWidget] = {}
        self.setWindowTitle("Inkstone")
        self.setObjectName("main_window")
        self.setMinimumSize(*measures.SMALLEST_WINDOW)
        self.setAcceptDrops(True)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            apply_to_application(application, theme)
        self.setStyleSheet(style_sheet(theme))
        theme.changed.connect(self._on_theme)  # first: widgets set their own colours after it
        self.modes = modes()
        self.actions_registry = ActionRegistry(self)
        self.documents = DocumentCommands(self)
        self.desk = DeskCommands(self)
        self.templates = TemplateCommands(self)
        self.templates.page_wanted.connect(self.desk.show)
        self.models = ModelCommands(self)
        self._window_actions = WindowActions(self)
        self.actions_registry.apply_overrides(services.preferences.settings.shortcuts)
        self._build()
        self._connect()
        self._restore()

    def _build(self) -> None:
        self.rail = Rail(self.modes, self.theme, self.actions_registry, self)
        self.rail.mode_chosen.connect(self.show_mode)
        self._stack = QStackedWidget(self)
        self.status_line = StatusLine(self.services.notices, self.theme, self)
        body = QHBoxLayout()
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addWidget(self.rail)
        body.addWidget(self._stack, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(body, 1)
        column.addWidget(self.status_line)
        self.show_mode(self.modes[0].id)
        self._window_actions.add_for_composer()
        page = self.chat_page
        page.folded_changed.connect(self.rail.list_button.setVisible)
        page.inspector_changed.connect(page.column.header.inspector_button.setChecked)
        page.column.link.link_hovered.connect(self.status_line.show_link)
        page.column.link.edit_refused.connect(self._on_edit_refused)

    def _connect(self) -> None:
        services, status = self.services, self.status_line
        services.preferences.changed.connect(self._on_settings)
        services.conversations.deleted.connect(self._on_deleted)
        services.conversations.restored.connect(self._on_restored)
        services.conversations.failed.connect(services.notices.post_error)
        services.models.failed.connect(services.notices.post_error)
        services.models.noticed.connect(self._on_model_noticed)
        services.models.state_changed.connect(status.set_model_state)
        services.chat.activity_changed.connect(status.set_answering)
        services.chat.speed_changed.connect(status.set_speed)
        services.chat.reply_progressed.connect(self._on_progressed)
        services.chat.conversation_changed.connect(self._on_title)
        services.chat.opened.connect(self._on_title)
        status.history_requested.connect(self.show_notices)
        status.set_model_state(services.models.state)

    # --- modes -----------------------------------------------------------------------------

    @property
    def chat_page(self) -> ChatPage:
        return self._pages["chat"]  # type: ignore[return-value]

    @property
    def library_page(self) -> LibraryPage:
        """Of the mode "documents", which was shown before."""
        return self._pages["documents"]  # type: ignore[return-value]

    def page(self, mode_id: str) -> QWidget:
        """The page of a mode that was shown before."""
        return self._pages[mode_id]

    @property
    def current_mode(self) -> str:
        current = self._stack.currentWidget()
        return next(mode for mode, page in self._pages.items() if page is current)

    @Slot(str)
    def show_mode(self, mode_id: str) -> None:
        """Show a mode's page, made when it is shown first."""
        if mode_id not in self._pages:
            mode = next(mode for mode in self.modes if mode.id == mode_id)
            self._pages[mode_id] = mode.build(self)
            self._stack.addWidget(self._pages[mode_id])
        page = self._pages[mode_id]
        self._stack.setCurrentWidget(page)
        self.rail.set_mode(mode_id)
        in_chat = mode_id == self.modes[0].id
        self.rail.list_button.setVisible(in_chat and self.chat_page.folded)
        page.take_focus()  # type: ignore[attr-defined]  # a ModePage

    # --- what lies over the window ---------------------------------------------------------

    def show_palette(self) -> None:
        """Open the command palette, or close it when it is open."""
        if self._palette is None:
            from assistant.ui.command_palette import CommandPalette

            self._palette = CommandPalette(self.theme, self.actions_registry, self)
            self._palette.chosen.connect(self._on_palette_chosen)
        if self._palette.isVisible():
            self._palette.leave()
        else:
            services = self.services
            self.templates.follow()
            self._palette.open(
                services.conversations.rows,
                services.models.files,
                services.collections.states,
                self.templates.templates(),
            )

    @Slot(object)
    def _on_palette_chosen(self, choice: Choice) -> None:
        if choice.kind == "action":
            self.actions_registry.trigger(choice.key)
        elif choice.kind == "conversation":
            self.show_mode("chat")
            self.chat_page.open_conversation(int(choice.key))
        elif choice.kind == "collection":
            self.documents.ask_collection(int(choice.key))
        elif choice.kind == "template":
            self.templates.use(int(choice.key))
        else:
            self.services.models.choose(choice.key)

    def show_settings(self, page: str = "") -> None:
        """Open the settings, at the page with this id."""
        if self._settings_dialog is None:
            from assistant.ui.settings.dialog import SettingsDialog

            self._settings_dialog = SettingsDialog(
                self.services, self.theme, self.actions_registry, self
            )
        self._settings_dialog.open_at(page)

    def show_shortcuts(self) -> None:
        from assistant.ui.shortcuts_page import ShortcutsPage

        enter_sends = self.services.preferences.settings.composer.enter_sends
        ShortcutsPage(self.theme, self.actions_registry, enter_sends, self).show()

    @Slot()
    def show_notices(self) -> None:
        from assistant.ui.notice_history import NoticeHistory

        history = NoticeHistory(self.services.notices, self.theme, self)
        history.open_above(self.status_line.history_anchor())

    # --- what is made late -------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            QTimer.singleShot(_LATER_MS, self.complete)

    @Slot()
    def complete(self) -> None:
        """Make the parts of the visible page that the first picture did without."""
        if not self._complete:
            self._complete = True
            application = QApplication.instance()
            if isinstance(application, QApplication):
                ensure_fusion(application)
            rail, status = self.rail, self.status_line
            stops = [rail.list_button, *rail.buttons.values(), rail.settings_button]
            stops += [*self.chat_page.complete(), status.action, status.history]
            for before, after in pairwise(stops):
                QWidget.setTabOrder(before, after)

    def findChild(self, kind: type[_Child], *which: Any, **how: Any) -> _Child | None:
        """Qt's own; a child that is made late is made now when it is looked for."""
        found = super().findChild(kind, *which, **how)
        if found is None and not self._complete:
            self.complete()
            found = super().findChild(kind, *which, **how)
        return found

    # --- facts -----------------------------------------------------------------------------

    @Slot(object)
    def _on_settings(self, settings: Settings) -> None:
        self.actions_registry.apply_overrides(settings.shortcuts)

    @Slot()
    def _on_theme(self) -> None:
        application = QApplication.instance()
        if isinstance(application, QApplication):
            apply_to_application(application, self.theme)
        self.setStyleSheet(style_sheet(self.theme))

    @Slot(object)
    def _on_title(self, _fact: object) -> None:
        conversation = self.services.chat.conversation
        title = one_line(conversation.title) if conversation else ""
        self.setWindowTitle(f"{title} – Inkstone" if title else "Inkstone")

    @Slot(object)
    def _on_deleted(self, row: ConversationSummary) -> None:
        title = one_line(title_text(row.title), 60)
        self.services.notices.post(
            Notice(
                text=self.tr("Deleted “{title}”.").format(title=f"\u2068{title}\u2069"),
                action="conversations.undo_delete",
                action_label=self.tr("Undo"),
            )
        )

    @Slot(int)
    def _on_restored(self, conversation_id: int) -> None:
        self.chat_page.open_conversation(conversation_id)

    @Slot(int, int, int)
    def _on_progressed(self, message_id: int, done: int, total: int) -> None:
        if self.services.chat.message(message_id) is not None:
            self.status_line.set_progress(done, total)

    @Slot(int, str)
    def _on_edit_refused(self, _message_id: int, _text: str) -> None:
        text = self.tr("The edited message was not sent; its text stands in the composer.")
        self.services.notices.post(Notice(text=text, severity="caution", timeout_s=20.0))

    @Slot(str)
    def _on_model_noticed(self, text: str) -> None:
        self.services.notices.post(Notice(text=text, severity="caution"))

    # --- dropping files --------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        from assistant.ui.drop_overlay import DropOverlay, dropped

        held = dropped(event.mimeData())
        if held.kind == "nothing" or (held.kind == "text" and event.source() is not None):
            event.ignore()  # words dragged within the window go where words are written
            return
        if held.kind == "documents" and self.current_mode == "documents":
            event.ignore()  # that page has its own use for them
            return
        if self._drop_overlay is None:
            self._drop_overlay = DropOverlay(self.theme, self)
            self._drop_overlay.dropped_on.connect(self._on_dropped)
        self._drop_overlay.show_for(held, event.position().toPoint())
        event.acceptProposedAction()
        if held.kind == "documents":  # a folder may hold models; the disk is asked beside this
            paths, show = held.paths, self._drop_overlay.set_folders
            self.services.models.folders_with_models(paths, lambda found: show(paths, found))

    @property
    def model_drops(self) -> ModelDrops:
        """What is done with model files; made when it is first needed."""
        if self._model_drops is None:
            from assistant.ui.drop_models import ModelDrops

            self._model_drops = ModelDrops(self.services, self)
        return self._model_drops

    @Slot(object, str)
    def _on_dropped(self, held: Dropped, use: str) -> None:
        from assistant.ui.drop_models import USES

        if use in USES:
            self.model_drops.take(held, use)
        else:
            self.documents.take(held, use)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        pointer = self.mapFromGlobal(self.cursor().pos())
        if self._drop_overlay is not None and not self.rect().contains(pointer):
            self._drop_overlay.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        if self._drop_overlay is not None:
            self._drop_overlay.dropEvent(event)

    # --- keys, size, end -------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        for entry in self.actions_registry.entries():
            if not entry.automatic and self.actions_registry.matches(entry.id, event):
                entry.action.trigger()
                return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._palette is not None and self._palette.isVisible():
            self._palette.place()
        if self._drop_overlay is not None:
            self._drop_overlay.setGeometry(self.rect())

    def closeEvent(self, event: QCloseEvent) -> None:
        self.chat_page.leave()
        self._kept.setValue("window/geometry", self.saveGeometry())
        self.chat_page.save_state(self._kept)
        self._kept.sync()
        super().closeEvent(event)

    def _restore(self) -> None:
        geometry = self._kept.value("window/geometry")
        if not isinstance(geometry, QByteArray) or not self.restoreGeometry(geometry):
            room = self.screen().availableGeometry()
            self.resize(min(_FIRST_SIZE[0], room.width()), min(_FIRST_SIZE[1], room.height()))
        self.chat_page.restore_state(self._kept)
        self.chat_page.column.composer.input.setFocus(Qt.FocusReason.OtherFocusReason)
