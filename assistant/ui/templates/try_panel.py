"""A template tried: its variables to fill in, and what would be sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from assistant.core.document_ports import DocumentReader
from assistant.core.errors import UserError
from assistant.core.templates.template import Template
from assistant.core.templates.variable import Variable
from assistant.ui.controls import Caption, push_button
from assistant.ui.documents.fitted_area import FittedArea
from assistant.ui.templates.preview import whole_preview
from assistant.ui.templates.template_words import words_of
from assistant.ui.templates.variable_form import VariableForm
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme
from assistant.workers.task_pool import TaskPool

_PAUSE_MS = 120
_SHARE_OF_FORM = 0.55


class TryPanel(QWidget):
    """`use_wanted()`: the person wants to use the template in the chat."""

    use_wanted = Signal()

    def __init__(
        self,
        theme: Theme,
        pool: TaskPool,
        reader: Callable[[], DocumentReader],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._template: Template | None = None
        self._variables: tuple[Variable, ...] = ()
        self.none = Caption(theme, self.tr("It has no variables."), self)
        self.form = VariableForm(theme, pool, reader, self)
        self.form.changed.connect(self._on_changed)
        inside = QWidget()
        fields = QVBoxLayout(inside)
        fields.setContentsMargins(0, 0, measures.GAP_S, 0)
        fields.setAlignment(Qt.AlignmentFlag.AlignTop)
        fields.addWidget(self.none)
        fields.addWidget(self.form)
        self._area = FittedArea(inside, self)
        said = Caption(theme, self.tr("What is sent"), self)
        self.preview = QPlainTextEdit(self)
        self.preview.setReadOnly(True)
        self.preview.setTabChangesFocus(True)
        self.preview.setAccessibleName(self.tr("What is sent"))
        self.use_button = push_button(self.tr("Use in the chat"), "", self)
        self.use_button.clicked.connect(self.use_wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measures.GAP_S)
        column.addWidget(self._area)
        column.addWidget(said)
        column.addWidget(self.preview, 1)
        column.addWidget(self.use_button, 0, Qt.AlignmentFlag.AlignRight)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._show_preview)

    def show_template(self, template: Template, variables: Sequence[Variable]) -> None:
        """Try this one; fields whose variables are the same keep what they hold."""
        self._template, self._variables = template, tuple(variables)
        self.form.set_variables(variables, words_of(template))
        self.form.setVisible(bool(variables))
        self.none.setVisible(not variables)
        self._show_preview()

    def clear(self) -> None:
        """Another template is shown: what was filled in is not its."""
        self._template = None
        self.form.set_variables(())
        self.none.hide()
        self.preview.clear()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The preview keeps at least some lines."""
        super().resizeEvent(event)
        self._area.set_tallest(int(event.size().height() * _SHARE_OF_FORM))

    @Slot()
    def _on_changed(self) -> None:
        self._pause.start()

    @Slot()
    def _show_preview(self) -> None:
        if self._template is None:
            return
        try:
            text = whole_preview(self._template, self._variables, self.form.values())
        except UserError:
            return  # it is said at the field where it is written
        if text != self.preview.toPlainText():
            bar = self.preview.verticalScrollBar()
            at = bar.value()
            self.preview.setPlainText(text)
            bar.setValue(at)
