"""A sequence of tokens in the model's memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from assistant.engine.state_file import Checkpoint


class SequenceMemory(Protocol):
    """Native memory; see `llama.Context` for the contracts."""

    @property
    def rewinds(self) -> bool: ...
    def length(self, sequence: int) -> int: ...
    def forget(self, sequence: int) -> None: ...
    def can_rewind(self, sequence: int, length: int) -> bool: ...
    def rewind(self, sequence: int, length: int) -> bool: ...
    def copy(self, source: int, target: int, length: int) -> bool: ...
    def save(self, sequence: int, *, partial: bool = False) -> bytearray: ...
    def load(
        self, sequence: int, data: bytes | bytearray | memoryview, *, partial: bool = False
    ) -> bool: ...


@dataclass(slots=True, eq=False)
class Live:
    """A sequence in memory. `cells` names the places of its tokens: shared ones are equal.

    `marks` are lengths at which its reader should stop for a checkpoint. `answers` are texts in
    it that the model wrote, with their tokens.
    """

    id: int
    tokens: list[int] = field(default_factory=list)
    cells: list[int] = field(default_factory=list)
    checkpoints: list[Checkpoint] = field(default_factory=list)
    marks: list[int] = field(default_factory=list)
    answers: dict[str, tuple[int, ...]] = field(default_factory=dict)
    conversation: str = ""
    busy: bool = False
    used: int = 0
    stored: bool = False

    def cut(self, length: int) -> None:
        """Note that only the first `length` tokens are left."""
        if length < len(self.tokens):
            self.stored = False
        del self.tokens[length:]
        del self.cells[length:]
        self.checkpoints = [one for one in self.checkpoints if one.length <= length]


def common_prefix(first: Sequence[int], second: Sequence[int]) -> int:
    """Number of equal elements at the start; both of one type."""
    low, high = 0, min(len(first), len(second))
    if type(first) is not type(second):
        second = type(first)(second)  # type: ignore[call-arg]
    if first[:high] == second[:high]:
        return high
    while low < high:  # slices are compared in C; the first `low` are equal, not all of `high`
        middle = (low + high + 1) // 2
        if first[low:middle] == second[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
