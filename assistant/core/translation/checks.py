"""What is wrong with a translation, found by code: nobody has to trust the model for it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from assistant.core.translation.glossary import Term
from assistant.core.translation.languages import SCRIPTS, are_alike, english_name
from assistant.core.translation.marks import are_kept, marks_in, without_marks
from assistant.core.translation.numbers import number_flags
from assistant.core.translation.order import LanguageDetector
from assistant.core.translation.prompts import terms_line
from assistant.core.translation.terms import missing, wanted
from assistant.core.writing.change import Flag, FlagKind, FlagProblem
from assistant.core.writing.guarded_items import Item, Masked, take_markup

_AGAIN: frozenset[FlagKind] = frozenset({"echoed", "repeated", "cut"})
"""Doubtful flags that a second try may do without."""
_SURE = 0.6
"""How sure the detector has to be that a translation is in another language."""
_LETTERS_TO_DETECT = 24
_LETTERS_OF_A_NAME = 3
_SIGN = re.compile(r"[`@{}%<>&#:\[\]]|\w\.\w")
"""What is in every address, placeholder and piece of code."""
_VERBATIM: tuple[FlagKind, ...] = ("url", "email", "code", "placeholder")


class Words:
    """A text without marks, what of it has to stay as it is, and the rest of it."""

    def __init__(self, text: str) -> None:
        self.items: list[Item] = []
        self.rest = without_marks(text)
        if _SIGN.search(self.rest):
            masked = Masked(self.rest)
            take_markup(masked)
            self.items = [item for item in masked.items if item.kind in _VERBATIM]
        for item in self.items:
            blank = " " * (item.end - item.start)
            self.rest = self.rest[: item.start] + blank + self.rest[item.end :]


def all_flags(
    source: str,
    target: str,
    languages: tuple[str, str],
    terms: Sequence[Term],
    detector: LanguageDetector,
) -> tuple[Flag, ...]:
    """Everything that is wrong with `target`; `languages` are those of source and target."""
    old, new = Words(source), Words(target)
    return (
        *mark_flags(source, target),
        *language_flags(old.rest, new.rest, languages, detector),
        *verbatim_flags(old.items, new.items),
        *number_flags(old.rest, new.rest),
        *(
            Flag(kind="term", problem="missing", item=term.source, became=wanted(term))
            for term in (missing(terms, target) if terms else ())
        ),
    )


def mark_flags(source: str, target: str) -> tuple[Flag, ...]:
    """Whether the marks of the format are all there."""
    if are_kept(source, target):
        return ()
    return (Flag(kind="markdown", problem="changed", item=" ".join(marks_in(source))),)


def verbatim_flags(old: Sequence[Item], new: Sequence[Item]) -> tuple[Flag, ...]:
    """Links, addresses, placeholders and code that are not there as they were."""
    flags: list[Flag] = []
    texts = {item.key: item.text for item in (*old, *new)}
    for kind in _VERBATIM if texts else ():
        before = Counter(item.key for item in old if item.kind == kind)
        after = Counter(item.key for item in new if item.kind == kind)
        added = list((after - before).elements())
        for key in (before - after).elements():
            became = texts[added.pop(0)] if added else ""
            problem: FlagProblem = "changed" if became else "missing"
            flags.append(Flag(kind=kind, problem=problem, item=texts[key], became=became))
        flags += (Flag(kind=kind, problem="added", became=texts[key]) for key in added)
    return tuple(flags)


def language_flags(
    source: str, target: str, languages: tuple[str, str], detector: LanguageDetector
) -> tuple[Flag, ...]:
    """Whether `target` is the source again, or in another language than it should be; both
    without what has to stay as it is."""
    from_language, to_language = languages
    if not target.strip():
        return ()
    if _same(source, target):
        return _echo_flags(source, from_language, to_language, detector)
    if not _has_script(target, to_language) and not _may_stay(target):
        return (_wrong(to_language, ""),)
    if _letters(target) < _LETTERS_TO_DETECT:
        return ()
    found, sure = detector.detect(target)
    if found and sure >= _SURE and not are_alike(found, to_language):
        return (_wrong(to_language, found),)
    return ()


def _echo_flags(
    source: str, from_language: str, to_language: str, detector: LanguageDetector
) -> tuple[Flag, ...]:
    if from_language and are_alike(from_language, to_language):
        return ()
    found, sure = detector.detect(source)
    if found and sure >= _SURE and are_alike(found, to_language):
        return ()  # this sentence is in the target language already
    return (Flag(kind="echoed", problem="doubtful", item=source.strip()),)


def settled(source: str, flags: Sequence[Flag]) -> tuple[Flag, ...]:
    """The flags that are left after the last try: a name that stayed as it was is right."""
    if not _may_stay(Words(source).rest):
        return tuple(flags)
    return tuple(flag for flag in flags if flag.kind != "echoed")


def _wrong(to_language: str, found: str) -> Flag:
    return Flag(
        kind="language",
        problem="changed",
        item=english_name(to_language),
        became=english_name(found),
    )


def _same(one: str, other: str) -> bool:
    return _letters_of(one) == _letters_of(other)


def _letters_of(text: str) -> str:
    return "".join(one for one in text if one.isalnum())


def _letters(text: str) -> int:
    return sum(one.isalpha() for one in text)


def _has_script(text: str, language: str) -> bool:
    """Whether some of its letters are of a script that the language is written in."""
    scripts = SCRIPTS.get(language, frozenset())
    if not scripts:
        return True
    return any(one.isalpha() and script_of(one) in scripts for one in text)


def script_of(letter: str) -> str:
    """The script of a letter, as `languages.SCRIPTS` names it."""
    return unicodedata.name(letter, "").partition(" ")[0].partition("-")[0]


def _may_stay(text: str) -> bool:
    """Whether it is made of names and abbreviations, which are the same everywhere."""
    words = re.findall(r"[^\W\d_]+", text)
    return all(word[:1].isupper() or len(word) < _LETTERS_OF_A_NAME for word in words)


def hints(flags: Sequence[Flag], terms: Sequence[Term], target: str) -> tuple[str, ...]:
    """What to say when a translation with these `flags` is asked for again."""
    kinds = {flag.kind for flag in flags if flag.problem != "doubtful" or flag.kind in _AGAIN}
    said: list[str] = []
    if kinds & {"language", "echoed", "refused"}:
        said.append(f"Answer in {english_name(target)} only, with every word translated.")
    if "markdown" in kinds:
        said.append("Copy each mark like ⟦1⟧, ⟦/1⟧ or ⟦2/⟧ of the text exactly once.")
    if "term" in kinds:
        lacking = {flag.item for flag in flags if flag.kind == "term"}
        said.append(terms_line_of(terms, lacking))
    kept = [f.item for f in flags if f.kind in ("url", "email", "code", "placeholder") and f.item]
    if kept:
        said.append(f"Copy exactly: {'  '.join(kept)}")
    if "number" in kinds:
        said.append("Keep all numbers.")
    if kinds & {"repeated", "cut"}:
        said.append("Translate this text once and stop.")
    return tuple(said)


def terms_line_of(terms: Sequence[Term], sources: set[str]) -> str:
    return terms_line([term for term in terms if term.source in sources])
