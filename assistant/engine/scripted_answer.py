"""What the scripted engine says, and the counts and speeds that go with it."""

from __future__ import annotations

import re
import time
from itertools import pairwise
from typing import Literal

from assistant.core.entities import Timings, Usage
from assistant.core.messages import (
    Alternative,
    AnyEvent,
    Delta,
    Finished,
    FinishReason,
    Generate,
    TokenProbability,
    Turn,
)

Channel = Literal["answer", "reasoning"]

_VECTOR_WIDTH = 8
_TOKEN = re.compile(r"\s*\S{1,8}|\s+")
_AFTER_TURN = ("</>",) * 3  # what a chat template adds to each turn, with the mark before it

SAMPLE_ANSWER = """\
## Three ways to keep a promise to yourself

A plan is easy to write and easy to forget. What helps is *small*, **visible** and a little bit
enjoyable.

1. Pick one thing, and make it tiny.
2. Tie it to something you already do.
3. Write down that you did it.

| Habit | Takes | When |
|---|---:|---|
| Read | 10 min | after breakfast |
| Stretch | 5 min | before the shower |
| Write | 15 min | in the evening |

- [x] choose a habit
- [ ] do it seven times

> We are what we repeatedly do.

A few lines of Python are enough to keep count:

```python
from collections import Counter


def streak(days: list[str]) -> int:
    \"\"\"Days in a row, counted from the end.\"\"\"
    return sum(1 for day in reversed(days) if day == "done")


print(Counter(["done", "done", "missed"]), streak(["missed", "done", "done"]))
```

If each day succeeds with probability $p$, a week without a gap has probability $p^7$, and the
expected number of days until the first gap is

$$\\mathbb{E}[X] = \\sum_{k=1}^{\\infty} k\\,p^{k-1}(1-p) = \\frac{1}{1-p}.$$

So the *first* week matters most: 从小处开始，每天一点点。
"""


class ScriptedAnswer:
    """One answer on its way out."""

    def __init__(self, command: Generate, text: str, reasoning: str) -> None:
        stops = [at for stop in command.stop if stop and (at := text.find(stop)) >= 0]
        text = text[: min(stops)] if stops else text
        thinks = reasoning if command.thinking is not False else ""
        self.tokens: list[tuple[Channel, str]] = [
            *(("reasoning", token) for token in scripted_tokens(thinks)),
            *(("answer", token) for token in scripted_tokens(text)),
        ]
        self.prompt = 0
        self.cached = 0
        self.sent = 0
        self.reading_s = 0.0
        self._request_id = command.request_id
        self._alternatives = command.logprobs
        self._arrived = time.monotonic()
        self._first = 0.0
        self._last = 0.0

    def deltas(self, channel: Channel, text: str) -> list[AnyEvent]:
        """The events of one more token."""
        self._last = time.monotonic()
        self._first = self._first or self._last
        sequence, self.sent = self.sent, self.sent + 1
        return [
            Delta(
                request_id=self._request_id,
                seq=sequence,
                text=text,
                channel=channel,
                tokens=1,
                logprobs=_probabilities(text, self._alternatives),
            )
        ]

    def finished(self, reason: FinishReason) -> Finished:
        span = self._last - self._first
        read = self.prompt - self.cached
        return Finished(
            request_id=self._request_id,
            reason=reason,
            usage=Usage(
                prompt_tokens=self.prompt,
                cached_tokens=self.cached,
                completion_tokens=self.sent,
            ),
            timings=Timings(
                first_token_s=self._first - self._arrived if self._first else 0.0,
                prefill_tokens_per_s=read / self.reading_s if self.reading_s > 0 else 0.0,
                decode_tokens_per_s=(self.sent - 1) / span if span > 0 else 0.0,
            ),
        )


def scripted_tokens(text: str) -> list[str]:
    """`text` in pieces that join to it again: words with the space before them."""
    return _TOKEN.findall(text)


def prompt_tokens(turns: tuple[Turn, ...]) -> list[str]:
    """The prompt that a template would make of `turns`; one turn more only adds to its end."""
    tokens: list[str] = []
    for turn in turns:
        tokens += [f"<{turn.role}>", *scripted_tokens(turn.content), *_AFTER_TURN]
    return [*tokens, "<assistant>"]


def count_turns(turns: tuple[Turn, ...]) -> int:
    """Tokens of the prompt that a template would make of `turns`."""
    return len(prompt_tokens(turns))


def _probabilities(text: str, alternatives: int) -> tuple[TokenProbability, ...]:
    """Numbers that depend on the text alone, between likely and a guess."""
    if not alternatives:
        return ()
    logprob = -(sum(map(ord, text)) % 25) / 8
    others = [Alternative("…" * number, logprob - number) for number in range(1, alternatives)]
    return (TokenProbability(text, logprob, (Alternative(text, logprob), *others)),)


def scripted_vector(text: str) -> tuple[float, ...]:
    """A unit vector that depends on the letters of `text` only."""
    counts = [1.0] * _VECTOR_WIDTH
    for left, right in pairwise(text):
        counts[(ord(left) + ord(right)) % _VECTOR_WIDTH] += 1.0
    length = sum(count * count for count in counts) ** 0.5
    return tuple(count / length for count in counts)
