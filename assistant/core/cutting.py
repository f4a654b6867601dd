"""Places where a text without sentences may be cut, best first: clause, word, character.

A character here is what a reader takes for one: a letter with its marks, an emoji with its
modifiers, the parts of a Hangul syllable.
"""

from __future__ import annotations

import unicodedata

_CLAUSE_ENDS = frozenset(",;:，、；：،؛")
_JOINER = "\u200d"
_LONGEST_CHARACTER = 256
"""Code points; what goes on for longer is noise, and may be cut anywhere."""


def pieces(text: str, start: int, end: int, number: int) -> list[tuple[int, int]]:
    """Cut `text[start:end]` into about `number` (at least 2) pieces of like length.

    The spans cover it in order. There are at least two of them when it has two code points.
    """
    number = max(2, min(number, end - start))
    cuts = [start]
    radius = max(1, (end - start) // number // 4)
    for index in range(1, number):
        ideal = start + (end - start) * index // number
        if ideal <= cuts[-1]:
            continue
        cut = _cut_near(text, max(cuts[-1] + 1, ideal - radius), ideal, min(end, ideal + radius))
        if cut < end:
            cuts.append(cut)
    if len(cuts) == 1 and end - start > 1:
        cuts.append((start + end) // 2)
    return list(zip(cuts, [*cuts[1:], end], strict=True))


def _cut_near(text: str, low: int, ideal: int, high: int) -> int:
    """The best place from `low` to `high` (exclusive), the nearest to `ideal` of equal ones."""
    order = sorted(range(low, high), key=lambda at: abs(at - ideal))
    for accepts in (_after_clause, _after_space, _between_wide, whole_characters):
        for at in order:
            if accepts(text, at):
                return at
    for distance in range(_LONGEST_CHARACTER):
        for at in (ideal - distance, ideal + distance):
            if low <= at < len(text) and whole_characters(text, at):
                return at
    return ideal


def _after_clause(text: str, at: int) -> bool:
    before = text[at - 1]
    if before in "，、；：":
        return text[at] not in "”’」』）" and whole_characters(text, at)
    return _after_space(text, at) and text[at - 2] in _CLAUSE_ENDS if at > 1 else False


def _after_space(text: str, at: int) -> bool:
    return text[at - 1].isspace() and not text[at].isspace() and whole_characters(text, at)


def _between_wide(text: str, at: int) -> bool:
    """Between two Chinese or Japanese characters, but not before a mark that ends something."""
    before, after = text[at - 1], text[at]
    return (
        unicodedata.category(before) in ("Lo", "Po", "Pe", "Pf")
        and unicodedata.category(after) in ("Lo", "Ps", "Pi")
        and unicodedata.east_asian_width(before) in "WF"
        and unicodedata.east_asian_width(after) in "WF"
        and whole_characters(text, at)
    )


def whole_characters(text: str, at: int) -> bool:
    """Whether `text[:at]` and `text[at:]` both consist of whole characters.

    Follows the boundaries of UAX #29 as far as the character database of Python knows them.
    """
    if at <= 0 or at >= len(text):
        return True
    before, after = text[at - 1], text[at]
    if before < "\u0300" and after < "\u0300":
        return not (before == "\r" and after == "\n")
    if _JOINER in (before, after) or _continues(after):
        return False
    if _is_flag_letter(before) and _is_flag_letter(after):
        return _flag_letters_before(text, at) % 2 == 0
    virama = unicodedata.combining(before) == 9  # joins consonants
    halves = "\ud800" <= before <= "\udbff" and "\udc00" <= after <= "\udfff"
    return not (virama or halves or _joins_hangul(before, after))


def _continues(character: str) -> bool:
    return (
        unicodedata.category(character) in ("Mn", "Me", "Mc")
        or "\U0001f3fb" <= character <= "\U0001f3ff"  # skin colours
        or "\U000e0020" <= character <= "\U000e007f"  # tags of regional flags
        or "\uff9e" <= character <= "\uff9f"  # half-width voicing marks
    )


def _is_flag_letter(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _flag_letters_before(text: str, at: int) -> int:
    first = at
    while first > max(0, at - _LONGEST_CHARACTER) and _is_flag_letter(text[first - 1]):
        first -= 1
    return at - first


def _joins_hangul(before: str, after: str) -> bool:
    """A vowel or final consonant (jamo) after what it belongs to."""
    follows = "\u1160" <= after <= "\u11ff"
    return follows and ("\u1100" <= before <= "\u11ff" or "\uac00" <= before <= "\ud7a3")
