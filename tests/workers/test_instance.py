"""One window for each data folder."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtNetwork import QLocalSocket
from pytestqt.qtbot import QtBot

from assistant.instance import Instance

_SECOND = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from assistant.instance import Instance
app = QCoreApplication([])
instance = Instance(Path(sys.argv[1]))
claimed = instance.claim()
print("claimed" if claimed else instance.hand_over(["a.gguf"]))
"""


@pytest.fixture
def first(tmp_path: Path) -> Iterator[Instance]:
    instance = Instance(tmp_path)
    assert instance.claim()
    instance.listen()
    yield instance
    instance.release()


def second(folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", _SECOND, str(folder)], stdout=subprocess.PIPE, text=True
    )


def test_a_second_start_hands_over_and_raises_the_first(
    qtbot: QtBot, first: Instance, tmp_path: Path
) -> None:
    with qtbot.waitSignal(first.raised) as raised:
        process = second(tmp_path)
    assert raised.args == [["a.gguf"]]
    output, _ = process.communicate(timeout=60)
    assert output.strip() == "True"


def test_another_data_folder_is_another_application(
    qtbot: QtBot, first: Instance, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    output, _ = second(other).communicate(timeout=60)
    assert output.strip() == "claimed"


def test_the_lock_of_a_dead_process_is_taken_over(qtbot: QtBot, tmp_path: Path) -> None:
    process = second(tmp_path)
    output, _ = process.communicate(timeout=60)
    assert output.strip() == "claimed"  # it ended without releasing
    instance = Instance(tmp_path)
    assert instance.claim()
    instance.release()


def test_a_second_start_waits_for_a_first_that_does_not_listen_yet(
    qtbot: QtBot, tmp_path: Path
) -> None:
    instance = Instance(tmp_path)
    assert instance.claim()
    process = second(tmp_path)
    QTimer.singleShot(700, instance.listen)
    with qtbot.waitSignal(instance.raised):
        pass
    output, _ = process.communicate(timeout=60)
    assert output.strip() == "True"
    instance.release()


def test_garbage_on_the_socket_changes_nothing(qtbot: QtBot, first: Instance) -> None:
    socket = QLocalSocket()
    assert first._server is not None
    socket.connectToServer(first._server.serverName())
    assert socket.waitForConnected(1000)
    with qtbot.assertNotEmitted(first.raised), qtbot.waitSignal(socket.disconnected):
        socket.write(b"{not json\n")
