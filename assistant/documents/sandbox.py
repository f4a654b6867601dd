"""Locks the reading process in: what it may use, and what it can still reach.

Linux: resource limits, Landlock (reads the one file and the program's own folders), seccomp
(`syscall_filter`). macOS: resource limits, of which the kernel does not enforce the memory's.
Windows: none here. On both the parent watches memory and time, and the process is apart from
the window all the same.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec

MEMORY_BYTES = 1024**3
CPU_SECONDS = 30  # between two signs of progress
CPU_SECONDS_IN_ALL = 600
OPEN_FILES = 64

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS = 1, 4, 38
_SIGKILL = 9
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _KEPT_BYTES = -1, -3, 32 * 1024 * 1024
_SYSTEM_LIBRARIES = (
    *("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib"),
    *("/etc/ld.so.cache", "/usr/share/zoneinfo", "/etc/localtime", "/dev/urandom", "/dev/null"),
)
FONT_FOLDERS = (
    *("/usr/share/fonts", "/usr/local/share/fonts"),
    *("/usr/share/X11/fonts/Type1", "/usr/share/X11/fonts/TTF"),
)


class Layers(msgspec.Struct, frozen=True):
    """What holds in a reading process, for `inkstone doctor`."""

    limits: bool = False
    landlock: int = 0
    seccomp: bool = False

    @property
    def names(self) -> list[str]:
        """The layers that hold, in words."""
        said = [("resource limits", self.limits), ("seccomp", self.seccomp)]
        found = [name for name, holds in said if holds]
        return [*found, f"Landlock {self.landlock}"] if self.landlock else found


def end_with_parent() -> None:
    """Linux: this process is killed when the thread that started it ends."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, _SIGKILL, 0, 0, 0)


def enter(readable: Sequence[str | os.PathLike[str]], *, mapped_bytes: int = 0) -> Layers:
    """Lock this process in, for good; only files and folders of `readable` stay open to it.

    `mapped_bytes` is what a mapped file adds to the address space. A layer that the system does
    not have is left out; the result says which hold.
    """
    sys.dont_write_bytecode = True
    limits = _limit(mapped_bytes)
    if not sys.platform.startswith("linux"):
        return Layers(limits=limits)
    from assistant.documents import landlock, syscall_filter

    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return Layers(limits=limits)
    libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    held = landlock.version() if landlock.apply([*readable, *program_folders()]) else 0
    return Layers(limits=limits, landlock=held, seccomp=syscall_filter.apply())


def program_folders() -> list[str]:
    """The folders with our own code, Python's library and the system's shared libraries."""
    package = Path(__file__).resolve().parent.parent
    own = {str(package), str(package.parent)}
    folders = [entry for entry in sys.path if entry and entry not in own]
    bundle = getattr(sys, "_MEIPASS", None)
    # The packaged program's modules are an archive at the end of its binary.
    packaged = [bundle, sys.executable] if bundle else []
    return [str(package), *packaged, *folders, *_SYSTEM_LIBRARIES]


def _limit(mapped_bytes: int) -> bool:
    if sys.platform == "win32":
        return False
    import resource

    memory = MEMORY_BYTES + mapped_bytes
    wanted = [
        (resource.RLIMIT_AS, memory, memory),
        (resource.RLIMIT_CPU, CPU_SECONDS, CPU_SECONDS_IN_ALL),
        (resource.RLIMIT_FSIZE, 0, 0),
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_NOFILE, OPEN_FILES, OPEN_FILES),
    ]
    held = True
    for kind, soft, hard in wanted:
        try:
            resource.setrlimit(kind, (soft, hard))
        except (ValueError, OSError):
            held = False
    return held


def keep_freed_memory() -> None:
    """Linux with glibc: PDFium frees a page's memory to need it for the next one.

    Giving it back to the system in between costs some percent of the time.
    """
    if sys.platform.startswith("linux"):
        with contextlib.suppress(AttributeError):
            libc = ctypes.CDLL(None)
            libc.mallopt(_M_TRIM_THRESHOLD, _KEPT_BYTES)
            libc.mallopt(_M_MMAP_THRESHOLD, _KEPT_BYTES // 8)


def made_progress() -> None:
    """Grant the process `CPU_SECONDS` from now on, up to `CPU_SECONDS_IN_ALL`."""
    if sys.platform == "win32":
        return
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + 1 + CPU_SECONDS
    _now, hard = resource.getrlimit(resource.RLIMIT_CPU)
    ceiling = soft if hard == resource.RLIM_INFINITY else min(soft, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (ceiling, hard))
