"""Source and translation beside each other, sentence by sentence."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QPushButton, QSizePolicy, QSplitter, QVBoxLayout, QWidget

from assistant.controllers.translating import TranslationDesk
from assistant.ui.controls import IconButton, push_button
from assistant.ui.documents.fitted_area import FittedArea
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme
from assistant.ui.translation.pane_card import PaneCard
from assistant.ui.translation.pane_words import target_words
from assistant.ui.translation.sentence_card import SentenceCard
from assistant.ui.translation.source_pane import SourcePane
from assistant.ui.translation.target_pane import TargetPane
from assistant.ui.translation.translation_words import flagged_words
from assistant.ui.words import number_text

_STACK_BELOW = 660
_TYPED_MS = 300
_SETTLE_MS = 60


class PairView(QWidget):
    """Two panes that are marked and scrolled together, and the card of the chosen sentence.

    `files_pasted(list[str])`; `said(str)`: something to know that is no trouble.
    """

    files_pasted = Signal(list)
    said = Signal(str)

    def __init__(self, desk: TranslationDesk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._theme = theme
        self.current: int | None = None
        self._over: int | None = None
        self._filling = self._handing_over = False
        self._typed = QTimer(self, singleShot=True, interval=_TYPED_MS)
        self._typed.timeout.connect(self.flush)
        self._build()
        self._connect()
        self._fill()

    # --- parts -----------------------------------------------------------------------------

    def _build(self) -> None:
        self.source = SourcePane(self._theme)
        self.target = TargetPane(self._theme)
        self.source_card = PaneCard(self._theme, self.source, self)
        self.target_card = PaneCard(self._theme, self.target, self)
        self._build_feet()
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(measures.GAP_M)
        self.splitter.addWidget(self.source_card)
        self.splitter.addWidget(self.target_card)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 1)
        self.card = SentenceCard(self._desk, self._theme)
        self._card_area = FittedArea(self.card, self)
        wide, no_taller = QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum
        self._card_area.setSizePolicy(wide, no_taller)  # it scrolls where there is less room
        self._card_area.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measures.GAP_M)
        column.addWidget(self.splitter, 1)
        column.addWidget(self._card_area)
        stops = [self.source, self.clear_button, self.target, self.flag_button]
        for before, after in pairwise([*stops, self.back_button, self.copy_button]):
            QWidget.setTabOrder(before, after)

    def _build_feet(self) -> None:
        self.clear_button = self._foot_button(self.source_card, "x", self.tr("Remove the text"))
        self.clear_button.clicked.connect(self.clear)
        self.flag_button: QPushButton = push_button("", "link", self.target_card)
        self.flag_button.clicked.connect(self.next_flagged)
        self.target_card.foot.addWidget(self.flag_button)
        self.back_button = self._foot_button(
            self.target_card, "undo", self.tr("Back to the translation before")
        )
        self.back_button.clicked.connect(self._desk.go_back)
        self.copy_button = self._foot_button(
            self.target_card, "copy", self.tr("Copy the translation")
        )
        self.copy_button.clicked.connect(self.copy)

    def _foot_button(self, card: PaneCard, icon: str, text: str) -> IconButton:
        button = IconButton(self._theme, icon, text, card)
        card.foot.addWidget(button)
        return button

    def _connect(self) -> None:
        desk, source, target = self._desk, self.source, self.target
        desk.loaded.connect(self._fill)
        desk.began.connect(self._on_began)
        desk.segment_extended.connect(target.extend)
        desk.segment_changed.connect(self._on_segment)
        desk.phase_changed.connect(self._on_phase)
        desk.wish.text_changed.connect(self._on_text)
        desk.wish.options_changed.connect(self._on_options)
        desk.wish.detected_changed.connect(self._on_options)
        source.edited.connect(self._on_edited)
        source.files_pasted.connect(self.files_pasted)
        source.divided.connect(self._on_divided)
        for pane, other in ((source, target), (target, source)):
            pane.hovered.connect(self._on_hovered)
            pane.entered.connect(self._on_entered)
            pane.scrolled.connect(lambda pane=pane, other=other: self._follow(pane, other))
        target.opened.connect(self.open_card)
        target.undo_requested.connect(desk.go_back)
        self.card.left.connect(self.close_card)
        self.card.moved.connect(self.step)
        self.card.grown.connect(self._on_card_grown)

    # --- the text --------------------------------------------------------------------------

    @Slot()
    def flush(self) -> None:
        """Hand over what was typed now."""
        self._typed.stop()
        self._handing_over = True
        self._desk.wish.set_text(self.source.text())
        self._handing_over = False
        self._refresh_words()

    @Slot()
    def _on_edited(self) -> None:
        self.target.set_source_intact(self.source.places.intact)
        if not self._filling:
            self._typed.start()

    @Slot()
    def _on_text(self) -> None:
        """The text was changed elsewhere: it was kept, or the languages were exchanged."""
        typed, text = self.source.text(), self._desk.wish.text
        if self._handing_over or text == typed:
            return
        if self._typed.isActive() and typed:  # before what was kept was there
            self.source.moveCursor(QTextCursor.MoveOperation.Start)
            self.source.insertPlainText(f"{text}\n")
            self.source.moveCursor(QTextCursor.MoveOperation.End)
            return
        self._filling = True
        self.source.replace_all(text)
        self._filling = False

    @Slot()
    def clear(self) -> None:
        """Take the text away; Ctrl+Z brings it back."""
        self.source.replace_all("")
        self.source.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_divided(self) -> None:
        self.said.emit(self.tr("A very long line was divided, so that it can be shown."))

    @Slot()
    def copy(self) -> None:
        """Copy the whole translation."""
        self.card.keep()
        QGuiApplication.clipboard().setText(self._desk.result.translation)
        self.said.emit(self.tr("The translation was copied."))

    # --- facts -----------------------------------------------------------------------------

    @Slot()
    def _fill(self) -> None:
        """Show what the desk holds, text included."""
        self._filling = True
        desk = self._desk
        if desk.is_loaded or desk.wish.text or desk.segments:
            text = self.source.text() if self._typed.isActive() else desk.wish.text
            self.source.show_result(desk.shown, text)
        self._filling = False
        self._show_target()

    @Slot()
    def _on_began(self) -> None:
        self.source.show_result(self._desk.shown, self.source.text())
        self._show_target()
        self.target.following = True

    def _show_target(self) -> None:
        desk = self._desk
        self.card.forget()
        self._show_card(False)
        self._choose(None)
        self._over = None
        self.target.show_result(desk.result, desk.segments)
        self.target.set_source_intact(self.source.places.intact)
        self._on_options()
        self._refresh_words()

    @Slot(int)
    def _on_segment(self, number: int) -> None:
        self.target.refresh(number)
        if not self._desk.working:
            self._refresh_words()

    @Slot()
    def _on_phase(self) -> None:
        if not self._desk.working:
            self.target.following = False
            self.target.leave_streams()
        self._refresh_words()

    @Slot()
    def _on_options(self) -> None:
        self.source.set_language(self._desk.wish.source_language)
        shown = self._desk.shown
        self.target.set_language(shown.target_language or self._desk.wish.options.target)
        self.target_card.words.setText(target_words(self._desk))

    def _refresh_words(self) -> None:
        desk = self._desk
        characters = self.source.document().characterCount() - 1
        text = self.tr("%n character(s)", "", characters) if characters else ""
        self.source_card.words.setText(text.replace(str(characters), number_text(characters)))
        self.clear_button.setEnabled(bool(characters))
        result = desk.result
        flagged = sum(1 for each in result.segments if each.flags)
        self.flag_button.setVisible(bool(flagged) and not desk.working)
        self.flag_button.setText(flagged_words(flagged))
        self.flag_button.setAccessibleName(self.tr("Go to the next sentence to look at"))
        self.back_button.setEnabled(desk.can_go_back)
        self.copy_button.setEnabled(bool(result.done))
        self.target_card.words.setText(target_words(self._desk))

    # --- the pair --------------------------------------------------------------------------

    def _choose(self, number: int | None) -> None:
        self.current = number
        self._mark()

    def _mark(self) -> None:
        for pane in (self.source, self.target):
            pane.set_marks(self.current, self._over)

    @Slot(object)
    def _on_hovered(self, number: int | None) -> None:
        if number != self._over:
            self._over = number
            self._mark()

    @Slot(object)
    def _on_entered(self, number: int | None) -> None:
        if self._filling or number == self.current:
            return
        self._choose(number)
        if number is None or number >= len(self._desk.segments):
            return
        other = self.target if self.sender() is self.source else self.source
        if not self._desk.working:
            other.show_sentence(number)
        if self.card.isVisible():
            self.card.show_sentence(number)

    def _follow(self, pane: SourcePane | TargetPane, other: SourcePane | TargetPane) -> None:
        number = pane.first_sentence()
        if number is not None and number < len(other.places):
            bar = pane.verticalScrollBar()
            if bar.value() == bar.minimum():
                other.verticalScrollBar().setValue(other.verticalScrollBar().minimum())
            else:
                other.align(number)

    @Slot(int)
    def step(self, by: int) -> None:
        """Go to the next (1) or the previous (-1) sentence."""
        total = len(self._desk.segments)
        if not total:
            return
        if self.current is None:
            wanted = self.source.places.near(self.source.textCursor().position()) or 0
        else:
            wanted = min(max(self.current + by, 0), total - 1)
        self.go_to(wanted)

    def go_to(self, number: int) -> None:
        """Choose a sentence and show it in both panes, and in the card when that is open."""
        for pane in (self.source, self.target):
            pane.go_to(number)
        self._choose(number)
        if self.card.isVisible():
            self.card.show_sentence(number)

    @Slot()
    def next_flagged(self) -> None:
        """Open the next sentence that should be looked at; after the last one the first."""
        segments = self._desk.segments
        flagged = [number for number, each in enumerate(segments) if each.flags]
        if flagged:
            after = -1 if self.current is None else self.current
            number = next((each for each in flagged if each > after), flagged[0])
            self.open_card(number)

    # --- the card --------------------------------------------------------------------------

    @Slot(int)
    def open_card(self, number: int) -> None:
        """Open a sentence in the card below."""
        if not 0 <= number < len(self._desk.segments):
            return
        self.card.show_sentence(number)
        self._show_card(True)
        self.go_to(number)

    def open_current(self) -> None:
        """Open the sentence that the text cursor is in, for typing."""
        if self.current is None:
            self.step(0)
        if self.current is not None:
            self.open_card(self.current)
            self.card.take_focus()

    @Slot()
    def close_card(self) -> None:
        if self.card_open:
            self.card.close_card()
            self._show_card(False)
            self.target.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(QWidget)
    def _on_card_grown(self, last: QWidget) -> None:
        """Once it has its place."""

        def show() -> None:
            if self.card.isAncestorOf(last):
                self._card_area.ensureWidgetVisible(last, 0, measures.GAP_L)

        QTimer.singleShot(_SETTLE_MS, self, show)

    @property
    def card_open(self) -> bool:
        return not self._card_area.isHidden()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.card_open and not self._desk.working:
            self.close_card()
            return
        super().keyPressEvent(event)

    # --- size ------------------------------------------------------------------------------

    def _show_card(self, shown: bool) -> None:
        """Where there is little room, the card stands in the place of the source."""
        narrow = self.splitter.orientation() == Qt.Orientation.Vertical
        if not shown:
            self._card_area.hide()
        self.source_card.setVisible(not (narrow and shown))
        self.card.source.setVisible(narrow)
        if shown:
            self._fit_card()
            self._card_area.show()
            QTimer.singleShot(_SETTLE_MS, self, self._show_current)

    @Slot()
    def _show_current(self) -> None:
        """The panes have become lower."""
        if self.current is not None and self.current < len(self.target.places):
            for pane in (self.source, self.target):
                pane.show_sentence(self.current)

    def _fit_card(self) -> None:
        room = self.height() - self.target_card.minimumHeight() - measures.GAP_M
        self._card_area.set_tallest(max(96, min(room, int(self.height() * 0.62))))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < _STACK_BELOW
        wanted = Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal
        if self.splitter.orientation() != wanted:
            self.splitter.setOrientation(wanted)
            self._show_card(self.card_open)
        self._fit_card()
