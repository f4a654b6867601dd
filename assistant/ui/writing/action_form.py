"""The person's own action: its name, what the model is told, and what comes of it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QFrame,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from assistant.controllers.own_actions import refused_action
from assistant.core.writing.action import Action
from assistant.ui.controls import Caption, push_button
from assistant.ui.documents.wrapping_row import wrapping
from assistant.ui.error_words import error_text
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

_LONGEST_NAME = 100


class ActionForm(QFrame):
    """`kept(Action)`: it is to be kept. `delete_requested(str)`: its id. `left()`: neither."""

    kept = Signal(object)
    delete_requested = Signal(str)
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._action: Action | None = None
        self.title = QLabel(self)
        self.title.setFont(theme.interface_font(bold=True))
        self.name = QLineEdit(self)
        self.name.setMaxLength(_LONGEST_NAME)
        self.name.setPlaceholderText(self.tr("Make it rhyme"))
        self.instruction = QPlainTextEdit(self)
        self.instruction.setTabChangesFocus(True)
        self.instruction.setFixedHeight(76)
        self.instruction.setPlaceholderText(
            self.tr("Rewrite the text as a poem that rhymes, in its own language.")
        )
        self.kind = QComboBox(self)
        self.kind.addItem(self.tr("The same text, every change marked"), "revise")
        self.kind.addItem(self.tr("Another text: a reply, a list, a title"), "compose")
        self.by_paragraph = QCheckBox(self.tr("Paragraph by paragraph"), self)
        self.by_paragraph.setToolTip(self.tr("Long texts fit; the model sees one part at a time."))
        self.refusal = Caption(theme, "", self, tone="danger")
        self.keep_button = push_button(self.tr("Keep"), "primary", self)
        self.keep_button.clicked.connect(self.keep)
        self.cancel_button = push_button(self.tr("Cancel"), "", self)
        self.cancel_button.clicked.connect(self.leave)
        self.delete_button = push_button(self.tr("Delete"), "", self)
        self.delete_button.clicked.connect(self._on_delete)
        self._build()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.hide()

    def _build(self) -> None:
        form = QFormLayout()
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(measures.GAP_S)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for text, field in (
            (self.tr("Name"), self.name),
            (self.tr("Instruction"), self.instruction),
            (self.tr("Result"), self.kind),
        ):
            label = QLabel(text, self)
            label.setBuddy(field)
            field.setAccessibleName(text)
            form.addRow(label, field)
        form.addRow(QWidget(self), self.by_paragraph)
        self.by_paragraph.setAccessibleName(self.by_paragraph.text())
        column = QVBoxLayout(self)
        column.setContentsMargins(measures.GAP_L, measures.GAP_M, measures.GAP_L, measures.GAP_M)
        column.setSpacing(measures.GAP_S)
        column.addWidget(self.title)
        column.addLayout(form)
        column.addWidget(self.refusal)
        column.addWidget(
            wrapping(measures.GAP_S, self.keep_button, self.cancel_button, self.delete_button)
        )
        column.addStretch(1)

    def edit(self, action: Action | None) -> None:
        """Change an own action, or make one (None)."""
        self._action = action
        own = action or Action(id="", name="", instruction="", own=True)
        self.title.setText(self.tr("Your action") if action else self.tr("A new action"))
        self.setAccessibleName(self.title.text())
        self.name.setText(own.name)
        self.instruction.setPlainText(own.instruction)
        self.kind.setCurrentIndex(self.kind.findData(own.kind))
        self.by_paragraph.setChecked(own.by_paragraph)
        self.delete_button.setVisible(action is not None)
        self._refuse("")
        self.show()
        self.name.setFocus()

    def keep(self) -> None:
        """Hand it over, unless something is missing."""
        name, instruction = self.name.text().strip(), self.instruction.toPlainText().strip()
        error = refused_action(name, instruction)
        if error is not None:
            self._refuse(error_text(error))
            (self.instruction if name else self.name).setFocus()
            return
        kind = self.kind.currentData()
        action = Action(
            id=self._action.id if self._action else "",
            name=name,
            instruction=instruction,
            kind=kind,
            by_paragraph=self.by_paragraph.isChecked(),
            guarded=kind == "revise",
            own=True,
            shortcut=self._action.shortcut if self._action else "",
        )
        self.hide()
        self.kept.emit(action)

    @Slot()
    def leave(self) -> None:
        """Close without keeping."""
        if not self.isHidden():
            self.hide()
            self.left.emit()

    @Slot()
    def _on_delete(self) -> None:
        if self._action is not None:
            self.hide()
            self.delete_requested.emit(self._action.id)

    def _refuse(self, text: str) -> None:
        self.refusal.setText(text)
        self.refusal.setVisible(bool(text))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.keep()
        else:
            super().keyPressEvent(event)
