"""Everything that can be done by key, in one place: id, words, keys, handler."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QToolButton, QWidget

Scope = QWidget | None


class Entry(NamedTuple):
    """`default` is a portable key sequence ("Ctrl+N"), "" for none.

    `automatic` false: the window looks for these keys itself, after everything else has had
    the chance to use them. `listed` false keeps it out of the command palette.
    """

    id: str
    text: str
    default: str
    action: QAction
    automatic: bool
    listed: bool


class ActionRegistry(QObject):
    """Holds the actions of one window. GUI thread only.

    `changed()` after keys changed. Keys of the settings replace the default ones; an empty
    text takes the keys away.
    """

    changed = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._entries: dict[str, Entry] = {}
        self._overrides: dict[str, str] = {}
        self._buttons: list[tuple[QToolButton, str]] = []

    def add(
        self,
        action_id: str,
        text: str,
        keys: str,
        handler: Callable[[], object],
        *,
        scope: Scope = None,
        automatic: bool = True,
        listed: bool = True,
    ) -> QAction:
        """Register an action. With a `scope`, its keys work only inside that widget."""
        action = QAction(text, scope or self._window)
        action.setObjectName(action_id)
        action.triggered.connect(lambda _checked=False: handler())
        if scope is not None:
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        (scope or self._window).addAction(action)
        self._entries[action_id] = Entry(action_id, text, keys, action, automatic, listed)
        self._apply(action_id)
        return action

    def __getitem__(self, action_id: str) -> QAction:
        return self._entries[action_id].action

    def entries(self) -> list[Entry]:
        """All actions, in the order they were added."""
        return list(self._entries.values())

    def trigger(self, action_id: str) -> None:
        self._entries[action_id].action.trigger()

    def keys(self, action_id: str) -> QKeySequence:
        """The keys that work now."""
        keys = self._overrides.get(action_id, self._entries[action_id].default)
        return QKeySequence.fromString(keys, QKeySequence.SequenceFormat.PortableText)

    def keys_text(self, action_id: str) -> str:
        """The keys as this platform writes them; "" without keys."""
        return self.keys(action_id).toString(QKeySequence.SequenceFormat.NativeText)

    def matches(self, action_id: str, event: QKeyEvent) -> bool:
        """Whether a key press is this action's."""
        return QKeySequence(event.keyCombination()) == self.keys(action_id)

    def conflict(self, action_id: str, keys: QKeySequence) -> str | None:
        """The id of another action that already has these keys."""
        if keys.isEmpty():
            return None
        others = (entry.id for entry in self._entries.values() if entry.id != action_id)
        return next((other for other in others if self.keys(other) == keys), None)

    def apply_overrides(self, shortcuts: Mapping[str, str]) -> None:
        """Use the keys that the settings hold for some of the actions."""
        if dict(shortcuts) == self._overrides:
            return
        self._overrides = dict(shortcuts)
        for action_id in self._entries:
            self._apply(action_id)
        for button, action_id in self._buttons:
            button.setToolTip(self.tooltip(action_id))
        self.changed.emit()

    def tooltip(self, action_id: str, text: str = "") -> str:
        """The action's words (or `text`) with its keys."""
        words = text or self._entries[action_id].text
        keys = self.keys_text(action_id)
        return f"{words} ({keys})" if keys else words

    def bind(self, button: QToolButton, action_id: str) -> None:
        """Have `button` trigger the action and say so, with the keys, in its tooltip."""
        entry = self._entries[action_id]
        button.clicked.connect(lambda _checked=False: entry.action.trigger())
        button.setAccessibleName(entry.text)
        self.describe(button, action_id)

    def describe(self, button: QToolButton, action_id: str) -> None:
        """Keep the tooltip of a button that does the action by itself up to date."""
        button.setToolTip(self.tooltip(action_id))
        self._buttons.append((button, action_id))

    def _apply(self, action_id: str) -> None:
        entry = self._entries[action_id]
        if entry.automatic:
            entry.action.setShortcut(self.keys(action_id))
