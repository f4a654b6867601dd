"""A translation as far as it is there."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import msgspec

from assistant.controllers.translation_draft import TranslateOptions
from assistant.core.steps import Compute, Steps
from assistant.core.translation.order import (
    LanguageDetector,
    Segment,
    TranslateHearing,
    TranslateOrder,
    Translation,
)
from assistant.core.translation.segments import joined, placed


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """`segments` of `text`, in these languages; a `target` is "" while it is not done.

    `options` are those that it was made with.
    """

    text: str = ""
    segments: tuple[Segment, ...] = ()
    source_language: str = ""
    target_language: str = ""
    options: TranslateOptions = TranslateOptions()

    @property
    def translation(self) -> str:
        """The translated text; a sentence that is not done is left as it was."""
        return joined(self.text, self.segments, self.source_language, self.target_language)

    @property
    def done(self) -> int:
        """How many sentences have a translation."""
        return sum(1 for segment in self.segments if segment.target)

    def placed(self) -> tuple[str, list[tuple[int, int]]]:
        """`translation`, and where each sentence is in it."""
        return placed(self.text, self.segments, self.source_language, self.target_language)

    def reversed(self) -> Result:
        """The same pairs the other way round."""
        text, spans = self.placed()
        segments = tuple(
            Segment(
                unit=0,
                start=start,
                end=end,
                source=text[start:end],
                target=each.source,
                origin=each.origin,
            )
            for each, (start, end) in zip(self.segments, spans, strict=True)
        )
        return Result(
            text=text,
            segments=segments,
            source_language=self.target_language,
            target_language=self.source_language,
            options=msgspec.structs.replace(
                self.options, source=self.target_language, target=self.source_language
            ),
        )


def continued(
    order: TranslateOrder,
    earlier: Sequence[Segment],
    hearing: TranslateHearing,
    detector: LanguageDetector,
) -> Steps[Translation]:
    """Translate `order`, but for the sentences that `earlier` has a translation of."""
    from assistant.core.translation.course import Course
    from assistant.core.translation.plan import Plan, planned

    plan: Plan = yield Compute(partial(planned, order, detector))
    taken = still_there(plan.segments, earlier)
    return (yield from Course(order, plan, hearing, detector, taken=taken).run())


def still_there(segments: Sequence[Segment], earlier: Sequence[Segment]) -> dict[int, Segment]:
    """Number of a segment → what one of `earlier` with the same source became, in its place.

    Of several with the same source each is taken once, in order, and the last one further on.
    """
    known: dict[str, list[Segment]] = {}
    for each in reversed(earlier):
        if each.target and each.origin != "same":
            known.setdefault(each.source, []).append(each)
    taken: dict[int, Segment] = {}
    for number, segment in enumerate(segments):
        before = known.get(segment.source)
        if before:
            done = before.pop() if len(before) > 1 else before[-1]
            taken[number] = msgspec.structs.replace(
                done, unit=segment.unit, start=segment.start, end=segment.end
            )
    return taken
