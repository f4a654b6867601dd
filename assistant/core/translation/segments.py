"""Units cut into sentences, so that each sentence and its translation stay together.

Every character of a unit is in exactly one segment or in a gap between segments: white space,
marks at the edge of a sentence. A translation is the gaps with the targets between them, so
nothing of the format can be lost. A gap between two sentences follows the language: Chinese has
no space there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.core.display_text import storable
from assistant.core.sentences import sentences
from assistant.core.translation.languages import joins_with_spaces
from assistant.core.translation.marks import MARK, is_alone, is_closing, number_of, without_marks
from assistant.core.translation.order import Segment

MOST_LETTERS = 1000
"""Of one segment; those of scripts without spaces count twice. A longer one is cut."""

_WORD_OF_MARK = "Xx"
"""What stands for something that stands alone, while sentences are looked for."""
_LINE_BREAK = re.compile(r"\n(?=[^\n])")
_STOPS = ".!?…。！？：:"
_SHORT_LINE = 40
_LONGEST_MARK = 12
_CUT_AT = re.compile(r"[,;:，、；：]\s*|\s+")
_BULLET = re.compile(r"(?:(?:[-*+•‣◦▪–—]|#{1,6}|>|\[[ xX]\]|\d{1,3}[.)]|[a-zA-Z]\))[ \t]+)+")
"""What begins a line and is not part of its sentence."""
_URL = re.compile(
    r"(?<![^\W_])(?:[a-z][a-z0-9+.-]{1,9}://\S+|www\.\S+|[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]+)",
    re.IGNORECASE,
)
_CODE = re.compile(r"`[^`]+`|\{\{?[^{}]*\}?\}|%\(\w+\)[sd]|\$\{\w+\}|<[^<>]+>")
_SIGNS = ("://", "www.", "@", "`", "{", "%(", "<")
"""Without any of them a text has neither addresses nor code."""
_WIDE = re.compile(r"[⺀-鿿가-힯豈-﫿]")

Span = tuple[int, int]


def segmented(units: Sequence[str]) -> tuple[Segment, ...]:
    """All sentences of `units`, in order; what cannot be translated is done already ("same").

    `unit[start:end] == source` for each of them, but for characters that cannot be kept.
    """
    found: list[Segment] = []
    for number, unit in enumerate(units):
        for start, end in spans(unit):
            source = storable(unit[start:end])
            if translatable(source):
                found.append(Segment(unit=number, start=start, end=end, source=source))
            else:
                found.append(
                    Segment(
                        unit=number,
                        start=start,
                        end=end,
                        source=source,
                        target=source,
                        origin="same",
                    )
                )
    return tuple(found)


def spans(unit: str) -> list[Span]:
    """Where the sentences of a unit are, without white space and marks around them."""
    plain, places = _plain(unit)
    cuts = [0]
    for start, end in _lines(plain):
        cuts += [start + cut for _, cut in sentences(plain[start:end])]
    bounds = [_bound(unit, places, cut) for cut in cuts]
    bounds[-1] = len(unit)
    whole = [piece for start, end in pairwise(bounds) for piece in _short_enough(unit, start, end)]
    trimmed = (_trimmed(unit, start, end) for start, end in whole)
    return [span for span in trimmed if span[0] < span[1]]


def translatable(source: str) -> bool:
    """Whether there is a word in it that another language has another word for."""
    rest = without_marks(source)
    if any(one in rest for one in _SIGNS):
        rest = _CODE.sub(" ", _URL.sub(" ", rest))
    return any(character.isalpha() for character in rest)


def joined(unit: str, segments: Sequence[Segment], source: str = "", target: str = "") -> str:
    """`unit` with the targets of its `segments` (all of them, in order); a segment without a
    target keeps its source. `source` and `target` are languages."""
    return placed(unit, segments, source, target)[0]


def placed(
    unit: str, segments: Sequence[Segment], source: str = "", target: str = ""
) -> tuple[str, list[Span]]:
    """`joined`, and where each of the segments is in it."""
    around = gaps(unit, segments, source, target)
    parts: list[str] = []
    found: list[Span] = []
    length = 0
    for gap, segment in zip(around, segments, strict=False):
        text = segment.target or segment.source
        parts += (gap, text)
        found.append((length + len(gap), length + len(gap) + len(text)))
        length += len(gap) + len(text)
    return "".join((*parts, around[-1])), found


def gaps(
    unit: str, segments: Sequence[Segment], source: str = "", target: str = ""
) -> tuple[str, ...]:
    """What stands before, between and after the targets of the unit's `segments`: one more than
    there are segments. `source` and `target` are languages; without them nothing is fitted."""
    found: list[str] = []
    at = 0
    for segment in segments:
        gap = unit[at : segment.start]
        found.append(_fitting_gap(gap, source, target) if at and source and target else gap)
        at = segment.end
    return (*found, unit[at:])


def _fitting_gap(gap: str, source: str, target: str) -> str:
    """The gap between two sentences: with one space, or none, as the target language has it."""
    spaced = joins_with_spaces(target)
    if spaced == joins_with_spaces(source):
        return gap
    visible = without_marks(gap)
    if spaced and visible == "":
        end = next((m.start() for m in MARK.finditer(gap) if not is_closing(m[0])), len(gap))
        return f"{gap[:end]} {gap[end:]}"
    return gap.replace(" ", "") if not spaced and visible == " " else gap


def _plain(unit: str) -> tuple[str, list[int]]:
    """`unit` without marks, and for each of its characters (and its end) the place in `unit`."""
    parts: list[str] = []
    places: list[int] = []
    at = 0
    for found in MARK.finditer(unit):
        parts.append(unit[at : found.start()])
        places += range(at, found.start())
        if is_alone(found[0]):
            parts.append(_WORD_OF_MARK)
            places += [found.start()] * len(_WORD_OF_MARK)
        at = found.end()
    parts.append(unit[at:])
    places += range(at, len(unit) + 1)
    return "".join(parts), places


def _lines(plain: str) -> list[Span]:
    """Parts of the text that no sentence goes beyond: lines, unless one goes on in the next."""
    found: list[Span] = []
    start = begun = 0
    for match in _LINE_BREAK.finditer(plain):
        line = plain[begun : match.start()].strip()
        begun = match.end()
        if line and _goes_on(line, plain[begun : begun + 80].lstrip(" \t")):
            continue
        found.append((start, match.end()))
        start = match.end()
    found.append((start, len(plain)))
    return found


def _goes_on(line: str, following: str) -> bool:
    """Whether the sentence of `line` was only wrapped."""
    first = following[:1]
    if not first or line[-1] in _STOPS or _URL.match(following) or _BULLET.match(following):
        return False
    if first.islower():
        return True
    return len(line) >= _SHORT_LINE and first.isalnum()


def _bound(unit: str, places: Sequence[int], cut: int) -> int:
    """Where a cut of the plain text is in `unit`: behind what closes there, before what opens."""
    if cut == 0:
        return 0
    at = places[cut - 1]
    alone = MARK.match(unit, at)
    at = alone.end() if alone else at + 1
    while (found := MARK.match(unit, at)) and is_closing(found[0]):
        at = found.end()
    return at


def _short_enough(unit: str, start: int, end: int) -> list[Span]:
    """The span, cut at commas and spaces where it is too long for one question."""
    found: list[Span] = []
    while end - start > MOST_LETTERS // 2 and (limit := _limit(unit, start)) < end:
        cut = max((m.end() for m in _CUT_AT.finditer(unit, start, limit)), default=limit)
        for mark in MARK.finditer(unit, max(start, cut - _LONGEST_MARK), cut + _LONGEST_MARK):
            if mark.start() < cut < mark.end():
                cut = mark.start() if mark.start() > start else mark.end()
        found.append((start, cut))
        start = cut
    found.append((start, end))
    return found


def _limit(unit: str, start: int) -> int:
    """Where a segment that begins at `start` is as long as it may be."""
    window = unit[start : start + MOST_LETTERS]
    return start + MOST_LETTERS - len(_WIDE.findall(window)) // 2


def _trimmed(unit: str, start: int, end: int) -> Span:
    """Without white space, bullets, and marks of no part of the sentence, at the edges."""
    while True:
        before = start, end
        end = start + len(unit[start:end].rstrip())
        start = end - len(unit[start:end].lstrip())
        start, end = _without_outer_marks(unit, start, end)
        if _begins_line(unit, start) and (bullet := _BULLET.match(unit, start, end)):
            start = bullet.end()
        if (start, end) == before:
            return start, end


def _without_outer_marks(unit: str, start: int, end: int) -> Span:
    """Without the marks before the first and after the last word whose partner is not between
    these words."""
    marks = list(MARK.finditer(unit, start, end))
    if not marks:
        return start, end
    words = MARK.sub(lambda mark: " " * len(mark[0]), unit[start:end])
    first = end - len(words.lstrip())
    last = start + len(words.rstrip())
    inner = {number_of(mark[0]) for mark in marks if first < mark.start() < last}

    def outer(mark: re.Match[str]) -> bool:
        return is_alone(mark[0]) or number_of(mark[0]) not in inner

    for mark in marks:
        if mark.start() != start or mark.end() > first or not outer(mark):
            break
        start = mark.end() + _spaces(unit[mark.end() : end])
    for mark in reversed(marks):
        if mark.end() != end or mark.start() < max(last, start) or not outer(mark):
            break
        end = start + len(unit[start : mark.start()].rstrip())
    return start, end


def _spaces(text: str) -> int:
    return len(text) - len(text.lstrip())


def _begins_line(unit: str, at: int) -> bool:
    while at and unit[at - 1] in " \t":
        at -= 1
    return at == 0 or unit[at - 1] == "\n"
