"""Templates from anywhere in the window: the library, their own keys, the command palette."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut

if TYPE_CHECKING:
    from assistant.core.templates.template import Template
    from assistant.ui.templates.library_window import TemplateWindow
    from assistant.ui.window import MainWindow


_LATER_MS = 1500


class TemplateCommands(QObject):
    """Window thread. Nothing is loaded before `follow` or a command.

    page_wanted(str, str)    show the mode "write" or "translate" with this text
    """

    page_wanted = Signal(str, str)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._library_window: TemplateWindow | None = None
        self._following = False
        self._keys: dict[str, QShortcut] = {}
        self._later = QTimer(self, singleShot=True, interval=_LATER_MS)
        self._later.timeout.connect(self.follow)
        window.services.chat.opened.connect(self._on_opened)

    @Slot(object)
    def _on_opened(self, _opened: object) -> None:
        """Once the window is at rest the templates get their keys."""
        if not self._following and not self._later.isActive():
            self._later.start()

    @Slot()
    def follow(self) -> None:
        """Load the templates and give them their keys; behind the first picture."""
        if self._following:
            return
        self._following = True
        self._later.stop()
        library = self._window.services.templates
        library.changed.connect(self._on_templates)
        library.ensure_loaded()
        link = self._window.chat_page.column.templates
        link.library_wanted.connect(self.show_library)
        link.page_wanted.connect(self.page_wanted)
        self._on_templates()

    def templates(self) -> tuple[Template, ...]:
        """Those that the command palette offers."""
        return self._window.services.templates.templates if self._following else ()

    @Slot()
    @Slot(int)
    def show_library(self, template_id: int = 0) -> None:
        """Open the library, at a template if one is given."""
        self.follow()
        if self._library_window is None:
            from assistant.ui.templates.library_window import TemplateWindow

            window = self._window
            self._library_window = TemplateWindow(
                window.services, window.theme, window, self.owner_of_keys
            )
            self._library_window.use_requested.connect(self._use)
        self._library_window.open_at(template_id)

    def new_template(self) -> None:
        """Begin a template in the library."""
        self.show_library()
        if self._library_window is not None:
            self._library_window.new_template()

    def use(self, template_id: int) -> None:
        """Ask for a template's variables above the composer, or do at once what it says."""
        self.follow()
        template = self._window.services.templates.by_id(template_id)
        if template is not None:
            self._use(template)

    @Slot(object)
    def _use(self, template: Template) -> None:
        window = self._window
        if window.current_mode != "chat":
            window.show_mode("chat")
        window.activateWindow()
        window.chat_page.column.templates.use(template)

    def owner_of_keys(self, keys: str, template_id: int) -> str:
        """What has these keys already, other than this template; "" for nothing."""
        from assistant.ui.templates.template_words import title_of

        sequence = QKeySequence.fromString(keys, QKeySequence.SequenceFormat.PortableText)
        registry = self._window.actions_registry
        action = registry.conflict("", sequence)
        if action is not None:
            return next(entry.text for entry in registry.entries() if entry.id == action)
        others = (each for each in self.templates() if each.id != template_id)
        return next((title_of(each) for each in others if keys and each.shortcut == keys), "")

    @Slot()
    def _on_templates(self) -> None:
        """Each template that has keys gets them; an action of the window keeps its own."""
        templates = self._window.services.templates.templates
        wanted = {each.shortcut: each.id for each in templates if each.shortcut}
        for keys in self._keys.keys() - wanted.keys():
            self._keys.pop(keys).deleteLater()
        for keys, template_id in wanted.items():
            sequence = QKeySequence.fromString(keys, QKeySequence.SequenceFormat.PortableText)
            if self._window.actions_registry.conflict("", sequence) is not None:
                continue
            if keys in self._keys:
                self._keys.pop(keys).deleteLater()
            self._keys[keys] = QShortcut(sequence, self._window, partial(self.use, template_id))
