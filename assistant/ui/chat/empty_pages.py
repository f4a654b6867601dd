"""What stands in the column before anything was said."""

from __future__ import annotations

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
        self.words = text
        self.setProperty("kind", "starter")
        self.setAutoDefault(False)
        self.setAccessibleName(text)
        self._label = QLabel(text, self)
        self._label.setWordWrap(True)
        self._label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 10, 14, 10)
        row.addWidget(self._label)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return max(40, self.layout().totalHeightForWidth(width))

    def sizeHint(self) -> QSize:
        return QSize(320, self.heightForWidth(320))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 40)


class EmptyChat(CentredPage):
    """`starter_chosen(str)`: a message to begin with."""

    starter_chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, "", "", parent)
        self.title.setText(self.tr("What shall we write?"))
        self.set_host("")
        starters = (
            self.tr("Explain how a rainbow forms, in three short sentences."),
            self.tr("Draft a polite email that asks to move a meeting to Thursday."),
            self.tr("Which five questions should I ask before buying a used bicycle?"),
            self.tr("Write a Python function that finds the longest line of a file."),
        )
        self.starters = []
        for text in starters:
            button = _Starter(text)
            button.clicked.connect(lambda _checked=False, text=text: self.starter_chosen.emit(text))
            self.column.addWidget(button)
            self.starters.append(button)
        self.on_theme()

    def set_host(self, host: str) -> None:
        """Where what is said goes; "" is this computer."""
        if host:
            text = self.tr("What you say is sent to {host}. Write below, or begin with:")
            self.sentence.setText(text.format(host=host))
        else:
            self.sentence.setText(
                self.tr("Everything you say stays on this computer. Write below, or begin with:")
            )
