"""The form of an answer: free, by a grammar, or by a JSON schema."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from assistant.ui.controls import Caption
from assistant.ui.settings.form import Choice
from assistant.ui.templates.prompt_text import PromptText
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme


class OutputField(QWidget):
    """`changed()`. What was written for a form stays while another one is chosen."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._quiet = False
        self.form = Choice()
        self.form.addItem(self.tr("Any text"), "")
        self.form.addItem(self.tr("By a grammar (GBNF)"), "grammar")
        self.form.addItem(self.tr("JSON by a schema"), "json_schema")
        self.form.setAccessibleName(self.tr("Form of the answer"))
        self.form.view().setAccessibleName(self.tr("Form of the answer"))
        self.form.currentIndexChanged.connect(self._on_form)
        self.grammar = PromptText(theme, self.tr("Grammar"), self, mono=True)
        self.grammar.setPlaceholderText('root ::= "yes" | "no"')
        self.schema = PromptText(theme, self.tr("JSON schema"), self, mono=True)
        self.schema.setPlaceholderText('{"type": "object", "properties": {…}}')
        self.grammar.changed.connect(self._on_changed)
        self.schema.changed.connect(self._on_changed)
        self.problem = Caption(theme, "", self, tone="danger")
        self.problem.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measures.GAP_XS)
        for widget in (self.form, self.grammar, self.schema, self.problem):
            column.addWidget(widget)
        self._show()

    def grammar_text(self) -> str:
        return self.grammar.text() if self.form.currentData() == "grammar" else ""

    def schema_text(self) -> str:
        return self.schema.text() if self.form.currentData() == "json_schema" else ""

    def set_output(self, grammar: str, json_schema: str) -> None:
        """Show these; says nothing."""
        self._quiet = True
        if (self.grammar_text(), self.schema_text()) != (grammar, json_schema):
            self.form.choose("grammar" if grammar else "json_schema" if json_schema else "")
            self.grammar.set_text(grammar)
            self.schema.set_text(json_schema)
        self._quiet = False
        self._show()

    def show_problem(self, text: str, line: int = 0) -> None:
        self.problem.setText(text)
        self.problem.setVisible(bool(text))
        for field in (self.grammar, self.schema):
            field.highlighter.set_wrong(line if text else 0)
            field.setAccessibleDescription(text)

    def _show(self) -> None:
        form = self.form.currentData()
        self.grammar.setVisible(form == "grammar")
        self.schema.setVisible(form == "json_schema")

    @Slot()
    def _on_form(self) -> None:
        self._show()
        self._on_changed()

    @Slot()
    def _on_changed(self) -> None:
        if not self._quiet:
            self.show_problem("")
            self.changed.emit()
