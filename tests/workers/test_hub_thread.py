"""The hub thread: it starts with the first command, and hands over the last one."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from assistant.core.errors import UserError
from assistant.core.hub.messages import (
    AnyHubCommand,
    AnyHubEvent,
    CheckToken,
    HubExited,
    RemoveDownload,
    TokenChecked,
)
from assistant.workers.hub_thread import HubThread
from tests.hub_fakes import ScriptedHub


class LateHub(ScriptedHub):
    """Takes commands only when it is polled, as the real one does."""

    def __init__(self) -> None:
        super().__init__()
        self.pollers: set[int] = set()
        self.taken: list[AnyHubCommand] = []
        self._waiting: list[AnyHubCommand] = []

    def submit(self, command: AnyHubCommand) -> None:
        self._waiting.append(command)

    def poll(self, timeout: float) -> AnyHubEvent | None:
        self.pollers.add(threading.get_ident())
        while self._waiting:
            command = self._waiting.pop(0)
            self.taken.append(command)
            super().submit(command)
        return super().poll(timeout)


class BrokenHub(ScriptedHub):
    def poll(self, timeout: float) -> AnyHubEvent | None:
        raise ValueError("a bug")


@pytest.fixture
def process() -> LateHub:
    return LateHub()


@pytest.fixture
def thread(process: LateHub) -> Iterator[HubThread]:
    thread = HubThread(lambda: process)
    yield thread
    thread.stop()


def test_it_starts_with_the_first_command(
    thread: HubThread, process: LateHub, qtbot: QtBot
) -> None:
    assert not thread.isRunning()
    with qtbot.waitSignal(thread.event_received) as received:
        thread.submit(CheckToken(request_id="1"))
    assert received.args == [TokenChecked(request_id="1", name="ada")]
    assert process.pollers
    assert threading.get_ident() not in process.pollers


def test_what_comes_just_before_the_end_still_counts(
    thread: HubThread, process: LateHub, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(thread.event_received):
        thread.submit(CheckToken())
    thread.submit(RemoveDownload(id="x"))
    thread.stop()
    assert isinstance(process.taken[-1], RemoveDownload)
    assert process.closed


def test_stopping_what_never_started_is_nothing(thread: HubThread) -> None:
    thread.stop()
    assert not thread.isRunning()


def test_a_process_that_cannot_be_made_is_told_each_time(qtbot: QtBot) -> None:
    def refuse() -> ScriptedHub:
        raise UserError("hub", "No.")

    thread = HubThread(refuse)
    for _round in range(2):
        with qtbot.waitSignal(thread.failed_to_start) as failed:
            thread.submit(CheckToken())
        assert failed.args[0].text == "No."
    thread.stop()


def test_a_bug_ends_every_request(qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    thread = HubThread(BrokenHub)
    events: list[AnyHubEvent] = []
    thread.event_received.connect(events.append)
    with qtbot.waitSignal(thread.failed_to_start) as failed:
        thread.submit(CheckToken())
    assert failed.args[0].kind == "bug"
    qtbot.waitUntil(lambda: HubExited(code=1) in events)
    assert "ValueError" in caplog.text
    thread.stop()
