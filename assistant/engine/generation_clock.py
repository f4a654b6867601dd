"""Measures one generation."""

from __future__ import annotations

import time

from assistant.core.entities import Timings


class GenerationClock:
    """All times are from `time.perf_counter`; `arrived` is when the request came."""

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
