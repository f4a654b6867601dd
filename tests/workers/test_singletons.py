"""Qt's binding must not give back references of None, True and False that it never took.

Before Python 3.12 these are counted; see docs/decisions/0001-pyside-6.11-not-6.12.md.
"""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QObject, QTimer, Signal, Slot
from pytestqt.qtbot import QtBot


class Emitter(QObject):
    said = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.said.connect(self._on_said)

    @Slot(bool)
    def _on_said(self, _value: bool) -> None:
        pass


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="they are immortal and not counted")
def test_calls_and_signals_keep_the_counts(qtbot: QtBot) -> None:
    emitter, timer = Emitter(), QTimer()
    before = [sys.getrefcount(value) for value in (None, True, False)]
    for _ in range(400):
        emitter.said.emit(True)
        emitter.said.emit(False)
        timer.setInterval(5)
        timer.isActive()
    after = [sys.getrefcount(value) for value in (None, True, False)]
    assert all(abs(new - old) < 100 for new, old in zip(after, before, strict=True))
