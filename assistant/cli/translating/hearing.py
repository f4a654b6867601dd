"""What a terminal shows while a text is translated."""

from __future__ import annotations

import time

from assistant.cli.summary_work import duration_text
from assistant.cli.terminal import Terminal
from assistant.core.translation.order import Segment
from assistant.core.translation.segments import gaps

_TELL_AFTER = 3
"""Sentences after which the time that is left can be guessed."""


class Hearing:
    """Progress on stderr; with a `shown` text its sentences on stdout as soon as all before them
    are done. Main thread."""

    def __init__(self, terminal: Terminal, target: str, shown: str | None) -> None:
        self._terminal = terminal
        self._target = target
        self._shown = shown
        self._gaps: tuple[str, ...] = ()
        self._segments: list[Segment] = []
        self._next = 0
        self._to_do = 0
        self._letters_done = self._letters_left = 0
        self._began_at = time.monotonic()
        self.done = 0
        """Sentences that are translated, earlier ones included."""
        self.fresh = 0
        """Those of them that this run did."""

    def began(self, source_language: str, segments: tuple[Segment, ...]) -> None:
        self._segments = list(segments)
        if self._shown is not None:
            self._gaps = gaps(self._shown, segments, source_language, self._target)
        asked = [each for each in segments if each.origin != "same"]
        self._to_do = len(asked)
        self.done = sum(1 for each in asked if each.target)
        self._letters_left = sum(len(each.source) for each in asked if not each.target)
        self._began_at = time.monotonic()
        self._tell()
        self._flush()

    def extended(self, segment: int, text: str) -> None:
        """Sentences are shown when they are checked."""

    def finished(self, segment: int, done: Segment) -> None:
        self._segments[segment] = done
        self.done += 1
        self.fresh += 1
        self._letters_done += len(done.source)
        self._letters_left -= len(done.source)
        self._flush()
        self._tell()

    def closed(self) -> None:
        """All is done: the end of the text."""
        self._terminal.clear_progress()
        if self._shown is None:
            return
        rest = self._gaps[-1] if self._gaps else self._shown
        self._terminal.write(rest if rest.endswith("\n") else f"{rest}\n")

    def broken_off(self) -> None:
        """There is no more of it: the line that was begun ends."""
        self._terminal.clear_progress()
        if self._shown is not None and self._next:
            self._terminal.line()

    def _flush(self) -> None:
        if self._shown is None:
            return
        while self._next < len(self._segments) and self._segments[self._next].target:
            segment = self._segments[self._next]
            self._terminal.write(self._gaps[self._next] + segment.target)
            self._next += 1

    def _tell(self) -> None:
        if self._next and self._shown is not None and self._next == len(self._segments):
            return
        text = f"{self.done:,} of {self._to_do:,} sentences"
        spent = time.monotonic() - self._began_at
        if self.fresh >= _TELL_AFTER and self._letters_left:
            left = spent / max(1, self._letters_done) * self._letters_left
            text += f", about {duration_text(left)} left"
        self._terminal.progress(f"Translating: {text}")
