"""A signal while an engine is awaited: Ctrl+C on a busy machine must not make it wait for ever."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.core.ports import Engine
from assistant.engine.scripted import ScriptedEngine
from assistant.engine.supervisor import EngineCommand, Supervisor

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no signals between threads there")

WAIT_S = 0.2


def _supervisor(folder: Path) -> Engine:
    return Supervisor(EngineCommand.for_this_python(folder / "engine.log"))


@pytest.fixture(params=[lambda _folder: ScriptedEngine("?"), _supervisor])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    make: Callable[[Path], Engine] = request.param
    made = make(tmp_path)
    yield made
    made.close()


def test_it_returns_though_the_handler_outlasts_the_wait(engine: Engine) -> None:
    seen: list[int] = []

    def late(number: int, _frame: object) -> None:
        seen.append(number)
        time.sleep(2 * WAIT_S)

    before = signal.signal(signal.SIGUSR1, late)
    timer = threading.Timer(WAIT_S / 4, os.kill, (os.getpid(), signal.SIGUSR1))
    timer.start()
    try:
        while engine.poll(WAIT_S) is not None:
            pass
    finally:
        timer.join()
        signal.signal(signal.SIGUSR1, before)
    assert seen == [signal.SIGUSR1]
