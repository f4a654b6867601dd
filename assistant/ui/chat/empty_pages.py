"""What stands in the column before anything was said."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from assistant.core import starter
from assistant.ui.controls import push_button
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

_WIDTH = 560


class CentredPage(QScrollArea):
    """Content in the middle of the column; it scrolls when there is not enough room."""

    def __init__(self, theme: Theme, title: str, sentence: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        inside.setProperty("role", "page")
        inside.setMaximumWidth(_WIDTH)
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(
            measures.GAP_XL, measures.GAP_XL, measures.GAP_XL, measures.GAP_XL
        )
        self.column.setSpacing(measures.GAP_S)
        self.title = QLabel(title, inside)
        self.title.setWordWrap(True)
        self.sentence = QLabel(sentence, inside)
        self.sentence.setWordWrap(True)
        self.sentence.setProperty("tone", "secondary")
        self.column.addWidget(self.title)
        self.column.addWidget(self.sentence)
        self.column.addSpacing(measures.GAP_S)
        around = QWidget()
        around.setProperty("role", "page")
        row = QHBoxLayout(around)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(inside, 100, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        self.setWidget(around)
        theme.changed.connect(self.on_theme)

    @Slot()
    def on_theme(self) -> None:
        self.title.setFont(self.theme.title_font())
        self.sentence.setFont(self.theme.interface_font())


class _Starter(QPushButton):
    """A button whose words wrap."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words = ""
        self.setProperty("kind", "starter")
        self.setAutoDefault(False)
        self._label = QLabel(self)
        self._label.setWordWrap(True)
        self._label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 10, 14, 10)
        row.addWidget(self._label)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_words(text)

    def set_words(self, text: str) -> None:
        """Say `text` from now on."""
        self.words = text
        self._label.setText(text)
        self.setAccessibleName(text)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return max(40, self.layout().totalHeightForWidth(width))

    def sizeHint(self) -> QSize:
        return QSize(320, self.heightForWidth(320))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 40)


class EmptyChat(CentredPage):
    """`starter_chosen(str)`: a message to begin with. `models_wanted()`: bigger models are."""

    starter_chosen = Signal(str)
    models_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, "", "", parent)
        self.title.setText(self.tr("What shall we write?"))
        self._host = ""
        self._starter_model = False
        self.starters: list[_Starter] = []
        for text in self._beginnings():
            button = _Starter(text)
            button.clicked.connect(partial(self._on_starter, button))
            self.column.addWidget(button)
            self.starters.append(button)
        self.find_models = push_button(self.tr("Find a bigger model"), "link")
        self.find_models.setAccessibleName(self.find_models.text())
        self.find_models.clicked.connect(self.models_wanted)
        self.find_models.hide()
        self.column.addWidget(self.find_models, 0, Qt.AlignmentFlag.AlignLeft)
        self._show_sentence()
        self.on_theme()

    def _beginnings(self) -> tuple[str, ...]:
        """What a model can do with ease: the starter model knows few things, in English."""
        if self._starter_model:
            return starter.BEGINNINGS
        return (
            self.tr("Explain how a rainbow forms, in three short sentences."),
            self.tr("Draft a polite email that asks to move a meeting to Thursday."),
            self.tr("Which five questions should I ask before buying a used bicycle?"),
            self.tr("Write a Python function that finds the longest line of a file."),
        )

    def _on_starter(self, button: _Starter, _checked: bool = False) -> None:
        self.starter_chosen.emit(button.words)

    def set_starter_model(self, used: bool) -> None:
        """Whether the small model that ships with the application answers."""
        if used == self._starter_model:
            return
        self._starter_model = used
        for button, words in zip(self.starters, self._beginnings(), strict=True):
            button.set_words(words)
        self.find_models.setVisible(used)
        self._show_sentence()

    def set_host(self, host: str) -> None:
        """Where what is said goes; "" is this computer."""
        self._host = host
        self._show_sentence()

    def _show_sentence(self) -> None:
        host = self._host
        if self._starter_model and not host:
            self.sentence.setText(
                self.tr(
                    "The small starter model answers, on this computer alone. It knows Inkstone "
                    "and simple tasks; a bigger model knows much more. Write below, or begin with:"
                )
            )
        elif host:
            text = self.tr("What you say is sent to {host}. Write below, or begin with:")
            self.sentence.setText(text.format(host=host))
        else:
            self.sentence.setText(
                self.tr("Everything you say stays on this computer. Write below, or begin with:")
            )
