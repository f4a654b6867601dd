"""Carries a summary out: sends its passes to the engine and keeps what comes back."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass, field

from assistant.cli.engine_session import EngineSession
from assistant.cli.terminal import Terminal
from assistant.core.entities import Timings, Usage
from assistant.core.errors import Cancelled, UserError
from assistant.core.messages import AnyEvent, Cancel, Delta, Failed, Finished
from assistant.core.document_ports import DocumentStore
from assistant.core.summary_plan import Speeds
from assistant.core.summary_run import Pass, SummaryRun


@dataclass
class _Open:
    passed: Pass
    text: list[str] = field(default_factory=list)


class SummaryWork:
    """One run of a summary. Main thread only.

    A finished pass is in `store` before it counts; `computed` passes were asked of the model,
    `resumed` ones were there already.
    """

    def __init__(
        self,
        run: SummaryRun,
        session: EngineSession,
        store: DocumentStore,
        job_id: int,
        terminal: Terminal,
    ) -> None:
        self._run = run
        self._session = session
        self._store = store
        self._job_id = job_id
        self._terminal = terminal
        self._waiting: deque[Pass] = deque()
        self._open: dict[str, _Open] = {}
        self._began = time.monotonic()
        self._reading_s = 0.0
        self._evaluated = 0
        self._first_token_s = 0.0
        self.usage = Usage()
        self.computed = 0
        self.resumed = 0

    def perform(self) -> None:
        """Work until the run is done. Raises `Cancelled` and `UserError`; what is finished is
        kept in both cases."""
        self._began = time.monotonic()
        try:
            while True:
                self._take_due()
                if self._run.done:
                    return
                self._fill()
                self._show()
                if self._session.interrupt.count:
                    self._stop()
                    raise Cancelled
                event = self._session.next_event()
                if event is not None:
                    self._on_event(event)
        finally:
            self._terminal.clear_progress()

    @property
    def timings(self) -> Timings:
        """The mean speeds of all passes that were computed."""
        speeds = self.speeds()
        return Timings(
            first_token_s=self._first_token_s,
            prefill_tokens_per_s=speeds.prefill if speeds else 0.0,
            decode_tokens_per_s=speeds.decode if speeds else 0.0,
        )

    def speeds(self) -> Speeds | None:
        """What a plan should reckon with on this machine; None if nothing was computed.

        Passes run side by side: the time that reading did not take was for writing all of them.
        """
        wall = time.monotonic() - self._began
        if not self._evaluated or not self.usage.completion_tokens or wall <= 0:
            return None
        reading = min(self._reading_s or wall / 2, 0.9 * wall)
        return Speeds(self._evaluated / reading, self.usage.completion_tokens / (wall - reading))

    def _take_due(self) -> None:
        """Take what is kept already, until only passes for the model are left."""
        while due := self._run.due():
            found = False
            for passed in due:
                kept = self._store.kept_pass(passed.input_hash)
                if kept is None:
                    self._waiting.append(passed)
                    continue
                found = True
                again = self._run.take(passed, kept.text, "length" if kept.cut else "stop")
                if again is not None:
                    self.resumed += 1
                    self._store.keep_pass(self._job_id, again)
            if not found:
                return

    def _fill(self) -> None:
        while self._waiting and len(self._open) < self._run.plan.parallel:
            passed = self._waiting.popleft()
            command = passed.command()
            self._open[command.request_id] = _Open(passed)
            self._session.engine.submit(command)

    def _on_event(self, event: AnyEvent) -> None:
        work = self._open.get(event.request_id)
        if work is None:
            return
        if isinstance(event, Delta):
            if event.channel == "answer":
                work.text.append(event.text)
        elif isinstance(event, Failed):
            if event.kind != "context_full" or not self._run.too_long(work.passed):
                raise _failure(event)
            del self._open[event.request_id]
        elif isinstance(event, Finished):
            del self._open[event.request_id]
            self._finish(work, event)

    def _finish(self, work: _Open, finished: Finished) -> None:
        if finished.reason == "cancelled":
            raise Cancelled
        self._measure(finished)
        self.computed += 1
        kept = self._run.take(work.passed, "".join(work.text), finished.reason)
        if kept is not None:
            self._store.keep_pass(self._job_id, kept)

    def _measure(self, finished: Finished) -> None:
        usage, timings = finished.usage, finished.timings
        self.usage = Usage(
            self.usage.prompt_tokens + usage.prompt_tokens,
            self.usage.cached_tokens + usage.cached_tokens,
            self.usage.completion_tokens + usage.completion_tokens,
        )
        self._first_token_s = self._first_token_s or timings.first_token_s
        evaluated = max(0, usage.prompt_tokens - usage.cached_tokens)
        if timings.prefill_tokens_per_s > 0:
            self._evaluated += evaluated
            self._reading_s += evaluated / timings.prefill_tokens_per_s

    def _stop(self) -> None:
        """Let the engine end what it does; the second Ctrl+C does not wait for it."""
        self._waiting.clear()
        for request_id in self._open:
            self._session.engine.submit(Cancel(target=request_id))
        while self._open and self._session.interrupt.count < 2:
            event = self._session.next_event()
            if isinstance(event, Finished | Failed):
                self._open.pop(event.request_id, None)

    def _show(self) -> None:
        done, passes = self._run.finished_passes, self._run.plan.passes
        text = f"{done} of {passes} passes done, {self._run.coverage:.0%} read"
        left = self._seconds_left()
        if left is not None:
            text += f", about {duration_text(left)} left"
        self._terminal.progress(text.replace("%", " %"))

    def _seconds_left(self) -> float | None:
        """From this run where it has come anywhere, else from the plan."""
        plan = self._run.plan
        rest = 1.0 - self._run.finished_passes / plan.passes
        passed = time.monotonic() - self._began
        if self.computed:
            here = self.computed / plan.passes
            return passed / here * rest
        return None if plan.seconds is None else max(0.0, plan.seconds * rest - passed)


def duration_text(seconds: float) -> str:
    """A time for people: "12 s", "3 min", "1 h 20 min"."""
    whole = round(seconds)
    if whole < 90:
        return f"{max(1, whole)} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"


def _failure(event: Failed) -> Exception:
    if event.kind == "cancelled":
        return Cancelled()
    return UserError(event.kind, event.text, event.hint)
