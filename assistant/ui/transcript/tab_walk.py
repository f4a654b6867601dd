"""Tab through the turns: most of them have no widget until the focus comes near."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget

from assistant.ui.theme import measures
from assistant.ui.transcript.area import LINE, MARGIN_TOP, TurnArea
from assistant.ui.transcript.column import Anchor


class TabWalk:
    """Moves the focus from stop to stop within an area. GUI thread."""

    def __init__(self, area: TurnArea) -> None:
        self._area = area

    def step(self, following: bool) -> bool:
        """One stop on or back; False when the focus leaves the area from where it is."""
        area = self._area
        focus = QApplication.focusWidget()
        index = area.index_holding(focus)
        if index is None:
            if not following or not area.column.turns:
                return False
            return self._enter(self._first_visible(), last=False)
        if focus is not None and not focus.isVisible():
            # Qt asks for the next one because what had the focus was hidden, not for a Tab.
            turn = area.widgets[index]
            (turn if turn.isVisible() else area).setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return self._step_from(index, focus, following)

    def _step_from(self, index: int, focus: QWidget | None, following: bool) -> bool:
        area = self._area
        stops = area.widgets[index].stops()
        place = stops.index(focus) if focus in stops else 0
        step = place + (1 if following else -1)
        if 0 <= step < len(stops):
            self._focus(index, stops[step])
            return True
        if following and index + 1 < len(area.column.turns):
            return self._enter(index + 1, last=False)
        if not following and index > 0:
            return self._enter(index - 1, last=True)
        area.setFocus(Qt.FocusReason.TabFocusReason)
        return not following

    def _first_visible(self) -> int:
        top = self._area.verticalScrollBar().value() - MARGIN_TOP + 1
        index = self._area.column.turn_at(top)
        following = index + 1 < len(self._area.column.turns)
        cut = self._area.column.top_of(index) < top - 1
        return index + 1 if cut and following else index

    def _enter(self, index: int, *, last: bool) -> bool:
        area = self._area
        if index not in area.widgets or not self._in_view(index):
            area.anchor = Anchor(index, -1, -float(LINE))
            area.arrange()
            area.settle()
        widget = area.widgets.get(index)
        if widget is None:
            return False
        if last:
            widget.set_keyboard_here(True)
        self._focus(index, widget.stops()[-1 if last else 0])
        return True

    def _in_view(self, index: int) -> bool:
        y = self._area.widgets[index].y()
        return 0 <= y < self._area.viewport().height() - LINE

    def _focus(self, index: int, stop: QWidget) -> None:
        stop.setFocus(Qt.FocusReason.TabFocusReason)
        widget = self._area.widgets.get(index)
        if widget is not None:
            widget.set_keyboard_here(True)
        self._show(stop)

    def _show(self, stop: QWidget) -> None:
        """Scroll so far that a small control is in view."""
        viewport = self._area.viewport()
        if stop.height() > viewport.height() // 2:
            return
        top = stop.mapTo(viewport, QPoint(0, 0)).y()
        beyond = top + stop.height() + measures.GAP_S - viewport.height()
        bar = self._area.verticalScrollBar()
        if beyond > 0:
            bar.setValue(bar.value() + beyond)
        elif top < 0:
            bar.setValue(bar.value() + top - measures.GAP_S)
