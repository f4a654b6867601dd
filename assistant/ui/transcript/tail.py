"""What stands below a turn: where the conversation is cut, what might come next, an offer."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from assistant.ui.controls import Caption, Hairline, push_button
from assistant.ui.markdown.safe_text import displayable
from assistant.ui.starter.offer_line import OfferLine
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme
from assistant.ui.transcript.turn import CARD_PADDING_X, CARD_PADDING_Y, FoldNote, Turn


class _FoldLine(QWidget):
    """A hairline, a sentence, and the summary, folded until it is asked for."""

    rule_wanted = Signal()
    summary_toggled = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("fold_line")
        self.text = Caption(theme, "", self)
        self.read = self._button("fold_read", self.summary_toggled)
        self.rule = self._button("fold_rule", self.rule_wanted)
        self.rule.setText(self.tr("Show rule"))
        self.rule.setAccessibleName(self.rule.text())
        self.summary = QLabel(self)
        self.summary.setObjectName("fold_summary")
        self.summary.setWordWrap(True)
        self.summary.setTextFormat(Qt.TextFormat.PlainText)
        self.summary.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.summary.setContentsMargins(
            CARD_PADDING_X, CARD_PADDING_Y, CARD_PADDING_X, CARD_PADDING_Y
        )
        row = QHBoxLayout()
        row.setSpacing(measures.GAP_XS)
        row.addWidget(self.text, 1)
        row.addWidget(self.read)
        row.addWidget(self.rule)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, measures.GAP_L)
        column.setSpacing(measures.GAP_XS)
        column.addWidget(Hairline(theme, self))
        column.addLayout(row)
        column.addWidget(self.summary)
        self.restyle()

    def _button(self, name: str, clicked: object) -> QPushButton:
        button = push_button("", "link", self)
        button.setObjectName(name)
        button.setFont(self._theme.caption_font())
        button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        button.clicked.connect(clicked)
        return button

    def show_note(self, note: FoldNote, *, opened: bool) -> None:
        self.text.setText(note.text)
        self.setAccessibleName(note.text)
        self.rule.setVisible(note.offers_rule)
        self.read.setVisible(bool(note.summary))
        self.read.setText(self.tr("Fold it") if opened else self.tr("Read it"))
        spoken = self.tr("Fold the summary") if opened else self.tr("Read the summary")
        self.read.setAccessibleName(spoken)
        self.summary.setText(displayable(note.summary))
        self.summary.setVisible(opened and bool(note.summary))

    def restyle(self) -> None:
        roles = self._theme.palette
        self.text.setFont(self._theme.caption_font())
        self.summary.setFont(self._theme.interface_font())
        self.summary.setStyleSheet(
            f"#fold_summary {{ background: {roles.surface}; border: 1px solid {roles.hairline};"
            f" border-radius: {measures.RADIUS_CARD}px; color: {roles.secondary}; }}"
        )


class _Questions(QWidget):
    """A button for each question; `chosen(str)`."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("suggestions")
        self.buttons: list[QPushButton] = []
        self._questions: tuple[str, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, measures.GAP_L)
        self._column.setSpacing(measures.GAP_S)

    def show_questions(self, questions: tuple[str, ...]) -> None:
        if questions == self._questions:
            return
        self._questions = questions
        for button in self.buttons:
            button.hide()
            button.deleteLater()
        self.buttons = [self._button(question) for question in questions]

    def _button(self, question: str) -> QPushButton:
        button = push_button("", "starter", self)
        button.setAccessibleName(self.tr("Ask: {question}").format(question=question))
        button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        button.clicked.connect(partial(self.chosen.emit, question))
        self._column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        return button

    def fit(self, width: int) -> None:
        """Cut what is longer than `width`; the tooltip has all of it."""
        room = width - 2 * measures.GAP_L
        for button, question in zip(self.buttons, self._questions, strict=True):
            metrics = button.fontMetrics()
            shown = metrics.elidedText(question, Qt.TextElideMode.ElideRight, room)
            button.setText(shown.replace("&", "&&"))
            button.setToolTip(question if shown != question else "")


class Tail(QWidget):
    """Follows the turn it is shown with. `height_changed()` when the summary is (un)folded."""

    rule_wanted = Signal()
    question_chosen = Signal(str)
    models_wanted = Signal()
    offers_refused = Signal()
    height_changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._turn: Turn | None = None
        self.fold = _FoldLine(theme, self)
        self.questions = _Questions(theme, self)
        self.offer = OfferLine(theme, self, focus=Qt.FocusPolicy.ClickFocus)
        self.offer.models_wanted.connect(self.models_wanted)
        self.offer.refused.connect(self.offers_refused)
        self.fold.rule_wanted.connect(self.rule_wanted)
        self.fold.summary_toggled.connect(self._on_summary_toggled)
        self.questions.chosen.connect(self.question_chosen)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.offer)
        self._column.addWidget(self.questions)
        self._column.addWidget(self.fold)

    def show_turn(self, turn: Turn) -> None:
        """Take what stands below `turn`."""
        self._turn = turn
        self.fold.setVisible(turn.fold is not None)
        if turn.fold is not None:
            self.fold.show_note(turn.fold, opened=turn.summary_open)
        self.offer.show_offer(turn.offer)
        self.questions.setVisible(bool(turn.suggestions))
        self.questions.show_questions(turn.suggestions)

    def height_for(self, width: int) -> int:
        """The height at `width`."""
        self.questions.fit(width)
        for part in (self.offer, self.questions, self.fold):
            part.layout().invalidate()
            part.updateGeometry()
        self._column.invalidate()
        wanted = self._column.totalHeightForWidth(width)
        return wanted if wanted > 0 else self._column.totalSizeHint().height()

    def stops(self) -> list[QWidget]:
        """What the Tab key reaches, top to bottom."""
        found = [*self.offer.buttons, *self.questions.buttons, self.fold.read, self.fold.rule]
        return [each for each in found if each.isVisibleTo(self)]

    def restyle(self) -> None:
        """Another theme."""
        self.fold.restyle()
        self.offer.restyle()

    @Slot()
    def _on_summary_toggled(self) -> None:
        if self._turn is not None:
            self._turn.summary_open = not self._turn.summary_open
            self.show_turn(self._turn)
            self.height_changed.emit()
