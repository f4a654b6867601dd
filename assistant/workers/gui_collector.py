"""Garbage collection on the window's thread alone.

Python collects cycles on whichever thread happens to allocate. A Qt object in such a cycle would
be destroyed on the store's or the engine's thread, which ends the process sooner or later: timers
and widgets belong to the thread that made them. So automatic collection is switched off, and a
timer on the window's thread does it instead, in small steps.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer, Slot

_LOOK_EVERY_MS = 500
_FULL_AFTER = 20
"""So many middle collections are followed by a full one."""


class GuiCollector(QObject):
    """Collects on the thread it lives in, from `start` to `stop`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thresholds = gc.get_threshold()
        self._was_enabled = gc.isenabled()
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look)

    def start(self) -> None:
        """Take over. What exists now (modules, mostly) is never looked at again."""
        gc.disable()
        gc.freeze()
        self._timer.start()

    def stop(self) -> None:
        """Give collection back to Python."""
        self._timer.stop()
        gc.unfreeze()
        if self._was_enabled:
            gc.enable()

    @Slot()
    def _look(self) -> None:
        young, middle, old = gc.get_count()
        if young < self._thresholds[0]:
            return
        if old >= _FULL_AFTER:
            gc.collect(2)
        elif middle >= self._thresholds[1]:
            gc.collect(1)
        else:
            gc.collect(0)
