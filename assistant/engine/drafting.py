"""How many tokens to draft: as many as pay, by what was measured.

A batch of more tokens takes longer, how much longer depends on the machine; a drafted token helps
when it is accepted. Both are learned while writing.
"""

from __future__ import annotations

LONGEST_DRAFT = 23
# With the token before them they are multiples of four where that is possible: llama.cpp's kernels
# work on four rows at a time, and a batch of five took up to a third longer than one of four.
_LENGTHS = (1, 2, 3, 5, 7, 11, 15, 19, 23)
_CERTAIN = 0.85  # acceptance from which a longer draft is worth a try, to learn what it costs
_WORTH = 1.05  # a draft must promise this much more speed, for the estimates are rough
_FIRST_SLOPE = 0.15  # how much of a step's time one more token costs, before it was measured
_FORGET = 0.85
_FADE = 0.99
_PRIOR_TAKEN, _PRIOR_REFUSED = 1.0, 1.0
_LEARNING = 0.2


class StepCost:
    """Seconds of a step by the number of its tokens, for one model."""

    def __init__(self) -> None:
        self._seconds: dict[int, float] = {}

    def measured(self, tokens: int, seconds: float) -> None:
        known = self._seconds.get(tokens)
        self._seconds[tokens] = seconds if known is None else known + (seconds - known) * _LEARNING

    def knows(self, tokens: int) -> bool:
        """Whether a step of `tokens` was measured."""
        return tokens in self._seconds

    def of(self, tokens: int) -> float:
        """The time of a step of `tokens`; interpolated, or guessed, where none was measured."""
        if tokens in self._seconds:
            return self._seconds[tokens]
        below = max((one for one in self._seconds if one < tokens), default=0)
        above = min((one for one in self._seconds if one > tokens), default=0)
        if below and above:
            part = (tokens - below) / (above - below)
            low, high = self._seconds[below], self._seconds[above]
            return low + (high - low) * part
        if below:
            return self._seconds[below] * (1.0 + _FIRST_SLOPE * (tokens - below))
        return self._seconds.get(above, 1.0)


class DraftLength:
    """Follows how many drafted tokens of one text are accepted."""

    def __init__(self, cost: StepCost) -> None:
        self._cost = cost
        self._taken = 0.0
        self._refused = 0.0

    @property
    def acceptance(self) -> float:
        """The chance that a drafted token is accepted, if the one before it was."""
        taken, refused = self._taken + _PRIOR_TAKEN, self._refused + _PRIOR_REFUSED
        return taken / (taken + refused)

    def choose(self, available: int, others: int) -> int:
        """How many of `available` tokens to draft beside `others` tokens in the batch; or 0.

        The speed that a draft of n tokens promises is (1 + p + … + p^n) / time of the step, with
        p the chance of acceptance (Leviathan et al. 2023, arXiv:2211.17192, equation 1).
        """
        if available <= 0:
            return 0
        chance = self.acceptance
        best, promised = 0, _WORTH / self._cost.of(others + 1)
        for length in _LENGTHS:
            if length > available:
                break
            gain = (1.0 - chance ** (length + 1)) / (1.0 - chance)
            speed = gain / self._cost.of(others + 1 + length)
            if speed > promised:
                best, promised = length, speed
            elif best and chance >= _CERTAIN and not self._cost.knows(others + 1 + length):
                return length
        if best == 0:  # what was learned fades, so that it is tried again some time
            self._taken *= _FADE
            self._refused *= _FADE
        return best

    def watched(self, *, right: bool) -> None:
        """The first token of a guess that was not drafted was drawn, or another one."""
        self.tried(1, int(right))

    def tried(self, drafted: int, accepted: int) -> None:
        """`accepted` of `drafted` tokens were right."""
        self._taken = self._taken * _FORGET + accepted
        self._refused = self._refused * _FORGET + (accepted < drafted)
