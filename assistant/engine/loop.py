"""The engine's loop: takes commands, advances jobs a step at a time, sends events.

It runs in the engine process (`child.py`) or in a thread (`inprocess.py`); both give it
commands through `receive` and a function that sends events. Between two steps it looks at its
commands, so a cancel waits for one step at most. One job is active at a time; a scheduler that
batches several takes the place of `_advance`.
"""

from __future__ import annotations

import queue
import threading
import time
import traceback
from collections import deque
from collections.abc import Sequence
from pathlib import Path

from assistant.core.errors import Cancelled, UserError
from assistant.core.messages import (
    AnyCommand,
    AnyEvent,
    Cancel,
    CountTokens,
    Embed,
    Failed,
    Finished,
    Generate,
    Hello,
    Loading,
    LoadModel,
    Ready,
    SaveState,
    Shutdown,
    TokenCount,
    Unload,
    Unloaded,
)
from assistant.engine import llama
from assistant.engine.embedding import EmbedJob
from assistant.engine.job import Emit, GenerateJob, Job
from assistant.engine.loading import LoadedModel, load
from assistant.engine.template import TemplateProcess

PROGRESS_SECONDS = 0.05


class EngineLoop:
    """Owns the model. `run` belongs to one thread; `receive` and `hang_up` to any."""

    def __init__(
        self, emit: Emit, *, log: Path | None, template_command: Sequence[str] | None = None
    ) -> None:
        self._emit = emit
        self._log_path = log
        self._inbox: queue.SimpleQueue[tuple[float, AnyCommand] | None] = queue.SimpleQueue()
        self._templates = TemplateProcess(template_command)
        self._abort = llama.AbortFlag()
        self._lock = threading.Lock()
        self._active_id = ""
        self._hung_up = False
        self._pending: deque[tuple[float, AnyCommand]] = deque()
        self._waiting: list[tuple[float, Generate | Embed]] = []
        self._job: Job | None = None
        self._loaded: LoadedModel | None = None
        self._running = True

    def receive(self, command: AnyCommand) -> None:
        """Queue `command`; a cancel of what is being computed interrupts it at once."""
        self._inbox.put((time.perf_counter(), command))
        with self._lock:
            stops = isinstance(command, Cancel) and command.target == self._active_id
            if self._active_id and (stops or isinstance(command, Shutdown)):
                self._abort.set()

    def hang_up(self) -> None:
        """Nobody listens any more: end as soon as possible."""
        self._hung_up = True
        with self._lock:
            self._abort.set()
        self._inbox.put(None)

    def run(self, pid: int = 0) -> None:
        """Greet, then work until `Shutdown` or `hang_up`; frees everything."""
        native = llama.start(self._log_path)
        self._native = native
        try:
            self._emit(Hello(pid=pid, backends=llama.backends(), llama_version=llama.version()))
            while self._running and not self._hung_up:
                self._take_commands(wait=self._job is None and not self._waiting)
                self._advance()
        finally:
            self._end_job()
            self._unload()
            self._templates.close()
            native.close()

    # commands

    def _take_commands(self, *, wait: bool) -> None:
        """Handle everything that is queued; with `wait`, at least one command."""
        while self._running and not self._hung_up:
            if not self._pending:
                try:
                    item = self._inbox.get(block=wait)
                except queue.Empty:
                    return
                if item is None:
                    return
                self._pending.append(item)
            arrived, command = self._pending.popleft()
            self._guarded(arrived, command)
            wait = False

    def _guarded(self, arrived: float, command: AnyCommand) -> None:
        """Handle one command; whatever goes wrong ends this request only."""
        try:
            self._handle(arrived, command)
        except UserError as error:
            self._fail(command.request_id, error)
        except Cancelled:
            self._emit(_cancelled(command))
        except Exception as error:  # noqa: BLE001 - the top of the engine's thread
            self._fail(command.request_id, _bug(error))

    def _handle(self, arrived: float, command: AnyCommand) -> None:
        if isinstance(command, Generate | Embed):
            self._needs_model(embeds=isinstance(command, Embed))
            self._waiting.append((arrived, command))
        elif isinstance(command, Cancel):
            self._cancel(command.target)
        elif isinstance(command, CountTokens):
            self._emit(self._count(command))
        elif isinstance(command, LoadModel):
            self._load(command)
        elif isinstance(command, Unload):
            self._drop_jobs("The model was unloaded before the answer was complete.")
            self._unload()
            self._emit(Unloaded(request_id=command.request_id))
        elif isinstance(command, Shutdown):
            self._running = False
        elif isinstance(command, SaveState):
            pass  # nothing of a conversation outlives the process yet, so there is no answer

    def _count(self, command: CountTokens) -> TokenCount:
        loaded = self._needs_model(embeds=None)
        if command.turns:
            count = loaded.prompts.count(command.turns)
        else:
            count = loaded.prompts.count_text(command.text)
        return TokenCount(request_id=command.request_id, n=count, limit=loaded.context_length)

    def _needs_model(self, *, embeds: bool | None) -> LoadedModel:
        if self._loaded is None:
            raise UserError("no_model", "No model is loaded.", "Choose a model first.")
        if embeds is not None and self._loaded.embeds != embeds:
            if embeds:
                raise UserError("no_model", "The loaded model writes texts; it cannot find them.")
            raise UserError(
                "embedding_model",
                "The loaded model finds texts; it cannot write.",
                "Choose a chat or instruct model.",
            )
        return self._loaded

    # loading

    def _load(self, command: LoadModel) -> None:
        self._drop_jobs("Another model was loaded before the answer was complete.")
        self._unload()
        self._loaded = load(
            command,
            log=self._native,
            templates=self._templates,
            progress=_Progress(self, command.request_id),
            abort=self._abort,
        )
        self._emit(Ready(request_id=command.request_id, info=self._loaded.info))

    def _unload(self) -> None:
        loaded, self._loaded = self._loaded, None
        if loaded is not None:
            loaded.close()

    def load_goes_on(self, request_id: str) -> bool:
        """Whether nobody cancelled the load; called from within llama.cpp's loader."""
        while not self._inbox.empty():
            item = self._inbox.get()
            if item is not None:
                self._pending.append(item)
        for item in self._pending:
            if isinstance(item[1], Cancel) and item[1].target == request_id:
                self._pending.remove(item)
                return False
        return not self._hung_up and not any(
            isinstance(command, Shutdown) for _, command in self._pending
        )

    # jobs

    def _advance(self) -> None:
        """One step of the active job; the next waiting one by priority becomes active."""
        if self._job is None:
            self._begin_job()
        job = self._job
        if job is None:
            return
        try:
            job.step()
        except UserError as error:
            self._fail(job.request_id, error)
            self._end_job()
        except Exception as error:  # noqa: BLE001 - the top of the engine's thread
            self._fail(job.request_id, _bug(error))
            self._end_job()
        else:
            if job.done:
                self._end_job()

    def _begin_job(self) -> None:
        if not self._waiting or not self._running or self._hung_up:
            return
        first = min(self._waiting, key=_turn)
        self._waiting.remove(first)
        arrived, command = first
        try:
            loaded = self._needs_model(embeds=isinstance(command, Embed))
            if isinstance(command, Embed):
                self._job = EmbedJob(command, loaded, self._emit)
            else:
                self._job = GenerateJob(command, loaded, self._emit, arrived=arrived)
        except UserError as error:
            self._fail(command.request_id, error)
        except Exception as error:  # noqa: BLE001 - the top of the engine's thread
            self._fail(command.request_id, _bug(error))
        if self._job is not None:
            with self._lock:
                self._active_id = command.request_id
                if not self._hung_up:
                    self._abort.clear()

    def _end_job(self) -> None:
        with self._lock:
            self._active_id = ""
            if not self._hung_up:
                self._abort.clear()
        job, self._job = self._job, None
        if job is not None:
            job.close()

    def _cancel(self, target: str) -> None:
        if self._job is not None and self._job.request_id == target:
            self._job.cancel()
            self._end_job()
            return
        for item in self._waiting:
            if item[1].request_id == target:
                self._waiting.remove(item)
                self._emit(_cancelled(item[1]))
                return

    def _drop_jobs(self, reason: str) -> None:
        """End what depends on the model that is about to go."""
        if self._job is not None:
            self._cancel(self._job.request_id)
        for _, command in self._waiting:
            self._emit(Failed(request_id=command.request_id, kind="no_model", text=reason))
        self._waiting.clear()

    def _fail(self, request_id: str, error: UserError) -> None:
        self._emit(Failed(request_id=request_id, kind=error.kind, text=error.text, hint=error.hint))


class _Progress:
    """Tells of the load about every `PROGRESS_SECONDS`; False when it was cancelled."""

    def __init__(self, loop: EngineLoop, request_id: str) -> None:
        self._loop = loop
        self._request_id = request_id
        self._told_at = 0.0

    def __call__(self, fraction: float) -> bool:
        now = time.perf_counter()
        if fraction >= 1.0 or now - self._told_at >= PROGRESS_SECONDS:
            self._told_at = now
            self._loop._emit(Loading(request_id=self._request_id, fraction=min(fraction, 1.0)))
        return self._loop.load_goes_on(self._request_id)


def _turn(item: tuple[float, Generate | Embed]) -> tuple[int, float]:
    """Lower numbers are served first, then who came first."""
    arrived, command = item
    return (command.priority if isinstance(command, Generate) else 0, arrived)


def _cancelled(command: AnyCommand) -> AnyEvent:
    if isinstance(command, Generate):
        return Finished(request_id=command.request_id, reason="cancelled")
    return Failed(request_id=command.request_id, kind="cancelled", text="Cancelled.")


def _bug(error: Exception) -> UserError:
    """`error` for the person; where it happened goes to the log, but no text of theirs."""
    traceback.print_tb(error.__traceback__)
    return UserError(
        "bug",
        f"The engine met an error of its own ({type(error).__name__}).",
        "Try again; the engine's log says more.",
    )
