"""What the requests of one work cost together."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.core.entities import Timings, Usage
from assistant.core.steps import Written


@dataclass
class Tally:
    """Sums of tokens, and of the seconds that they took; the first token is that of the first."""

    prompt_tokens: int = 0
    cached_tokens: int = 0
    completion_tokens: int = 0
    first_token_s: float = 0.0
    reading_s: float = 0.0
    read_tokens: int = 0
    writing_s: float = 0.0
    written_tokens: int = 0

    def count(self, written: Written) -> None:
        """One more request."""
        usage, timings = written.usage, written.timings
        self.prompt_tokens += usage.prompt_tokens
        self.cached_tokens += usage.cached_tokens
        self.completion_tokens += usage.completion_tokens
        self.first_token_s = self.first_token_s or timings.first_token_s
        if timings.prefill_tokens_per_s > 0:
            read = usage.prompt_tokens - usage.cached_tokens
            self.read_tokens += read
            self.reading_s += read / timings.prefill_tokens_per_s
        if timings.decode_tokens_per_s > 0:
            self.written_tokens += usage.completion_tokens
            self.writing_s += usage.completion_tokens / timings.decode_tokens_per_s

    def add(self, other: Tally) -> None:
        """All that `other` counted."""
        self.prompt_tokens += other.prompt_tokens
        self.cached_tokens += other.cached_tokens
        self.completion_tokens += other.completion_tokens
        self.first_token_s = self.first_token_s or other.first_token_s
        self.reading_s += other.reading_s
        self.read_tokens += other.read_tokens
        self.writing_s += other.writing_s
        self.written_tokens += other.written_tokens

    def usage(self) -> Usage:
        """Tokens of all requests."""
        return Usage(
            prompt_tokens=self.prompt_tokens,
            cached_tokens=self.cached_tokens,
            completion_tokens=self.completion_tokens,
        )

    def timings(self) -> Timings:
        """Speeds as one request had them, on average."""
        return Timings(
            first_token_s=self.first_token_s,
            prefill_tokens_per_s=self.read_tokens / self.reading_s if self.reading_s else 0.0,
            decode_tokens_per_s=self.written_tokens / self.writing_s if self.writing_s else 0.0,
        )
