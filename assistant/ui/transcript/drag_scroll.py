"""Scrolling while a selection is dragged beyond the upper or lower edge."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, QPointF, QTimer, Slot
from PySide6.QtWidgets import QAbstractScrollArea

from assistant.ui.markdown.text_view import TextView

TICK_MS = 30


class DragScroll(QObject):
    """Follows the drags of the text views that are given to `watch`. GUI thread."""

    def __init__(self, area: QAbstractScrollArea) -> None:
        super().__init__(area)
        self._area = area
        self._view: TextView | None = None
        self._y = 0
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self._on_tick)

    def watch(self, view: TextView) -> None:
        """Scroll for drags that begin in `view`."""
        view.drag_moved.connect(self._on_moved)
        view.drag_ended.connect(self.stop)

    @Slot()
    def stop(self) -> None:
        """Scroll no further."""
        self._view = None
        self._timer.stop()

    @Slot(float)
    def _on_moved(self, y: float) -> None:
        view = self.sender()
        if not isinstance(view, TextView):
            return
        viewport = self._area.viewport()
        self._y = view.mapTo(viewport, QPoint(0, int(y))).y()
        if 0 <= self._y <= viewport.height():
            self.stop()
        else:
            self._view = view
            self._timer.start()

    @Slot()
    def _on_tick(self) -> None:
        view, viewport = self._view, self._area.viewport()
        if view is None or not view.isVisible():
            self.stop()
            return
        beyond = self._y if self._y < 0 else self._y - viewport.height()
        bar = self._area.verticalScrollBar()
        bar.setValue(bar.value() + int(beyond / 2))
        edge = 0 if self._y < 0 else viewport.height()
        inside = view.mapFrom(viewport, QPoint(0, edge)).y()
        view.extend_to(QPointF(view.width() if beyond > 0 else 0, inside))
