"""What the application does with a reading process besides talking to it."""

from __future__ import annotations

import contextlib
import os
import queue
import subprocess
import sys
from typing import IO

from assistant.documents import wire
from assistant.documents.sandbox import MEMORY_BYTES


class MemoryWatch:
    """Where the kernel does not limit the memory of a process, somebody has to look."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._needed = not sys.platform.startswith("linux")

    def exceeded(self) -> bool:
        """Whether it has more than it may; always False where the kernel sees to that."""
        if not self._needed:
            return False
        import psutil

        try:
            return int(psutil.Process(self._pid).memory_info().rss) > MEMORY_BYTES
        except psutil.Error:
            return False


def end(process: subprocess.Popen[bytes]) -> tuple[int, int]:
    """Kill the process if it still runs and take its exit code and its largest memory.

    0 where its memory is not known: until a process has started its program, the system counts
    the memory of the one that started it as its own, so that only more than that says something.
    """
    if process.returncode is None and not _gone(process):
        process.kill()
    if os.name != "posix" or process.returncode is not None:
        return process.wait(), 0
    try:
        _pid, status, usage = os.wait4(process.pid, 0)
    except ChildProcessError:
        return process.wait(), 0
    process.returncode = os.waitstatus_to_exitcode(status)
    import resource  # Windows has none

    ours = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    unit = 1 if sys.platform == "darwin" else 1024
    return process.returncode, usage.ru_maxrss * unit if usage.ru_maxrss > ours else 0


def discard(process: subprocess.Popen[bytes] | None) -> None:
    """End a process that nobody listens to."""
    if process is not None:
        end(process)
        close_pipes(process)


def _gone(process: subprocess.Popen[bytes]) -> bool:
    """Whether the process has closed its end and is about to go, or has gone."""
    if os.name != "posix":
        return process.poll() is not None
    try:
        return os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None
    except ChildProcessError:
        return True


def tell(process: subprocess.Popen[bytes], line: bytes) -> None:
    """Write a line to its input; raises BrokenPipeError where nobody reads."""
    if process.stdin is not None:
        process.stdin.write(line + b"\n")
        process.stdin.flush()


def close_pipes(process: subprocess.Popen[bytes]) -> None:
    """Close our ends; whoever read from them has to have stopped."""
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with contextlib.suppress(OSError):
                stream.close()


def pump(stream: IO[bytes], frames: queue.Queue[tuple[bytes, bytes] | None]) -> None:
    """Hand on each frame; None says that the process has gone."""
    with contextlib.suppress(OSError, ValueError):
        while (frame := wire.receive(stream)) is not None:
            frames.put(frame)
    frames.put(None)
