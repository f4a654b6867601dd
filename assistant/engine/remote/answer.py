"""One answer of a server: from the chunks of its stream to `Delta`s and one `Finished`."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from assistant.core.entities import Timings, Usage
from assistant.core.errors import UserError
from assistant.core.messages import (
    AnyEvent,
    Delta,
    Finished,
    FinishReason,
    Generate,
    PromptProgress,
    TokenProbability,
)
from assistant.core.remote.masking import NO_MASKING, Masking, PutBack
from assistant.engine.remote import faults
from assistant.engine.remote.chunks import Chunk, SurrogateJoiner
from assistant.engine.remote.connection import Connection
from assistant.engine.remote.faults import Refused
from assistant.engine.text_stream import ReasoningTags, TextStream

_TAGS = ReasoningTags("<think>", "</think>")

Emit = Callable[[AnyEvent], None]


class Answer:
    """What came of `command` so far; the engine's event loop alone.

    Text goes through: halves of characters joined, masked things put back, stop strings and
    reasoning tags taken out.
    """

    def __init__(self, command: Generate, connection: Connection, emit: Emit) -> None:
        """The clock of the timings starts now."""
        self._command = command
        self._connection = connection
        self._emit = emit
        self._joiner = SurrogateJoiner()
        self._thought_joiner = SurrogateJoiner()
        self.expect(NO_MASKING)
        self._stream = TextStream(
            stops=command.stop,
            tags=None if command.raw else _TAGS,
            strips_start=not command.raw,
        )
        self._asked = time.perf_counter()
        self._first = 0.0
        self._last = 0.0
        self._sequence = 0
        self._pieces = 0
        self._usage: Usage | None = None
        self._prefill_rate = 0.0
        self.finish = ""
        """The server's word for how the answer ended, "" while it has not."""
        self.asks_tool = False
        self.said = False
        """Something of the answer has come."""

    def expect(self, masking: Masking) -> None:
        """The request that is answered now was masked so."""
        self._back = PutBack(masking.placeholders)
        self._thought_back = PutBack(masking.placeholders)

    @property
    def stopped(self) -> bool:
        """A stop string was met: nothing more is wanted."""
        return self._stream.stopped

    @property
    def prompt_tokens(self) -> int:
        """As the server counted them, 0 when it does not say."""
        return self._usage.prompt_tokens if self._usage else 0

    def take(self, chunk: Chunk) -> None:
        """Raises `UserError` for an error in the stream."""
        if chunk.error is not None:
            raise self._error(chunk.error)
        if chunk.progress is not None and not self.said:
            done, total, cached = chunk.progress
            self._emit(
                PromptProgress(
                    request_id=self._command.request_id, done=done, total=total, cached=cached
                )
            )
        self._usage = chunk.usage or self._usage
        self._prefill_rate = chunk.prefill_rate or self._prefill_rate
        self.finish = chunk.finish or self.finish
        self.asks_tool = self.asks_tool or chunk.asks_tool
        if chunk.reasoning or chunk.text:
            self._last = time.perf_counter()
            self._first = self._first or self._last
            self._pieces += max(1, len(chunk.probabilities))
            self.said = True
        self._send(chunk)

    def _error(self, words: str) -> UserError:
        error = self._connection.explained(Refused(0, words.encode("utf-8", "replace")))
        if error.kind == "context_full":
            return error
        return faults.gave_up(self._connection.server.host, self._connection.shown(words))

    def _send(self, chunk: Chunk) -> None:
        thought = self._thought_back.feed(self._thought_joiner.feed(chunk.reasoning))
        text = self._back.feed(self._joiner.feed(chunk.text))
        pieces = self._stream.feed(text.encode("utf-8", "replace")) if text else []
        out = ([("reasoning", thought)] if thought else []) + list(pieces)
        tokens = 1 if chunk.reasoning or chunk.text else 0
        self._deltas(out, tokens, chunk.probabilities if self._command.logprobs else ())

    def _deltas(
        self,
        pieces: list[tuple[str, str]],
        tokens: int,
        probabilities: tuple[TokenProbability, ...],
    ) -> None:
        if not pieces and probabilities:
            pieces = [("reasoning" if self._stream.reasoning else "answer", "")]
        for channel, text in pieces:
            self._emit(
                Delta(
                    request_id=self._command.request_id,
                    seq=self._sequence,
                    text=text,
                    channel="reasoning" if channel == "reasoning" else "answer",
                    tokens=tokens,
                    logprobs=probabilities,
                )
            )
            self._sequence += 1
            tokens, probabilities = 0, ()

    def flush(self, *, cut: bool = False) -> None:
        """Send what was held back, now that nothing follows."""
        rest = self._back.finish()
        pieces = list(self._stream.feed(rest.encode("utf-8", "replace"))) if rest else []
        thought = self._thought_back.finish()
        out = [("reasoning", thought)] if thought else []
        self._deltas([*out, *pieces, *self._stream.finish(cut=cut)], 0, ())

    def finished(self, estimated_prompt: int, notes: Sequence[str] = ()) -> Finished:
        """How it ended. Where the server does not count, the prompt is estimated, and a piece
        of text counts as a token."""
        usage = self._usage or Usage(prompt_tokens=estimated_prompt, completion_tokens=self._pieces)
        return Finished(
            request_id=self._command.request_id,
            reason=self._reason(usage),
            usage=usage,
            timings=self._timings(usage),
            notes=tuple(notes),
        )

    def cancelled(self, estimated_prompt: int) -> Finished:
        usage = self._usage or Usage(
            prompt_tokens=estimated_prompt if self.said else 0, completion_tokens=self._pieces
        )
        return Finished(
            request_id=self._command.request_id,
            reason="cancelled",
            usage=usage,
            timings=self._timings(usage),
        )

    def _reason(self, usage: Usage) -> FinishReason:
        if self.stopped or self.finish != "length":
            return "stop"
        limit = self._command.max_tokens
        short = self._usage is not None and usage.completion_tokens < limit
        return "context_full" if not limit or short else "length"

    def _timings(self, usage: Usage) -> Timings:
        """Measured here; the server's own figure for reading, where it tells one."""
        if not self._first:
            return Timings()
        waited = self._first - self._asked
        read = usage.prompt_tokens - usage.cached_tokens
        span, drawn = self._last - self._first, usage.completion_tokens
        return Timings(
            first_token_s=waited,
            prefill_tokens_per_s=self._prefill_rate or (read / waited if read > 0 else 0.0),
            decode_tokens_per_s=(drawn - 1) / span if drawn > 1 and span > 0 else 0.0,
        )
