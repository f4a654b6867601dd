"""A short process that says what llama.cpp can compute on, and how fast memory is.

Asking a driver can crash, hang or leave memory of a GPU occupied; here it costs nobody anything.
The process writes one JSON document, `DevicesFound`, and ends. With `--bandwidth` it measures
memory before (`bandwidth.py`).
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Sequence

import msgspec

from assistant.core.errors import UserError
from assistant.engine.bandwidth import Bandwidth, measure
from assistant.engine.machine import Device, this_machine

PATIENCE_S = 60.0  # the first look at a GPU may compile its programs


class DevicesFound(msgspec.Struct, frozen=True):
    """`offloads`: this build can put layers on one of the `devices`.

    `bandwidth` of main memory in bytes a second, 0.0 where it was not measured; `quiet`: while
    nothing else was at work.
    """

    devices: tuple[Device, ...] = ()
    offloads: bool = False
    llama_version: str = ""
    bandwidth: float = 0.0
    quiet: bool = True


def main(argv: Sequence[str]) -> int:
    """Write `DevicesFound` to stdout; nothing else reaches it."""
    answer = os.dup(1)
    with contextlib.suppress(OSError):
        os.dup2(2, 1)
    memory = _bandwidth() if "--bandwidth" in argv else Bandwidth(quiet=True)
    from assistant.engine import llama

    log = llama.start(None)
    found = DevicesFound(
        llama.devices(), llama.supports_offload(), llama.version(), memory.rate, memory.quiet
    )
    log.close()
    with os.fdopen(answer, "wb") as out:
        out.write(msgspec.json.encode(found))
    return 0


def _bandwidth() -> Bandwidth:
    machine = this_machine()
    return measure(machine.cores, machine.available_memory)


def find_devices(command: Sequence[str]) -> DevicesFound:
    """What the process that `command` starts has found. Raises `UserError("engine_start")`."""
    try:
        ended = subprocess.run(list(command), capture_output=True, timeout=PATIENCE_S, check=False)
        if ended.returncode == 0:
            return msgspec.json.decode(ended.stdout, type=DevicesFound)
        said = f"it ended with code {ended.returncode}"
    except subprocess.TimeoutExpired:
        said = f"it did not answer within {PATIENCE_S:.0f} seconds"
    except (OSError, msgspec.MsgspecError) as error:
        said = str(error)
    raise UserError(
        "engine_start",
        f"What models could run on here could not be found out: {said}.",
        "A driver of a graphics card may be damaged; `inkstone doctor` says more.",
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
