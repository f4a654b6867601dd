"""What a terminal shows while a question is answered."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.cli.terminal import Terminal
from assistant.core.answer import Source
from assistant.core.asking import Listener


class Hearing(Listener):
    """Progress on stderr; the answer while it comes, if it `shows`."""

    def __init__(self, terminal: Terminal, *, shows: bool) -> None:
        self._terminal = terminal
        self._shows = shows
        self._sections = 0
        self._read = 0
        self.told = False
        """Whether any of the answer was shown."""

    def embedding(self, done: int, total: int) -> None:
        self._terminal.progress(f"Embedding {done:,} of {total:,} passages")

    def searching(self) -> None:
        self._terminal.clear_progress()

    def extended(self, text: str, tokens: int) -> None:
        if not self._shows:
            return
        self.told = True
        self._terminal.write(text)

    def planned(self, sections: Sequence[Source]) -> None:
        self._sections = len(sections)
        self._tell()

    def read(self, place: int, *, failed: bool) -> None:
        self._read += 1
        if self._read == self._sections:
            self._terminal.clear_progress()
        else:
            self._tell()

    def _tell(self) -> None:
        self._terminal.progress(f"Reading section {self._read + 1:,} of {self._sections:,}")
