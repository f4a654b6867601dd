"""What is told of turns from outside: the cut, suggestions, what is done before an answer."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from assistant.core.starter import Offer
from assistant.ui.transcript.area import TurnArea
from assistant.ui.transcript.turn import FoldNote, Turn
from assistant.ui.transcript.turn_widget import TurnWidget


class TurnNotes(QObject):
    """Puts notes to turns of an area and has them drawn. GUI thread.

    Notes stay with what is shown of a message; whoever shows other messages says them again.
    `rule_requested()`: the person wants to see the rule of the cut. `suggestion_chosen(str)`.
    `models_requested()`: bigger models are wanted; `offers_refused()`: no more hints to them.
    """

    rule_requested = Signal()
    suggestion_chosen = Signal(str)
    models_requested = Signal()
    offers_refused = Signal()

    def __init__(self, area: TurnArea) -> None:
        super().__init__(area)
        self._area = area

    def watch(self, widget: TurnWidget) -> None:
        """Hear what a person does with the notes that `widget` shows."""
        widget.rule_wanted.connect(self.rule_requested)
        widget.suggestion_chosen.connect(self.suggestion_chosen)
        widget.models_wanted.connect(self.models_requested)
        widget.offers_refused.connect(self.offers_refused)

    def set_fold(self, message_id: int | None, note: FoldNote | None) -> None:
        """Show `note` below the message, and none anywhere else."""
        changed = False
        for turn in self._area.column.turns:
            wanted = note if turn.message.id == message_id else None
            if turn.fold != wanted:
                turn.fold = wanted
                turn.summary_open = False
                changed = self._refresh(turn) or changed
        if changed:
            self._area.arrange()

    def set_suggestions(self, message_id: int | None, questions: tuple[str, ...]) -> None:
        """Offer `questions` below the message, and none anywhere else."""
        changed = False
        for turn in self._area.column.turns:
            wanted = questions if turn.message.id == message_id else ()
            if turn.suggestions != wanted:
                turn.suggestions = wanted
                changed = self._refresh(turn) or changed
        if changed:
            self._area.arrange()

    def set_offer(self, message_id: int | None, offer: Offer) -> None:
        """Offer a bigger model below the message, and below no other."""
        changed = False
        for turn in self._area.column.turns:
            wanted = offer if turn.message.id == message_id else ""
            if turn.offer != wanted:
                turn.offer = wanted
                changed = self._refresh(turn) or changed
        if changed:
            self._area.arrange()

    def set_stage(self, message_id: int, text: str) -> None:
        """Say `text` at a reply that has no words yet; "" says how far its prompt is read."""
        index = self._area.column.index_of(message_id)
        if index is None:
            return
        self._area.column.turns[index].stage = text
        if index in self._area.widgets:
            self._area.widgets[index].update()

    def _refresh(self, turn: Turn) -> bool:
        turn.measured = False
        index = self._area.column.index_of(turn.message.id)
        widget = None if index is None else self._area.widgets.get(index)
        if widget is not None:
            widget.refresh()
        return True
