"""One generation, advanced a step at a time by the engine's loop.

A step is one slice of the prompt or one token, so that between two steps the loop can look at
its commands, and later a scheduler can take steps of several jobs in turn.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

from assistant.core.entities import Timings, Usage
from assistant.core.errors import UserError
from assistant.core.messages import (
    AnyEvent,
    Delta,
    Finished,
    FinishReason,
    Generate,
    PromptProgress,
)
from assistant.engine import llama
from assistant.engine.answers import exact_tokens, tokens_before_stop
from assistant.engine.loading import LoadedModel
from assistant.engine.prompt import Prompt
from assistant.engine.text_stream import Channel, TextStream, Utf8Stream

SLICE_SECONDS = 0.25
SMALLEST_SLICE = 8
FIRST_SLICE = 32
FLUSH_SECONDS = 0.03

Emit = Callable[[AnyEvent], None]


class Job(Protocol):
    """Work that the loop advances. After `done`, its last event has been sent."""

    @property
    def request_id(self) -> str: ...
    @property
    def priority(self) -> int: ...
    @property
    def done(self) -> bool: ...

    def step(self) -> None:
        """Do one slice of work. Raises `UserError` when the job cannot go on."""

    def cancel(self) -> None:
        """End it as cancelled, sending what was held back."""

    def close(self) -> None:
        """Free what it holds."""


class SliceLength:
    """How many tokens of a prompt to evaluate at once so that it takes `SLICE_SECONDS`."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self.tokens = min(FIRST_SLICE, limit)

    def measured(self, tokens: int, seconds: float) -> None:
        """Learn from a slice; short last ones say little."""
        if tokens < self.tokens:
            return
        fitting = int(tokens * SLICE_SECONDS / max(seconds, 1e-6))
        step = min(fitting, self.tokens * 4)
        smallest = min(SMALLEST_SLICE, self._limit)
        self.tokens = max(smallest, min(self._limit, step if step < 32 else step // 16 * 16))


class GenerateJob:
    """Answers one `Generate`: reads the prompt in slices, then draws token after token."""

    def __init__(
        self, command: Generate, loaded: LoadedModel, emit: Emit, *, arrived: float
    ) -> None:
        """Render and tokenise the prompt. Raises `UserError` when it is empty or does not fit."""
        self.request_id = command.request_id
        self.priority = command.priority
        self.done = False
        self._command = command
        self._loaded = loaded
        self._prompt = build_prompt(command, loaded)
        self._deltas = _Deltas(command, self._prompt, emit)
        self._emit = emit
        self._slice = SliceLength(loaded.slice_tokens)
        self._sampler = llama.Sampler(loaded.context, loaded.model.vocabulary, command.sampling)
        self._clock = _Clock(arrived)
        self._pieces = _Pieces(loaded.model.vocabulary, self._prompt)
        self._tokens: list[int] = []
        self._read: int | None = None
        self._cached = 0

    def step(self) -> None:
        """Evaluate a slice of the prompt, or draw a token and evaluate it."""
        if self._read is None:
            self._begin()
        elif self._read < len(self._prompt.tokens):
            self._read_slice(self._read)
        else:
            self._draw()

    def cancel(self) -> None:
        """End at once; what was held back is sent first."""
        self._finish("cancelled")

    def close(self) -> None:
        self._sampler.close()

    def _begin(self) -> None:
        prompt = self._prompt.tokens
        self._cached = self._read = self._loaded.live.reuse(prompt)
        if llama.penalises(self._command.sampling):
            for token in prompt[-self._command.sampling.repeat_last_n :]:
                self._sampler.accept(token)
        self._report_progress()
        self._clock.reading_began()

    def _read_slice(self, start: int) -> None:
        prompt = self._prompt.tokens
        tokens = prompt[start : start + self._slice.tokens]
        began = time.perf_counter()
        self._evaluate(tokens, start, last=start + len(tokens) == len(prompt))
        if self.done:
            return
        self._slice.measured(len(tokens), time.perf_counter() - began)
        self._read = start + len(tokens)
        self._report_progress()
        if self._read == len(prompt):
            self._clock.reading_ended(len(prompt) - self._cached)

    def _report_progress(self) -> None:
        self._emit(
            PromptProgress(
                request_id=self.request_id,
                done=self._read or 0,
                total=len(self._prompt.tokens),
                cached=self._cached,
            )
        )

    def _draw(self) -> None:
        token = self._sampler.sample()
        self._clock.token_drawn()
        if self._loaded.model.vocabulary.ends_generation(token):
            self._finish("stop")
            return
        self._tokens.append(token)
        self._deltas.feed(self._pieces.of(token))
        limit = self._command.max_tokens
        if self._deltas.stopped:
            self._finish("stop")
        elif limit > 0 and len(self._tokens) >= limit:
            self._finish("length")
        elif len(self._loaded.live.tokens) >= self._loaded.context_length:
            self._finish("context_full")
        else:
            self._evaluate((token,), len(self._loaded.live.tokens), last=True)

    def _evaluate(self, tokens: tuple[int, ...] | list[int], start: int, *, last: bool) -> None:
        """Put `tokens` into memory; an abort ends the job as cancelled."""
        code = self._loaded.context.decode(tokens, start, sampled=last)
        if code == llama.DECODE_OK:
            self._loaded.live.extend(tokens)
            return
        if code == llama.DECODE_ABORTED:  # only a cancel of this job sets the flag
            self._loaded.live.restore()
            self._finish("cancelled")
            return
        self._loaded.live.forget()
        raise UserError(
            "bug",
            f"llama.cpp could not evaluate {len(tokens):,} tokens (code {code}).",
            "Try again; if it happens again, load the model anew.",
        )

    def _finish(self, reason: FinishReason) -> None:
        self._deltas.finish(cut=reason != "stop")
        self._remember()
        self.done = True
        usage = Usage(
            prompt_tokens=len(self._prompt.tokens),
            cached_tokens=self._cached,
            completion_tokens=len(self._tokens),
        )
        self._emit(
            Finished(
                request_id=self.request_id,
                reason=reason,
                usage=usage,
                timings=self._clock.timings(len(self._tokens)),
            )
        )

    def _remember(self) -> None:
        """Keep the exact tokens of the answer for the next turn's prompt."""
        answer = self._deltas.answer
        if self._command.raw or not answer:
            return
        pieces = [self._pieces.of(token) for token in self._tokens]
        if self._deltas.stopped:
            tokens = tokens_before_stop(pieces, self._tokens, answer)
        else:
            tokens = exact_tokens(pieces, self._tokens, self._deltas.text, answer)
        if tokens is not None:
            self._loaded.prompts.answers.remember(answer, tokens)


def build_prompt(command: Generate, loaded: LoadedModel) -> Prompt:
    """The prompt that `command` asks for. Raises `UserError`."""
    if command.raw:
        return loaded.prompts.raw(command.turns)
    return loaded.prompts.chat(command.turns, command.thinking)


class _Pieces:
    """The bytes of tokens as they are shown; the marks of reasoning are needed, too."""

    def __init__(self, vocabulary: llama.Vocabulary, prompt: Prompt) -> None:
        self._vocabulary = vocabulary
        self._known: dict[int, bytes] = {}
        if prompt.tags is not None:
            marks = prompt.tags.opening + prompt.tags.closing + "".join(prompt.tags.answer_marks)
            for token in vocabulary.special:
                if token.control and token.text.decode("utf-8", "replace") in marks:
                    self._known[token.id] = token.text

    def of(self, token: int) -> bytes:
        piece = self._known.get(token)
        if piece is None:
            piece = self._known[token] = self._vocabulary.piece(token)
        return piece


class _Deltas:
    """Sends text about every `FLUSH_SECONDS`, so that sending takes no time from computing."""

    def __init__(self, command: Generate, prompt: Prompt, emit: Emit) -> None:
        self._stream = TextStream(
            stops=(*command.stop, *prompt.stops),
            tags=None if command.raw else prompt.tags,
            inside=prompt.inside,
            strips_start=not command.raw,
        )
        self._request_id = command.request_id
        self._emit = emit
        self._sequence = 0
        self._waiting: list[tuple[Channel, str]] = []
        self._tokens = 0
        self._sent_at = 0.0
        self._answer: list[str] = []
        self._data: list[bytes] = []
        self._cut = False

    @property
    def stopped(self) -> bool:
        return self._stream.stopped

    @property
    def answer(self) -> str:
        return "".join(self._answer)

    @property
    def text(self) -> str:
        """Everything that was drawn, before stop strings and reasoning are taken out."""
        stream = Utf8Stream()
        text = stream.feed(b"".join(self._data))
        return text if self._cut else text + stream.finish()

    def feed(self, data: bytes) -> None:
        self._tokens += 1
        self._data.append(data)
        self._waiting += self._stream.feed(data)
        if self._waiting:
            now = time.perf_counter()
            if now - self._sent_at >= FLUSH_SECONDS:
                self._flush()
                self._sent_at = now

    def finish(self, *, cut: bool) -> None:
        self._cut = cut
        self._waiting += self._stream.finish(cut=cut)
        self._flush()

    def _flush(self) -> None:
        tokens, self._tokens = self._tokens, 0
        waiting, self._waiting = self._waiting, []
        for index, (channel, text) in enumerate(_joined(waiting)):
            if channel == "answer":
                self._answer.append(text)
            self._emit(
                Delta(
                    request_id=self._request_id,
                    seq=self._sequence,
                    text=text,
                    channel=channel,
                    tokens=tokens if index == 0 else 0,
                )
            )
            self._sequence += 1


def _joined(pieces: list[tuple[Channel, str]]) -> list[tuple[Channel, str]]:
    """Neighbours of one channel as one piece."""
    out: list[tuple[Channel, str]] = []
    for channel, text in pieces:
        if out and out[-1][0] == channel:
            out[-1] = (channel, out[-1][1] + text)
        else:
            out.append((channel, text))
    return out


class _Clock:
    """Measures one generation; all times from `time.perf_counter`."""

    def __init__(self, arrived: float) -> None:
        self._arrived = arrived
        self._reading = 0.0
        self._read_rate = 0.0
        self._first = 0.0
        self._last = 0.0

    def reading_began(self) -> None:
        self._reading = time.perf_counter()

    def reading_ended(self, tokens: int) -> None:
        self._read_rate = tokens / max(time.perf_counter() - self._reading, 1e-9)

    def token_drawn(self) -> None:
        self._last = time.perf_counter()
        self._first = self._first or self._last

    def timings(self, tokens: int) -> Timings:
        """Decode speed is that between the first and the last token drawn."""
        span = self._last - self._first
        return Timings(
            first_token_s=self._first - self._arrived if self._first else 0.0,
            prefill_tokens_per_s=self._read_rate,
            decode_tokens_per_s=(tokens - 1) / span if tokens > 1 and span > 0 else 0.0,
        )
