"""How the transcript holds up: opening 2,000 messages, then 200 tokens/s of rich Markdown.

Event-loop delay is measured by a precise timer of 5 ms: how much later than 5 ms after its last
turn it runs. Tokens come from a thread of their own through a queued signal, as they do from the
engine. Run as `python -m tests.bench.transcript [seconds]`.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication

from assistant.core.entities import Message, MessageState
from assistant.ui.markdown.rendering import warm_up
from assistant.ui.theme.theme import Theme
from assistant.ui.transcript.view import TranscriptView

PERIOD_S = 0.005

ANSWER = """## Part {number}: how it is put together

The **first** step reads `config.toml`, then *merges* it with [the defaults](https://example.org/d).
It holds for $a^2 + b^2 = c^2$ and for every $x_{number}$ that is larger than zero.

1. Read the file, and say so when it is not there.
2. Merge what was read:
   - tables one by one
   - lists as a whole
3. Check the result, **always**.

```python
def merge(base: dict, other: dict) -> dict:
    \"\"\"Return base with the values of other.\"\"\"
    merged = dict(base)
    for key, value in other.items():
        if isinstance(value, dict) and isinstance(merged.get(key), dict):
            merged[key] = merge(merged[key], value)  # deeper
        else:
            merged[key] = value
    return merged
```

| Step | Takes | Unit |
|:-----|------:|:----:|
| read | 12 | ms |
| merge | 3.5 | ms |
| check | 0.2 | ms |

> Measure before you change anything; 先测量, 再修改。

$$
\\sum_{{i=0}}^{{n}} \\frac{{1}}{{i^2}} = \\frac{{\\pi^2}}{{6}}
$$

- [x] written
- [ ] tested on the large set, which takes longer than one line of this column can tell you

"""
SHORT = "Yes: **{number}** of them, as `count()` says.\n\n- one\n- two\n\nThat is all there is.\n"


def branch(count: int) -> list[Message]:
    """`count` messages, questions and answers by turns, every tenth answer a long one."""
    messages = []
    for number in range(count):
        user = number % 2 == 0
        body = ANSWER if number % 20 == 1 else SHORT
        question = f"Question {number}: how is it put together, and what does it cost?"
        messages.append(
            Message(
                id=number + 1,
                conversation_id=1,
                parent_id=number or None,
                sequence=number,
                role="user" if user else "assistant",
                text=question if user else body.format(number=number),
                model="" if user else "bench-0.5B",
            )
        )
    return messages


class Tokens(QObject):
    """Emits pieces of a text at a steady rate from a thread."""

    arrived = Signal(str)
    ended = Signal()

    def __init__(self, text: str, per_second: float, seconds: float) -> None:
        super().__init__()
        self._text, self._per_second, self._seconds = text, per_second, seconds
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def join(self) -> None:
        self._thread.join()

    def _run(self) -> None:
        begun, sent = time.perf_counter(), 0
        while (now := time.perf_counter() - begun) < self._seconds:
            while sent < now * self._per_second:
                at = (sent * 4) % len(self._text)
                self.arrived.emit(self._text[at : at + 4])
                sent += 1
            time.sleep(1 / self._per_second)
        self.ended.emit()


class Watch(QObject):
    """Collects how late a 5 ms timer is."""

    def __init__(self) -> None:
        super().__init__()
        self.delays: list[float] = []
        self._last = 0.0
        self._timer = QTimer(self, interval=int(PERIOD_S * 1000))
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_tick)

    def start(self) -> None:
        self._last = time.perf_counter()
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    @Slot()
    def _on_tick(self) -> None:
        now = time.perf_counter()
        self.delays.append(max(0.0, now - self._last - PERIOD_S))
        self._last = now


def percentile(values: list[float], share: float) -> float:
    """The value below which `share` of `values` lies; 0.0 without values."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


def run(seconds: float = 30.0, tokens_per_s: float = 200.0, count: int = 2000) -> dict[str, float]:
    """Opening time and event-loop delays in milliseconds.

    Opening runs from `set_messages` to the end of the first paint, at the last message.
    """
    application = QApplication.instance() or QApplication([])
    theme = Theme(mode="light")
    warm_up().join()
    view = TranscriptView(theme)
    view.resize(1000, 800)
    view.show()
    application.processEvents()
    messages = branch(count)
    started = time.perf_counter()
    view.set_messages(messages)
    view.viewport().repaint()
    opening = time.perf_counter() - started

    live = Message(
        id=count + 1,
        conversation_id=1,
        parent_id=count,
        sequence=count,
        role="assistant",
        text="",
        model="bench-0.5B",
        state=MessageState.STREAMING,
    )
    view.append_message(live)
    text = "".join(ANSWER.format(number=number) for number in range(1000, 1060))
    tokens = Tokens(text, tokens_per_s, seconds)
    tokens.arrived.connect(lambda piece: view.extend_reply(live.id, piece, ""))
    loop = QEventLoop()
    tokens.ended.connect(loop.quit)
    watch = Watch()
    watch.start()
    tokens.start()
    loop.exec()
    watch.stop()
    tokens.join()
    at_end = view.at_end
    view.close()
    view.deleteLater()
    delays = [delay * 1000 for delay in watch.delays]
    return {
        "open_ms": round(opening * 1000, 1),
        "delay_p50_ms": round(percentile(delays, 0.5), 2),
        "delay_p99_ms": round(percentile(delays, 0.99), 2),
        "delay_max_ms": round(max(delays, default=0.0), 2),
        "streamed_s": seconds,
        "streamed_tokens_per_s": tokens_per_s,
        "followed_to_the_end": float(at_end),
    }


if __name__ == "__main__":
    print(json.dumps(run(float(sys.argv[1]) if len(sys.argv) > 1 else 30.0), indent=2))
