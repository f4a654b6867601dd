"""One sentence and its translation: other ways to say it, edited by hand, asked again."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from assistant.controllers.translating import TranslationDesk
from assistant.core.display_text import storable
from assistant.core.errors import UserError
from assistant.core.translation.languages import is_right_to_left
from assistant.ui.controls import Caption, IconButton, push_button
from assistant.ui.documents.wrapping_row import wrapping
from assistant.ui.error_words import error_text
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme
from assistant.ui.translation.choice_row import ChoiceRow
from assistant.ui.translation.translation_words import flag_words, origin_words
from assistant.ui.words import number_text

_EDITOR_LINES = 2.4
_MOST_SHOWN = 600


class SentenceCard(QFrame):
    """`left()`: close it. `moved(step)`: the next (1) or the previous (-1) sentence.

    `grown(QWidget)`: there is more at its end, which should be seen.
    """

    left = Signal()
    grown = Signal(QWidget)
    moved = Signal(int)

    def __init__(self, desk: TranslationDesk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAccessibleName(self.tr("Sentence"))
        self._desk = desk
        self._theme = theme
        self.number: int | None = None
        self.choices: list[ChoiceRow] = []
        self._build()
        desk.segment_changed.connect(self._on_changed)
        desk.sentences.alternatives_found.connect(self._on_alternatives)
        desk.sentences.asked_changed.connect(self._on_asked)
        desk.sentences.failed.connect(self._on_failed)
        desk.phase_changed.connect(self._refresh_buttons)
        theme.changed.connect(self._on_theme)
        self._on_theme()
        self.hide()

    # --- parts -----------------------------------------------------------------------------

    def _build(self) -> None:
        self.source = QLabel(self)
        self.source.setTextFormat(Qt.TextFormat.PlainText)
        self.source.setWordWrap(True)
        self.source.setProperty("tone", "secondary")
        self.editor = QPlainTextEdit(self)
        self.editor.setObjectName("sentence_edit")
        self.editor.setAccessibleName(self.tr("Translation of this sentence"))
        self.editor.setTabChangesFocus(True)
        self.editor.textChanged.connect(self._refresh_buttons)
        self.editor.installEventFilter(self)
        self.note = Caption(self._theme, "", self)
        self.flags = QVBoxLayout()
        self.flags.setSpacing(2)
        self._choices = QVBoxLayout()
        self._choices.setSpacing(measures.GAP_XS)
        column = QVBoxLayout(self)
        column.setContentsMargins(measures.GAP_L, measures.GAP_S, measures.GAP_L, measures.GAP_L)
        column.setSpacing(measures.GAP_S)
        column.addLayout(self._build_head())
        column.addWidget(self.source)
        column.addWidget(self.editor)
        column.addLayout(self.flags)
        column.addWidget(self._build_buttons())
        column.addWidget(self.note)
        column.addLayout(self._choices)
        stops = [self.editor, self.keep_button, self.alternatives_button, self.again_button]
        for before, after in pairwise([*stops, self.instruction, *self._head_buttons]):
            QWidget.setTabOrder(before, after)

    def _build_head(self) -> QHBoxLayout:
        self.title = QLabel(self)
        self.origin = Caption(self._theme, "", self)
        self.origin.setWordWrap(False)
        previous = IconButton(self._theme, "chevron-up", self.tr("Previous sentence"), self)
        previous.clicked.connect(lambda: self.moved.emit(-1))
        following = IconButton(self._theme, "chevron-down", self.tr("Next sentence"), self)
        following.clicked.connect(lambda: self.moved.emit(1))
        self.close_button = IconButton(self._theme, "x", self.tr("Close"), self)
        self.close_button.clicked.connect(self.left)
        row = QHBoxLayout()
        row.setSpacing(measures.GAP_S)
        row.addWidget(self.title)
        row.addWidget(self.origin)
        row.addStretch(1)
        self._head_buttons = (previous, following, self.close_button)
        for button in self._head_buttons:
            row.addWidget(button)
        return row

    def _build_buttons(self) -> QWidget:
        self.keep_button = push_button(self.tr("Keep this wording"), "primary")
        self.keep_button.setToolTip(self.tr("Ctrl+Enter"))
        self.keep_button.clicked.connect(self.keep)
        self.alternatives_button = push_button(self.tr("Alternatives"))
        self.alternatives_button.clicked.connect(self.ask_alternatives)
        self.again_button = push_button(self.tr("Translate again"))
        self.again_button.clicked.connect(self.retranslate)
        self.instruction = QLineEdit()
        self.instruction.setPlaceholderText(self.tr("How? For example: shorter"))
        self.instruction.setAccessibleName(self.tr("How to translate this sentence again"))
        self.instruction.setMinimumWidth(220)
        self.instruction.setMaxLength(500)
        self.instruction.returnPressed.connect(self.retranslate)
        return wrapping(
            measures.GAP_S,
            self.keep_button,
            self.alternatives_button,
            self.again_button,
            self.instruction,
        )

    # --- what is shown ---------------------------------------------------------------------

    def show_sentence(self, number: int) -> None:
        """Show this sentence; what was typed for another one is kept first."""
        if number != self.number:
            self.keep()
            self.number = number
            self._show_choices(())
            self.note.hide()
            self.instruction.clear()
            self._fill()
        self.show()

    def close_card(self) -> None:
        """Hide it; what was typed is kept."""
        self.keep()
        self.number = None
        self.hide()

    def forget(self) -> None:
        """Its sentence is gone, with what was typed."""
        self.number = None
        self.hide()

    def take_focus(self) -> None:
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self.editor.selectAll()

    def _fill(self) -> None:
        segment = self._segment()
        if segment is None or self.number is None:
            self.forget()
            return
        total = number_text(len(self._desk.segments))
        words = self.tr("Sentence {number} of {total}")
        self.title.setText(words.format(number=number_text(self.number + 1), total=total))
        result = self._desk.shown
        self.source.setText(storable(segment.source[:_MOST_SHOWN]))
        self.source.setAlignment(_alignment(result.source_language))
        option = self.editor.document().defaultTextOption()
        mirrored = is_right_to_left(result.target_language)
        right, left = Qt.LayoutDirection.RightToLeft, Qt.LayoutDirection.LeftToRight
        option.setTextDirection(right if mirrored else left)
        option.setAlignment(_alignment(result.target_language))
        self.editor.document().setDefaultTextOption(option)
        self.editor.setPlainText(storable(segment.target))
        origin = origin_words(segment)
        self.origin.setText(origin)
        self.origin.setVisible(bool(origin))
        self._show_flags([flag_words(flag) for flag in segment.flags])
        self._refresh_buttons()

    def _show_flags(self, lines: Sequence[str]) -> None:
        _clear(self.flags)
        for line in lines:
            self.flags.addWidget(Caption(self._theme, line, self, "caution"))

    def _show_choices(self, texts: Sequence[str]) -> None:
        _clear(self._choices)
        self.choices = []
        mirrored = is_right_to_left(self._desk.shown.target_language)
        for place, text in enumerate(texts, 1):
            row = ChoiceRow(self._theme, place, text, mirrored=mirrored, parent=self)
            row.chosen.connect(self._on_chosen)
            self._choices.addWidget(row)
            self.choices.append(row)

    def _segment(self):
        segments = self._desk.segments
        if self.number is None or self.number >= len(segments):
            return None
        return segments[self.number]

    @Slot()
    def _refresh_buttons(self) -> None:
        segment = self._segment()
        if segment is None or self.number is None:
            return
        asked = self._desk.sentences.is_asked(self.number)
        free = not asked and not self._desk.working
        typed = self.editor.toPlainText().strip()
        self.keep_button.setEnabled(bool(typed) and typed != segment.target.strip())
        self.alternatives_button.setEnabled(free)
        self.again_button.setEnabled(free)
        self.instruction.setEnabled(free)

    # --- what a person does ----------------------------------------------------------------

    @Slot()
    def keep(self) -> None:
        """What stands in the field is the translation from now on."""
        segment = self._segment()
        typed = storable(self.editor.toPlainText()).strip()
        if segment is None or self.number is None or not typed:
            return
        if typed != segment.target.strip():
            self._desk.sentences.set_target(self.number, typed)

    @Slot()
    def ask_alternatives(self) -> None:
        if self.number is not None:
            self.keep()
            self._say(self.tr("Looking for other ways to say it…"))
            self._desk.sentences.ask_alternatives(self.number)

    @Slot()
    def retranslate(self) -> None:
        if self.number is not None:
            self._show_choices(())
            self._say(self.tr("Translating again…"))
            self._desk.sentences.retranslate(self.number, self.instruction.text().strip())

    @Slot(str)
    def _on_chosen(self, text: str) -> None:
        if self.number is not None:
            self._desk.sentences.set_target(self.number, text)
            self.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self, words: str, tone: str = "secondary") -> None:
        self.note.set_tone(tone)
        self.note.setText(words)
        self.note.show()

    # --- facts -----------------------------------------------------------------------------

    @Slot(int)
    def _on_changed(self, number: int) -> None:
        if number == self.number and self.isVisible():
            self._fill()

    @Slot(int, object)
    def _on_alternatives(self, number: int, texts: Sequence[str]) -> None:
        if number != self.number:
            return
        self._show_choices(texts)
        if texts:
            self.note.hide()
            self.choices[0].setFocus(Qt.FocusReason.OtherFocusReason)
            self.grown.emit(self.choices[-1])
        else:
            self._say(self.tr("The model knows no other way to say it."))

    @Slot(int)
    def _on_asked(self, number: int) -> None:
        if number == self.number:
            if not self._desk.sentences.is_asked(number):
                self.note.hide()
            self._refresh_buttons()

    @Slot(int, object)
    def _on_failed(self, number: int, error: UserError) -> None:
        if number == self.number:
            self._say(error_text(error), "danger")

    # --- keys and looks --------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.keep()
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        place = event.key() - Qt.Key.Key_1
        if alt and 0 <= place < len(self.choices):
            self._on_chosen(self.choices[place].text)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    @Slot()
    def _on_theme(self) -> None:
        self.title.setFont(self._theme.interface_font(bold=True))
        self.source.setFont(self._theme.reading_font())
        self.editor.setFont(self._theme.reading_font())
        line = self.editor.fontMetrics().lineSpacing()
        self.editor.setFixedHeight(round(line * _EDITOR_LINES) + 2 * measures.GAP_S)


def _alignment(language: str) -> Qt.AlignmentFlag:
    right = (
        Qt.AlignmentFlag.AlignRight if is_right_to_left(language) else Qt.AlignmentFlag.AlignLeft
    )
    return right | Qt.AlignmentFlag.AlignAbsolute


def _clear(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
