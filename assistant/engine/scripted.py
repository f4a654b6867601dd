"""An engine without a model, for tests and demonstrations: it says what a script tells it.

It speaks the same events in the same order as the real one. There is no thread: all timing
happens inside `poll`, which waits on its inbox, so a cancel is seen at once.
"""

from __future__ import annotations

import queue
import re
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

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
    Finished,
    FinishReason,
    Generate,
    Hello,
    Loading,
    LoadModel,
    PromptProgress,
    Ready,
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
    scripted_tokens,
)

Script = str | Callable[[tuple[Turn, ...]], str]

_LOAD_STEPS = 10
_SLICE_TOKENS = 256
_VECTOR_WIDTH = 8


@dataclass(slots=True)
class _Step:
    """Something that happens at `at` (monotonic seconds); `due` makes its events."""

    at: float
    due: Callable[[], list[AnyEvent]]


class ScriptedEngine:
    """The engine port over a script; see `core.ports.Engine` for the contract."""

    def __init__(
        self,
        script: Script = SAMPLE_ANSWER,
        *,
        tokens_per_s: float = 60.0,
        load_s: float = 0.2,
        prompt_tokens_per_s: float = 4000.0,
        context_length: int = 8192,
        reasoning: str = "",
        fail_load: UserError | None = None,
        die_after: int | None = None,
    ) -> None:
        """`script` is the answer, or makes it from the turns.

        `tokens_per_s` 0 means as fast as possible, the same for `prompt_tokens_per_s`.
        `fail_load` is what every load ends in; `die_after` lets the engine die in place of
        that token (counted from 0) of every answer.
        """
        self._script = script
        self._token_s = 1.0 / tokens_per_s if tokens_per_s > 0 else 0.0
        self._prompt_token_s = 1.0 / prompt_tokens_per_s if prompt_tokens_per_s > 0 else 0.0
        self._load_s = load_s
        self._context_length = context_length
        self._reasoning = reasoning
        self._fail_load = fail_load
        self.die_after = die_after
        self._inbox: queue.SimpleQueue[AnyCommand | None] = queue.SimpleQueue()
        self._events: deque[AnyEvent] = deque()
        self._waiting: deque[LoadModel | Generate] = deque()
        self._active: LoadModel | Generate | None = None
        self._steps: Iterator[_Step] = iter(())
        self._next: _Step | None = None
        self._answer: ScriptedAnswer | None = None
        self._info: ModelInfo | None = None
        self._greeted = False
        self._known = 0

    def submit(self, command: AnyCommand) -> None:
        self._inbox.put(command)

    def wake(self) -> None:
        self._inbox.put(None)

    def close(self) -> None:
        self._stop_active()
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
            until = deadline if self._next is None else min(deadline, self._next.at)
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
        if not self._greeted and not isinstance(command, Shutdown | Cancel | SaveState):
            self._greeted = True
            self._events.append(Hello(backends=("scripted",), llama_version="scripted"))
        if isinstance(command, LoadModel | Generate):
            self._waiting.append(command)
            self._begin_next()
        elif isinstance(command, Cancel):
            self._cancel(command.target)
        elif isinstance(command, CountTokens):
            self._count(command)
        elif isinstance(command, Embed):
            vectors = tuple(_vector(text) for text in command.texts)
            self._events.append(Embedded(request_id=command.request_id, vectors=vectors))
        elif isinstance(command, Unload):
            self._stop_active()
            self._info = None
            self._events.append(Unloaded(request_id=command.request_id))
        elif isinstance(command, Shutdown):
            self._die(0)

    def _count(self, command: CountTokens) -> None:
        if self._info is None:
            self._fail(command.request_id, _NO_MODEL)
            return
        count = count_turns(command.turns) if command.turns else len(scripted_tokens(command.text))
        self._events.append(
            TokenCount(request_id=command.request_id, n=count, limit=self._context_length)
        )

    def _cancel(self, target: str) -> None:
        if self._active is not None and self._active.request_id == target:
            self._stop_active()
            self._begin_next()
            return
        for command in self._waiting:
            if command.request_id == target:
                self._waiting.remove(command)
                self._events.append(_cancelled(command))
                return

    def _stop_active(self) -> None:
        command, self._active = self._active, None
        self._steps, self._next = iter(()), None
        if command is None:
            return
        if isinstance(command, Generate) and self._answer is not None:
            self._events.append(self._answer.finished("cancelled"))
            self._answer = None
        else:
            self._events.append(_cancelled(command))

    def _fail(self, request_id: str, error: UserError) -> None:
        self._events.append(
            Failed(request_id=request_id, kind=error.kind, text=error.text, hint=error.hint)
        )

    def _die(self, code: int) -> None:
        """End as a process ends: every open request fails, then one `EngineExited`."""
        opened = [self._active, *self._waiting]
        self._active, self._answer, self._info = None, None, None
        self._steps, self._next, self._greeted = iter(()), None, False
        self._waiting.clear()
        for command in opened:
            if command is not None:
                self._fail(command.request_id, _DIED)
        self._events.append(EngineExited(code=code, log_tail="scripted: the end"))

    # time

    def _run_due(self) -> None:
        """Do the steps whose time has come, until one of them says something."""
        while self._next is not None and not self._events:
            if time.monotonic() < self._next.at:
                return
            self._events.extend(self._next.due())
            if self._next is not None:  # the step itself may have ended everything
                self._next = next(self._steps, None)
                if self._next is None:
                    self._active = self._answer = None
                    self._begin_next()

    def _begin_next(self) -> None:
        while self._active is None and self._waiting:
            command = self._waiting.popleft()
            self._active = command
            if isinstance(command, LoadModel):
                self._steps = self._load_steps(command)
            elif (error := self._refusal(command)) is not None:
                self._active = None
                self._fail(command.request_id, error)
                continue
            else:
                self._answer = ScriptedAnswer(command, self._text(command), self._reasoning)
                self._steps = self._answer_steps(command, self._answer)
            self._next = next(self._steps, None)

    def _text(self, command: Generate) -> str:
        return self._script if isinstance(self._script, str) else self._script(command.turns)

    def _refusal(self, command: Generate) -> UserError | None:
        if self._info is None:
            return _NO_MODEL
        needed = count_turns(command.turns)
        if needed >= self._context_length:
            return UserError(
                "context_full",
                f"This conversation needs {needed:,} tokens and the model's context holds "
                f"{self._context_length:,}.",
                "Start a new conversation.",
            )
        return None

    def _load_steps(self, command: LoadModel) -> Iterator[_Step]:
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
            self._info, self._known = self._describe(command), 0
            return [Ready(request_id=command.request_id, info=self._info)]

        for step in range(1, _LOAD_STEPS + 1):
            fraction = step / _LOAD_STEPS
            yield _Step(started + self._load_s * fraction, partial(loading, fraction))
        yield _Step(started + self._load_s, ready)

    def _describe(self, command: LoadModel) -> ModelInfo:
        name = re.split(r"[/\\]", command.path)[-1].removesuffix(".gguf") or "scripted"
        return ModelInfo(
            path=command.path,
            name=name,
            architecture="scripted",
            description="scripted answers",
            trained_context=self._context_length,
            context_length=self._context_length,
            has_template=True,
            thinks=bool(self._reasoning),
            backend="scripted",
            reason="No model: the answers are scripted.",
        )

    def _answer_steps(self, command: Generate, answer: ScriptedAnswer) -> Iterator[_Step]:
        began = time.monotonic()
        prompt = count_turns(command.turns)
        answer.prompt, answer.cached = prompt, min(self._known, prompt - 1)
        at = began

        def progress(done: int) -> list[AnyEvent]:
            return [
                PromptProgress(
                    request_id=command.request_id, done=done, total=prompt, cached=answer.cached
                )
            ]

        for done in [*range(answer.cached, prompt, _SLICE_TOKENS), prompt]:
            at = began + (done - answer.cached) * self._prompt_token_s
            yield _Step(at, partial(progress, done))
        answer.reading_s = at - began
        first = at
        for index, (channel, text) in enumerate(answer.tokens):
            at = first + (index + 1) * self._token_s
            if index == self.die_after:
                yield _Step(at, self._end_with_signal)
                return
            yield _Step(at, partial(answer.deltas, channel, text))
            if command.max_tokens and index + 1 >= command.max_tokens:
                yield _Step(at, partial(self._complete, answer, "length"))
                return
            if prompt + index + 1 >= self._context_length:
                yield _Step(at, partial(self._complete, answer, "context_full"))
                return
        yield _Step(at, partial(self._complete, answer, "stop"))

    def _complete(self, answer: ScriptedAnswer, reason: FinishReason) -> list[AnyEvent]:
        self._known = answer.prompt + answer.sent
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


def _vector(text: str) -> tuple[float, ...]:
    """A unit vector that depends on the letters of `text` only."""
    counts = [1.0] * _VECTOR_WIDTH
    for left, right in pairwise(text):
        counts[(ord(left) + ord(right)) % _VECTOR_WIDTH] += 1.0
    length = sum(count * count for count in counts) ** 0.5
    return tuple(count / length for count in counts)


def _cancelled(command: AnyCommand) -> AnyEvent:
    if isinstance(command, Generate):
        return Finished(request_id=command.request_id, reason="cancelled")
    return Failed(request_id=command.request_id, kind="cancelled", text="Cancelled.")
