"""Continuous batching: all jobs of one model advance together, a batch at a time."""

from __future__ import annotations

import time

from assistant.core.errors import UserError
from assistant.core.messages import Failed
from assistant.engine import llama
from assistant.engine.deltas import Emit
from assistant.engine.job import GenerateJob
from assistant.engine.live import Live
from assistant.engine.loaded_model import LoadedModel
from assistant.engine.schedule import VISIBLE, Share

MOST_RESERVED = 1024  # tokens of an answer that are seen to before a job starts,
LEAST_RESERVED = 64  # an eighth of the context in between


class Batching:
    """The jobs of one model: waiting for a sequence, or active. One thread."""

    def __init__(self, loaded: LoadedModel, emit: Emit) -> None:
        self.loaded = loaded
        self._context = loaded.context
        self._pool = loaded.pool
        self._schedule = loaded.schedule
        self._emit = emit
        self._waiting: list[GenerateJob] = []
        self._active: list[GenerateJob] = []
        self._changed = False  # whether somebody who had to wait may start now

    # jobs

    def add(self, job: GenerateJob) -> None:
        """Take `job` in; it starts with the next step, if there is room."""
        self._waiting.append(job)
        self._changed = True

    def cancel(self, request_id: str) -> bool:
        """End a job as cancelled; whether there was one."""
        job = self._find(request_id)
        if job is None:
            return False
        job.finish("cancelled")
        self._leave(job)
        return True

    def cancel_all(self) -> None:
        """End every job as cancelled."""
        for job in self._jobs:
            self.cancel(job.request_id)

    def end_all(self, error: UserError) -> None:
        """End every job with `error`; those that have begun keep what they wrote."""
        for job in self._jobs:
            if job.begun:
                self.cancel(job.request_id)
            else:
                self._fail(job, error)

    def pause(self, request_id: str, paused: bool) -> None:
        """Let a job rest, or go on."""
        job = self._find(request_id)
        if job is not None:
            job.paused = paused
            self._changed = True

    @property
    def busy(self) -> bool:
        """Whether a step would do something."""
        return any(not job.paused for job in self._jobs)

    @property
    def empty(self) -> bool:
        """Whether there is no job at all, not even a paused one."""
        return not self._jobs

    @property
    def visible(self) -> bool:
        """Whether somebody waits for one of the jobs."""
        return any(job.priority <= VISIBLE and not job.paused for job in self._jobs)

    @property
    def _jobs(self) -> tuple[GenerateJob, ...]:
        return (*self._active, *self._waiting)

    def _find(self, request_id: str) -> GenerateJob | None:
        return next((job for job in self._jobs if job.request_id == request_id), None)

    def _leave(self, job: GenerateJob) -> None:
        """`job` has ended: its sequence is free again."""
        self._changed = True
        if job in self._active:
            self._active.remove(job)
        if job in self._waiting:
            self._waiting.remove(job)
        if job.live is not None:
            self._pool.release(job.live, job.conversation, keep=job.keep)
            job.detach()
        job.close()

    def _fail(self, job: GenerateJob, error: UserError) -> None:
        job.done = True
        self._emit(
            Failed(request_id=job.request_id, kind=error.kind, text=error.text, hint=error.hint)
        )
        self._leave(job)

    # starting

    def admit(self) -> None:
        """Give sequences to those who wait, the most urgent first."""
        if not self._changed:
            return
        self._changed = False
        for job in sorted(self._waiting, key=_urgency):
            if job.paused:
                continue
            live = self._acquire(job)
            if live is None:
                break
            self._waiting.remove(job)
            self._active.append(job)
            job.attach(live)

    def _acquire(self, job: GenerateJob) -> Live | None:
        while True:
            live = self._pool.acquire(job.known, job.conversation, keep=job.keep)
            if live is not None:
                break
            if not self._preempt(job):
                return None
        while not self._has_room(job, live):
            if not self._preempt(job):
                self._pool.release(live, "", keep=True)
                return None
        return live

    def _has_room(self, job: GenerateJob, live: Live) -> bool:
        """Whether `job` fits beside what the active ones still may write."""
        capacity = self.loaded.context_length
        most = min(MOST_RESERVED, max(LEAST_RESERVED, capacity // 8))
        reserved = sum(min(other.wants, most) for other in (job, *self._active))
        need = len(job.known) - len(live.tokens) + reserved
        return self._pool.make_room(min(need, capacity - len(live.tokens)))

    def _preempt(self, job: GenerateJob) -> bool:
        """Take the place of the least urgent job that is less urgent than `job`."""
        less = [other for other in self._active if _urgency(other) > _urgency(job)]
        resting = [other for other in self._active if other.paused and other is not job]
        for other in (resting or sorted(less, key=_urgency))[-1:]:
            self._suspend(other)
            return True
        return False

    def _suspend(self, job: GenerateJob) -> None:
        """`job` waits again; what it evaluated is kept as long as nobody needs the room."""
        self._active.remove(job)
        if job.live is not None:
            self._pool.release(job.live, "", keep=True)
            job.detach()
        self._waiting.append(job)

    # stepping

    def plan(self) -> list[Share]:
        """What the next batch holds; empty when nothing can be done."""
        self.admit()
        going = [job for job in self._active if not job.paused]
        if not any(job.priority <= VISIBLE for job in going):
            self._schedule.rested()
        demands = [job.demand(len(going) - 1) for job in going]
        shares = self._schedule.plan(demands)
        while shares and not self._pool.make_room(sum(share.tokens for share in shares)):
            resting = [job for job in self._active if job.paused]
            if resting:
                self._suspend(resting[-1])
                continue
            last = max((self._job(share) for share in shares), key=_urgency)
            if len(shares) == 1:
                self._fail(last, _no_room(self.loaded.context_length))
                return []
            self._suspend(last)
            shares = [share for share in shares if share.job != last.request_id]
        return shares

    def compute(self, shares: list[Share]) -> None:
        """Evaluate a batch and draw from it."""
        context = self._context
        context.begin()
        parts: list[tuple[GenerateJob, list[int], int]] = []
        for share in shares:
            job = self._job(share)
            live = job.place
            tokens, outputs = job.tokens(share.tokens)
            first = context.add(live.id, tokens, len(live.tokens), outputs)
            parts.append((job, tokens, first))
        began = time.perf_counter()
        code = context.decode()
        if code != llama.DECODE_OK:
            self._mend([job for job, _, _ in parts], code)
            return
        for job, tokens, first in parts:
            self._deliver(job, tokens, first)
        self._learn(shares, time.perf_counter() - began)

    def _job(self, share: Share) -> GenerateJob:
        return next(job for job in self._active if job.request_id == share.job)

    def _deliver(self, job: GenerateJob, tokens: list[int], first: int) -> None:
        """`tokens` of `job` are evaluated."""
        live = job.place
        self._pool.extend(live, tokens)
        if len(live.tokens) in live.marks:
            self._pool.checkpoint(live)
        try:
            wrong = job.evaluated(self._context, first)
        except UserError as error:
            self._fail(job, error)
            return
        if wrong and not self._pool.rewind(live, len(live.tokens) - wrong):
            live.marks = []
        if job.done:
            self._leave(job)

    def _learn(self, shares: list[Share], seconds: float) -> None:
        self._schedule.measured(shares, seconds)
        if not any(share.reads for share in shares):
            self.loaded.step_cost.measured(sum(share.tokens for share in shares), seconds)

    def _mend(self, jobs: list[GenerateJob], code: int) -> None:
        """The batch was not evaluated: nothing of it may stay in memory."""
        for job in jobs:
            if job.live is not None:
                self._pool.restore(job.live)
        if code == llama.DECODE_ABORTED:  # the cancel that caused it is about to be handled
            return
        if code == llama.DECODE_NO_SLOT:
            if self._pool.evict_idle():
                return
            resting = [job for job in self._active if job not in jobs]
            if resting or len(jobs) > 1:
                self._suspend(max(resting or jobs, key=_urgency))
                return
        for job in jobs:
            if job.live is not None:
                self._pool.empty(job.live)
            self._fail(job, _not_evaluated(code))


def _urgency(job: GenerateJob) -> tuple[int, float]:
    """Lower comes first."""
    return (job.priority, job.arrived)


def _not_evaluated(code: int) -> UserError:
    return UserError(
        "bug",
        f"llama.cpp could not evaluate the text (code {code}).",
        "Try again; if it happens again, load the model anew.",
    )


def _no_room(limit: int) -> UserError:
    return UserError(
        "context_full",
        f"The context of {limit:,} tokens is full.",
        "Shorten the message, start a new conversation, or choose a longer context.",
    )
