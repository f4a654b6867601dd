"""Texts translated sentence by sentence, four beside each other.

Whoever drives the steps has to give them a `failed` (see `core.steps`): failures are raised here.
Neighbouring sentences are asked in runs, one after the other: each finds the earlier ones of its
run and their translations as turns before it, so that a small model keeps to its words, and the
engine has read all of them already.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import groupby

import msgspec

from assistant.core.messages import Sampling
from assistant.core.sampling_defaults import TASK_SAMPLING
from assistant.core.steps import Beside, Compute, Steps
from assistant.core.translation import memory, terms
from assistant.core.translation.asking import Answer, Asker
from assistant.core.translation.order import (
    LanguageDetector,
    Origin,
    Segment,
    TranslateHearing,
    TranslateOrder,
    Translation,
)
from assistant.core.translation.plan import Plan, planned
from assistant.core.translation.segments import joined

RUN = 4
"""Sentences that are asked one after the other."""
_BEFORE = 3
"""Sentences before one that is asked alone."""
_ANEW = msgspec.structs.replace(TASK_SAMPLING["translate"], temperature=0.7)
_OTHERWISE = Sampling(temperature=0.9)
_WAYS = (
    "Stay close to the words of the text.",
    "Translate freely, as a native speaker would say it.",
    "Say it in as few words as possible.",
)

Keep = Callable[[Mapping[int, Segment]], Steps[None]]


def translated(
    order: TranslateOrder, hearing: TranslateHearing, detector: LanguageDetector
) -> Steps[Translation]:
    """Translate all units of `order`. Raises `UserError`."""
    plan: Plan = yield Compute(partial(planned, order, detector))
    return (yield from Course(order, plan, hearing, detector).run())


class Course:
    """One order on its way. `taken` are segments that were finished earlier; those that are
    finished now are given to `keep` before they count."""

    def __init__(
        self,
        order: TranslateOrder,
        plan: Plan,
        hearing: TranslateHearing,
        detector: LanguageDetector,
        *,
        taken: Mapping[int, Segment] | None = None,
        keep: Keep | None = None,
    ) -> None:
        self._order = order
        self._plan = plan
        self._hearing = hearing
        self._keep = keep
        self._asker = plan.asker(detector)
        self._segments = list(plan.segments)
        for number, done in (taken or {}).items():
            if number < len(self._segments) and self._segments[number].source == done.source:
                self._segments[number] = done

    def run(self) -> Steps[Translation]:
        """All of it. Raises `UserError`."""
        recalled = yield from self._recall()
        self._hearing.began(self._plan.languages.source, tuple(self._segments))
        yield from self._kept({number: self._segments[number] for number in recalled})
        runs = [self._run(numbers) for numbers in self._runs()]
        if runs:
            yield Beside(tuple(runs))
        result: Translation = yield Compute(self._result)
        return result

    def _recall(self) -> Steps[list[int]]:
        """Take what is in the memory; the numbers of these segments."""
        waiting = self._waiting() if self._order.use_memory else []
        keys = list(dict.fromkeys(self._plan.keys[number] for number in waiting))
        found = yield from memory.recalled(self._plan.languages, keys)
        recalled = [number for number in waiting if self._plan.keys[number] in found]
        for number in recalled:
            answer = Answer(text=found[self._plan.keys[number]])
            self._segments[number] = self._done(number, answer, "memory")
        return recalled

    def _waiting(self) -> list[int]:
        return [number for number, each in enumerate(self._segments) if not each.target]

    def _runs(self) -> list[list[int]]:
        """The numbers of the segments that are asked, each different sentence once."""
        first: dict[memory.Key, int] = {}
        for number in self._waiting():
            first.setdefault(self._plan.keys[number], number)
        runs: list[list[int]] = []
        for _, group in groupby(first.values(), key=lambda number: self._segments[number].unit):
            numbers = list(group)
            if runs and len(runs[-1]) + len(numbers) <= RUN:
                runs[-1] += numbers  # short units, such as the lines of a list
            else:
                runs += [numbers[at : at + RUN] for at in range(0, len(numbers), RUN)]
        return runs

    def _run(self, numbers: Sequence[int]) -> Steps[None]:
        pairs: dict[memory.Key, str] = {}
        for place, number in enumerate(numbers):
            before = self._plan.said_before(self._segments, numbers[:place] or [number - 1])
            extended = partial(self._hearing.extended, number)
            answer = yield from self._asker.asked(self._plan.question(number), before, extended)
            yield from self._finish(number, answer)
            if not answer.flags:
                pairs[self._plan.keys[number]] = answer.text
        if self._order.use_memory:
            yield from memory.kept(self._plan.languages, pairs)

    def _finish(self, number: int, answer: Answer) -> Steps[None]:
        """The sentence is done, and with it all that are the same."""
        done = {
            place: self._done(place, answer, "model" if place == number else "memory")
            for place in self._plan.same_as(number)
            if not self._segments[place].target
        }
        yield from self._kept(done)
        for place, segment in done.items():
            self._segments[place] = segment
            self._hearing.finished(place, segment)

    def _kept(self, done: Mapping[int, Segment]) -> Steps[None]:
        if self._keep is not None and done:
            yield from self._keep(done)

    def _done(self, number: int, answer: Answer, origin: Origin) -> Segment:
        return msgspec.structs.replace(
            self._segments[number],
            target=self._plan.own_marks(number, answer.text),
            flags=answer.flags,
            origin=origin,
        )

    def _result(self) -> Translation:
        languages, segments = self._plan.languages, self._segments
        of_unit: dict[int, list[Segment]] = {}
        for segment in segments:
            of_unit.setdefault(segment.unit, []).append(segment)
        units = tuple(
            joined(unit, of_unit.get(number, ()), languages.source, languages.target)
            for number, unit in enumerate(self._order.units)
        )
        targets = (segment.target for segment in segments)
        return Translation(
            units=units,
            segments=tuple(segments),
            source_language=languages.source,
            target_language=languages.target,
            terms=terms.uses(zip(self._plan.terms, targets, strict=True)),
            usage=self._asker.usage,
            timings=self._asker.timings(),
        )


# one sentence again


def retranslated(
    order: TranslateOrder,
    segments: Sequence[Segment],
    number: int,
    hearing: TranslateHearing,
    detector: LanguageDetector,
    *,
    instruction: str = "",
) -> Steps[Segment]:
    """Segment `number` of `segments` (all of the order, as they are) translated anew.

    `instruction` is what the person wants of this sentence. Raises `UserError`.
    """
    plan: Plan = yield Compute(partial(Plan, order, segments, detector))
    asker = plan.asker(detector, instruction)
    before = plan.said_before(segments, range(number - _BEFORE, number))
    extended = partial(hearing.extended, number)
    answer = yield from asker.asked(plan.question(number), before, extended, sampling=_ANEW)
    done = msgspec.structs.replace(
        segments[number],
        target=plan.own_marks(number, answer.text),
        flags=answer.flags,
        origin="model",
    )
    hearing.finished(number, done)
    return done


def alternatives(
    order: TranslateOrder,
    segments: Sequence[Segment],
    number: int,
    detector: LanguageDetector,
    count: int = 3,
) -> Steps[tuple[str, ...]]:
    """Other translations of segment `number`, none of them its target: `count`, or as many as
    the model finds in two tries each. Raises `UserError`."""
    plan: Plan = yield Compute(partial(Plan, order, segments, detector))
    asker = plan.asker(detector)
    before = plan.said_before(segments, range(number - _BEFORE, number))
    found: dict[str, None] = {}
    known = {segments[number].target.casefold()}
    for turn in range(2):
        lacking = count - len(found)
        if lacking <= 0:
            break
        others = [text for text in (segments[number].target, *found) if text] if turn else []
        asked = tuple(
            _another(asker, plan, number, before, turn * count + place, others)
            for place in range(lacking)
        )
        answers: tuple[Answer, ...] = yield Beside(asked)
        for answer in answers:
            text = plan.own_marks(number, answer.text)
            if _counts(answer) and text.casefold() not in known:
                known.add(text.casefold())
                found[text] = None
    return tuple(found)


def _another(
    asker: Asker,
    plan: Plan,
    number: int,
    before: Sequence[tuple[str, str]],
    seed: int,
    others: Sequence[str],
) -> Steps[Answer]:
    hints = [_WAYS[seed % len(_WAYS)]]
    if others:
        hints.append(f"Use other words than these: {' / '.join(others)}")
    question = plan.question(number)
    sampling = msgspec.structs.replace(_OTHERWISE, seed=seed + 1)
    return (yield from asker.once(question, before, hints=hints, sampling=sampling))


def _counts(answer: Answer) -> bool:
    """Whether it is a translation at all."""
    return not any(
        flag.kind in ("refused", "language", "echoed", "repeated", "cut") for flag in answer.flags
    )
