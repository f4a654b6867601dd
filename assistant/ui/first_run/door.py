"""One way to a model: a picture, what it is, and what to press."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from assistant.ui.controls import Caption
from assistant.ui.icons import pixmap
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

_PICTURE = 22


class Door(QFrame):
    """A card; `add` puts something below its words."""

    def __init__(self, theme: Theme, picture: str, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.theme = theme
        self._picture_name = picture
        self._picture = QLabel(self)
        self.title = QLabel(title, self)
        self.title.setWordWrap(True)
        self.words = QLabel(self)
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.facts = Caption(theme, "", self)
        self._column = QVBoxLayout()
        self._column.setSpacing(measures.GAP_XS)
        for widget in (self.title, self.words, self.facts):
            self._column.addWidget(widget)
        row = QHBoxLayout(self)
        row.setContentsMargins(measures.GAP_L, measures.GAP_M, measures.GAP_L, measures.GAP_M)
        row.setSpacing(measures.GAP_M)
        row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(self._column, 1)
        theme.changed.connect(self.on_theme)
        self.say("")
        self.on_theme()

    def say(self, words: str, facts: str = "", tone: str = "secondary") -> None:
        """What this way is about; empty lines take no room."""
        self.words.setText(words)
        self.words.setVisible(bool(words))
        self.facts.setText(facts)
        self.facts.set_tone(tone)
        self.facts.setVisible(bool(facts))

    def add(self, widget: QWidget) -> None:
        self._column.addWidget(widget)

    @Slot()
    def on_theme(self) -> None:
        self.title.setFont(self.theme.interface_font(bold=True))
        self.words.setFont(self.theme.interface_font())
        colour = self.theme.palette.accent
        ratio = self.devicePixelRatioF()
        self._picture.setPixmap(pixmap(self._picture_name, colour, _PICTURE, ratio))
