"""What was drawn becomes events."""

from __future__ import annotations

import time
from collections.abc import Callable

from assistant.core.messages import AnyEvent, Delta, Generate, TokenProbability
from assistant.engine.prompt import Prompt
from assistant.engine.text_stream import Channel, TextStream, Utf8Stream

FLUSH_SECONDS = 0.03

Emit = Callable[[AnyEvent], None]


class DeltaSender:
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
        self._probabilities: list[TokenProbability] = []
        self._cut = False

    @property
    def reasoning(self) -> bool:
        """Whether what comes next belongs to the reasoning."""
        return self._stream.reasoning

    @property
    def stopped(self) -> bool:
        return self._stream.stopped

    @property
    def answer(self) -> str:
        """The answer as it was sent."""
        return "".join(self._answer)

    @property
    def text(self) -> str:
        """Everything that was drawn, before stop strings and reasoning are taken out."""
        stream = Utf8Stream()
        text = stream.feed(b"".join(self._data))
        return text if self._cut else text + stream.finish()

    def feed(self, data: bytes, probability: TokenProbability | None = None) -> None:
        """A token was drawn that stands for `data`."""
        self._tokens += 1
        self._data.append(data)
        if probability is not None:
            self._probabilities.append(probability)
        self._waiting += self._stream.feed(data)
        if self._waiting:
            now = time.perf_counter()
            if now - self._sent_at >= FLUSH_SECONDS:
                self._flush()
                self._sent_at = now

    def finish(self, *, cut: bool) -> None:
        """Send what was held back; `cut`: the text was broken off."""
        self._cut = cut
        self._waiting += self._stream.finish(cut=cut)
        self._flush()

    def _flush(self) -> None:
        tokens, self._tokens = self._tokens, 0
        waiting, self._waiting = self._waiting, []
        pieces = _joined(waiting)
        if not pieces and self._probabilities:
            pieces = [("answer", "")]
        for index, (channel, text) in enumerate(pieces):
            if channel == "answer":
                self._answer.append(text)
            self._emit(
                Delta(
                    request_id=self._request_id,
                    seq=self._sequence,
                    text=text,
                    channel=channel,
                    tokens=tokens if index == 0 else 0,
                    logprobs=tuple(self._probabilities) if index == 0 else (),
                )
            )
            self._sequence += 1
        self._probabilities.clear()


def _joined(pieces: list[tuple[Channel, str]]) -> list[tuple[Channel, str]]:
    """Neighbours of one channel as one piece."""
    out: list[tuple[Channel, str]] = []
    for channel, text in pieces:
        if out and out[-1][0] == channel:
            out[-1] = (channel, out[-1][1] + text)
        else:
            out.append((channel, text))
    return out
