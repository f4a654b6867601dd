"""Requests to an engine, several at a time, with the moment of everything that comes back."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

from assistant.cli.interrupt import Interrupt
from assistant.core.errors import Cancelled, UserError
from assistant.core.messages import (
    LAST_EVENTS,
    AnyCommand,
    AnyEvent,
    Cancel,
    Delta,
    Failed,
    Finished,
    PromptProgress,
)
from assistant.core.ports import Engine

PATIENCE_S = 600.0
_LOOK_S = 0.1


@dataclass
class Exchange:
    """One request and what came back; times are seconds of `time.perf_counter`."""

    command: AnyCommand
    asked_at: float
    events: list[tuple[float, AnyEvent]] = field(default_factory=list)

    @property
    def last(self) -> AnyEvent | None:
        """What ended it."""
        event = self.events[-1][1] if self.events else None
        return event if isinstance(event, LAST_EVENTS) else None

    @property
    def finished(self) -> Finished:
        """How the generation ended; only of one that did."""
        assert isinstance(self.last, Finished)  # noqa: S101 - the caller waited for it
        return self.last

    @property
    def seconds(self) -> float:
        """From the request to its end."""
        return self.ended_at - self.asked_at

    @property
    def text(self) -> str:
        """The answer so far."""
        deltas = [event for _, event in self.events if isinstance(event, Delta)]
        return "".join(delta.text for delta in deltas if delta.channel == "answer")

    @property
    def ended_at(self) -> float:
        return self.events[-1][0]

    @property
    def read_at(self) -> float | None:
        """When the engine said that all of the prompt was read."""
        for moment, event in self.events:
            if isinstance(event, PromptProgress) and event.done >= event.total > 0:
                return moment
        return None

    @property
    def read_rate(self) -> float:
        """Tokens a second of what was evaluated of the prompt, from the request on.

        This and `write_rate` are by this side's clock where the engine said when it had read
        everything, else by the engine's.
        """
        usage, read_at = self.finished.usage, self.read_at
        if read_at is None:
            return self.finished.timings.prefill_tokens_per_s
        return (usage.prompt_tokens - usage.cached_tokens) / (read_at - self.asked_at)

    @property
    def write_rate(self) -> float:
        """Tokens a second after the first one, from when the prompt was read to the end."""
        written, read_at = self.finished.usage.completion_tokens - 1, self.read_at
        if read_at is None or written < 1:
            return self.finished.timings.decode_tokens_per_s
        return written / (self.ended_at - read_at)


class Exchanges:
    """Talks to `engine`; main thread only.

    Every wait raises `UserError` when a request it waits for fails, `Cancelled` when the person
    stops it.
    """

    def __init__(self, engine: Engine, interrupt: Interrupt) -> None:
        self.engine = engine
        self._interrupt = interrupt
        self._open: dict[str, Exchange] = {}

    def start(self, command: AnyCommand) -> Exchange:
        """Ask and return at once."""
        exchange = Exchange(command, time.perf_counter())
        self._open[command.request_id] = exchange
        self.engine.submit(command)
        return exchange

    def run(self, command: AnyCommand) -> Exchange:
        """Ask and wait for the end."""
        exchange = self.start(command)
        self.wait(exchange)
        return exchange

    def wait(self, *exchanges: Exchange) -> None:
        """Wait until all of them ended well."""
        self.wait_until(lambda: all(exchange.last is not None for exchange in exchanges))
        for exchange in exchanges:
            if isinstance(exchange.last, Failed):
                raise _error(exchange.last)

    def wait_until(self, reached: Callable[[], bool]) -> None:
        """Take events until `reached`; a request that fails ends the wait."""
        deadline = time.monotonic() + PATIENCE_S
        while not reached():
            if self._interrupt.count:
                raise Cancelled
            event = self.engine.poll(_LOOK_S)
            now = time.perf_counter()
            if event is None:
                if time.monotonic() > deadline:
                    raise UserError("protocol", "The engine did not answer in time.", "Try again.")
                continue
            deadline = time.monotonic() + PATIENCE_S
            exchange = self._open.get(event.request_id)
            if exchange is None:
                continue
            exchange.events.append((now, event))
            if isinstance(event, LAST_EVENTS):
                del self._open[event.request_id]
            if isinstance(event, Failed) and not reached():
                raise _error(event)

    def cancel(self, *exchanges: Exchange) -> None:
        """End them and wait for that."""
        for exchange in exchanges:
            if exchange.last is None:
                self.engine.submit(Cancel(target=exchange.command.request_id))
        self.wait(*exchanges)


def usual_silence(exchanges: list[Exchange], shortest: float = 0.002) -> float:
    """How long, in seconds, nothing is heard of any of `exchanges`, in nine of ten cases.

    Events that come within `shortest` seconds belong to one step. The longest silence would be
    that of a busy machine rather than of the engine.
    """
    moments = sorted(moment for exchange in exchanges for moment, _ in exchange.events)
    gaps = sorted(later - earlier for earlier, later in pairwise(moments))
    silences = [gap for gap in gaps if gap > shortest]
    return silences[int(len(silences) * 0.9)] if silences else 0.0


def _error(failed: Failed) -> Exception:
    if failed.kind == "cancelled":
        return Cancelled()
    return UserError(failed.kind, failed.text, failed.hint)
