"""Languages, tone, glossary and wishes, and the button that begins or stops."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from assistant.controllers.glossaries import GlossaryShelf
from assistant.controllers.translating import TranslationDesk
from assistant.core.display_text import one_line
from assistant.ui.controls import IconButton, push_button, repolish
from assistant.ui.filter_list import ListEntry
from assistant.ui.settings.form import Choice
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme
from assistant.ui.translation.glossary_words import glossary_name, pair_words
from assistant.ui.translation.language_row import LanguageRow
from assistant.ui.translation.list_popup import ListPopup
from assistant.ui.translation.picker_button import PickerButton, open_below

_NARROW = 620


class OptionsBar(QWidget):
    """`translate_requested()`, `stop_requested()`, `glossaries_requested()`."""

    translate_requested = Signal()
    stop_requested = Signal()
    glossaries_requested = Signal()

    def __init__(
        self,
        desk: TranslationDesk,
        glossaries: GlossaryShelf,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._glossaries = glossaries
        self._theme = theme
        self._popup: ListPopup | None = None
        self._build()
        desk.wish.options_changed.connect(self._refresh)
        glossaries.changed.connect(self._refresh)
        self._refresh()

    def _build(self) -> None:
        self.languages = LanguageRow(self._desk, self._theme)
        self.translate_button = push_button(self.tr("Translate"), "primary")
        self.translate_button.setObjectName("translate_button")
        self.translate_button.clicked.connect(self.translate_requested)
        self.stop_button = push_button(self.tr("Stop"))
        self.stop_button.setObjectName("translate_stop")
        self.stop_button.clicked.connect(self.stop_requested)
        self.stop_button.hide()
        self.more_button = IconButton(
            self._theme, "sliders", self.tr("Tone, glossary and wishes"), self
        )
        self.more_button.setCheckable(True)
        self.more_button.toggled.connect(self._arrange)
        first = QHBoxLayout()
        first.setSpacing(measures.GAP_S)
        first.addWidget(self.languages, 0)
        first.addStretch(1)
        first.addWidget(self.more_button)
        first.addWidget(self.translate_button)
        first.addWidget(self.stop_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measures.GAP_S)
        column.addLayout(first)
        column.addWidget(self._build_wishes())

    def _build_wishes(self) -> QWidget:
        self.tone = Choice()
        self.tone.addItem(self.tr("Tone as in the text"), "")
        self.tone.addItem(self.tr("Formal"), "formal")
        self.tone.addItem(self.tr("Informal"), "informal")
        self.tone.setAccessibleName(self.tr("Tone"))
        self.tone.view().setAccessibleName(self.tr("Tone"))
        self.tone.currentIndexChanged.connect(self._on_tone)
        self._theme.changed.connect(self._on_theme)
        self._on_theme()
        self.glossary = PickerButton(self._theme)
        self.glossary.setObjectName("glossary_picker")
        self.glossary.clicked.connect(self.open_glossaries)
        self.instruction = QLineEdit()
        self.instruction.setObjectName("translate_instruction")
        self.instruction.setPlaceholderText(
            self.tr("Wishes, for example: for children, British spelling")
        )
        self.instruction.setAccessibleName(self.tr("Wishes for the translation"))
        self.instruction.setMaxLength(1000)
        self.instruction.textEdited.connect(self._on_instruction)
        self.instruction.returnPressed.connect(self.translate_requested)
        pickers = QHBoxLayout()
        pickers.setSpacing(measures.GAP_S)
        pickers.addWidget(self.tone)
        pickers.addWidget(self.glossary)
        pickers.addStretch(0)
        self._wishes = QWidget(self)
        self._wish_row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._wishes)
        self._wish_row.setContentsMargins(0, 0, 0, 0)
        self._wish_row.setSpacing(measures.GAP_S)
        self._wish_row.addLayout(pickers)
        self._wish_row.addWidget(self.instruction, 1)
        return self._wishes

    # --- state -----------------------------------------------------------------------------

    def set_state(
        self, *, working: bool, translate: str, stop: str, enabled: bool, primary: bool
    ) -> None:
        """What the button does now, in these words; `primary`: it is what comes next."""
        kind = "primary" if primary else ""
        if self.translate_button.property("kind") != kind:
            self.translate_button.setProperty("kind", kind)
            repolish(self.translate_button)
        focused = self.translate_button.hasFocus() or self.stop_button.hasFocus()
        self.translate_button.setText(translate)
        self.translate_button.setAccessibleName(translate)
        self.translate_button.setEnabled(enabled)
        self.stop_button.setText(stop)
        self.stop_button.setAccessibleName(stop)
        self.translate_button.setVisible(not working)
        self.stop_button.setVisible(working)
        if focused:
            (self.stop_button if working else self.translate_button).setFocus()
        for field in (self.tone, self.glossary, self.instruction):
            field.setEnabled(not working)

    @Slot()
    def _refresh(self) -> None:
        options = self._desk.wish.options
        self.tone.blockSignals(True)
        self.tone.choose(options.tone)
        self.tone.blockSignals(False)
        if self.instruction.text() != options.instruction:
            self.instruction.setText(options.instruction)
        chosen = self._glossaries.glossary(options.glossary)
        if chosen is None:
            self.glossary.set_words(self.tr("No glossary"))
        else:
            self.glossary.set_words(glossary_name(chosen), pair_words(chosen))
        self.glossary.setAccessibleName(
            self.tr("Glossary: {name}").format(name=self.glossary.words())
        )
        wished = bool(options.tone or options.glossary or options.instruction)
        self.more_button.setToolTip(
            self.tr("Tone, glossary and wishes (in use)")
            if wished
            else self.tr("Tone, glossary and wishes")
        )

    @Slot(int)
    def _on_tone(self, _index: int) -> None:
        self._desk.wish.set_options(tone=self.tone.currentData())

    @Slot(str)
    def _on_instruction(self, text: str) -> None:
        self._desk.wish.set_options(instruction=one_line(text, 1000) if text.strip() else "")

    @Slot()
    def _on_theme(self) -> None:
        faint, line = self._theme.palette.faint, self._theme.palette.hairline
        self.tone.setStyleSheet(f"QComboBox:disabled {{ color: {faint}; border-color: {line}; }}")

    # --- glossaries ------------------------------------------------------------------------

    @Slot()
    def open_glossaries(self) -> None:
        if self._popup is None:
            self._popup = ListPopup(self._theme, self.tr("Find a glossary"), self.glossary)
            self._popup.chosen.connect(self._on_glossary)
            edit = self._popup.add_button(self.tr("Edit glossaries…"))
            edit.clicked.connect(self.glossaries_requested)
        chosen = self._desk.wish.options.glossary
        entries = [ListEntry(self.tr("No glossary"), 0, "check" if not chosen else "")]
        entries += [
            ListEntry(
                glossary_name(each),
                each.id,
                "check" if each.id == chosen else "book",
                pair_words(each),
            )
            for each in self._glossaries.glossaries
        ]
        self._popup.open_with(entries, chosen)
        open_below(self.glossary, self._popup)

    @Slot(object)
    def _on_glossary(self, glossary_id: int) -> None:
        self._desk.wish.set_options(glossary=glossary_id)

    # --- size ------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    @Slot()
    def _arrange(self, _checked: bool = False) -> None:
        narrow = self.width() < _NARROW
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._wish_row.setDirection(down if narrow else across)
        self.more_button.setVisible(narrow)
        self._wishes.setVisible(not narrow or self.more_button.isChecked())
