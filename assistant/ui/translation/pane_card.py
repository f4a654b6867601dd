"""The card that a pane stands on: the text, and a line below it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from assistant.ui.controls import Caption
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme
from assistant.ui.translation.pair_pane import PairPane


class PaneCard(QFrame):
    """Its edge shows the focus of the text in it. `foot` is the row below, `words` its text."""

    def __init__(self, theme: Theme, pane: PairPane, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.pane = pane
        pane.setParent(self)
        pane.setStyleSheet(
            "QPlainTextEdit, QPlainTextEdit:focus"
            " { background: transparent; border: none; padding: 0; }"
        )
        pane.installEventFilter(self)
        self.words = Caption(theme, "", self)
        self.foot = QHBoxLayout()
        self.foot.setContentsMargins(measures.GAP_M, 0, measures.GAP_XS, measures.GAP_XS)
        self.foot.setSpacing(measures.GAP_XS)
        self.foot.addWidget(self.words, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(2, 2, 2, 2)
        column.setSpacing(0)
        column.addWidget(pane, 1)
        column.addLayout(self.foot)
        self.setMinimumSize(200, 96)
        theme.changed.connect(self._on_theme)

    def sizeHint(self) -> QSize:
        """Little: what else stands below the panes takes the room that it needs."""
        return self.minimumSize()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return super().eventFilter(watched, event)

    def _on_theme(self) -> None:
        self.words.setFont(self._theme.caption_font())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = self.pane.hasFocus()
        width = measures.FOCUS_RING if focused else 1
        box = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        painter.setPen(QPen(self._theme.colour("accent" if focused else "control"), width))
        painter.setBrush(self._theme.colour("surface"))
        painter.drawRoundedRect(box, measures.RADIUS_CARD, measures.RADIUS_CARD)
