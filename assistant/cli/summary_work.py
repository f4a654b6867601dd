"""Carries a summary out: sends its passes to the engine and keeps what comes back."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from assistant.cli.engine_session import EngineSession
from assistant.cli.terminal import Terminal
from assistant.core.document_ports import DocumentStore
from assistant.core.errors import Cancelled, UserError
from assistant.core.kept_summary import KeptSummary
from assistant.core.messages import AnyEvent, Cancel, Delta, Failed, Finished
from assistant.core.summary_progress import SummaryProgress
from assistant.core.summary_run import Pass


@dataclass
class _Open:
    passed: Pass
    text: list[str] = field(default_factory=list)
    tokens: int = 0


class SummaryWork:
    """One run of a summary. Main thread only."""

    def __init__(
        self,
        kept: KeptSummary,
        session: EngineSession,
        store: DocumentStore,
        terminal: Terminal,
    ) -> None:
        self.kept = kept
        self._run = kept.run
        self._session = session
        self._store = store
        self._terminal = terminal
        self._waiting: deque[Pass] = deque()
        self._open: dict[str, _Open] = {}
        self.progress = SummaryProgress(self._run.plan)

    def perform(self) -> None:
        """Work until the run is done. Raises `Cancelled` and `UserError`; what is finished is
        kept in both cases."""
        self.progress = SummaryProgress(self._run.plan)
        try:
            while True:
                self._waiting.extend(self.kept.due(self._store))
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
            work.tokens += event.tokens
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
        self.progress.add(finished)
        self.kept.finish(work.passed, "".join(work.text), finished.reason, self._store)

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
        written = {work.passed.node.id: work.tokens for work in self._open.values()}
        waiting = [n.id for n in self._run.plan.nodes if self._run.state(n.id) == "waiting"]
        left = self.progress.seconds_left(waiting, written)
        if left is not None:
            text += f", about {duration_text(left)} left"
        self._terminal.progress(text.replace("%", " %"))


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
