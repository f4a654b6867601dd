"""The settings a person changes, applied at once and written behind the window's back."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QObject, Signal

from assistant.core.errors import UserError
from assistant.core.ports import SettingsStore
from assistant.core.settings import Appearance, Composer, Models, Settings
from assistant.workers.task_pool import TaskPool


class Preferences(QObject):
    """Holds the current `Settings`; `changed(Settings)` after every change.

    `save_failed(UserError)`: the change holds in this window but could not be written.
    """

    changed = Signal(object)
    save_failed = Signal(object)

    def __init__(
        self,
        settings: Settings,
        settings_store: SettingsStore,
        pool: TaskPool,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.settings = settings
        self._store = settings_store
        self._pool = pool
        self._saving = False
        self._dirty = False

    def set_appearance(self, appearance: Appearance) -> None:
        self.replace(msgspec.structs.replace(self.settings, appearance=appearance))

    def set_models(self, models: Models) -> None:
        self.replace(msgspec.structs.replace(self.settings, models=models))

    def set_composer(self, composer: Composer) -> None:
        self.replace(msgspec.structs.replace(self.settings, composer=composer))

    def set_shortcut(self, action: str, keys: str | None) -> None:
        """Give `action` other keys; None goes back to its own."""
        shortcuts = dict(self.settings.shortcuts)
        if keys is None:
            shortcuts.pop(action, None)
        else:
            shortcuts[action] = keys
        self.replace(msgspec.structs.replace(self.settings, shortcuts=shortcuts))

    def replace(self, settings: Settings) -> None:
        """Use `settings` from now on and write them; nothing happens when nothing changed."""
        if settings == self.settings:
            return
        self.settings = settings
        self.changed.emit(settings)
        self._save()

    def _save(self) -> None:
        """One write at a time, so that the newest settings are the ones that stay."""
        if self._saving:
            self._dirty = True
            return
        self._saving = True
        settings = self.settings
        self._pool.run(lambda: self._store.save(settings), self._on_saved, self._on_failed)

    def _on_saved(self, _result: None) -> None:
        self._saving = False
        if self._dirty:
            self._dirty = False
            self._save()

    def _on_failed(self, error: UserError) -> None:
        self._saving = False
        self._dirty = False
        self.save_failed.emit(error)
