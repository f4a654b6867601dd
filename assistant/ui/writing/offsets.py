"""Where parts of a long text begin, while parts in the middle become longer or shorter."""

from __future__ import annotations


class Offsets:
    """Lengths in order, and their sums: everything takes logarithmic time (a Fenwick tree)."""

    def __init__(self) -> None:
        self._lengths: list[int] = []
        self._tree: list[int] = [0]

    def __len__(self) -> int:
        return len(self._lengths)

    def __getitem__(self, number: int) -> int:
        return self._lengths[number]

    def append(self, length: int) -> None:
        self._lengths.append(length)
        place = len(self._lengths)
        total, below = length, place - 1
        while below > place - (place & -place):
            total += self._tree[below]
            below -= below & -below
        self._tree.append(total)

    def set(self, number: int, length: int) -> None:
        """Part `number` has another length now."""
        by = length - self._lengths[number]
        self._lengths[number] = length
        place = number + 1
        while place < len(self._tree):
            self._tree[place] += by
            place += place & -place

    def start(self, number: int) -> int:
        """Where part `number` begins; for the number after the last one, the whole length."""
        total = 0
        while number > 0:
            total += self._tree[number]
            number -= number & -number
        return total

    def find(self, position: int) -> int:
        """The part that `position` is in; the last one for what is behind all of them."""
        place, step = 0, 1 << len(self._lengths).bit_length()
        while step:
            if place + step < len(self._tree) and self._tree[place + step] <= position:
                place += step
                position -= self._tree[place]
            step >>= 1
        return min(place, max(0, len(self._lengths) - 1))
