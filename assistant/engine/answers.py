"""The exact tokens of answers that were generated here.

The same text can be written with other tokens; with those that the model drew, the next turn's
prompt begins with exactly what is in its memory.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence

_REMEMBERED_ANSWERS = 256


class AnswerMemory:
    """The tokens of answers, by their text; the newest `limit` are kept."""

    def __init__(self, limit: int = _REMEMBERED_ANSWERS) -> None:
        self._limit = limit
        self._answers: OrderedDict[str, tuple[int, ...]] = OrderedDict()

    def remember(self, text: str, tokens: Sequence[int]) -> None:
        if text:
            self._answers[text] = tuple(tokens)
            self._answers.move_to_end(text)
            while len(self._answers) > self._limit:
                self._answers.popitem(last=False)

    def recall(self, text: str) -> tuple[int, ...] | None:
        if text in self._answers:
            self._answers.move_to_end(text)
        return self._answers.get(text)


def exact_tokens(
    pieces: Sequence[bytes], tokens: Sequence[int], text: str, answer: str
) -> tuple[int, ...] | None:
    """Those of `tokens` that spell `answer`, which stands at the end of the whole `text`.

    None when the answer does not begin and end between two tokens.
    """
    if answer == text.lstrip():
        return tuple(tokens)
    need, start = len(answer.encode("utf-8", "replace")), len(pieces)
    while need > 0 and start > 0:
        start -= 1
        need -= len(pieces[start])
    spelled = b"".join(pieces[start:]).decode("utf-8", "replace")
    return tuple(tokens[start:]) if spelled.lstrip() == answer else None


def tokens_before_stop(
    pieces: Sequence[bytes], tokens: Sequence[int], answer: str
) -> tuple[int, ...] | None:
    """The first of `tokens`, those that spell `answer`; None when it ends within a token."""
    for end in range(len(pieces), 0, -1):
        spelled = b"".join(pieces[:end]).decode("utf-8", "replace").lstrip()
        if spelled == answer:
            return tuple(tokens[:end])
        if len(spelled) < len(answer):
            break
    return None
