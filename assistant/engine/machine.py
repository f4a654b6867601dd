"""The machine that models run on: memory, cores, and the devices that llama.cpp found."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import math
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

DeviceKind = Literal["cpu", "gpu", "igpu", "accelerator", "other"]

_CGROUPS = (
    # folder, its limit, what is in use, what of that can be given back
    (Path("/sys/fs/cgroup"), "memory.max", "memory.current", "inactive_file"),
    (
        Path("/sys/fs/cgroup/memory"),
        "memory.limit_in_bytes",
        "memory.usage_in_bytes",
        "total_inactive_file",
    ),
)
_CPU_QUOTA = Path("/sys/fs/cgroup/cpu.max")
_FAST_CORES = Path("/sys/devices/cpu_core/cpus")
_SIBLINGS = "/sys/devices/system/cpu/cpu{number}/topology/thread_siblings_list"


@dataclass(frozen=True, slots=True)
class Device:
    """Something that llama.cpp can compute on; memory in bytes, 0 and 0 where it does not say."""

    name: str
    description: str = ""
    kind: DeviceKind = "gpu"
    free: int = 0
    total: int = 0

    @property
    def is_gpu(self) -> bool:
        return self.kind in ("gpu", "igpu")

    @property
    def is_software(self) -> bool:
        """A driver that computes on the processor; it is no faster than the processor itself."""
        return self.is_gpu and self.description.lower().startswith(("llvmpipe", "swiftshader"))

    @property
    def shares_memory(self) -> bool:
        """Its memory is the machine's own."""
        return self.kind == "igpu" or self.is_software or self.name.startswith(("MTL", "Metal"))


@dataclass(frozen=True, slots=True)
class Machine:
    """What there is: bytes of memory, cores worth a thread, devices with a memory of their own.

    `devices` holds only GPUs, in llama.cpp's order.
    """

    total_memory: int
    available_memory: int
    cores: int
    devices: tuple[Device, ...] = ()

    @property
    def gpus(self) -> tuple[str, ...]:
        """The names of the GPUs that llama.cpp uses when it is asked for layers."""
        return tuple(device.name for device in self.used_devices)

    @property
    def used_devices(self) -> tuple[Device, ...]:
        """Integrated GPUs count only where there is no other, as llama.cpp has it."""
        gpus = tuple(device for device in self.devices if device.kind == "gpu")
        return gpus or tuple(device for device in self.devices if device.kind == "igpu")


def this_machine(devices: Sequence[Device | str] = ()) -> Machine:
    """The machine this process runs on, within the limits of its container.

    Of `devices` the GPUs are kept; a bare name is one whose memory is not known.
    """
    import psutil

    memory = psutil.virtual_memory()
    total, available = _within_container(memory.total, memory.available)
    known = tuple(Device(one) if isinstance(one, str) else one for one in devices)
    gpus = tuple(device for device in known if device.is_gpu)
    return Machine(total, available, _cores(), gpus)


def give_memory_back() -> None:
    """Return freed memory to the system, as after a model was unloaded.

    What points at itself is collected first; the C library keeps freed pieces otherwise
    (`malloc_trim(3)`, of glibc alone).
    """
    gc.collect()
    with contextlib.suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)


_DONT_NEED = 4  # MADV_DONTNEED of Linux


def drop_mapped(files: Sequence[Path]) -> None:
    """Let go of the pages of `files` that are mapped here; whatever is still used comes back.

    llama.cpp rearranges some weights for the processor and then has them twice: in memory of its
    own, and in the mapped file, which it does not look at any more. Linux only; elsewhere the
    system takes such pages when it needs them.
    """
    if not sys.platform.startswith("linux"):
        return
    names = {os.path.realpath(file) for file in files}
    with contextlib.suppress(OSError, AttributeError, ValueError):
        advise = ctypes.CDLL(None).madvise
        advise.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
        for line in Path("/proc/self/maps").read_bytes().splitlines():
            place, _, rest = line.partition(b" ")
            fields = rest.split(None, 4)  # rights, offset, device, inode, path
            if len(fields) < 5 or not fields[0].startswith(b"r--"):
                continue
            if os.fsdecode(fields[4]) in names:
                start, end = (int(text, 16) for text in place.split(b"-"))
                advise(start, end - start, _DONT_NEED)


def _within_container(total: int, available: int) -> tuple[int, int]:
    for folder, limit_name, used_name, spare_name in _CGROUPS:
        with contextlib.suppress(OSError, ValueError):
            limit = int((folder / limit_name).read_text())
            if limit >= total:
                continue
            used = int((folder / used_name).read_text())
            spare = _field((folder / "memory.stat").read_text(), spare_name)
            total, available = limit, min(available, max(0, limit - used + spare))
    return total, min(available, total)


def _field(text: str, name: str) -> int:
    lines = (line.split() for line in text.splitlines())
    return next((int(words[1]) for words in lines if len(words) == 2 and words[0] == name), 0)


def _cores() -> int:
    """Cores that help: physical, fast ones of a processor with two kinds, and allowed.

    All threads of a computation wait for the slowest, so an efficiency core slows down the
    fast ones.
    """
    import psutil

    cores = psutil.cpu_count(logical=False) or os.cpu_count() or 1
    if hasattr(os, "sched_getaffinity"):
        allowed = os.sched_getaffinity(0)
        cores = min(cores, len(allowed))
        with contextlib.suppress(OSError, ValueError):
            cores = min(cores, _physical(_numbers(_FAST_CORES.read_text()) & allowed) or cores)
    with contextlib.suppress(OSError, ValueError):
        quota, period = _CPU_QUOTA.read_text().split()
        cores = min(cores, math.ceil(int(quota) / int(period)))  # "max" is no number
    return max(1, cores)


def _physical(logical: set[int]) -> int:
    """How many physical cores the logical ones belong to."""
    groups = set()
    for number in logical:
        text = Path(_SIBLINGS.format(number=number)).read_text()
        groups.add(min(_numbers(text), default=number))
    return len(groups)


def _numbers(text: str) -> set[int]:
    """The numbers of a list such as "0-3,8"; as Linux writes sets of processors."""
    found: set[int] = set()
    for piece in text.strip().split(","):
        first, _, last = piece.partition("-")
        if first:
            found.update(range(int(first), int(last or first) + 1))
    return found


_TUNABLES, _HUGE_PAGES = "GLIBC_TUNABLES", "glibc.malloc.hugetlb"


def with_huge_pages(environment: Mapping[str, str]) -> dict[str, str]:
    """`environment` for a process whose weights shall lie in huge pages, where Linux gives them.

    For each token all weights are read once. With pages of 4 kB the processor looks up tens of
    thousands of them on the way, which takes a tenth of the time or more, how much depends on
    where they happen to lie. With the value 1, glibc's malloc asks for transparent huge pages
    (https://sourceware.org/glibc/manual/latest/html_node/Memory-Allocation-Tunables.html); it can
    be told so only at the start of a process. What the person chose stays.
    """
    chosen = environment.get(_TUNABLES, "")
    if not sys.platform.startswith("linux") or _HUGE_PAGES in chosen:
        return dict(environment)
    tunables = ":".join(part for part in (chosen, f"{_HUGE_PAGES}=1") if part)
    return {**environment, _TUNABLES: tunables}
