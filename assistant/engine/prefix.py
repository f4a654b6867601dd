"""What the model's memory holds, and how much of it a new prompt can use again.

Reuse is never wrong: when the memory cannot be rewound to exactly the common prefix, it is
cleared and everything is read again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Memory(Protocol):
    """The native memory of one sequence."""

    def clear(self) -> None: ...
    def rewind(self, length: int) -> bool: ...


class LiveSequence:
    """The tokens whose state is in `memory`, in order."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self.tokens: list[int] = []

    def reuse(self, prompt: Sequence[int]) -> int:
        """Keep what `prompt` shares with the memory; how many of its tokens are read already.

        At least one token of the prompt is left to evaluate, because its logits are needed.
        """
        common = min(common_prefix(self.tokens, prompt), len(prompt) - 1)
        if common < len(self.tokens):
            if common > 0 and self._memory.rewind(common):
                del self.tokens[common:]
            else:
                self.forget()
        return len(self.tokens)

    def extend(self, tokens: Sequence[int]) -> None:
        """Note that `tokens` were evaluated after the present ones."""
        self.tokens.extend(tokens)

    def forget(self) -> None:
        """Clear the memory."""
        self._memory.clear()
        self.tokens.clear()

    def restore(self) -> bool:
        """Drop whatever an unfinished evaluation left behind the known tokens.

        False when that was impossible and everything was forgotten.
        """
        if self.tokens and self._memory.rewind(len(self.tokens)):
            return True
        self.forget()
        return False


def common_prefix(first: Sequence[int], second: Sequence[int]) -> int:
    """Number of equal tokens at the start."""
    for index, (left, right) in enumerate(zip(first, second, strict=False)):
        if left != right:
            return index
    return min(len(first), len(second))
