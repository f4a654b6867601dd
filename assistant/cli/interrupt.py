"""Ctrl+C and its kin, as something the work looks at instead of an exception in its middle."""

from __future__ import annotations

import signal
from types import FrameType, TracebackType
from typing import Any

_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")


class Interrupt:
    """Counts how often the person asked to stop while it is entered. Main thread only.

    The first request asks the engine to stop and keeps the answer so far; the second one does
    not wait for the engine. `leaves` is true when the whole command was asked to end, such as
    by closing the terminal. Outside of the `with` block signals do what they did before.
    """

    def __init__(self) -> None:
        self.count = 0
        self.leaves = False
        self._before: dict[int, Any] = {}

    def __enter__(self) -> Interrupt:
        self.pause()
        self.count = 0
        self.resume()
        return self

    def resume(self) -> None:
        """Watch the signals again after `pause`."""
        for name in _SIGNALS:
            number = getattr(signal, name, None)
            # a signal that the parent made us ignore (nohup) stays ignored
            if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
                self._before[number] = signal.signal(number, self._on_signal)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.pause()

    def pause(self) -> None:
        """Give the signals back before the end of the block."""
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._before.clear()

    def request(self) -> None:
        """Ask to stop, as Ctrl+C does."""
        self.count += 1

    def _on_signal(self, number: int, _frame: FrameType | None) -> None:
        # nothing else is done here: the interrupted code may hold any lock
        self.count += 1
        self.leaves = self.leaves or number != signal.SIGINT
