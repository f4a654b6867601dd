"""Which process writes a streaming message, and whether it still runs."""

from __future__ import annotations

import os

# Start times are computed from the boot time, which moves with the clock.
_SAME_START_S = 2.0

_own: tuple[int, str] = (0, "")


def own_writer() -> str:
    """The name of this process: its id and the time it started, "1234:1700000000.25"."""
    global _own  # noqa: PLW0603 - one process has one name; a fork has its own
    if _own[0] != os.getpid():
        import psutil

        _own = (os.getpid(), f"{os.getpid()}:{psutil.Process().create_time():.2f}")
    return _own[1]


def is_alive(writer: str) -> bool:
    """Whether the process called `writer` still runs; a reused process id does not count."""
    if writer == own_writer():
        return True
    pid, _, started = writer.partition(":")
    try:
        number, since = int(pid), float(started)
    except ValueError:
        return False
    import psutil

    try:
        process = psutil.Process(number)
        same = abs(process.create_time() - since) < _SAME_START_S
        return bool(same and process.status() != psutil.STATUS_ZOMBIE)
    except (psutil.NoSuchProcess, ValueError, OverflowError):
        return False
    except psutil.AccessDenied:
        return True
