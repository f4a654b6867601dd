"""What a terminal shows while a text is worked on."""

from __future__ import annotations

from assistant.cli.terminal import Terminal
from assistant.core.writing.order import Piece


class Hearing:
    """Progress on stderr; with `shows`, finished pieces on stdout, in order. Main thread."""

    def __init__(self, terminal: Terminal, text: str, *, composes: bool, shows: bool) -> None:
        self._terminal = terminal
        self._text = text
        self._composes = composes
        self._shows = shows
        self._pieces = 0
        self._done = 0
        self._at = 0
        self._last = ""

    def began(self, pieces: tuple[tuple[int, int], ...]) -> None:
        self._pieces = len(pieces)
        self._tell()

    def extended(self, piece: int, text: str) -> None:
        """A piece is shown when it is checked."""

    def finished(self, piece: int, done: Piece) -> None:
        self._done += 1
        if self._composes:
            between = "\n\n" if self._last and done.text else ""
            self._write(between + done.text)
        else:
            self._write(self._text[self._at : done.start] + done.text)
            self._at = done.end
        self._tell()

    def closed(self) -> None:
        """All is done: the end of the text."""
        self._terminal.clear_progress()
        if not self._composes:
            self._write(self._text[self._at :])
        self.broken_off()

    def broken_off(self) -> None:
        """There is no more of it: the line that was begun ends."""
        self._terminal.clear_progress()
        if self._last and not self._last.endswith("\n"):
            self._write("\n")

    def _write(self, text: str) -> None:
        if self._shows and text:
            self._terminal.write(text)
            self._last = text

    def _tell(self) -> None:
        if self._done < self._pieces:
            place = f" {self._done + 1:,} of {self._pieces:,}" if self._pieces > 1 else ""
            self._terminal.progress(f"Working on piece{place}" if place else "Working")
