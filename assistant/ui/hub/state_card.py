"""What stands in the place of results: nothing found, no network, an error, work going on."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLabel, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from assistant.ui.controls import push_button, repolish
from assistant.ui.documents.wrapping_row import wrapping
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

Action = tuple[str, Callable[[], object]]
_WIDTH = 520


class StateCard(QWidget):
    """One sentence as a title, one below it, and at most two buttons; the first one is the best."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName("")
        self.title = QLabel(self)
        self.title.setWordWrap(True)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence = QLabel(self)
        self.sentence.setWordWrap(True)
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence.setProperty("tone", "secondary")
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 0)
        self.first = push_button("", "primary", self)
        self.second = push_button("", "", self)
        self._acts: list[Callable[[], object]] = []
        self.first.clicked.connect(lambda _checked=False: self._act(0))
        self.second.clicked.connect(lambda _checked=False: self._act(1))
        inside = QWidget(self)
        inside.setMaximumWidth(_WIDTH)
        inside.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        words = QVBoxLayout(inside)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(measures.GAP_S)
        for widget in (self.title, self.sentence, self.bar):
            words.addWidget(widget)
        words.addWidget(wrapping(measures.GAP_S, self.first, self.second))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, measures.GAP_XXL, 0, measures.GAP_L)
        column.addWidget(inside, 0, Qt.AlignmentFlag.AlignTop)
        column.addStretch(1)
        theme.changed.connect(self._on_theme)
        self._on_theme()

    def show_state(
        self,
        title: str,
        sentence: str = "",
        actions: tuple[Action, ...] = (),
        *,
        busy: bool = False,
    ) -> None:
        """Say something else. While `busy` a bar moves."""
        self.title.setText(title)
        self.sentence.setText(sentence)
        self.sentence.setVisible(bool(sentence))
        self.bar.setVisible(busy)
        self.bar.setAccessibleName(title)
        self.setAccessibleName(f"{title} {sentence}".strip())
        self._acts = [act for _text, act in actions]
        self.first.setProperty("kind", "" if busy else "primary")
        repolish(self.first)
        for number, button in enumerate((self.first, self.second)):
            text = actions[number][0] if number < len(actions) else ""
            button.setText(text)
            button.setAccessibleName(text)
            button.setVisible(bool(text))

    def take_focus(self) -> bool:
        """Put the cursor on the best thing to do; whether there is one."""
        if self.first.isHidden():
            return False
        self.first.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _act(self, number: int) -> None:
        if number < len(self._acts):
            self._acts[number]()

    @Slot()
    def _on_theme(self) -> None:
        font = self._theme.interface_font(bold=True)
        font.setPixelSize(measures.HEADINGS_PX[2])
        self.title.setFont(font)
        self.sentence.setFont(self._theme.interface_font())
