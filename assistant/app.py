"""The composition root of the window: builds every part and connects them."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QEvent,
    QLibraryInfo,
    QLocale,
    QObject,
    QSettings,
    Qt,
    QTimer,
    QTranslator,
    Signal,
    Slot,
)
from PySide6.QtWidgets import QApplication

from assistant import compose
from assistant.app_servers import LateSecrets, make_engine, make_servers
from assistant.controllers.chat import ChatController
from assistant.controllers.consent import ConsentKeeper
from assistant.controllers.conversations import ConversationList
from assistant.controllers.engine_steps import EngineSteps
from assistant.controllers.models import ModelsController, ModelState
from assistant.controllers.notices import Notices
from assistant.controllers.preferences import Preferences
from assistant.controllers.reply_work import ReplyWork, WorkOrder
from assistant.controllers.saved_states import SavedStates
from assistant.controllers.suggestions import Suggester
from assistant.controllers.titles import TitleWriter
from assistant.core.entities import Conversation, ConversationSummary
from assistant.core.errors import UserError
from assistant.core.notices import Notice
from assistant.core.ports import ConversationStore, Engine, SettingsStore
from assistant.core.settings import Conversations, Settings
from assistant.paths import Paths, app_paths, resources
from assistant.ui.services import Services
from assistant.ui.theme.theme import Theme
from assistant.ui.window import MainWindow
from assistant.workers.gui_collector import GuiCollector
from assistant.workers.inference_thread import InferenceThread
from assistant.workers.store_thread import StoreThread
from assistant.workers.task_pool import TaskPool

if TYPE_CHECKING:
    from assistant.app_desk import Desk
    from assistant.app_documents import Documents
    from assistant.app_models import ModelParts
    from assistant.controllers.servers import ServersController

FIRST_LOOK_S = 2.0
"""So long new model files are read before the list is shown; the rest is read behind it."""
CARE_EVERY_MS = 10 * 60_000
"""How often the store is asked whether a backup is due."""


class Application(QObject):
    """Everything that lives as long as the window; made by `create`, ended by `shutdown`.

    `bug_found(str)`: an exception that nothing caught, by its type; any thread may emit it.
    """

    bug_found = Signal(str)

    def __init__(self, paths: Paths, engine: Engine | None, *, safe: bool = False) -> None:
        super().__init__()
        self.paths = paths
        self._safe = safe
        self._started = False
        self._closed = False
        settings_store = compose.make_settings(paths)
        settings, self._settings_error = _load_settings(settings_store)
        self._translators = install_translations(settings.appearance.language)
        self.pool = TaskPool(parent=self)
        self.notices = Notices(self)
        self.preferences = Preferences(settings, settings_store, self.pool, self)
        self.store = StoreThread(self._open_store, self)
        self.secrets = LateSecrets(paths)
        self.inference = InferenceThread(lambda: engine or make_engine(self), self)
        self.conversations = ConversationList(self.store, self)
        self.models = ModelsController(
            self.inference,
            compose.make_shelf(paths, patience=FIRST_LOOK_S),
            self.preferences,
            self.pool,
            paths.models,
            self,
            records=compose.make_records(paths),
        )
        self.consent = ConsentKeeper(self.store, self.models, self.preferences, self)
        self._documents: Documents | None = None
        self._desk: Desk | None = None
        self._steps = EngineSteps(self.inference, self)
        self.chat = ChatController(
            self.store,
            self.inference,
            self.models,
            self.models.chat_defaults,
            self,
            make_work=self._make_work,
            steps=self._steps,
            consent=self.consent,
        )
        self.titles = TitleWriter(
            self.store, self.chat, self.models, lambda: self._conversations_wanted.titles, self
        )
        self.suggestions = Suggester(
            self.chat, self.models, lambda: self._conversations_wanted.suggestions, self
        )
        self.states = SavedStates(self.store, self.inference, self.chat, self.models, self)
        self.theme = Theme(
            mode=settings.appearance.theme,
            reading_scale=settings.appearance.reading_scale,
            parent=self,
        )
        self.window = MainWindow(
            Services(
                conversations=self.conversations,
                chat=self.chat,
                suggestions=self.suggestions,
                models=self.models,
                preferences=self.preferences,
                notices=self.notices,
                pool=self.pool,
                inference=self.inference,
                consent=self.consent,
                make_servers=lambda: self.servers,
                documents=lambda: self.documents,
                desk=lambda: self.desk,
                model_parts=lambda: self.model_parts,
                paths=paths,
            ),
            self.theme,
            QSettings(str(paths.window_state), QSettings.Format.IniFormat),
        )
        self._collector = GuiCollector(self)
        self._care = QTimer(self)
        self._care.setInterval(CARE_EVERY_MS)
        self._care.timeout.connect(self._take_care)
        self._connect()
        self.window.installEventFilter(self)

    @cached_property
    def servers(self) -> ServersController:
        """The servers one uses; made when somebody asks for them."""
        return make_servers(self)

    @cached_property
    def model_parts(self) -> ModelParts:
        """What is known of models, and hubs; made when somebody asks for it."""
        from assistant.app_models import ModelParts

        made = ModelParts(
            self.paths,
            self.models,
            self.preferences,
            self.notices,
            self.pool,
            self.secrets,
            self,
        )
        made.hub_made.connect(self._on_hub_made, Qt.ConnectionType.QueuedConnection)
        return made

    @property
    def documents(self) -> Documents:
        """What is about documents; made when it is first asked for, or behind the first picture."""
        if self._documents is None:
            from assistant.app_documents import Documents

            made = Documents(
                self.paths,
                self.store,
                self.inference,
                self.models,
                self.preferences,
                self.pool,
                self._steps,
                self.chat,
                self,
                consent=self.consent,
            )
            made.failed.connect(self.notices.post_error)
            self._documents = made
        return self._documents

    @property
    def desk(self) -> Desk:
        """What is about writing and translating; made when it is first asked for."""
        if self._desk is None:
            from assistant.app_desk import Desk

            self._desk = Desk(
                lambda: self.documents, self.store, self.models, self._steps, self.consent, self
            )
        return self._desk

    def _make_work(self, order: WorkOrder) -> ReplyWork:
        return self.documents.works.make(order)

    @property
    def _conversations_wanted(self) -> Conversations:
        return self.preferences.settings.conversations

    def _connect(self) -> None:
        self.bug_found.connect(self._on_bug)
        self.preferences.changed.connect(self._on_settings_changed)
        self.preferences.save_failed.connect(self._on_settings_not_saved)
        self.store.opened.connect(self._on_store_opened)
        self.store.open_failed.connect(self._on_store_failed)
        self.store.unhandled.connect(self.notices.post_error)
        self.consent.failed.connect(self.notices.post_error)
        self.pool.unhandled.connect(self.notices.post_error)
        self.chat.save_failed.connect(self._on_save_failed)
        self.chat.list_changed.connect(self.conversations.load)
        self.titles.titled.connect(self._on_titled)
        self.conversations.deleted.connect(self._on_deleted)
        self.conversations.purged.connect(self.states.forget_waiting)
        self.models.state_changed.connect(self._on_model_state)
        self.inference.failed_to_start.connect(self.notices.post_error)
        self.notices.action_chosen.connect(self._on_action)

    # --- starting --------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The threads start behind the first picture, so that nothing competes with it."""
        if event.type() == QEvent.Type.Paint and not self._started:
            self.window.removeEventFilter(self)
            QTimer.singleShot(0, self.start)
        return super().eventFilter(watched, event)

    @Slot()
    def start(self) -> None:
        """Open the store, look for models and load the last one; once, window thread."""
        if self._started or self._closed:
            return
        self._started = True
        self._collector.start()
        self.store.start()
        self.inference.start()
        self.models.refresh()
        chosen = self.models.state.path
        if chosen and self.preferences.settings.models.load_at_start and not self._safe:
            self.models.load_at_start()
        if self._settings_error is not None:
            self.notices.post_error(self._settings_error)

    def _open_store(self) -> ConversationStore:
        """Store thread: the database, with what a dead process left marked as interrupted."""
        store = compose.make_store(self.paths)
        store.recover_interrupted()
        return store

    @Slot()
    def _on_store_opened(self) -> None:
        if self._closed:  # the window went before the news came
            return
        self.conversations.load()
        self.documents.open()
        if self._safe:
            self.chat.open_new()
            self.notices.post(
                Notice(
                    text=self.tr(
                        "Inkstone did not close properly the last time. Everything is kept; "
                        "the last conversation was left closed."
                    ),
                    severity="caution",
                    action="app.open_last",
                    action_label=self.tr("Open it"),
                )
            )
        else:
            self.chat.open_last()
        self._care.start()
        self._look_for_downloads()

    def _look_for_downloads(self) -> None:
        """Have those of an earlier start go on; without any nothing about hubs is made."""
        folder = self.paths.models

        def looked(waiting: bool) -> None:
            if waiting and not self._closed:
                self.model_parts.hub.look_for_unfinished()

        self.pool.run(lambda: compose.downloads_wait(folder), looked)

    @Slot()
    def _on_hub_made(self) -> None:
        if self._closed:
            return
        from assistant.ui.hub.attach import attach_hub

        attach_hub(self.window)

    @Slot()
    def _take_care(self) -> None:
        self.conversations.purge()
        self.store.submit(lambda store: store.backup_if_due(self.store.is_idle))

    @Slot(object)
    def _on_store_failed(self, error: UserError) -> None:
        if error.kind == "database_damaged":
            self.notices.post_error(
                error, action="app.restore_backup", action_label=self.tr("Restore the backup")
            )
        else:
            self.notices.post_error(
                error, action="app.retry_database", action_label=self.tr("Try again")
            )

    # --- facts that concern the whole window -----------------------------------------------

    @Slot(object)
    def _on_settings_changed(self, settings: Settings) -> None:
        self.theme.set_mode(settings.appearance.theme)
        self.theme.set_reading_scale(settings.appearance.reading_scale)

    @Slot(object)
    def _on_settings_not_saved(self, error: UserError) -> None:
        self.notices.post_error(error)

    @Slot(object)
    def _on_save_failed(self, error: UserError) -> None:
        self.notices.post_error(error, action="chat.save_again", action_label=self.tr("Save again"))

    @Slot(object)
    def _on_titled(self, _conversation: Conversation) -> None:
        self.conversations.load()

    @Slot(object)
    def _on_deleted(self, row: ConversationSummary) -> None:
        self.titles.forget(row.id)

    @Slot(str)
    def _on_bug(self, kind: str) -> None:
        text = self.tr(
            "Something unexpected happened inside Inkstone ({kind}). Your words are kept; "
            "the details are in {path}."
        )
        self.notices.post(
            Notice(text=text.format(kind=kind, path=self.paths.app_log), severity="error")
        )

    @Slot(object)
    def _on_model_state(self, state: ModelState) -> None:
        if state.phase == "failed" and state.error is not None:
            self.notices.post_error(
                state.error, action="models.choose", action_label=self.tr("Choose another model")
            )

    @Slot(str)
    def _on_action(self, action: str) -> None:
        if action == "app.open_last":
            self._open_latest()
        elif action == "app.restore_backup":
            self.documents.release(
                lambda: self.store.reopen(lambda: compose.restore_backup(self.paths))
            )
        elif action == "app.retry_database":
            self.store.reopen()
        elif action == "chat.save_again":
            self.chat.save_again()
        elif action == "conversations.undo_delete":
            self.conversations.undo_delete()

    def _open_latest(self) -> None:
        rows = self.conversations.rows
        if rows:
            self.chat.open(max(rows, key=lambda row: row.updated_at).id)

    # --- ending ----------------------------------------------------------------------------

    def shutdown(self) -> None:
        """Keep everything, end all threads and the engine; returns when they are gone."""
        if self._closed:
            return
        self._closed = True
        self._care.stop()
        self.window.removeEventFilter(self)
        self.window.close()
        self.chat.shut_down()
        if self._desk is not None:
            self._desk.shut_down()
        if self._documents is not None:
            self._documents.shut_down()
        if "model_parts" in vars(self):
            self.model_parts.shut_down()
        self.models.shut_down()
        self.inference.stop()
        self.store.stop()
        self.pool.stop()
        self._collector.stop()
        self.window.deleteLater()
        for translator in self._translators:
            QApplication.removeTranslator(translator)
        QLocale.setDefault(QLocale.system())


def create(home: Path, engine: Engine | None = None, *, safe: bool = False) -> Application:
    """Build the whole application on the existing QApplication, its files below `home`.

    `engine` replaces the engine process (the scripted one in tests). The caller shows
    `.window` and calls `.shutdown()`. Raises OSError when `home` cannot be written.
    """
    paths = app_paths(home)
    paths.create()
    return Application(paths, engine, safe=safe)


def install_translations(language: str) -> list[QTranslator]:
    """Install the texts of `language` ("system" or a code like "zh_CN") and of Qt itself.

    English has a file too: it holds the plural forms.
    """
    locale = QLocale.system() if language == "system" else QLocale(language)
    places = [
        ("inkstone", str(resources() / "translations")),
        ("qtbase", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)),
    ]
    installed = []
    if language != "system":
        QLocale.setDefault(locale)  # numbers and dates speak it, too
    for name, folder in places:
        translator = QTranslator()
        found = translator.load(locale, name, "_", folder)
        if not found and name == "inkstone":
            found = translator.load(QLocale("en"), name, "_", folder)
        if found:
            QApplication.installTranslator(translator)
            installed.append(translator)
    return installed


def _load_settings(store: SettingsStore) -> tuple[Settings, UserError | None]:
    try:
        return store.load(), None
    except UserError as error:
        return Settings(), error
