"""The engine's loop: takes commands, advances jobs a batch at a time, sends events.

It runs in the engine process (`child.py`) or in a thread (`inprocess.py`); both give it
commands through `receive` and a function that sends events. Between two batches it looks at its
commands; a cancel of the only job that is being computed interrupts the batch.
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
    ModelParameters,
    Pause,
    Ready,
    Resume,
    Shutdown,
    TokenCount,
    Unload,
    Unloaded,
)
from assistant.engine import llama
from assistant.engine.batching import Batching
from assistant.engine.counting import counted
from assistant.engine.deltas import Emit
from assistant.engine.embedding import EmbeddingQueue, EmbedJob
from assistant.engine.job import GenerateJob
from assistant.engine.loaded_model import LoadedModel
from assistant.engine.loading import load
from assistant.engine.machine import give_memory_back
from assistant.engine.state_commands import WRITE_SECONDS, StateCommand, answer_state_command
from assistant.engine.states import StateStore
from assistant.engine.template import TemplateProcess

PROGRESS_SECONDS = 0.05
WORTH_ABORTING = 16  # tokens of a batch; a shorter one is over soon
SAVE_AFTER_SECONDS = 15.0


class EngineLoop:
    """Owns the models. `run` belongs to one thread; `receive` and `hang_up` to any."""

    def __init__(
        self,
        emit: Emit,
        *,
        log: Path | None,
        template_command: Sequence[str] | None = None,
        states: Path | None = None,
    ) -> None:
        """`states` is the folder for saved conversation states; None keeps none."""
        self._emit = emit
        self._log_path = log
        self._states_folder = states
        self._inbox: queue.Queue[tuple[float, AnyCommand] | None] = queue.Queue()
        self._templates = TemplateProcess(template_command)
        self._abort = llama.AbortFlag()
        self._lock = threading.Lock()
        self._computing = ""
        self._hung_up = False
        self._pending: deque[tuple[float, AnyCommand]] = deque()
        self._batching: Batching | None = None
        self._embedder: LoadedModel | None = None
        self._embedding = EmbeddingQueue()
        self._worked_at = time.monotonic()
        self._running = True
        self.closing = False

    def receive(self, command: AnyCommand) -> None:
        """Queue `command`; a cancel of what is being computed alone interrupts it at once."""
        self._inbox.put((time.perf_counter(), command))
        if isinstance(command, Shutdown):
            self.closing = True
        with self._lock:
            stops = isinstance(command, Cancel) and command.target == self._computing
            if self._computing and (stops or isinstance(command, Shutdown)):
                self._abort.set()

    def hang_up(self) -> None:
        """Nobody listens any more: end as soon as possible, unless `Shutdown` came before."""
        if not self.closing:
            self._hung_up = True
            with self._lock:
                self._abort.set()
        self._inbox.put(None)

    def run(self, pid: int = 0) -> None:
        """Greet, then work until `Shutdown` or `hang_up`; frees everything."""
        native = llama.start(self._log_path)
        self._native = native
        try:
            self._emit(
                Hello(
                    pid=pid,
                    backends=llama.backends(),
                    instructions=llama.instructions(),
                    llama_version=llama.version(),
                )
            )
            worked = False
            while self._running and not self._hung_up:
                self._take_commands(wait=not worked)
                worked = self._advance()
        finally:
            self._unload_embedder()
            self._unload_chat()
            self._templates.close()
            native.close()

    @property
    def _chat(self) -> LoadedModel | None:
        return None if self._batching is None else self._batching.loaded

    # commands

    def _take_commands(self, *, wait: bool) -> None:
        """Handle everything that is queued; with `wait`, wait for the first or for a duty."""
        while self._running and not self._hung_up:
            if not self._pending:
                try:
                    item = self._inbox.get(block=wait, timeout=self._next_duty() if wait else None)
                except queue.Empty:
                    if wait:
                        self._do_duties()
                    return
                if item is None:
                    return
                self._pending.append(item)
            arrived, command = self._pending.popleft()
            self._guarded(arrived, command)
            self._worked_at = time.monotonic()
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
        if isinstance(command, Generate):
            batching = self._needs_chat()
            job = GenerateJob(command, batching.loaded, self._emit, arrived=arrived)
            batching.add(job)
        elif isinstance(command, Embed):
            self._embedding.add(EmbedJob(command, self._needs_embedder(), self._emit))
        elif isinstance(command, Cancel):
            self._cancel(command.target)
        elif isinstance(command, Pause | Resume):
            if self._batching is not None:
                self._batching.pause(command.target, isinstance(command, Pause))
        elif isinstance(command, CountTokens):
            self._emit(self._count(command))
        elif isinstance(command, LoadModel):
            self._load(command)
        elif isinstance(command, Unload):
            self._unload(command)
        elif isinstance(command, Shutdown):
            self._running = False
        else:
            self._handle_states(command)

    def _handle_states(self, command: StateCommand) -> None:
        if self._chat is not None:
            chat = self._chat
            budget = chat.parameters.state_budget
            self._emit(answer_state_command(command, chat.states, chat.pool, budget))
            return
        store = self._store_without_model()
        self._emit(answer_state_command(command, store, None, ModelParameters().state_budget))
        store.close(WRITE_SECONDS)

    def _store_without_model(self) -> StateStore:
        budget = ModelParameters().state_budget
        return StateStore(self._states_folder, "", disk_budget=budget, memory_budget=0)

    def _count(self, command: CountTokens) -> TokenCount:
        loaded = self._chat or self._embedder
        if loaded is None:
            raise _no_model()
        prompts = loaded.prompts
        each = [turn.content for turn in command.turns] if command.each else command.texts
        counts = counted(prompts.count_text, each)
        if command.turns:
            count = prompts.count(command.turns)
        elif command.texts:
            count = sum(counts)
        else:
            count = prompts.count_text(command.text)
        return TokenCount(
            request_id=command.request_id, n=count, limit=loaded.context_length, each=counts
        )

    def _needs_chat(self) -> Batching:
        if self._batching is None:
            if self._embedder is not None:
                raise UserError(
                    "embedding_model",
                    "The loaded model finds texts; it cannot write.",
                    "Choose a chat or instruct model.",
                )
            raise _no_model()
        return self._batching

    def _needs_embedder(self) -> LoadedModel:
        if self._embedder is None:
            if self._chat is not None:
                raise UserError("no_model", "The loaded model writes texts; it cannot find them.")
            raise _no_model()
        return self._embedder

    # loading

    def _load(self, command: LoadModel) -> None:
        reason = "Another model was loaded before the answer was complete."
        if command.purpose == "embedding":
            self._end_embedding(reason)
            self._unload_embedder()
        else:
            self._end_generation(reason)
            self._unload_chat()
        loaded = load(
            command,
            log=self._native,
            templates=self._templates,
            progress=_Progress(self, command.request_id),
            abort=self._abort,
            states=self._states_folder,
        )
        if command.purpose == "embedding":
            self._embedder = loaded
        else:
            self._batching = Batching(loaded, self._emit)
        self._emit(Ready(request_id=command.request_id, info=loaded.info))

    def _unload(self, command: Unload) -> None:
        reason = "The model was unloaded before the answer was complete."
        if command.purpose in ("chat", "all"):
            self._end_generation(reason)
            self._unload_chat()
        if command.purpose in ("embedding", "all"):
            self._end_embedding(reason)
            self._unload_embedder()
        self._emit(Unloaded(request_id=command.request_id))

    def _unload_chat(self) -> None:
        """Free the model that writes; what its conversations need is written to the disk."""
        batching, self._batching = self._batching, None
        if batching is not None:
            batching.cancel_all()
            if not self._hung_up:
                batching.loaded.pool.save()
            batching.loaded.close()
            del batching
            give_memory_back()

    def _unload_embedder(self) -> None:
        self._embedding.cancel_all()
        loaded, self._embedder = self._embedder, None
        if loaded is not None:
            loaded.close()
            del loaded
            give_memory_back()

    def _end_generation(self, reason: str) -> None:
        """End what depends on the model that is about to go."""
        if self._batching is not None:
            self._batching.end_all(UserError("no_model", reason))

    def _end_embedding(self, reason: str) -> None:
        for job in self._embedding.take_all():
            self._fail(job.request_id, UserError("no_model", reason))

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

    # duties of an engine at rest

    def _next_duty(self) -> float | None:
        """Seconds until something is due though nobody asks."""
        if self._batching is None or not self._batching.empty:
            return None
        chat = self._batching.loaded
        rested = time.monotonic() - self._worked_at
        due = []
        if chat.pool.unsaved():
            due.append(SAVE_AFTER_SECONDS - rested)
        if chat.parameters.idle_unload_s > 0:
            due.append(chat.parameters.idle_unload_s - rested)
        return max(0.0, min(due)) if due else None

    def _do_duties(self) -> None:
        """Save what conversations need next time; unload a model that nobody uses."""
        if self._chat is None:
            return
        rested = time.monotonic() - self._worked_at
        if rested >= SAVE_AFTER_SECONDS and self._chat.pool.unsaved():
            self._chat.pool.save()
        limit = self._chat.parameters.idle_unload_s
        if 0 < limit <= rested and not self._embedding:
            self._unload_chat()
            self._unload_embedder()
            self._emit(Unloaded(reason="idle"))

    # jobs

    def _advance(self) -> bool:
        """Compute a batch, and one of embeddings; whether there was anything to do."""
        if not self._running or self._hung_up:
            return False
        worked = self._generate()
        visible = self._batching is not None and self._batching.visible
        job = self._embedding.next(beside=worked, visible=visible)
        if job is not None:
            began = time.monotonic()
            self._embed(job)
            self._embedding.took(time.monotonic() - began)
            worked = True
        if worked:
            self._worked_at = time.monotonic()
        return worked

    def _generate(self) -> bool:
        batching = self._batching
        if batching is None or not batching.busy:
            return False
        shares = batching.plan()
        if not shares:
            return False
        began = time.monotonic()
        alone = len(shares) == 1 and shares[0].tokens >= WORTH_ABORTING
        self._begin_computing(shares[0].job if alone else "")
        try:
            batching.compute(shares)
        except Exception as error:  # noqa: BLE001 - the top of the engine's thread
            batching.end_all(_bug(error))
        finally:
            self._end_computing()
        self._embedding.others_took(time.monotonic() - began)
        return True

    def _embed(self, job: EmbedJob) -> None:
        self._begin_computing(job.request_id)
        try:
            job.step()
        except UserError as error:
            self._fail(job.request_id, error)
            job.done = True
        except Exception as error:  # noqa: BLE001 - the top of the engine's thread
            self._fail(job.request_id, _bug(error))
            job.done = True
        finally:
            self._end_computing()
        if job.done:
            self._embedding.remove(job)

    def _begin_computing(self, request_id: str) -> None:
        """From now on a cancel of `request_id` interrupts llama.cpp."""
        with self._lock:
            self._computing = request_id
            if not self._hung_up:
                self._abort.clear()

    def _end_computing(self) -> None:
        with self._lock:
            self._computing = ""
            if not self._hung_up:
                self._abort.clear()

    def _cancel(self, target: str) -> None:
        if self._batching is not None and self._batching.cancel(target):
            return
        self._embedding.cancel(target)

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


def _no_model() -> UserError:
    return UserError("no_model", "No model is loaded.", "Choose a model first.")


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
