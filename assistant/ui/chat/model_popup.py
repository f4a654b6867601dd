"""The list of models below the model picker."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from assistant.controllers.models import ModelsController
from assistant.core.entities import ModelFile
from assistant.ui.actions import ActionRegistry
from assistant.ui.controls import Caption, Hairline, push_button
from assistant.ui.filter_list import FilterList, ListEntry
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme
from assistant.ui.words import size_text, starter_badge

_WIDTH = 380
_ROWS = 8


class ModelPopup(QFrame):
    """Models with a filter; then open a file, add a folder, unload."""

    def __init__(
        self, models: ModelsController, theme: Theme, actions: ActionRegistry, parent: QWidget
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("model_popup")
        self.setAccessibleName(self.tr("Models"))
        self._models = models
        self._theme = theme
        self._actions = actions
        self.list = FilterList(theme, self.tr("Find a model"), self)
        self.list.chosen.connect(self._on_chosen)
        self.list.left.connect(self.close)
        self.list.filtered.connect(self._fit)
        self._nothing = Caption(theme, self.tr("No model was found yet."), self)
        self._nothing.setContentsMargins(12, 4, 12, 8)
        self._unload = push_button(self.tr("Unload"), "link")
        self._unload.setToolTip(self.tr("Free the memory; the model stays chosen."))
        self._unload.clicked.connect(self._on_unload)
        self._cancel = push_button(self.tr("Cancel loading"), "link")
        self._cancel.clicked.connect(models.cancel_loading)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, measures.GAP_S)
        column.setSpacing(measures.GAP_XS)
        column.addWidget(self.list)
        column.addWidget(self._nothing)
        column.addWidget(Hairline(theme, self))
        column.addLayout(self._build_buttons())
        models.files_changed.connect(self._refresh)
        models.state_changed.connect(self._on_state)

    def _build_buttons(self) -> QVBoxLayout:
        self._open_file = push_button(self.tr("Open a GGUF file…"), "link")
        self._open_file.clicked.connect(lambda: self._leave_for("open_model"))
        add_folder = push_button(self.tr("Add a folder of models…"), "link")
        add_folder.clicked.connect(lambda: self._leave_for("add_model_folder"))
        column = QVBoxLayout()
        column.setContentsMargins(measures.GAP_S, 0, measures.GAP_S, 0)
        column.setSpacing(0)
        for button in (self._open_file, add_folder, self._unload, self._cancel):
            row = QHBoxLayout()
            row.addWidget(button)
            row.addStretch(1)
            column.addLayout(row)
        return column

    @Slot()
    def _refresh(self) -> None:
        if not self.isVisible():
            return
        state = self._models.state
        chosen = state.path
        missing = []
        if (listed := self._models.file_of(chosen)) is not None:
            chosen = listed.path  # the entry stands for every place of the same content
        elif chosen:
            missing.append(ListEntry(state.name, chosen, icon="check"))
        self.list.set_entries(
            missing
            + [
                ListEntry(
                    file.name,
                    file.path,
                    icon="check" if file.path == chosen else "box",
                    detail=_detail(file),
                )
                for file in self._models.files
            ]
        )
        self.list.select_value(chosen)
        self._on_state()

    @Slot()
    def _on_state(self, _state: object = None) -> None:
        self._unload.setVisible(self._models.state.phase == "ready")
        self._cancel.setVisible(self._models.state.phase == "loading")
        self._fit()

    @Slot()
    def _fit(self, _rows: int = 0) -> None:
        shown = len(self.list.texts())
        any_model = bool(self._models.files or self._models.state.path)
        self._nothing.setVisible(not any_model)
        self.list.view.setFixedHeight(self.list.row_height() * min(max(shown, 1), _ROWS) + 4)
        self.list.setVisible(any_model)
        self.setFixedWidth(_WIDTH)
        self.setFixedHeight(self.sizeHint().height())

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, self.layout().sizeHint().height())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.list.field.clear()
        self._refresh()
        (self.list.field if self.list.isVisible() else self._open_file).setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        parent = self.parentWidget()
        if parent is not None:
            parent.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("surface"))
        painter.setPen(QPen(self._theme.colour("control"), 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    @Slot(object)
    def _on_chosen(self, path: str) -> None:
        self.close()
        self._models.choose(path)

    @Slot()
    def _on_unload(self) -> None:
        self.close()
        self._models.unload()

    def _leave_for(self, action_id: str) -> None:
        self.close()
        self._actions.trigger(action_id)


def _detail(file: ModelFile) -> str:
    size = size_text(file.size)
    return f"{starter_badge()}  ·  {size}" if file.origin == "starter" else size
