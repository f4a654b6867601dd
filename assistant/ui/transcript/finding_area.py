"""A scroll area of turns in which words can be looked for."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from assistant.ui.markdown.flow import Mark
from assistant.ui.theme.theme import Theme
from assistant.ui.transcript.area import LINE, NEAR, TurnArea
from assistant.ui.transcript.column import Anchor
from assistant.ui.transcript.finding import Finder
from assistant.ui.transcript.turn import Turn
from assistant.ui.transcript.turn_widget import TurnWidget


class FindingArea(TurnArea):
    """Finds, goes to and marks the places that read like what was asked for. GUI thread."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._finder = Finder()
        self._current_hit: Mark | None = None
        self._current_hit_turn: Turn | None = None

    def forget_hits(self) -> None:
        """Nothing is looked for any more."""
        self._finder.clear()
        self._current_hit = self._current_hit_turn = None

    def recount_hits(self) -> None:
        """The text has changed."""
        if self._finder.query:
            self._finder.recount(self.column.turns)

    def focus_message(self, message_id: int, query: str = "") -> bool:
        """Go to a message and mark the places where it reads like `query`."""
        index = self.column.index_of(message_id)
        if index is None:
            return False
        if query:
            self._finder.search(query, self.column.turns)
            if self._finder.step(index, backwards=False) and self._finder.turn == index:
                self._show_hit()
                return True
            self._finder.clear()
        self.reveal(index)
        return True

    def find(self, text: str, backwards: bool = False) -> tuple[int, int]:
        """Go to the next place that reads like `text`, in any message; (its number, how many).

        (0, 0) when there is none. Upper and lower case are the same.
        """
        if not text:
            self.clear_find()
            return 0, 0
        if text.lower() != self._finder.query:
            self._finder.search(text, self.column.turns)
        else:
            self._finder.recount(self.column.turns)
        start = self.column.turn_at(self.verticalScrollBar().value() + LINE)
        if self._finder.step(start, backwards=backwards):
            self._show_hit()
        else:
            self._current_hit = self._current_hit_turn = None
            self.arrange()
        return self._finder.current, self._finder.total

    def clear_find(self) -> None:
        """Take the marks of the last search away."""
        self.forget_hits()
        for widget in self.widgets.values():
            widget.set_found([])

    def _show_hit(self) -> None:
        index = self._finder.turn
        turn = self.column.turns[index]
        self.reveal(index)
        flow = turn.ensure_flow(self.rendering)
        while turn.behind:
            turn.read()
        self.arrange()
        mark = self._finder.place(flow)
        self._current_hit, self._current_hit_turn = mark, turn
        widget = self.widgets.get(index)
        if mark is not None and widget is not None:
            segment = flow.segment(mark.start.leaf)
            within = segment.caret_rect(mark.start.position).top()
            y = flow.content_top(mark.start.leaf) + within - flow.top_of(mark.start.leaf)
            above = self.viewport().height() / 3
            self.anchor = Anchor(index, mark.start.leaf, y - above)
        self.arrange()
        self.settle()

    def decorate(self, index: int, widget: TurnWidget) -> None:
        flow = self.column.turns[index].flow
        if flow is None or not self._finder.query:
            return
        height = self.viewport().height()
        y = -widget.y() - widget.text_top()
        first, last = flow.leaf_at(y - NEAR), flow.leaf_at(y + height + NEAR)
        here = self._current_hit_turn is self.column.turns[index]
        current = self._current_hit if here else None
        widget.set_found(self._finder.marks(flow, first, last, current))
