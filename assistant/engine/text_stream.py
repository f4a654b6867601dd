"""From the bytes of tokens to the pieces of text that are sent: whole characters, without stop
strings, reasoning apart from the answer.

Pure classes. Feeding the same bytes in any portions gives the same text in the end.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

Channel = Literal["answer", "reasoning"]
Piece = tuple[Channel, str]


class Utf8Stream:
    """Bytes to whole characters; bytes of an unfinished one are held back.

    Bytes that can never become UTF-8 turn into U+FFFD.
    """

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def feed(self, data: bytes) -> str:
        return self._decoder.decode(data)

    def finish(self) -> str:
        """U+FFFD if a character was left unfinished."""
        return self._decoder.decode(b"", final=True)


class StopStrings:
    """Cuts a text before the first stop string, across any portions.

    `stopped` is true from then on; text that could still become a stop string is held back.
    """

    def __init__(self, stops: Sequence[str]) -> None:
        self._stops = tuple(dict.fromkeys(stop for stop in stops if stop))
        self._held = ""
        self.stopped = False

    def feed(self, text: str) -> str:
        """What is certain not to be part of a stop string."""
        if self.stopped:
            return ""
        if not self._stops:
            return text
        self._held += text
        found = self._starts()
        if found:
            # an earlier start may still grow into a longer stop string, but the text before
            # the first complete one is the same whatever follows
            at = min(found)
            if self._may_start_before(at):
                return ""
            out, self._held, self.stopped = self._held[:at], "", True
            return out
        return self._release(prefix_overlap(self._held, self._stops))

    def finish(self) -> str:
        """What was held back, now that nothing follows."""
        if self.stopped:
            return ""
        found = self._starts()
        out, self._held = self._held, ""
        if found:
            self.stopped = True
            return out[: min(found)]
        return out

    def _starts(self) -> list[int]:
        """Where stop strings begin in the held text."""
        return [at for stop in self._stops if (at := self._held.find(stop)) >= 0]

    def _may_start_before(self, at: int) -> bool:
        """Whether a stop string that begins before `at` may still be completed."""
        return len(self._held) - prefix_overlap(self._held, self._stops) < at

    def _release(self, keep: int) -> str:
        cut = len(self._held) - keep
        out, self._held = self._held[:cut], self._held[cut:]
        return out


def prefix_overlap(text: str, needles: Sequence[str]) -> int:
    """Length of the longest end of `text` that is a proper beginning of one of `needles`."""
    longest = 0
    for needle in needles:
        for length in range(min(len(needle) - 1, len(text)), longest, -1):
            if text.endswith(needle[:length]):
                longest = length
                break
    return longest


@dataclass(frozen=True, slots=True)
class ReasoningTags:
    """How a model marks its reasoning.

    `opening` starts it, `closing` ends it; `answer_marks` are written before an answer and are
    not part of it.
    """

    opening: str
    closing: str
    answer_marks: tuple[str, ...] = ()


class ReasoningSplitter:
    """Splits a text into reasoning and answer.

    Reasoning stands only at the very start (after white space), or everything up to `closing`
    when `inside` says that the prompt has opened it already. White space around both parts is
    left out; everything else comes through.
    """

    def __init__(self, tags: ReasoningTags | None, *, inside: bool = False) -> None:
        self._opening = tags.opening if tags else ""
        self._closing = tags.closing if tags else ""
        self._marks = tags.answer_marks if tags else ()
        self._strips = tags is not None
        self._state: Literal["start", "reasoning", "mark", "answer"] = "answer"
        if tags is not None:
            self._state = "reasoning" if inside else "start"
        self._held = ""
        self._begun = False  # some text of the present part was passed on

    @property
    def reasoning(self) -> bool:
        """Whether the next text belongs to the reasoning."""
        return self._state == "reasoning"

    def feed(self, text: str) -> list[Piece]:
        self._held += text
        return list(self._run(final=False))

    def finish(self) -> list[Piece]:
        """The rest, now that nothing follows."""
        return list(self._run(final=True))

    def _run(self, *, final: bool) -> Iterator[Piece]:
        while self._held:
            before = (self._state, self._held)
            if self._state == "start":
                self._find_opening(final)
            elif self._state == "reasoning":
                yield from self._reasoning(final)
            elif self._state == "mark":
                self._find_mark(final)
            else:
                yield from self._answer()
            if before == (self._state, self._held):
                return

    def _find_opening(self, final: bool) -> None:
        text = self._held.lstrip()
        if text.startswith(self._opening):
            self._held = text[len(self._opening) :]
            self._state = "reasoning"
        elif final or not self._opening.startswith(text):
            self._state = "mark"

    def _reasoning(self, final: bool) -> Iterator[Piece]:
        if not self._begun:
            self._held = self._held.lstrip()
        at = self._held.find(self._closing)
        if at >= 0:
            text, rest = self._held[:at].rstrip(), self._held[at + len(self._closing) :]
            self._held, self._state, self._begun = rest, "mark", False
        else:
            keep = 0 if final else prefix_overlap(self._held, (self._closing,))
            text = self._held[: len(self._held) - keep]
            text = text.rstrip()  # the white space may stand before the closing tag
            self._held = "" if final else self._held[len(text) :]
            self._begun = self._begun or bool(text)
        if text:
            yield ("reasoning", text)

    def _find_mark(self, final: bool) -> None:
        text = self._held.lstrip()
        for mark in self._marks:
            if text.startswith(mark):
                self._held = text[len(mark) :]
                return
        if final or not any(mark.startswith(text) for mark in self._marks):
            self._state = "answer"

    def _answer(self) -> Iterator[Piece]:
        text = self._held if self._begun or not self._strips else self._held.lstrip()
        self._held = ""
        if text:
            self._begun = True
            yield ("answer", text)


class TextStream:
    """Token bytes to pieces: UTF-8, then stop strings, then reasoning.

    With `strips_start` white space before the answer is left out, as a chat shows it.
    """

    def __init__(
        self,
        *,
        stops: Sequence[str] = (),
        tags: ReasoningTags | None = None,
        inside: bool = False,
        strips_start: bool = False,
    ) -> None:
        self._utf8 = Utf8Stream()
        self._stops = StopStrings(stops)
        self._splitter = ReasoningSplitter(tags, inside=inside)
        self._at_start = strips_start

    @property
    def stopped(self) -> bool:
        """A stop string was met; nothing more will come out."""
        return self._stops.stopped

    @property
    def reasoning(self) -> bool:
        """Whether the next text belongs to the reasoning."""
        return self._splitter.reasoning

    def feed(self, data: bytes) -> list[Piece]:
        text = self._stops.feed(self._utf8.feed(data))
        return self._stripped(self._splitter.feed(text)) if text else []

    def finish(self, *, cut: bool = False) -> list[Piece]:
        """What was held back. `cut`: the text was broken off, drop an unfinished character."""
        rest = "" if cut else self._utf8.finish()
        text = self._stops.feed(rest) + self._stops.finish()
        pieces = self._splitter.feed(text) if text else []
        return self._stripped(pieces + self._splitter.finish())

    def _stripped(self, pieces: list[Piece]) -> list[Piece]:
        if not self._at_start:
            return pieces
        out: list[Piece] = []
        for channel, piece in pieces:
            text = piece.lstrip() if channel == "answer" and self._at_start else piece
            if channel == "answer" and text:
                self._at_start = False
            if text:
                out.append((channel, text))
        return out
