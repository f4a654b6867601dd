"""An order as it is carried out: its sentences, and what is known of each before it is asked."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.core.translation import memory, prompts
from assistant.core.translation.asking import Asker, Question
from assistant.core.translation.glossary import Term
from assistant.core.translation.marks import without_marks
from assistant.core.translation.order import (
    LanguageDetector,
    Languages,
    Segment,
    TranslateOrder,
)
from assistant.core.translation.segments import segmented
from assistant.core.translation.terms import index_of

_SAMPLE = 2000
"""Letters by which the language of a text is told."""


class Plan:
    """What is known of the sentences of an order; making it takes a moment for long texts.

    `languages.source` is "" where nobody can tell. `keys`, `terms` and `numbers` have one item
    for each segment: its name in the memory, the terms in it, its own numbers of its marks.
    """

    def __init__(
        self, order: TranslateOrder, segments: Sequence[Segment], detector: LanguageDetector
    ) -> None:
        self._order = order
        self.segments = tuple(segments)
        self.languages = Languages(
            source=order.languages.source or detected(self.segments, detector),
            target=order.languages.target,
        )
        index = index_of(order.glossary, self.languages.source, self.languages.target)
        self.terms: list[tuple[Term, ...]] = []
        self.keys: list[memory.Key] = []
        self.numbers: list[dict[int, int]] = []
        self._same: dict[memory.Key, list[int]] = {}
        for number, segment in enumerate(self.segments):
            found = index.occurring(segment.source) if segment.origin != "same" else ()
            text, numbers = memory.numbered(segment.source)
            key = (text, memory.variant_of(order, found))
            self.terms.append(found)
            self.keys.append(key)
            self.numbers.append(numbers)
            self._same.setdefault(key, []).append(number)
        occurring = {term.source: term for found in self.terms for term in found}
        self._shared = tuple(occurring.values())
        if len(self._shared) > prompts.MOST_SHARED_TERMS:
            self._shared = ()

    def same_as(self, number: int) -> Sequence[int]:
        """The segments with the sentence of this one, it included."""
        return self._same[self.keys[number]]

    def question(self, number: int) -> Question:
        terms = self.terms[number]
        named = () if self._shared else terms
        return Question(text=self.keys[number][0], terms=terms, named=named)

    def asker(self, detector: LanguageDetector, instruction: str = "") -> Asker:
        """Who asks these sentences; `instruction` is added to that of the order."""
        order, languages = self._order, self.languages
        wishes = " ".join(wish.strip() for wish in (order.instruction, instruction) if wish.strip())
        system = prompts.system_prompt(
            languages.source,
            languages.target,
            tone=order.tone,
            terms=self._shared,
            instruction=wishes,
            marks=any(self.numbers),
        )
        return Asker(system, (languages.source, languages.target), detector, order.priority)

    def said_before(
        self, segments: Sequence[Segment], numbers: Sequence[int]
    ) -> list[tuple[str, str]]:
        """Those of `numbers` that are translated well, for `segments` as they are by now: as they
        were asked, so that the engine knows them."""
        return [
            (self.keys[number][0], memory.with_numbers(segments[number].target, self._news(number)))
            for number in numbers
            if number >= 0 and _is_good(segments[number])
        ]

    def _news(self, number: int) -> dict[int, int]:
        return {own: new for new, own in self.numbers[number].items()}

    def own_marks(self, number: int, target: str) -> str:
        """`target` of a question with the marks that the segment itself has."""
        return memory.with_numbers(target, self.numbers[number])


def _is_good(segment: Segment) -> bool:
    return bool(segment.target) and not segment.flags and segment.origin != "same"


def planned(order: TranslateOrder, detector: LanguageDetector) -> Plan:
    """The plan of a whole order."""
    return Plan(order, segmented(order.units), detector)


def detected(segments: Sequence[Segment], detector: LanguageDetector) -> str:
    """The language that most of a text is in, "" where nobody can tell."""
    sample: list[str] = []
    length = 0
    for segment in segments:
        if segment.origin != "same" or length == 0:
            sample.append(without_marks(segment.source))
            length += len(segment.source)
        if length > _SAMPLE:
            break
    return detector.detect(" ".join(sample))[0]
