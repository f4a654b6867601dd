"""Where the sentences of a translation stand in a text that is edited and filled in.

Places are in the units of Qt's documents: UTF-16, so a character beyond the BMP takes two.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate


def units(text: str) -> int:
    """How many UTF-16 units `text` takes."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


class SegmentPlaces:
    """Ordered, disjoint ranges, one for each sentence; none is ever removed.

    A sentence that an edit cut into is no longer `intact`: it is not what was translated.
    """

    def __init__(self, starts: Sequence[int] = (), ends: Sequence[int] = ()) -> None:
        self.starts = list(starts)
        self.ends = list(ends)
        self.intact = [True] * len(self.starts)

    @classmethod
    def of(cls, text: str, spans: Iterable[tuple[int, int]]) -> SegmentPlaces:
        """From spans in characters of `text`, in order."""
        flat = [place for span in spans for place in span]
        if not text.isascii() and max(text, default="") > "\uffff":
            edges = [0, *flat]
            pieces = (units(text[a:b]) for a, b in zip(edges, flat, strict=False))
            flat = list(accumulate(pieces))
        return cls(flat[0::2], flat[1::2])

    def __len__(self) -> int:
        return len(self.starts)

    def at(self, place: int) -> int | None:
        """The number of the sentence at `place`, its end included; None between sentences."""
        number = bisect_right(self.starts, place) - 1
        if number < 0 or place > self.ends[number]:
            return None
        return number

    def near(self, place: int) -> int | None:
        """The sentence at `place`, or else the one before it, or the first."""
        if not self.starts:
            return None
        return max(0, bisect_right(self.starts, place) - 1)

    def within(self, first: int, last: int) -> range:
        """The numbers of the sentences that touch the places from `first` to `last`."""
        return range(bisect_left(self.ends, first), bisect_right(self.starts, last))

    def edited(self, place: int, removed: int, added: int) -> None:
        """At `place`, `removed` units were taken out and `added` put in."""
        gone, more = place + removed, added - removed
        begin = bisect_right(self.ends, place)
        end = bisect_left(self.starts, max(gone, place))
        for number in range(begin, end):
            self.intact[number] = False
            if self.starts[number] >= place:
                self.starts[number] = place if number == begin else place + added
            inside = self.ends[number] <= gone
            self.ends[number] = place + added if inside else self.ends[number] + more
        if more:
            after = max(begin, end)
            self.starts[after:] = [start + more for start in self.starts[after:]]
            self.ends[after:] = [each + more for each in self.ends[after:]]

    def replaced(self, number: int, length: int) -> None:
        """Sentence `number` has `length` units now."""
        more = length - (self.ends[number] - self.starts[number])
        self.ends[number] += more
        if more:
            after = number + 1
            self.starts[after:] = [start + more for start in self.starts[after:]]
            self.ends[after:] = [end + more for end in self.ends[after:]]
