"""The marks of a format inside a text: "⟦1⟧" … "⟦/1⟧" around something, "⟦2/⟧" alone."""

from __future__ import annotations

import re
from collections import Counter

MARK = re.compile(r"⟦(?:/\d+|\d+/?)⟧")
MARK_ALONE = re.compile(r"⟦\d+/⟧")
_EMPTY = re.compile(r"⟦(\d+)⟧(?:\s|⟦/?\d+⟧)*⟦/\1⟧")
_MANGLED = re.compile(r"[⟦\[【〚]{1,2}\s*(/?)\s*(\d+)\s*(/?)\s*[⟧\]】〛]{1,2}")
"""A mark as a model may write it back."""


def marks_in(text: str) -> list[str]:
    """All marks, in order."""
    return MARK.findall(text)


def without_marks(text: str) -> str:
    """`text` as a person reads it."""
    return MARK.sub("", text)


def is_closing(mark: str) -> bool:
    return mark.startswith("⟦/")


def is_alone(mark: str) -> bool:
    return mark.endswith("/⟧")


def number_of(mark: str) -> int:
    return int(mark.strip("⟦⟧/"))


def mended(text: str, wanted: str) -> str:
    """`text` with what is nearly a mark of `wanted` made into that mark ("[1]" → "⟦1⟧")."""
    known = set(marks_in(wanted))
    if not known:
        return text
    present = set(marks_in(text))

    def mend(found: re.Match[str]) -> str:
        mark = f"⟦{found[1]}{found[2]}{found[3]}⟧"
        if MARK.fullmatch(found[0]) or mark not in known:
            return found[0]
        return found[0] if mark in present or found[0] in wanted else mark

    return _MANGLED.sub(mend, text)


def are_kept(source: str, target: str) -> bool:
    """Whether the marks are all there (`are_complete`), and no pair is around nothing."""
    return are_complete(source, target) and not _empty_pairs(target) - _empty_pairs(source)


def are_complete(source: str, target: str) -> bool:
    """Whether each mark of `source` stands in `target` once, none else does, and each pair is
    in its order."""
    wanted, given = marks_in(source), marks_in(target)
    return Counter(wanted) == Counter(given) and _in_order(given)


def _empty_pairs(text: str) -> set[str]:
    """The numbers of the pairs without a word or sign in them."""
    return set(_EMPTY.findall(MARK_ALONE.sub("x", text))) if "⟦" in text else set()


def _in_order(marks: list[str]) -> bool:
    """Whether no pair is closed before it begins, and pairs hold each other or are apart."""
    opened: list[int] = []
    paired = {number_of(mark) for mark in marks if is_closing(mark)}
    begun = {number_of(mark) for mark in marks if not is_closing(mark) and not is_alone(mark)}
    for mark in marks:
        number = number_of(mark)
        if is_alone(mark) or number not in paired or number not in begun:
            continue
        if not is_closing(mark):
            opened.append(number)
        elif not opened or opened.pop() != number:
            return False
    return True


def repaired(source: str, target: str) -> str:
    """`target` with exactly the marks of `source`: those that are in the way go, those that are
    missing stand where they stood in the source, in proportion, at the nearest gap of words."""
    kept = _fewest_marks(source, target)
    missing = list((Counter(marks_in(source)) - Counter(marks_in(kept))).elements())
    if missing or not are_kept(source, kept):
        kept = _placed(source, without_marks(target))
    return kept


def _fewest_marks(source: str, target: str) -> str:
    """`target` without marks that the source does not have, or not so often."""
    left = Counter(marks_in(source))

    def keep(found: re.Match[str]) -> str:
        left[found[0]] -= 1
        return found[0] if left[found[0]] >= 0 else ""

    return MARK.sub(keep, target)


def _placed(source: str, target: str) -> str:
    """All marks of `source` put into `target`, which has none."""
    length = max(1, len(without_marks(source)))
    before = [at for at in range(len(target)) if _begins_word(target, at)] or [0]
    behind = [at for at in range(1, len(target) + 1) if _ends_word(target, at)] or [0]
    opened: dict[int, int] = {}
    parts: list[str] = []
    plain = last = at = 0
    for found in MARK.finditer(source):
        plain += found.start() - last
        last = found.end()
        wanted = plain * len(target) / length
        number = number_of(found[0])
        gaps = behind if is_closing(found[0]) else before
        if is_alone(found[0]):
            gaps = [*gaps, len(target)]
        least = at + 1 if is_closing(found[0]) and opened.get(number) == at else at
        place = min(
            (gap for gap in gaps if gap >= least), key=lambda gap: abs(gap - wanted), default=at
        )
        opened[number] = place
        parts += (target[at:place], found[0])
        apart = is_alone(found[0]) and source[last : last + 1].isspace()
        if apart and target[place : place + 1].strip():
            parts.append(" ")
        at = place
    return "".join((*parts, target[at:]))


def _begins_word(text: str, at: int) -> bool:
    return at in (0, len(text)) or (_is_gap(text, at) and not text[at].isspace())


def _ends_word(text: str, at: int) -> bool:
    return at in (0, len(text)) or (_is_gap(text, at) and not text[at - 1].isspace())


def _is_gap(text: str, at: int) -> bool:
    """Whether no word is cut in two at this place, which is neither the first nor the last."""
    before, after = text[at - 1], text[at]
    return not (before.isalnum() and after.isalnum()) or not (before.isascii() or after.isascii())
