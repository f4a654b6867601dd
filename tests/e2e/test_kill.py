"""The whole application killed with -9 at random moments: nothing that was said is lost."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from assistant import compose
from assistant.core.entities import MessageState
from assistant.paths import app_paths

RUNS = int(os.environ.get("INKSTONE_KILLS", "15"))
"""Continuous integration kills 60 times."""


def talk_and_kill(home: Path, wait_s: float) -> list[str]:
    """Start the window, kill it `wait_s` after its first turn was sent; the lines it printed."""
    environment = dict(os.environ, QT_QPA_PLATFORM="offscreen")
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.e2e.talking_window", str(home)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    )
    assert process.stdout is not None
    lines = [process.stdout.readline()]
    killer = threading.Timer(wait_s, process.send_signal, [signal.SIGKILL])
    killer.start()
    rest, errors = process.communicate(timeout=60)
    killer.join()
    assert lines[0].startswith("said "), f"the window never sent anything:\n{errors}"
    assert process.returncode == -signal.SIGKILL, errors
    return [line for line in [*lines, *rest.splitlines()] if line.strip()]


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_kills_lose_no_acknowledged_message(tmp_path: Path) -> None:
    chance = random.Random(20261123)
    said: dict[int, str] = {}
    answered: set[int] = set()
    for _ in range(RUNS):
        for line in talk_and_kill(tmp_path, chance.uniform(0.0, 0.8)):
            kind, *rest = line.strip().split(" ", 3)
            if kind == "said" and len(rest) == 3:
                said[int(rest[1])] = rest[2]
            elif kind == "answered" and rest:
                answered.add(int(rest[0]))
        check_everything_is_there(tmp_path, said)
    assert len(said) >= RUNS
    assert answered, "no answer was ever complete: the test kills too early"


def check_everything_is_there(home: Path, said: dict[int, str]) -> None:
    """Open the store as the next start would; every acknowledged turn is there, whole."""
    import sqlcipher3

    paths = app_paths(home)
    store = compose.make_store(paths)
    try:
        store.recover_interrupted()
        connection = sqlcipher3.connect(str(paths.database))
        try:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            kept = dict(connection.execute("SELECT id, text FROM message WHERE role = 'user'"))
            states = {row[0] for row in connection.execute("SELECT state FROM message")}
        finally:
            connection.close()
    finally:
        store.close()
    assert {number: kept.get(number) for number in said} == said
    assert MessageState.STREAMING.value not in states
