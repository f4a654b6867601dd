"""The leaves of one text, one below the other; only those that were asked for are laid out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter

from assistant.ui.markdown.citations import CitationLinks
from assistant.ui.markdown.decorations import (
    paint_caption,
    paint_card,
    paint_marker,
    paint_quotes,
    paint_strip,
)
from assistant.ui.markdown.distances import estimated_height, space_above
from assistant.ui.markdown.documents import Workshop
from assistant.ui.markdown.leaves import Kind, Leaf
from assistant.ui.markdown.segment import CODE_BOTTOM, Segment

KEPT_SEGMENTS = 160
WHOLE_COPY_LEAVES = 300
SCROLL_STRIP = 12


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A position in a flow: the leaf and the position in its document."""

    leaf: int
    position: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch with a background of its own; ends after `end`."""

    start: Place
    end: Place
    role: str


class Flow:
    """Lays out leaves at a width. GUI thread; coordinates in pixels from its top left.

    `height` is exact for leaves that were laid out and an estimate for the others.
    """

    def __init__(self, workshop: Workshop) -> None:
        self.workshop = workshop
        self.leaves: list[Leaf] = []
        self.citations: CitationLinks | None = None
        self._environment: dict[str, Any] = {}
        self._built: dict[int, Segment] = {}
        self._outer: list[float] = []
        self._tops: list[float] | None = None
        self._width = 0
        self._scrolled: dict[int, float] = {}
        self._group_width: dict[int, float] = {}

    @property
    def width(self) -> int:
        return self._width

    @property
    def height(self) -> int:
        """All leaves together."""
        if not self.leaves:
            return 0
        tops = self._positions()
        return round(tops[-1])

    def set_workshop(self, workshop: Workshop) -> None:
        """Another style: everything is laid out again when needed."""
        self.workshop = workshop
        self._forget(0)

    def set_width(self, width: int) -> None:
        """Room from left to right."""
        if width != self._width:
            self._width = width
            self._forget(0)

    def set_citations(self, citations: CitationLinks | None) -> None:
        """Marks that lead somewhere in `citations` are links from now on."""
        known = None if self.citations is None else self.citations.sources
        if known != (None if citations is None else citations.sources):
            self.citations = citations
            self._forget(0)

    def update(self, leaves: list[Leaf], environment: dict[str, Any], changed: int) -> None:
        """Show `leaves`, of which those before `changed` are as they were."""
        self.leaves = leaves
        self._environment = environment
        self._forget(min(changed, len(self._outer)))

    def _forget(self, first: int) -> None:
        # The last leaf of a group has another lower edge, so the one before may change too.
        for index in [index for index in self._built if index >= first]:
            del self._built[index]
        kept = {first - self.leaves[first].part} if first < len(self.leaves) else set()
        for group in [group for group in self._group_width if group >= first or group in kept]:
            del self._group_width[group]
        del self._outer[first:]
        self._tops = None
        if 0 < first <= len(self.leaves) and first - 1 in self._built:
            self._outer[first - 1] = self._outer_height(first - 1)

    def forget_pending(self) -> bool:
        """Lay out again what waited for a formula; whether there was any."""
        waiting = [index for index, each in self._built.items() if each.document.pending]
        for index in waiting:
            del self._built[index]
        return bool(waiting)

    # Distances -------------------------------------------------------------------------

    def _space_above(self, index: int) -> float:
        before = self.leaves[index - 1] if index else None
        return space_above(self.leaves[index], before, self.workshop.style)

    def _last_of_group(self, index: int) -> bool:
        return index + 1 >= len(self.leaves) or self.leaves[index + 1].part == 0

    def _outer_height(self, index: int) -> float:
        """Height with the space above, of a leaf that was laid out; whole pixels."""
        height = self._built[index].height
        if self._last_of_group(index):
            if self.leaves[index].kind is Kind.CODE:
                height += CODE_BOTTOM
            elif self.overflows(index):
                height += SCROLL_STRIP
        return float(round(self._space_above(index)) + int(height + 0.999))

    def overflows(self, index: int) -> bool:
        """Whether leaf `index` (laid out) is in a group wider than its room."""
        segment = self.segment(index)
        return self.extent(index) > segment.width + 1

    def extent(self, index: int) -> float:
        """The width of the widest leaf laid out of the group of leaf `index`."""
        return self._group_width.get(index - self.leaves[index].part, 0.0)

    def _estimate(self, index: int) -> float:
        height = estimated_height(
            self.leaves[index], self.workshop.style, self._width, last=self._last_of_group(index)
        )
        return round(self._space_above(index)) + height

    def _extend_estimates(self) -> None:
        """Give the leaves that are new a height to stand with until they are laid out."""
        if len(self._outer) < len(self.leaves):
            missing = range(len(self._outer), len(self.leaves))
            self._outer.extend(self._estimate(index) for index in missing)
            self._tops = None

    def _positions(self) -> list[float]:
        self._extend_estimates()
        if self._tops is None:
            self._tops = list(accumulate(self._outer, initial=0.0))
        return self._tops

    def top_of(self, index: int) -> float:
        """Where leaf `index` starts, its space above included."""
        return self._positions()[min(index, len(self.leaves))]

    def leaf_at(self, y: float) -> int:
        """The leaf at height `y`, the nearest one where there is none."""
        if not self.leaves:
            return 0
        return min(max(bisect_right(self._positions(), y) - 1, 0), len(self.leaves) - 1)

    # Laying out ------------------------------------------------------------------------

    def segment(self, index: int) -> Segment:
        """Leaf `index`, laid out."""
        segment = self._built.get(index)
        if segment is None:
            segment = self._lay_out(index)
        return segment

    def _lay_out(self, index: int) -> Segment:
        leaf = self.leaves[index]
        widths: list[float] | None = None
        if leaf.kind is Kind.TABLE and leaf.part > 0:
            widths = self.segment(index - leaf.part).column_widths()
        document = self.workshop.build(leaf, self._environment, widths, self.citations)
        segment = Segment(leaf, document, self.workshop.style, self._width)
        self._built[index] = segment
        group = index - leaf.part
        self._group_width[group] = max(self._group_width.get(group, 0.0), segment.content_width)
        height = self._outer_height(index)
        self._extend_estimates()
        if height != self._outer[index]:
            self._outer[index] = height
            self._tops = None
        return segment

    def prepare(self, top: float, bottom: float) -> None:
        """Lay out every leaf between two heights; `height` may change by that."""
        if not self.leaves:
            return
        index = self.leaf_at(top)
        while index < len(self.leaves) and self.top_of(index) <= bottom:
            self.segment(index)
            index += 1
        if len(self._built) > KEPT_SEGMENTS:
            self._shed(self.leaf_at(top), index)

    def widest(self) -> int:
        """What the text laid out so far takes from left to right."""
        taken = [
            segment.x + segment.document.idealWidth()
            for segment in self._built.values()
            if segment.leaf.kind is not Kind.RULE
        ]
        return int(max(taken, default=0.0) + 0.999)

    def prepare_upwards(self, bottom: float, room: float) -> None:
        """Lay out the leaves above `bottom` until they fill `room`."""
        index = self.leaf_at(bottom) if self.leaves else -1
        while index >= 0 and room > 0:
            self.segment(index)
            room -= self._outer[index]
            index -= 1

    def _shed(self, first: int, last: int) -> None:
        middle = (first + last) // 2
        order = sorted(self._built, key=lambda index: abs(index - middle))
        for index in order[KEPT_SEGMENTS // 2 :]:
            if not first <= index < last and self.leaves[index].kind is not Kind.TABLE:
                del self._built[index]

    # Painting --------------------------------------------------------------------------

    def paint(self, painter: QPainter, top: float, bottom: float, marks: list[Mark]) -> None:
        """Paint what is between two heights; lays out what is missing without moving it."""
        if not self.leaves:
            return
        index = self.leaf_at(top)
        while index < len(self.leaves) and self.top_of(index) <= bottom:
            self._paint_leaf(painter, index, top, bottom, marks)
            index += 1

    def _paint_leaf(
        self, painter: QPainter, index: int, top: float, bottom: float, marks: list[Mark]
    ) -> None:
        leaf = self.leaves[index]
        segment = self.segment(index)
        y = self.content_top(index)
        painter.save()
        painter.translate(0, y)
        height = self._outer[index] - (y - self.top_of(index))
        last = self._last_of_group(index)
        space = round(self._space_above(index))
        paint_quotes(painter, leaf, self.workshop.style, space, height)
        if leaf.kind is Kind.CODE:
            paint_card(painter, segment, height, first=leaf.part == 0, last=last)
            if leaf.part == 0:
                paint_caption(painter, segment)
        if leaf.marker:
            paint_marker(painter, segment)
        clip = QRectF(segment.x, top - y, self._width, bottom - top)
        painted = [
            (*self._range(index, mark, segment), QColor(getattr(segment.style.palette, mark.role)))
            for mark in marks
            if mark.start.leaf <= index <= mark.end.leaf
        ]
        segment.paint(painter, clip, self.scrolled(index), painted)
        if last and self.overflows(index):
            paint_strip(painter, segment, self.extent(index), self.scrolled(index), height)
        painter.restore()

    @staticmethod
    def _range(index: int, mark: Mark, segment: Segment) -> tuple[int, int]:
        start = mark.start.position if mark.start.leaf == index else 0
        end = mark.end.position if mark.end.leaf == index else segment.length()
        return start, end

    # Sideways --------------------------------------------------------------------------

    def scrolled(self, index: int) -> float:
        """How far the group of leaf `index` is moved to the left."""
        return self._scrolled.get(index - self.leaves[index].part, 0.0)

    def scroll_sideways(self, index: int, by: float) -> bool:
        """Move the group of leaf `index`; whether it moved."""
        segment = self.segment(index)
        group = index - self.leaves[index].part
        furthest = max(0.0, self.extent(index) - segment.width)
        now = self._scrolled.get(group, 0.0)
        then = min(max(0.0, now + by), furthest)
        self._scrolled[group] = then
        return then != now

    # Text ------------------------------------------------------------------------------

    def content_top(self, index: int) -> float:
        """Where leaf `index` starts below its space above."""
        return self.top_of(index) + round(self._space_above(index))

    def place_at(self, point: QPointF) -> Place:
        """The position nearest to `point`."""
        if not self.leaves:
            return Place(0, 0)
        index = self.leaf_at(point.y())
        segment = self.segment(index)
        inside = point - QPointF(0, self.content_top(index))
        return Place(index, segment.position_at(inside, self.scrolled(index)))

    def link_at(self, point: QPointF) -> str:
        """The target of the link under `point`, or ""."""
        if not self.leaves or not 0 <= point.y() < self.height:
            return ""
        index = self.leaf_at(point.y())
        inside = point - QPointF(0, self.content_top(index))
        return self.segment(index).link_at(inside, self.scrolled(index))

    def laid_out(self) -> list[Segment]:
        """The leaves that are laid out, in order."""
        return [self._built[index] for index in sorted(self._built)]

    def end(self) -> Place:
        """The last position."""
        if not self.leaves:
            return Place(0, 0)
        index = len(self.leaves) - 1
        return Place(index, self.segment(index).length())

    def text_between(self, start: Place, end: Place) -> str:
        """What is shown between two places, list markers included."""
        pieces: list[str] = []
        for index in range(start.leaf, min(end.leaf, len(self.leaves) - 1) + 1):
            if index > start.leaf:
                pieces.append(self._separator(index))
            first = start.position if index == start.leaf else 0
            last = end.position if index == end.leaf else None
            if self.leaves[index].marker and first == 0:
                pieces.append(self.leaves[index].marker + " ")
            pieces.append(self._leaf_text(index, first, last))
        return "".join(pieces)

    def _separator(self, index: int) -> str:
        leaf = self.leaves[index]
        if leaf.joined:
            return ""
        return "\n" if leaf.part or (leaf.marker and leaf.shared) else "\n\n"

    def _leaf_text(self, index: int, first: int, last: int | None) -> str:
        leaf = self.leaves[index]
        if first == 0 and last is None and leaf.kind in (Kind.CODE, Kind.PLAIN):
            return leaf.text
        if leaf.kind is Kind.RULE:
            return "---"
        segment = self._built.get(index) or self._apart(index)
        return segment.text(first, segment.length() if last is None else last)

    def _apart(self, index: int) -> Segment:
        """Leaf `index` laid out for its text only, not kept."""
        leaf = self.leaves[index]
        document = self.workshop.build(leaf, self._environment, citations=self.citations)
        return Segment(leaf, document, self.workshop.style, max(200, self._width))

    def visible_code(self, top: float, bottom: float) -> Iterator[tuple[int, QRectF]]:
        """(first leaf, caption) of each piece of code that begins between two heights."""
        if not self.leaves:
            return
        index = self.leaf_at(top)
        while index < len(self.leaves) and self.top_of(index) <= bottom:
            leaf = self.leaves[index]
            if leaf.kind is Kind.CODE and leaf.part == 0:
                segment = self.segment(index)
                x = segment.indent
                width = segment.width + 2 * self.workshop.style.code_padding
                height = self.workshop.style.caption_height
                yield index, QRectF(x, self.content_top(index), width, height)
            index += 1
