"""Errors, notes and reasons from below the window, in the window's language.

The parts below know neither Qt nor the person's language, and their sentences cross processes as
plain text. So a sentence is recognised here, when it is shown: its names and numbers are taken
out, its template is translated, and they are put back in. An English window shows what it is
given. The tables are read when the first sentence is shown in another language.
"""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from assistant.core.errors import UserError

_CONTEXT = "Errors"
_GAP = re.compile(r"\{(\w+)\}")
_END = re.compile(r"(?<=[.?!])\s+|(?<=[。！？])\s*")
_FULL_WIDTH = ("。", "！", "？")
_MOST_TOGETHER = 4
"""A template has at most so many sentences, with those that may be in its names."""


@dataclass(frozen=True)
class Recognised:
    """A template and what stands in its gaps, by their names."""

    template: str
    values: dict[str, str]


def in_window_language(text: str) -> str:
    """`text`, one sentence or several; what is not known stays as it is. Any thread."""
    if not text or _is_english():
        return text
    return _translated(text)


def part_in_window_language(text: str) -> str:
    """The same for a part of a sentence, as it stands in a gap of an error's. Any thread."""
    return text if not text or _is_english() else _phrase(text)


def error_text(error: UserError) -> str:
    """What happened and what to do, as one text."""
    return joined(in_window_language(error.text), in_window_language(error.hint))


def joined(*sentences: str) -> str:
    """Sentences one after the other; after a full-width stop without a space."""
    said = ""
    for sentence in filter(None, sentences):
        said += "" if not said or said.endswith(_FULL_WIDTH) else " "
        said += sentence
    return said


@functools.lru_cache(256)
def recognised(text: str) -> Recognised | None:
    """The sentence that `text` is, or None.

    Of several templates the one with most words of its own wins, one that begins with a gap last.
    """
    return _find(text, _sentences())


def recognised_phrase(text: str) -> Recognised | None:
    """The same for a part of a sentence."""
    return _find(text, _phrases())


def _is_english() -> bool:
    probe = "Try again."
    return QCoreApplication.translate(_CONTEXT, probe) == probe


# --- recognising ---------------------------------------------------------------------------

_Index = dict[str, list[str]]
"""Templates by the first word of the sentences that they make; "" is any word."""


@functools.cache
def _sentences() -> _Index:
    from assistant.ui.error_sentences import SENTENCES

    return _indexed(SENTENCES)


@functools.cache
def _phrases() -> _Index:
    from assistant.ui.error_sentences import PHRASES

    return _indexed(PHRASES)


def _indexed(templates: Sequence[str]) -> _Index:
    index: _Index = defaultdict(list)
    for template in sorted(templates, key=_own_length, reverse=True):
        start, gap, _ = template.partition("{")
        whole = not gap or " " in start or start.startswith("“")
        index[_first_word(start) if whole else ""].append(template)
    return index


def _first_word(text: str) -> str:
    return "“" if text.startswith("“") else text.partition(" ")[0]


def _find(text: str, index: _Index) -> Recognised | None:
    for template in (*index.get(_first_word(text), ()), *index.get("", ())):
        values = _between(_words(template), text)
        if values is not None:
            return Recognised(template, dict(zip(_GAP.findall(template), values, strict=True)))
    return None


def _own_length(template: str) -> int:
    return sum(map(len, _words(template)))


@functools.cache
def _words(template: str) -> list[str]:
    """What stands before, between and after the gaps."""
    return _GAP.split(template)[::2]


def _between(words: Sequence[str], text: str) -> list[str] | None:
    """What stands between `words` in `text`; None where they do not make it up, in this order.

    Each is taken where it comes first: that takes no longer for a text which was made to be hard.
    """
    first, last = words[0], words[-1]
    if len(words) == 1:
        return [] if text == first else None
    at, end = len(first), len(text) - len(last)
    if at > end or not text.startswith(first) or not text.endswith(last):
        return None
    values = []
    for word in words[1:-1]:
        found = text.find(word, at, end)
        if found < 0:
            return None
        values.append(text[at:found])
        at = found + len(word)
    return [*values, text[at:end]]


# --- translating ---------------------------------------------------------------------------


def _translated(text: str) -> str:
    """The sentences of `text` that are known, translated, and the others between them."""
    found_ends = [end for end in _END.finditer(text) if end.end() < len(text)]
    starts = [0, *(end.end() for end in found_ends)]
    ends = [*(end.start() for end in found_ends), len(text)]
    cut = _cut(text, starts, ends)
    if all(found is None for _, found in cut):
        return text
    said = ""
    for (first, found), (last, _) in zip(cut, [*cut[1:], (len(starts), None)], strict=True):
        between = text[ends[first - 1] : starts[first]] if first else ""
        said += "" if between == " " and said.endswith(_FULL_WIDTH) else between
        said += _said(found) if found else text[starts[first] : ends[last - 1]]
    return said


def _cut(text: str, starts: list[int], ends: list[int]) -> list[tuple[int, Recognised | None]]:
    """Where the known sentences begin; as few pieces as possible are of none.

    Of two ways the one with shorter sentences is taken: a name rarely holds a whole one.
    """
    count = len(starts)
    best: list[tuple[int, int, Recognised | None]] = [(0, count, None)] * (count + 1)
    for first in reversed(range(count)):
        best[first] = (best[first + 1][0] + 1, first + 1, None)
        for last in range(first + 1, min(count, first + _MOST_TOGETHER) + 1):
            if best[last][0] < best[first][0]:
                found = recognised(text[starts[first] : ends[last - 1]])
                if found is not None:
                    best[first] = (best[last][0], last, found)
    if best[0][0] and (whole := recognised(text)):
        return [(0, whole)]
    cut, first = [], 0
    while first < count:
        cut.append((first, best[first][2]))
        first = best[first][1]
    return cut


def _said(found: Recognised) -> str:
    values = {
        name: value if name.isdigit() else _phrase(value) for name, value in found.values.items()
    }
    template = QCoreApplication.translate(_CONTEXT, found.template)
    return _GAP.sub(lambda gap: values.get(gap[1], gap[0]), template)


def _phrase(value: str) -> str:
    found = recognised_phrase(value)
    return _said(found) if found else _translated(value)
