"""A person's turn: a soft card at the right, or an editor in its place."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QMenu, QWidget

from assistant.ui.markdown.rendering import Rendering
from assistant.ui.theme import measures
from assistant.ui.transcript.editor import TurnEditor
from assistant.ui.transcript.link_menu import add_item
from assistant.ui.transcript.turn import CARD_PADDING_X, CARD_PADDING_Y, GUTTER, Turn
from assistant.ui.transcript.turn_widget import TurnWidget

NATURAL_LEAVES = 50
"""A longer text takes the whole width without looking for its widest line."""


class QuestionWidget(TurnWidget):
    """Shows a user's turn as plain text."""

    from_user = True

    def __init__(self, rendering: Rendering, parent: QWidget) -> None:
        super().__init__(rendering, parent)
        self.editor: TurnEditor | None = None
        self._card = QRect()

    def bind(self, turn: Turn) -> None:
        if self.turn is not turn:
            self._close_editor()
        super().bind(turn)

    def release(self) -> None:
        self._close_editor()
        super().release()

    def refresh(self) -> None:
        if self.turn is not None:
            self._refresh_editor(self.turn)
        super().refresh()

    def restyle(self) -> None:
        if self.editor is not None:
            self.editor.restyle()
        super().restyle()

    def spoken(self, text: str) -> str:
        return self.tr("You said: {text}").format(text=text)

    def stops(self) -> list[QWidget]:
        return self.editor.stops() if self.editor is not None else super().stops()

    def _refresh_editor(self, turn: Turn) -> None:
        if not turn.editing:
            self._close_editor()
            return
        if self.editor is None:
            draft = turn.draft if turn.draft is not None else turn.source
            self.editor = TurnEditor(self._theme, draft, self)
            self.editor.submitted.connect(self._on_edit_submitted)
            self.editor.cancelled.connect(self._on_edit_cancelled)
            self.editor.height_wanted.connect(self.height_changed)
            self.editor.text_edited.connect(self._on_edited)
            self.editor.show()
        self.text.hide()

    def _close_editor(self) -> None:
        if self.editor is not None:
            self.editor.hide()
            self.editor.deleteLater()
            self.editor = None
        self.text.show()

    def lay_out_content(
        self, turn: Turn, width: int, top: float, bottom: float, from_end: bool
    ) -> int:
        if self.editor is not None:
            height = self.editor.wanted_height()
            self.editor.setGeometry(GUTTER, 0, width, height)
            self._card = QRect()
            return height
        flow = turn.ensure_flow(self._rendering)
        room = int(width * measures.USER_CARD_SHARE) - 2 * CARD_PADDING_X
        flow.set_width(room)
        if from_end:
            flow.prepare_upwards(flow.height, bottom - top)
        flow.prepare(top - CARD_PADDING_Y, bottom - CARD_PADDING_Y)
        natural = len(flow.leaves) < NATURAL_LEAVES
        inner = min(room, flow.widest() + 1) if natural else room
        card = QRect(0, 0, inner + 2 * CARD_PADDING_X, flow.height + 2 * CARD_PADDING_Y)
        card.moveRight(GUTTER + width - 1)
        if card != self._card:
            self._card = card
            self.update()
        self.text.setGeometry(card.x() + CARD_PADDING_X, CARD_PADDING_Y, inner, flow.height)
        return card.height()

    def paint_content(self, painter: QPainter, turn: Turn) -> None:
        if self.editor is None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("user"))
            painter.drawRoundedRect(self._card, measures.RADIUS_CARD, measures.RADIUS_CARD)

    def paint_focus(self, painter: QPainter) -> None:
        if not self._card.isNull():
            ring = QRectF(self._card).adjusted(1, 1, -1, -1)
            painter.drawRoundedRect(ring, measures.RADIUS_CARD, measures.RADIUS_CARD)

    def fill_menu(self, menu: QMenu, turn: Turn) -> None:
        add_item(menu, self.tr("Edit"), self._on_edit)

    @Slot(str)
    def _on_edited(self, text: str) -> None:
        if self.turn is not None and self.turn.editing:
            self.turn.draft = text

    @Slot(str)
    def _on_edit_submitted(self, text: str) -> None:
        self.edit_submitted.emit(self.id, text)

    @Slot()
    def _on_edit_cancelled(self) -> None:
        self.edit_cancelled.emit(self.id)
