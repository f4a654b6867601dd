"""What is made of an answer of the model: changes, flags, and what of it is kept."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import msgspec

from assistant.core.steps import Written
from assistant.core.translation.order import LanguageDetector
from assistant.core.writing.change import Change, Flag, revised
from assistant.core.writing.cleaning import cleaned
from assistant.core.writing.guards import findings
from assistant.core.writing.likeness import likeness
from assistant.core.writing.order import Differ, WriteOrder
from assistant.core.writing.placing import Guarded, guarded, protected
from assistant.core.writing.repetition import without_loop

_UNUSABLE = ("refused", "language", "repeated")
"""Flags of an answer that is asked for once more in any case."""
_SERIOUS = 1000
_SCRIPT_LETTERS = 12
"""With fewer letters nobody can say which script a text is in."""
_DETECTED_LETTERS = 60
_SURE = 0.85
_TELLING_LETTERS = 20
_LEAST_ALIKE = 0.15
"""A text that is full of mistakes and its correction are more alike."""
_SCRIPT_SHARE = 0.7
_SOLID = 16
"""Letters in a row that are no accident."""
_CUT = Flag(kind="cut", problem="missing")
_REPEATED = Flag(kind="repeated", problem="added")


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """What of an answer becomes the piece; places count from its start."""

    text: str
    changes: tuple[Change, ...] = ()
    flags: tuple[Flag, ...] = ()
    rejected: tuple[Change, ...] = ()


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """An answer: its `text`, the changes with their flags, and `flags` about the answer itself."""

    text: str
    guarded: Guarded
    flags: tuple[Flag, ...] = ()
    compares: bool = True

    @property
    def found(self) -> tuple[Flag, ...]:
        """All flags."""
        of_changes = tuple(flag for each in self.guarded.changes for flag in each.flags)
        return (*self.flags, *of_changes, *self.guarded.flags)

    @property
    def badness(self) -> int:
        """The answer with less of it is the better one."""
        unusable = sum(flag.kind in (*_UNUSABLE, "cut") for flag in self.flags)
        return unusable * _SERIOUS + self.guarded.damage

    def wants_another(self, *, protect: bool) -> bool:
        """Whether the model gets a second try."""
        if any(flag.kind in _UNUSABLE for flag in self.flags):
            return True
        return protect and any(flag.problem != "doubtful" for flag in self.found[len(self.flags) :])

    def kept(self, source: str, *, protect: bool) -> Kept:
        """What becomes the piece: with `protect` without the changes that do damage."""
        if not self.compares:
            return Kept(text=self.text, flags=(*self.flags, *self.guarded.flags))
        result = self.guarded
        if protect and result.damage:
            result = protected(source, result.changes)
        return Kept(
            text=revised(source, result.changes),
            changes=result.changes,
            flags=(*self.flags, *result.flags),
            rejected=result.rejected,
        )


class Judge:
    """Says what an answer is worth. Any thread; it may take a moment."""

    def __init__(
        self, order: WriteOrder, differ: Differ, detector: LanguageDetector | None = None
    ) -> None:
        self._order = order
        self._differ = differ
        self._detector = detector

    def judged(self, source: str, written: Written, said: Sequence[str]) -> Judged:
        """What is made of `written`, the answer to `source`. `said` are our words in the prompt."""
        action = self._order.action
        speaks = action.task == "write" or (action.own and action.kind == "compose")
        answer = cleaned(written.text, source, said, speaks=speaks)
        text = answer.text
        flags = list(answer.flags)
        if written.reason == "halted":
            text = without_loop(text)
            flags.append(_REPEATED)
        if written.reason in ("length", "context_full"):
            flags.append(_CUT)
        if not text and not answer.refused:
            flags.append(Flag(kind="refused", problem="missing"))
        if self._other_language(source, text):
            flags.append(Flag(kind="language", problem="changed"))
        if action.kind == "compose":
            return self._composed(source, text, flags)
        return self._compared(source, text, flags)

    def _other_language(self, source: str, text: str) -> bool:
        """A person's own action, or a wish, may ask for another language."""
        if self._order.note or self._order.action.own:
            return False
        return other_script(source, text) or (
            self._detector is not None and other_language(source, text, self._detector)
        )

    def _composed(self, source: str, text: str, flags: Sequence[Flag]) -> Judged:
        found: tuple[Flag, ...] = ()
        if self._order.action.guarded and text:
            found = tuple(each.flag for each in findings(source, text, structure=False))
        return Judged(
            text=text, guarded=Guarded(changes=(), flags=found), flags=tuple(flags), compares=False
        )

    def _compared(self, source: str, text: str, flags: list[Flag]) -> Judged:
        action = self._order.action
        if "\r\n" in source:
            text = text.replace("\r\n", "\n").replace("\n", "\r\n")
        kinds = {flag.kind for flag in flags}
        if action.task == "proofread" and not kinds and is_no_edit(source, text):
            flags.append(Flag(kind="refused", problem="changed", became=text))
            kinds.add("refused")
        if "refused" in kinds or ("language" in kinds and self._order.protect):
            # all of it would be one damaging change
            return Judged(text=source, guarded=Guarded(changes=()), flags=tuple(flags))
        if kinds & {"cut", "repeated"}:
            changes = _as_far_as_it_goes(source, text, self._differ)
        else:
            changes = self._differ.changes(source, text)
        if not changes and action.task != "proofread":
            flags.append(Flag(kind="echoed", problem="doubtful"))
        result = guarded(source, changes) if action.guarded else Guarded(changes=tuple(changes))
        return Judged(text=text, guarded=result, flags=tuple(flags))


def kept_as_it_is(source: str) -> Judged:
    """For a piece that the model has no room for."""
    return Judged(text=source, guarded=Guarded(changes=()), flags=(_CUT,))


def _as_far_as_it_goes(source: str, text: str, differ: Differ) -> list[Change]:
    """The changes of an answer that broke off: what it did not reach stays as it was.

    It is compared with as much of the source as it can be about, and counts up to the last words
    that both have in common.
    """
    reached = source[: len(text) * 5 // 4 + _SOLID]
    changes = differ.changes(reached, text)
    ends = [change.start for change in changes] + [len(reached)]
    starts = [0] + [change.end for change in changes]
    common = [end - start for start, end in zip(starts, ends, strict=True)]
    while changes and common[len(changes)] < _SOLID:
        changes.pop()
    return changes


def is_no_edit(source: str, text: str) -> bool:
    """Whether `text` has so little of `source` that it answers it rather than corrects it."""
    return len(source) >= _TELLING_LETTERS and likeness(source, text) < _LEAST_ALIKE


# --- the language of an answer --------------------------------------------------------------------


def other_language(source: str, text: str, detector: LanguageDetector) -> bool:
    """Whether `detector` is sure of both languages, and they are two."""
    if min(len(source), len(text)) < _DETECTED_LETTERS:
        return False
    wanted, sure = detector.detect(source)
    given, as_sure = detector.detect(text)
    if not wanted or not given or min(sure, as_sure) < _SURE:
        return False
    return wanted.partition("-")[0] != given.partition("-")[0]


def other_script(source: str, text: str) -> bool:
    """Whether `text` is written in another script than `source`, both clearly in one."""
    wanted, given = _script(source), _script(text)
    return bool(wanted and given and wanted != given)


def _script(text: str) -> str:
    """The script of most letters; "" where there are few of them, or several scripts."""
    counts: dict[str, int] = {}
    letters = 0
    for character in text[:4000]:
        if not character.isalpha():
            continue
        letters += 1
        name = "LATIN" if character < "\u0250" else unicodedata.name(character, "?").split()[0]
        script = "HAN" if name in ("CJK", "HIRAGANA", "KATAKANA") else name
        counts[script] = counts.get(script, 0) + (2 if script == "HAN" else 1)
    if letters < _SCRIPT_LETTERS:
        return ""
    script = max(counts, key=lambda one: counts[one])
    return script if counts[script] >= _SCRIPT_SHARE * sum(counts.values()) else ""
