"""What can be done with a template besides editing it, as a menu."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, Slot
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
        self._kept: Template | None = None

    def open_below(self, button: QWidget, kept: Template | None) -> None:
        """Right-aligned under `button`; `kept` as it is in the library, None for a draft."""
        menu = self.of(kept)
        menu.aboutToHide.connect(menu.deleteLater)
        corner = button.mapToGlobal(button.rect().bottomRight())
        menu.popup(corner - QPoint(menu.sizeHint().width(), 0))

    def of(self, kept: Template | None) -> QMenu:
        """The menu itself, whose actions are for `kept`."""
        self._kept = kept
        there = kept is not None
        resettable = kept is not None and kept.builtin and kept.changed
        own = any(not each.builtin for each in self._library.templates)
        menu = QMenu(self._window)
        for icon_name, text, slot, enabled in (
            ("copy", self.tr("Duplicate"), self._on_duplicate, there),
            ("undo", self.tr("Reset to how it came"), self._on_reset, resettable),
            ("download", self.tr("Export…"), self._on_export, there),
            ("download", self.tr("Export all of my own…"), self._on_export_own, own),
            ("trash", self.tr("Delete"), self._delete, True),
        ):
            drawn = icon(icon_name, self._theme.palette.secondary)
            action = menu.addAction(drawn, text, slot)
            action.setEnabled(enabled)
        return menu

    @Slot()
    def _on_duplicate(self) -> None:
        if self._kept is not None:
            title = self.tr("{title} (copy)").format(title=title_of(self._kept))
            self._library.duplicate(self._kept.id, title)

    @Slot()
    def _on_reset(self) -> None:
        if self._kept is not None:
            self._library.reset(self._kept.id)

    @Slot()
    def _on_export(self) -> None:
        if self._kept is not None:
            self._transfer.ask_export([self._kept], self._kept.name)

    @Slot()
    def _on_export_own(self) -> None:
        own = [each for each in self._library.templates if not each.builtin]
        self._transfer.ask_export(own, "templates")
