"""Where every turn stands: heights known or estimated, one below the other."""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Container
from dataclasses import dataclass
from itertools import accumulate

from assistant.ui.markdown.style import Style
from assistant.ui.transcript.turn import Turn


@dataclass(frozen=True, slots=True)
class Anchor:
    """What stays in place when heights change: a leaf of a turn (-1: the turn itself) and how
    far below its upper edge the viewport begins."""

    turn: int
    leaf: int
    offset: float


END = Anchor(-1, -1, 0.0)
"""The end of the last turn, followed as it grows."""


class Column:
    """The turns and their positions, in pixels from the top of the first. GUI thread."""

    def __init__(self) -> None:
        self.turns: list[Turn] = []
        self._indices: dict[int, int] = {}
        self._tops: list[float] | None = None
        self._width = 0
        self._style_key: tuple[object, ...] = ()
        self._style: Style | None = None
        self._used: OrderedDict[int, Turn] = OrderedDict()

    @property
    def height(self) -> float:
        """All turns together."""
        return self._positions()[-1]

    def reset(self, turns: list[Turn]) -> None:
        """Other turns."""
        self.turns = turns
        self._indices = {turn.message.id: index for index, turn in enumerate(turns)}
        self._used.clear()
        self._tops = None
        self._estimate(turns)

    def append(self, turn: Turn) -> None:
        """One more at the end."""
        self._indices[turn.message.id] = len(self.turns)
        self.turns.append(turn)
        self._tops = None
        self._estimate([turn])

    def truncate(self, length: int) -> None:
        """Keep the first `length` turns."""
        for turn in self.turns[length:]:
            self._indices.pop(turn.message.id, None)
            self._used.pop(id(turn), None)
        del self.turns[length:]
        self._tops = None

    def index_of(self, message_id: int) -> int | None:
        """Where the message is; None when it is not in the branch."""
        return self._indices.get(message_id)

    def set_width(self, width: int, style: Style) -> None:
        """Heights are for this width and style; another one makes them estimates again."""
        if width == self._width and style.key == self._style_key:
            return
        self._width, self._style, self._style_key = width, style, style.key
        self._tops = None
        self._estimate(self.turns)

    def restyled(self) -> None:
        """The theme changed; heights may have, too."""
        self._style_key = ()

    def _estimate(self, turns: list[Turn]) -> None:
        if self._style is None:
            return
        for turn in turns:
            turn.measured = False
            turn.height = turn.estimate(self._width, self._style)

    def set_height(self, index: int, height: float) -> None:
        """The measured height of a turn."""
        self.turns[index].height = height
        self._tops = None

    def _positions(self) -> list[float]:
        if self._tops is None:
            self._tops = list(accumulate((turn.height for turn in self.turns), initial=0.0))
        return self._tops

    def top_of(self, index: int) -> float:
        """Where turn `index` begins."""
        return self._positions()[min(index, len(self.turns))]

    def turn_at(self, y: float) -> int:
        """The turn at height `y`, the nearest where there is none; 0 without turns."""
        return min(max(bisect_right(self._positions(), y) - 1, 0), max(0, len(self.turns) - 1))

    def touched(self, index: int, kept: int, shown: Container[int]) -> None:
        """Turn `index` is shown; the texts of those not seen for long are freed."""
        turn = self.turns[index]
        self._used[id(turn)] = turn
        self._used.move_to_end(id(turn))
        while len(self._used) > kept:
            oldest, old = next(iter(self._used.items()))
            del self._used[oldest]
            where = self._indices.get(old.message.id)
            if where is None or where not in shown:
                old.drop_flow()
