"""What has to survive a change of a text, compared before and after.

What means the same is the same (“10,000” and “10 000”, “5 %” and “5%”, a date in another order
with the same fields, curly and straight quotes). A number that is gone while another copy of it
stays is "doubtful"; so is structure that became less.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

import msgspec

from assistant.core.writing.change import Flag, FlagKind, FlagProblem
from assistant.core.writing.guarded_dates import take_dates
from assistant.core.writing.guarded_items import Item, Masked, take_markup
from assistant.core.writing.guarded_names import folded, names, take_quoted, words_of
from assistant.core.writing.guarded_numbers import comma_is_decimal, take_numbers, unit_name
from assistant.core.writing.guarded_shape import shape_flags
from assistant.core.writing.known_names import KNOWN
from assistant.core.writing.number_words import written_out

_SAME_SEQUENCE: tuple[FlagKind, ...] = (
    "code",
    "url",
    "email",
    "placeholder",
    "citation",
    "date",
    "number",
)
_ALIKE = 0.6
_MISSPELT = 0.72
_WORD = re.compile(r"[^\W\d_]{3,}")


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """A flag and its place: characters of the text before, and of the text after.

    None where it stands in one of them alone, or concerns the text as a whole.
    """

    flag: Flag
    before: tuple[int, int] | None = None
    after: tuple[int, int] | None = None


class _Guarded(msgspec.Struct, frozen=True):
    """What of a text has to stay; `units` by the place of their number."""

    items: dict[FlagKind, list[Item]]
    units: dict[int, str]
    names: list[Item]
    plain: str

    def of(self, kind: FlagKind) -> list[Item]:
        return self.items.get(kind, [])


def compared(before: str, after: str) -> tuple[Flag, ...]:
    """What was to stay and did not, in the order of the text. Any thread."""
    return tuple(finding.flag for finding in findings(before, after))


def findings(before: str, after: str, *, structure: bool = True) -> list[Finding]:
    """`compared` with the places. Without `structure` the Markdown may be another one."""
    if before == after:
        return []
    comma = comma_is_decimal(before)
    old, new = _guarded(before, comma=comma), _guarded(after, comma=comma)
    found: list[Finding] = []
    for kind in _SAME_SEQUENCE:
        found += _of_kind(kind, old, new, before, after)
    found += _units(old, new)
    found += _quoted(old, new, after)
    found += _names(old, new, before, after)
    if structure:
        found += [
            Finding(flag=each.flag, before=each.before, after=each.after)
            for each in shape_flags(old.plain, new.plain)
        ]
    return sorted(found, key=_place)


def _place(finding: Finding) -> int:
    span = finding.before or finding.after
    return span[0] if span else 0


def _guarded(text: str, *, comma: bool) -> _Guarded:
    masked = Masked(text)
    take_markup(masked)
    without_code = _without_code(text, masked.items)
    take_dates(masked)
    units = take_numbers(masked, decimal_comma=comma)
    take_quoted(masked)
    items: dict[FlagKind, list[Item]] = {}
    for item in sorted(masked.items, key=lambda each: each.start):
        items.setdefault(item.kind, []).append(item)
    return _Guarded(items, units, names(masked), without_code)


def _without_code(text: str, items: Iterable[Item]) -> str:
    """`text` with code as dots, every character in its place."""
    letters = list(text)
    for item in items:
        if item.kind == "code":
            for at in range(item.start, item.end):
                if letters[at] not in "`~\n":
                    letters[at] = "."
    return "".join(letters)


# --- what has to be there once for every time it was there ----------------------------------------


def _of_kind(
    kind: FlagKind, old: _Guarded, new: _Guarded, before: str, after: str
) -> list[Finding]:
    old_items, new_items = old.of(kind), new.of(kind)
    old_keys = [item.key for item in old_items]
    new_keys = [item.key for item in new_items]
    if old_keys == new_keys:
        return []
    lost, gained = Counter(old_keys), Counter(new_keys)
    lost.subtract(new_keys)
    gained.subtract(old_keys)
    if kind == "number":
        _forgive_words(lost, gained, before, after)
    missing, added = _unmatched(old_items, new_items, lost, gained)
    remaining, known = set(new_keys), set(old_keys)
    return list(_flags(kind, missing, added, remaining, known))


def _forgive_words(lost: Counter[str], gained: Counter[str], before: str, after: str) -> None:
    """A small number may be written as a word, and a word as a number."""
    for key in [key for key, count in lost.items() if count > 0]:
        lost[key] -= max(0, written_out(key, after) - written_out(key, before))
    for key in [key for key, count in gained.items() if count > 0]:
        gained[key] -= max(0, written_out(key, before) - written_out(key, after))


def _unmatched(
    old: Sequence[Item], new: Sequence[Item], lost: Counter[str], gained: Counter[str]
) -> tuple[list[Item], list[Item]]:
    """The items of each text that the other does not have, where their sequences differ."""
    matcher = SequenceMatcher(
        None, [item.key for item in old], [item.key for item in new], autojunk=False
    )
    missing: list[Item] = []
    added: list[Item] = []
    for tag, first, last, new_first, new_last in matcher.get_opcodes():
        if tag == "equal":
            continue
        missing += _taken(old[first:last], lost)
        added += _taken(new[new_first:new_last], gained)
    return missing, added


def _taken(items: Sequence[Item], counts: Counter[str]) -> Iterator[Item]:
    for item in items:
        if counts[item.key] > 0:
            counts[item.key] -= 1
            yield item


def _flags(
    kind: FlagKind,
    missing: list[Item],
    added: list[Item],
    remaining: set[str],
    known: set[str],
) -> Iterator[Finding]:
    """Each missing item with what took its place, where something did."""
    for place in range(max(len(missing), len(added))):
        one = missing[place] if place < len(missing) else None
        other = added[place] if place < len(added) else None
        if one is not None and other is not None:
            flag = Flag(kind=kind, problem="changed", item=one.text, became=other.text)
            yield Finding(flag=flag, before=(one.start, one.end), after=(other.start, other.end))
        elif one is not None:
            problem: FlagProblem = "doubtful" if one.key in remaining else "missing"
            flag = Flag(kind=kind, problem=problem, item=one.text)
            yield Finding(flag=flag, before=(one.start, one.end))
        elif other is not None and other.key not in known:
            flag = Flag(kind=kind, problem="added", became=other.text)
            yield Finding(flag=flag, after=(other.start, other.end))


# --- units, quotations, names ---------------------------------------------------------------------


def _units(old: _Guarded, new: _Guarded) -> Iterator[Finding]:
    """Numbers that stayed but changed or lost what they count."""
    there: dict[str, list[Item]] = {}
    for item in new.of("number"):
        there.setdefault(item.key, []).append(item)
    kept = set(new.units.values())
    for item in old.of("number"):
        unit = old.units.get(item.start)
        same = there.get(item.key, [])
        if unit is None or not same or any(new.units.get(each.start) == unit for each in same):
            continue
        other = next((each for each in same if each.start in new.units), None)
        if other is None and unit in kept:
            continue  # “5 to 10 km”
        flag = Flag(
            kind="unit",
            problem="changed" if other is not None else "missing",
            item=item.text if other is not None else unit_name(unit),
            became=other.text if other is not None else "",
        )
        place = other or same[0]
        yield Finding(flag=flag, before=(item.start, item.end), after=(place.start, place.end))


def _quoted(old: _Guarded, new: _Guarded, after: str) -> Iterator[Finding]:
    """Quoted terms whose words are gone; the quotation marks may change."""
    text = folded(after)
    known = {item.key for item in old.of("quoted")}
    fresh = [item for item in new.of("quoted") if item.key not in known]
    for item in old.of("quoted"):
        if item.key in text:
            continue
        other = _nearest(item, fresh) or (fresh[0] if len(fresh) == 1 else None)
        problem: FlagProblem = "changed" if other is not None else "missing"
        flag = Flag(
            kind="quoted", problem=problem, item=item.text, became=other.text if other else ""
        )
        span = (other.start, other.end) if other else None
        yield Finding(flag=flag, before=(item.start, item.end), after=span)


def _names(old: _Guarded, new: _Guarded, before: str, after: str) -> Iterator[Finding]:
    """Names that the text after does not have, in whatever spelling of its letters' case."""
    there, known = words_of(after), words_of(before)
    fresh = [item for item in new.names if item.key not in known]
    common = {word for word in _WORD.findall(after) if word.islower() and word not in known}
    told: set[str] = set()
    for item in old.names:
        if item.key in there or item.key in told or _is_inflected(item.key, there):
            continue
        told.add(item.key)
        other = _nearest(item, fresh)
        if _is_corrected(item, other, common):
            continue
        problem: FlagProblem = "changed" if other is not None else "missing"
        flag = Flag(
            kind="name", problem=problem, item=item.text, became=other.text if other else ""
        )
        span = (other.start, other.end) if other else None
        yield Finding(flag=flag, before=(item.start, item.end), after=span)


def _is_corrected(item: Item, other: Item | None, common: Iterable[str]) -> bool:
    """Whether a misspelt word became a word or a name that everybody knows."""
    if item.key in KNOWN:
        return False
    if other is not None:
        return other.key in KNOWN
    return any(
        SequenceMatcher(None, item.key, word).ratio() >= (_ALIKE if word in KNOWN else _MISSPELT)
        for word in common
    )


def _is_inflected(name: str, words: set[str]) -> bool:
    """Whether a word of the other text is the name with another ending (Romans, Roman)."""
    return any(name + ending in words for ending in ("s", "es", "'s")) or (
        len(name) > 3 and name.endswith("s") and name[:-1] in words
    )


def _nearest(item: Item, others: Sequence[Item]) -> Item | None:
    """The one that is most alike; None where none is."""
    best, score = None, _ALIKE
    for other in others:
        ratio = SequenceMatcher(None, item.key, other.key).ratio()
        if ratio >= score:
            best, score = other, ratio
    return best
