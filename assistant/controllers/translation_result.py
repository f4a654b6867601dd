"""A translation as far as it is there."""

from __future__ import annotations

import msgspec

from assistant.core.translation.order import Segment
from assistant.core.translation.segments import joined, placed


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """`segments` of `text`, in these languages; a `target` is "" while it is not done."""

    text: str = ""
    segments: tuple[Segment, ...] = ()
    source_language: str = ""
    target_language: str = ""

    @property
    def translation(self) -> str:
        """The translated text; a sentence that is not done is left as it was."""
        return joined(self.text, self.segments, self.source_language, self.target_language)

    @property
    def done(self) -> int:
        """How many sentences have a translation."""
        return sum(1 for segment in self.segments if segment.target)

    def gaps(self) -> list[str]:
        """What stands before the first, between and behind the last of the translations."""
        marked = [msgspec.structs.replace(each, target="x") for each in self.segments]
        text, spans = placed(self.text, marked, self.source_language, self.target_language)
        edges = [0, *(edge for span in spans for edge in span), len(text)]
        return [text[a:b] for a, b in zip(edges[0::2], edges[1::2], strict=True)]

    def reversed(self) -> Result:
        """The same pairs the other way round."""
        text, spans = placed(self.text, self.segments, self.source_language, self.target_language)
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
        )


def with_earlier(segments: tuple[Segment, ...], shown: Result) -> tuple[Segment, ...]:
    """`segments` of a run that begins, where the memory knows some that were shown before: these
    are what they were (not "remembered", and with their flags)."""
    before = {(each.source, each.target): each for each in shown.segments if each.target}
    return tuple(
        msgspec.structs.replace(known, unit=each.unit, start=each.start, end=each.end)
        if (known := before.get((each.source, each.target))) is not None
        else each
        for each in segments
    )
