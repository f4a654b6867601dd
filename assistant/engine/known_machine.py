"""What is told of this machine: devices as they are now, bandwidth as it was measured here.

Measuring takes a moment and disturbs, so the figure is kept in a file with a description of the
machine it belongs to.
"""

from __future__ import annotations

import contextlib
import platform
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from assistant.core.errors import UserError
from assistant.core.hub.machine_facts import GpuFacts, MachineFacts
from assistant.engine.devices_child import DevicesFound
from assistant.engine.machine import Machine, this_machine
from assistant.whole_files import write_whole

STALE_S = 7 * 24 * 3600.0
DISTURBED_STALE_S = 3600.0


class _Kept(msgspec.Struct, frozen=True):
    """`machine` describes where `bandwidth` (bytes a second) was measured, `at` when, and `quiet`
    whether nothing else was at work."""

    machine: str
    bandwidth: float
    at: float
    quiet: bool = True

    @property
    def fresh(self) -> bool:
        lasts = STALE_S if self.quiet else DISTURBED_STALE_S
        return 0 <= time.time() - self.at < lasts


def machine_facts(find: Callable[[bool], DevicesFound], kept: Path) -> MachineFacts:
    """The facts; `find` asks for devices, and measures memory when it is given True.

    A driver that cannot be asked leaves the machine without GPUs. Any thread; takes up to seconds.
    """
    here, known = _description(), _read(kept)
    if known is not None and known.machine != here:
        known = None
    fresh = known is not None and known.fresh
    found = DevicesFound()
    with contextlib.suppress(UserError):
        found = find(not fresh)
    bandwidth = found.bandwidth or (known.bandwidth if known else 0.0)
    if found.bandwidth > 0:
        _write(kept, _Kept(here, bandwidth, time.time(), found.quiet))
    return _facts(this_machine(found.devices if found.offloads else ()), bandwidth)


def _facts(machine: Machine, bandwidth: float) -> MachineFacts:
    gpus = tuple(
        GpuFacts(
            name=device.name,
            description=device.description,
            free=device.free,
            total=device.total,
            shares_memory=device.shares_memory,
        )
        for device in machine.used_devices
        if not device.is_software
    )
    return MachineFacts(
        total_memory=machine.total_memory,
        available_memory=machine.available_memory,
        cores=machine.cores,
        bandwidth=bandwidth,
        gpus=gpus,
    )


def _description() -> str:
    """Differs where another processor or other memory may be at work."""
    machine = this_machine()
    parts = (platform.system(), platform.machine(), platform.node(), _processor())
    return " | ".join((*parts, f"{machine.cores} cores", f"{machine.total_memory} bytes"))


def _processor() -> str:
    with contextlib.suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text("utf-8", "replace").splitlines():
            if line.startswith(("model name", "Hardware")):
                return line.partition(":")[2].strip()
    return platform.processor()


def _read(path: Path) -> _Kept | None:
    with contextlib.suppress(OSError, msgspec.MsgspecError):
        kept = msgspec.json.decode(path.read_bytes(), type=_Kept)
        if 0 < kept.bandwidth < 1e14:
            return kept
    return None


def _write(path: Path, kept: _Kept) -> None:
    """A figure that cannot be kept is measured again."""
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_whole(path, msgspec.json.encode(kept))
