"""A long text to read: a summary, or what was read of a document."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from assistant.ui.markdown.flow import Flow
from assistant.ui.markdown.leaves import plain_leaves
from assistant.ui.markdown.rendering import Rendering
from assistant.ui.markdown.stream import MarkdownStream
from assistant.ui.markdown.text_view import TextView
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

LONGEST = 400_000
"""Characters of a plain text that are shown."""
_ROUNDS = 3
"""Laying out may move what is in view; after this many looks it has settled."""
_SIDE = measures.GAP_XS


class ReadingView(QScrollArea):
    """Lays out only what is in view. Takes the focus: keys scroll, copy and select all."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rendering = Rendering(theme, self)
        self._text = ""
        self._plain = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        inside = QWidget()
        inside.setProperty("role", "page")
        self.text = TextView(theme, inside)
        self.setWidget(inside)
        self.verticalScrollBar().valueChanged.connect(self._arrange)
        self._rendering.changed.connect(self._on_style)
        self._rendering.formulas.ready.connect(self._on_formulas)

    def show_markdown(self, text: str) -> None:
        self._show(text, plain=False)

    def show_plain(self, text: str) -> None:
        """At most `LONGEST` characters of a text without formatting."""
        self._show(text[:LONGEST], plain=True)

    def shown_text(self) -> str:
        """What is shown, as it was given."""
        return self._text

    def clear(self) -> None:
        self._show("", plain=True)

    def _show(self, text: str, *, plain: bool) -> None:
        if text == self._text and plain == self._plain:
            return
        self._text, self._plain = text, plain
        flow = None
        if text:
            flow = Flow(self._rendering.workshop)
            if plain:
                flow.update(list(plain_leaves(text)), {}, 0)
            else:
                stream = MarkdownStream.of(text)
                flow.update(stream.leaves, stream.environment, 0)
        self.text.set_flow(flow)
        self.text.set_source(text)
        self.verticalScrollBar().setValue(0)
        self._arrange()

    @Slot()
    def _arrange(self, _value: int = 0) -> None:
        """Lay out what is in view, and give the text its height."""
        width = self.viewport().width()
        flow = self.text.flow
        if flow is None:
            self.widget().resize(width, 0)
            return
        column = min(measures.READING_WIDTH, max(80, width - 2 * _SIDE))
        flow.set_width(column)
        for _round in range(_ROUNDS):
            before = flow.height
            top = self.verticalScrollBar().value() - _SIDE
            flow.prepare(top, top + self.viewport().height())
            self.text.setGeometry(_SIDE, _SIDE, column, math.ceil(flow.height))
            self.widget().resize(width, math.ceil(flow.height) + 2 * _SIDE)
            if flow.height == before:
                break
        self.text.place_buttons(top, top + self.viewport().height())

    @Slot()
    def _on_style(self) -> None:
        if self.text.flow is not None:
            self.text.flow.set_workshop(self._rendering.workshop)
            self.text.update()
            self._arrange()

    @Slot()
    def _on_formulas(self) -> None:
        if self.text.flow is not None and self.text.flow.forget_pending():
            self.text.update()
            self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        ends = {Qt.Key.Key_Home: bar.minimum(), Qt.Key.Key_End: bar.maximum()}
        if self.text.handle_key(event):
            event.accept()
        elif Qt.Key(event.key()) in ends:
            bar.setValue(ends[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self.viewport())
            painter.setPen(QPen(self._theme.colour("accent"), measures.FOCUS_RING))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))
            painter.end()
