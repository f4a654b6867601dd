"""How one model is loaded and how it answers, where that differs from the general settings."""

from __future__ import annotations

from typing import Any

import msgspec
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from assistant.core.chat_parameters import ChatParameters
from assistant.core.hub.model_records import ModelRecord
from assistant.core.messages import ModelParameters
from assistant.ui.chat.parameters_panel import ParametersPanel
from assistant.ui.controls import Caption
from assistant.ui.models.fold import Fold
from assistant.ui.settings.form import FormPage
from assistant.ui.settings.loading_rows import LoadingRows
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

_CONVERSATION_S = ("on_overflow",)
"""The rule for a full context is the conversation's, not the model's."""


class OwnLoading(QWidget):
    """`changed(ModelParameters | None)`: None uses the general settings."""

    changed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._general = ModelParameters()
        self._own: ModelParameters | None = None
        self.own = QCheckBox(self.tr("Load this model with parameters of its own"), self)
        self.own.setAccessibleName(self.own.text())
        self.own.toggled.connect(self._on_own)
        self.form = FormPage(theme, "")
        self.form.title.hide()
        self.form.column.setContentsMargins(0, 0, 0, 0)
        self.rows = LoadingRows(self.form)
        self.rows.changed.connect(self._on_changed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measures.GAP_S)
        column.addWidget(self.own)
        column.addWidget(Caption(theme, self.tr("They count the next time it is loaded."), self))
        column.addWidget(self.form)

    def show_loading(self, own: ModelParameters | None, general: ModelParameters) -> None:
        """Show these; says nothing."""
        self._own, self._general = own, general
        self.own.blockSignals(True)
        self.own.setChecked(own is not None)
        self.own.blockSignals(False)
        self.form.setEnabled(own is not None)
        self.form.setVisible(own is not None)
        self.rows.show_parameters(own or general)

    @Slot(bool)
    def _on_own(self, wanted: bool) -> None:
        self._own = self._general if wanted else None
        self.show_loading(self._own, self._general)
        self.changed.emit(self._own)

    @Slot(str, object)
    def _on_changed(self, field: str, value: object) -> None:
        if self._own is not None:
            self._own = msgspec.structs.replace(self._own, **{field: value})
            self.rows.show_parameters(self._own)
            self.changed.emit(self._own)


class OwnParameters(QWidget):
    """Two folds. `loading_changed(ModelParameters | None)`, `chat_changed(ChatParameters |
    None)`: None where nothing is set."""

    loading_changed = Signal(object)
    chat_changed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._record = ModelRecord()
        self._general = ModelParameters()
        self.loading: OwnLoading | None = None
        self.chat: ParametersPanel | None = None
        self.loading_fold = Fold(theme, "", self._make_loading, self)
        self.chat_fold = Fold(theme, "", self._make_chat, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.loading_fold)
        column.addWidget(self.chat_fold)
        self._name()

    def show_record(self, record: ModelRecord, general: ModelParameters) -> None:
        """Show what this model has of its own."""
        self._record, self._general = record, general
        if self.loading is not None:
            self.loading.show_loading(record.loading, general)
        if self.chat is not None:
            self.chat.show_parameters(record.chat or ChatParameters())
        self._name()

    def flush(self) -> None:
        """Hand over what was changed just now."""
        if self.chat is not None:
            self.chat.flush()

    def forget(self) -> None:
        """Another model is shown."""
        if self.chat is not None:
            self.chat.forget()

    def _make_loading(self) -> QWidget:
        made = self.loading = OwnLoading(self._theme)
        made.setContentsMargins(measures.GAP_XL, 0, 0, measures.GAP_M)
        made.show_loading(self._record.loading, self._general)
        made.changed.connect(self.loading_changed)
        return made

    def _make_chat(self) -> QWidget:
        panel = self.chat = ParametersPanel(self._theme)
        panel.setObjectName("model_parameters")
        panel.setContentsMargins(measures.GAP_XL, 0, 0, measures.GAP_M)
        for name in _CONVERSATION_S:
            panel.rows[name].hide()
        panel.defaults.hide()
        panel.show_parameters(self._record.chat or ChatParameters())
        panel.changed.connect(self._on_chat)
        return panel

    @Slot(object)
    def _on_chat(self, parameters: ChatParameters) -> None:
        self.chat_changed.emit(None if parameters == ChatParameters() else parameters)

    def _name(self) -> None:
        """How much is set is said while the rows are folded."""
        loading = self.tr("How it is loaded")
        if self._record.loading is not None:
            loading = self.tr("How it is loaded (its own parameters)")
        self.loading_fold.set_text(loading)
        chat = self.tr("How it answers in new conversations")
        if self._record.chat is not None:
            chat = self.tr("How it answers in new conversations ({count} set)").format(
                count=_set_count(self._record.chat)
            )
        self.chat_fold.set_text(chat)


def _set_count(parameters: ChatParameters) -> int:
    plain: Any = ChatParameters()
    return sum(
        getattr(parameters, name) != getattr(plain, name)
        for name in ChatParameters.__struct_fields__
    )
