"""The part "On this computer": all models on this disk, by where they come from."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from assistant.controllers.models import ModelState
from assistant.core.entities import ModelFile
from assistant.core.errors import UserError
from assistant.core.notices import Notice
from assistant.core.settings import Settings
from assistant.ui.actions import ActionRegistry
from assistant.ui.models.folders import open_folder, reveal
from assistant.ui.models.model_page import ModelPage
from assistant.ui.models.rows import FolderRow, ModelRow
from assistant.ui.models.shelf_list import ShelfList
from assistant.ui.services import Services
from assistant.ui.theme.theme import Theme

_UNDO = "models.undo_delete"
_UNDO_S = 20.0


class OnThisComputer(QWidget):
    """The list, or everything about one model of it. `find_requested()`: others are wanted."""

    find_requested = Signal()

    def __init__(self, services: Services, theme: Theme, actions: ActionRegistry) -> None:
        super().__init__()
        self._services = services
        self._theme = theme
        self._made_page: ModelPage | None = None
        self.list = ShelfList(theme, actions, self)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.list)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self._connect()
        self._on_files(services.models.files)
        self._on_settings(services.preferences.settings)

    def _connect(self) -> None:
        models, shelf = self._services.models, self.list
        models.files_changed.connect(self._on_files)
        models.state_changed.connect(self._on_state)
        self._services.preferences.changed.connect(self._on_settings)
        shelf.use_requested.connect(models.choose)
        shelf.unload_requested.connect(models.unload)
        shelf.cancel_requested.connect(models.cancel_loading)
        shelf.reveal_requested.connect(reveal)
        shelf.open_requested.connect(self.open_model)
        shelf.folder_opened.connect(open_folder)
        shelf.folder_removed.connect(models.remove_folder)
        shelf.elsewhere_changed.connect(self._on_elsewhere)
        shelf.find_requested.connect(self.find_requested)
        self._services.notices.action_chosen.connect(self._on_notice_action)

    @property
    def rows(self) -> dict[str, ModelRow]:
        return self.list.rows

    @property
    def folder_rows(self) -> list[FolderRow]:
        return self.list.folder_rows

    @property
    def model_page(self) -> ModelPage | None:
        """Everything about a model; None before it was wanted first."""
        return self._made_page

    @property
    def page_open(self) -> bool:
        return self._stack.currentWidget() is not self.list

    def take_focus(self) -> None:
        """The part was chosen."""
        if self.page_open and self._made_page is not None:
            self._made_page.take_focus()
        else:
            self.list.take_focus()

    # --- the page of a model ---------------------------------------------------------------

    @Slot(str)
    def open_model(self, path: str) -> None:
        """Show everything about the model at `path`."""
        file = self._file(path)
        if file is None or file.origin == "server":
            return
        page = self._page()
        page.show_model(file)
        self._stack.setCurrentWidget(page)
        page.take_focus()

    @Slot()
    def close_model(self) -> None:
        """Back to the list, to the row one came from."""
        if self._made_page is None or not self.page_open:
            return
        self._made_page.leave()
        path = self._made_page.path
        self._stack.setCurrentWidget(self.list)
        self.list.focus_row(path)

    def _page(self) -> ModelPage:
        if self._made_page is None:
            made = ModelPage(self._services, self._theme, self)
            self._made_page = made
            made.closed.connect(self.close_model)
            made.model_wanted.connect(self.open_model)
            library = self._services.model_library
            library.deleted.connect(self._on_deleted)
            library.restored.connect(self.open_model)
            library.failed.connect(self._on_failed)
            self._stack.addWidget(made)
        return self._made_page

    @Slot(object, bool)
    def _on_deleted(self, file: ModelFile, undoable: bool) -> None:
        if self._made_page is not None and self._made_page.path == file.path:
            self.close_model()
        text = self.tr("“{name}” is in the trash.").format(name=file.name)
        self._services.notices.post(
            Notice(
                text=text,
                timeout_s=_UNDO_S,
                action=_UNDO if undoable else "",
                action_label=self.tr("Undo") if undoable else "",
            )
        )

    @Slot(str, object)
    def _on_failed(self, path: str, error: UserError) -> None:
        """What the page of the model does not show in its place is told in the status line."""
        if path and not (self.page_open and self._made_page and self._made_page.path == path):
            self._services.notices.post_error(error)

    @Slot(str)
    def _on_notice_action(self, action: str) -> None:
        if action == _UNDO:
            self._services.model_library.undo_delete()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = (event.key(), event.modifiers())
        if self.page_open and self._made_page is not None and self._made_page.goes_back(*keys):
            self.close_model()
        else:
            super().keyPressEvent(event)

    # --- facts -----------------------------------------------------------------------------

    def _file(self, path: str) -> ModelFile | None:
        return next((file for file in self._shown() if file.path == path), None)

    def _shown(self) -> list[ModelFile]:
        """What is listed: the model in use comes first where the folders do not hold it."""
        models = self._services.models
        state, files = models.state, list(models.files)
        if state.path and all(state.path not in (file.path, *file.also) for file in files):
            origin = "server" if state.path.startswith("server:") else "file"
            used = ModelFile(path=state.path, name=state.name, size=0, origin=origin)
            files.insert(0, used)
        return files

    @Slot(list)
    def _on_files(self, _files: Sequence[ModelFile]) -> None:
        self.list.show_files(self._shown())
        self._on_state(self._services.models.state)
        if self._made_page is not None and self.page_open:
            file = self._file(self._made_page.path)
            if file is None:
                self.close_model()
            else:
                self._made_page.update_file(file)

    @Slot(object)
    def _on_state(self, state: ModelState) -> None:
        if state.path and self._file(state.path) is not None and state.path not in self.rows:
            self.list.show_files(self._shown())
        self.list.show_state(state)

    @Slot(object)
    def _on_settings(self, settings: Settings) -> None:
        self.list.show_folders(settings.models.folders)
        self.list.show_elsewhere(settings.models.elsewhere)

    @Slot(bool)
    def _on_elsewhere(self, wanted: bool) -> None:
        preferences = self._services.preferences
        preferences.set_models(
            msgspec.structs.replace(preferences.settings.models, elsewhere=wanted)
        )
        self._services.models.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._services.models.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        """What is being typed about a model is kept, whatever is shown next."""
        super().hideEvent(event)
        if self._made_page is not None:
            self._made_page.leave()
