"""Cycles that hold Qt objects die on the window's thread."""

from __future__ import annotations

import gc
import threading
import weakref

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from assistant.workers.gui_collector import GuiCollector


class Knot(QObject):
    """A Qt object in a cycle, which only the collector can free."""

    def __init__(self) -> None:
        super().__init__()
        self.itself = self


def make_garbage() -> None:
    """Enough cycles for several automatic collections."""
    for _ in range(20_000):
        cycle: list[object] = []
        cycle.append(cycle)


def test_a_knot_is_freed_here_although_another_thread_makes_the_garbage(qtbot: QtBot) -> None:
    collector = GuiCollector()
    gc.enable()
    collector.start()
    try:
        died_on: list[int] = []
        knot = Knot()
        weakref.finalize(knot, lambda: died_on.append(threading.get_ident()))
        del knot
        worker = threading.Thread(target=make_garbage)
        worker.start()
        worker.join()
        assert died_on == []
        qtbot.waitUntil(lambda: bool(died_on))
        assert died_on == [threading.get_ident()]
    finally:
        collector.stop()
        gc.disable()


def test_stop_gives_collection_back(qtbot: QtBot) -> None:
    gc.enable()
    collector = GuiCollector()
    collector.start()
    assert not gc.isenabled()
    collector.stop()
    assert gc.isenabled()
    gc.disable()
