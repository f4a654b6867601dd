"""Find or do anything: commands, templates, conversations, collections, models."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QEvent, QObject, QSize, Signal, Slot
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from assistant.controllers.collections import CollectionState
from assistant.core.display_text import one_line
from assistant.core.entities import ConversationSummary, ModelFile
from assistant.core.templates.template import Template
from assistant.ui.actions import ActionRegistry
from assistant.ui.controls import Caption
from assistant.ui.documents.library_words import file_count
from assistant.ui.filter_list import FilterList, ListEntry
from assistant.ui.templates.template_words import mode_icon, title_of
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme
from assistant.ui.words import size_text, title_text

_WIDTH = 600
_ROWS = 10


@dataclass(frozen=True)
class Choice:
    """`key` is an action's id, the number of what is kept, or a model's path."""

    kind: Literal["action", "conversation", "collection", "template", "model"]
    key: str


class CommandPalette(QFrame):
    """Stands over the window while it is open. `chosen(Choice)`, `closed()`."""

    chosen = Signal(object)
    closed = Signal()

    def __init__(self, theme: Theme, actions: ActionRegistry, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("floating")
        self.setAccessibleName(self.tr("Find or do anything"))
        self._actions = actions
        self._origin: QWidget | None = None
        self.list = FilterList(theme, self.tr("Find or do anything"), self)
        self.list.chosen.connect(self._on_chosen)
        self.list.left.connect(self.leave)
        self.list.filtered.connect(self._fit)
        self._nothing = Caption(theme, self.tr("Nothing fits."), self)
        self._nothing.setContentsMargins(14, 4, 14, 8)
        column = QVBoxLayout(self)
        column.setContentsMargins(2, 2, 2, 6)
        column.setSpacing(0)
        column.addWidget(self.list)
        column.addWidget(self._nothing)
        self.list.field.installEventFilter(self)
        self.hide()

    def open(
        self,
        conversations: Sequence[ConversationSummary],
        models: Sequence[ModelFile],
        collections: Sequence[CollectionState],
        templates: Sequence[Template] = (),
    ) -> None:
        """Show, with everything that can be chosen now."""
        self._origin = self.window().focusWidget()
        entries = [
            ListEntry(
                entry.text,
                Choice("action", entry.id),
                "chevron-right",
                self._actions.keys_text(entry.id),
                weight=8,
            )
            for entry in self._actions.entries()
            if entry.listed and entry.action.isEnabled()
        ]
        entries += [
            ListEntry(title_text(row.title), Choice("conversation", str(row.id)), "chat")
            for row in conversations
        ]
        entries += [
            ListEntry(
                self.tr("Ask {name}").format(name=one_line(state.collection.name)),
                Choice("collection", str(state.collection.id)),
                "folder",
                file_count(state.total),
            )
            for state in collections
        ]
        entries += [
            ListEntry(
                title_of(template),
                Choice("template", str(template.id)),
                mode_icon(template.mode),
                f"/{template.name}",
            )
            for template in templates
        ]
        entries += [
            ListEntry(
                self.tr("Use {name}").format(name=file.name),
                Choice("model", file.path),
                "box",
                size_text(file.size),
            )
            for file in models
        ]
        self.list.field.clear()
        self.list.set_entries(entries)
        self.show()
        self.place()
        self.raise_()
        self.list.field.setFocus()

    def place(self) -> None:
        """Stand in the upper middle of the window."""
        room = self.parentWidget().rect()
        width = min(_WIDTH, room.width() - 2 * measures.GAP_XL)
        self.setFixedWidth(width)
        self._fit()
        self.move((room.width() - width) // 2, max(measures.GAP_L, room.height() // 8))

    @Slot()
    def leave(self) -> None:
        """Close and put the cursor where it was."""
        if self.isHidden():
            return
        self.hide()
        if self._origin is not None and self._origin.isVisible():
            self._origin.setFocus()
        self.closed.emit()

    @Slot()
    def _fit(self, _rows: int = 0) -> None:
        rows = min(_ROWS, len(self.list.texts()))
        room = self.parentWidget().height() * 3 // 4 - 80
        height = max(self.list.row_height(), min(self.list.row_height() * rows, room))
        self.list.view.setFixedHeight(height)
        self.list.view.setVisible(rows > 0)
        self._nothing.setVisible(rows == 0)
        self.setFixedHeight(self.layout().sizeHint().height())

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, self.layout().sizeHint().height())

    @Slot(object)
    def _on_chosen(self, choice: Choice) -> None:
        self.leave()
        self.chosen.emit(choice)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and not self.isHidden():
            reason = event.reason()  # type: ignore[attr-defined]
            if reason.name in ("MouseFocusReason", "TabFocusReason", "BacktabFocusReason"):
                self._origin = None
                self.leave()
        return super().eventFilter(watched, event)
