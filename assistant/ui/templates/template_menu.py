"""What can be done with a template besides editing it, as a menu."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu, QWidget

from assistant.controllers.template_library import TemplateLibrary
from assistant.core.templates.template import Template
from assistant.ui.icons import icon
from assistant.ui.templates.template_words import title_of
from assistant.ui.templates.transfer import TemplateTransfer
from assistant.ui.theme.theme import Theme


class TemplateMenu(QObject):
    """The menu of one template; `delete` takes it away. Window thread."""

    def __init__(
        self,
        library: TemplateLibrary,
        transfer: TemplateTransfer,
        theme: Theme,
        delete: Callable[[], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._library = library
        self._transfer = transfer
        self._theme = theme
        self._delete = delete
        self._window = parent

    def of(self, key: int) -> QMenu:
        """What can be done with the template that has this number, or with a draft."""
        kept = self._library.by_id(key)
        there = kept is not None
        resettable = kept is not None and kept.builtin and kept.changed
        menu = QMenu(self._window)
        for icon_name, text, slot, enabled in (
            ("copy", self.tr("Duplicate"), partial(self._duplicate, key), there),
            (
                "undo",
                self.tr("Reset to how it came"),
                partial(self._library.reset, key),
                resettable,
            ),
            ("download", self.tr("Export…"), partial(self._export, key), there),
            ("download", self.tr("Export all of my own…"), self._export_own, bool(self._own())),
            ("trash", self.tr("Delete"), self._delete, True),
        ):
            drawn = icon(icon_name, self._theme.palette.secondary)
            action = menu.addAction(drawn, text, slot)
            action.setEnabled(enabled)
        return menu

    def _own(self) -> list[Template]:
        return [each for each in self._library.templates if not each.builtin]

    def _duplicate(self, key: int) -> None:
        kept = self._library.by_id(key)
        if kept is not None:
            title = self.tr("{title} (copy)").format(title=title_of(kept))
            self._library.duplicate(kept.id, title)

    def _export(self, key: int) -> None:
        kept = self._library.by_id(key)
        if kept is not None:
            self._transfer.ask_export([kept], kept.name)

    def _export_own(self) -> None:
        self._transfer.ask_export(self._own(), "templates")
