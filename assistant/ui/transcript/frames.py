"""When streamed text is shown: often enough to read along, rarely enough to stay smooth."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Slot

FRAME_MS = 33
REST = 4
"""A frame that took long is followed by a pause this many times as long."""


class Frames(QObject):
    """Calls `draw` at most 30 times a second, and more rarely where it is costly. GUI thread."""

    def __init__(self, draw: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._draw = draw
        self._timer = QTimer(self, singleShot=True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_due)
        self._ended = 0.0
        self._cost_ms = 0.0

    @property
    def waiting(self) -> bool:
        """Whether a frame is due."""
        return self._timer.isActive()

    def request(self) -> None:
        """Draw at the next opportunity; more requests until then are one."""
        if not self._timer.isActive():
            since = (time.perf_counter() - self._ended) * 1000
            pause = max(FRAME_MS, self._cost_ms * REST) - since
            self._timer.start(max(0, int(pause)))

    def stop(self) -> None:
        """Draw no more until the next request."""
        self._timer.stop()

    @Slot()
    def _on_due(self) -> None:
        started = time.perf_counter()
        self._draw()
        self._ended = time.perf_counter()
        self._cost_ms = (self._ended - started) * 1000
