"""One of the things that can be done with what is held over the window."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QRectF, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from assistant.ui.icons import pixmap
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

_ICON = 28


class Words(NamedTuple):
    """What a target shows: the name of an icon, a title, a sentence."""

    icon: str
    title: str
    sentence: str


class DropTarget(QWidget):
    """A card with an icon, a title and a sentence; `aimed` is the one that would be used."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("drop_target")
        self._theme = theme
        self._aimed = False
        self._words = Words("file-text", "", "")
        self._icon = QLabel(self)
        self.title = QLabel(self)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence = QLabel(self)
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence.setWordWrap(True)
        self.sentence.setProperty("tone", "secondary")
        self._text = QVBoxLayout()
        self._text.setSpacing(measures.GAP_XS)
        self._text.addWidget(self.title)
        self._text.addWidget(self.sentence)
        self._box = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._box.setSpacing(measures.GAP_M)
        self._box.addWidget(self._icon)
        self._box.addLayout(self._text, 1)
        self.set_flat(False)
        theme.changed.connect(self._on_theme)

    @property
    def aimed(self) -> bool:
        return self._aimed

    def set_aimed(self, aimed: bool) -> None:
        if aimed != self._aimed:
            self._aimed = aimed
            self.update()

    def set_words(self, words: Words) -> None:
        self._words = words
        self.title.setFont(self._theme.title_font())
        self.sentence.setFont(self._theme.interface_font())
        self.title.setText(words.title)
        self.sentence.setText(words.sentence)
        self.setAccessibleName(words.title)
        self.setAccessibleDescription(words.sentence)
        self._on_theme()

    @Slot()
    def _on_theme(self) -> None:
        drawn = pixmap(
            self._words.icon, self._theme.palette.accent, _ICON, self.devicePixelRatioF()
        )
        self._icon.setPixmap(drawn)

    def set_flat(self, flat: bool) -> None:
        """Low and wide, with the icon at the left, for targets above one another."""
        centre = Qt.AlignmentFlag.AlignHCenter
        if flat:
            direction, across = QBoxLayout.Direction.LeftToRight, Qt.AlignmentFlag.AlignLeft
            margins = (measures.GAP_L, measures.GAP_M, measures.GAP_L, measures.GAP_M)
        else:
            direction, across = QBoxLayout.Direction.TopToBottom, centre
            margins = (measures.GAP_L, measures.GAP_XL, measures.GAP_L, measures.GAP_XL)
        self._box.setDirection(direction)
        self._box.setContentsMargins(*margins)
        top = Qt.AlignmentFlag.AlignTop
        self._icon.setAlignment(across | top)
        self.title.setAlignment(across | top)
        self.sentence.setAlignment(across | top)
        self._text.invalidate()  # what it knew of its size is from when it was hidden
        self._box.invalidate()
        vertical = QSizePolicy.Policy.Preferred
        self.setSizePolicy(QSizePolicy.Policy.Expanding, vertical)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._aimed:
            painter.setPen(QPen(self._theme.colour("accent"), 3))
            painter.setBrush(self._theme.colour("weak_accent"))
        else:
            painter.setPen(QPen(self._theme.colour("control"), 1.5, Qt.PenStyle.DashLine))
            painter.setBrush(self._theme.colour("surface"))
        box = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        painter.drawRoundedRect(box, measures.RADIUS_CARD, measures.RADIUS_CARD)
