"""Measures how fast this machine reads memory: what limits how fast a model writes.

For each token all weights that take part are read once, so writing is as fast as reading them.
Takes about half a second and a quarter of a gigabyte; meant for a process of its own.
"""

from __future__ import annotations

import ctypes
import mmap
import statistics
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

ROUNDS = 4
ROUND_S = 0.06
MOST_BYTES = 256 * 1024 * 1024  # several times the largest usual cache of a processor
LEAST_BYTES = 8 * 1024 * 1024
_PIECE = 4 * 1024 * 1024
_QUIET = 0.8
_HELD, _SOUGHT = 1, 2  # what memory is filled with, and what is looked for in vain


@dataclass(frozen=True, slots=True)
class Bandwidth:
    """`rate` in bytes a second, 0.0: not known. `quiet`: nothing else had the cores meanwhile."""

    rate: float = 0.0
    quiet: bool = False


def measure(threads: int, available: int) -> Bandwidth:
    """What `threads` threads together read, the median of some rounds.

    `available` bytes of memory are free; a quarter of them is used at most. Time in which other
    programs have the cores does not count; the threads then read less beside each other, and the
    figure is up to a third too large.
    """
    count = max(1, threads)
    share = min(MOST_BYTES, available // 4) // count // _PIECE * _PIECE
    if share * count < LEAST_BYTES:
        return Bandwidth()
    try:
        readers = [_Reader(share) for _ in range(count)]
        _together([reader.fill for reader in readers])  # each its own: memory near the core
        rounds = [_round(readers) for _ in range(ROUNDS)]
    except (OSError, MemoryError, AttributeError):
        return Bandwidth()
    for reader in readers:
        reader.close()
    busy = statistics.median(share for _, share in rounds)
    return Bandwidth(statistics.median(rate for rate, _ in rounds), busy >= _QUIET)


class _Reader:
    """Memory that one thread reads from its beginning to its end, again and again."""

    def __init__(self, size: int) -> None:
        self._memory = mmap.mmap(-1, size)
        if hasattr(mmap, "MADV_HUGEPAGE"):  # as the engine has its weights
            self._memory.madvise(mmap.MADV_HUGEPAGE)
        self._view: ctypes.Array[ctypes.c_char] | None = (ctypes.c_char * size).from_buffer(
            self._memory
        )
        self._address = ctypes.addressof(self._view)
        self._size = size
        self._search = _memchr()
        self.rate = self.worked = 0.0

    def fill(self) -> None:
        """Write to every page: until then all are one and the same."""
        ctypes.memset(self._address, _HELD, self._size)

    def run(self, until: float) -> None:
        """Read until that time of `perf_counter`; `rate` is bytes for each second of work."""
        read = place = 0
        began = time.thread_time()
        while time.perf_counter() < until or not read:
            self._search(self._address + place, _SOUGHT, _PIECE)
            read += _PIECE
            place = (place + _PIECE) % self._size
        self.worked = max(time.thread_time() - began, 1e-6)
        self.rate = read / self.worked

    def close(self) -> None:
        self._view = None
        self._memory.close()


def _memchr() -> Callable[[int, int, int], int | None]:
    """The C library's search for a byte: it reads as wide as the processor can, and lets other
    threads run meanwhile."""
    library = ctypes.CDLL("msvcrt") if sys.platform == "win32" else ctypes.CDLL(None)
    search = library.memchr
    search.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_size_t]
    search.restype = ctypes.c_void_p
    found: Callable[[int, int, int], int | None] = search
    return found


def _round(readers: list[_Reader]) -> tuple[float, float]:
    """Bytes a second of all, and the share of the time that the slowest had a core."""
    began = time.perf_counter()
    _together([partial(reader.run, began + ROUND_S) for reader in readers])
    gone = time.perf_counter() - began
    return sum(reader.rate for reader in readers), min(reader.worked for reader in readers) / gone


def _together(tasks: list[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=task, daemon=True) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
