"""Stands in for contents while a chat template is rendered.

Each content is replaced by a marker that nobody can guess, and put back afterwards as data. The
white space around a marker shows whether the template trims, so that the content is trimmed
alike.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from typing import Any

from assistant.core.messages import Turn
from assistant.engine.answers import AnswerMemory
from assistant.engine.tokenizer import Content, Exact, Literal, Segment

Message = dict[str, Any]

_EDGE = "\x1c"  # white space to Python's strip(), and in no template
_BREAKS = 7  # more line feeds than a template writes at once


class Markers:
    """Stands in for the contents of `turns` while a template is rendered."""

    def __init__(self, turns: Sequence[Turn], *, edges: bool) -> None:
        self._key = f"Q{secrets.token_hex(12)}Z"
        self._edges = edges
        self._turns = turns
        self._contents: list[tuple[Turn, str]] = []
        self.messages = [self._message(turn) for turn in turns]

    def _message(self, turn: Turn) -> Message:
        message: Message = {"role": turn.role, "content": self._mark(turn, turn.content)}
        if turn.reasoning:
            message["reasoning_content"] = self._mark(turn, turn.reasoning)
        return message

    def _mark(self, turn: Turn, text: str) -> str:
        if not text:
            return ""
        self._contents.append((turn, text))
        mark = f"{self._key}{len(self._contents) - 1}E"
        if not self._edges:
            return mark
        edge = "\n" * _BREAKS + _EDGE
        return f"{edge}{mark}{edge[::-1]}"

    def split(self, rendered: str, answers: AnswerMemory) -> list[Segment] | None:
        """`rendered` with the contents put back; None if it does not hold what it must."""
        pieces: list[Any] = re.split(f"(\n*{_EDGE})?{self._key}(\\d+)E({_EDGE}\n*)?", rendered)
        segments: list[Segment] = []
        seen: set[int] = set()
        for index in range(0, len(pieces) - 1, 4):
            _share_breaks(pieces, index)
            before, left, number, right = pieces[index : index + 4]
            left, right = left or "", right or ""
            content = int(number)
            seen.add(content)
            turn, text = self._contents[content]
            segments.append(Literal(before + _outside(left)))
            if self._edges:
                text = _trimmed_alike(text, left, right)
            segments.append(content_segment(turn, text, answers))
            pieces[index + 4] = _outside(right) + pieces[index + 4]
        segments.append(Literal(pieces[-1]))
        return segments if self._is_whole(segments, seen) else None

    def _is_whole(self, segments: list[Segment], seen: set[int]) -> bool:
        """Nothing of the markers is left, and no system text and no last turn was dropped."""
        for segment in segments:
            if isinstance(segment, Literal) and (
                _EDGE in segment.text or self._key in segment.text or "\\u001c" in segment.text
            ):
                return False
        last = len(self._turns) - 1
        for index, (turn, text) in enumerate(self._contents):
            needed = turn.role == "system" or turn is self._turns[last]
            if needed and index not in seen and text == turn.content:
                return False
        return True


def _share_breaks(pieces: list[Any], index: int) -> None:
    """Where only line feeds stand between two markers, give each marker its own again."""
    right, following = pieces[index + 3], pieces[index + 4 : index + 6]
    if right and following == ["", _EDGE]:
        breaks = right.count("\n")
        if breaks >= 2 * _BREAKS:
            pieces[index + 3] = _EDGE + "\n" * (breaks - _BREAKS)
            pieces[index + 5] = "\n" * _BREAKS + _EDGE


def _outside(edge: str) -> str:
    """The line feeds of `edge` that are the template's own."""
    breaks = edge.count("\n")
    return "\n" * (breaks - _BREAKS if breaks >= _BREAKS else breaks)


def _trimmed_alike(text: str, head: str, tail: str) -> str:
    """`text` with the white space taken off that was taken off its marker."""
    if not head:
        text = text.lstrip()
    elif head.count("\n") < _BREAKS:
        text = text.lstrip("\n")
    if not tail:
        text = text.rstrip()
    elif tail.count("\n") < _BREAKS:
        text = text.rstrip("\n")
    return text


def content_segment(turn: Turn, text: str, answers: AnswerMemory) -> Segment:
    """`text` of a turn as data, or the tokens that the model itself drew for it."""
    if turn.role == "assistant":
        tokens = answers.recall(turn.content)
        if tokens is not None and text.strip() == turn.content.strip():
            return Exact(tokens)
    return Content(text)
