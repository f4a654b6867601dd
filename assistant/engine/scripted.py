"""An engine without a model, for tests and demonstrations: it says what a script tells it.

It speaks the same events in the same order as the real one. There is no thread: all timing
happens inside `poll`, which waits on its inbox, so a cancel is seen at once.
"""

from __future__ import annotations

import queue
import time
from collections import deque
from collections.abc import Callable, Iterator
from functools import partial

from assistant.core.entities import ModelInfo
from assistant.core.errors import UserError
from assistant.core.messages import (
    AnyCommand,
    AnyEvent,
    Cancel,
    CountTokens,
    Embed,
    Embedded,
    EngineExited,
    Failed,
    FinishReason,
    ForgetStates,
    Generate,
    Hello,
    Loading,
    LoadModel,
    MeasureStates,
    Pause,
    PromptProgress,
    Ready,
    RestoreState,
    Resume,
    SaveState,
    Shutdown,
    TokenCount,
    Turn,
    Unload,
    Unloaded,
)
from assistant.engine.scripted_answer import (
    SAMPLE_ANSWER,
    ScriptedAnswer,
    count_turns,
    prompt_tokens,
    scripted_tokens,
    scripted_vector,
)
from assistant.engine.scripted_jobs import Job, Queue, States, Step, cancelled
from assistant.engine.scripted_servers import ScriptedServers, name_of

Script = str | Callable[[tuple[Turn, ...]], str]

_LOAD_STEPS = 10
_SLICE_TOKENS = 256


class ScriptedEngine:
    """The engine port over a script; see `core.ports.Engine` for the contract.

    `commands` holds what was asked, in order. What a conversation has read is known by the
    words, as a prefix cache knows it: `Usage.cached_tokens` is what a prompt shares with it.
    """

    def __init__(
        self,
        script: Script = SAMPLE_ANSWER,
        *,
        tokens_per_s: float = 60.0,
        load_s: float = 0.2,
        prompt_tokens_per_s: float = 4000.0,
        context_length: int = 8192,
        reasoning: str = "",
        background: Script = "",
        has_template: bool = True,
        fail_load: UserError | None = None,
        die_after: int | None = None,
        remote: ScriptedServers | None = None,
    ) -> None:
        """`script` is the answer, or makes it from the turns.

        `background` answers what is asked beside a conversation (with `keep` false): a title, a
        summary. `tokens_per_s` 0 means as fast as possible, the same for `prompt_tokens_per_s`.
        `fail_load` is what every load ends in; `die_after` lets the engine die in place of
        that token (counted from 0) of every answer. `remote` is what models of servers do.
        """
        self._script = script
        self._background = background
        self._token_s = 1.0 / tokens_per_s if tokens_per_s > 0 else 0.0
        self._prompt_token_s = 1.0 / prompt_tokens_per_s if prompt_tokens_per_s > 0 else 0.0
        self._load_s = load_s
        self._context_length = context_length
        self._reasoning = reasoning
        self._has_template = has_template
        self._fail_load = fail_load
        self.die_after = die_after
        self._remote = remote or ScriptedServers()
        self.commands: list[AnyCommand] = []
        self._inbox: queue.Queue[AnyCommand | None] = queue.Queue()
        self._events: deque[AnyEvent] = deque()
        self._waiting = Queue()
        self._counts: list[CountTokens] = []
        self._active: list[Job] = []
        self._info: ModelInfo | None = None
        self._greeted = False
        self._states = States()

    def submit(self, command: AnyCommand) -> None:
        self._inbox.put(command)

    def wake(self) -> None:
        self._inbox.put(None)

    def close(self) -> None:
        self._stop_all()
        self._waiting.clear()
        self._info = None

    def poll(self, timeout: float) -> AnyEvent | None:
        deadline = time.monotonic() + timeout
        while True:
            if not self._inbox.empty():  # a cancel comes before the next token
                if not self._take(0.0):
                    return None
                continue
            if self._events:
                return self._events.popleft()
            self._run_due()
            if self._events:
                continue
            now = time.monotonic()
            if now >= deadline:
                return None
            until = min([deadline, *(job.due_at for job in self._active)])
            if not self._take(max(0.0, until - now)):
                return None

    def _take(self, timeout: float) -> bool:
        """Handle one item of the inbox; False when it was a wake."""
        try:
            command = self._inbox.get(timeout=timeout)
        except queue.Empty:
            return True
        if command is None:
            return False
        self._handle(command)
        return True

    # commands

    def _handle(self, command: AnyCommand) -> None:
        self.commands.append(command)
        if not self._greeted and not isinstance(command, Shutdown | Cancel | SaveState):
            self._greeted = True
            self._events.append(Hello(backends=("scripted",), llama_version="scripted"))
        if isinstance(command, LoadModel) and command.purpose == "embedding":
            info = self._describe(command)
            self._events.append(Ready(request_id=command.request_id, info=info))
        elif isinstance(command, LoadModel | Generate):
            self._waiting.add(command)
            self._begin_waiting()
        elif isinstance(command, Cancel | Pause | Resume):
            self._steer(command)
        elif isinstance(command, CountTokens):
            self._count(command)
        elif isinstance(command, Embed):
            vectors = tuple(scripted_vector(text) for text in command.texts)
            self._events.append(Embedded(request_id=command.request_id, vectors=vectors))
        elif isinstance(command, Unload):
            if command.purpose != "embedding":
                self._stop_all()
                self._info = None
            self._events.append(Unloaded(request_id=command.request_id))
        elif isinstance(command, SaveState | RestoreState | ForgetStates | MeasureStates):
            self._keep_states(command)
        elif isinstance(command, Shutdown):
            self._die(0)

    def _count(self, command: CountTokens) -> None:
        """A count waits for the model that is on its way, as everything behind a load does."""
        loads = [*self._waiting, *(job.command for job in self._active)]
        if any(isinstance(each, LoadModel) for each in loads):
            self._counts.append(command)
        elif self._info is None:
            self._fail(command.request_id, _NO_MODEL)
        else:
            self._events.append(self._counted(command))

    def _counted(self, command: CountTokens) -> TokenCount:
        texts = command.texts or tuple(turn.content for turn in command.turns if command.each)
        each = tuple(len(scripted_tokens(text)) for text in texts)
        if command.turns:
            count = count_turns(command.turns)
        else:
            count = sum(each) if command.texts else len(scripted_tokens(command.text))
        return TokenCount(
            request_id=command.request_id, n=count, limit=self._context_length, each=each
        )

    def _count_waiting(self) -> None:
        waiting, self._counts = self._counts, []
        for command in waiting:
            self._count(command)

    def _keep_states(
        self, command: SaveState | RestoreState | ForgetStates | MeasureStates
    ) -> None:
        if isinstance(command, ForgetStates):
            self._states.forget(None if command.everything else command.conversations)
        self._events.append(self._states.kept(command.request_id))

    def _steer(self, command: Cancel | Pause | Resume) -> None:
        job = next((job for job in self._active if job.command.request_id == command.target), None)
        if isinstance(command, Cancel):
            if job is not None:
                self._end(job, job.cancelled())
            elif (waiting := self._waiting.remove(command.target)) is not None:
                self._events.append(cancelled(waiting))
        elif job is not None and isinstance(command, Pause):
            job.paused_at = job.paused_at or time.monotonic()
        elif job is not None and job.paused_at is not None:
            job.rested_s += time.monotonic() - job.paused_at
            job.paused_at = None

    def _stop_all(self) -> None:
        active, self._active = self._active, []
        self._events.extend(job.cancelled() for job in active)

    def _end(self, job: Job, last: AnyEvent | None = None) -> None:
        self._active.remove(job)
        if last is not None:
            self._events.append(last)
        if isinstance(job.command, LoadModel):
            self._count_waiting()
        self._begin_waiting()

    def _fail(self, request_id: str, error: UserError) -> None:
        self._events.append(
            Failed(request_id=request_id, kind=error.kind, text=error.text, hint=error.hint)
        )

    def _die(self, code: int) -> None:
        """End as a process ends: every open request fails, then one `EngineExited`."""
        opened = [*(job.command for job in self._active), *self._waiting, *self._counts]
        self._active, self._info, self._greeted = [], None, False
        self._states.clear()
        self._waiting.clear()
        self._counts.clear()
        for command in opened:
            self._fail(command.request_id, _DIED)
        self._events.append(EngineExited(code=code, log_tail="scripted: the end"))

    # time

    def _run_due(self) -> None:
        """Do the steps whose time has come, until one of them says something."""
        while self._active and not self._events:
            job = min(self._active, key=lambda job: job.due_at)
            if time.monotonic() < job.due_at:
                return
            assert job.next is not None  # noqa: S101 - it is due
            self._events.extend(job.next.due())
            if job not in self._active:
                return  # the step itself ended everything
            job.next = next(job.steps, None)
            if job.next is None:
                self._end(job)

    def _begin_waiting(self) -> None:
        while (command := self._waiting.take(self._active)) is not None:
            if isinstance(command, LoadModel):
                job = Job(command, self._load_steps(command))
            elif (error := self._refusal(command)) is not None:
                self._fail(command.request_id, error)
                continue
            else:
                answer = ScriptedAnswer(command, self._text(command), self._reasoning)
                job = Job(command, self._answer_steps(command, answer), answer=answer)
            job.next = next(job.steps, None)
            self._active.append(job)

    def _text(self, command: Generate) -> str:
        aside = bool(command.conversation) and not command.keep
        script = self._background if aside else self._script
        return script if isinstance(script, str) else script(command.turns)

    def _refusal(self, command: Generate) -> UserError | None:
        if self._info is None:
            return _NO_MODEL
        if (refused := self._remote.refusal(self._info.path, command.place)) is not None:
            return refused
        needed = count_turns(command.turns)
        if needed >= self._context_length:
            return UserError(
                "context_full",
                f"This conversation needs {needed:,} tokens and the model's context holds "
                f"{self._context_length:,}.",
                "Start a new conversation.",
            )
        return None

    def _load_steps(self, command: LoadModel) -> Iterator[Step]:
        started = time.monotonic()
        self._info = None

        def loading(fraction: float) -> list[AnyEvent]:
            return [Loading(request_id=command.request_id, fraction=fraction)]

        def ready() -> list[AnyEvent]:
            if self._fail_load is not None:
                error = self._fail_load
                return [
                    Failed(
                        request_id=command.request_id,
                        kind=error.kind,
                        text=error.text,
                        hint=error.hint,
                    )
                ]
            self._info = self._describe(command)
            self._states.clear()
            return [Ready(request_id=command.request_id, info=self._info)]

        for step in range(1, _LOAD_STEPS + 1):
            fraction = step / _LOAD_STEPS
            yield Step(started + self._load_s * fraction, partial(loading, fraction))
        yield Step(started + self._load_s, ready)

    def _describe(self, command: LoadModel) -> ModelInfo:
        name = name_of(command.path) or "scripted"
        return ModelInfo(
            path=command.path,
            name=name,
            architecture="scripted",
            description="scripted answers",
            trained_context=self._context_length,
            context_length=self._context_length,
            has_template=self._has_template,
            thinks=bool(self._reasoning),
            backend="scripted",
            reason="No model: the answers are scripted.",
        )

    def _answer_steps(self, command: Generate, answer: ScriptedAnswer) -> Iterator[Step]:
        began = time.monotonic()
        if (sent := self._remote.sent(self._info, command)) is not None:
            yield Step(began, lambda: [sent])
        tokens = prompt_tokens(command.turns)
        prompt = answer.prompt = len(tokens)
        answer.cached = min(self._states.known(tokens), prompt - 1)
        at = began

        def progress(done: int) -> list[AnyEvent]:
            return [
                PromptProgress(
                    request_id=command.request_id, done=done, total=prompt, cached=answer.cached
                )
            ]

        for done in [*range(answer.cached, prompt, _SLICE_TOKENS), prompt]:
            at = began + (done - answer.cached) * self._prompt_token_s
            yield Step(at, partial(progress, done))
        answer.reading_s = at - began
        first = at
        for index, (channel, text) in enumerate(answer.tokens):
            at = first + (index + 1) * self._token_s
            if index == self.die_after:
                yield Step(at, self._end_with_signal)
                return
            yield Step(at, partial(answer.deltas, channel, text))
            if command.max_tokens and index + 1 >= command.max_tokens:
                yield Step(at, partial(self._complete, command, answer, "length"))
                return
            if prompt + index + 1 >= self._context_length:
                yield Step(at, partial(self._complete, command, answer, "context_full"))
                return
        yield Step(at, partial(self._complete, command, answer, "stop"))

    def _complete(
        self, command: Generate, answer: ScriptedAnswer, reason: FinishReason
    ) -> list[AnyEvent]:
        if command.keep:
            said = [text for _channel, text in answer.tokens[: answer.sent]]
            self._states.keep(command.conversation, [*prompt_tokens(command.turns), *said])
        return [answer.finished(reason)]

    def _end_with_signal(self) -> list[AnyEvent]:
        self._die(-9)
        return []


_NO_MODEL = UserError("no_model", "No model is loaded.", "Choose a model first.")
_DIED = UserError(
    "engine_died",
    "The engine process was ended by signal 9; what was written so far is kept.",
    "Try again: it starts anew.",
)
