"""The inference thread: hand-over of commands, joined text, a clean end."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from assistant.core.errors import UserError
from assistant.core.messages import (
    AnyCommand,
    AnyEvent,
    CountTokens,
    Delta,
    EngineExited,
    Finished,
    Generate,
    TokenCount,
)
from assistant.workers.inference_thread import InferenceThread


class QueueEngine:
    """Answers each `Generate` with `pieces`; remembers who polled it."""

    def __init__(self, pieces: list[Delta] | None = None) -> None:
        self.pieces = pieces or []
        self.inbox: queue.Queue[AnyCommand | None] = queue.Queue()
        self.outbox: list[AnyEvent] = []
        self.pollers: set[int] = set()
        self.commands: list[AnyCommand] = []
        self.closed = False

    def submit(self, command: AnyCommand) -> None:
        self.inbox.put(command)

    def wake(self) -> None:
        self.inbox.put(None)

    def poll(self, timeout: float) -> AnyEvent | None:
        self.pollers.add(threading.get_ident())
        if self.outbox:
            return self.outbox.pop(0)
        try:
            command = self.inbox.get(timeout=timeout) if timeout else self.inbox.get_nowait()
        except queue.Empty:
            return None
        if command is None:
            return None
        self.commands.append(command)
        if isinstance(command, CountTokens):
            return TokenCount(request_id=command.request_id, n=1, limit=2)
        if isinstance(command, Generate):
            self.outbox = [*self.pieces, Finished(request_id=command.request_id)]
        return None

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def start() -> Iterator[list[InferenceThread]]:
    threads: list[InferenceThread] = []
    yield threads
    for thread in threads:
        thread.stop()


def test_commands_given_before_the_engine_exists_are_not_lost(
    qtbot: QtBot, start: list[InferenceThread]
) -> None:
    engine = QueueEngine()
    thread = InferenceThread(lambda: engine)
    start.append(thread)
    events: list[AnyEvent] = []
    thread.event_received.connect(events.append)
    commands = [CountTokens() for _ in range(20)]
    for command in commands[:10]:
        thread.submit(command)
    thread.start()
    for command in commands[10:]:
        thread.submit(command)
    qtbot.waitUntil(lambda: len(events) == 20)
    assert [event.request_id for event in events] == [c.request_id for c in commands]


def test_pieces_are_joined_in_order_and_come_before_the_end(
    qtbot: QtBot, start: list[InferenceThread]
) -> None:
    words = [f"w{number} " for number in range(300)]
    pieces = [Delta(request_id="r", seq=0, text="thought", channel="reasoning", tokens=1)]
    pieces += [
        Delta(request_id="r", seq=number + 1, text=word, tokens=1)
        for number, word in enumerate(words)
    ]
    thread = InferenceThread(lambda: QueueEngine(pieces))
    start.append(thread)
    events: list[AnyEvent] = []
    thread.event_received.connect(events.append)
    thread.start()
    thread.submit(Generate(request_id="r"))
    qtbot.waitUntil(lambda: bool(events) and isinstance(events[-1], Finished))
    deltas = [event for event in events if isinstance(event, Delta)]
    answer = [delta for delta in deltas if delta.channel == "answer"]
    assert "".join(delta.text for delta in answer) == "".join(words)
    assert sum(delta.tokens for delta in deltas) == 301
    assert deltas[0].channel == "reasoning"
    assert len(deltas) < 100


def test_stop_closes_the_engine_on_its_own_thread(qtbot: QtBot) -> None:
    engine = QueueEngine()
    thread = InferenceThread(lambda: engine)
    thread.submit(CountTokens())
    with qtbot.waitSignal(thread.event_received):
        thread.start()
    thread.stop()
    assert engine.closed
    assert thread.isFinished()
    assert threading.get_ident() not in engine.pollers


def test_an_engine_that_cannot_be_made_is_reported(qtbot: QtBot) -> None:
    def refuse() -> QueueEngine:
        raise UserError("engine_start", "The engine could not be started.")

    thread = InferenceThread(refuse)
    with qtbot.waitSignal(thread.failed_to_start) as failed:
        thread.start()
    assert failed.args[0].kind == "engine_start"
    thread.stop()


def test_a_bug_in_the_engine_port_is_told_as_an_exit(
    qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken(QueueEngine):
        def poll(self, timeout: float) -> AnyEvent | None:
            raise ZeroDivisionError

    engine = Broken()
    thread = InferenceThread(lambda: engine)
    with qtbot.waitSignal(thread.event_received) as told:
        thread.start()
    assert isinstance(told.args[0], EngineExited)
    thread.stop()
    assert engine.closed
    assert "the inference thread failed" in caplog.text
