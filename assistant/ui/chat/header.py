"""The line above the transcript: title, model, context, more."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QWidget

from assistant.controllers.consent import ConsentKeeper
from assistant.controllers.models import ModelsController
from assistant.ui.actions import ActionRegistry
from assistant.ui.chat.context_meter import ContextMeter
from assistant.ui.chat.model_picker import ModelPicker
from assistant.ui.chat.title import EditableTitle
from assistant.ui.controls import IconButton
from assistant.ui.icons import icon
from assistant.ui.menus import open_below
from assistant.ui.servers.destination import DestinationBadge
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

_MENU = (
    ("rename", "pencil"),
    ("pin_shown", "pin"),
    ("find", "search"),
    ("copy_answer", "copy"),
    ("export_answer", "download"),
    ("parameters", "sliders"),
    ("", ""),
    ("delete_shown", "trash"),
)


class ChatHeader(QFrame):
    """48 px; what does not fit is cut from the title first.

    `destination_asked()`: the person wants to know more of where the text goes.
    """

    destination_asked = Signal()

    def __init__(
        self,
        models: ModelsController,
        theme: Theme,
        actions: ActionRegistry,
        parent: QWidget | None = None,
        *,
        consent: ConsentKeeper,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("header")
        self.setMinimumHeight(measures.HEADER_HEIGHT)
        self._theme = theme
        self._actions = actions
        self.title = EditableTitle(theme, self)
        self.picker = ModelPicker(models, theme, actions, self)
        self.destination = DestinationBadge(consent, theme, self)
        self.destination.clicked.connect(self.destination_asked)
        self.meter = ContextMeter(theme, self)
        self.inspector_button = IconButton(theme, "panel-right", "", self)
        self.inspector_button.setCheckable(True)
        actions.bind(self.inspector_button, "inspector")
        self.more_button = IconButton(theme, "more", self.tr("More about this conversation"), self)
        self.more_button.clicked.connect(self._on_more)
        row = QHBoxLayout(self)
        row.setContentsMargins(measures.GAP_L, 0, measures.GAP_S, 0)
        row.setSpacing(measures.GAP_S)
        row.addWidget(self.title, 1)
        row.addWidget(self.destination)
        row.addWidget(self.picker)
        row.addWidget(self.meter)
        row.addSpacing(measures.GAP_XS)
        row.addWidget(self.inspector_button)
        row.addWidget(self.more_button)

    def more_menu(self) -> QMenu:
        """The menu of the ⋯ button."""
        menu = QMenu(self)
        for action_id, icon_name in _MENU:
            if not action_id:
                menu.addSeparator()
                continue
            action = self._actions[action_id]
            action.setIcon(icon(icon_name, self._theme.palette.secondary))
            menu.addAction(action)
        return menu

    @Slot()
    def _on_more(self) -> None:
        open_below(self.more_menu(), self.more_button)
