"""How fast a download is and how long it will take, without jumping about."""

from __future__ import annotations

import math

SMOOTHING_S = 4.0
"""After so many seconds of another speed, two thirds of the difference are shown."""


class Pace:
    """Fed with the bytes that are there, at any intervals. One thread."""

    def __init__(self) -> None:
        self.speed = 0.0
        self._last: tuple[float, int] | None = None
        self._watched_s = 0.0

    def saw(self, now: float, done: int) -> None:
        """`done` bytes are there at `now` (seconds); fewer than before begin anew."""
        if self._last is None or done < self._last[1]:
            self.stop()
            self._last = (now, done)
            return
        passed = now - self._last[0]
        if passed <= 0:
            return
        speed = (done - self._last[1]) / passed
        self._watched_s += passed
        # the first seconds are averaged, so that the start is not taken for the whole
        weight = max(1 - math.exp(-passed / SMOOTHING_S), passed / self._watched_s)
        self.speed += weight * (speed - self.speed)
        self._last = (now, done)

    def stop(self) -> None:
        """Nothing is fetched at the moment; what was does not count for later."""
        self.speed, self._last, self._watched_s = 0.0, None, 0.0

    def seconds_left(self, missing: int) -> float | None:
        """None while nothing is known."""
        return missing / self.speed if self.speed > 1.0 else None
