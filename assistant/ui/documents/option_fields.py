"""What a summary shall be like: length, form, language, and the person's own words."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from assistant.core.display_text import one_line
from assistant.core.summary_options import FORMS, LENGTHS, Form, Length, SummaryOptions
from assistant.ui.documents.plan_words import form_text, languages, length_text
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

_THREE_FROM = 460
_SHARES = (3, 4, 4)
_LONGEST_WISH = 500


class OptionFields(QWidget):
    """`changed(SummaryOptions)` after the person chose something else or wrote more."""

    changed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._quiet = False
        self._columns = 0
        self.length = self._choice([(one, length_text(one)) for one in LENGTHS])
        self.form = self._choice([(one, form_text(one)) for one in FORMS])
        self.language = self._choice(list(languages()))
        self.language.setEditable(True)
        self.language.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.language.lineEdit().setMaxLength(60)
        self.language.lineEdit().setAccessibleName(self.tr("Language"))
        self.language.lineEdit().setCursorPosition(0)
        self.wishes = QLineEdit(self)
        self.wishes.setMaxLength(_LONGEST_WISH)
        self.wishes.setPlaceholderText(self.tr("What to look for, for whom"))
        self.wishes.setAccessibleName(self.tr("What to look for, for whom"))
        self._fields = [
            self._field(self.tr("Length"), self.length),
            self._field(self.tr("Form"), self.form),
            self._field(self.tr("Language"), self.language),
        ]
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(measures.GAP_M)
        self._grid.setVerticalSpacing(measures.GAP_S)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measures.GAP_S)
        column.addLayout(self._grid)
        column.addWidget(self.wishes)
        self._place()
        for choice in (self.length, self.form, self.language):
            choice.currentIndexChanged.connect(self._on_changed)
        self.language.editTextChanged.connect(self._on_changed)
        self.wishes.textChanged.connect(self._on_changed)

    def _choice(self, offered: list[tuple[str, str]]) -> QComboBox:
        box = QComboBox(self)
        for data, text in offered:
            box.addItem(text, data)
        adjust = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        box.setSizeAdjustPolicy(adjust)
        box.setMinimumContentsLength(8)
        return box

    def _field(self, text: str, control: QComboBox) -> QWidget:
        field = QWidget(self)
        label = QLabel(text, field)
        label.setFont(self._theme.caption_font())
        label.setProperty("tone", "secondary")
        label.setBuddy(control)
        control.setAccessibleName(text)
        column = QVBoxLayout(field)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(label)
        column.addWidget(control)
        return field

    def _place(self) -> None:
        columns = 3 if self.width() >= _THREE_FROM else 2
        if columns == self._columns:
            return
        self._columns = columns
        for number, field in enumerate(self._fields):
            self._grid.removeWidget(field)
            self._grid.addWidget(field, number // columns, number % columns)
        for number, share in enumerate(_SHARES):
            self._grid.setColumnStretch(number, share if number < columns else 0)

    # --- values ----------------------------------------------------------------------------

    def options(self) -> SummaryOptions:
        length: Length = self.length.currentData()
        form: Form = self.form.currentData()
        return SummaryOptions(
            length=length,
            form=form,
            language=self._language(),
            instructions=one_line(self.wishes.text(), _LONGEST_WISH),
        )

    def _language(self) -> str:
        """The model is told the English name of a listed language, else what was typed."""
        typed = one_line(self.language.currentText(), 60)
        number = self.language.findText(typed, Qt.MatchFlag.MatchFixedString)
        return str(self.language.itemData(number)) if number >= 0 else typed

    def set_options(self, options: SummaryOptions) -> None:
        """Show these; says nothing. What the person is writing is left alone."""
        if options == self.options():
            return
        self._quiet = True
        self.length.setCurrentIndex(self.length.findData(options.length))
        self.form.setCurrentIndex(self.form.findData(options.form))
        number = self.language.findData(options.language)
        if number >= 0:
            self.language.setCurrentIndex(number)
        else:
            self.language.setEditText(options.language)
        self.wishes.setText(options.instructions)
        self.language.lineEdit().setCursorPosition(0)
        self._quiet = False

    @Slot()
    def _on_changed(self, _fact: object = None) -> None:
        if not self._quiet:
            self.changed.emit(self.options())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def minimumSizeHint(self) -> QSize:
        return QSize(220, super().minimumSizeHint().height())
